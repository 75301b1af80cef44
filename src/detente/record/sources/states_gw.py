"""The independent states of Gleditsch and Ward, one row a spell."""

from detente.record.describe import Layout, Release, Source, code, date, text
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="states-gw",
    title="Gleditsch-Ward list of independent states",
    direction="state spell",
    key=("gwcode", "startdate"),
    span=("startdate", "enddate"),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                code("gwcode", "gw"),
                text("stateabb", "abbreviation"),
                text("statename", "name"),
                date("startdate"),
                date("enddate"),
            ),
            releases=(Release("2017", 216, (1816, 2017)),),
        ),
    ),
    citation=(
        "Gleditsch, K. S. and Ward, M. D. (1999), A revised list of independent states "
        "since the Congress of Vienna, International Interactions 25(4)."
    ),
    terms="free for research with citation" + _terms.MILLER,
    page="http://ksgleditsch.com/data-4.html",
    notes="a spell that ends on the last day of the list had not ended",
)
