"""Gross domestic product of countries."""

from detente.record.describe import Source, Table
from detente.record.sources import _world_bank

__all__ = ["SOURCE"]


def _is_money(raw: Table) -> bool:
    return not _world_bank.are_people(raw)


SOURCE = Source(
    name="gdp",
    title="World Bank, gross domestic product",
    direction="country-year",
    key=("iso3", "year"),
    span=("year",),
    layouts=(_world_bank.layout("gdp", "current US dollars", 13_979, _is_money),),
    citation="World Bank, World Development Indicators, NY.GDP.MKTP.CD.",
    terms=_world_bank.TERMS.format("gdp"),
    page="https://github.com/datasets/gdp",
    notes=_world_bank.NOTES,
)
