r"""Break-out: equals arm up to where a surprise no longer pays, or fight at once.

Two equals each hold half of a prize $V$. At arms $a$ each, one may secretly add to its
own and attack; with arms $x$ it wins with $x / (x + k\,a)$, $k \ge 1$ the advantage of
defence, at a cost of war $c$. The best it can do, at $x = \sqrt{k a V} - k a$, is no
better than peace from the first level on at which

$$ V - 2\sqrt{k\,a V} + (1 + k)\,a - c \le \frac{V}{2}, \qquad
\sqrt{\frac{a^*}{V}} = \frac{\sqrt k - \sqrt{k - (1 + k)(\frac12 - c / V)}}{1 + k} $$

which is $a^* = V (1 - \sqrt{2 c / V})^2 / 4$ where defence has no advantage. Getting
there costs each $a^*$, a war before anybody arms $c$: they fight at once iff
$c < a^*$. The more defence is favoured, the lower $a^*$ and the rarer that is: the one
sign of [Fearon2011] that is known here, in the simplest game that has it: one surprise,
stocks that do not age. War at once is taken to be won by either with one half; a
surprise where nobody has arms wins all (`gain` at no arms). The two are not one limit.
"""

from math import sqrt

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "fight_at_once", "gain", "peaceful"]


def gain(prize: float, arms: float, cost: float, defence: float = 1.0) -> float:
    """Return what the best break-out is worth, less what peace is.

    Args:
        prize: What is divided evenly, V > 0.
        arms: Arms that each has, a >= 0, in the unit of the prize.
        cost: Cost of war to the attacker, c >= 0.
        defence: Advantage of defence, k >= 1.
    """
    brought = max(sqrt(defence * arms * prize) - defence * arms, arms)
    chance = brought / (brought + defence * arms) if arms else 1.0
    return prize * chance - (brought - arms) - cost - prize / 2


def peaceful(prize: float, cost: float, defence: float = 1.0) -> float:
    """Return the first level of arms at which no break-out pays; see `gain`.

    >>> round(peaceful(1.0, 0.125), 6)
    0.0625
    """
    tempted = 0.5 - cost / prize
    if tempted <= 0:
        return 0.0
    # Never below 0 but for rounding: at the least break-out force wins half or less.
    root = sqrt(max(defence - (1 + defence) * tempted, 0.0))
    return prize * ((sqrt(defence) - root) / (1 + defence)) ** 2


def fight_at_once(prize: float, cost: float, defence: float = 1.0) -> bool:
    """Return whether war before anybody arms is better than arms that keep peace."""
    return cost < peaceful(prize, cost, defence)


def _numbers() -> tuple[Number, ...]:
    return (
        Number("arms that keep peace at V 1, c .125", 1 / 16, peaceful(1.0, 0.125)),
        Number("gain from a break-out there", 0.0, gain(1.0, 1 / 16, 0.125)),
        Number("arms that keep peace, defence twice as strong, c .125",
               0.0255, peaceful(1.0, 0.125, 2.0), 5e-5),
        Number("fight at once at c .125 (0 = no)", 0.0, fight_at_once(1.0, 0.125)),
        Number("fight at once at c .08 (1 = yes)", 1.0, fight_at_once(1.0, 0.08)),
        Number("the same, defence twice as strong (0 = no)", 0.0,
               fight_at_once(1.0, 0.08, 2.0)),
    )  # fmt: skip


def _picture() -> Lines:
    costs = [k / 100 for k in range(51)]
    return Lines(
        "cost of war, c (share of the prize)",
        "arms that keep peace, of each (share of the prize)",
        (
            *(
                Series(f"advantage of defence {k:g}", costs,
                       [peaceful(1.0, c, k) for c in costs])
                for k in (1.0, 1.5, 3.0)
            ),
            Series("cost of fighting at once", costs[:26], costs[:26]),
        ),
        "Left of where a curve meets the straight line they fight at once; the more "
        "defence is favoured, the fewer arms keep peace.",
    )  # fmt: skip


MODEL = Model(
    "breakout",
    "Fearon's arming against a break-out",
    "Equals arm until no surprise pays, or fight at once; defence makes for the first.",
    _numbers,
    _picture,
    "law `threat`, the balance of offence and defence; nobody in the kernel weighs a "
    "secret build-up",
    (
        "The paper's infinite horizon and accumulating stocks: an abstract alone was "
        "seen, so one of its signs is here, that of the advantage of defence.",
        "War at once, before anybody arms: each wins half by assumption, though a "
        "surprise upon no arms wins all.",
    ),
)
