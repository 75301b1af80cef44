r"""The arms game: each arms if it thinks the other may, and costs are private.

Arming costs $c$, uniform on $[0, C]$ and known to its owner alone. To be armed alone
gains $\mu$, to be unarmed alone loses $d$. A side arms iff $c$ is below what arming is
worth against an opponent who arms with probability $p_j$:

$$ p_i = \min\!\left(1, \frac{\mu_i (1 - p_j) + d_i\,p_j}{C}\right) $$

[BaligaSjostrom2004]. Where $d > \mu$ fear multiplies: few who like to arm make many
arm.
"""

__all__ = ["equilibrium"]

ENOUGH = 10_000  # replies; the gap shrinks by the product of slopes at each


def equilibrium(
    gains: tuple[float, float], losses: tuple[float, float], highest: float
) -> tuple[float, float]:
    """Return the probabilities that either side arms: the most peaceful equilibrium.

    Args:
        gains: Gain of being armed alone of either side, mu.
        losses: Loss of being unarmed alone, d > mu.
        highest: Highest cost of arming, C, in the same unit.

    >>> round(equilibrium((0.05, 0.05), (0.9, 0.9), 1.0)[0], 6)
    0.333333
    """
    one, other = 0.0, 0.0
    for _ in range(ENOUGH):
        before = one, other
        one = min(1.0, (gains[0] * (1 - other) + losses[0] * other) / highest)
        other = min(1.0, (gains[1] * (1 - one) + losses[1] * one) / highest)
        if abs(one - before[0]) + abs(other - before[1]) < 1e-12:
            break
    return one, other
