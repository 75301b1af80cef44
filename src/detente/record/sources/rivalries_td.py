"""Strategic rivalries of Thompson and Dreyer."""

from detente.record.describe import Layout, Release, Source, code, text, whole, year
from detente.record.sources import _terms

__all__ = ["SOURCE"]

SOURCE = Source(
    name="rivalries-td",
    title="Strategic rivalries, Thompson and Dreyer",
    direction="undirected pair spell",
    key=("rivalry",),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                whole("rivalry", "number of the rivalry", 1, 9_999, file="rivalryno"),
                text("name", "name", file="rivalryname"),
                code("ccode1", "cow+venice"),
                code("ccode2", "cow+venice"),
                year("styear"),
                year("endyear"),
                text("region", "region as given"),
                text("type1", "first kind"),
                text("type2", "second kind", blank=True),
                text("type3", "third kind", blank=True),
            ),
            releases=(Release("2012", 197, (1494, 2010), exact=False),),
        ),
    ),
    citation=(
        "Thompson, W. R. and Dreyer, D. (2012), Handbook of International Rivalries, "
        "CQ Press."
    ),
    terms="free for research with citation" + _terms.MILLER,
    notes=(
        "coded with hindsight: for checks only; 2010 also means still running; each "
        "pair once, ccode1 < ccode2; 324 is Venice"
    ),
)
