"""What must agree in the argument: moves with the world, claims with outcomes.

A move can only be made by those who exist, in a year that is simulated; a claim can
only speak of outcomes that are measured, over years that are simulated.
"""

from collections.abc import Iterable, Iterator

from detente.core.errors import UsageError, nearest, shown
from detente.lenses.lens import parameters
from detente.lenses.setting import setting
from detente.strategies.catalogue import SCRIPT, rule
from detente.strategies.own import is_own
from detente.strategies.rules import RULES
from detente.worlds.argument import Part, Than
from detente.worlds.check_interests import interest_problems, size_problems
from detente.worlds.check_moves import (
    known_problems,
    movers_problems,
    posted_problems,
)
from detente.worlds.explain import Problem
from detente.worlds.interests import Allowed
from detente.worlds.moves import Move
from detente.worlds.outcomes import OUTCOMES, width_for
from detente.worlds.schema import Scenario

__all__ = ["argument_problems"]

FILE = "scenario.toml"


def argument_problems(scenario: Scenario) -> Iterator[Problem]:
    """Yield everything in scenario.toml that does not agree.

    Args:
        scenario: A scenario whose fields are each well formed.

    Yields:
        Problems: baseline, moves, then claims.
    """
    if scenario.baseline not in scenario.plans:
        yield _unknown("baseline", "a plan", scenario.baseline, scenario.plans)
    yield from _horizon(scenario)
    yield from _listed_moves(scenario, "moves", scenario.moves)
    for key, plan in scenario.plans.items():
        yield from _listed_moves(scenario, f"plans.{key}.moves", plan.moves)
        yield from posted_problems(scenario, key)
    yield from _strategies(scenario)
    yield from _assumed(scenario)
    for key, claim in scenario.claims.items():
        path = f"claims.{key}"
        yield from _plans(scenario, f"{path}.plan", [claim.plan])
        yield from _plans(scenario, f"{path}.weak", claim.weak)
        for at, part in enumerate(claim.parts, 1):
            here = f"{path}.parts#{at}"
            yield from _part(scenario, here, part)
            yield from _compared(scenario, here, part, claim.plan)
    yield from interest_problems(scenario.interests, scenario.sides, scenario.years)
    for at, allowed in enumerate(scenario.search.moves if scenario.search else (), 1):
        yield from _allowed(scenario, f"search.moves#{at}", allowed)


def _assumed(scenario: Scenario) -> Iterator[Problem]:
    """Check what the scenario sets of the laws' parameters."""
    met: set[str] = set()
    for at, line in enumerate(scenario.assume, 1):
        key, equals, value = line.partition("=")
        path = f"assume#{at}"
        if not equals:
            yield Problem(
                FILE, path, "PARAMETER=VALUE", shown(line), "write threat.advantage=2"
            )
        elif key not in parameters():
            yield _unknown(path, "a parameter of a law", key, parameters())
        elif key in met:
            yield Problem(FILE, path, "one value of each", f"two of {key}", "keep one")
        else:
            try:
                setting(key, value)
            except UsageError as problem:
                what = str(problem).partition(": expected ")[2].partition(", got ")[0]
                yield Problem(FILE, path, what, shown(value), "write another value")
        met.add(key)


def _strategies(scenario: Scenario) -> Iterator[Problem]:
    """Check that strategies exist and that actors do who follow them."""
    listed = {"strategies": scenario.strategies} | {
        f"plans.{key}.strategies": plan.strategies
        for key, plan in scenario.plans.items()
    }
    for path, held in listed.items():
        for code, name in held.items():
            if code not in scenario.world.actors:
                yield _unknown(
                    path, "the code of an actor", code, scenario.world.actors
                )
            if is_own(name):
                yield Problem(
                    FILE, f"{path}.{code}", "the name of a strategy", shown(name),
                    "give a file of your own with --strategy",
                )  # fmt: skip
                continue
            try:
                rule(name)
            except UsageError:
                yield _unknown(
                    f"{path}.{code}", "a strategy", name, [*RULES, f"{SCRIPT}fh"]
                )


def _allowed(scenario: Scenario, path: str, allowed: Allowed) -> Iterator[Problem]:
    """Check a move that a search may make, in every year that it may."""
    yield from movers_problems(scenario, f"{path}.move", allowed.move)
    yield from _dates(scenario, f"{path}.move", allowed.move)
    for year in allowed.years:
        moved = allowed.move.model_copy(update={"year": year})
        yield from _dates(scenario, f"{path}.years", moved)
    yield from size_problems(path, allowed)


def _unknown(path: str, kind: str, name: str, options: Iterable[str]) -> Problem:
    """Describe a name that nothing in the scenario has."""
    return Problem(FILE, path, kind, shown(name), nearest(name, options))


def _plans(scenario: Scenario, path: str, names: Iterable[str]) -> Iterator[Problem]:
    """Check that plans exist."""
    yield from known_problems(path, names, scenario.plans, "a plan")


def _horizon(scenario: Scenario) -> Iterator[Problem]:
    """Check that the horizon lies at the start or up to a century after it."""
    start = scenario.world.start
    if not start <= scenario.horizon <= start + 99:
        yield Problem(
            FILE, "horizon", f"a year from {start} to {start + 99}",
            str(scenario.horizon), "write the last simulated year",
        )  # fmt: skip


def _listed_moves(
    scenario: Scenario, path: str, moves: Iterable[Move]
) -> Iterator[Problem]:
    """Check a list of moves."""
    for at, move in enumerate(moves, 1):
        yield from _dates(scenario, f"{path}#{at}", move)
        yield from movers_problems(scenario, f"{path}#{at}", move)


def _dates(scenario: Scenario, path: str, move: Move) -> Iterator[Problem]:
    """Check that a move acts in simulated years."""
    start, horizon = scenario.world.start, scenario.horizon
    if not start <= move.year <= horizon:
        remedy = "what came before the start belongs in world.toml"
        if move.year > horizon:
            remedy = "make it earlier, or the horizon later"
        yield Problem(
            FILE, f"{path}.year", f"a year from {start} to {horizon}", str(move.year),
            remedy,
        )  # fmt: skip
    elif move.until is not None and not move.year <= move.until <= horizon:
        yield Problem(
            FILE, f"{path}.until", f"a year from {move.year} to {horizon}",
            str(move.until), "leave it out if the move lasts to the horizon",
        )  # fmt: skip


def _part(scenario: Scenario, path: str, part: Part) -> Iterator[Problem]:
    """Check one part of a claim by itself."""
    yield from _about(scenario, path, part)
    if part.than is not None:
        yield from _about(scenario, f"{path}.than", part.than)
    first, last = part.years
    start, horizon = scenario.world.start, scenario.horizon
    if not start <= first <= last <= horizon:
        yield Problem(
            FILE, f"{path}.years",
            f"a first and a last year from {start} to {horizon}",
            f"[{first}, {last}]", "keep them in order and inside the simulated years",
        )  # fmt: skip
    if (part.level is None) == (part.contrast == "level"):
        yield Problem(
            FILE, f"{path}.level",
            "a number" if part.level is None else 'contrast = "level" beside it',
            "nothing" if part.level is None else f'"{part.contrast}"',
            'level and contrast = "level" go together',
        )  # fmt: skip
    if part.without is not None and (part.contrast == "level" or part.than):
        yield Problem(
            FILE, f"{path}.without", "a difference or a ratio by itself",
            'contrast = "level"' if part.contrast == "level" else "than beside it",
            "an effect without something has neither a level nor a rival effect",
        )  # fmt: skip
    if isinstance(part.without, tuple):
        actors = scenario.world.actors
        yield from known_problems(f"{path}.without", part.without, actors, "an actor")
    yield from _width(path, part)


def _width(path: str, part: Part) -> Iterator[Problem]:
    """Check that a width of one's own has a reason, and that there is a width."""
    if part.width is not None and part.why is None:
        yield Problem(
            FILE, f"{path}.why", "the reason for the width", "nothing",
            "add why, or take width out to use the outcome's own",
        )  # fmt: skip
    if part.outcome not in OUTCOMES or part.width is not None:
        return
    if width_for(part.outcome, part.contrast) is None:
        yield Problem(
            FILE, f"{path}.width", "a width in million current USD", "nothing",
            'add width and why, or use contrast = "ratio"',
        )  # fmt: skip


def _about(scenario: Scenario, path: str, part: Part | Than) -> Iterator[Problem]:
    """Check that an outcome is known and names as many sides as it has."""
    if part.outcome not in OUTCOMES:
        yield _unknown(f"{path}.outcome", "an outcome", part.outcome, OUTCOMES)
        return
    sides = OUTCOMES[part.outcome].sides
    named = scenario.sides
    for needed, field, name in ((1, "of", part.of), (2, "toward", part.toward)):
        if (name is not None) == (sides >= needed):
            given = [] if name is None else [name]
            kind = "an actor, alliance or group"
            yield from known_problems(f"{path}.{field}", given, named, kind)
        elif name is None:
            yield Problem(
                FILE, f"{path}.{field}", "an actor, alliance or group", "nothing",
                f'add it: "{part.outcome}" has {sides} side(s)',
            )  # fmt: skip
        else:
            yield Problem(
                FILE, f"{path}.{field}", "nothing", shown(name),
                f'take it out: "{part.outcome}" has {sides} side(s)',
            )  # fmt: skip


def _compared(
    scenario: Scenario, path: str, part: Part, plan: str
) -> Iterator[Problem]:
    """Check the plans of a part: known, and different unless a level is claimed."""
    mine = part.plan or plan
    other = part.against or scenario.baseline
    yield from _plans(scenario, f"{path}.plan", [part.plan] if part.plan else [])
    yield from _plans(
        scenario, f"{path}.against", [part.against] if part.against else []
    )
    if part.contrast != "level" and mine == other:
        yield Problem(
            FILE, f"{path}.plan", "a plan other than the one it is compared with",
            f'"{mine}" twice', "name another plan, or another one with against",
        )  # fmt: skip
