"""Disputes at dispute level: who began, who joined whom after whom, how far each went.

The highest level of a *dispute* says nothing of a state that joined it: a joiner that
showed its fleet in a war did not wage one. Severity here is always of the parties
themselves, and a pair's severity is the higher of its two parties' own.
"""

from typing import TYPE_CHECKING

import numpy as np

from detente.core.errors import DataError
from detente.record.frames import table

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table
    from detente.record.panel import Coding

__all__ = ["confrontations", "joinings", "participants"]

NEVER = 9999
"""Last year of a party whose end is not recorded."""


def participants(coding: "Coding" = "gml") -> "pd.DataFrame":
    """Return a row for every state on a side of a dispute.

    Args:
        coding: "gml" (Gibler, Miller and Little) or "cow" (Correlates of War).

    Returns:
        Columns dispnum, ccode, side_a (bool), originator (bool: in it from the first
        day), year (in which the state entered), place (0 for those who entered first,
        then 1, 2, ... by date; by year only where "gml" has no dates), severity (the
        state's own highest level, 1 none to 5 war), revisionist (bool, missing where it
        is) and level (highest of the dispute, for selecting wars; not of this state).

    Raises:
        DataError: If the coding is unknown, or a data set has not been added.

    References:
        [GiblerMillerLittle2016]; [PalmerEtAl2022].
    """
    if coding not in {"gml", "cow"}:
        raise DataError.at("disputes", "gml or cow", repr(coding), "give one of them")
    rows = _gml() if coding == "gml" else _cow()
    place = rows.groupby("dispnum")["date"].rank(method="dense").astype(int) - 1
    rows = rows.assign(place=place)
    columns = ["dispnum", "ccode", "side_a", "originator", "year", "place", "severity"]
    return rows[[*columns, "revisionist", "level"]].sort_values(
        ["dispnum", "place", "ccode", "side_a"], ignore_index=True
    )


def _gml() -> "Table":
    """Return parties from the rows of pairs, in which each party stands first once."""
    rows = table("gml")
    names = {"ccode1": "ccode", "hostlev1": "severity", "hostlev": "level"}
    rows = rows.rename(columns=names)
    grouped = rows.groupby(["dispnum", "ccode", rows["sidea1"].eq(1).rename("side_a")])
    found = grouped.agg(
        originator=("orig1", "max"), year=("year", "min"), severity=("severity", "max"),
        revisionist=("revstate1", "max"), level=("level", "max"),
    ).reset_index()  # fmt: skip
    # The month in these rows is of the dispute, not of the party: years must do, and
    # those who were not there from the first day come after those who were.
    later = ~found["originator"].eq(1)
    date = 2 * (found["year"] - found.groupby("dispnum")["year"].transform("min"))
    return _flags(found.assign(date=date + later))


def _cow() -> "Table":
    """Return parties from the table of parties, one row a state and side."""
    disputes = table("mid-a").set_index("dispnum")
    rows = table("mid-b")
    month, day = rows["stmon"].fillna(0), rows["stday"].fillna(0)
    rows = rows.assign(
        date=rows["styear"] * 10_000 + month * 100 + day, side_a=rows["sidea"].eq(1)
    )
    grouped = rows.groupby(["dispnum", "ccode", "side_a"])
    found = grouped.agg(
        originator=("orig", "max"), year=("styear", "min"), last=("endyear", "max"),
        severity=("hostlev", "max"), revisionist=("revstate", "max"),
        date=("date", "min"),
    ).reset_index()  # fmt: skip
    return _flags(found.assign(level=found["dispnum"].map(disputes["hostlev"])))


def _flags(rows: "Table") -> "Table":
    """Return parties with flags for what the files write as 0 and 1."""
    return rows.assign(
        originator=rows["originator"].eq(1).fillna(value=False).astype(bool),
        revisionist=rows["revisionist"].astype("boolean"),
    )


def joinings(coding: "Coding" = "gml") -> "pd.DataFrame":
    """Return a row for every state that joined a dispute: which side, after whom.

    Args:
        coding: "gml" or "cow".

    Returns:
        Columns dispnum, ccode (the joiner), side_a (bool: it joined side A), year,
        place (from 1), severity (its own), after (number of states on its side before
        it) and beside (their state numbers, a tuple, those who entered first first).

    Raises:
        DataError: If the coding is unknown, or a data set has not been added.
    """
    rows: Table = participants(coding)
    sides: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for row in rows.itertuples(index=False):
        side = sides.setdefault((row.dispnum, row.side_a), [])
        side.append((row.place, row.ccode))
    late = rows.loc[~rows["originator"]]
    beside = [
        tuple(state for place, state in sides[row.dispnum, row.side_a]
              if place < row.place)
        for row in late.itertuples(index=False)
    ]  # fmt: skip
    columns = ["dispnum", "ccode", "side_a", "year", "place", "severity"]
    late = late[columns].assign(after=[len(b) for b in beside], beside=beside)
    return late.reset_index(drop=True)


def confrontations(coding: "Coding" = "gml") -> "pd.DataFrame":
    """Return a row for every ordered pair of opponents in a dispute, in its first year.

    Args:
        coding: "gml" or "cow".

    Returns:
        Columns dispnum, ccode1, ccode2, year (in which the two were first in it
        together), initiated (bool: ccode1 is on side A), originators (bool: both were
        in it from the first day) and severity (1 none to 5 war: the higher of the two
        parties' own levels). Every pair stands in both orders.

    Raises:
        DataError: If the coding is unknown, or a data set has not been added.
    """
    if coding == "gml":
        return _gml_pairs()
    if coding != "cow":
        raise DataError.at("disputes", "gml or cow", repr(coding), "give one of them")
    parties = _cow()
    parties = parties.assign(last=parties["last"].fillna(NEVER))
    both = parties.merge(parties, on="dispnum", suffixes=("1", "2"))
    both = both.loc[
        (both["side_a1"] != both["side_a2"]) & (both["ccode1"] != both["ccode2"])
    ]
    start = both[["year1", "year2"]].max(axis=1)
    together = start <= both[["last1", "last2"]].min(axis=1)
    both = both.assign(
        year=start, initiated=both["side_a1"],
        originators=both["originator1"] & both["originator2"],
        severity=both[["severity1", "severity2"]].max(axis=1),
    ).loc[together]  # fmt: skip
    return _tidy(both)


def _gml_pairs() -> "Table":
    rows = table("gml")
    rows = rows.loc[rows["onset"].eq(1)]
    first_day = rows["orig1"].eq(1) & rows["orig2"].eq(1)
    rows = rows.assign(
        initiated=rows["sidea1"].eq(1).fillna(value=False).astype(bool),
        originators=np.asarray(first_day.fillna(value=False), dtype=bool),
        severity=rows[["hostlev1", "hostlev2"]].max(axis=1),
    )
    return _tidy(rows)


def _tidy(rows: "Table") -> "Table":
    names = ["dispnum", "ccode1", "ccode2", "year"]
    found = rows[[*names, "initiated", "originators", "severity"]]
    return found.sort_values(names, ignore_index=True)
