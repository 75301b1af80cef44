"""Military spending of countries: the workbook of SIPRI."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from detente.core.errors import DataError, shown
from detente.core.needs import need
from detente.record.describe import (
    OPEN,
    Layout,
    Release,
    Source,
    Table,
    flag,
    number,
    text,
    whole,
)
from detente.record.describe import year as years
from detente.record.opening import AS_MADE

__all__ = ["SOURCE"]

NOT_KNOWN = ("...", ". .", "..")
NO_STATE = "xxx"
HEADER_WITHIN = 15
"""Rows of a sheet among which its header stands."""

FIRST_YEAR, LEAST_YEARS = 1949, 10
ROWS = 10_000
"""Fewer than 150 countries with 70 years are a part of the workbook."""

SHEETS = {
    "current_usd": "Current US$",
    "constant_usd": "Constant (",
    "share_gdp": "Share of GDP",
    "share_government": "Share of Govt. spending",
    "per_capita_usd": "Per capita",
    "local_calendar": "Local currency calendar years",
    "local_financial": "Local currency financial years",
}
"""Columns of the frame, and how the name of their sheet begins."""


class _Cell(NamedTuple):
    """One value of one sheet; None where it is not available."""

    country: str
    year: int
    value: float | str | None
    currency: str


def _read(file: str, content: bytes) -> Table:
    """Return one row a country and year, from seven sheets."""
    import pandas as pd

    book = need("openpyxl").load_workbook(
        io.BytesIO(content), read_only=True, data_only=True
    )
    tables: dict[str, dict[tuple[str, int], float | str | None]] = {}
    currency: dict[str, str] = {}
    for column, start in SHEETS.items():
        title = _title(file, book.sheetnames, start)
        tables[column] = {}
        for cell in _cells(file, title, book[title].iter_rows(values_only=True)):
            key = (cell.country, cell.year)
            if key in tables[column]:
                raise _wrong(file, title, "each country once", f"{shown(key[0])} again")
            tables[column][key] = cell.value
            if cell.currency:
                currency[cell.country] = cell.currency
    base = re.search(r"\d{4}", _title(file, book.sheetnames, SHEETS["constant_usd"]))
    return pd.DataFrame(_records(tables, currency, int(base[0]) if base else 0))


def _records(
    tables: dict[str, dict[tuple[str, int], float | str | None]],
    currency: dict[str, str],
    base: int,
) -> "dict[str, Any]":
    """Return the columns of the frame."""
    import pandas as pd

    keys = sorted(set().union(*tables.values()))
    columns: dict[str, Any] = {
        "country": pd.Series([key[0] for key in keys], dtype="str"),
        "year": pd.Series([key[1] for key in keys], dtype="int64"),
    }
    for name, table in tables.items():
        values = [table.get(key) for key in keys]
        known = [v if isinstance(v, float) else None for v in values]
        columns[name] = pd.Series(known, dtype="float64")
    states = [tables["current_usd"].get(key) != NO_STATE for key in keys]
    columns["existed"] = pd.Series(states).astype("int64")
    columns["currency"] = columns["country"].map(currency).astype("str")
    columns["price_year"] = base
    return columns


def _title(file: str, titles: list[str], start: str) -> str:
    """Return the name of the sheet that begins so."""
    found = next((title for title in titles if title.startswith(start)), None)
    if found is None:
        raise DataError.at(file, f'a sheet "{start}..."', "none", AS_MADE)
    return found


def _cells(file: str, title: str, rows: Iterator[tuple[Any, ...]]) -> Iterator[_Cell]:
    """Yield every value of a sheet; rows without any are headings of regions."""
    places, money = _header(file, title, rows)
    for row in rows:
        name = row[0] if row else None
        given = {y: row[p] for y, p in places.items() if p < len(row)}
        if not isinstance(name, str) or all(v is None for v in given.values()):
            continue
        coin = row[money] if money is not None else None
        for year, value in given.items():
            figure = _figure(file, f"{title}, {name}, {year}", value)
            yield _Cell(name.strip(), year, figure, str(coin or "").strip())


def _header(
    file: str, title: str, rows: Iterator[tuple[Any, ...]]
) -> tuple[dict[int, int], int | None]:
    """Return where the years stand in a sheet, and where the currency does."""
    for _, row in zip(range(HEADER_WITHIN), rows, strict=False):
        if not row or row[0] != "Country":
            continue
        places = {v: p for p, v in enumerate(row) if isinstance(v, int)}
        wrong = [y for y in places if not FIRST_YEAR <= y <= OPEN]
        if len(places) < LEAST_YEARS or wrong:
            got = str(wrong[0]) if wrong else f"{len(places)} years"
            raise _wrong(file, title, f"years from {FIRST_YEAR} in the header", got)
        return places, row.index("Currency") if "Currency" in row else None
    raise _wrong(file, title, 'a header that begins "Country"', "none")


def _figure(file: str, where: str, value: Any) -> float | str | None:
    """Return a value as a number, as "no state", or as nothing."""
    match value:
        case None:
            return None
        case bool():
            raise _wrong(file, where, "a number", shown(value))
        case int() | float():
            return float(value)
        case str() if value.strip() in NOT_KNOWN or not value.strip():
            return None
        case str() if value.strip() == NO_STATE:
            return NO_STATE
        case _:
            raise _wrong(file, where, 'a number, "..." or "xxx"', shown(value))


def _wrong(file: str, where: str, expected: str, got: str) -> DataError:
    return DataError.at(f"{file}, sheet {where}", expected, got, AS_MADE)


SOURCE = Source(
    name="sipri",
    title="SIPRI military expenditure",
    direction="country-year",
    key=("country", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="workbook",
            columns=(
                text("country", "name as given"),
                years(),
                number("current_usd", "million current US dollars"),
                number("constant_usd", "million US dollars of price_year"),
                number("share_gdp", "fraction of GDP"),
                number("share_government", "fraction of government spending"),
                number("per_capita_usd", "current US dollars per head"),
                number("local_calendar", "units of currency, calendar years"),
                number("local_financial", "units of currency, financial years"),
                flag("existed", "the state existed in all of the year"),
                text("currency", "local currency as given"),
                whole("price_year", "year of constant prices", FIRST_YEAR, OPEN),
            ),
            releases=(Release("", ROWS, (FIRST_YEAR, OPEN), exact=False),),
            workbook=_read,
            sheets=("Current US$", "Share of GDP", "Per capita"),
        ),
    ),
    citation="Stockholm International Peace Research Institute, SIPRI Military "
    "Expenditure Database.",
    terms="SIPRI fair use: not commercial, less than 10 %, with credit; a user "
    "downloads the workbook",
    page="https://www.sipri.org/databases/milex",
    notes="USSR and Russia are two rows; estimates are marked by colour only, not here",
)
