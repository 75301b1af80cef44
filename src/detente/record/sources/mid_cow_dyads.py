"""COW disputes as directed dyad-dispute-years."""

from detente.record.describe import Layout, Release, Source, flag
from detente.record.sources import _disputes, _terms, mid_a

__all__ = ["SOURCE"]

SOURCE = Source(
    name="mid-cow-dyads",
    title="COW Militarized Interstate Disputes, directed dyad-years",
    direction="directed pair-year",
    key=("dispnum", "ccode1", "ccode2", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                *_disputes.pair(),
                flag("ongoing", "a dispute goes on", file="cowmidongoing"),
                flag("onset", "it starts in this year", file="cowmidonset"),
                *_disputes.parties(),
                *_disputes.dispute(),
            ),
            releases=(Release("5.0", 9_754, (1816, 2014), exact=False),),
        ),
    ),
    citation=mid_a.SOURCE.citation,
    terms=_terms.COW + _terms.MILLER,
    page=_terms.COW_SITE + "MIDs/",
    notes=(
        "hostlev, fatality, recip, mindur and maxdur are of the whole dispute, never "
        "of a joiner; durations are missing of disputes that outlast the table"
    ),
)
