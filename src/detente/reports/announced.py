"""A plan in words as the world hears of it: what is done, and what is voted on."""

from collections.abc import Callable, Sequence
from typing import Any

from detente.worlds.moves import Move
from detente.worlds.schema import Scenario

__all__ = ["RUNGS", "announced", "proposals", "said"]

RUNGS = ("no tie", "a dialogue", "a partnership", "a presence", "mutual defence")
"""What a tie is called by its level."""

MOST = 4
"""Names that are listed; of more, their number is told."""


def proposals(
    scenario: Scenario, plan: str, ballots: Sequence[tuple[str, int]]
) -> tuple[str, ...]:
    """Return what each vote of a plan is about.

    Args:
        scenario: Scenario.
        plan: Key of the plan.
        ballots: Alliance and year of each vote.
    """
    asked = [m for m in scenario.moves_of(plan) if getattr(m, "consent", False)]

    def about(alliance: str, year: int) -> str:
        those = [
            said(m, scenario) for m in asked
            if m.year == year and alliance in (getattr(m, "by", ""),
                                               getattr(m, "to", ""))
        ]  # fmt: skip
        return f"{_named(scenario, alliance)} votes: {'; '.join(those)}"

    return tuple(about(*ballot) for ballot in ballots)


def announced(scenario: Scenario, plan: str) -> tuple[tuple[int, str], ...]:
    """Return what a plan does without a vote, and the year of each."""
    return tuple(
        (move.year, said(move, scenario))
        for move in scenario.moves_of(plan)
        if not getattr(move, "consent", False)
    )


def said(move: Move, scenario: Scenario) -> str:
    """Return a move in words."""
    names = lambda codes: _listed(scenario, codes)  # noqa: E731
    return _WORDS[move.kind](move, names)


def _named(scenario: Scenario, name: str) -> str:
    world = scenario.world
    each = world.actors.get(name) or world.alliances.get(name)
    return each.name if each else name


def _listed(scenario: Scenario, codes: Any) -> str:
    codes = (codes,) if isinstance(codes, str) else tuple(codes)
    named = [_named(scenario, code) for code in codes[:MOST]]
    if len(codes) > MOST:
        return f"{', '.join(named)} and {len(codes) - MOST} more"
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


Words = Callable[[Any, Callable[[Any], str]], str]

_WORDS: dict[str, Words] = {
    "tie": lambda m, n: f"{n(m.by)} and {n(m.to)}, {RUNGS[round(m.level)]}",
    "join": lambda m, n: f"{n(m.by)} in {n(m.to)}",
    "post": lambda m, n: f"{n(m.by)} send {m.share:.0%} of their forces to {m.theatre}",
    "declare": lambda m, n: (
        f"{n(m.by)} to {n(m.to)}, "
        + ("it only defends" if m.purpose == "defensive" else "a challenge")
    ),
    "restrain": lambda m, n: f"{n(m.by)} to {n(m.to)}, an offer of restraint",
    "transfer": lambda m, n: f"{n(m.by)} gives arms or aid to {n(m.to)}",
    "shock": lambda m, n: f"a war stirs the publics of {n(m.on)}",
    "limit": lambda m, n: f"{n(m.by)} limit their arms",
    "inspect": lambda m, n: f"{n(m.between)} let each other inspect",
    "separate": lambda m, n: f"{n(m.between)} keep forces apart",
    "hotline": lambda m, n: f"{n(m.between)} open a hotline",
    "pledge": lambda m, n: f"{n(m.by)} to {n(m.to)}, a pledge",
    "withdraw": lambda m, n: f"{n(m.by)} bring forces home from {m.theatre}",
}
