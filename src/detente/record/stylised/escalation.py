"""Tit for tat and escalation: how disputes are answered, and how far they go."""

from functools import partial
from typing import TYPE_CHECKING

from detente.record.frames import table
from detente.record.stylised.entry import Fact
from detente.record.stylised.rows import FIRST, LAST, Record, percent

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["ESCALATION"]

SAMPLE = "disputes that began 1950-2010, GML"
UNIT = "% of disputes"
LEVELS = {1: "none", 2: "threat", 3: "display", 4: "use of force", 5: "war"}


def _began(record: Record, first: int = FIRST, last: int = LAST) -> "Table":
    rows = record.disputes
    return rows.loc[rows["start"].between(first, last)]


def reciprocated(record: Record, first: int = FIRST, last: int = LAST) -> float:
    """Return the share of disputes in which the target answered with an act, %.

    Args:
        record: The data sets.
        first: First year in which a dispute began.
        last: Last such year.
    """
    return percent(_began(record, first, last)["recip"])


def reciprocated_cow(record: Record) -> float:
    """Return the same share in the other coding (COW MID 5.0), 1950-2010, %."""
    del record
    rows = table("mid-a")
    return percent(rows.loc[rows["styear"].between(FIRST, LAST), "recip"])


def reaching(record: Record, level: int) -> float:
    """Return the share of disputes whose highest level is this one, %.

    Args:
        record: The data sets.
        level: 2 threat to 5 war.
    """
    return percent(_began(record)["hostlev"].eq(level))


def fatal(record: Record, answered: int | None = None) -> float:
    """Return the share of disputes with a death on record, %.

    A dispute whose deaths are not known counts as one without, as in the published
    figure: 21 of 1,489.

    Args:
        record: The data sets.
        answered: Whether to keep reciprocated disputes (1), others (0) or all (None).
    """
    rows = _began(record)
    if answered is not None:
        rows = rows.loc[rows["recip"].eq(answered)]
    return percent(rows["fatality"].gt(0).fillna(value=False))


def lasting(record: Record, *, middle: bool) -> float:
    """Return the days a dispute lasts at least: median or mean.

    Args:
        record: The data sets.
        middle: Whether to return the median.
    """
    days = _began(record)["mindur"].astype(float)
    return float(days.median() if middle else days.mean())


def with_others(record: Record) -> float:
    """Return the share of disputes with more than two states, %."""
    rows = _began(record)
    return percent((rows["numa"] + rows["numb"]).gt(2))


def parties(record: Record) -> float:
    """Return the mean number of states in a dispute."""
    rows = _began(record)
    return float((rows["numa"] + rows["numb"]).astype(float).mean())


def reply(record: Record, act: int, answer: int) -> float:
    """Return how often originators on side A that went so far were answered so, %.

    Args:
        record: The data sets.
        act: Highest own level of the state on side A, 2 to 5.
        answer: Highest own level of the state on side B, 1 to 5.
    """
    del record
    rows = table("gml")
    began = rows["onset"].eq(1) & rows["orig1"].eq(1) & rows["orig2"].eq(1)
    chosen = began & rows["sidea1"].eq(1) & rows["year"].between(FIRST, LAST)
    rows = rows.loc[chosen & rows["hostlev1"].eq(act)]
    return percent(rows["hostlev2"].eq(answer))


BY_DECADE = (58.6, 58.4, 62.9, 46.1, 52.2, 40.3)
HIGHEST = {2: 1.9, 3: 24.6, 4: 70.9, 5: 2.6}
REPLIES = {
    (3, 1): 58.3, (3, 3): 24.6, (3, 4): 16.3, (4, 1): 46.6, (4, 3): 7.7, (4, 4): 44.3,
    (4, 5): 0.5, (5, 5): 90.5,
}  # fmt: skip
_COW_NOTE = (
    "published for 1950-2014; the file read ends in 2010 and leaves out disputes still "
    "open then"
)

ESCALATION: tuple[Fact, ...] = (
    Fact("reciprocated", UNIT, SAMPLE, 51.8, reciprocated),
    Fact("reciprocated", UNIT, "disputes that began 1816-2010, GML", 51.5,
         partial(reciprocated, first=1816)),
    *(
        Fact("reciprocated", UNIT, f"disputes that began {year}-{year + 9}, GML", value,
             partial(reciprocated, first=year, last=year + 9))
        for year, value in zip(range(1950, 2010, 10), BY_DECADE, strict=True)
    ),
    Fact("reciprocated", UNIT, "disputes that began 1950-2010, COW", 49.2,
         reciprocated_cow, _COW_NOTE),
    *(
        Fact(f"highest level: {LEVELS[level]}", UNIT, SAMPLE, value,
             partial(reaching, level=level))
        for level, value in HIGHEST.items()
    ),
    Fact("with a death", UNIT, SAMPLE, 26.1, fatal),
    Fact("with a death, if reciprocated", UNIT, SAMPLE, 45.7,
         partial(fatal, answered=1)),
    Fact("with a death, if not reciprocated", UNIT, SAMPLE, 5.0,
         partial(fatal, answered=0)),
    Fact("duration, median", "days", SAMPLE, 18.0, partial(lasting, middle=True)),
    Fact("duration, mean", "days", SAMPLE, 150.0, partial(lasting, middle=False)),
    Fact("with more than two states", UNIT, SAMPLE, 11.5, with_others),
    Fact("states in a dispute, mean", "states", SAMPLE, 2.32, parties),
    *(
        Fact(f"{LEVELS[act]} answered by {LEVELS[answer]}", "% of originating pairs",
             SAMPLE, value, partial(reply, act=act, answer=answer))
        for (act, answer), value in REPLIES.items()
    ),
)  # fmt: skip
