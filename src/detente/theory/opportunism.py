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

__all__ = ["attack", "force_brought"]


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
