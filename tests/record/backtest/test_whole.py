"""The whole backtest, with few draws and without the slow rivals."""

import json
from pathlib import Path

import pytest

from detente.core.errors import DataError
from detente.record.backtest import registry
from detente.record.backtest.baselines import BASELINES
from detente.record.backtest.rows import Window
from detente.record.backtest.whole import backtest, check


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the forest, and the model if it is there."""
    monkeypatch.delitem(BASELINES, "random forest")
    monkeypatch.setattr(registry, "_MODULE", "detente.record.no_such_forecast")


def test_every_part_is_scored_and_can_be_written(stored: None, quick: None) -> None:
    told: list[tuple[int, int]] = []
    found = backtest(
        Window(1950, 1994), Window(1995, 2010), count=20,
        progress=lambda _, done, total, __: told.append((done, total)),
    )  # fmt: skip
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert (found["test"]["n"], found["test"]["onsets"]) == (28_359, 470)
    assert found["originators"]["onsets"] == 429
    assert [model["name"] for model in found["models"]] == list(BASELINES)
    model = found["models"][-1]
    low, high = model["interval"]["log_score"]
    assert low < model["log_score"] < high
    assert len(model["differences"]) == len(BASELINES) - 1
    assert {row["horizon"] for row in found["spending"]} == {1, 3, 5}
    assert {row["event"] for row in found["ties"]} == {"formation", "termination"}
    within = {row["horizon"]: row["onsets"] for row in found["horizons"]}
    assert within[1] == 470
    assert within[1] < within[3]
    assert found["discriminating"] == found["predictive"] == []
    assert len(found["skipped"]) == 4
    assert told[-1][0] == told[-1][1] == len(told)


def test_a_short_test_leaves_the_far_horizons_out(stored: None, quick: None) -> None:
    found = backtest(Window(1950, 1994), Window(1995, 1996), "cow", count=5)
    assert {row["horizon"] for row in found["spending"]} == {1}
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize(
    ("train", "test", "said"),
    [
        ((1950, 1994), (1994, 2010), "--test: expected years after"),
        ((1950, 1994), (1995, 2015), "--test: expected years from 1950 to 2010"),
        ((1940, 1994), (1995, 2010), "--train: expected years from 1950"),
        ((1994, 1950), (1995, 2010), "--train: expected years from 1950"),
        ((1990, 1994), (1995, 2010), "at least 10 years"),
    ],
)
def test_years_that_cannot_be_are_refused(
    stored: None, train: tuple[int, int], test: tuple[int, int], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        check(Window(*train), Window(*test), "gml")


def test_data_sets_that_are_not_there_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path))
    with pytest.raises(DataError, match=r'no states-cow, .*"detente data add') as found:
        check(Window(1950, 1994), Window(1995, 2010), "gml")
    assert "\n" not in str(found.value)
