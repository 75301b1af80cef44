"""Militarized interstate disputes, one row a dispute."""

from typing import Any

from detente.record.describe import Layout, Release, Source, flag, text, whole, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

NINE: dict[str, Any] = {"missing": (-9,)}

SOURCE = Source(
    name="mid-a",
    title="COW Militarized Interstate Disputes, disputes (MIDA)",
    direction="dispute",
    key=("dispnum",),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                whole("dispnum", "number of the dispute", 1, 99_999),
                whole("stday", "day", 1, 31, **NINE),
                whole("stmon", "month", 1, 12, **NINE),
                year("styear"),
                whole("endday", "day", 1, 31, **NINE),
                whole("endmon", "month", 1, 12, **NINE),
                year("endyear", **NINE),
                whole("outcome", "code 1-9 of the makers", 1, 9, **NINE),
                whole("settle", "code 1-4 of the makers", 1, 4, **NINE),
                whole("fatality", "class of deaths, 0-6", 0, 6, **NINE),
                whole("fatalpre", "deaths", 0, 1e8, **NINE),
                whole("maxdur", "days", 1, 1e5, **NINE),
                whole("mindur", "days", 1, 1e5, **NINE),
                whole("hiact", "highest action, code 0-22", 0, 22, **NINE),
                whole("hostlev", "1 none, 2 threat, 3 display, 4 use, 5 war", 1, 5),
                flag("recip", "reciprocated"),
                whole("numa", "states on side A", 1, 99),
                whole("numb", "states on side B", 1, 99),
                flag("ongo2014", "went on at the end of 2014"),
                text("version", "version", keep=False),
            ),
            releases=(Release("5.0", 2_306, (1816, 2014), code="5", exact=False),),
            version="version",
        ),
    ),
    citation=(
        "Palmer, G., McManus, R. W., D'Orazio, V., Kenwick, M. R., Karstens, M., "
        "Bloch, C., Dietrich, N., Kahn, K., Ritter, K. and Soules, M. J. (2022), The "
        "MID5 dataset, 2011-2014, Conflict Management and Peace Science 39(4)."
    ),
    terms=_terms.COW,
    page=_terms.COW_SITE + "MIDs/",
    notes="hostlev is the highest level of the whole dispute, not of each party",
)
