"""Obligations of alliances, year by year: what each state owes each other."""

from detente.core.errors import DataError
from detente.record.describe import (
    Layout,
    Release,
    Source,
    Table,
    code,
    flag,
    text,
    whole,
)
from detente.record.describe import year as years
from detente.record.opening import AS_MADE
from detente.record.sources import _terms

__all__ = ["SOURCE"]

KINDS = {
    "defense": "defence",
    "offense": "offence",
    "neutral": "neutrality",
    "nonagg": "non-aggression",
    "consul": "consultation",
}
BASE = 1000
"""In the makers' file, ddyad = 1000 * stateA + stateB."""


def _checked(file: str, frame: Table) -> Table:
    """Refuse rows whose number of the pair is not made of its two states."""
    made = BASE * frame["ccode1"] + frame["ccode2"]
    wrong = (made != frame["ddyad"]).to_numpy()
    if wrong.any():
        row = frame[wrong].iloc[0]
        raise DataError.at(
            f"{file}, row {int(wrong.argmax()) + 2}, column ddyad",
            f"1000 * stateA + stateB = {BASE * row['ccode1'] + row['ccode2']}",
            str(row["ddyad"]),
            AS_MADE,
        )
    return frame


SOURCE = Source(
    name="atop",
    title="ATOP alliance obligations, directed dyad-years",
    direction="directed pair-year",
    key=("ccode1", "ccode2", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                whole("ddyad", "1000 * first + second", 1000, 1e6, keep=False),
                code("ccode1", file="stateA"),
                code("ccode2", file="stateB"),
                years(),
                *(flag(k, f"{word} owed by 1 to 2") for k, word in KINDS.items()),
                flag("atopally", "allied", keep=False),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("5.1", 206_994, (1815, 2018), code="5.1", exact=False, rank=51),
            ),
            version="version",
            reshape=_checked,
        ),
        Layout(
            name="tidy",
            columns=(
                code("ccode1"),
                code("ccode2"),
                years(),
                *(
                    flag(k, f"{word} owed by 1 to 2", file=f"atop_{k}")
                    for k, word in KINDS.items()
                ),
            ),
            releases=(
                Release("5.1", 206_994, (1815, 2018), exact=False, rank=51),
            ),
        ),
    ),
    citation=(
        "Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G. (2002), "
        "Alliance Treaty Obligations and Provisions, 1815-1944, "
        "International Interactions 28(3)."
    ),
    terms="free with citation" + _terms.MILLER,
    page="http://www.atopdata.org/",
    notes=(
        "a pair without a row in a covered year owes nothing; after the last year the "
        "obligations are not known"
    ),
)  # fmt: skip
