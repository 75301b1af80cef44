r"""Scores of probabilities of rare events, for rows that count more or less than once.

Every function takes probabilities p and outcomes y, shape (row,), and weights, shape
(row,) or (resample, row), and returns a number or one a resample. Weights are what
makes a bootstrap cheap: a resample counts each row so many times.

The Brier score is the mean of :math:`(p - y)^2` [Brier1950]; the log score the mean of
:math:`-\log` of the probability that was given to what happened [Good1952], natural
logarithm; both better if smaller. The area under the ROC curve is the probability that
a row with an onset was given more than one without, ties counted half
[HanleyMcNeil1982]; average precision is the mean, over onsets, of the share of onsets
among the rows given at least as much. The calibration ratio is predicted over
observed, 1 at best.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "FLOOR",
    "SCORES",
    "auroc",
    "average_precision",
    "brier",
    "calibration_ratio",
    "log_score",
]

FLOOR = 1e-6
"""The least probability of anything: who says never, and is wrong, loses 13.8 nats.
From some ten thousand rows nobody knows that an event is rarer than that."""


def _mean(values: "Floats", weights: "Floats") -> "Floats":
    return weights @ values / weights.sum(axis=-1)


def brier(probability: "Floats", outcome: "Floats", weights: "Floats") -> "Floats":
    """Return the Brier score, 0 to 1.

    Args:
        probability: Shape (row,).
        outcome: 0 or 1, shape (row,).
        weights: Shape (row,) or (resample, row).
    """
    return _mean((probability - outcome) ** 2, weights)


def log_score(probability: "Floats", outcome: "Floats", weights: "Floats") -> "Floats":
    """Return the log score, nats a row.

    Args:
        probability: Shape (row,); kept `FLOOR` away from 0 and 1.
        outcome: 0 or 1, shape (row,).
        weights: Shape (row,) or (resample, row).
    """
    kept = np.clip(probability, FLOOR, 1.0 - FLOOR)
    return _mean(-np.log(np.where(outcome == 1, kept, 1.0 - kept)), weights)


def calibration_ratio(
    probability: "Floats", outcome: "Floats", weights: "Floats"
) -> "Floats":
    """Return predicted over observed onsets; infinite if none was observed.

    Args:
        probability: Shape (row,).
        outcome: 0 or 1, shape (row,).
        weights: Shape (row,) or (resample, row).
    """
    with np.errstate(divide="ignore"):
        return np.divide(weights @ probability, weights @ outcome)


def _steps(
    probability: "Floats", outcome: "Floats", weights: "Floats"
) -> tuple["Floats", "Floats"]:
    """Return events and others at least as probable, at each distinct probability.

    Both from the highest down, shape (..., distinct), summed up.
    """
    order = np.argsort(-probability, kind="stable")
    ranked = probability[order]
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    sorted_weights, events = weights[..., order], outcome[order]
    hits = np.cumsum(sorted_weights * events, axis=-1)[..., ends]
    others = np.cumsum(sorted_weights * (1.0 - events), axis=-1)[..., ends]
    return hits, others


def auroc(probability: "Floats", outcome: "Floats", weights: "Floats") -> "Floats":
    """Return the area under the ROC curve; not a number if all rows are alike.

    Args:
        probability: Shape (row,).
        outcome: 0 or 1, shape (row,).
        weights: Shape (row,) or (resample, row).
    """
    hits, others = _steps(probability, outcome, weights)
    before = np.concatenate([np.zeros_like(hits[..., :1]), hits[..., :-1]], axis=-1)
    fresh = np.diff(others, axis=-1, prepend=0.0)
    area = np.sum(fresh * (before + hits) / 2.0, axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return area / (hits[..., -1] * others[..., -1])


def average_precision(
    probability: "Floats", outcome: "Floats", weights: "Floats"
) -> "Floats":
    """Return the average precision; not a number if there is no event.

    Args:
        probability: Shape (row,).
        outcome: 0 or 1, shape (row,).
        weights: Shape (row,) or (resample, row).
    """
    hits, others = _steps(probability, outcome, weights)
    fresh = np.diff(hits, axis=-1, prepend=0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        precision = np.where(hits > 0, hits / (hits + others), 0.0)
        return np.sum(fresh * precision, axis=-1) / hits[..., -1]


SCORES = {
    "brier": brier,
    "log_score": log_score,
    "auroc": auroc,
    "average_precision": average_precision,
    "calibration_ratio": calibration_ratio,
}
"""The scores by name, in the order of tables."""
