"""Disputes as Gibler, Miller and Little recode them, directed dispute-years."""

from detente.record.describe import (
    Column,
    Layout,
    Release,
    Source,
    Table,
    flag,
    text,
    whole,
)
from detente.record.sources import _disputes, _gml

__all__ = ["SOURCE"]

NINE = _disputes.NINE
KEY = ("dispnum", "ccode1", "ccode2", "year")
CONTESTED = ("revstate1", "revstate2", "revtype11", "revtype12")
DOUBLED = (4273, 1999)
"""Dispute and year of which version 2.03 has the pair 645, 696 twice: once with 696 as
revisionist, once not."""


def _once(_: str, frame: Table) -> Table:
    """Keep one row of what is doubled; where the two disagree, the value is missing."""
    dispute, year = DOUBLED
    known = (frame["dispnum"] == dispute) & (frame["year"] == year)
    twice = frame.duplicated(list(KEY), keep=False) & known
    groups = frame[twice].groupby(list(KEY))
    frame = frame.copy()
    for name in CONTESTED:
        disagree = groups[name].transform("nunique", dropna=False) > 1
        frame.loc[disagree.index[disagree], name] = None
    return frame[~(frame.duplicated(list(KEY)) & known)]


def _revision() -> tuple[Column, ...]:
    """Return what each party wanted; revtype12 is the second party's first kind."""
    kinds = [
        whole(f"revtype{kind}{i}", "kind of revision, 0 none", 0, 4, **NINE)
        for kind in (1, 2)
        for i in (1, 2)
    ]
    return (
        flag("revstate1", "revisionist", **NINE),
        flag("revstate2", "revisionist", **NINE),
        *kinds,
    )


SOURCE = Source(
    name="gml",
    title="GML Militarized Interstate Disputes, directed dispute-years",
    direction="directed pair-year",
    key=KEY,
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                *_disputes.pair(),
                flag("ongoing", "a dispute goes on", file="midongoing"),
                flag("onset", "it starts in this year", file="midonset"),
                *_revision(),
                *_disputes.parties(),
                *_disputes.dispute(),
                whole("hiact", "highest action of the dispute, 0-22", 0, 22, **NINE),
                whole("outcome", "code 1-9 of the makers", 1, 9, **NINE),
                whole("settle", "code 1-4 of the makers", 1, 4, **NINE),
                whole("fatalpre", "deaths in the dispute", 0, 1e8, **NINE),
                whole("endmon", "month of its end", 1, _disputes.LAST_MONTH, **NINE),
                whole("numa", "states on side A", 1, 99, **NINE),
                whole("numb", "states on side B", 1, 99, **NINE),
                flag("ongo2010", "went on at the end of 2010", **NINE),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("2.03", 10_386, (1816, 2010), code="gml-2.03", rank=203),
                Release("2.2.1", 10_276, (1816, 2010), code="gml-2.2.1", rank=221),
            ),
            version="version",
            blanks=("", "NA"),
            key=(*KEY, *CONTESTED),
            reshape=_once,
        ),
    ),
    citation=_gml.CITATION,
    terms=_gml.TERMS,
    notes="hostlev, fatality and hiact without a number are of the whole dispute",
)
