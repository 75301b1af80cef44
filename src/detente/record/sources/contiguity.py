"""Which states touch by land or sea, one row a directed spell."""

from detente.record.describe import (
    Layout,
    Release,
    Source,
    Table,
    code,
    date,
    text,
    whole,
    year,
)
from detente.record.sources import _terms

__all__ = ["SOURCE"]

KIND = (
    "1 land or river, 2 up to 12 sea miles, 3 up to 24, 4 up to 150, 5 up to 400, "
    "0 not contiguous in this spell"
)
PAIR = ["ccode1", "ccode2"]


def _spells(_: str, frame: Table) -> Table:
    """Join the years of the directed dyad-year file to spells of one kind."""
    import pandas as pd

    frame = frame.sort_values([*PAIR, "year"])
    before = frame.groupby(PAIR)[["year", "conttype"]].shift()
    starts = (frame["year"] != before["year"] + 1) | (
        frame["conttype"] != before["conttype"]
    )
    spells = frame.groupby([*PAIR, starts.fillna(value=True).cumsum().rename("spell")])
    found = spells.agg(
        conttype=("conttype", "first"), first=("year", "min"), last=("year", "max")
    ).reset_index()
    start = pd.to_datetime(found["first"].astype(str) + "-01-01")
    end = pd.to_datetime(found["last"].astype(str) + "-12-01")
    return found.assign(
        stdate=start.astype("datetime64[ms]"), enddate=end.astype("datetime64[ms]")
    )


SOURCE = Source(
    name="contiguity",
    title="COW Direct Contiguity",
    direction="directed pair spell",
    key=("ccode1", "ccode2", "stdate"),
    span=("stdate", "enddate"),
    layouts=(
        Layout(
            name="tidy",
            columns=(
                code("ccode1"),
                code("ccode2"),
                whole("conttype", KIND, 0, 5),
                date("stdate"),
                date("enddate"),
            ),
            releases=(Release("3.2", 1_874, (1816, 2016), rank=2),),
        ),
        Layout(
            name="as distributed, contdird",
            columns=(
                code("ccode1", file="state1no"),
                code("ccode2", file="state2no"),
                year(),
                whole("conttype", KIND, 1, 5),
                text("dyad", "number of the pair", keep=False, required=False),
                text("state1ab", "abbreviation", keep=False, required=False),
                text("state2ab", "abbreviation", keep=False, required=False),
                text("version", "version", keep=False),
            ),
            releases=(
                Release("3.2", 50_000, (1816, 2016), code="3.2", exact=False, rank=1),
            ),
            version="version",
            key=("ccode1", "ccode2", "year"),
            reshape=_spells,
        ),
    ),
    citation=(
        "Stinnett, D. M., Tir, J., Schafer, P., Diehl, P. F. and Gochman, C. (2002), "
        "The Correlates of War project direct contiguity data, version 3, Conflict "
        "Management and Peace Science 19(2)."
    ),
    terms=_terms.COW + _terms.MILLER,
    page=_terms.COW_SITE + "direct-contiguity/",
    notes="a pair without a row is not contiguous; dates are to the month",
)
