"""What a model brings along beside its equation: numbers to check, and a picture.

Pictures are plain data here; `detente.reports.theory` draws them.
"""

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

__all__ = ["Grid", "Lines", "Model", "Number", "Series"]


class Number(NamedTuple):
    """A number that is known, and what the code finds for it.

    Attributes:
        what: What it is, with the values it holds for.
        known: The number as it is known.
        found: The number as it is computed here.
        within: Largest difference, half a unit of the last digit that is known.
        origin: "derived": follows from the equation; "published": its author's.
    """

    what: str
    known: float
    found: float
    within: float = 1e-9
    origin: Literal["derived", "published"] = "derived"

    @property
    def met(self) -> bool:
        """Whether the two agree."""
        return abs(self.known - self.found) <= self.within


class Series(NamedTuple):
    """A line or a cloud of points with a name."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    mark: Literal["line", "points"] = "line"


class Lines(NamedTuple):
    """A picture of lines and points over two numbers.

    Attributes:
        x: Title of the axis across, with unit.
        y: Title of the axis up, with unit.
        series: What is drawn.
        caption: What is to be seen, one sentence.
    """

    x: str
    y: str
    series: tuple[Series, ...]
    caption: str


class Grid(NamedTuple):
    """A heat map.

    Attributes:
        x: Title of the columns.
        y: Title of the rows.
        columns: Their names.
        rows: Their names.
        values: A value a cell, rows first.
        value: Title of the values, with unit.
        caption: What is to be seen, one sentence.
        digits: Digits behind the point.
    """

    x: str
    y: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    values: Sequence[Sequence[float]]
    value: str
    caption: str
    digits: int = 2


class Model(NamedTuple):
    """A formal model, as the catalogue of theory lists it.

    Attributes:
        name: Name by which it is asked for.
        title: Who it is known by, and what it is about.
        says: What it says, one sentence.
        numbers: Numbers to check.
        picture: Its picture.
        kernel: How the kernel stands to it: the law, and the test of the limit.
        unmet: Published numbers and results that are not checked, each with why.
    """

    name: str
    title: str
    says: str
    numbers: Callable[[], tuple[Number, ...]]
    picture: Callable[[], Lines | Grid]
    kernel: str
    unmet: tuple[str, ...] = ()
