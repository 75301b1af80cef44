r"""Opportunism: attack when force pays, and arm as far as it does.

A revisionist who wants a prize worth $V$ brings arms $A$ against a defence $D$ and wins
with probability $A / (A + D)$ [Tullock1980]. What it brings, and what that is worth,
are

$$ A^* = \sqrt{V D} - D, \qquad V \frac{A^*}{A^* + D} - A^* = (\sqrt V - \sqrt D)^2 $$

if $D < V$, and nothing otherwise. It attacks iff that is worth more than the cost of
war, uniform on $[0, C]$ and known to itself alone [Fearon1995]. Defence deters, always;
it lowers the attacker's arms only from $D = V/4$ on: before, a stronger defence takes
more arms to beat.
"""

from math import sqrt

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "attack", "force_brought"]


def force_brought(prize: float, defence: float) -> float:
    """Return the arms brought against a defence, in the unit of both.

    Args:
        prize: What is to be won, V >= 0.
        defence: Arms of the defence, D >= 0.

    >>> force_brought(4.0, 1.0)
    1.0
    """
    return max(sqrt(prize * defence) - defence, 0.0)


def attack(prize: float, defence: float, highest: float) -> float:
    """Return the probability that attacking pays.

    Args:
        prize: What is to be won, V >= 0.
        defence: Arms of the defence, D >= 0.
        highest: Highest cost of war, C > 0, in the unit of both.

    >>> attack(4.0, 1.0, 2.0)
    0.5
    """
    if defence >= prize:
        return 0.0
    return min((sqrt(prize) - sqrt(defence)) ** 2 / highest, 1.0)


def _numbers() -> tuple[Number, ...]:
    return (
        Number("arms against an equal, V = 4 D (a quarter of the prize)", 1.0,
               force_brought(4.0, 1.0)),
        Number("P(attack) at V 4, D 1, C 2", 0.5, attack(4.0, 1.0, 2.0)),
        Number("P(attack) where D = V", 0.0, attack(4.0, 4.0, 2.0)),
    )  # fmt: skip


def _picture() -> Lines:
    defences = [k / 50 for k in range(61)]
    return Lines(
        "defence (share of the prize)",
        "share of the prize, probability",
        (
            Series("arms brought", defences, [force_brought(1, d) for d in defences]),
            Series("P(attack), costs up to the prize", defences,
                   [attack(1, d, 1) for d in defences]),
        ),
        "Defence always deters; it makes a revisionist arm more up to a quarter of the "
        "prize, and less beyond.",
    )  # fmt: skip


MODEL = Model(
    "opportunism",
    "The opportunist: the rival of the spiral",
    "A revisionist attacks when force pays, so defence deters.",
    _numbers,
    _picture,
    "law `crisis`, what a revisionist's opportunity adds; that an attacker arms less "
    "against what it cannot take is in no law (see the page on reliability)",
)
