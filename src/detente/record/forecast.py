"""Forecasts of the kernel: each year foreseen from the acts of the years before it.

A forecast averages over the posterior of the training years, taken as normal around its
mode (Laplace). A pair has an onset if either starts a dispute with the other, or if one
of them is drawn into a dispute of a friend with the other.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.record.backtest.spending import HORIZONS, log_spending
from detente.record.fit import find_mode
from detente.record.history import BURN_IN, FIRST, history
from detente.record.inflation import RULE, price_paths
from detente.record.known import figures, known, prices
from detente.record.onsets import drawn_in, onset, started
from detente.record.panel import PAIR

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.ahead import Onward
    from detente.record.fit import Mode
    from detente.record.panel import Coding
    from detente.record.replay import Replay, Replayed

__all__ = [
    "DRAWS",
    "Foreseen",
    "foreseen",
    "horizon_forecast",
    "onset_forecast",
    "own_disputes",
    "replayed",
    "spending_forecast",
    "tie_forecast",
]

DRAWS = 16
"""Posterior draws that a forecast averages over."""

EACH = 2
"""Simulations of each draw: chances are averaged, not counted, so few will do."""

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
            drawn = drawn_in(pairs, p.joining, *now)
            return onset(pairs, now[0], drawn)

        parts = (
            begun, out.use, out.war, out.target, out.origin, out.foreseen,
            replay.years.relevant,
        )  # fmt: skip
        originators, every = jax.lax.map(year, parts)
        return Foreseen(
            originators, every, out.foreseen, out.posterior, out.climb, out.fall
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


def tie_forecast(
    train: Span, test: Span, coding: "Coding" = "gml"
) -> "pd.DataFrame":  # fmt: skip
    """Return the probability that a defence pact is formed, or ends, a year ahead.

    The law of ties was fitted to steps that a pair took by itself, on a ladder with
    more rungs than two: how often a pact comes or goes in all is learnt from the
    training years, one factor for either event; who is likelier is the law's.

    Args:
        train: First and last training year.
        test: First and last year foreseen.
        coding: Coding of disputes, "gml" or "cow".

    Returns:
        Columns ccode1, ccode2 (ccode1 < ccode2), year, probability, for each row of
        `backtest.ties`.

    Raises:
        DataError: If a data set has not been added.
    """
    from detente.record.backtest.ties import tie_rows

    found, past = foreseen(coding, train), replayed(coding).history
    steps = past.frame(found.climb)
    steps = steps.assign(fall=past.frame(found.fall)["probability"])

    def rows(years: Span) -> Any:
        asked = tie_rows(*years).merge(steps, how="left", on=PAIR)
        step = asked["fall"].where(asked["bound"], asked["probability"])
        return asked.assign(step=step)

    learnt, asked = rows(train), rows(test)
    sums = learnt.groupby("bound")[["changed", "step"]].sum()
    factor = asked["bound"].map(sums["changed"] / sums["step"].clip(lower=1e-9))
    chance = (factor.fillna(1.0) * asked["step"]).clip(upper=1.0)
    return asked[PAIR].assign(probability=chance)


def onward(coding: "Coding", train: Span, origin: int) -> "Onward":
    """Return what the kernel makes of the years after an origin, left to itself.

    Args:
        coding: Coding of disputes.
        train: First and last training year, of which the posterior is.
        origin: Last year that is known.
    """
    from detente.record.ahead import looked_ahead

    ahead, fitted = _ahead(coding), mode(coding, train)
    past = known(ahead.history, origin, figures(ahead.history, origin))
    rows = fitted.draws(DRAWS, SEED).astype(np.float32)
    return looked_ahead(ahead, past, origin, fitted.named(rows), EACH, SEED)


_onward = lru_cache(maxsize=64)(onward)


@lru_cache(maxsize=2)
def _ahead(coding: "Coding") -> Any:
    from detente.record.ahead import Ahead

    return Ahead(history(coding))


def spending_forecast(
    train: Span, test: Span, coding: "Coding" = "gml", rule: str = RULE
) -> "pd.DataFrame":
    """Return spending one, three and five years ahead, simulated from each origin.

    Spending of the origin is as recorded; the kernel adds deflated growth, and prices
    what they did in the years before. A state without a figure at the origin has no
    forecast.

    Args:
        train: First and last training year.
        test: First and last year foreseen; the first origin is the year before.
        coding: Coding of disputes, "gml" or "cow".
        rule: How prices are expected to grow; see `inflation`.

    Returns:
        Columns ccode, year, horizon, mean and draw1, draw2, ...: log of thousand USD.

    Raises:
        DataError: If a data set has not been added.
    """
    import pandas as pd

    spent, past = log_spending(test[0] - 1, test[1]), _ahead(coding).history
    parts: list[Any] = []
    for origin in range(test[0] - 1, test[1]):
        found = _onward(coding, train, origin)
        count, years, _ = found.growth.shape
        price, drawn = price_paths(prices(past, origin), years, count, SEED, rule)
        start = spent.loc[origin].dropna()
        who = np.searchsorted(past.codes, start.index)
        mean = found.expected.cumsum(axis=0)[:, who] + price[:, None]
        draws = found.growth.cumsum(axis=1)[:, :, who] + drawn[:, :, None]
        for horizon in (h for h in HORIZONS if origin + h <= test[1]):
            names = {
                f"draw{k + 1}": start.to_numpy() + x
                for k, x in enumerate(draws[:, horizon - 1])
            }
            centre = start.to_numpy() + mean[horizon - 1]
            rows = {"ccode": start.index, "year": origin + horizon}
            parts.append(
                pd.DataFrame({**rows, "horizon": horizon, "mean": centre, **names})
            )
    return pd.concat(parts, ignore_index=True)


def horizon_forecast(
    train: Span, test: Span, coding: "Coding" = "gml"
) -> "pd.DataFrame":  # fmt: skip
    """Return the probability of at least one onset within some years, simulated.

    Args:
        train: First and last training year.
        test: First and last year foreseen; the first origin is the year before.
        coding: Coding of disputes, "gml" or "cow".

    Returns:
        Columns ccode1, ccode2 (ccode1 < ccode2), year (the first of them, when the pair
        is relevant), horizon (how many years), probability.

    Raises:
        DataError: If a data set has not been added.
    """
    import pandas as pd

    past = _ahead(coding).history
    parts: list[Any] = []
    for first in range(test[0], test[1] + 1):
        found = _onward(coding, train, first - 1)
        for horizon in (h for h in HORIZONS if first + h - 1 <= test[1]):
            chance = np.zeros_like(past.years.relevant)
            chance[first - past.span[0]] = np.clip(found.onset[horizon - 1], 0, 1)
            rows = past.frame(chance)
            rows = rows.loc[rows["year"] == first]
            parts.append(rows.assign(horizon=horizon))
    return pd.concat(parts, ignore_index=True)
