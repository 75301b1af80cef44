"""The states of the Correlates of War system, one row a spell of membership."""

from detente.record.describe import Layout, Release, Source, code, text, whole, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="states-cow",
    title="COW State System Membership List",
    direction="state spell",
    key=("ccode", "styear", "stmonth", "stday"),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                text("stateabb", "abbreviation"),
                code("ccode"),
                text("statenme", "name"),
                year("styear"),
                whole("stmonth", "month", 1, 12),
                whole("stday", "day", 1, 31),
                year("endyear"),
                whole("endmonth", "month", 1, 12),
                whole("endday", "day", 1, 31),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("2016", 243, (1816, 2016), code="2016", rank=2016),
                Release("2024", 243, (1816, 2024), code="2024", exact=False, rank=2024),
            ),
            version="version",
        ),
    ),
    citation="Correlates of War Project, State System Membership List.",
    terms=_terms.COW,
    page=_terms.COW_SITE + "state-system-membership/",
    notes="a spell that ends on the last day of the list had not ended",
)
