"""Where states stand in votes of the General Assembly of the United Nations."""

from detente.record.describe import (
    Layout,
    Release,
    Source,
    Table,
    code,
    number,
    text,
    whole,
)

__all__ = ["SOURCE"]

BEFORE_FIRST = 1945
"""Calendar year of a session: its number + 1945."""

LOWEST = float("-inf")
QUANTILES = {"q0": "QO%All", "q5": "Q5%All", "q10": "Q10%All", "q50": "Q50%All",
             "q90": "Q90%All", "q95": "Q95%All", "q100": "Q100%All"}  # fmt: skip
"""By the name in the frame; the first begins with a letter O in the makers' file."""

AGREE = {"USA": "USAgree", "RUS": "RUSSAgree", "BRA": "BrazilAgree",
         "CHN": "ChinaAgree", "IND": "IndiaAgree", "ISR": "IsraelAgree"}  # fmt: skip


def _with_year(_: str, frame: Table) -> Table:
    return frame.assign(year=frame["session"] + BEFORE_FIRST)


SOURCE = Source(
    name="ideal-points",
    title="UN General Assembly ideal points",
    direction="state-year",
    key=("ccode", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                code("ccode"),
                whole("session", "session, from 1", 1, 95),
                whole("votes", "votes taken part in", 1, 1_000, file="NVotesAll"),
                number("ideal_point", "ideal point, higher = nearer the United States",
                       low=-10, high=10, file="IdealPointAll"),
                *(number(name, f"ideal point, {name[1:]} % quantile", low=-10, high=10,
                         file=file) for name, file in QUANTILES.items()),
                *(number(f"agree_{iso.lower()}", f"share of votes like {iso}", high=1.0,
                         file=file, blank=True) for iso, file in AGREE.items()),
                text("iso3", "ISO code as given", file="iso3c"),
                text("country", "name as given", file="Countryname"),
            ),
            releases=(Release("June 2024", 8_732, (1946, 2024), exact=False),),
            blanks=("", "NA"),
            key=("ccode", "session"),
            reshape=_with_year,
        ),
    ),
    derived={"year": "calendar year = session + 1945"},
    citation=(
        "Bailey, M. A., Strezhnev, A. and Voeten, E. (2017), Estimating dynamic state "
        "preferences from United Nations voting data, Journal of Conflict Resolution "
        "61(2)."
    ),
    terms="Harvard Dataverse release, believed to be CC0; cite",
    page="https://doi.org/10.7910/DVN/LEJUQZ",
    notes="session 19 (1964) did not vote and is missing",
)  # fmt: skip
