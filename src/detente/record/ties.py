"""Alliance ties by kind, who signed them when, and whether alone or in a group.

An obligation is *directed*: what 1 owes 2. A tie of a kind holds between two states if
either owes it to the other. After the last year of the data set nothing is known.
"""

from typing import TYPE_CHECKING

from detente.record.frames import table
from detente.record.panel import PAIR

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["KINDS", "in_order", "signings", "ties"]

KINDS: dict[str, str] = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non_aggression",
    "consul": "consultation",
}
"""Kinds of obligation: what the data set calls each, and what the panel does."""


def in_order(rows: "Table") -> "Table":
    """Return rows of pairs with the smaller state number first.

    Args:
        rows: Rows with columns ccode1 and ccode2.
    """
    pair = rows[["ccode1", "ccode2"]]
    return rows.assign(ccode1=pair.min(axis=1), ccode2=pair.max(axis=1))


def ties(*, directed: bool = False) -> "pd.DataFrame":
    """Return the ties of every pair and year that has at least one.

    Args:
        directed: Whether rows are ordered pairs, and a tie is what ccode1 owes ccode2;
            else pairs have ccode1 < ccode2 and a tie is what either owes the other.

    Returns:
        Columns ccode1, ccode2, year and a bool for each kind: defence, offence,
        neutrality, non_aggression, consultation.

    Raises:
        DataError: If the data set "atop" has not been added.

    References:
        Leeds, Ritter, Mitchell and Long (2002), ATOP 5.1.
    """
    rows = table("atop").rename(columns=KINDS)
    names = list(KINDS.values())
    rows[names] = rows[names].eq(1)
    if not directed:
        rows = in_order(rows).groupby(PAIR, as_index=False)[names].max()
    return rows[[*PAIR, *names]].sort_values(PAIR, ignore_index=True)


def signings(kinds: tuple[str, ...] = ("defence",)) -> "pd.DataFrame":
    """Return the pairs that came to be tied, with the year and whether in a group.

    A pair signs in the first year of an unbroken run of years with a tie of one of the
    kinds. It signs *in a group* if some third state is tied to both in that year and
    signed with at least one of them in it: founders of a bloc, or a new member and
    those it joins. The data set has no treaty numbers, so this is inferred.

    Args:
        kinds: Kinds of tie that count, of `KINDS.values()`.

    Returns:
        Columns ccode1, ccode2, year, group (bool), with ccode1 < ccode2.

    Raises:
        DataError: If the data set "atop" has not been added.
    """
    held: Table = ties()
    held = held.loc[held[list(kinds)].any(axis=1), PAIR]
    before = held.assign(year=held["year"] + 1)
    new = held.merge(before, how="left", on=PAIR, indicator="found")
    new = new.loc[new["found"].eq("left_only"), PAIR]
    return new.assign(group=_in_group(new, held)).reset_index(drop=True)


def _in_group(new: "Table", held: "Table") -> list[bool]:
    """Return of each new tie whether a third state stands with both of its parties."""
    partners, signed = _partners(held), _partners(new)
    nobody: set[int] = set()
    found = []
    for one, other, year in new[PAIR].itertuples(index=False):
        both = partners[one, year] & partners[other, year]
        here = signed.get((one, year), nobody) | signed.get((other, year), nobody)
        found.append(bool(both & here))
    return found


def _partners(rows: "Table") -> dict[tuple[int, int], set[int]]:
    """Return the partners of each state and year."""
    found: dict[tuple[int, int], set[int]] = {}
    for one, other, year in rows[PAIR].itertuples(index=False):
        found.setdefault((one, year), set()).add(other)
        found.setdefault((other, year), set()).add(one)
    return found
