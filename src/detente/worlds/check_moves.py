"""What must agree in the moves of plans: who moves, to whom, with what forces."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from detente.core.errors import nearest, shown
from detente.worlds.explain import Problem
from detente.worlds.moves import (
    DeclareMove,
    HotlineMove,
    InspectMove,
    JoinMove,
    LimitMove,
    Move,
    PledgeMove,
    PostMove,
    RestrainMove,
    SeparateMove,
    ShockMove,
    TieMove,
    TransferMove,
    WithdrawMove,
)
from detente.worlds.schema import Scenario

__all__ = ["ROUNDING", "known_problems", "movers_problems", "posted_problems"]

FILE = "scenario.toml"
ROUNDING = 1e-9
"""Slack for shares that add up to one in decimal, but not quite in binary."""


def known_problems(
    path: str, names: Iterable[str], options: Iterable[str], kind: str
) -> Iterator[Problem]:
    """Check that names are known."""
    known = tuple(options)
    for name in names:
        if name not in known:
            yield Problem(FILE, path, kind, shown(name), nearest(name, known))


def movers_problems(scenario: Scenario, path: str, move: Move) -> Iterator[Problem]:
    """Yield what is wrong in who makes a move, and to whom.

    Args:
        scenario: Scenario.
        path: Where the move stands.
        move: The move.
    """
    world = scenario.world
    actors, alliances = world.actors, world.alliances
    match move:
        case TieMove() | DeclareMove() | RestrainMove() | PledgeMove():
            either = (*actors, *alliances)
            yield from known_problems(
                f"{path}.by", [move.by], either, "an actor or alliance"
            )
            yield from known_problems(f"{path}.to", move.to, actors, "an actor")
            yield from _not_to_itself(path, move.by, move.to)
            yield from _voters(path, move, actors)
        case JoinMove():
            yield from _joins(scenario, path, move)
        case PostMove() | WithdrawMove():
            yield from known_problems(f"{path}.by", move.by, actors, "an actor")
            theatres = world.theatres
            yield from known_problems(
                f"{path}.theatre", [move.theatre], theatres, "a key of [theatres]"
            )
        case TransferMove():
            yield from known_problems(f"{path}.by", [move.by], actors, "an actor")
            yield from known_problems(f"{path}.to", move.to, actors, "an actor")
            yield from _not_to_itself(path, move.by, move.to)
        case ShockMove():
            yield from known_problems(f"{path}.on", move.on, actors, "an actor")
        case LimitMove():
            yield from known_problems(f"{path}.by", move.by, actors, "an actor")
            yield from _limit(path, move)
        case InspectMove() | SeparateMove() | HotlineMove():
            yield from _between(scenario, path, move.between)


def _voters(path: str, move: Move, actors: Iterable[str]) -> Iterator[Problem]:
    """Check that a move that asks for consent is made by those who can vote."""
    if isinstance(move, TieMove) and move.consent and move.by in actors:
        yield Problem(
            FILE, f"{path}.consent", "a move by an alliance, which votes",
            f'one by "{move.by}"', "take consent out",
        )  # fmt: skip


def _limit(path: str, move: LimitMove) -> Iterator[Problem]:
    """Check that a limit says what it limits."""
    if move.growth is None and move.level is None:
        yield Problem(
            FILE, f"{path}.growth", "a ceiling on growth (% a year) or a level",
            "nothing", "add growth or level (million USD a year)",
        )  # fmt: skip


def _between(
    scenario: Scenario, path: str, between: tuple[str, str]
) -> Iterator[Problem]:
    """Check that a move is made between two different, known sides."""
    either = (*scenario.world.actors, *scenario.world.alliances)
    yield from known_problems(
        f"{path}.between", between, either, "an actor or alliance"
    )
    if between[0] == between[1]:
        yield Problem(
            FILE, f"{path}.between", "two different sides", f'"{between[0]}" twice',
            "correct one",
        )  # fmt: skip


def _not_to_itself(path: str, by: str, to: Iterable[str]) -> Iterator[Problem]:
    """Check that a move is not made to the one who makes it."""
    if by in to:
        yield Problem(FILE, f"{path}.to", "others", f'"{by}" itself', "take it out")


def _joins(scenario: Scenario, path: str, move: JoinMove) -> Iterator[Problem]:
    """Check that an actor joins a known alliance that it is not in."""
    world = scenario.world
    yield from known_problems(f"{path}.by", [move.by], world.actors, "an actor")
    yield from known_problems(f"{path}.to", [move.to], world.alliances, "an alliance")
    alliance = world.alliances.get(move.to)
    if alliance is not None and move.by in alliance.members:
        yield Problem(
            FILE, f"{path}.by", f'an actor outside "{move.to}"', f'"{move.by}"',
            "it is a member at the start; take the move or the membership out",
        )  # fmt: skip


def posted_problems(scenario: Scenario, plan: str) -> Iterator[Problem]:
    """Yield where a plan posts more than all forces, or withdraws more than are there.

    Args:
        scenario: Scenario.
        plan: Key of the plan.
    """
    moves = scenario.moves_of(plan)
    common = len(scenario.moves)
    for at, move in enumerate(moves, 1):
        if not isinstance(move, PostMove | WithdrawMove):
            continue
        path = f"moves#{at}" if at <= common else f"plans.{plan}.moves#{at - common}"
        for code in move.by:
            if isinstance(move, PostMove):
                total = sum(_stationed(scenario, moves, code, move.year).values())
                if total > 1.0 + ROUNDING:
                    yield Problem(
                        FILE, f"{path}.share",
                        f"shares of {code} abroad that add up to at most 1",
                        f"{total:g} in {move.year}", "lower one of them",
                    )  # fmt: skip
                continue
            for year in range(move.year, (move.until or scenario.horizon) + 1):
                left = _stationed(scenario, moves, code, year)[move.theatre]
                if left < -ROUNDING:
                    yield Problem(
                        FILE, f"{path}.share",
                        f"at most the {max(left + move.share, 0):g} of {code} "
                        f"stationed in {move.theatre} in {year}", f"{move.share:g}",
                        "lower it, or end it when the forces leave anyway",
                    )  # fmt: skip
                    break


def _stationed(
    scenario: Scenario, moves: Iterable[Move], code: str, year: int
) -> defaultdict[str, float]:
    """Return the shares of an actor's force abroad in a year, by theatre."""
    kept: defaultdict[str, float] = defaultdict(float)
    for entry in scenario.world.posture:
        if entry.by == code:
            kept[entry.theatre] += entry.share
    for move in moves:
        if (
            isinstance(move, PostMove | WithdrawMove)
            and code in move.by
            and move.year <= year <= (move.until or scenario.horizon)
        ):
            kept[move.theatre] += move.share if move.kind == "post" else -move.share
    return kept
