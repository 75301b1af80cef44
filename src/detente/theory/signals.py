r"""Signals of resolve: to tie one's hands, or to sink costs.

A defender values what is at stake at $v$, uniform on $[0, 1]$ and known to itself. War
it wins with probability $p$ at a cost $c$, so unbound it fights iff $v \ge c / p$. A
challenger comes if it expects no fight; if it expects one, it comes with probability
$q$, when it is of the tough kind. The defender may first *tie its hands* (pay only if
it backs down, enough to fight for sure) or *sink* a cost $m$, paid whatever follows
[Fearon1997]. That nobody bluffs is built in: this is the least-cost separating
equilibrium, in which who signals fights. Those who signal are

$$ v \ge \frac{q\,c}{1 - q + q\,p} \;\text{(tied hands)}, \qquad
   v \ge \frac{c}{p} \;\text{(sunk costs, } m = (1 - q)\frac{c}{p} \text{)} $$

since who would not fight must not gain by sinking $m$. Tying hands takes in those who
would rather not fight, and costs nothing where it works: it pays more, and brings
more war, $q\,(1 - v^*)$.
"""

from typing import NamedTuple

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "Stakes", "payoffs", "resolve", "sunk", "war_risk"]


class Stakes(NamedTuple):
    """What a crisis is about.

    Attributes:
        chance: The defender's chance of winning a war, p, above 0.
        cost: Its cost of war, c, below p.
        tough: Probability that a challenger comes although it expects a fight, q.
    """

    chance: float
    cost: float
    tough: float


def resolve(stakes: Stakes) -> tuple[float, float]:
    """Return the least value of those who signal: with tied hands, with sunk costs.

    >>> least = resolve(Stakes(0.5, 0.2, 0.5))
    >>> round(least[0], 4), round(least[1], 4)
    (0.1333, 0.4)
    """
    p, c, q = stakes
    return q * c / (1 - q + q * p), c / p


def sunk(stakes: Stakes) -> float:
    """Return the least cost that nobody sinks who would not fight, m."""
    return (1 - stakes.tough) * stakes.cost / stakes.chance


def war_risk(stakes: Stakes) -> tuple[float, float]:
    """Return the probability of war before values are known; see `resolve`."""
    tied, costly = (stakes.tough * (1 - least) for least in resolve(stakes))
    return tied, costly


def payoffs(stakes: Stakes) -> tuple[float, float]:
    """Return what the defender expects before it knows its value; see `resolve`."""
    p, c, q = stakes

    def over(least: float, paid: float) -> float:
        """Return the mean of (1 - q) v + q (p v - c) - paid over who signals."""
        return (1 - q + q * p) * (1 - least**2) / 2 - (q * c + paid) * (1 - least)

    tied, costly = resolve(stakes)
    return over(tied, 0.0), over(costly, sunk(stakes))


def _numbers() -> tuple[Number, ...]:
    stakes = Stakes(0.5, 0.2, 0.5)
    (tied, costly), (risk, less), (paid, little) = (
        resolve(stakes), war_risk(stakes), payoffs(stakes)
    )  # fmt: skip
    return (
        Number("who ties its hands, p .5, c .2, q .5: v from", 2 / 15, tied),
        Number("who sinks costs: v from", 0.4, costly),
        Number("the cost sunk", 0.2, sunk(stakes)),
        Number("P(war), hands tied", 13 / 30, risk),
        Number("P(war), costs sunk", 0.3, less),
        Number("the defender's payoff, hands tied", 0.2817, paid, 5e-5),
        Number("the defender's payoff, costs sunk", 0.135, little),
    )


def _picture() -> Lines:
    toughs = [k / 50 for k in range(1, 50)]
    risks = [war_risk(Stakes(0.5, 0.2, q)) for q in toughs]
    paid = [payoffs(Stakes(0.5, 0.2, q)) for q in toughs]
    return Lines(
        "chance that a challenger comes although it expects a fight, q",
        "probability of war; payoff (share of the highest value)",
        (
            Series("war, hands tied", toughs, [r[0] for r in risks]),
            Series("war, costs sunk", toughs, [r[1] for r in risks]),
            Series("payoff, hands tied", toughs, [x[0] for x in paid]),
            Series("payoff, costs sunk", toughs, [x[1] for x in paid]),
        ),
        "Tied hands pay the defender more than sunk costs and bring more war.",
    )


MODEL = Model(
    "signals",
    "Fearon's tied hands and sunk costs",
    "Tying hands pays more than sinking costs and brings more war; that nobody bluffs "
    "is built in.",
    _numbers,
    _picture,
    "law `belief`, what a pledge or a costly step tells (assumed there, not derived); "
    "nobody's hands are tied in the kernel",
    (
        "The paper's own game, where a signal may have any size and challengers weigh "
        "costs of their own: the abstract alone was seen, so this is the simplest game "
        "with two of its results; the third, that nobody bluffs, is built in (the "
        "least-cost separating equilibrium).",
    ),
)
