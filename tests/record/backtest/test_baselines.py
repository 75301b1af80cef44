"""Rivals: a logit worked by hand, and the published table of the real record."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest

from detente.record.backtest import baselines
from detente.record.backtest.rows import Window, dyad_rows, label
from detente.record.backtest.scores import SCORES

TRAIN, TEST = Window(1950, 1994), Window(1995, 2010)


def test_a_logit_of_one_flag_gives_back_the_two_shares() -> None:
    past = pd.DataFrame({"flag": np.repeat([0.0, 1.0], 100)})
    outcome = np.concatenate([np.arange(100) < 10, np.arange(100) < 40])
    chance = baselines.logit(past, outcome, past.iloc[[0, 150]], ["flag"])
    assert chance == pytest.approx([0.1, 0.4], abs=1e-5)


def test_a_missing_covariate_is_the_median_of_the_past() -> None:
    past = pd.DataFrame({"x": [0.0, 1.0, 2.0, 3.0, 4.0]})
    outcome = np.array([0, 1, 0, 1, 1])
    asked = pd.DataFrame({"x": [np.nan, 2.0]})
    one, other = baselines.logit(past, outcome, asked, ["x"])
    assert one == other


def test_climatology_is_the_share_of_the_training_years(made_up: None) -> None:
    found = baselines.climatology(Window(1950, 1951), Window(1952, 1953), "gml", False)
    assert found["probability"].unique().tolist() == [0.5]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("name", "brier", "log", "auroc", "precision"),
    [
        # Published: .01638 .0862 .500 .017
        ("climatology", 0.01638, 0.0862, 0.500, 0.017),
        # .01506 .0660 .861 .166
        ("peace years", 0.01506, 0.0661, 0.861, 0.166),
        # Published .01434 .0587 .913 .205; here with contact by sea, the logarithm of
        # the ratio and the larger share, which rolling origins prefer.
        ("Bremer + peace years", 0.01422, 0.0576, 0.920, 0.216),
        # Published .01378 .0553 .930 .241, settings unknown; at least as strong.
        ("gradient boosting", 0.01369, 0.0546, 0.935, 0.248),
    ],
)
def test_scores_of_the_real_record(
    stored: None, name: str, brier: float, log: float, auroc: float, precision: float
) -> None:
    found = scores_of(baselines.BASELINES[name])
    assert found["brier"] == pytest.approx(brier, abs=6e-5)
    assert found["log_score"] == pytest.approx(log, abs=2e-4)
    assert found["auroc"] == pytest.approx(auroc, abs=2e-3)
    assert found["average_precision"] == pytest.approx(precision, abs=4e-3)


def test_a_small_forest_is_near_the_published_one(stored: None) -> None:
    found = scores_of(partial(baselines.random_forest, trees=20))
    assert found["log_score"] < 0.0585
    assert found["auroc"] > 0.92


def scores_of(forecaster: Callable[..., pd.DataFrame]) -> dict[str, float]:
    chance = forecaster(TRAIN, TEST, "gml", False)["probability"].to_numpy()
    rows = dyad_rows(TEST.first, TEST.last)
    outcome = label(rows, originators=False).astype(float)
    once = np.ones(len(rows))
    return {name: float(score(chance, outcome, once)) for name, score in SCORES.items()}
