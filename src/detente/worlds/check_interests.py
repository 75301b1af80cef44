"""What must agree in interests and in what a search may do."""

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from detente.core.errors import nearest, shown
from detente.worlds.explain import Problem
from detente.worlds.interests import Allowed, Interest
from detente.worlds.moves import Move
from detente.worlds.outcomes import OUTCOMES

__all__ = ["SIZES", "interest_problems", "size_problems", "sized"]

FILE = "scenario.toml"
YEARLY = "probability a year"
BY_YEAR = [name for name in OUTCOMES if name != "spiral_number"]

SIZES = {
    "tie": "level", "post": "share", "restrain": "strength", "shock": "strength",
    "transfer": "amount", "limit": "growth", "inspect": "share", "separate": "share",
    "hotline": "share", "pledge": "credibility", "withdraw": "share",
}  # fmt: skip
"""What says how large a move is, by kind; a move of another kind has no size."""

_MOVE: TypeAdapter[Any] = TypeAdapter(Move)


def sized(move: Any, year: int, level: float | None) -> Any:
    """Return a move made in another year, and at another level if one is given.

    Raises:
        ValueError: If the move cannot have that level.
    """
    said = move.model_dump() | {"year": year}
    if level is not None:
        size = SIZES[move.kind]
        whole = size == "level" and float(level).is_integer()
        said[size] = int(level) if whole else level
    return _MOVE.validate_python(said)


def interest_problems(
    interests: dict[str, Interest], sides: dict[str, tuple[str, ...]], years: range
) -> Iterator[Problem]:
    """Yield what does not agree in interests.

    Args:
        interests: Interests, by key.
        sides: Codes behind every name.
        years: Simulated years.
    """
    for key, interest in interests.items():
        path = f"interests.{key}"
        if interest.outcome not in BY_YEAR:
            yield Problem(
                FILE, f"{path}.outcome", "an outcome measured every year",
                shown(interest.outcome), nearest(interest.outcome, BY_YEAR),
            )  # fmt: skip
            continue
        yield from _about(path, interest, sides)
        first, last = interest.years
        if not years.start <= first <= last < years.stop:
            yield Problem(
                FILE, f"{path}.years",
                f"a first and a last year from {years.start} to {years.stop - 1}",
                f"[{first}, {last}]",
                "keep them in order and inside the simulated years",
            )  # fmt: skip
        if interest.outcome == "arms" and interest.width is None:
            yield Problem(
                FILE, f"{path}.width", "a width in million current USD", "nothing",
                'add it, or use the outcome "burden" (% of GDP)',
            )  # fmt: skip


def _about(
    path: str, interest: Interest, sides: dict[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Check that an interest names as many sides as its outcome has."""
    outcome = OUTCOMES[interest.outcome]
    for needed, field, name in ((1, "of", interest.of), (2, "toward", interest.toward)):
        fits = (name is not None) == (outcome.sides >= needed)
        if fits and (name is None or name in sides):
            continue
        remedy = f'"{interest.outcome}" has {outcome.sides} side(s)'
        wanted = "an actor, alliance or group" if outcome.sides >= needed else "nothing"
        if fits and name is not None:
            remedy = nearest(name, sides)
        yield Problem(FILE, f"{path}.{field}", wanted, shown(name), remedy)
    if interest.both_ways and (outcome.sides, outcome.unit) != (2, YEARLY):
        yield Problem(
            FILE, f"{path}.both_ways", "a yearly probability of two sides",
            f'"{interest.outcome}"', "take both_ways out",
        )  # fmt: skip


def size_problems(path: str, allowed: Allowed) -> Iterator[Problem]:
    """Yield the levels that an allowed move cannot have."""
    kind = allowed.move.kind
    if allowed.levels and kind not in SIZES:
        yield Problem(
            FILE, f"{path}.levels", f"nothing for a move of kind {kind}",
            f"a list of {len(allowed.levels)}", "take it out",
        )  # fmt: skip
        return
    for level in allowed.levels:
        try:
            sized(allowed.move, allowed.move.year, level)
        except ValidationError:
            yield Problem(
                FILE, f"{path}.levels", f"numbers that {SIZES[kind]} may be",
                f"{level:g}", f"see {kind} in the reference of the format",
            )  # fmt: skip
