"""The major powers, one row a spell."""

from detente.record.describe import Layout, Release, Source, code, text, whole, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="majors",
    title="COW list of major powers",
    direction="state spell",
    key=("ccode", "styear"),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                text("stateabb", "abbreviation", keep=False, required=False),
                code("ccode"),
                year("styear"),
                whole("stmonth", "month", 1, 12),
                whole("stday", "day", 1, 31),
                year("endyear"),
                whole("endmonth", "month", 1, 12),
                whole("endday", "day", 1, 31),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("2016", 14, (1816, 2016), code="2016", rank=2016),
                Release("2024", 14, (1816, 2024), code="2024", exact=False, rank=2024),
            ),
            version="version",
        ),
    ),
    citation="Correlates of War Project, State System Membership List, major powers.",
    terms=_terms.COW,
    page=_terms.COW_SITE + "state-system-membership/",
    notes="a spell that ends on the last day of the list had not ended",
)
