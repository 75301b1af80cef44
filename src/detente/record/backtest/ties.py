"""Defence pacts that are formed and that end, by rivals of the model.

A row is a politically relevant pair and year of two that were both in the system the
year before. Without a defence pact that year they may form one; with one, it may end.
A rival gives the probability of that change. Everything is of the year before, as for
disputes; no list of rivalries has a part, for these are coded with hindsight. What two
have in common stands in for it: states that both had disputes with in the last ten
years, and states that both were bound to defend, or to be defended by.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.record import panel
from detente.record.backtest import memory
from detente.record.backtest.baselines import logit
from detente.record.backtest.rows import (
    Window,
    dyad_rows,
    needed,
    pacts_before,
    stamp,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.record.describe import Table

__all__ = ["BASELINES", "EVENTS", "NEEDED", "shared", "tie_rows"]

EVENTS = ("formation", "termination")
"""What may happen to a pair without, and with a pact."""

NEEDED = needed("gml")
"""Data sets that the rows are made of."""

DISTANCE = ("log_distance", "land", "sea")

COMMON = (
    *DISTANCE, "log_ratio", "largest", "majors", "log_peace_years",
    "dispute_years_recent", "shared_partners", "shared_disputants",
)  # fmt: skip


def tie_rows(first: int, last: int) -> "Table":
    """Return the rows of the given years.

    Args:
        first: First year, from 1946 on.
        last: Last year, at most the last of the data sets.

    Returns:
        ccode1, ccode2, year, bound (a defence pact the year before), changed (formed or
        ended this year), and covariates: logarithms, counts, shares. A copy.

    Raises:
        DataError: If the years are no good, or a data set is not there.
    """
    return _tie_rows(first, last, stamp()).copy()


@lru_cache(maxsize=8)
def _tie_rows(first: int, last: int, _: tuple[str, ...]) -> "Table":
    rows = dyad_rows(first, last)
    rows = _both_before(rows, panel.state_years(first - 1, last - 1))
    pacts = pacts_before()
    current = pacts.assign(year=pacts["year"] - 1, now=True)
    found = rows.merge(current, how="left", on=panel.PAIR)
    bound, now = rows["defence"].eq(1), found["now"].notna()
    flags = panel.disputes("gml")
    ongoing = flags.loc[flags["ongoing"], panel.PAIR]
    feuds = [ongoing.assign(year=ongoing["year"] + ago + 1)
             for ago in range(memory.RECENT)]  # fmt: skip
    import pandas as pd

    return rows.assign(
        bound=bound,
        changed=bound != now,
        log_peace_years=np.log1p(rows["peace_years"]),
        shared_partners=np.log1p(shared(pacts, rows)),
        shared_disputants=np.log1p(shared(pd.concat(feuds), rows)),
    )


def _both_before(rows: "Table", states: "Table") -> "Table":
    """Return the rows whose two were both in the system the year before."""
    there = states[["ccode", "year"]].assign(year=states["year"] + 1)
    for side in ("ccode1", "ccode2"):
        rows = rows.merge(there.rename(columns={"ccode": side}), on=[side, "year"])
    return rows.sort_values(panel.PAIR, ignore_index=True)


def shared(links: "Table", rows: "Table") -> "NDArray[np.float64]":
    """Return how many third states both of a pair are linked with in its year.

    Args:
        links: Pair-years that are linked: ccode1, ccode2, year; each counts once.
        rows: Pair-years.

    Returns:
        Counts, shape (row,).
    """
    codes = np.unique(links[["ccode1", "ccode2"]].to_numpy())
    count = np.zeros(len(rows))
    by_year = dict(iter(links.groupby("year")))
    known = rows["ccode1"].isin(codes) & rows["ccode2"].isin(codes)
    for year, places in rows.loc[known].groupby("year").groups.items():
        if year not in by_year:
            continue
        linked = np.zeros((len(codes), len(codes)), dtype=np.float32)
        one, two = (np.searchsorted(codes, by_year[year][side])
                    for side in ("ccode1", "ccode2"))  # fmt: skip
        linked[one, two] = linked[two, one] = 1.0
        here = rows.loc[places]
        one, two = (np.searchsorted(codes, here[side]) for side in ("ccode1", "ccode2"))
        count[np.asarray(places)] = (linked @ linked)[one, two]
    return count


def _forecaster(columns: Sequence[str]) -> Callable[..., "Table"]:
    """Return the forecaster that fits either event to the columns by itself."""

    def forecast(train: Window, test: Window) -> "Table":
        past = tie_rows(train.first, train.last)
        future = tie_rows(test.first, test.last)
        chance = np.zeros(len(future))
        for bound in (False, True):
            learnt = past.loc[past["bound"] == bound]
            asked = (future["bound"] == bound).to_numpy()
            chance[asked] = _chance(learnt, future.loc[asked], columns)
        return future[panel.PAIR].assign(probability=chance)

    return forecast


def _chance(past: "Table", future: "Table", columns: Sequence[str]) -> Any:
    changed = past["changed"].to_numpy(dtype=bool)
    if not columns or changed.all() or not changed.any():
        return changed.mean() if len(changed) else 0.0
    return logit(past, changed, future, columns)


BASELINES: dict[str, Callable[..., "Table"]] = {
    "climatology": _forecaster(()),
    "distance": _forecaster(DISTANCE),
    "distance + common ties": _forecaster(COMMON),
}
"""The rivals by name, in the order of tables."""
