"""The frames that the stylised facts are counted over, each put together once."""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from detente.record.dyads import dyad_years, rivals
from detente.record.frames import table
from detente.record.panel import PAIR, pair_years
from detente.record.resources import resources

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["FIRST", "LAST", "Record", "flagged", "mean", "percent"]

FIRST, LAST = 1950, 2010
"""The years of the facts, unless a fact says otherwise."""

LAST_POUND_YEAR = 1913
POUND_IN_DOLLARS = 4.86
"""US dollars a pound sterling, under gold until 1914."""


def percent(flags: "Table") -> float:
    """Return the share of rows with a flag, in percent, rows without one left out.

    Args:
        flags: Bool, shape (row,), perhaps with missing values.
    """
    known = flags.dropna().astype(float)
    return float(100.0 * known.mean()) if len(known) else float("nan")


def mean(values: "Table") -> float:
    """Return the mean of values that are there.

    Args:
        values: Numbers, shape (row,).
    """
    return float(np.nanmean(np.asarray(values, dtype=float)))


def flagged(rows: "Table", pairs: "Table") -> np.ndarray:
    """Return which rows are of the pairs and years of another table.

    Args:
        rows: Rows with ccode1 < ccode2 and year.
        pairs: Rows with the same columns.

    Returns:
        Bool, shape (row of `rows`,).
    """
    found = rows[PAIR].merge(
        pairs[PAIR].drop_duplicates(), how="left", on=PAIR, indicator="found"
    )
    return found["found"].eq("both").to_numpy()


class Record:
    """The data sets of the record, joined when a fact first needs them.

    Attributes are frames; a missing data set raises `DataError` at first use.
    """

    @cached_property
    def relevant(self) -> "Table":
        """The politically relevant ones of `all_pairs`."""
        rows = self.all_pairs
        touching = rows["conttype"].notna() | rows["major1"] | rows["major2"]
        return rows.loc[touching].reset_index(drop=True)

    @cached_property
    def all_pairs(self) -> "Table":
        """All pairs, 1950-2010 (GML), with bool columns tss and td."""
        rows: Table = dyad_years(FIRST, LAST, "gml", relevant=False)
        lists = {which: flagged(rows, rivals(which)) for which in ("tss", "td")}
        return rows.assign(**lists)

    @cached_property
    def pairs_before(self) -> "Table":
        """All pairs of 1949, for what held before the first year."""
        return dyad_years(FIRST - 1, FIRST - 1, "gml", relevant=False)

    @cached_property
    def relevant_cow(self) -> "Table":
        """Politically relevant pairs, 1950-2010, disputes as the COW project has."""
        return pair_years(FIRST, LAST, "cow")

    @cached_property
    def disputes(self) -> "Table":
        """A row a dispute of GML, with its first year and flags, 1816-2010."""
        rows = table("gml")
        rows = rows.assign(start=rows.groupby("dispnum")["year"].transform("min"))
        return rows.drop_duplicates("dispnum").reset_index(drop=True)

    @cached_property
    def growth(self) -> "Table":
        """Growth of military spending: ccode, year, log (of dollars) and growth.

        Rows are states and years 1816-2010 with spending above 0; growth is that since
        the year before, in log points, missing where that year is.
        """
        rows: Table = resources(1816, LAST)[["ccode", "year", "milex"]]
        rows = rows.loc[rows["milex"] > 0]
        pound = rows["year"].to_numpy() <= LAST_POUND_YEAR
        spent = rows["milex"].to_numpy() * np.where(pound, POUND_IN_DOLLARS, 1.0)
        rows = rows.assign(log=np.log(spent))[["ccode", "year", "log"]]
        before = rows.assign(year=rows["year"] + 1).rename(columns={"log": "before"})
        rows = rows.merge(before, how="left", on=["ccode", "year"])
        return rows.assign(growth=rows["log"] - rows["before"]).drop(columns="before")
