"""Parties to militarized interstate disputes, one row a spell of taking part."""

from detente.record.describe import (
    Layout,
    Release,
    Source,
    code,
    flag,
    text,
    whole,
    year,
)
from detente.record.sources import _terms, mid_a

__all__ = ["SOURCE"]

NINE = mid_a.NINE

SOURCE = Source(
    name="mid-b",
    title="COW Militarized Interstate Disputes, parties (MIDB)",
    direction="participant spell",
    key=("dispnum", "ccode", "sidea", "styear", "stmon", "stday"),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                whole("dispnum", "number of the dispute", 1, 99_999),
                text("stabb", "abbreviation"),
                code("ccode"),
                whole("stday", "day", 1, 31, **NINE),
                whole("stmon", "month", 1, 12, **NINE),
                year("styear"),
                whole("endday", "day", 1, 31, **NINE),
                whole("endmon", "month", 1, 12, **NINE),
                year("endyear", **NINE),
                flag("sidea", "on side A", **NINE),
                flag("revstate", "revisionist", **NINE),
                whole("revtype1", "kind of revision, 0 none", 0, 4, **NINE),
                whole("revtype2", "second kind of revision, 0 none", 0, 4, **NINE),
                whole("fatality", "class of deaths, 0-6", 0, 6, **NINE),
                whole("fatalpre", "deaths", 0, 1e8, **NINE),
                whole("hiact", "highest action, code 0-22", 0, 22, **NINE),
                whole("hostlev", "1 none, 2 threat, 3 display, 4 use, 5 war", 1, 5,
                      **NINE),
                flag("orig", "took part from the first day", **NINE),
                text("version", "version", keep=False),
            ),
            releases=(Release("5.0", 5_539, (1816, 2014), code="5", exact=False),),
            version="version",
        ),
    ),
    citation=mid_a.SOURCE.citation,
    terms=_terms.COW,
    page=_terms.COW_SITE + "MIDs/",
    notes="a state can enter a dispute twice, and on both sides (dispute 258)",
)  # fmt: skip
