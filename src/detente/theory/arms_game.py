r"""The arms game: each arms if it thinks the other may, and costs are private.

Arming costs $c$, uniform on $[0, C]$ and known to its owner alone. To be armed alone
gains $\mu$, to be unarmed alone loses $d$. A side arms iff $c$ is below what arming is
worth against an opponent who arms with probability $p_j$:

$$ p_i = \min\!\left(1, \frac{\mu_i (1 - p_j) + d_i\,p_j}{C}\right) $$

[BaligaSjostrom2004]. Where $d > \mu$ fear multiplies: few who like to arm make many
arm. Between equals $p = \mu / (C - (d - \mu))$, or 1 where fear multiplies without end,
$d - \mu \ge C$. The slope of the best reply, $(d - \mu) / C$, says how much; below 1
there is one equilibrium only [BaligaSjostrom2012].
"""

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "equilibrium", "reply_slope"]

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


def reply_slope(gain: float, loss: float, highest: float) -> float:
    """Return by how much one's chance of arming follows the other's.

    >>> round(reply_slope(0.05, 0.9, 1.0), 2)
    0.85
    """
    return abs(loss - gain) / highest


def _numbers() -> tuple[Number, ...]:
    cases = ((0.05, 0.9, 1 / 3), (0.02, 0.9, 1 / 6), (0.05, 1.2, 1.0))
    return tuple(
        Number(f"P(arm) at C 1, d {loss:g}, mu {gain:g}", known,
               equilibrium((gain, gain), (loss, loss), 1.0)[0])
        for gain, loss, known in cases
    )  # fmt: skip


def _picture() -> Lines:
    losses = [k / 50 for k in range(5, 61)]
    return Lines(
        "loss of being unarmed alone, d (highest cost of arming = 1)",
        "probability of arming",
        tuple(
            Series(f"gain of being armed alone {gain:g}", losses,
                   [equilibrium((gain, gain), (d, d), 1.0)[0] for d in losses])
            for gain in (0.02, 0.05, 0.1)
        ),
        "A gain that hardly anybody arms for makes everybody arm as the loss that each "
        "fears nears the cost of arming.",
    )  # fmt: skip


MODEL = Model(
    "arms-game",
    "Baliga and Sjöström's arms race of private costs",
    "Fear multiplies: few who like to arm make many arm.",
    _numbers,
    _picture,
    "law `arming`, the reaction to fear; no limit of the kernel is this game, since no "
    "state of it reckons with what the other will do in the same year",
    (
        "That cheap talk nearly restores peace where few like to arm: the messages "
        "of the paper were not seen. Extremists' words are in `extremists`.",
    ),
)
