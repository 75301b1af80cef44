"""Nuclear warheads of states."""

from detente.record.describe import OPEN, Layout, Release, Source, text, whole, year

__all__ = ["SOURCE"]

SOURCE = Source(
    name="warheads",
    title="Nuclear warhead stockpiles",
    direction="country-year",
    key=("country", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                text("country", "name as given", file="Entity"),
                text("iso3", "ISO code as given", file="Code"),
                year(file="Year"),
                whole(
                    "warheads",
                    "warheads in the military stockpile, retired ones left out",
                    0,
                    1e6,
                    file="nuclear_weapons_stockpile",
                ),
            ),
            releases=(Release("", 869, (1945, OPEN), exact=False),),
        ),
    ),
    citation=(
        "Kristensen, H., Korda, M. et al., Federation of American Scientists, Status "
        "of World Nuclear Forces; processed by Our World in Data."
    ),
    terms="Our World in Data: CC BY 4.0; cite the Federation of American Scientists",
    page="https://ourworldindata.org/grapher/nuclear-warhead-stockpiles",
    notes="country World is the sum; a state not in the table has no warheads",
)
