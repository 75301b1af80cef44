"""Memory: a dispute is followed by another soon or not for long."""

from functools import partial

import numpy as np

from detente.record.panel import PAIR
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import LAST, Record, percent

__all__ = ["MEMORY"]

UNIT = "% of pair-years"
SAMPLE = "politically relevant pairs, 1950-2010, GML"

PEACE = {
    (0, 0): 18.1, (1, 1): 9.3, (2, 4): 4.7, (5, 9): 2.2, (10, 19): 1.0,
    (20, 39): 0.7, (40, 999): 0.5,
}  # fmt: skip
"""Published onset in percent, by first and last year of peace."""

QUARRELS = {(0, 0): 0.74, (1, 1): 7.4, (2, 3): 13.2, (4, 10): 26.2}
"""Published onset in percent, by years with a dispute in the ten before."""

AGAIN = {1: 25.9, 2: 41.5, 5: 59.8, 10: 70.2}
"""Published onsets in percent that the same pair repeats within so many years."""


def hazard(record: Record, column: str, low: int, high: int) -> float:
    """Return onsets in percent of pair-years by a count of years.

    Args:
        record: The data sets.
        column: "peace" or "quarrels", years.
        low: Least count.
        high: Greatest count.
    """
    rows = record.relevant
    return percent(rows.loc[rows[column].between(low, high), "onset"])


def recurrence(record: Record, within: int) -> float:
    """Return after how many onsets another follows between the same two, %.

    Onsets so late that the data end before the window does are left out.

    Args:
        record: The data sets.
        within: Years after the onset.
    """
    rows = record.relevant
    onsets = rows.loc[rows["onset"].astype(bool), PAIR]
    asked = onsets.loc[onsets["year"] <= LAST - within]
    later = record.all_pairs
    later = later.loc[later["onset"].astype(bool), PAIR]
    both = asked.merge(later, on=["ccode1", "ccode2"], suffixes=("", "_later"))
    gap = both["year_later"] - both["year"]
    again = both.loc[gap.between(1, within), PAIR].drop_duplicates()
    return float(100.0 * len(again) / max(len(asked), 1)) if len(asked) else np.nan


def _span(low: int, high: int) -> str:
    if low == high:
        return f"{low}"
    return f"{low} and more" if high >= max(h for _, h in PEACE) else f"{low} to {high}"


MEMORY: tuple[Fact, ...] = (
    *(
        Fact(f"onset, years of peace {_span(*span)}", UNIT, SAMPLE, value,
             partial(hazard, column="peace", low=span[0], high=span[1]))
        for span, value in PEACE.items()
    ),
    *(
        Fact(f"onset, of the last ten years {_span(*span)} with a dispute", UNIT,
             SAMPLE, value,
             partial(hazard, column="quarrels", low=span[0], high=span[1]))
        for span, value in QUARRELS.items()
    ),
    *(
        Fact(f"another onset within {years} years", "% of onsets", SAMPLE, value,
             partial(recurrence, within=years))
        for years, value in AGAIN.items()
    ),
)  # fmt: skip
