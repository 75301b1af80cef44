"""What world.toml says: actors with their figures, alliances and ties.

Facts stand at the end of the year before the first simulated one, and name their
sources; what is assumed beside them is in `assumed`.
"""

from typing import Annotated, Literal

from pydantic import Field

from detente.worlds.assumed import (
    Affinity,
    Heat,
    Motive,
    Posture,
    StatusQuo,
    Suspicion,
)
from detente.worlds.fields import (
    Code,
    Codes,
    Expect,
    Figure,
    Key,
    Line,
    Pair,
    PositiveFigure,
    Rung,
    Share,
    SourceKey,
    Strict,
    Text,
    Year,
)

__all__ = [
    "COLUMN_UNITS",
    "Actor",
    "Alliance",
    "Column",
    "Majors",
    "Neighbours",
    "Pact",
    "Source",
    "Theatre",
    "Tie",
    "World",
    "WorldHead",
]

COLUMN_UNITS: dict[str, str] = {
    "spending": "million current USD",
    "personnel": "thousand persons",
    "population": "million persons",
    "gdp": "million current USD",
    "growth": "percent a year, real",
    "warheads": "warheads",
    "capital": "degrees north, degrees east",
}
"""Unit of each numeric column of an actor: the only one its figures may be in."""


class WorldHead(Strict):
    """The head of a world.

    Attributes:
        start: First simulated year; facts stand at the end of the year before.
        title: Name of the world.
    """

    start: Year
    title: Line


class Source(Strict):
    """Where facts come from.

    Attributes:
        citation: The publication or data set, as a scholar would cite it.
        terms: Terms under which its figures may be used.
        url: Address, if there is one.
    """

    citation: Text
    terms: Text | None = None
    url: Line | None = None


class Column(Strict):
    """Where one numeric column of the actors comes from.

    Attributes:
        unit: Unit of its figures, as in `COLUMN_UNITS`.
        year: Year the figures are for.
        source: Key of the source.
        note: A caveat.
    """

    unit: Line
    year: Year
    source: SourceKey
    note: Text | None = None


class Theatre(Strict):
    """A region in which forces are stationed and treaties hold.

    Attributes:
        name: Its name.
    """

    name: Line


def _column(name: str, figure: str = "a number >= 0") -> Expect:
    """Describe the field of an actor that belongs to a column."""
    unit = COLUMN_UNITS[name]
    return Expect(f"{figure} ({unit})", f"write the figure in {unit}")


class Actor(Strict):
    """A state, with its figures at the start.

    Attributes:
        name: Its name.
        cow: Its number in the Correlates of War list of states, if it has one.
        theatre: Key of the theatre it lives in.
        capital: Latitude and longitude of its capital, degrees north and east.
        spending: Military spending, million current USD.
        personnel: Armed forces, thousand persons.
        population: Population, million persons.
        gdp: Gross domestic product, million current USD.
        growth: Expected growth of GDP, per cent a year, real.
        warheads: Nuclear warheads.
    """

    name: Line
    cow: Annotated[int, Field(ge=1, le=9999)] | None = None
    theatre: Key
    capital: Annotated[
        tuple[
            Annotated[float, Field(ge=-90.0, le=90.0)],
            Annotated[float, Field(ge=-180.0, le=180.0)],
        ],
        Field(strict=False),
        Expect(
            "latitude and longitude such as [35.68, 139.69]",
            "write degrees north (-90 to 90), then degrees east (-180 to 180)",
        ),
    ]
    spending: Annotated[Figure, _column("spending")]
    personnel: Annotated[Figure, _column("personnel")]
    population: Annotated[PositiveFigure, _column("population", "a number > 0")]
    gdp: Annotated[PositiveFigure, _column("gdp", "a number > 0")]
    growth: Annotated[
        float,
        Field(ge=-20.0, le=30.0),
        _column("growth", "a number from -20 to 30"),
    ]
    warheads: Annotated[Figure, _column("warheads")]


class Alliance(Strict):
    """A named group of actors with a rule of decision and a treaty area.

    Attributes:
        name: Its name.
        rule: How it decides: all agree, most agree, or the hub decides.
        members: Codes of its members at the start.
        joined: Year of accession of every member.
        hub: The actor it turns on; required where the hub decides.
        area: Theatres in which mutual defence holds; empty means everywhere.
        foresight: Whether members who vote also weigh how outsiders will read the
            step and what they would then do, less so in a mood of war; otherwise only
            what it does at once.
        integration: How far members of a hub alliance are bound to one another, as a
            share of the rung by which the less bound of two is tied to the hub: 0 hub
            and spokes, who help one another only through the hub; 1 integrated.
        source: Key of the source.
    """

    name: Line
    rule: Literal["consensus", "majority", "hub"]
    members: Codes
    joined: Annotated[
        dict[Code, Year],
        Expect("years by member such as { USA = 1949 }", "give every member its year"),
    ]
    hub: Code | None = None
    area: Annotated[
        tuple[Key, ...],
        Field(strict=False),
        Expect('a list of theatres such as ["europe"]', "write it in brackets"),
    ] = ()
    foresight: bool = False
    integration: Share = 0.0
    source: SourceKey


class Tie(Strict):
    """A relation of two actors, or of an alliance and an actor, at the start.

    Attributes:
        between: The two: codes, or the key of an alliance.
        level: Level of the ladder, 0 to 4.
        since: Year in force.
        name: Name of the agreement.
        source: Key of the source.
    """

    between: Pair
    level: Rung
    since: Year
    name: Line
    source: SourceKey


class Majors(Strict):
    """The major powers at the start: pairs with one of them are politically relevant.

    Where a world does not say who they are, all its pairs count as relevant.

    Attributes:
        of: Codes of the major powers; empty if none of the actors is one.
        source: Key of the source.
    """

    of: Annotated[
        tuple[Code, ...],
        Field(strict=False),
        Expect('a list of codes such as ["USA"]', "write codes in square brackets"),
    ]
    source: SourceKey


class Neighbours(Strict):
    """The actors that touch one actor, by land or across at most 400 miles of sea.

    Attributes:
        of: Code of the actor.
        by_land: Codes of those with a common land or river border.
        by_sea: Codes of those across the sea; each pair is listed once.
    """

    of: Code
    by_land: Annotated[
        tuple[Code, ...],
        Field(strict=False),
        Expect('a list of codes such as ["RUS"]', "write codes in square brackets"),
    ] = ()
    by_sea: Annotated[
        tuple[Code, ...],
        Field(strict=False),
        Expect('a list of codes such as ["JPN"]', "write codes in square brackets"),
    ] = ()


class Pact(Strict):
    """A non-aggression obligation between potential foes: restraint, not a rung.

    Attributes:
        between: Codes of the two actors.
        since: Year in force.
        name: Name of the treaty.
        source: Key of the source.
    """

    between: Pair
    since: Year
    name: Line
    source: SourceKey


_SOURCES = Expect("a table of sources", "write [sources.key] with a citation")
_FACTS = Expect("a table of columns", "write unit, year and source of each column")
_THEATRES = Expect("a table of theatres", "write [theatres.key] with a name")
_ACTORS = Expect("a table of 2 to 300 actors", "write [actors.CODE] for each")
_ALLIANCES = Expect("a table of alliances", "write [alliances.key] for each")
_ENTRIES = Expect("a list of entries", "write each entry under [[name]]")


class World(Strict):
    """The facts of a scenario: world.toml.

    Attributes:
        world: Start year and title.
        sources: Where facts are from, by key.
        facts: Unit, year and source of each numeric column.
        theatres: Regions, by key.
        actors: States, by code.
        alliances: Alliances, by key.
        ties: Relations at the start.
        majors: Who is a major power.
        neighbours: Who touches whom.
        pacts: Non-aggression obligations.
        suspicions: Who took whom for a revisionist; later entries override.
        heat: Recent hostility; later entries override.
        affinity: Political closeness; later entries override.
        motives: The analyst's starting view; later entries override.
        status_quo: Whose steps count as evidence of aim; later entries override.
        posture: Forces away from home.
    """

    world: Annotated[WorldHead, Expect("a table", "write [world] with start and title")]
    sources: Annotated[dict[SourceKey, Source], Field(min_length=1), _SOURCES]
    facts: Annotated[dict[str, Column], _FACTS]
    theatres: Annotated[dict[Key, Theatre], Field(min_length=1), _THEATRES]
    actors: Annotated[dict[Code, Actor], Field(min_length=2, max_length=300), _ACTORS]
    alliances: Annotated[dict[Key, Alliance], _ALLIANCES] = Field(default_factory=dict)
    ties: Annotated[tuple[Tie, ...], Field(strict=False), _ENTRIES] = ()
    majors: Annotated[
        Majors | None, Expect("a table", "write [majors] with of and source")
    ] = None
    neighbours: Annotated[tuple[Neighbours, ...], Field(strict=False), _ENTRIES] = ()
    pacts: Annotated[tuple[Pact, ...], Field(strict=False), _ENTRIES] = ()
    suspicions: Annotated[tuple[Suspicion, ...], Field(strict=False), _ENTRIES] = ()
    heat: Annotated[tuple[Heat, ...], Field(strict=False), _ENTRIES] = ()
    affinity: Annotated[tuple[Affinity, ...], Field(strict=False), _ENTRIES] = ()
    motives: Annotated[tuple[Motive, ...], Field(strict=False), _ENTRIES] = ()
    status_quo: Annotated[tuple[StatusQuo, ...], Field(strict=False), _ENTRIES] = ()
    posture: Annotated[tuple[Posture, ...], Field(strict=False), _ENTRIES] = ()

    @property
    def start(self) -> int:
        """First simulated year."""
        return self.world.start

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the actors, in the order of the file."""
        return tuple(self.actors)
