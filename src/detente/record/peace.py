"""Peace years: how long two states have been at it without a dispute."""

from typing import TYPE_CHECKING

import numpy as np

from detente.record.frames import stacked, table
from detente.record.panel import PAIR

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["dispute_years", "years_of_peace"]

FIRST, LAST = 1816, 2100


def _years_together(pairs: "Table") -> tuple[np.ndarray, dict[int, int]]:
    """Return the years in which each state was one, counted up, and its row.

    Returns:
        Bool of shape (state, year), year 0 being 1816; and the row of each state.
    """
    spells = table("states-cow")
    codes = sorted({*spells["ccode"], *pairs["ccode1"], *pairs["ccode2"]})
    row = {int(code): i for i, code in enumerate(codes)}
    there = np.zeros((len(codes), LAST - FIRST + 1), dtype=bool)
    for one in spells.itertuples(index=False):
        there[row[one.ccode], one.styear - FIRST : one.endyear - FIRST + 1] = True
    return there, row


def years_of_peace(pairs: "Table", disputes: "Table") -> np.ndarray:
    """Return the years each pair has been in the system without a dispute.

    Counted are the years before this one in which both were states, since the last in
    which a dispute between them went on, else since 1816: 0 in the year after a dispute
    and in the first year of a pair.

    Args:
        pairs: Rows with ccode1 < ccode2 and year.
        disputes: Rows with the same columns, one a pair and year of dispute.

    Returns:
        Years, whole, shape (row of `pairs`,).

    Raises:
        DataError: If the data set "states-cow" has not been added.
    """
    there, row = _years_together(pairs)
    number = np.vectorize(row.__getitem__, otypes=[int])
    one, other = number(pairs["ccode1"]), number(pairs["ccode2"])
    keys, place = np.unique(one * len(row) + other, return_inverse=True)
    both = there[keys // len(row)] & there[keys % len(row)]
    counted = np.zeros((len(keys), both.shape[1] + 1), dtype=np.int32)
    counted[:, 1:] = np.cumsum(both, axis=1, dtype=np.int32)
    since = _last_dispute(keys, row, disputes)
    year = pairs["year"].to_numpy() - FIRST
    return counted[place, year] - counted[place, since[place, year]]


def _last_dispute(
    keys: np.ndarray, row: dict[int, int], disputes: "Table"
) -> np.ndarray:
    """Return the year after the last dispute before each year, 0 if none was.

    Returns:
        Years from 1816, shape (pair, year).
    """
    found = np.zeros((len(keys), LAST - FIRST + 1), dtype=np.int32)
    both = disputes["ccode1"].isin(row.keys()) & disputes["ccode2"].isin(row.keys())
    known = disputes.loc[both]
    key = known["ccode1"].map(row) * len(row) + known["ccode2"].map(row)
    place = np.searchsorted(keys, key.to_numpy())
    inside = place < len(keys)
    inside[inside] = keys[place[inside]] == key.to_numpy()[inside]
    after = known["year"].to_numpy()[inside] - FIRST + 1
    found[place[inside], after] = after
    return np.maximum.accumulate(found, axis=1)


def dispute_years(pairs: "Table", disputes: "Table", window: int = 10) -> np.ndarray:
    """Return in how many of the years just before a dispute of each pair went on.

    Args:
        pairs: Rows with ccode1, ccode2 and year.
        disputes: Rows with the same columns, one a pair and year of dispute.
        window: Years to look back, this one not counted.

    Returns:
        Years, 0 to `window`, shape (row of `pairs`,).
    """
    years = disputes[PAIR].drop_duplicates()
    ahead = range(1, window + 1)
    later = stacked(*(years.assign(year=years["year"] + n) for n in ahead))
    counts = later.groupby(PAIR).size().rename("count").reset_index()
    found = pairs[PAIR].merge(counts, how="left", on=PAIR)["count"]
    return found.fillna(0).to_numpy().astype(int)
