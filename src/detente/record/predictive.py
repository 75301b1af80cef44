"""Posterior predictive checks: does the fitted kernel make a past like the recorded?

The posterior draws disputes, joiners, growth of spending and steps of ties anew,
1950-2010; force, rungs and membership stay as recorded, so growth and steps are those
of one year. Each stylised fact of the drawn past is set beside the recorded one, read
by the same function. A miss is shown, not mended.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.record.history import BURN_IN, FIRST, PACT, History

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.replay import Replay

__all__ = ["Past", "checks", "facts", "recorded"]

HALF = 0.05
"""Share of simulated pasts on each side of the interval shown."""

USE, WAR = 3, 4
"""Severities of the use of force and of war."""

DRAWN = ("dispute", "joined", "fought", "growth", "tie_step")

Past = Mapping[str, np.ndarray]
"""What `DRAWN` names: (year, pair) of relevant pairs, and growth (year, state)."""


class _Fact(NamedTuple):
    name: str
    unit: str
    read: Callable[[History, Past], float]


def _percent(part: float, whole: float) -> float:
    """Return a share in %, missing where there is nothing to share."""
    return 100 * float(part) / float(whole) if whole else np.nan


def _rate(first: int, last: int) -> Callable[[History, Past], float]:
    def read(history: History, past: Past) -> float:
        when = slice(first - FIRST, last + 1 - FIRST)
        at_risk = history.years.relevant[when] * (history.first < history.second)
        began = _began(history, past)[when] * at_risk
        return _percent(began.sum(), at_risk.sum())

    return read


def _began(history: History, past: Past) -> np.ndarray:
    """Return 1 where either started a dispute with the other."""
    began = past["dispute"] > 0
    return np.maximum(began, began[:, history.reverse])


def _peace(history: History, past: Past) -> np.ndarray:
    """Return years since the two last fought, at most 99, (year, pair)."""
    last = np.full(len(history.first), 99)
    for fought in history.warming:
        last = np.where(fought > 0, 0, np.minimum(last + 1, 99))
    out = np.empty_like(past["fought"])
    for t, fought in enumerate(past["fought"]):
        out[t] = last
        last = np.where(fought > 0, 0, np.minimum(last + 1, 99))
    return out


def _after_peace(least: int, most: int) -> Callable[[History, Past], float]:
    def read(history: History, past: Past) -> float:
        peace = _peace(history, past)
        at_risk = (
            history.years.relevant * (history.first < history.second)
            * (peace >= least) * (peace <= most)
        )[BURN_IN:]  # fmt: skip
        return _percent(
            (_began(history, past)[BURN_IN:] * at_risk).sum(), at_risk.sum()
        )

    return read


def _counts(history: History, past: Past) -> np.ndarray:
    """Return disputes of each unordered pair that was ever relevant, most first."""
    ever = (history.years.relevant[BURN_IN:].sum(axis=0) > 0) & (
        history.first < history.second
    )
    return np.sort(_began(history, past)[BURN_IN:].sum(axis=0)[ever])[::-1]


def _top(share: float) -> Callable[[History, Past], float]:
    def read(history: History, past: Past) -> float:
        count = _counts(history, past)
        return _percent(count[: max(round(share * len(count)), 1)].sum(), count.sum())

    return read


def _never(history: History, past: Past) -> float:
    return 100 * float(np.mean(_counts(history, past) == 0))


def _reach(level: int) -> Callable[[History, Past], float]:
    def read(_: History, past: Past) -> float:
        dispute = past["dispute"][BURN_IN:]
        return _percent((dispute >= level).sum(), (dispute > 0).sum())

    return read


def _initiators(history: History, past: Past) -> float:
    began = (past["dispute"][BURN_IN:] > 0).sum(axis=0)
    count = np.sort(np.bincount(history.first, weights=began))[::-1]
    return _percent(count[: max(round(0.1 * len(count)), 1)].sum(), count.sum())


def _joining(grave: int) -> Callable[[History, Past], float]:
    """Return the share of an originator's pact partners that join its side."""

    def read(history: History, past: Past) -> float:
        dispute, count = past["dispute"], len(history.codes)
        level = np.zeros((len(dispute), count))
        for t, row in enumerate(dispute):
            np.maximum.at(level[t], history.first, row)
            np.maximum.at(level[t], history.second, row)
        called = level[:, history.second] >= grave
        ally = (history.years.tie >= PACT) & (history.years.join_seen > 0)
        at_risk = (called & ally)[BURN_IN:]
        return _percent((past["joined"][BURN_IN:] * at_risk).sum(), at_risk.sum())

    return read


def _answered(history: History, past: Past) -> float:
    """Return the share of disputes that the other side answers by one of its own."""
    began = past["dispute"] > 0
    other = began[:, history.reverse]
    answered = other[:-1] | other[1:]
    mine = began[:-1][BURN_IN:]
    return _percent((mine * answered[BURN_IN:]).sum(), mine.sum())


def _growth(read: Callable[[np.ndarray], Any]) -> Callable[[History, Past], float]:
    """Return a fact of yearly growth of spending, where it is on record."""

    def of(history: History, past: Past) -> float:
        seen = history.years.growth_seen[BURN_IN:] > 0
        return 100 * float(read(past["growth"][BURN_IN:][seen]))

    return of


def _pacts(way: int) -> Callable[[History, Past], float]:
    """Return the share of pairs that sign a pact, or end one, pair by pair."""

    def read(history: History, past: Past) -> float:
        years = history.years
        held = years.tie >= PACT
        at_risk = (years.tie_seen > 0) & (history.first < history.second)
        at_risk = (at_risk & (held if way < 0 else np.logical_not(held)))[BURN_IN:]
        moved = np.sign(past["tie_step"][BURN_IN:]) == way
        return _percent((moved * at_risk).sum(), at_risk.sum())

    return read


FACTS = (
    *(
        _Fact(f"disputes begun, {d}s", "% of pair-years", _rate(d, d + 9))
        for d in range(1950, 2010, 10)
    ),
    _Fact("after a year of dispute", "% of pair-years", _after_peace(0, 0)),
    _Fact("after 1 year of peace", "% of pair-years", _after_peace(1, 1)),
    _Fact("after 2-4 years of peace", "% of pair-years", _after_peace(2, 4)),
    _Fact("after 5-9 years of peace", "% of pair-years", _after_peace(5, 9)),
    _Fact("after 10-19 years of peace", "% of pair-years", _after_peace(10, 19)),
    _Fact("after 40 years of peace or more", "% of pair-years", _after_peace(40, 99)),
    _Fact("pairs that never began one", "% of pairs", _never),
    _Fact("disputes of the top 1 % of pairs", "% of disputes", _top(0.01)),
    _Fact("disputes of the top 5 % of pairs", "% of disputes", _top(0.05)),
    _Fact("disputes begun by the top tenth of states", "% of disputes", _initiators),
    _Fact("disputes that go to force", "% of disputes", _reach(USE)),
    _Fact("disputes that go to war", "% of disputes", _reach(WAR)),
    _Fact("disputes answered by one of the other side", "% of disputes", _answered),
    _Fact("growth of spending, median", "% a year, nominal", _growth(np.median)),
    _Fact("growth of spending, spread", "points of log", _growth(np.std)),
    _Fact("pacts signed pair by pair", "% of pair-years", _pacts(1)),
    _Fact("pacts ended pair by pair", "% of pair-years", _pacts(-1)),
    _Fact("pact partners that join, any dispute", "% of partners", _joining(1)),
    _Fact("pact partners that join, war", "% of partners", _joining(WAR)),
)
"""What is compared: of originators in relevant pairs, from 1950 on. A dispute is
answered in its own year or the next."""


def recorded(history: History) -> Past:
    """Return the recorded past in the form of a simulated one."""
    return {name: getattr(history.years, name) for name in DRAWN}


def facts(history: History, past: Past) -> dict[str, float]:
    """Return every fact of a past, by name.

    Args:
        history: Membership, ties and relevance.
        past: Its disputes.
    """
    return {fact.name: float(fact.read(history, past)) for fact in FACTS}


def checks(
    replay: "Replay", draws: Mapping[str, np.ndarray], seed: int
) -> "pd.DataFrame":
    """Return simulated interval and recorded value of each fact.

    Args:
        replay: The history.
        draws: Unbounded values keyed by parameter, one a simulated past.
        seed: Seed of the acts.

    Returns:
        Columns fact, unit, low, median, high (90 % of simulated pasts), recorded,
        inside (bool).
    """
    import jax
    import pandas as pd

    from detente.core.bits import stream

    history = replay.history

    @jax.jit
    def past(free: Any, number: Any) -> Any:
        acts = replay.simulate(free, stream(np.uint32(seed), number), every=True)
        return {name: getattr(acts, name) for name in DRAWN}

    count = len(next(iter(draws.values())))
    rows = []
    for k in range(count):
        free = {key: np.float32(x[k]) for key, x in draws.items()}
        drawn = jax.tree.map(np.asarray, past(free, np.uint32(k)))
        rows.append(facts(history, drawn))
    simulated = pd.DataFrame(rows)
    found = facts(history, recorded(history))
    low, median, high = (simulated.quantile(q) for q in (HALF, 0.5, 1 - HALF))
    return pd.DataFrame(
        {
            "fact": [fact.name for fact in FACTS],
            "unit": [fact.unit for fact in FACTS],
            "low": low.to_numpy(), "median": median.to_numpy(),
            "high": high.to_numpy(), "recorded": list(found.values()),
        }
    ).assign(inside=lambda x: x["recorded"].between(x["low"], x["high"]))  # fmt: skip
