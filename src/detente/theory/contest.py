r"""Contest: guns are bought until the last one costs what it wins.

Two who spend $g$ and $h$ on a prize $V$ win it with $g^m / (g^m + h^m)$. Equals spend
each, and together lose of the prize,

$$ g^* = \frac{m V}{4}, \qquad \frac{2 g^*}{V} = \frac{m}{2} $$

for $m \le 2$ [Tullock1980]. The sharper force decides, the more is spent on it. It
stands in for the guns and butter of [Powell1999], whose equilibrium has no such number.
"""

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "best_reply", "spent", "wins"]

SHARPEST = 2.0
"""Decisiveness above which equals have no such equilibrium."""


def wins(own: float, other: float, decisiveness: float) -> float:
    """Return the probability of winning with own against other guns."""
    if own + other == 0:
        return 0.5
    return own**decisiveness / (own**decisiveness + other**decisiveness)


def spent(prize: float, decisiveness: float) -> float:
    """Return what each of two equals spends (unit of the prize).

    Args:
        prize: V > 0.
        decisiveness: m, above 0.

    Raises:
        ValueError: If m is above 2: equals would rather not take part.

    >>> spent(4.0, 1.0)
    1.0
    """
    if decisiveness > SHARPEST:
        raise ValueError(f"contest: expected m <= 2, got {decisiveness:g}; lower it")
    return decisiveness * prize / 4


def best_reply(prize: float, other: float, decisiveness: float) -> float:
    """Return the spending that pays most against what the other spends, by search."""
    tries = (k * prize / 4000 for k in range(4001))
    return max(tries, key=lambda g: prize * wins(g, other, decisiveness) - g)


def _numbers() -> tuple[Number, ...]:
    return (
        Number("spent by each at V 4, m 1", 1.0, spent(4, 1)),
        Number("share of the prize lost at m 1", 0.5, 2 * spent(1, 1)),
        Number("share of the prize lost at m 2", 1.0, 2 * spent(1, 2)),
        Number("best reply to m V / 4 at V 4, m 1.5, by search", 1.5,
               best_reply(4, 1.5, 1.5), 1e-3),
    )  # fmt: skip


def _picture() -> Lines:
    guns = [k / 100 for k in range(101)]
    return Lines(
        "own guns (share of the prize), the other spends its equilibrium",
        "what is left of the prize (share)",
        tuple(
            Series(f"m = {m:g}", guns, [wins(g, spent(1, m), m) - g for g in guns])
            for m in (0.5, 1.0, 1.5)
        ),
        "Each curve is highest at m / 4: the sharper force decides, the more both "
        "spend and the less is left.",
    )


MODEL = Model(
    "contest",
    "Tullock's contest, for Powell's guns and butter",
    "The more superior force decides, the more is spent on it.",
    _numbers,
    _picture,
    "law `threat`: its contest is this one, at an even offence-defence balance "
    "(`tests/theory/test_contest.py`)",
    (
        "Powell (1993, 1999), one peaceful equilibrium and what moves it: no number "
        "that could be carried over was seen.",
    ),
)
