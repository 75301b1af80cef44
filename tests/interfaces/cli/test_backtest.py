"""`detente backtest`: its tables, its JSON, and what it refuses in one line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.interfaces.cli.main import main
from detente.record.backtest import whole

SCORES = ("brier", "log_score", "auroc", "average_precision", "calibration_ratio")


def model(name: str, against: str) -> dict[str, Any]:
    gap = {"difference": -0.001, "interval": [-0.002, 0.0005]}
    return {
        "name": name, **dict.fromkeys(SCORES, 0.0575),
        "interval": {score: [0.05, 0.06] for score in SCORES},
        "differences": [{"against": against, **dict.fromkeys(SCORES, gap)}],
    }  # fmt: skip


RESULT = {
    "train": {"first": 1950, "last": 1994},
    "test": {"first": 1995, "last": 2010, "n": 28_359, "onsets": 470},
    "disputes": "gml",
    "models": [
        model("climatology", "gradient boosting"),
        model("gradient boosting", "climatology"),
    ],
    "originators": {"n": 28_359, "onsets": 429, "models": [
        model("climatology", "detente"), model("detente", "climatology"),
    ]},
    "spending": [
        {"model": "drift", "horizon": 1, "n": 9, "mae": 0.1887, "crps": 0.15},
        {"model": "drift", "horizon": 3, "n": 8, "mae": 0.3785, "crps": 0.28},
    ],
    "ties": [
        {"event": "formation", "n": 7, "events": 1, **model("distance", "climatology")},
    ],
    "horizons": [
        {"horizon": 3, "n": 25_000, "onsets": 800, **model("detente", "peace years")},
    ],
    "discriminating": [
        {"test": "ties less no ties in belief, log score", "n": 18_227,
         "estimate": 0.00061, "lo": 0.0003, "hi": 0.001, "says": "It is worse."},
        {"test": "motive, AUROC", "n": 961, "estimate": 0.561, "lo": 0.51, "hi": 0.61,
         "says": "Better than chance."},
    ],
    "predictive": [
        {"fact": "disputes begun, 1950s", "unit": "% of pair-years", "recorded": 2.82,
         "lo": 0.83, "hi": 1.55, "inside": False},
        {"fact": "after 1 year of peace", "unit": "%", "recorded": None, "lo": None,
         "hi": None, "inside": True},
    ],
    "skipped": ["detente: the structural model is not there; ties without it"],
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Let the backtest give the result above, and return what it was asked."""
    calls: list[Any] = []

    def backtest(*given: Any, **named: Any) -> dict[str, Any]:
        calls.append((*given, named["count"]))
        named["progress"]("onsets: climatology", 1, 2, None)
        return RESULT

    monkeypatch.setattr(whole, "backtest", backtest)
    return calls


def test_tables_are_printed_and_progress_is_not_among_them(
    asked: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backtest"]) == 0
    out, err = capsys.readouterr()
    assert asked == [((1950, 1994), (1995, 2010), "gml", 1000)]
    assert "470 in 28,359" in out
    assert "log, less gradient boosting's" in out
    assert "log, less detente's" in out
    assert "-.00100 [-.00200, +.00050]" in out
    assert ".189     .150" in out
    assert "Defence pacts, formation: 1 in 7" in out
    assert "An onset within 3 years: 800 in 25,000 rows" in out
    assert "18,227 +.00061 [+.00030, +.00100]" in out
    assert "961    +.56 [+.51, +.61]" in out
    assert "It is worse." in out
    assert "1 of 2 recorded ones lie inside" in out
    assert "2.82 [.83, 1.55]        miss" in out
    assert RESULT["skipped"][0] in out
    assert max(map(len, out.splitlines())) <= 110
    assert "climatology 1/2" in err
    assert "climatology 1/2" not in out


def test_json_is_alone_on_standard_output(
    asked: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["--train", "1950:1989", "--test", "1990:1999", "--disputes", "cow"]
    assert main(["backtest", *argv, "--resamples", "200", "--json", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert asked == [((1950, 1989), (1990, 1999), "cow", 200)]
    assert json.loads(out) == RESULT
    assert err == f"{RESULT['skipped'][0]}\n"


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        (["--train", "1950-1994"], "write them like 1950:1994"),
        (["--test", "1995:"], "expected two years"),
        (["--disputes", "mid"], "gml"),
        (["--resamples", "0"], "whole number"),
        (["--tran", "1950:1994"], "--train"),
        (["more"], "no more arguments"),
        ([], 'add their files with "detente data add FILE"'),
    ],
)
def test_what_cannot_be_done_gets_one_line(
    refused: Callable[..., str],
    argv: list[str],
    answer: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path / "nothing"))
    assert answer in refused("backtest", *argv)
