"""GML disputes as peacesciencer joins them to dyad-years."""

from detente.record.describe import Layout, Release, Source, flag
from detente.record.sources import _disputes, _gml, _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="gml-dyads",
    title="GML Militarized Interstate Disputes, directed dyad-years",
    direction="directed pair-year",
    key=("dispnum", "ccode1", "ccode2", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                *_disputes.pair(),
                flag("ongoing", "a dispute goes on", file="gmlmidongoing"),
                flag("onset", "it starts in this year", file="gmlmidonset"),
                *_disputes.parties(),
                *_disputes.dispute(),
            ),
            releases=(Release("2.2.1", 9_284, (1816, 2010)),),
        ),
    ),
    citation=_gml.CITATION,
    terms=_gml.TERMS + _terms.MILLER,
    notes="hostlev, fatality, recip, mindur and maxdur are of the whole dispute",
)
