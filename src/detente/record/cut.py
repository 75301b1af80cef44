"""Do ties matter for who fights whom? The kernel against one whose ties are cut.

Cut from force, ties lend nobody any help, so neither threat nor opportunity knows of
friends; a tie between the two parties themselves still restrains them. Both are fitted
on the training years and scored on the pairs of which either party made or ended a pact
within the last years, where ties should tell if they tell anywhere.
"""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record.forecast import foreseen, replayed
from detente.record.history import FIRST, PACT

if TYPE_CHECKING:
    from detente.record.history import History
    from detente.record.panel import Coding

__all__ = ["Cut", "near_change", "ties_cut"]

NEAR = 5
"""Years for which a tie counts as changed."""

RESAMPLES = 1000
LEAST = 1e-7


class Cut(NamedTuple):
    """Mean log score with ties less that without: below 0 where ties help.

    Attributes:
        rows: Pair-years scored.
        onsets: Of them with a dispute begun.
        difference: Of the mean log scores.
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


def ties_cut(
    coding: "Coding" = "gml", train: tuple[int, int] = (1950, 1994),
    test: tuple[int, int] = (1995, 2010), seed: int = 1,
) -> Cut:  # fmt: skip
    """Score the kernel with ties against the kernel without, on the test years.

    Args:
        coding: Coding of disputes.
        train: First and last training year.
        test: First and last year scored.
        seed: Of the bootstrap.

    Raises:
        DataError: If a data set has not been added.
    """
    history = replayed(coding).history
    tied = foreseen(coding, train).originators
    untied = foreseen(coding, train, tied=False).originators
    began = history.years.dispute > 0
    began = np.maximum(began, began[:, history.reverse])
    keep = (history.years.relevant > 0) & (history.first < history.second)
    keep &= near_change(history) > 0
    keep[: test[0] - FIRST] = keep[test[1] - FIRST + 1 :] = False

    def loss(p: np.ndarray) -> np.ndarray:
        p = np.clip(p, LEAST, 1 - LEAST)
        return -np.where(began, np.log(p), np.log1p(-p))

    gap = np.where(keep, loss(tied) - loss(untied), 0.0).sum(axis=0)
    count = keep.sum(axis=0)
    listed = np.flatnonzero(count)
    rng = np.random.default_rng(seed)
    drawn = rng.choice(listed, (RESAMPLES, len(listed)))
    means = gap[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Cut(
        int(count.sum()), int((began & keep).sum()), float(gap.sum() / count.sum()),
        (float(low), float(high)),
    )  # fmt: skip
