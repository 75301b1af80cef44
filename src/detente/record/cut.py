"""Do ties matter for who fights whom? The kernel against ones whose ties are cut.

Both readings give ties a part: to the spiral, a rival's new friends raise fear; to
deterrence, the target's new friends take away gain. Each part is struck out of the
kernel (`detente.record.struck` says precisely what), each kernel is fitted again on
the training years, and all are scored on the same rows: pairs of which either party
made or ended a defence pact of late, where ties should tell if they tell anywhere.
"""

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.record.backtest.bootstrap import RESAMPLES, interval, resamples
from detente.record.fit import find_mode
from detente.record.forecast import DRAWS, SEED, mode, own_disputes, replayed
from detente.record.history import FIRST, PACT

if TYPE_CHECKING:
    from detente.record.fit import Mode
    from detente.record.history import History
    from detente.record.panel import Coding
    from detente.record.replay import Replay
    from detente.record.struck import Place

__all__ = ["CUTS", "Cut", "cuts", "difference", "near_change"]

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


def expected(replay: "Replay", fitted: "Mode") -> np.ndarray:
    """Return the probability that either starts a dispute, over a posterior.

    Args:
        replay: The history before a kernel.
        fitted: The posterior as normal; of it come `forecast.DRAWS` draws.

    Returns:
        Shape (year, pair).
    """
    import jax

    one = jax.jit(lambda free: own_disputes(replay, replay(free)))
    total = np.zeros(replay.history.years.dispute.shape)
    for row in fitted.draws(DRAWS, SEED).astype(np.float32):
        started = np.asarray(one(fitted.named(row)))
        total += 1 - (1 - started) * (1 - started[:, replay.history.reverse])
    return total / DRAWS


def fits(
    coding: "Coding", train: tuple[int, int]
) -> Iterator[tuple[str, "Replay", "Mode"]]:
    """Yield each kernel with its fit: the whole one ("") and one a cut.

    The posterior has more than one mode, and which is found hangs on where the search
    begins. So no fit begins afresh: each begins at the mode of the one before, and the
    whole kernel is fitted again from the first cut's, the better of its two kept.

    Args:
        coding: Coding of disputes.
        train: First and last training year.
    """
    from detente.record.replay import Replay

    whole, near = replayed(coding), mode(coding, train)
    for turn, (name, places) in enumerate(CUTS.items()):
        replay = Replay(whole.history, cut=places)
        found = find_mode(replay, near.years, near=near)
        yield name, replay, found
        if turn == 0:
            again = find_mode(whole, near.years, near=found)
            near = max(near, again, key=lambda each: each.log_posterior)
            yield "", whole, near
        else:
            near = found


def cuts(
    coding: "Coding" = "gml", train: tuple[int, int] = (1950, 1994),
    test: tuple[int, int] = (1995, 2010), count: int = RESAMPLES,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Cut]:  # fmt: skip
    """Score the kernel with ties against each without, on the test years.

    Args:
        coding: Coding of disputes.
        train: First and last training year.
        test: First and last year scored.
        count: Draws of the bootstrap.
        tell: Told of each kernel that is fitted.

    Returns:
        By name of `CUTS`.

    Raises:
        DataError: If a data set has not been added.
    """
    chances: dict[str, np.ndarray] = {}
    history = replayed(coding).history
    for name, replay, fitted in fits(coding, train):
        tell(f"ties cut: {name or 'none'}")
        chances[name] = expected(replay, fitted)
    began = history.years.dispute > 0
    began = np.maximum(began, began[:, history.reverse])
    keep = scored_rows(history, test)
    return {
        name: difference(began, keep, chances[""], chances[name], count=count)
        for name in CUTS
    }
