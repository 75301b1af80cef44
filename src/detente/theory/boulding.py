r"""Boulding: strength falls with distance, so each is safe near home.

A state of strength $H$ at home has $H - s\,x$ at a distance $x$. Two that are $D$ apart
are equals, from A,

$$ \frac{D}{2} + \frac{H_A - H_B}{2 s} $$

away, and B can hold its home against A, whatever A does, iff $H_A - H_B < s D$
[Boulding1962]. [BuenoDeMesquita1981] has strength fall by days of travel instead: a
capability $c$, a share of the world's, counts as

$$ c^{\,\log_{10}(d + 10 - e)} $$

after $d$ days, so that at home it counts for more than it is (the exponent is .862),
and most so a small state's: .1 as .137, .01 as .019. It counts for what it is after
$e = 2.718$ days. The constants are known here from memory; the values follow from them.
"""

from math import e, log10

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "boundary", "travelled", "viable"]


def boundary(strengths: tuple[float, float], distance: float, loss: float) -> float:
    """Return how far from A the two are equals (unit of distance).

    Args:
        strengths: Strengths at home of A and of B.
        distance: How far apart their homes are.
        loss: Strength lost per unit of distance, s > 0.

    >>> boundary((10.0, 8.0), 100.0, 0.1)
    60.0
    """
    first, second = strengths
    return distance / 2 + (first - second) / (2 * loss)


def viable(strengths: tuple[float, float], distance: float, loss: float) -> bool:
    """Return whether B can hold its home, whatever A does; see `boundary`."""
    return strengths[0] - strengths[1] < loss * distance


def travelled(share: float, days: float) -> float:
    """Return a share of the world's capability as it counts days of travel away.

    Args:
        share: Capability at home, 0-1.
        days: Days of travel, >= 0.

    >>> round(travelled(0.1, e), 6)
    0.1
    """
    return share ** log10(days + 10 - e)


def _numbers() -> tuple[Number, ...]:
    return (
        Number("boundary, H 10 and 8, D 100, s .1", 60.0, boundary((10, 8), 100, 0.1)),
        Number("boundary of equals, in shares of D", 0.5, boundary((5, 5), 1.0, 2.0)),
        Number("B viable at H 10 and 1, D 100, s .1 (1 = yes)", 1.0,
               viable((10, 1), 100, 0.1)),
        Number("B viable at H 12 and 1 (0 = no)", 0.0, viable((12, 1), 100, 0.1)),
        Number("exponent of a capability at home, by days of travel", 0.862,
               -log10(travelled(0.1, 0.0)), 5e-4),
        Number("the same 2.718 days away", 1.0, -log10(travelled(0.1, e))),
    )  # fmt: skip


def _picture() -> Lines:
    places = [float(k) for k in range(0, 101, 5)]
    return Lines(
        "distance from A (B lies at 100)",
        "strength there",
        (
            Series("A", places, [10 - 0.1 * x for x in places]),
            Series("B", places, [8 - 0.1 * (100 - x) for x in places]),
        ),
        "Where the lines cross, at 60, the two are equals: the stronger reaches on.",
    )


MODEL = Model(
    "boulding",
    "Boulding's loss of strength",
    "Strength falls with distance, so distance makes weak states safe.",
    _numbers,
    _picture,
    "law `power`: strength falls with distance by a share, not by a step "
    "(`tests/laws/test_power.py`), so near home the two agree and far away it never "
    "falls below 0",
    (
        "Bueno de Mesquita's miles a day (250, 375, 500): known from memory alone, so "
        "distance is in days here.",
    ),
)
