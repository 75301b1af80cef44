r"""Which plan by which interest: outcomes, regret, and what no plan beats outright.

With $u_{pd}$ the value of plan p in draw d, turned so that more is better:

$$ \text{regret}_{pd} = \max_q u_{qd} - u_{pd} $$

[Savage1951]. Regret over draws supposes that one may choose once the draw is known;
regret over lenses, that one may choose once the right lens is, and asks of every plan
how far its mean falls behind there. Lenses are never averaged.

A difference within a width is no difference that counts: a plan is then not called the
better one, but listed among the good ones.
"""

import math
from typing import NamedTuple

import numpy as np

from detente.decide.interests import Stakes

__all__ = ["Ranking", "beaten", "efficient", "minimax", "ranking", "regrets"]

SHARP = 0.25
"""Share of a width that the Monte Carlo error of a lead may be: that of verdicts."""


class Ranking(NamedTuple):
    """Plans by one interest under one lens; arrays of shape (P,), in its unit.

    Attributes:
        level: Mean value, not turned.
        change: Median of the difference to the baseline, not turned.
        low: 5 % quantile of that difference.
        high: 95 % quantile.
        error: Monte Carlo error of its mean.
        best: Share of draws in which the plan is best; ties are split.
        enough: Share of draws in which it is within a width of the best.
        behind: How far its mean falls behind the best mean, >= 0.
        regret: Mean regret over draws, >= 0.
        worst: 95 % quantile of regret over draws.
        unsure: Monte Carlo error of `behind`.
    """

    level: np.ndarray
    change: np.ndarray
    low: np.ndarray
    high: np.ndarray
    error: np.ndarray
    best: np.ndarray
    enough: np.ndarray
    behind: np.ndarray
    regret: np.ndarray
    worst: np.ndarray
    unsure: np.ndarray

    def good(self, width: float) -> np.ndarray:
        """Return whether each plan's mean is within a width of the best mean."""
        return self.behind <= width

    def needed(self, width: float, draws: int) -> int:
        """Return how many draws tell which plans are good, to a quarter of a width."""
        most = float(self.unsure.max()) / (SHARP * width)
        return max(draws, math.ceil(draws * most**2))


def regrets(values: np.ndarray) -> np.ndarray:
    """Return how far each plan falls behind the best one of its draw.

    Args:
        values: More is better, shape (P, D).

    >>> regrets(np.array([[1.0, 5.0], [3.0, 4.0]])).tolist()
    [[2.0, 0.0], [0.0, 1.0]]
    """
    return values.max(axis=0) - values


def ranking(stakes: Stakes, lens: str, place: int) -> Ranking:
    """Return plans ranked by one interest under one lens.

    Args:
        stakes: Stakes.
        lens: Lens.
        place: Position of the interest.
    """
    aim, values = stakes.aims[place], stakes.values[lens][:, :, place]
    turned = aim.sign * values
    change = values - values[stakes.plans.index(stakes.baseline)]
    low, middle, high = np.quantile(change, [0.05, 0.5, 0.95], axis=1)
    lost = regrets(turned)
    best = lost == 0
    mean = turned.mean(axis=1)
    lead = turned[int(mean.argmax())] - turned
    return Ranking(
        values.mean(axis=1), middle, low, high, _error(change),
        (best / best.sum(axis=0)).mean(axis=1), (lost <= aim.width).mean(axis=1),
        mean.max() - mean, lost.mean(axis=1), np.quantile(lost, 0.95, axis=1),
        _error(lead),
    )  # fmt: skip


def _error(values: np.ndarray) -> np.ndarray:
    """Return the standard error of the mean over draws."""
    return values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])


def minimax(regret: np.ndarray) -> np.ndarray:
    """Return the largest regret of each plan over lenses: the least of it is minimax.

    Args:
        regret: Regret, shape (lens, P).
    """
    return regret.max(axis=0)


def efficient(means: np.ndarray) -> np.ndarray:
    """Return which plans no other plan equals in all and exceeds in one interest.

    Args:
        means: More is better, shape (P, I).

    >>> efficient(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.5]])).tolist()
    [True, True, False]
    """
    apart = means[:, None] - means[None]
    beats = np.all(apart >= 0, axis=2) & np.any(apart > 0, axis=2)
    return np.logical_not(beats.any(axis=0))


def beaten(means: np.ndarray) -> np.ndarray:
    """Return which plan beats which by what counts.

    A plan beats another one if it is better by more than a width in one interest and
    worse by more than a width in none.

    Args:
        means: In widths, more is better, shape (P, I).

    Returns:
        Whether the plan of the row beats the plan of the column, shape (P, P).
    """
    apart = means[:, None] - means[None]
    return np.asarray(np.any(apart > 1, axis=2) & np.all(apart >= -1, axis=2))
