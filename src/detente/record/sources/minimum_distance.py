"""How far apart the territories of states are, on 1 January of each year."""

from detente.record.describe import Layout, Release, Source, code, number, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="minimum-distance",
    title="Minimum distance between territories, from CShapes 2.0",
    direction="undirected pair-year",
    key=("ccode1", "ccode2", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                code("ccode1"),
                code("ccode2"),
                year(),
                number("km", "km; 0 = touching", file="mindist", high=20_100),
            ),
            releases=(Release("CShapes 2.0", 876_868, (1945, 2019)),),
        ),
    ),
    citation=(
        "Schvitz, G., Girardin, L., Rüegger, S., Weidmann, N. B., Cederman, L.-E. and "
        "Gleditsch, K. S. (2022), Mapping the international system, 1886-2019: the "
        "CShapes 2.0 dataset, Journal of Conflict Resolution 66(1)."
    ),
    terms="CShapes is believed to be CC BY-NC-SA 4.0" + _terms.MILLER,
    notes="each pair once, ccode1 < ccode2",
)
