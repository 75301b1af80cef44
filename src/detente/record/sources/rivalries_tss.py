"""Strategic rivalries of Thompson, Sakuwa and Suhas."""

from detente.record.describe import Layout, Release, Source, code, flag, text, whole
from detente.record.describe import year as years
from detente.record.sources import _terms

__all__ = ["SOURCE"]

KINDS = (
    "positional",
    "spatial",
    "ideological",
    "interventionary",
    "principal",
    "aprin",
)

SOURCE = Source(
    name="rivalries-tss",
    title="Strategic rivalries, Thompson, Sakuwa and Suhas",
    direction="undirected pair spell",
    key=("rivalry",),
    span=("styear", "endyear"),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                whole("rivalry", "number of the rivalry", 1, 9_999, file="tssr_id"),
                text("name", "name", file="rivalry"),
                code("ccode1", "cow+venice"),
                code("ccode2", "cow+venice"),
                years("styear", file="start"),
                years("endyear", file="end"),
                *(flag(kind, f"{kind}; else missing", blank=True) for kind in KINDS),
            ),
            releases=(Release("2021", 247, (1494, 2010), exact=False),),
        ),
    ),
    citation=(
        "Thompson, W. R., Sakuwa, K. and Suhas, P. H. (2021), Analyzing Strategic "
        "Rivalries in World Politics, Springer."
    ),
    terms="free for research with citation" + _terms.MILLER,
    notes=(
        "coded with hindsight: for checks only; 2010 also means still running; each "
        "pair once, ccode1 < ccode2; 324 is Venice"
    ),
)
