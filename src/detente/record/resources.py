"""What a state has, year by year: power, money, people, warheads."""

from typing import TYPE_CHECKING

from detente.record.frames import table
from detente.record.iso import FROM, ISO
from detente.record.panel import state_years

if TYPE_CHECKING:
    import pandas as pd

    from detente.record.describe import Table

__all__ = ["resources"]

FIRST_WARHEADS = 1945
"""Before it there were none."""

STATE = ["ccode", "year"]


def _numbered(rows: "Table", *, borders: bool) -> "Table":
    """Return rows of countries as rows of states.

    Args:
        rows: Rows with an ISO code and a year.
        borders: Whether to leave out years in which the country had other borders.
    """
    rows = rows.assign(ccode=rows["iso3"].map(ISO))
    rows = rows.loc[rows["ccode"].notna()].astype({"ccode": int})
    if borders:
        rows = rows.loc[rows["year"] >= rows["ccode"].map(FROM).fillna(0)]
    return rows


def resources(first: int, last: int) -> "pd.DataFrame":
    """Return a row for every state and year, with what the state has.

    Args:
        first: First year, from 1816 on.
        last: Last year.

    Returns:
        The columns of `panel.state_years`, and gdp (current US dollars, World Bank,
        from 1960), population (persons, World Bank, from 1960) and warheads (in the
        military stockpile; 0 before 1945 and for a state that the table does not name;
        missing after its last year).

    Raises:
        DataError: If the years are no good, or a data set has not been added.
    """
    rows: Table = state_years(first, last)
    for name in ("gdp", "population"):
        bank = _numbered(table(name), borders=True)
        rows = rows.merge(bank[[*STATE, name]], how="left", on=STATE)
    arms = table("warheads")
    held = _numbered(arms, borders=False)[[*STATE, "warheads"]]
    rows = rows.merge(held, how="left", on=STATE)
    known = rows["year"] <= arms["year"].max()
    rows["warheads"] = rows["warheads"].fillna(0.0).where(known)
    return rows
