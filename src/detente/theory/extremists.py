r"""Extremists: what a word from a hawk or a dove does to others' arms race.

Two leaders play the arms game: arming costs $c$, private, with a share $F(c) = c / C$
of leaders below $c$; to be armed alone gains $\mu$, to be unarmed alone loses $d$. One
equilibrium only, if $F'(c)\,|d - \mu| = |d - \mu| / C < 1$ [BaligaSjostrom2012]. An
extremist in A's country, who knows A's cost, may provoke B in public before the two
choose, and where its words are heeded (there is always an equilibrium in which they
are not) it makes B arm more. It helps itself iff A's answer to that is what it wants:

- arms are **complements** ($d > \mu$: fear arms): B, alarmed, arms, and so does A. A
  *hawk* provokes in the name of those A who waver, $c \in (x_0, x_1)$. After the word A
  arms for sure, and B below $d$; without it B still knows that A may be one of the
  armed,

$$ x_1 = \mu + (d - \mu) F(d), \quad x_0 = \mu + (d - \mu) F(y), \quad
   y = \mu + (d - \mu) \frac{F(x_0)}{1 - F(x_1) + F(x_0)} $$

- arms are **substitutes** ($d < \mu$: who expects arms backs down): B, told that A will
  yield, is emboldened and arms, and A backs down. A *dove* provokes in the name of
  those who waver; the same lines hold with $\mu$ for $d$ in $x_1$ and
  $F(x_1) / (1 - F(x_0) + F(x_1))$ in $y$.

The other extremist wants B calm whatever A is, so it has one thing to say and nobody
learns from it. Both lines are worked out here from the payoffs; of the paper only the
abstract was seen, and its results hold for any distribution of costs with
$F'\,|d - \mu| < 1$ everywhere.
"""

from math import sqrt
from typing import NamedTuple

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "Play", "provoked", "quiet", "unique"]


class Play(NamedTuple):
    """How two leaders play when an extremist may speak.

    Attributes:
        own: Probability that A, the extremist's own leader, arms.
        other: Probability that B arms.
        spoken: Probability that the extremist provokes.
        calm: Cost below which B arms if nobody spoke, y.
    """

    own: float
    other: float
    spoken: float
    calm: float


def unique(gain: float, loss: float, highest: float) -> bool:
    """Return whether the game without a word has one equilibrium only.

    Args:
        gain: Gain of being armed alone, mu.
        loss: Loss of being unarmed alone, d.
        highest: Highest cost of arming, C, in the same unit.
    """
    return abs(loss - gain) / highest < 1


def quiet(gain: float, loss: float, highest: float = 1.0) -> float:
    """Return the probability that either arms if nobody speaks; see `unique`.

    >>> round(quiet(0.05, 0.9), 4), round(quiet(0.9, 0.3), 4)
    (0.3333, 0.5625)
    """
    return min(gain / (highest - (loss - gain)), 1.0)


def provoked(gain: float, loss: float) -> Play:
    """Return the play if the extremist who can help itself speaks; highest cost 1.

    It is the hawk where loss > gain, the dove where loss < gain.

    Args:
        gain: mu, 0-1.
        loss: d, 0-1, apart from mu by less than 1.
    """
    slope = loss - gain
    stirred = loss if slope > 0 else gain  # B, alarmed or emboldened, arms below it
    after = gain + slope * stirred  # A arms below it once B is provoked
    # x0 solves x = mu + slope * y(x), y = mu + slope * low / (1 - high + low): square.
    base = gain + slope * gain
    if slope > 0:  # low = x0, high = x1: x (1 - x1 + x) = base (1 - x1 + x) + slope^2 x
        room = 1 - after
        half = (base + slope**2 - room) / 2
        wavers = half + sqrt(half**2 + base * room)
        share = wavers / (room + wavers)
    else:  # low = x1, high = x0: (x - base) (1 + x1 - x) = slope^2 x1
        room = 1 + after
        half = (room + base) / 2
        wavers = half - sqrt(half**2 - base * room - slope**2 * after)
        share = after / (room - wavers)
    calm = gain + slope * share
    spoken = abs(after - wavers)
    return Play(after, spoken * stirred + (1 - spoken) * calm, spoken, calm)


def _numbers() -> tuple[Number, ...]:
    hawk, dove = provoked(0.05, 0.9), provoked(0.9, 0.3)
    return (
        Number("one equilibrium at C 1, d .9, mu .05 (1 = yes)", 1.0,
               unique(0.05, 0.9, 1.0)),
        Number("one equilibrium at C 1, d 1.2, mu .05 (0 = no)", 0.0,
               unique(0.05, 1.2, 1.0)),
        Number("complements, nobody speaks: P(arm) of either", 1 / 3,
               quiet(0.05, 0.9)),
        Number("a hawk may speak: P(arm) of its own leader", 0.815, hawk.own),
        Number("a hawk may speak: P(arm) of the other", 0.7427, hawk.other, 1e-4),
        Number("substitutes (d .3, mu .9), nobody speaks: P(arm)", 0.5625,
               quiet(0.9, 0.3)),
        Number("a dove may speak: P(arm) of its own leader", 0.36, dove.own),
        Number("a dove may speak: P(arm) of the other", 0.684, dove.other, 5e-4),
    )  # fmt: skip


def _picture() -> Lines:
    losses = [0.05 * k for k in range(1, 20)]
    gain = 0.5
    plays = [provoked(gain, d) if d != gain else None for d in losses]
    silent = [quiet(gain, d) for d in losses]
    return Lines(
        "loss of being unarmed alone, d (gain of being armed alone .5)",
        "probability of arming",
        (
            Series("nobody speaks", losses, silent),
            Series("an extremist may speak: its own leader", losses,
                   [p.own if p else s for p, s in zip(plays, silent, strict=True)]),
            Series("an extremist may speak: the other", losses,
                   [p.other if p else s for p, s in zip(plays, silent, strict=True)]),
        ),
        "Right of .5 fear arms, and a hawk's word arms both; left of it a dove's word "
        "disarms its own leader and arms the other.",
    )  # fmt: skip


MODEL = Model(
    "extremists",
    "Baliga and Sjöström's extremists",
    "Where words are heeded: if fear arms, a hawk's provocation arms both; if one "
    "backs down before arms, only a dove's has an effect, and emboldens the other.",
    _numbers,
    _picture,
    "none: domestic politics has no law in the kernel, and words are read by law "
    "`belief` with a weight of either sign",
    (
        "The paper's own parameters: it has none. Only the abstract was seen; its "
        "results are signs, for distributions of costs with F'|d - mu| < 1.",
    ),
)
