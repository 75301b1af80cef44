"""The kinds of field that scenario files are made of: codes, texts, figures, rungs.

Each kind carries an `Expect`, the words in which a mistake is explained; so the file
format and its error messages are written in one place.
"""

from typing import Annotated, NamedTuple

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

__all__ = [
    "Code",
    "Codes",
    "Distribution",
    "Expect",
    "Figure",
    "Key",
    "Line",
    "Name",
    "Names",
    "Ordinal",
    "Pair",
    "PositiveFigure",
    "Rung",
    "Share",
    "SourceKey",
    "Strategies",
    "Strict",
    "Text",
    "Year",
]

LARGEST_FIGURE = 1e10
"""No fact of this field is larger, in any unit used here: a guard against overflow."""


class Expect(NamedTuple):
    """How a field is described to somebody who got it wrong.

    Attributes:
        what: What should stand there, with its unit.
        remedy: What to do about it.
    """

    what: str
    remedy: str = ""


class Strict(BaseModel):
    """A frozen record that refuses unknown keys, loose types, NaN and infinity."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False
    )


def _alone(value: object) -> object:
    """Read a name that stands alone as a list of one name."""
    return (value,) if isinstance(value, str) else value


Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=1000,
        pattern=r"^[^\x00-\x1f\x7f-\x9f]*$",
    ),
    Expect("one line of text", "write a short text in quotes"),
]
"""A text on one line, up to 1,000 characters."""

Text = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=10_000,
        pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$",
    ),
    Expect("a text", "write a text in quotes"),
]
"""A text of any number of lines, up to 10,000 characters."""

Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z0-9]{2,8}$"),
    Expect("a code of 2-8 capital letters or digits", 'write it like "JPN"'),
]
"""Code of an actor, such as JPN."""

Strategies = Annotated[
    dict[Code, Line],
    Expect("strategies by code of the actor", 'write CHN = "tit-for-tat"'),
]
"""Strategies that actors follow in place of the law, by code of the actor."""

Key = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$"),
    Expect(
        "a name of small letters, digits, - or _ (at most 40)",
        'write it like "east-asia"',
    ),
]
"""Name of an alliance, group, theatre, plan or claim, such as east-asia."""

SourceKey = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$"),
    Expect("the key of a source", 'name an entry of [sources], such as "nmc7"'),
]
"""Name of a source, such as nmc7."""

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=60),
    Expect("the name of an actor, alliance or group", "write it in quotes"),
]
"""An actor, alliance or group, as one name."""

Codes = Annotated[
    tuple[Code, ...],
    Field(strict=False, min_length=1, max_length=1000),
    BeforeValidator(_alone),
    Expect('a list of codes such as ["JPN"]', "write codes in square brackets"),
]
"""One or more actors."""

Names = Annotated[
    tuple[Name, ...],
    Field(strict=False, min_length=1, max_length=1000),
    BeforeValidator(_alone),
    Expect(
        'a list of actors, alliances or groups such as ["nato"]',
        "write names in square brackets",
    ),
]
"""One or more actors, alliances or groups."""

Pair = Annotated[
    tuple[Name, Name],
    Field(strict=False),
    Expect('two names such as ["USA", "JPN"]', "write two names in square brackets"),
]
"""Two names."""

Year = Annotated[
    int,
    Field(ge=1000, le=2300),
    Expect("a year from 1000 to 2300", "write the year as a whole number"),
]
"""A calendar year."""

Rung = Annotated[
    int,
    Field(ge=0, le=4),
    Expect(
        "a level of the ladder, 0 to 4",
        "write 0 none, 1 dialogue, 2 tailored, 3 presence or 4 mutual defence",
    ),
]
"""A level of the ladder: 0 none to 4 mutual defence."""

Ordinal = Annotated[
    int,
    Field(ge=0, le=3),
    Expect("an ordinal level, 0 to 3", "write 0 none, 1 low, 2 middle or 3 high"),
]
"""An ordinal judgement: 0 none, 1 low, 2 middle, 3 high."""

Share = Annotated[
    float,
    Field(ge=0.0, le=1.0),
    Expect("a share from 0 to 1", "write 0.10 for ten per cent"),
]
"""A share between 0 and 1."""


class Distribution(Strict):
    """A missing figure: log-normal, with the reason why it is not known.

    Attributes:
        median: Median, in the unit of the figure it stands for, above 0.
        sd_log: Standard deviation of its natural logarithm, from 0 (excluded) to 5.
        why: Why there is no figure, and where the median is from.
    """

    median: Annotated[
        float,
        Field(gt=0.0, le=LARGEST_FIGURE),
        Expect("a median > 0", "write it in the unit of the figure"),
    ]
    sd_log: Annotated[
        float,
        Field(gt=0.0, le=5.0),
        Expect(
            "a standard deviation of the logarithm, above 0 and at most 5",
            "write 0.4 for about 40 per cent either way",
        ),
    ]
    why: Text


def _number_or_distribution(value: object) -> str:
    """Tell whether a figure is given as a table or as a number."""
    return "<range>" if isinstance(value, dict | Distribution) else "<number>"


Figure = Annotated[
    Annotated[float, Field(ge=0.0, le=LARGEST_FIGURE), Tag("<number>")]
    | Annotated[Distribution, Tag("<range>")],
    Discriminator(_number_or_distribution),
]
"""A fact: a number >= 0 or, where it is not known, a distribution with a reason."""

PositiveFigure = Annotated[
    Annotated[float, Field(gt=0.0, le=LARGEST_FIGURE), Tag("<number>")]
    | Annotated[Distribution, Tag("<range>")],
    Discriminator(_number_or_distribution),
]
"""A fact that cannot be zero: a number > 0, or a distribution with a reason."""
