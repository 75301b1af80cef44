"""Scores: worked by hand, and the same as scikit-learn's on many rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from detente.record.backtest import scores

ONCE = np.ones(4)
OUTCOME = np.array([1.0, 0.0, 1.0, 0.0])
CHANCE = np.array([0.8, 0.5, 0.5, 0.1])


def test_scores_of_four_rows_are_those_worked_by_hand() -> None:
    # (.04 + .25 + .25 + .01) / 4; pairs won: .8 beats both, .5 ties one and beats one.
    assert scores.brier(CHANCE, OUTCOME, ONCE) == pytest.approx(0.1375)
    logs = -np.log([0.8, 0.5, 0.5, 0.9]).mean()
    assert scores.log_score(CHANCE, OUTCOME, ONCE) == pytest.approx(logs)
    assert scores.auroc(CHANCE, OUTCOME, ONCE) == pytest.approx(3.5 / 4)
    # The first onset is found at precision 1, the second among three rows.
    precision = (1.0 + 2.0 / 3.0) / 2.0
    assert scores.average_precision(CHANCE, OUTCOME, ONCE) == pytest.approx(precision)
    assert scores.calibration_ratio(CHANCE, OUTCOME, ONCE) == pytest.approx(0.95)


def test_a_row_that_counts_twice_is_two_rows() -> None:
    weights = np.array([2.0, 1.0, 0.0, 3.0])
    times = weights.astype(int)
    once = np.ones(times.sum())
    for score in scores.SCORES.values():
        repeated = score(np.repeat(CHANCE, times), np.repeat(OUTCOME, times), once)
        assert score(CHANCE, OUTCOME, weights) == pytest.approx(repeated)


def test_many_resamples_at_once_are_each_of_them() -> None:
    weights = np.random.default_rng(1).integers(1, 3, size=(5, 4)).astype(float)
    for score in scores.SCORES.values():
        each = [float(score(CHANCE, OUTCOME, row)) for row in weights]
        assert score(CHANCE, OUTCOME, weights) == pytest.approx(each)


def test_never_and_wrong_loses_much_but_not_all() -> None:
    wrong = scores.log_score(np.zeros(1), np.ones(1), np.ones(1))
    assert wrong == pytest.approx(-np.log(scores.FLOOR))


def test_without_an_onset_nothing_is_ranked() -> None:
    none = np.zeros(4)
    assert np.isnan(scores.auroc(CHANCE, none, ONCE))
    assert np.isnan(scores.average_precision(CHANCE, none, ONCE))
    assert np.isinf(scores.calibration_ratio(CHANCE, none, ONCE))


@given(st.integers(0, 2**32 - 1))
def test_scores_are_those_of_scikit_learn(seed: int) -> None:
    random = np.random.default_rng(seed)
    chance = np.round(random.beta(1, 5, 60), 2).clip(0.01, 0.99)
    outcome = (random.random(60) < 0.3).astype(float)
    outcome[:2] = 0.0, 1.0
    weights = random.integers(0, 4, 60).astype(float)
    weights[:2] = 1.0
    pairs = {
        "brier": metrics.brier_score_loss, "log_score": metrics.log_loss,
        "auroc": metrics.roc_auc_score,
        "average_precision": metrics.average_precision_score,
    }  # fmt: skip
    for name, theirs in pairs.items():
        expected = theirs(outcome, chance, sample_weight=weights)
        ours = scores.SCORES[name](chance, outcome, weights)
        assert ours == pytest.approx(expected), name
