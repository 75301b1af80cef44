"""Population of countries."""

from detente.record.describe import Source
from detente.record.sources import _world_bank

__all__ = ["SOURCE"]

SOURCE = Source(
    name="population",
    title="World Bank, population",
    direction="country-year",
    key=("iso3", "year"),
    span=("year",),
    layouts=(
        _world_bank.layout("population", "persons", 17_195, _world_bank.are_people),
    ),
    citation="World Bank, World Development Indicators, SP.POP.TOTL.",
    terms=_world_bank.TERMS.format("population"),
    page="https://github.com/datasets/population",
    notes=_world_bank.NOTES,
)
