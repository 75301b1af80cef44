"""Troops of the United States abroad, by host and year."""

from detente.record.describe import Layout, Release, Source, code, text, whole, year

__all__ = ["SOURCE"]

BRANCHES = {
    "troops_ad": "active duty",
    "army_ad": "army, active duty",
    "navy_ad": "navy, active duty",
    "air_force_ad": "air force, active duty",
    "marine_corps_ad": "marine corps, active duty",
    "coast_guard_ad": "coast guard, active duty",
}

SOURCE = Source(
    name="troops",
    title="Troops of the United States abroad",
    direction="state-year",
    key=("ccode", "year"),
    span=("year",),
    layouts=(
        Layout(
            name="as distributed",
            columns=(
                text("country", "name as given", file="countryname"),
                code("ccode", "cow+territories"),
                text("iso3", "ISO code as given", file="iso3c", blank=True),
                year(),
                text("region", "region as given", blank=True),
                *(
                    whole(name, f"persons, {what}", -1_000, 1e8, blank=True)
                    for name, what in BRANCHES.items()
                ),
            ),
            releases=(Release("", 10_254, (1950, 2040), exact=False),),
            blanks=("", "NA"),
        ),
    ),
    citation=(
        "Allen, M. A., Flynn, M. E. and Machain, C. M. (2022), Global U.S. military "
        "deployment data: 1950-2020, Conflict Management and Peace Science 39(3); "
        "Kane, T. (2005), Global U.S. troop deployment, 1950-2003."
    ),
    terms="US government source; the R package troopdata (M. E. Flynn) is GPL (>= 3)",
    page="https://github.com/meflynn/troopdata",
    notes=(
        "the United States is among the hosts; codes above 999 and 6 (Puerto Rico) are "
        "territories; four branch figures are small negative numbers, as given"
    ),
)
