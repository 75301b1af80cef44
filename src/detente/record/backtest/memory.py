"""What a pair and a state remember: years at peace, disputes lately, disputes ever.

A memory of a year holds only what happened in the years before it.
"""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["first_together", "pair_memory", "state_memory"]

RECENT = 10
"""Years that count as recent between two states."""

LATELY = 5
"""Years over which a state's disputes with others are counted."""

_YEARS = 10_000
"""More than any year, so that pair and year make one number."""

_CODES = 1_000
"""More than any state number of the Correlates of War."""


def _key(frame: "Table", shift: int = 0) -> "np.ndarray":
    """Return one number a pair-year, in the order of pairs, then years."""
    pair = frame["ccode1"].to_numpy() * _CODES + frame["ccode2"].to_numpy()
    return pair.astype("int64") * _YEARS + frame["year"].to_numpy() + shift


def first_together(states: "Table", rows: "Table") -> "np.ndarray":
    """Return the first year in which the two of each pair were both in the system.

    Args:
        states: State-years from the beginning of the system: ccode, year.
        rows: Pair-years: ccode1, ccode2, year; each pair is together in its year.

    Returns:
        Years, shape (row,).
    """
    first = int(states["year"].min())
    there = np.zeros((_CODES, int(states["year"].max()) - first + 1), dtype=bool)
    there[states["ccode"].to_numpy(), states["year"].to_numpy() - first] = True
    pairs, place = np.unique(_key(rows) // _YEARS, return_inverse=True)
    together = there[pairs // _CODES] & there[pairs % _CODES]
    return (together.argmax(axis=1) + first)[place]


def pair_memory(ongoing: "Table", rows: "Table", together: "np.ndarray") -> "Table":
    """Return rows with what each pair remembers.

    Args:
        ongoing: Pair-years in which a dispute was going on, any order.
        rows: Pair-years.
        together: First year of each row's pair in the system, shape (row,).

    Returns:
        The rows with `peace_years` (years since the last year with a dispute, or since
        the two were first together; 0 if there was one the year before),
        `dispute_years_recent` (years with a dispute among the last ten) and
        `dispute_years` (among all before).
    """
    events = np.unique(_key(ongoing))
    now = _key(rows)
    before = np.searchsorted(events, now)
    of_pair = np.searchsorted(events, now // _YEARS * _YEARS)
    recent = np.searchsorted(events, _key(rows, -RECENT))
    years = rows["year"].to_numpy()
    fought = before > of_pair
    latest = events[np.maximum(before - 1, 0)] % _YEARS if len(events) else years
    peace = np.where(fought, years - 1 - latest, years - together)
    return rows.assign(
        peace_years=peace,
        dispute_years_recent=before - np.maximum(recent, of_pair),
        dispute_years=before - of_pair,
    )


def state_memory(ongoing: "Table", rows: "Table") -> "Table":
    """Return rows with how much either state has been disputing with others.

    Args:
        ongoing: Pair-years in which a dispute was going on.
        rows: Pair-years.

    Returns:
        The rows with `disputes_with_others_most` and `_least`: pair-years of disputes
        of the busier and of the calmer state in the last five years, this pair's own
        left out.
    """
    last = int(rows["year"].max())
    counts = np.zeros((_CODES, last + 2), dtype=np.int32)
    past = ongoing.loc[ongoing["year"] < last]
    for side in ("ccode1", "ccode2"):
        np.add.at(counts, (past[side].to_numpy(), past["year"].to_numpy() + 1), 1)
    total = counts.cumsum(axis=1)
    years = rows["year"].to_numpy()
    events, now = np.unique(_key(past)), _key(rows)
    own = np.searchsorted(events, now) - np.searchsorted(events, now - LATELY)
    others = [
        total[rows[side].to_numpy(), years]
        - total[rows[side].to_numpy(), years - LATELY]
        - own
        for side in ("ccode1", "ccode2")
    ]
    return rows.assign(
        disputes_with_others_most=np.maximum(*others),
        disputes_with_others_least=np.minimum(*others),
    )
