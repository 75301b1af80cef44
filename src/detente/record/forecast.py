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
    import jax.numpy as jnp

    revision = out.foreseen[:, replay.pairs.first]
    calm = out.fear / (1 + out.fear)
    bent = (out.fear + out.gain) / (1 + out.fear + out.gain)
    return jnp.where(
        replay.pairs.first == replay.pairs.second, 0.0,
        (calm + revision * (bent - calm)) * replay.years.relevant,
    )  # fmt: skip


def _drawn(replay: "Replay", out: "Replayed", started: Any, p: Any) -> Any:
    """Return the expected number of times i is drawn in against j, (year, pair)."""
    import jax
    import jax.numpy as jnp

    first, second, count = replay.pairs.first, replay.pairs.second, replay.pairs.n
    tilt = 1 + out.foreseen[:, first] * (jnp.exp(p.joining.motive) - 1)
    apart = (first != second) * replay.years.relevant

    def square(x: Any) -> Any:
        return jnp.zeros((count, count)).at[first, second].set(x)

    def year(now: Any) -> Any:
        started, use, war, target, origin, lean, apart = now
        met = 0.0
        for share, factor in (
            (1 - use, 1.0), (use - war, jnp.exp(p.joining.use)),
            (war, jnp.exp(p.joining.use + p.joining.war)),
        ):  # fmt: skip
            begun = square(started * share)
            to_target, to_origin = (
                square(odds * factor * lean / (1 + odds * factor * lean) * apart)
                for odds in (target, origin)
            )
            met = met + to_target @ begun.T + to_origin @ begun
        return met[first, second] * apart

    parts = (started, out.use, out.war, out.target, out.origin, tilt, apart)
    return jax.lax.map(year, parts)


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
    flip = replay.pairs.flip

    @jax.jit
    def one(free: Any) -> Foreseen:
        out = replay(free)
        started = own_disputes(replay, out)
        back = jax.vmap(flip)(started)
        calm = (1 - started) * (1 - back)
        drawn = _drawn(replay, out, started, replay.values(free))
        calmer = calm * jax.numpy.exp(-(drawn + jax.vmap(flip)(drawn)))
        return Foreseen(
            1 - calm, 1 - calmer, out.foreseen, out.posterior, out.climb, out.fall
        )

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
