"""The bootstrap: pairs stay whole, and differences are taken on the same draws."""

import numpy as np
import pytest

from detente.record.backtest.bootstrap import (
    differences,
    interval,
    resamples,
    scored,
)

GROUPS = np.repeat(np.arange(30), 4)
OUTCOME = (np.arange(120) % 7 == 0).astype(float)
GOOD = np.where(OUTCOME == 1, 0.6, 0.1)


def test_rows_of_a_pair_are_drawn_together() -> None:
    counts = resamples(GROUPS, 200, seed=1)
    assert (counts.reshape(200, 30, 4) == counts.reshape(200, 30, 4)[:, :, :1]).all()
    assert (counts[:, ::4].sum(axis=1) == 30).all()
    assert counts.mean() == pytest.approx(1.0)
    assert (resamples(GROUPS, 200, seed=1) == counts).all()


def test_the_first_score_is_that_of_the_rows_themselves() -> None:
    found = scored({"good": GOOD}, OUTCOME, resamples(GROUPS, 130, seed=1))["good"]
    assert found["brier"].shape == (131,)
    brier = float(np.mean((GOOD - OUTCOME) ** 2))
    assert found["brier"][0] == pytest.approx(brier)
    low, high = interval(found["brier"]) or (0.0, 0.0)
    assert low < brier < high


def test_an_interval_is_the_middle_of_the_draws() -> None:
    values = np.concatenate([[50.0], np.arange(101.0)])
    assert interval(values) == [2.5, 97.5]
    assert interval(np.array([1.0, np.nan])) is None


def test_a_difference_is_surer_than_the_scores_it_is_of() -> None:
    forecasts = {"good": GOOD, "like it": GOOD * 1.02, "flat": np.full(120, 0.15)}
    found = scored(forecasts, OUTCOME, resamples(GROUPS, 300, seed=1))
    against = {row["against"]: row["log_score"] for row in differences(found, "good")}
    assert set(against) == {"like it", "flat"}
    low, high = against["like it"]["interval"]
    wide = interval(found["good"]["log_score"]) or [0.0, 0.0]
    assert high - low < (wide[1] - wide[0]) / 5
    assert against["flat"]["interval"][1] < 0.0, "the better one has the lower score"


def test_without_onsets_a_ranking_has_no_difference() -> None:
    two = {"a": GOOD, "b": GOOD / 2}
    found = scored(two, np.zeros(120), resamples(GROUPS, 20, seed=1))
    assert differences(found, "a")[0]["auroc"] == {"difference": None, "interval": None}
