r"""Richardson's arms race: reaction to the other, fatigue, and grievance.

$$ \dot x = k\,y - a\,x + g, \qquad \dot y = l\,x - b\,y + h $$

[Richardson1960]. The race comes to rest, at

$$ x^* = \frac{k h + b g}{a b - k l}, \qquad y^* = \frac{l g + a h}{a b - k l} $$

iff $k l < a b$; otherwise it runs away. Its rates are always real:

$$ \lambda = \tfrac{1}{2}\left(-(a + b) \pm \sqrt{(a - b)^2 + 4 k l}\right) $$

Two equal blocs, $a = b$ and $k = l$, grow together by $(k - a)(U + V) + g + h$: a
straight line in their total. The totals of France, Russia, Germany and
Austria-Hungary of 1909-1913 [Singer1987] lie on one. So would those of blocs that only
follow their own past, so the fit does not show that they answer one another.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["BEFORE_THE_WAR", "MODEL", "Line", "Race", "equilibrium", "growth_line",
           "path", "rates"]  # fmt: skip

BEFORE_THE_WAR = {1908: 184.102, 1909: 192.225, 1910: 195.262, 1911: 203.611,
               1912: 226.181, 1913: 278.028}  # fmt: skip
"""Military spending of France, Russia, Germany and Austria-Hungary together, million
pounds a year, from the National Material Capabilities [Singer1987]."""


class Race(NamedTuple):
    """The constants of a race.

    Attributes:
        reaction: k and l (1/year, >= 0).
        fatigue: a and b (1/year, > 0).
        grievance: g and h (unit of arms a year).
    """

    reaction: tuple[float, float]
    fatigue: tuple[float, float]
    grievance: tuple[float, float]


def equilibrium(race: Race) -> tuple[float, float]:
    """Return the arms at which the race rests.

    Raises:
        ValueError: If it runs away.

    >>> equilibrium(Race((0.5, 0.5), (1.0, 1.0), (3.0, 0.0)))
    (4.0, 2.0)
    """
    (k, l), (a, b), (g, h) = race  # noqa: E741  (the names of the equation)
    room = a * b - k * l
    if room <= 0:
        raise ValueError(f"race: expected k l < a b, got {k * l:g} >= {a * b:g}")
    return (k * h + b * g) / room, (l * g + a * h) / room


def path(race: Race, start: tuple[float, float], years: int) -> np.ndarray:
    """Return the arms of both after 1, 2, ... years, shape (year, 2).

    Args:
        race: Constants.
        start: Arms of both now.
        years: How many years.
    """
    from scipy.linalg import expm

    (k, l), (a, b), (g, h) = race  # noqa: E741
    step = expm(np.array([[-a, k, g], [l, -b, h], [0.0, 0.0, 0.0]]))
    now, found = np.array([*start, 1.0]), []
    for _ in range(years):
        now = step @ now
        found.append(now[:2])
    return np.array(found)


def rates(race: Race) -> tuple[float, float]:
    """Return the two rates at which the race grows or dies down (1/year).

    >>> rates(Race((1.0, 1.0), (2.0, 2.0), (0.0, 0.0)))
    (-1.0, -3.0)
    """
    (k, l), (a, b), _ = race  # noqa: E741
    root = ((a - b) ** 2 + 4 * k * l) ** 0.5
    return (root - a - b) / 2, (-root - a - b) / 2


class Line(NamedTuple):
    """Yearly growth of a total as a straight line of the total.

    Attributes:
        slope: k - a (1/year).
        zero: The total that would not grow (unit of arms).
        explained: Share of the variance that the line explains.
    """

    slope: float
    zero: float
    explained: float


def growth_line(totals: Mapping[int, float]) -> Line:
    """Return the least-squares line of growth on totals, both between two years.

    Args:
        totals: Arms of all by year, no year missing.
    """
    known = np.array([totals[year] for year in sorted(totals)])
    growth, middle = np.diff(known), (known[1:] + known[:-1]) / 2
    slope, start = np.polyfit(middle, growth, 1)
    return Line(
        float(slope),
        float(-start / slope),
        float(np.corrcoef(middle, growth)[0, 1] ** 2),
    )


def _numbers() -> tuple[Number, ...]:
    rest = equilibrium(Race((0.5, 0.5), (1.0, 1.0), (3.0, 0.0)))
    edge = rates(Race((2.0, 0.5), (1.0, 1.0), (0.0, 0.0)))
    late = growth_line({year: BEFORE_THE_WAR[year] for year in range(1909, 1914)})
    whole = growth_line(BEFORE_THE_WAR)
    return (
        Number("x* at k = l = .5, a = b = 1, g = 3, h = 0", 4.0, rest[0]),
        Number("y* at the same", 2.0, rest[1]),
        Number("larger rate where k l = a b (the edge of stability)", 0.0, edge[0]),
        Number("1909-13, slope (1/year)", 0.832, late.slope, 5e-4),
        Number("1909-13, total that would rest (million pounds)", 189.3, late.zero,
               0.05),
        Number("1909-13, share explained", 0.998, late.explained, 5e-4),
        Number("1908-13, slope (1/year)", 0.759, whole.slope, 5e-4),
        Number("1908-13, total that would rest (million pounds)", 184.9, whole.zero,
               0.05),
        Number("1908-13, share explained", 0.966, whole.explained, 5e-4),
    )  # fmt: skip


def _picture() -> Lines:
    years = sorted(BEFORE_THE_WAR)
    known = np.array([BEFORE_THE_WAR[year] for year in years])
    middle, growth = (known[1:] + known[:-1]) / 2, np.diff(known)
    late = growth_line({year: BEFORE_THE_WAR[year] for year in years[1:]})
    ends = np.array([late.zero, 260.0])
    return Lines(
        "total spending of the four, mid-year (million pounds)",
        "growth (million pounds a year)",
        (
            Series("as recorded, 1908-13", middle.tolist(), growth.tolist(), "points"),
            Series(
                "line fitted to 1909-13",
                ends.tolist(),
                (late.slope * (ends - late.zero)).tolist(),
            ),
        ),
        "Before 1914 the arms of the two blocs grew by .83 of what they exceeded 189 "
        "million pounds; the year 1908-09 lies off the line.",
    )


MODEL = Model(
    "richardson",
    "Richardson's arms race",
    "Each arms against the other's arms; the race rests if fatigue outweighs reaction.",
    _numbers,
    _picture,
    "law `arming`, a race with fatigue settles (`tests/laws/test_arming.py`); the "
    "spiral number of two states is the root of k l / a b "
    "(`tests/dynamics/test_spiral.py`)",
    (
        "Richardson's own totals of 1909-13 (slope .73, 194 million pounds): known "
        "here at second hand only. The totals above are of another source.",
    ),
)
