"""New pacts as an observer sees them, and which years lie near one.

An observer is ccode1 of an ordered pair, the other is ccode2; the event is that the
other comes to be tied to a third state, its *patron*.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.record.frames import stacked
from detente.record.ties import signings, ties

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["keyed", "near", "new_pacts", "turned"]

ENDS = ["ccode1", "ccode2"]
ROW = [*ENDS, "year"]
STATES = 1000
"""State numbers lie below this."""

YEARS = 10_000


def keyed(rows: "Table", shift: int = 0) -> np.ndarray:
    """Return a number for each ordered pair and year.

    Args:
        rows: Rows with ccode1, ccode2 and year.
        shift: Years to add.

    Returns:
        Whole numbers, shape (row,).
    """
    one, other, year = (rows[name].to_numpy(dtype=np.int64) for name in ROW)
    return (one * STATES + other) * YEARS + year + shift


def turned(rows: "Table") -> "Table":
    """Return rows of pairs in both orders.

    Args:
        rows: Rows with ccode1, ccode2 and year, each pair in one order.
    """
    return stacked(rows, rows.rename(columns=dict(zip(ENDS, ENDS[::-1], strict=True))))


def new_pacts(
    pairs: "Table", kinds: tuple[str, ...], *, alone: bool, apart: bool
) -> "Table":
    """Return the pairs and years in which the other signs with a third state.

    Args:
        pairs: Ordered pairs, columns ccode1 (observer) and ccode2 (signer).
        kinds: Kinds of tie that count, of `ties.KINDS`.
        alone: Whether to leave out pacts signed in a group.
        apart: Whether to leave out patrons with such a tie to the observer in that
            year or the year before.

    Returns:
        Columns ccode1, ccode2 and year, one a pair and year.

    Raises:
        DataError: If the data set "atop" has not been added.
    """
    signed: Table = signings(kinds)
    if alone:
        signed = signed.loc[~signed["group"]]
    signed = turned(signed[ROW]).rename(
        columns={"ccode1": "ccode2", "ccode2": "patron"}
    )
    found = pairs[ENDS].drop_duplicates().merge(signed, on="ccode2")
    found = found.loc[found["patron"] != found["ccode1"]]
    if apart:
        held: Table = ties()
        held = turned(held.loc[held[list(kinds)].any(axis=1), ROW])
        seen = found.assign(ccode2=found["patron"])
        now, before = keyed(seen), keyed(seen, -1)
        ours = keyed(held)
        found = found.loc[~(np.isin(now, ours) | np.isin(before, ours))]
    return found[ROW].drop_duplicates(ignore_index=True)


def near(rows: "Table", events: "Table", lags: Sequence[int]) -> np.ndarray:
    """Return which rows lie so many years after an event of their pair.

    Args:
        rows: Rows with ccode1, ccode2 and year.
        events: Events with the same columns.
        lags: Years since the event; negative before it.

    Returns:
        Bool, shape (row, lag).
    """
    there = keyed(events)
    return np.stack([np.isin(keyed(rows, -lag), there) for lag in lags], axis=1)
