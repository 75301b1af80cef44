r"""Richardson's arms race: reaction to the other, fatigue, and grievance.

$$ \dot x = k\,y - a\,x + g, \qquad \dot y = l\,x - b\,y + h $$

[Richardson1960]. The race comes to rest, at

$$ x^* = \frac{k h + b g}{a b - k l}, \qquad y^* = \frac{l g + a h}{a b - k l} $$

iff $k l < a b$; otherwise it runs away.
"""

from typing import NamedTuple

import numpy as np

__all__ = ["Race", "equilibrium", "path"]


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
