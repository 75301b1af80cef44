"""What really happened after the start: happened.toml, beside a scenario of the past.

Each series is an outcome as it was recorded, year by year, with its source. It is laid
over what a run foresees of the same outcome. That tests levels, not effects: nobody
knows what another plan would have brought.
"""

from typing import Annotated

from pydantic import Field

from detente.worlds.facts import Source
from detente.worlds.fields import Expect, Key, Line, Name, SourceKey, Strict, Text

__all__ = ["EVENTS", "EXPECTED", "RECORDED_UNITS", "Happened", "Series"]

RECORDED_UNITS: dict[str, str] = {
    "arms": "million USD of the start",
    "burden": "% of GDP",
    "tension": "1 if one began, else 0",
    "force": "1 if one began, else 0",
    "alignment": "steps of the ladder",
}
"""Outcomes that a record can speak of, and the only unit each may be in."""

EVENTS = ("tension", "force")
"""Of these, those that happen or do not; a run foresees their chance."""

EXPECTED = ("alignment",)
"""Of these, those of which a run keeps the expectation: no band of theirs holds chance,
so a record is drawn beside it and not counted as inside or outside."""


class Series(Strict):
    """One outcome as it was recorded.

    Attributes:
        outcome: Name of the outcome: arms, burden, tension, force or alignment.
        of: Actor, alliance or group it is about.
        toward: The other side, for an outcome of two sides.
        unit: Unit of the values.
        source: Key of the source.
        note: How the values were made from the source.
        values: Value by year; a year that is not on record is left out.
    """

    outcome: Line
    of: Name
    toward: Name | None = None
    unit: Line
    source: SourceKey
    note: Text | None = None
    values: Annotated[
        dict[
            Annotated[
                str,
                Field(pattern=r"^\d{4}$"),
                Expect("a year of four digits", "write it like 1994 = 2.5"),
            ],
            Annotated[
                float,
                Field(ge=0.0, le=1e10),
                Expect("a number >= 0", "leave a year out that is not on record"),
            ],
        ],
        Field(min_length=1, max_length=100),
        Expect("1 to 100 values by year", "write { 1994 = 2.5, 1995 = 2.4 }"),
    ]

    @property
    def query(self) -> tuple[str, str, str]:
        """Outcome and sides, as a run measures them."""
        return self.outcome, self.of, self.toward or ""

    @property
    def by_year(self) -> dict[int, float]:
        """The values by calendar year, in order."""
        return {int(year): self.values[year] for year in sorted(self.values)}


class Happened(Strict):
    """What is on record of the years after the start: happened.toml.

    Attributes:
        plan: The plan that comes nearest to what was done.
        sources: Where the values are from, by key.
        series: Outcomes as they were recorded.
    """

    plan: Key
    sources: Annotated[
        dict[SourceKey, Source],
        Field(min_length=1),
        Expect("a table of sources", "write [sources.key] with a citation"),
    ]
    series: Annotated[
        tuple[Series, ...],
        Field(strict=False, min_length=1, max_length=100),
        Expect("1 to 100 series", "write each series under [[series]]"),
    ]
