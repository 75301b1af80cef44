"""`detente run`: what is asked of a run, and where its answer goes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.interfaces.cli.conftest import GivenRun

import detente
from detente.claims.usual import LARGEST_SEED, MOST_DRAWS, MOST_REPLICATES
from detente.core.errors import LensError
from detente.interfaces.cli.main import main
from detente.interfaces.web.asked import Asked as Page

Asked = list[dict[str, Any]]


def test_a_run_is_asked_with_the_defaults(
    folder: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(folder)]) == 0
    (call,) = asked
    assert call.pop("scenario").slug == "mine"
    assert callable(call.pop("progress"))
    assert call == {
        "lenses": ["record", "prior", "spiral", "deterrence"],
        "draws": 128,
        "replicates": 2,
        "seed": 1,
        "out": None,
        "changes": [],
        "force": False,
        "workers": None,
        "cluster": None,
    }
    out, err = capsys.readouterr()
    assert "rival-fears" in out
    assert "simulating 1/2, 1 min 5 s left" in err


def test_every_option_reaches_the_run(folder: Path, asked: Asked) -> None:
    argv = "--lens prior,spiral prior --draws 8 --replicates 3 --seed 7 --workers 2"
    argv += " --out results --force --quiet"
    assert main(["run", str(folder), *argv.split()]) == 0
    (call,) = asked
    assert call["lenses"] == ["prior", "spiral"]
    assert (call["draws"], call["replicates"], call["seed"]) == (8, 3, 7)
    assert (call["workers"], call["out"], call["force"]) == (2, "results", True)


def test_a_cluster_takes_the_place_of_workers(folder: Path, asked: Asked) -> None:
    assert main(["run", str(folder), "--cluster", "tcp://host:8786", "--quiet"]) == 0
    assert (asked[0]["workers"], asked[0]["cluster"]) == (None, "tcp://host:8786")


def test_json_stands_alone_on_standard_output(
    folder: Path,
    asked: Asked,
    result: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["run", str(folder), "--json", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == result
    assert err == ""


def test_a_report_is_written_beside_the_run_and_its_place_said(
    folder: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(folder), "--quiet"]) == 0
    assert Path("runs/mine/abc/report.html").read_text() == "the report"
    assert capsys.readouterr().out.endswith("report in runs/mine/abc/report.html\n")


def test_a_run_that_stood_there_gets_a_new_report(
    folder: Path, monkeypatch: pytest.MonkeyPatch, result: dict[str, Any]
) -> None:
    stood = GivenRun(result)
    stood.reused = True
    page = stood.folder / "report.html"
    page.parent.mkdir(parents=True)
    page.write_text("of an older version of the page")
    monkeypatch.setattr(detente, "run", lambda *_, **__: stood)
    assert main(["run", str(folder), "--quiet"]) == 0
    assert page.read_text() == "the report"


def test_no_report_is_written_where_none_is_wanted(
    folder: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(folder), "--quiet", "--no-report"]) == 0
    assert not Path("runs").exists()
    assert "report" not in capsys.readouterr().out


def test_verdicts_are_printed_even_if_the_report_cannot_be_written(
    folder: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("runs").write_text("a file stands in the way")
    assert main(["run", str(folder), "--quiet"]) == 2
    out, err = capsys.readouterr()
    assert "rival-fears" in out
    assert err.count("\n") == 1


def test_one_plan_can_be_picked(
    folder: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(folder), "--json", "--plan", "distance"]) == 0
    picked = json.loads(capsys.readouterr().out)
    assert [row["plan"] for row in picked["claims"]] == ["distance"]
    assert picked["votes"] == []


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (
            ["--draws", "-1"],
            "--draws: expected a whole number from 1 to 1000000, got -1",
        ),
        (["--draws", "0"], "got 0; write it like 128"),
        (["--draws", "many"], 'got "many"'),
        (["--replicates", "0"], "--replicates: expected a whole number"),
        (["--workers", "0"], "--workers: expected a whole number"),
        (["--workers", "2", "--cluster", "tcp://h:8786"], "not allowed with"),
        (["--seed", "-1"], "--seed: expected a whole number from 0"),
        (["--plan", "guarante"], 'did you mean "guarantee"?'),
    ],
)
def test_a_wrong_option_gets_one_line_before_anything_runs(
    refused: Callable[..., str], asked: Asked, argv: list[str], answer: str
) -> None:
    assert answer in refused("run", "mine", *argv)
    assert asked == []


def test_the_command_line_takes_whatever_a_run_may_be(
    folder: Path, asked: Asked
) -> None:
    most = {"draws": MOST_DRAWS, "replicates": MOST_REPLICATES, "seed": LARGEST_SEED}
    argv = [str(x) for name, most_of in most.items() for x in (f"--{name}", most_of)]
    assert main(["run", str(folder), *argv]) == 0
    (call,) = asked
    assert {name: call[name] for name in most} == most
    assert Page(scenario="mine", seed=LARGEST_SEED).seed == LARGEST_SEED


def test_what_the_lenses_refuse_is_passed_on_in_one_line(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*_: object, **__: object) -> None:
        raise LensError(
            'lens: expected one of prior, got "prir"; did you mean "prior"?'
        )

    monkeypatch.setattr(detente, "run", run, raising=False)
    assert main(["run", str(folder), "--lens", "prir", "--quiet"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("detente: lens: expected one of prior")
    assert err.count("\n") == 1


def test_ctrl_c_in_a_run_says_how_to_go_on(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def run(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(detente, "run", run, raising=False)
    assert main(["run", str(folder), "--quiet"]) == 130
    assert "the same command again" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("RIVAL", "expected CODE=NAME"),
        ("RIVL=hawk", 'did you mean "RIVAL"'),
        ("RIVAL=hawks", 'did you mean "hawk"'),
        ("RIVAL=mine.py:plan", "which is not there"),
    ],
)
def test_a_strategy_that_cannot_be_is_refused_in_one_line(
    folder: Path, given: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "mine", "--strategy", given]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_strategy_takes_the_place_of_those_of_the_plans(folder: Path) -> None:
    from detente.interfaces.cli.run import following
    from detente.worlds.load import load

    scenario = load(folder)
    name, plan = next(iter(scenario.plans.items()))
    plan = plan.model_copy(update={"strategies": {"RIVAL": "dove", "ALLY": "grit"}})
    scenario = scenario.model_copy(update={"plans": scenario.plans | {name: plan}})
    changed = following(scenario, ["RIVAL=hawk"])
    assert changed.strategies_of(name) == {"RIVAL": "hawk", "ALLY": "grit"}
    assert following(scenario, []) is scenario
