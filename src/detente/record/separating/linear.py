"""Regression with fixed effects and clustered errors, in numpy alone.

Source of the estimator of the errors: [CameronMiller2015], one-way clusters with the
small-sample factor G / (G - 1).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

__all__ = ["Estimate", "clustered", "demeaned", "linear", "logit"]

TIGHT = 1e-8
ROUNDS = 500
NORMAL_95 = 1.959964
"""Standard errors on either side of an estimate that hold 95 %."""


class Estimate(NamedTuple):
    """Coefficients and their covariance.

    Attributes:
        beta: Coefficients, shape (column,).
        covariance: Clustered covariance, shape (column, column).
        rows: Number of rows.
    """

    beta: np.ndarray
    covariance: np.ndarray
    rows: int

    def of(self, weights: np.ndarray) -> tuple[float, float, float]:
        """Return a weighted sum of coefficients with its 95 % interval.

        Args:
            weights: Shape (column,).
        """
        middle = float(weights @ self.beta)
        width = NORMAL_95 * float(np.sqrt(weights @ self.covariance @ weights))
        return middle, middle - width, middle + width


def demeaned(values: np.ndarray, groups: Sequence[np.ndarray]) -> np.ndarray:
    """Return values less the means of every grouping, by alternating projections.

    Args:
        values: Shape (row, column).
        groups: Labels of each grouping, each of shape (row,).

    Returns:
        Residuals, shape (row, column).
    """
    coded = [np.unique(labels, return_inverse=True)[1] for labels in groups]
    found = values.astype(float)
    for _ in range(ROUNDS if len(coded) > 1 else 1):
        largest = 0.0
        for code in coded:
            count = np.bincount(code)
            for column in range(found.shape[1]):
                mean = np.bincount(code, weights=found[:, column]) / count
                found[:, column] -= mean[code]
                largest = max(largest, float(np.abs(mean).max()))
        if largest < TIGHT:
            break
    return found


def clustered(
    scores: np.ndarray, bread: np.ndarray, clusters: np.ndarray
) -> np.ndarray:
    """Return the sandwich covariance of an estimate.

    Args:
        scores: Gradient of each row at the estimate, shape (row, column).
        bread: Inverse of the information, shape (column, column).
        clusters: Label of each row, shape (row,).
    """
    code = np.unique(clusters, return_inverse=True)[1]
    count = int(code.max()) + 1
    sums = np.stack(
        [np.bincount(code, weights=column, minlength=count) for column in scores.T], 1
    )
    return bread @ (sums.T @ sums) @ bread * count / max(count - 1, 1)


def linear(
    outcomes: np.ndarray,
    design: np.ndarray,
    groups: Sequence[np.ndarray],
    clusters: np.ndarray,
) -> tuple[Estimate, ...]:
    """Return a linear regression with fixed effects of each outcome on one design.

    A column that the effects or other columns explain gets 0 with no width.

    Args:
        outcomes: Shape (row, outcome).
        design: Shape (row, column), without a constant.
        groups: Labels of each set of fixed effects, each of shape (row,).
        clusters: Label of each row, shape (row,).
    """
    both = demeaned(np.column_stack([outcomes, design]), groups)
    lefts, right = both[:, : outcomes.shape[1]], both[:, outcomes.shape[1] :]
    bread = np.linalg.pinv(right.T @ right, rcond=1e-10, hermitian=True)
    found = []
    for left in lefts.T:
        beta = bread @ (right.T @ left)
        scores = right * (left - right @ beta)[:, None]
        found.append(Estimate(beta, clustered(scores, bread, clusters), len(left)))
    return tuple(found)


def logit(
    outcome: np.ndarray, design: np.ndarray, clusters: np.ndarray, steps: int = 50
) -> Estimate:
    """Return a logistic regression, by Newton steps.

    Args:
        outcome: 0 or 1, shape (row,).
        design: Shape (row, column), with a constant if one is wanted.
        clusters: Label of each row, shape (row,).
        steps: Most Newton steps.

    Raises:
        ArithmeticError: If the steps do not settle: a column predicts perfectly.
    """
    beta = np.zeros(design.shape[1])
    for _ in range(steps):
        share = 1.0 / (1.0 + np.exp(-(design @ beta)))
        weight = share * (1.0 - share)
        bread = np.linalg.inv((design * weight[:, None]).T @ design)
        step = bread @ (design.T @ (outcome - share))
        beta = beta + step
        if np.abs(step).max() < TIGHT:
            share = 1.0 / (1.0 + np.exp(-(design @ beta)))
            scores = design * (outcome - share)[:, None]
            return Estimate(beta, clustered(scores, bread, clusters), len(outcome))
    raise ArithmeticError(f"logit: no maximum within {steps} Newton steps")
