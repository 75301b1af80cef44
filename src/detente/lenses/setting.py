"""Parameters that somebody sets: a value, or the interval that holds 90 % of draws.

threat.advantage=2           one value, in every draw
belief.empathy=0.6:0.9       the interval that holds 90 % of its draws
"""

import re
from typing import NamedTuple

from detente.core.errors import UsageError, nearest, shown
from detente.core.parameters import unbounded
from detente.lenses.lens import parameters

__all__ = ["Setting", "number", "plain", "setting"]

HALF = 1.6448536269514722
"""Standard deviations from the centre to the ends of the interval that holds 90 %."""

LARGEST = 1e6
"""On the unbounded side; beyond it single precision overflows."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


class Setting(NamedTuple):
    """A parameter that is set.

    Attributes:
        key: Parameter, "law.name".
        said: Its value as it is written, in one form: equal values have equal ones.
        centre: Centre on the unbounded side.
        sd: Standard deviation there.
    """

    key: str
    said: str
    centre: float
    sd: float


def setting(key: str, value: str, where: str = "set") -> Setting:
    """Return what a statement sets.

    Args:
        key: Parameter, "law.name".
        value: "2", or "1.5:3".
        where: What to call the place of the statement.

    Raises:
        UsageError: If there is no such parameter, or the value is out of its range.
    """
    known = parameters()
    if key not in known:
        raise UsageError.at(
            where, "a parameter of a law, or ACTOR.empathy and the like", shown(key),
            nearest(key, known),
        )  # fmt: skip
    low, colon, high = value.partition(":")
    first = _side(where, key, low)
    last = _side(where, key, high) if colon else first
    if max(abs(first), abs(last)) > LARGEST:
        raise UsageError.at(
            f"{where}, {key}", f"a number up to {LARGEST:g}", shown(value), "write one"
        )
    if last < first:
        raise UsageError.at(
            f"{where}, {key}", "an interval LOW:HIGH", shown(value), "turn it round"
        )
    said = f"{plain(low)}:{plain(high)}" if colon else plain(low)
    return Setting(key, said, (first + last) / 2, (last - first) / 2 / HALF)


def _side(where: str, key: str, text: str) -> float:
    """Return a value on the unbounded side."""
    about = parameters()[key]
    try:
        return unbounded(about.transform, number(f"{where}, {key}", text))
    except ValueError as problem:
        raise UsageError.at(
            f"{where}, {key}", f"{problem} ({about.unit})", shown(text), "write one"
        ) from None


def number(where: str, text: str) -> float:
    """Return a number as people write it: no infinity, no NaN.

    Raises:
        UsageError: If it is none.
    """
    if not _NUMBER.fullmatch(text.strip()):
        raise UsageError.at(where, "a number", shown(text), "write one")
    return float(text)


def plain(text: str) -> str:
    """Write a number in one form.

    >>> plain("0.80"), plain("1e0")
    ('0.8', '1')
    """
    return f"{float(text):.12g}"
