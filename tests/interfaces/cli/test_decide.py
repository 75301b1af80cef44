"""`detente decide`: which plan, by which interest, of a run that stands in a folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.claims.session import Run
from detente.interfaces.cli.main import main


@pytest.fixture
def kept(folder: Path, tiny_run: Run) -> Path:
    """Return the folder of a finished run under `runs`, where the program starts."""
    target = Path("runs") / "tiny" / tiny_run.folder.name
    shutil.copytree(tiny_run.folder, target, ignore=shutil.ignore_patterns("*.html"))
    return target


def test_a_decision_is_read_from_a_run_that_stands(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", str(kept), "--weights", "arms-bill=1", "--all"]) == 0
    said = capsys.readouterr().out
    assert "Which plan, by which interest" in said
    assert "Weighted total" in said
    assert "Value of learning: " in said
    assert "at least 100 draws a lens" in said
    assert max(map(len, said.splitlines())) <= 110


def test_json_holds_every_plan_by_lens_and_interest(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["decide", str(kept), "--json", "--no-learning"]) == 0
    found = json.loads(capsys.readouterr().out)
    sizes = [len(found[name]) for name in ("lenses", "plans", "interests")]
    assert len(found["plans_by_interest"]) == sizes[0] * sizes[1] * sizes[2]
    assert found["weights"] is None
    assert found["learning"] is None
    assert all(
        sum(row["best"] for row in found["plans_by_interest"]
            if (row["lens"], row["interest"]) == (lens, each["id"]))
        == pytest.approx(1)
        for lens in found["lenses"] for each in found["interests"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (["nobody"], "expected a name of the catalogue or a path"),
        (["x", "--weights", "europe"], "expected names and numbers, got 'europe'"),
        (["x", "--draws", "0"], "expected a whole number from 1"),
    ],
)
def test_what_cannot_be_decided_gets_one_line(
    refused: Callable[..., str], argv: list[str], answer: str
) -> None:
    assert answer in refused("decide", *argv)


def test_an_unknown_interest_is_refused(
    kept: Path, refused: Callable[..., str]
) -> None:
    line = refused("decide", str(kept), "--weights", "arms-bil=1")
    assert 'expected an interest, got "arms-bil"; did you mean "arms-bill"?' in line
