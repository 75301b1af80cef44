"""The whole panel of pairs: disputes, ties, distances, resources, memory.

`panel.pair_years` is the frame; this adds what it lacks. Its flag `originators` is of
tables that hold one dispute a pair and year, and so misses onsets between originators
in a year in which another dispute between the two comes first in the table; here it is
counted at the level of disputes (1,338 instead of 1,306 among relevant pairs, GML,
1950-2010).
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.record import panel
from detente.record.distances import with_distances
from detente.record.frames import stacked, table
from detente.record.panel import PAIR
from detente.record.participants import confrontations
from detente.record.peace import dispute_years, years_of_peace
from detente.record.resources import resources
from detente.record.ties import KINDS, in_order, ties

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table
    from detente.record.panel import Coding

__all__ = ["RIVALS", "dyad_years", "rivals"]

RIVALS = {"tss": "rivalries-tss", "td": "rivalries-td"}
"""Lists of rivalries: Thompson, Sakuwa and Suhas; Thompson and Dreyer. Hindsight."""

LAST_RIVALS = 2010
DAYS = 31
"""Days of the longest month."""


def rivals(which: str) -> "pd.DataFrame":
    """Return the pairs and years of a list of rivalries, which knows with hindsight.

    Args:
        which: "tss" or "td".

    Returns:
        Columns ccode1, ccode2 (ccode1 < ccode2) and year, 1816-2010.

    Raises:
        DataError: If the data set has not been added.
    """
    spells = table(RIVALS[which])
    both = spells["styear"].notna() & spells["endyear"].notna()
    columns = ["ccode1", "ccode2", "styear", "endyear"]
    spells = spells.loc[both, columns].astype(int).reset_index(drop=True)
    years = panel.spells_by_year(spells, 1816, LAST_RIVALS, ["ccode1", "ccode2"])
    return in_order(years).drop_duplicates(ignore_index=True)


def dyad_years(
    first: int,
    last: int,
    coding: "Coding" = "gml",
    *,
    relevant: bool = True,
    directed: bool = False,
) -> "pd.DataFrame":
    """Return a row for every pair of states and year, with all that is recorded of it.

    Two states that were none on the same day, such as the two Germanies of 1990, make
    no pair in that year.

    Args:
        first: First year.
        last: Last year.
        coding: Coding of disputes, "gml" or "cow".
        relevant: Whether to keep politically relevant pairs only.
        directed: Whether rows are ordered pairs (each in both orders); else
            ccode1 < ccode2.

    Returns:
        Columns ccode1, ccode2, year; conttype, major1, major2 (bool), onset, ongoing,
        originators (bool: an onset between two that were in it from the first day),
        severity (1 none to 5 war: highest own level of the two in disputes that began
        between them in the year; missing if none did), the five kinds of
        tie (bool), territory_km, capital_km, milex1, milex2 and so on for milper, cinc,
        gdp, population, warheads (units as in `resources`), peace (years without a
        dispute between the two), quarrels (of the last ten years, those with one). If
        directed, also initiated and targeted (bool: 1 on side A against 2, both
        originators; and the other way round); ties are then what 1 owes 2. Missing
        after the last year of the data set concerned.

    Raises:
        DataError: If the years are no good, or a data set has not been added.
    """
    states: Table = resources(first, last)
    states = states.drop(columns=["tpop", "currency"])
    rows: Table = panel.pair_years(first, last, coding, relevant=relevant)
    rows = rows.drop(columns=["defence", "originators", "major"])
    rows = rows.loc[_overlap(rows)].reset_index(drop=True)
    rows = with_distances(rows)
    past: Table = panel.disputes(coding)
    past = past.loc[past["ongoing"], PAIR]
    known = rows["year"] <= past["year"].max() + 1
    rows["peace"] = _known(years_of_peace(rows, past), known)
    rows["quarrels"] = _known(dispute_years(rows, past), known)
    if directed:
        rows = _both_orders(rows)
    for side in ("1", "2"):
        names = {name: name + side for name in states if name != "year"}
        key = ["ccode" + side, "year"]
        rows = rows.merge(states.rename(columns=names), how="left", on=key)
    rows = _with_ties(rows, directed=directed)
    rows = _with_severity(rows, coding, directed=directed)
    return rows.sort_values(PAIR, ignore_index=True)


def _known(values: np.ndarray, known: "Table") -> np.ndarray:
    """Return values as numbers, missing where they are not known."""
    return np.where(known.to_numpy(), values.astype(float), np.nan)


def _both_orders(rows: "Table") -> "Table":
    turned = rows.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
    return stacked(rows, turned)


def _overlap(rows: "Table") -> np.ndarray:
    """Return which pairs were both in the system on one day of the year at least."""
    import pandas as pd

    spells = table("states-cow")
    start = _day(spells["styear"], spells["stmonth"], spells["stday"])
    end = _day(spells["endyear"], spells["endmonth"], spells["endday"])
    days = spells[["ccode"]].assign(start=start, end=end)
    # Only a year in which one left and another came can hold two that never met.
    left, came = set(spells["endyear"]), set(spells["styear"])
    doubtful = rows.loc[rows["year"].isin(left & came), PAIR]
    both = doubtful
    for side in ("1", "2"):
        both = both.merge(days.add_suffix(side), how="left", on="ccode" + side)
    met = np.minimum(both["end1"], both["end2"]).clip(
        upper=_day(both["year"], 12, DAYS)
    ) >= np.maximum(both["start1"], both["start2"]).clip(lower=_day(both["year"], 1, 1))
    seen = both.loc[met, PAIR].drop_duplicates().assign(met=True)
    found = rows[PAIR].merge(seen, how="left", on=PAIR)["met"]
    apart = rows["year"].isin(left & came).to_numpy() & pd.isna(found).to_numpy()
    return ~np.asarray(apart, dtype=bool)


def _day(year: "Table", month: Any, day: Any) -> "Table":
    """Return a number that orders dates."""
    return (year * 12 + month) * (DAYS + 1) + day


def _with_ties(rows: "Table", *, directed: bool) -> "Table":
    """Return rows with the five kinds of tie."""
    held: Table = ties(directed=directed)
    found = rows.merge(held, how="left", on=PAIR)
    late = found["year"] > held["year"].max()
    for name in KINDS.values():
        tie = found[name].astype("boolean").fillna(value=False)
        found[name] = tie.mask(late)
    return found


def _with_severity(rows: "Table", coding: "Coding", *, directed: bool) -> "Table":
    """Return rows with originators and severity, and who initiated if directed."""
    began: Table = confrontations(coding)
    if not directed:
        began = began.loc[began["ccode1"] < began["ccode2"]]
    both = began["originators"]
    began = began.assign(
        initiated=both & began["initiated"], targeted=both & ~began["initiated"]
    )
    flags = ["originators", *(["initiated", "targeted"] if directed else [])]
    sums = began.groupby(PAIR, as_index=False)[[*flags, "severity"]].max()
    found = rows.merge(sums, how="left", on=PAIR)
    late = found["onset"].isna()
    for name in flags:
        flag = found[name].astype("boolean").fillna(value=False)
        found[name] = flag.mask(late)
    return found
