"""What the two tables of the World Bank share: one header, other figures."""

from typing import TYPE_CHECKING, Any

from detente.record.describe import (
    OPEN,
    Column,
    Layout,
    Release,
    Table,
    number,
    text,
    year,
)

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = ["NOTES", "TERMS", "are_people", "layout"]

TERMS = "World Bank: CC BY 4.0; the package of datasets/{} is PDDL"
NOTES = (
    "ISO codes as given; aggregates such as WLD and EUU stand between the countries, "
    "and a year without a figure has no row"
)
MOST_PEOPLE = 20e9
"""More people than there are, and less than the product of the world was in 1960."""


def are_people(raw: Table) -> bool:
    """Return whether all figures can be numbers of people: whole, and not too large."""
    import pandas as pd

    values: Any = pd.to_numeric(raw["Value"], errors="coerce")
    return bool((values % 1 == 0).all() and (values <= MOST_PEOPLE).all())


def layout(name: str, unit: str, rows: int, tells: "Callable[[Table], bool]") -> Layout:
    """Return the layout of one indicator, one row a country and year."""
    columns: tuple[Column, ...] = (
        text("country", "name as given", file="Country Name"),
        text("iso3", "ISO code as given", file="Country Code"),
        year(file="Year"),
        number(name, unit, file="Value"),
    )
    release = Release("", rows, (1960, OPEN), exact=False)
    return Layout(
        name="package of datasets", columns=columns, releases=(release,), tells=tells
    )
