"""Arms races inside rivalries, of Gibler, Rider and Hutchison."""

from detente.record.describe import Layout, Release, Source, code, whole, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="arms-races",
    title="Conventional arms races, Gibler, Rider and Hutchison",
    direction="undirected pair spell",
    key=("race",),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                whole("race", "number of the race", 1, 9_999, file="race_id"),
                code("ccode1"),
                code("ccode2"),
                year("styear"),
                year("endyear"),
            ),
            releases=(Release("2005", 71, (1816, 1993)),),
        ),
    ),
    citation=(
        "Gibler, D. M., Rider, T. J. and Hutchison, M. L. (2005), Taking arms against "
        "a sea of troubles: conventional arms races during periods of rivalry, Journal "
        "of Peace Research 42(2)."
    ),
    terms="free for research with citation" + _terms.MILLER,
    notes=(
        "coded with hindsight, and holds wartime mobilisations: for checks only; each "
        "pair once, ccode1 < ccode2"
    ),
)
