"""What a stylised fact is: a named figure, its published value, how to compute it."""

from collections.abc import Callable
from typing import NamedTuple

from detente.record.stylised.rows import Record

__all__ = ["Fact"]


class Fact(NamedTuple):
    """A figure that a model of the record should show.

    Attributes:
        name: What it is of.
        unit: Its unit, such as "% of pair-years".
        sample: What it is counted over, with years.
        published: The value that was computed before, independently; None if none was.
        compute: Returns the value from the data sets.
        note: Why the two differ, or that it is not known; "" if they agree.
    """

    name: str
    unit: str
    sample: str
    published: float | None
    compute: Callable[[Record], float]
    note: str = ""
