"""How far apart capitals are."""

from detente.record.describe import (
    Download,
    Layout,
    Release,
    Source,
    Table,
    code,
    number,
    text,
)

__all__ = ["SOURCE"]

PAIR = ["gwcode1", "gwcode2"]


def _once(_: str, frame: Table) -> Table:
    """Take Belgrade once: 345 stands in the file as Serbia and as Yugoslavia."""
    return frame.drop_duplicates([*PAIR, "km"])


SOURCE = Source(
    name="capital-distance",
    title="Distance between capital cities",
    direction="directed pair",
    key=("gwcode1", "gwcode2"),
    span=(),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                code("gwcode1", "either", file="numa"),
                text("ida", "abbreviation", keep=False),
                code("gwcode2", "either", file="numb"),
                text("idb", "abbreviation", keep=False),
                number("km", "km", file="kmdist", high=20_100),
                number("miles", "miles", file="midist", high=12_500, keep=False),
            ),
            releases=(Release("2001", 41_006, (0, 0)),),
            key=("gwcode1", "ida", "gwcode2", "idb"),
            reshape=_once,
        ),
    ),
    citation=(
        "Gleditsch, K. S. and Ward, M. D. (2001), Measuring space: a minimum-distance "
        "database and applications to international studies, Journal of Peace Research "
        "38(6); K. S. Gleditsch, Distance between capital cities."
    ),
    terms="free with citation",
    page="http://ksgleditsch.com/data-5.html",
    download=Download(
        address="http://ksgleditsch.com/data/capdist.csv",
        sha256="cd4e5912d2dc6bd40e1e217e5da0964e2bc8bea8e2a290109a9708db8f6d591f",
        file="capdist.csv",
    ),
    notes=(
        "state numbers are Gleditsch-Ward's, with some that only Correlates of War "
        "has; one capital a state, whenever it was the capital"
    ),
)
