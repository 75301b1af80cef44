"""The rows that every forecast of disputes is scored on, and what was known of each.

A row is a politically relevant pair and year. Every covariate is of the year before,
but two that make the row and are known when the year begins: whether the two touch, and
whether one is a major power; distances are those of 1 January. What is not known is
missing, never zero; capabilities of the last year known are carried on.

The covariates are those of [Bremer1992] without democracy, as far as the data sets
reach, and the memory of disputes.
"""

from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from detente.core.errors import DataError, shown
from detente.record import panel
from detente.record.backtest import memory

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = [
    "BREMER",
    "HISTORY",
    "SCALE",
    "Coding",
    "Window",
    "dyad_rows",
    "label",
    "last_year",
    "needed",
    "pacts_before",
    "split",
    "stamp",
]

Coding = Literal["gml", "cow"]

BREMER = (
    "land", "sea", "log_ratio", "largest", "major", "defence", "militarisation",
)  # fmt: skip
"""Covariates of [Bremer1992]: contact by land and across at most 400 miles of sea, the
logarithm of stronger over weaker, the share of the stronger, whether one of the two is
a major power, is bound to defend the other, troops a head of the more militarised."""

SCALE = ("contact", "majors", "militarisation_least", "log_distance")
"""More of the same, which the black boxes are given."""

HISTORY = (
    "peace_years", "dispute_years_recent", "dispute_years", "disputes_with_others_most",
    "disputes_with_others_least",
)  # fmt: skip
"""The memory of disputes."""

_COMMON = ("states-cow", "majors", "nmc", "contiguity", "atop", "minimum-distance")
_DISPUTES: dict[str, tuple[str, ...]] = {
    "gml": ("gml-dyads", "gml"),
    "cow": ("mid-cow-dyads",),
}
"""Data sets of each coding. Of several disputes of a pair in a year the dyad-years of
GML keep one; whether any began between originators only the full list tells."""

FIRST_YEAR = 1946
"""First year of a row: distances begin in 1945."""

NO_CONTACT = 6
"""Contact of two that do not touch: one more than 400 miles of sea."""


LEAST = 1e-7
"""The least share of the system's capabilities that is told from none; the smallest on
record from 1946 to 2010 is 2.5e-7."""


class Window(NamedTuple):
    """Years from the first to the last, both included."""

    first: int
    last: int

    def holds(self, years: "Table") -> "Table":
        """Return which years are in it.

        Args:
            years: Years, shape (row,).
        """
        return (years >= self.first) & (years <= self.last)


def needed(coding: Coding) -> tuple[str, ...]:
    """Return the data sets that the rows are made of.

    Args:
        coding: "gml" or "cow".

    Raises:
        DataError: If the coding is unknown.
    """
    if coding not in _DISPUTES:
        raise DataError.at(
            "disputes", "gml or cow", shown(coding), "give one of them"
        )  # fmt: skip
    return (*_COMMON, *_DISPUTES[coding])


def last_year(coding: Coding) -> int:
    """Return the last year of a coding of disputes that can be scored.

    Args:
        coding: "gml" or "cow".

    Raises:
        DataError: If the coding is unknown, or its data set has not been added.
    """
    needed(coding)
    return int(panel.disputes(coding)["year"].to_numpy().max())


def dyad_rows(first: int, last: int, coding: Coding = "gml") -> "Table":
    """Return the rows of the given years.

    Args:
        first: First year, from 1946 on.
        last: Last year, at most the last of the disputes.
        coding: Which coding of disputes.

    Returns:
        A row a politically relevant pair and year, in the order of pair and year:
        ccode1, ccode2, year, onset and originators (bool), and the covariates `BREMER`,
        `SCALE` and `HISTORY`: shares of the system's capabilities, logarithms, troops a
        head, years, counts, the logarithm of 1 + km. A copy.

    Raises:
        DataError: If the years or the coding are no good, or a data set is not there.
    """
    end = last_year(coding)
    if not FIRST_YEAR <= first <= last <= end:
        raise DataError.at(
            "backtest",
            f"years from {FIRST_YEAR} to {end}, the first not after the last",
            f"{first} to {last}",
            "give others",
        )
    return _dyad_rows(first, last, coding, stamp()).copy()


def stamp() -> tuple[str, ...]:
    """Return what changes when a data set in the store does."""
    from detente.record.store import entries

    return tuple(entry.parquet["sha256"] for entry in entries().values())


@lru_cache(maxsize=8)
def _dyad_rows(first: int, last: int, coding: Coding, _: tuple[str, ...]) -> "Table":
    rows = panel.pair_years(first, last, coding).drop(columns=["ongoing", "defence"])
    rows["onset"] = rows["onset"].astype(bool)
    rows["originators"] = _originators(rows, coding)
    states = panel.state_years(1816, last)
    flags = panel.disputes(coding)
    ongoing = flags.loc[flags["ongoing"]]
    together = memory.first_together(states, rows)
    rows = memory.pair_memory(ongoing, rows, together)
    rows = memory.state_memory(ongoing, rows)
    return _contact(_pacts(_powers(rows, states)))


def _originators(rows: "Table", coding: Coding) -> "np.ndarray":
    """Return which rows saw an onset between two that were in it from the first day."""
    if coding != "gml":
        return rows["originators"].to_numpy(dtype=bool)
    full = _load("gml")
    began = full["onset"].eq(1) & full["orig1"].eq(1) & full["orig2"].eq(1)
    began &= full["ccode1"] < full["ccode2"]
    pairs = full.loc[began.fillna(value=False), panel.PAIR].drop_duplicates()
    found = rows[panel.PAIR].merge(pairs.assign(began=True), how="left", on=panel.PAIR)
    return found["began"].notna().to_numpy() & rows["onset"].to_numpy()


def _load(name: str) -> "Table":
    from detente.record.store import load

    return load(name)


def _powers(rows: "Table", states: "Table") -> "Table":
    """Add what is known of the capabilities of the two, the year before."""
    known = states.assign(troops=states["milper"] / states["tpop"])
    columns = ["cinc", "troops"]
    known[columns] = known.groupby("ccode")[columns].ffill()
    known = known.assign(year=known["year"] + 1)[["ccode", "year", *columns]]
    # Who is major is told of the row's own year: it is what makes a row of it.
    known = states[["ccode", "year", "major"]].merge(
        known, how="left", on=["ccode", "year"]
    )
    for side in "12":
        renamed = {name: name + side for name in ("ccode", "major", *columns)}
        rows = rows.merge(
            known.rename(columns=renamed), how="left", on=[f"ccode{side}", "year"]
        )
    cinc, troops = (rows[[f"{name}1", f"{name}2"]].to_numpy() for name in columns)
    rows = rows.assign(
        log_ratio=np.log(cinc.max(axis=1) / np.maximum(cinc.min(axis=1), LEAST)),
        largest=cinc.max(axis=1),
        militarisation=troops.max(axis=1),
        militarisation_least=troops.min(axis=1),
        majors=rows["major1"].astype(int) + rows["major2"].astype(int),
        major=rows["major"].astype(int),
    )
    return rows.drop(columns=[f"{n}{s}" for n in ("major", *columns) for s in "12"])


def _pacts(rows: "Table") -> "Table":
    """Add whether one of the two was bound to defend the other, the year before."""
    before = pacts_before().assign(defence=1)
    rows = rows.merge(before, how="left", on=panel.PAIR)
    return rows.assign(defence=rows["defence"].fillna(0).astype(int))


def pacts_before() -> "Table":
    """Return the pair-years whose two owed each other defence the year before."""
    pacts = _load("atop")
    bound = pacts["defense"].eq(1)
    pairs = pacts.loc[bound, panel.PAIR].copy()
    pairs[panel.PAIR[:2]] = np.sort(pairs[panel.PAIR[:2]].to_numpy(), axis=1)
    return pairs.drop_duplicates().assign(year=pairs["year"] + 1)


def _contact(rows: "Table") -> "Table":
    """Add contact and distance."""
    rows = rows.merge(_load("minimum-distance"), how="left", on=panel.PAIR)
    contact = rows["conttype"].fillna(NO_CONTACT).astype(int)
    return rows.assign(
        contact=contact, land=contact.eq(panel.LAND).astype(int),
        sea=(contact.gt(panel.LAND) & contact.lt(NO_CONTACT)).astype(int),
        log_distance=np.log1p(rows["km"]),
    ).drop(columns=["conttype", "km"])  # fmt: skip


def label(rows: "Table", *, originators: bool) -> "np.ndarray":
    """Return which rows saw an onset.

    Args:
        rows: As `dyad_rows` gives them.
        originators: Count only onsets between two that were in it from its first day.

    Returns:
        Booleans, shape (row,).
    """
    return rows["originators" if originators else "onset"].to_numpy(dtype=bool)


def split(train: Window, test: Window, coding: Coding) -> tuple["Table", "Table"]:
    """Return the rows to learn from and the rows to be scored on.

    Args:
        train: Years to learn from.
        test: Years to be scored on, after them.
        coding: Which coding of disputes.

    Raises:
        DataError: If the years are out of order or beyond the data.
    """
    if train.last >= test.first:
        raise DataError.at(
            "backtest",
            f"test years after the training years, from {train.last + 1} on",
            f"{test.first}",
            "give others: a forecast must not have seen its test",
        )
    rows = dyad_rows(train.first, test.last, coding)
    return (
        rows.loc[train.holds(rows["year"])].reset_index(drop=True),
        rows.loc[test.holds(rows["year"])].reset_index(drop=True),
    )
