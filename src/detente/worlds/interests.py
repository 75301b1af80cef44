"""Interests: whose outcome should be more, or less; and moves that a search may make.

An interest is an outcome with a direction and somebody who wants it. No interest weighs
more than another: whoever wants one total gives weights when asking.
"""

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from detente.worlds.argument import Claim
from detente.worlds.fields import Expect, Line, Name, Strict, Text, Year
from detente.worlds.moves import Move
from detente.worlds.outcomes import OUTCOMES

__all__ = ["Allowed", "Interest", "Search", "defaults"]

_YEARS = (
    Field(strict=False),
    Expect("two years such as [2031, 2040]", "write the first and the last year"),
)


class Interest(Strict):
    """Something that somebody wants more of, or less.

    Attributes:
        title: Its name in words.
        whose: Whose interest it is.
        outcome: Name of the outcome.
        of: Actor, alliance or group it is about; "everyone" is all actors.
        toward: The other side, for an outcome of two sides.
        both_ways: For a yearly probability of two sides: that it happens in either
            direction, the two taken as independent within a year.
        years: First and last year averaged over.
        wants: Which way is better.
        width: Smallest difference that counts, in the outcome's unit; by default the
            outcome's own.
        why: Why this stands for the interest, and the reason for a width of its own.
        source: Where the interest is from.
    """

    title: Line
    whose: Line
    outcome: Line
    of: Name | None = None
    toward: Name | None = None
    both_ways: bool = False
    years: Annotated[tuple[Year, Year], *_YEARS]
    wants: Literal["more", "less"]
    width: (
        Annotated[
            float,
            Field(gt=0.0, le=1e10),
            Expect("a width > 0", "write the smallest difference that counts"),
        ]
        | None
    ) = None
    why: Text
    source: Text | None = None

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return 1 if self.wants == "more" else -1

    @property
    def least(self) -> float:
        """Smallest difference that counts, in the outcome's unit."""
        return OUTCOMES[self.outcome].width if self.width is None else self.width


class Allowed(Strict):
    """A move that a search may make, or leave, with what may vary in it.

    Attributes:
        move: The move.
        years: Years in which it may be made instead of its own.
        levels: Levels, shares, strengths or amounts it may have instead of its own.
    """

    move: Move
    years: Annotated[
        tuple[Year, ...],
        Field(strict=False, max_length=20),
        Expect("a list of years such as [2024, 2027]", "write them in brackets"),
    ] = ()
    levels: Annotated[
        tuple[float, ...],
        Field(strict=False, max_length=20),
        Expect("a list of numbers such as [2, 3]", "write them in brackets"),
    ] = ()


class Search(Strict):
    """What a search for better plans may do.

    Attributes:
        moves: The moves it may make, each at most once.
    """

    moves: Annotated[
        tuple[Allowed, ...],
        Field(strict=False, max_length=100),
        Expect("a list of moves", "write each under [[search.moves]]"),
    ] = ()


def defaults(claims: dict[str, Claim], sides: dict[str, tuple[str, ...]],
             horizon: tuple[int, int]) -> dict[str, Interest]:  # fmt: skip
    """Return the interests of a scenario that states none.

    They are the security of every side that its claims name, and the arms bill of all.

    Args:
        claims: Claims, by key.
        sides: Codes behind every name.
        horizon: First and last simulated year; claims' own years are preferred.
    """
    parts = [part for claim in claims.values() for part in claim.parts]
    years = Counter(part.years for part in parts).most_common(1)
    window = years[0][0] if years else horizon
    named = dict.fromkeys(n for part in parts for n in (part.of, part.toward) if n)
    found: dict[str, Interest] = {}
    met: set[frozenset[str]] = set()
    for name in named:
        who = frozenset(sides.get(name, ()))
        if who and who not in met:
            met.add(who)
            found[name.lower()] = Interest(
                title=f"Security of {name}", whose=name, outcome="security", of=name,
                years=window, wants="more",
                why="security of a side that claims name; the scenario states no "
                "interests",
            )  # fmt: skip
    found["arms-bill"] = Interest(
        title="Arms bill of all", whose="everyone", outcome="burden", of="everyone",
        years=window, wants="less",
        why="what is spent on arms is not spent on anything else",
    )  # fmt: skip
    return found
