"""What a search may choose: moves to make or leave, each with what may vary in it."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from detente.core.errors import UsageError
from detente.worlds.check_interests import sized
from detente.worlds.check_moves import posted_problems
from detente.worlds.moves import Move
from detente.worlds.schema import Plan, Scenario

__all__ = ["Dial", "Setting", "dials", "moves_at", "possible", "setting_of", "sound"]

Setting = tuple[int, ...]
"""Position of every dial; 0 leaves the move out."""


class Dial(NamedTuple):
    """One move that may be made.

    Attributes:
        options: The move as it may be made; position 0 of the dial makes none.
    """

    options: tuple[Move, ...]


def _bare(move: Move) -> Move:
    """Return a move without its source: two plans may make it for two reasons."""
    return move.model_copy(update={"source": None})


def dials(scenario: Scenario) -> tuple[Dial, ...]:
    """Return what a search may choose: what the scenario allows, else its plans' moves.

    Raises:
        UsageError: If there is nothing to choose.
    """
    if scenario.search is None:
        own = (_bare(m) for plan in scenario.plans.values() for m in plan.moves)
        found = tuple(Dial((move,)) for move in dict.fromkeys(own))
    else:
        found = tuple(
            Dial(tuple(dict.fromkeys(
                sized(_bare(each.move), year, level)
                for year in each.years or (each.move.year,)
                for level in each.levels or (None,)
            )))
            for each in scenario.search.moves
        )  # fmt: skip
    if not found:
        raise UsageError.at(
            f"{scenario.slug}, search", "moves to choose from", "none",
            "state [[search.moves]], or give a plan moves",
        )  # fmt: skip
    return found


def possible(choice: Sequence[Dial]) -> int:
    """Return how many plans there are to choose from."""
    count = 1
    for dial in choice:
        count *= len(dial.options) + 1
    return count


def every(choice: Sequence[Dial]) -> list[Setting]:
    """Return all settings."""
    return list(itertools.product(*(range(len(d.options) + 1) for d in choice)))


def moves_at(choice: Sequence[Dial], setting: Setting) -> tuple[Move, ...]:
    """Return the moves of a setting."""
    return tuple(
        dial.options[at - 1] for dial, at in zip(choice, setting, strict=True) if at
    )


def setting_of(choice: Sequence[Dial], moves: Sequence[Move]) -> Setting | None:
    """Return the setting that makes just these moves, or None if there is none."""
    wanted = tuple(dict.fromkeys(map(_bare, moves)))
    setting = tuple(
        next((k for k, each in enumerate(d.options, 1) if each in wanted), 0)
        for d in choice
    )
    return setting if len(wanted) == sum(map(bool, setting)) else None


def sound(scenario: Scenario, moves: tuple[Move, ...]) -> bool:
    """Return whether a plan of these moves could be stated: no force posted twice."""
    trial = Plan.model_construct(title="trial", summary=None, moves=moves)
    held = scenario.model_copy(update={"plans": {"trial": trial}})
    return next(iter(posted_problems(held, "trial")), None) is None
