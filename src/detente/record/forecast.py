"""Forecasts of the kernel: each year foreseen from the acts of the years before it.

A forecast averages over the posterior of the training years, taken as normal around its
mode (Laplace). A pair has an onset if either starts a dispute with the other, or if one
of them is drawn into a dispute of a friend with the other.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.record.fit import find_mode
from detente.record.history import BURN_IN, FIRST, history
from detente.record.onsets import drawn_in, onset, started

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.fit import Mode
    from detente.record.panel import Coding
    from detente.record.replay import Replay, Replayed

__all__ = [
    "DRAWS",
    "Foreseen",
    "foreseen",
    "onset_forecast",
    "own_disputes",
    "replayed",
]

DRAWS = 16
"""Posterior draws that a forecast averages over."""

SEED = 1

Span = tuple[int, int]


class Foreseen(NamedTuple):
    """Yearly probabilities, averaged over the posterior; shape (year, pair) or state.

    Attributes:
        originators: Either starts a dispute with the other.
        onset: The same, or one is drawn into a dispute of a friend with the other.
        motive: Probability of being revisionist before the year's acts, (year, state).
        known: The same after them.
        climb, fall: Probability of a step of the tie.
    """

    originators: Any
    onset: Any
    motive: Any
    known: Any
    climb: Any
    fall: Any


@lru_cache(maxsize=4)
def replayed(coding: "Coding") -> "Replay":
    """Return a history before the kernel, made once a process."""
    from detente.record.replay import Replay

    return Replay(history(coding))


@lru_cache(maxsize=16)
def mode(coding: "Coding", train: Span) -> "Mode":
    """Return the posterior mode of the training years, found once a process."""
    first = max(train[0], FIRST + BURN_IN)
    return find_mode(replayed(coding), (first, train[1]))


def own_disputes(replay: "Replay", out: "Replayed") -> Any:
    """Return the probability that i starts a dispute with j, shape (year, pair)."""
    return started(
        replay.pairs, out.fear, out.gain, out.foreseen, replay.years.relevant
    )


@lru_cache(maxsize=8)
def foreseen(coding: "Coding", train: Span, draws: int = DRAWS) -> Foreseen:
    """Return what was to be foreseen, by a posterior of the training years, found once.

    Args:
        coding: Coding of disputes.
        train: First and last training year.
        draws: Posterior draws to average over.
    """
    import jax

    replay, fitted = replayed(coding), mode(coding, train)
    pairs = replay.pairs

    @jax.jit
    def one(free: Any) -> Foreseen:
        out, p = replay(free), replay.values(free)
        begun = own_disputes(replay, out)

        def year(now: Any) -> Any:
            begun, *rest = now
            drawn = drawn_in(pairs, p.joining, begun, *rest)
            return onset(pairs, begun, drawn)

        parts = (
            begun, out.use, out.war, out.target, out.origin, out.foreseen,
            replay.years.relevant,
        )  # fmt: skip
        chances = jax.lax.map(year, parts)
        return Foreseen(*chances, out.foreseen, out.posterior, out.climb, out.fall)

    rows = fitted.draws(draws, SEED).astype(np.float32)
    total: Any = None
    for row in rows:
        found = jax.tree.map(np.asarray, one(fitted.named(row)))
        total = found if total is None else jax.tree.map(np.add, total, found)
    return jax.tree.map(lambda x: x / len(rows), total)


def onset_forecast(
    train: Span, test: Span, coding: "Coding" = "gml", originators: bool = False
) -> "pd.DataFrame":
    """Return the probability of an onset for each relevant pair and test year.

    Args:
        train: First and last training year.
        test: First and last year foreseen, each from the acts of all years before it.
        coding: Coding of disputes, "gml" or "cow".
        originators: Whether only onsets between originators count.

    Returns:
        Columns ccode1, ccode2 (ccode1 < ccode2), year, probability.

    Raises:
        DataError: If a data set has not been added.
    """
    found = foreseen(coding, train)
    rows = replayed(coding).history.frame(
        found.originators if originators else found.onset
    )
    return rows.loc[rows["year"].between(*test)].reset_index(drop=True)
