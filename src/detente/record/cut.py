"""Do ties matter for who fights whom? The kernel against ones whose ties are cut.

Both readings give ties a part: to the spiral, a rival's new friends raise fear; to
deterrence, the target's new friends take away gain. Each part is struck out of the
kernel (`detente.record.struck` says precisely what), each kernel is fitted again on
the training years, and all are scored on the same rows: pairs of which either party
made or ended a defence pact of late, where ties should tell if they tell anywhere.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record.backtest.bootstrap import RESAMPLES, interval, resamples
from detente.record.forecast import foreseen, replayed
from detente.record.history import FIRST, PACT

if TYPE_CHECKING:
    from detente.record.history import History
    from detente.record.panel import Coding
    from detente.record.struck import Place

__all__ = ["CUTS", "Cut", "cut", "near_change"]

NEAR = 5
"""Years for which a tie counts as changed."""

LEAST = 1e-7

CUTS: "MappingProxyType[str, tuple[Place, ...]]" = MappingProxyType(
    {
        "belief": ("belief",),
        "opportunity": ("opportunity",),
        "belief and opportunity": ("belief", "opportunity"),
    }
)
"""Where ties are cut, by name."""


class Cut(NamedTuple):
    """Mean log score with ties less that without: below 0 where ties help.

    Attributes:
        rows: Pair-years scored.
        onsets: Of them with a dispute begun between originators.
        difference: Of the mean log scores (nats a row).
        interval: 95 %, by bootstrap of pairs.
    """

    rows: int
    onsets: int
    difference: float
    interval: tuple[float, float]


def near_change(history: "History") -> np.ndarray:
    """Return 1 where a defence pact of either party began or ended of late.

    Args:
        history: The history; changes outside the list of pairs count too.

    Returns:
        Shape (year, pair).
    """
    # Levels are of the year before, so nothing here was still to come.
    levels = history.levels >= PACT
    changed = np.zeros((len(levels), len(history.codes)))
    changed[1:] = (levels[1:] != levels[:-1]).any(axis=2)
    late = np.zeros_like(changed)
    for lag in range(NEAR):
        late[lag:] = np.maximum(late[lag:], changed[: len(changed) - lag])
    return np.maximum(late[:, history.first], late[:, history.second])


def scored_rows(history: "History", test: tuple[int, int]) -> np.ndarray:
    """Return which relevant unordered pairs and test years lie near a change of ties.

    Args:
        history: The history.
        test: First and last year scored.

    Returns:
        Bool, shape (year, pair).
    """
    keep = (history.years.relevant > 0) & (history.first < history.second)
    keep &= near_change(history) > 0
    keep[: test[0] - FIRST] = keep[test[1] - FIRST + 1 :] = False
    return keep


def difference(
    seen: np.ndarray, keep: np.ndarray, full: np.ndarray, other: np.ndarray,
    seed: int = 1, count: int = RESAMPLES,
) -> Cut:  # fmt: skip
    """Return the log score of one forecast less another's, on the same rows.

    Args:
        seen: Whether it happened, bool, shape (year, pair).
        keep: Rows, bool, the same shape.
        full: Probabilities of it, the same shape.
        other: The same by another forecast.
        seed: Of the bootstrap.
        count: Draws of it.
    """

    def loss(chances: np.ndarray) -> np.ndarray:
        p = np.clip(chances[keep], LEAST, 1 - LEAST)
        return -np.where(seen[keep], np.log(p), np.log1p(-p))

    gap = loss(full) - loss(other)
    counts = resamples(np.nonzero(keep)[1], count, seed)
    means = counts @ gap / counts.sum(axis=1)
    low, high = interval(np.concatenate([[gap.mean()], means])) or (np.nan, np.nan)
    return Cut(len(gap), int(seen[keep].sum()), float(gap.mean()), (low, high))


def cut(
    name: str, coding: "Coding" = "gml", train: tuple[int, int] = (1950, 1994),
    test: tuple[int, int] = (1995, 2010), seed: int = 1, count: int = RESAMPLES,
) -> Cut:  # fmt: skip
    """Score the kernel with ties against one without, on the test years.

    Args:
        name: Where ties are cut, a key of `CUTS`.
        coding: Coding of disputes.
        train: First and last training year.
        test: First and last year scored.
        seed: Of the bootstrap.
        count: Draws of it.

    Raises:
        DataError: If a data set has not been added.
    """
    history = replayed(coding).history
    full = foreseen(coding, train).originators
    without = foreseen(coding, train, CUTS[name], joiners=False).originators
    began = history.years.dispute > 0
    began = np.maximum(began, began[:, history.reverse])
    keep = scored_rows(history, test)
    return difference(began, keep, full, without, seed, count)
