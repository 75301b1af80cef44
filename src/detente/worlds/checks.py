"""What must agree between the parts of a scenario: names, years, shares, contrasts.

Each check yields the problems it finds; `problems_of` runs them all. The facts are in
this module, the argument in `check_argument`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from detente.core.errors import nearest, shown
from detente.worlds.check_argument import argument_problems
from detente.worlds.check_happened import happened_problems
from detente.worlds.check_moves import ROUNDING
from detente.worlds.explain import Problem
from detente.worlds.facts import COLUMN_UNITS, Alliance, World
from detente.worlds.schema import Scenario

__all__ = ["problems_of"]

WORLD = "world.toml"
ARGUMENT = "scenario.toml"


def problems_of(scenario: Scenario) -> Iterator[Problem]:
    """Yield everything in a scenario that does not agree.

    Args:
        scenario: A scenario whose fields are each well formed.

    Yields:
        Problems, facts first.
    """
    world = scenario.world
    return chain(
        _columns(world),
        _actors(world),
        _alliances(world),
        _ties(world),
        _majors(world),
        _neighbours(world),
        _names(scenario),
        _assumed(scenario),
        _postures(world),
        argument_problems(scenario),
        happened_problems(scenario),
    )


def unknown(
    file: str, path: str, kind: str, name: str, options: Iterable[str]
) -> Problem:
    """Describe a name that nothing in the scenario has."""
    return Problem(file, path, kind, shown(name), nearest(name, options))


def _columns(world: World) -> Iterator[Problem]:
    """Check that every numeric column has its unit and a source."""
    for name, column in world.facts.items():
        if name not in COLUMN_UNITS:
            yield unknown(WORLD, "facts", "a column of the actors", name, COLUMN_UNITS)
            continue
        unit = COLUMN_UNITS[name]
        if column.unit != unit:
            yield Problem(
                WORLD, f"facts.{name}.unit", f'"{unit}"', shown(column.unit),
                f"give the figures in {unit}",
            )  # fmt: skip
        yield from _source(world, f"facts.{name}.source", column.source)
    for name in COLUMN_UNITS:
        if name not in world.facts:
            yield Problem(
                WORLD, f"facts.{name}", "unit, year and source", "nothing",
                "say where its figures are from",
            )  # fmt: skip


def _source(world: World, path: str, key: str) -> Iterator[Problem]:
    """Check that a source is listed."""
    if key not in world.sources:
        yield unknown(WORLD, path, "a key of [sources]", key, world.sources)


def _known(
    path: str, names: Iterable[str], options: Iterable[str], kind: str
) -> Iterator[Problem]:
    """Check that names of the world's file are known."""
    known = tuple(options)
    for name in names:
        if name not in known:
            yield unknown(WORLD, path, kind, name, known)


def _actors(world: World) -> Iterator[Problem]:
    """Check that actors live in known theatres and have numbers of their own."""
    holders: dict[int, str] = {}
    for code, actor in world.actors.items():
        path = f"actors.{code}"
        yield from _known(
            f"{path}.theatre", [actor.theatre], world.theatres, "a key of [theatres]"
        )
        if actor.cow is None:
            continue
        first = holders.setdefault(actor.cow, code)
        if first != code:
            yield Problem(
                WORLD, f"{path}.cow", "a number of its own",
                f"{actor.cow}, which {first} has", "correct one of the two",
            )  # fmt: skip


def _alliances(world: World) -> Iterator[Problem]:
    """Check members, years of accession, hubs and treaty areas."""
    for key, alliance in world.alliances.items():
        path = f"alliances.{key}"
        yield from _known(f"{path}.members", alliance.members, world.actors, "an actor")
        yield from _known(
            f"{path}.area", alliance.area, world.theatres, "a key of [theatres]"
        )
        yield from _source(world, f"{path}.source", alliance.source)
        yield from _members(path, alliance, world.start)
        yield from _integrated(path, alliance)


def _members(path: str, alliance: Alliance, start: int) -> Iterator[Problem]:
    """Check one alliance's members against their years and its hub."""
    for code, times in Counter(alliance.members).items():
        if times > 1:
            yield Problem(
                WORLD, f"{path}.members", "each member once",
                f'"{code}" {times} times', "take the others out",
            )  # fmt: skip
        if code not in alliance.joined:
            yield Problem(
                WORLD, f"{path}.joined", f"a year of accession for {code}", "none",
                "add it",
            )  # fmt: skip
    yield from _known(f"{path}.joined", alliance.joined, alliance.members, "a member")
    for code, year in alliance.joined.items():
        if year > start:
            yield Problem(
                WORLD, f"{path}.joined.{code}", f"a year up to {start}", str(year),
                'use a move of kind "join" for a later accession',
            )  # fmt: skip
    if alliance.hub is not None:
        yield from _known(f"{path}.hub", [alliance.hub], alliance.members, "a member")
    elif alliance.rule == "hub":
        yield Problem(
            WORLD, f"{path}.hub", 'the member that decides (rule = "hub")', "nothing",
            "add hub = its code",
        )  # fmt: skip


def _integrated(path: str, alliance: Alliance) -> Iterator[Problem]:
    """Check that only a hub's spokes are bound less than members are."""
    if alliance.integration and alliance.rule != "hub":
        yield Problem(
            WORLD, f"{path}.integration", 'a hub alliance (rule = "hub")',
            f'rule = "{alliance.rule}"',
            "leave it out: members of this alliance are bound to one another already",
        )  # fmt: skip


def _ties(world: World) -> Iterator[Problem]:
    """Check ties and pacts: two different, known ends, in force at the start."""
    entries = chain(
        (("ties", at, tie) for at, tie in enumerate(world.ties, 1)),
        (("pacts", at, pact) for at, pact in enumerate(world.pacts, 1)),
    )
    for table, at, entry in entries:
        path = f"{table}#{at}"
        first, second = entry.between
        options = world.codes
        if table == "ties" and not {first, second} <= set(world.alliances):
            options += tuple(world.alliances)
        kind = "an actor or alliance" if table == "ties" else "an actor"
        if table == "ties" and {first, second} <= set(world.alliances):
            kind = "at least one actor"
        yield from _known(f"{path}.between", entry.between, options, kind)
        if first == second:
            yield _itself(f"{path}.between", first)
        if entry.since > world.start:
            yield Problem(
                WORLD, f"{path}.since", f"a year up to {world.start}",
                str(entry.since), 'use a move of kind "tie" for a later one',
            )  # fmt: skip
        yield from _source(world, f"{path}.source", entry.source)


def _itself(path: str, name: str) -> Problem:
    """Describe a pair of one actor with itself."""
    return Problem(WORLD, path, "two different sides", f'"{name}" twice', "correct one")


def _majors(world: World) -> Iterator[Problem]:
    """Check that major powers are known, each listed once, and have a source."""
    if world.majors is None:
        return
    yield from _known("majors.of", world.majors.of, world.actors, "an actor")
    for code, times in Counter(world.majors.of).items():
        if times > 1:
            yield Problem(
                WORLD, "majors.of", "each actor once", f'"{code}" {times} times',
                "take the others out",
            )  # fmt: skip
    yield from _source(world, "majors.source", world.majors.source)


def _neighbours(world: World) -> Iterator[Problem]:
    """Check that neighbours are known and that each pair is listed once."""
    listed: dict[frozenset[str], str] = {}
    for at, entry in enumerate(world.neighbours, 1):
        path = f"neighbours#{at}"
        yield from _known(f"{path}.of", [entry.of], world.actors, "an actor")
        for name in ("by_land", "by_sea"):
            others: tuple[str, ...] = getattr(entry, name)
            here = f"{path}.{name}"
            yield from _known(here, others, world.actors, "an actor")
            for other in others:
                if other == entry.of:
                    yield _itself(here, other)
                first = listed.setdefault(frozenset((entry.of, other)), here)
                if first != here or others.count(other) > 1:
                    yield Problem(
                        WORLD, here, "each pair once",
                        f"{entry.of} and {other} again ({first})", "take one out",
                    )  # fmt: skip
                    break


def _names(scenario: Scenario) -> Iterator[Problem]:
    """Check that groups hold known actors and have names of their own."""
    for key, codes in scenario.groups.items():
        path = f"groups.{key}"
        if key in scenario.world.alliances:
            yield Problem(
                ARGUMENT, path, "a name that no alliance has", f'"{key}"',
                "rename the group; an alliance is a group already",
            )  # fmt: skip
        for code, times in Counter(codes).items():
            if code not in scenario.world.actors:
                yield unknown(ARGUMENT, path, "an actor", code, scenario.world.actors)
            elif times > 1:
                yield Problem(
                    ARGUMENT, path, "each actor once", f'"{code}" {times} times',
                    "take the others out",
                )  # fmt: skip


def _assumed(scenario: Scenario) -> Iterator[Problem]:
    """Check the names in what is assumed about views and hostility."""
    world, sides = scenario.world, scenario.sides
    named = chain(
        ((f"suspicions#{i}.by", e.by) for i, e in enumerate(world.suspicions, 1)),
        ((f"suspicions#{i}.of", e.of) for i, e in enumerate(world.suspicions, 1)),
        ((f"motives#{i}.of", e.of) for i, e in enumerate(world.motives, 1)),
        ((f"status_quo#{i}.by", e.by) for i, e in enumerate(world.status_quo, 1)),
        ((f"status_quo#{i}.of", e.of) for i, e in enumerate(world.status_quo, 1)),
        (
            (f"{table}#{i}.between", names)
            for table, entries in (("heat", world.heat), ("affinity", world.affinity))
            for i, entry in enumerate(entries, 1)
            for names in entry.between
        ),
    )
    for path, names in named:
        yield from _known(path, names, sides, "an actor, alliance or group")


def _postures(world: World) -> Iterator[Problem]:
    """Check that forces are away from home, and that shares add up to at most 1."""
    kept: defaultdict[str, float] = defaultdict(float)
    for at, entry in enumerate(world.posture, 1):
        path = f"posture#{at}"
        yield from _known(f"{path}.by", [entry.by], world.actors, "an actor")
        yield from _known(
            f"{path}.theatre", [entry.theatre], world.theatres, "a key of [theatres]"
        )
        home = world.actors[entry.by].theatre if entry.by in world.actors else ""
        if entry.theatre == home:
            yield Problem(
                WORLD, f"{path}.theatre", f"another theatre than {entry.by}'s home",
                f'"{home}"', "name the theatre abroad, or take the entry out",
            )  # fmt: skip
        kept[entry.by] += entry.share
        if kept[entry.by] > 1.0 + ROUNDING:
            yield Problem(
                WORLD, f"{path}.share",
                f"shares of {entry.by} that add up to at most 1", f"{kept[entry.by]:g}",
                "lower one of them",
            )  # fmt: skip
