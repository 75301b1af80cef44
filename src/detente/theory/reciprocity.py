r"""Reciprocity: two who answer in kind, with slips, and perhaps with generosity.

Each does what the other did last. It forgives a hostile act with probability $g$, and
a slip of probability $e$ turns what it means to do into the opposite, so it is friendly
with probability $p = 1 - e$ after a friendly act and $q = g(1 - e) + (1 - g)e$ after a
hostile one. In the long run both are friendly a share

$$ \frac{q}{1 - p + q} $$

of the time [Molander1985]: without generosity a half, however rare slips are
[Axelrod1984]. *Win-stay lose-shift* repeats an act that was met by a friendly one and
changes it otherwise, so it mends a slip without generosity [NowakSigmund1993]. Two such
players are a chain of four states. With payoffs $T > R > P > S$ an answer in kind holds
its own against everybody iff the next round weighs $w$ and:

$$ w \ge \max\left(\frac{T - R}{T - P}, \frac{T - R}{R - S}\right), \qquad
g = \min\left(1 - \frac{T - R}{R - S}, \frac{R - P}{T - P}\right) $$

[Axelrod1984]; $g$ is the most that can be forgiven without being exploited
[Molander1985], [NowakSigmund1992].
"""

from typing import NamedTuple

import numpy as np

from detente.theory.model import Lines, Model, Number, Series

__all__ = ["MODEL", "USUAL", "WIN_STAY", "Payoffs", "Reciprocator", "Rule",
           "generosity", "kind", "long_run", "path", "stable_from", "together",
           "worth"]  # fmt: skip

Rule = tuple[float, float, float, float]
"""Probability of a friendly act after both were friendly, only oneself, only the other,
neither."""

WIN_STAY: Rule = (1.0, 0.0, 0.0, 1.0)


class Payoffs(NamedTuple):
    """Payoffs of a round: T > R > P > S."""

    temptation: float
    reward: float
    punishment: float
    sucker: float


USUAL = Payoffs(5.0, 3.0, 1.0, 0.0)
"""Those of Axelrod's tournaments."""


class Reciprocator(NamedTuple):
    """A player that answers in kind.

    Attributes:
        generosity: Probability of forgiving a hostile act.
        slip: Probability of doing the opposite of what is meant.
        misread: Probability of taking a friendly act for a hostile one.
    """

    generosity: float
    slip: float
    misread: float = 0.0

    def friendly(self) -> tuple[float, float]:
        """Return the probability of a friendly act after a friendly and a hostile one.

        >>> Reciprocator(0.0, 0.1).friendly()
        (0.9, 0.1)
        """
        after_friendly, g, e = 1 - self.slip, self.generosity, self.slip
        after_hostile = g * (1 - e) + (1 - g) * e
        mixed = (1 - self.misread) * after_friendly + self.misread * after_hostile
        return mixed, after_hostile


def path(
    one: Reciprocator, other: Reciprocator, start: tuple[float, float], rounds: int
) -> np.ndarray:
    """Return the probabilities of a friendly act of both, shape (round, 2).

    Each answers the other's last act alone, so its own chance is all that matters.

    Args:
        one: A player.
        other: Its opponent.
        start: Probability of a friendly act of both, now.
        rounds: How many rounds.
    """
    rules = (one.friendly(), other.friendly())
    now, found = start, []
    for _ in range(rounds):
        seen = now[::-1]
        now = tuple(p * c + q * (1 - c) for (p, q), c in zip(rules, seen, strict=True))
        found.append(now)
    return np.array(found)


def long_run(one: Reciprocator, other: Reciprocator) -> tuple[float, float]:
    """Return the probabilities of a friendly act of both in the long run."""
    (p, q), (r, s) = one.friendly(), other.friendly()
    slope, back = p - q, r - s
    first = (q + slope * s) / (1 - slope * back)
    return first, s + back * first


def together(one: Rule, other: Rule, slip: float) -> np.ndarray:
    """Return the long-run shares of the four states, shape (4,).

    They are: both friendly, only the first, only the second, neither.

    Args:
        one: A rule.
        other: Its opponent's, from its own point of view.
        slip: Probability of doing the opposite of what is meant, above 0.
    """
    chain = np.zeros((4, 4))
    for k, mirrored in enumerate((0, 2, 1, 3)):
        x, y = (p * (1 - slip) + (1 - p) * slip for p in (one[k], other[mirrored]))
        chain[k] = [x * y, x * (1 - y), (1 - x) * y, (1 - x) * (1 - y)]
    # The shares that a step leaves as they are, and that add up to one.
    equations = np.vstack([chain.T - np.eye(4), np.ones(4)])
    return np.linalg.lstsq(equations, np.array([0.0, 0, 0, 0, 1]), rcond=None)[0]


def kind(forgives: float) -> Rule:
    """Return the rule that answers in kind and forgives with a probability."""
    return (1.0, forgives, 1.0, forgives)


def worth(shares: np.ndarray, payoffs: Payoffs = USUAL) -> float:
    """Return the mean payoff of the first player."""
    t, r, p, s = payoffs
    return float(shares @ np.array([r, s, t, p]))


def generosity(payoffs: Payoffs = USUAL) -> float:
    """Return the most that can be forgiven without being exploited (probability).

    >>> round(generosity(), 6)
    0.333333
    """
    t, r, p, s = payoffs
    return min(1 - (t - r) / (r - s), (r - p) / (t - p))


def stable_from(payoffs: Payoffs = USUAL) -> float:
    """Return the weight of the next round from which tit for tat holds its own."""
    t, r, p, s = payoffs
    return max((t - r) / (t - p), (t - r) / (r - s))


def _friendly(rule: Rule, slip: float) -> float:
    shares = together(rule, rule, slip)
    return float(shares[0] + shares[1])


def _numbers() -> tuple[Number, ...]:
    third, tenth = kind(1 / 3), kind(0.1)
    known = (
        ("tit for tat", kind(0), {0.001: 0.5, 0.1: 0.5}),
        ("forgiving a third", third, {0.01: 0.9712, 0.05: 0.8750, 0.1: 0.7857}),
        ("forgiving a tenth", tenth, {0.01: 0.9153, 0.05: 0.7368, 0.1: 0.6429}),
        ("win-stay lose-shift", WIN_STAY, {0.01: 0.9706, 0.05: 0.8645, 0.1: 0.7560}),
    )
    found = [
        Number(
            f"{name}, slips {slip:g}: friendly acts", value, _friendly(rule, slip), 6e-5
        )
        for name, rule, values in known
        for slip, value in values.items()
    ]
    return (
        *found,
        Number("tit for tat, slips .01: payoff", 2.25,
               worth(together(kind(0), kind(0), 0.01))),
        Number("forgiving a third, slips .01: payoff", 2.9703,
               worth(together(third, third, 0.01)), 6e-5),
        Number("tit for tat holds its own from w =", 2 / 3, stable_from()),
        Number("most that can be forgiven", 1 / 3, generosity(), 1e-9, "published"),
    )  # fmt: skip


def _picture() -> Lines:
    slips = [k / 200 for k in range(1, 41)]
    named = {"tit for tat": kind(0), "forgiving a third": kind(1 / 3),
             "win-stay lose-shift": WIN_STAY}  # fmt: skip
    return Lines(
        "probability of a slip",
        "friendly acts (share of the long run)",
        tuple(
            Series(name, slips, [_friendly(rule, e) for e in slips])
            for name, rule in named.items()
        ),
        "However rare slips are, tit for tat against itself is friendly half of the "
        "time; generosity or win-stay lose-shift mend them.",
    )


MODEL = Model(
    "reciprocity",
    "Tit for tat, generous tit for tat, win-stay lose-shift, with slips",
    "Answering in kind keeps the peace until somebody slips; forgiving mends it.",
    _numbers,
    _picture,
    "actors that follow a strategy: two that answer every hostile act in kind are the "
    "chain (`tests/strategies/test_seats.py`)",
    (
        "Axelrod's first tournament, 504.5 points in 200 rounds: the fourteen entries "
        "are not here, so `detente tournament` plays its own field.",
    ),
)
