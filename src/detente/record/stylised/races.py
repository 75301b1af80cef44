"""Arms races: growth before, during and after, and how often they come to disputes.

The list is coded with hindsight and by growth itself, so that "during" is no effect.
It holds the mobilisations of the two world wars.
"""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from detente.record.frames import table
from detente.record.panel import disputes
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import Record, percent

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["RACES"]

AROUND = 5
"""Years before and after a race."""

LATE = 1946
FAR = 9999


def _races(first: int, last: int) -> "Table":
    rows = table("arms-races")
    return rows.loc[rows["styear"].between(first, last)].reset_index(drop=True)


def _state_years(races: "Table", part: str) -> "Table":
    """Return a row a race, state and year of one part of it."""
    from detente.record.frames import stacked

    start, end = races["styear"], races["endyear"]
    bounds = {
        "before": (start - AROUND, start - 1), "during": (start, end),
        "after": (end + 1, end + AROUND),
    }  # fmt: skip
    low, high = (bound.to_numpy() for bound in bounds[part])
    count = high - low + 1
    place = np.repeat(np.arange(len(races)), count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    years = low[place] + offset
    sides = [
        races.loc[place, ["race", side]]
        .rename(columns={side: "ccode"})
        .assign(year=years)
        for side in ("ccode1", "ccode2")
    ]
    return stacked(*sides)


def growth(
    record: Record, part: str, first: int, last: int, *, net: bool = False
) -> float:
    """Return mean yearly growth of spending around races, log points.

    Every state of a race counts alike: the mean of the means of states and races.

    Args:
        record: The data sets.
        part: "before", "during" or "after".
        first: First year in which a race began.
        last: Last such year.
        net: Whether the median growth of all states in the year is taken off.
    """
    grown = record.growth
    middle = grown.groupby("year")["growth"].transform("median")
    grown = grown.assign(growth=grown["growth"] - middle if net else grown["growth"])
    rows = _state_years(_races(first, last), part)
    rows = rows.merge(grown, how="left", on=["ccode", "year"])
    return float(rows.groupby(["race", "ccode"])["growth"].mean().mean())


def disputed(record: Record, first: int, last: int, after: int) -> float:
    """Return the share of races with a dispute between the two, %.

    Args:
        record: The data sets.
        first: First year in which a race began.
        last: Last such year.
        after: Years after the end that count too.
    """
    del record
    races = _races(first, last)
    began = disputes("gml")
    began = began.loc[began["onset"], ["ccode1", "ccode2", "year"]]
    ends = races[["ccode1", "ccode2"]]
    races = races.assign(ccode1=ends.min(axis=1), ccode2=ends.max(axis=1))
    both = races.merge(began, how="left", on=["ccode1", "ccode2"])
    inside = (both["year"] >= both["styear"]) & (
        both["year"] <= both["endyear"] + after
    )
    return percent(inside.groupby(both["race"]).max())


def duration(record: Record) -> float:
    """Return the mean length of a race, years."""
    del record
    rows = table("arms-races")
    return float((rows["endyear"] - rows["styear"] + 1).mean())


SETS = {
    "all 71 races": (1816, FAR),
    "races begun after 1945": (LATE, FAR),
    "races begun before 1946": (1816, LATE - 1),
}
GROWN = {
    "all 71 races": (0.097, 0.320, 0.023, 0.192, -0.070),
    "races begun after 1945": (0.122, 0.274, 0.086, 0.149, -0.004),
    "races begun before 1946": (0.055, 0.399, -0.092, 0.267, -0.190),
}
"""Published growth before, during, after; during and after less the world median."""

_PARTS = (
    ("before", False), ("during", False), ("after", False), ("during", True),
    ("after", True),
)  # fmt: skip
_DISPUTED = {"all 71 races": (66.0, 92.0), "races begun after 1945": (64.0, 89.0)}

RACES: tuple[Fact, ...] = (
    *(
        Fact(f"growth {part}{' less the world median' if net else ''}", "log points",
             f"{name}, NMC", value,
             partial(growth, part=part, first=SETS[name][0], last=SETS[name][1],
                     net=net))
        for name, values in GROWN.items()
        for (part, net), value in zip(_PARTS, values, strict=True)
    ),
    Fact("duration, mean", "years", "all 71 races", 4.2, duration),
    *(
        Fact(f"a dispute {'within 5 years of the end' if after else 'during'}",
             "% of races", f"{name}, GML", value,
             partial(disputed, first=SETS[name][0], last=SETS[name][1], after=after))
        for name, values in _DISPUTED.items()
        for after, value in zip((0, AROUND), values, strict=True)
    ),
)  # fmt: skip
