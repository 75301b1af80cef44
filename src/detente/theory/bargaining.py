r"""Bargaining: why states fight although fighting costs, by what is hidden or to come.

A would win a share $p$ by war, at costs $c_A$ and $c_B$, so any division from $p - c_A$
to $p + c_B$ is better for both. If $c_B$ is known to B alone, uniform on $[0, C]$, A
asks for more than is safe, and war comes

$$ x^* = p + \frac{C - c_A}{2}, \qquad P(\text{war}) = \frac{C - c_A}{2 C} $$

($c_A < C$; otherwise not). If A will rise from $p_1$ to $p_2$ and cannot bind itself, B
fights now iff, with $\delta$ the weight of what is to come,

$$ \delta p_2 - p_1 > c_B + \delta c_A $$

[Fearon1995]. What a race would show, not a game: if only those build who would suffer
less than $k$ from war, A sees on which side of $k$ the other is, and

$$ P(\text{war}) = \frac{1}{C}\left(\frac{\max(k - c_A, 0)}{2}
 + \max\left(\frac{C - c_A}{2} - k, 0\right)\right) $$

which is never more than before: those who build show their resolve. Building is free
here, so the split is no equilibrium: all would build. That races tell is the idea of
[Kydd2000Hawk], whose abstract speaks of strength and not of resolve.
"""

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "best_demand", "preventive_war", "raced_risk", "war_risk"]


def best_demand(chance: float, cost: float, highest: float) -> float:
    """Return what A asks for.

    Args:
        chance: Share A would win by war, p.
        cost: Its cost of war.
        highest: Highest cost of war to B, C > 0.

    >>> round(best_demand(0.5, 0.1, 0.3), 3)
    0.6
    """
    return chance + max(highest - cost, 0.0) / 2


def war_risk(cost: float, highest: float) -> float:
    """Return the probability that B fights rather than give what A asks for.

    >>> round(war_risk(0.1, 0.3), 3)
    0.333
    """
    return max(highest - cost, 0.0) / (2 * highest)


def raced_risk(cost: float, highest: float, builds: float) -> float:
    """Return the probability of war if only the resolved build, and A sees who does.

    The split is assumed: without a cost of building it is no equilibrium.

    Args:
        cost: A's cost of war.
        highest: Highest cost of war to B, C > 0.
        builds: Cost of war below which B builds, k, from 0 to C.

    >>> raced_risk(0.1, 0.3, 0.1)
    0.0
    """
    strong = max(builds - cost, 0.0) / 2
    weak = max((highest - cost) / 2 - builds, 0.0)
    return (strong + weak) / highest


def preventive_war(
    now: float, then: float, costs: tuple[float, float], patience: float
) -> bool:
    """Return whether the state that declines fights before it is too late.

    Args:
        now: p_1, share the rising state would win by war now.
        then: p_2, share it would win later.
        costs: Costs of war to the rising and to the declining state.
        patience: Weight of what is to come, 0-1.
    """
    rising, declining = costs
    return patience * then - now > declining + patience * rising


def _numbers() -> tuple[Number, ...]:
    return (
        Number("P(war) at c_A .1, C .3", 1 / 3, war_risk(0.1, 0.3)),
        Number("asked for at p .5, c_A .1, C .3", 0.6, best_demand(0.5, 0.1, 0.3)),
        Number("P(war) where c_A = C", 0.0, war_risk(0.3, 0.3)),
        Number("the same if only those below .1 build (no equilibrium)", 0.0,
               raced_risk(0.1, 0.3, 0.1)),
        Number("the same if only those below .2 build (no equilibrium)", 1 / 6,
               raced_risk(0.1, 0.3, 0.2)),
        Number("preventive war at p .3 to .9, costs .2, patience .9 (1 = yes)", 1.0,
               preventive_war(0.3, 0.9, (0.2, 0.2), 0.9)),
        Number("the same at p .3 to .7 (0 = no)", 0.0,
               preventive_war(0.3, 0.7, (0.2, 0.2), 0.9)),
    )  # fmt: skip


def _picture() -> Lines:
    highest = [k / 100 for k in range(2, 101)]
    return Lines(
        "highest cost of war to the other, C (share of the prize)",
        "probability of war",
        tuple(
            Series(f"own cost {cost:g}", highest, [war_risk(cost, c) for c in highest])
            for cost in (0.05, 0.1, 0.2)
        ),
        "The less one knows of the other's costs, the more one asks for and the "
        "likelier is war, up to one half.",
    )


MODEL = Model(
    "bargaining",
    "Fearon's bargaining: private costs, and shifting power",
    "War comes of costs that the other cannot see, or of power that is about to shift.",
    _numbers,
    _picture,
    "law `crisis`, the closing window: a falling opportunity moves a state to act now "
    "(`tests/laws/test_crisis.py`); there is no bargain in the kernel",
    (
        "Kydd (2000), who builds in the hawk's race: a game whose payoffs were not "
        "seen. What is here is no game: who builds is put in, and what shows is "
        "resolve, where the abstract has strength.",
    ),
)
