r"""Reciprocity: two who answer in kind, with slips, and perhaps with generosity.

Each does what the other did last. It forgives a hostile act with probability $g$, and
a slip of probability $e$ turns what it means to do into the opposite, so it is friendly
with probability $p = 1 - e$ after a friendly act and $q = g(1 - e) + (1 - g)e$ after a
hostile one. In the long run both are friendly a share

$$ \frac{q}{1 - p + q} $$

of the time [Molander1985]: without generosity a half, however rare slips are
[Axelrod1984].
"""

from typing import NamedTuple

import numpy as np

__all__ = ["Reciprocator", "long_run", "path"]


class Reciprocator(NamedTuple):
    """A player that answers in kind.

    Attributes:
        generosity: Probability of forgiving a hostile act.
        slip: Probability of doing the opposite of what is meant.
        misread: Probability of taking a friendly act for a hostile one.
    """

    generosity: float
    slip: float
    misread: float = 0.0

    def friendly(self) -> tuple[float, float]:
        """Return the probability of a friendly act after a friendly and a hostile one.

        >>> Reciprocator(0.0, 0.1).friendly()
        (0.9, 0.1)
        """
        after_friendly, g, e = 1 - self.slip, self.generosity, self.slip
        after_hostile = g * (1 - e) + (1 - g) * e
        mixed = (1 - self.misread) * after_friendly + self.misread * after_hostile
        return mixed, after_hostile


def path(
    one: Reciprocator, other: Reciprocator, start: tuple[float, float], rounds: int
) -> np.ndarray:
    """Return the probabilities of a friendly act of both, shape (round, 2).

    Each answers the other's last act alone, so its own chance is all that matters.

    Args:
        one: A player.
        other: Its opponent.
        start: Probability of a friendly act of both, now.
        rounds: How many rounds.
    """
    rules = (one.friendly(), other.friendly())
    now, found = start, []
    for _ in range(rounds):
        seen = now[::-1]
        now = tuple(p * c + q * (1 - c) for (p, q), c in zip(rules, seen, strict=True))
        found.append(now)
    return np.array(found)


def long_run(one: Reciprocator, other: Reciprocator) -> tuple[float, float]:
    """Return the probabilities of a friendly act of both in the long run."""
    (p, q), (r, s) = one.friendly(), other.friendly()
    slope, back = p - q, r - s
    first = (q + slope * s) / (1 - slope * back)
    return first, s + back * first
