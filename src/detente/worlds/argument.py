"""What scenario.toml argues: plans, and claims with the parts that must hold.

A claim compares an outcome under a plan with the same outcome under another one. All
its parts must hold in a draw for the draw to count in its favour.
"""

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from detente.worlds.fields import (
    Expect,
    Key,
    Line,
    Name,
    Pair,
    Strategies,
    Strict,
    Text,
    Year,
)
from detente.worlds.moves import Move
from detente.worlds.outcomes import Contrast

__all__ = ["Claim", "HoldsIf", "Part", "Plan", "Than"]

HoldsIf = Literal["above", "below", "within", "not_above", "not_below"]

_MOVES = Expect("a list of moves", "write each move under [[moves]]")


class Plan(Strict):
    """A named list of moves.

    Attributes:
        title: Its name in words.
        summary: What is done and why, in a sentence or two.
        moves: The moves beyond those common to all plans.
        strategies: Who follows what in this plan, on top of those of the scenario.
    """

    title: Line
    summary: Text | None = None
    moves: Annotated[tuple[Move, ...], Field(strict=False), _MOVES] = ()
    strategies: Strategies = Field(default_factory=dict)


class Than(Strict):
    """The effect that another effect is compared with, in multiples of widths.

    Attributes:
        outcome: Name of the outcome.
        of: Actor, alliance or group it is about.
        toward: The other side, for an outcome of two sides.
    """

    outcome: Line
    of: Name | None = None
    toward: Name | None = None


def _word_or_tie(value: object) -> str:
    """Tell whether what is held still is a word or a tie of two actors."""
    return "<word>" if isinstance(value, str) else "<pair>"


Without = Annotated[
    Annotated[Literal["uncertainty", "words"], Tag("<word>")]
    | Annotated[Pair, Tag("<pair>")],
    Discriminator(_word_or_tie),
]


class Part(Strict):
    """One condition of a claim.

    Attributes:
        outcome: Name of the outcome.
        of: Actor, alliance or group it is about.
        toward: The other side, for an outcome of two sides.
        years: First and last year averaged over.
        contrast: How the plan is compared with the other one; "level": not at all.
        holds_if: Where the effect must lie for the part to hold.
        level: For contrast "level": the value compared with, in the outcome's unit.
        width: Smallest effect that counts, in the unit of the contrast; by default
            the outcome's own.
        why: The reason for a width of its own.
        without: What the effect is due to: the part of it that goes away with
            uncertainty, with words, or with a change of that tie.
        than: An effect this one is compared with, in multiples of widths.
        plan: The plan, if not the claim's.
        against: The plan compared with, if not the baseline.
    """

    outcome: Line
    of: Name | None = None
    toward: Name | None = None
    years: Annotated[
        tuple[Year, Year],
        Field(strict=False),
        Expect("two years such as [2031, 2040]", "write the first and the last year"),
    ]
    contrast: Contrast = "difference"
    holds_if: HoldsIf
    level: (
        Annotated[float, Expect("a number", "write the value compared with")] | None
    ) = None
    width: (
        Annotated[
            float,
            Field(gt=0.0, le=1e10),
            Expect("a width > 0", "write the smallest effect that counts"),
        ]
        | None
    ) = None
    why: Text | None = None
    without: (
        Annotated[
            Without,
            Expect(
                '"uncertainty", "words" or two codes such as ["CHN", "RUS"]',
                "write one of these",
            ),
        ]
        | None
    ) = None
    than: Than | None = None
    plan: Key | None = None
    against: Key | None = None


class Claim(Strict):
    """A structured statement about outcomes.

    Attributes:
        title: The claim in a few words.
        text: The claim as its author makes it, paraphrased.
        by: Whether it is the author's or ours.
        reading: The side it speaks for.
        modality: How sure its author is.
        plan: The plan it is mainly about.
        weak: Other plans worth showing.
        note: A caveat.
        parts: Conditions; all must hold.
    """

    title: Line
    text: Text
    by: Literal["author", "ours"]
    reading: Literal["spiral", "deterrence"]
    modality: Literal["bound to", "could well", "risks", "is"]
    plan: Key
    weak: Annotated[
        tuple[Key, ...],
        Field(strict=False),
        Expect('a list of plans such as ["tailored"]', "write it in brackets"),
    ] = ()
    note: Text | None = None
    parts: Annotated[
        tuple[Part, ...],
        Field(strict=False, min_length=1, max_length=20),
        Expect("1 to 20 parts", "write each part under [[claims.name.parts]]"),
    ]
