r"""Axelrod's tournament: every rule meets every rule, itself included, with slips.

Each round both are friendly or hostile, and earn $T > R > P > S$ = 5, 3, 1, 0; with
probability $e$ an act turns into its opposite. A rule's score is its mean payoff a
round over all it meets [Axelrod1984]. Without slips nice rules earn 3 from one another.
With them, tit for tat earns 2.25 from itself, and rules that forgive or correct
themselves earn more (`detente theory reciprocity`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from detente.core.errors import UsageError, shown
from detente.strategies.catalogue import rule
from detente.strategies.own import is_own
from detente.strategies.rules import Last, Rule
from detente.theory.model import Grid
from detente.theory.reciprocity import USUAL

__all__ = ["FEWEST", "Table", "entrants", "heat_map", "play"]

FEWEST = 2
"""Strategies without which there is no tournament."""

MOST = 30


class Table(NamedTuple):
    """What a tournament left.

    Attributes:
        names: Strategies, best first.
        payoff: Mean payoff a round of the row against the column, shape (S, S).
        friendly: Share of friendly acts of the row against the column, shape (S, S).
    """

    names: tuple[str, ...]
    payoff: np.ndarray
    friendly: np.ndarray

    @property
    def scores(self) -> np.ndarray:
        """Mean payoff a round over all that a strategy met, shape (S,)."""
        return self.payoff.mean(axis=1)


def entrants(names: Sequence[str]) -> list[str]:
    """Return the strategies that take part, each once.

    Raises:
        UsageError: If there are too few or too many.
    """
    once = list(dict.fromkeys(names))
    if not FEWEST <= len(once) <= MOST:
        got = shown(once[0]) + " alone" if len(once) == 1 else str(len(once))
        raise UsageError.at(
            "tournament", f"{FEWEST} to {MOST} strategies", got,
            "name others after --strategies",
        )  # fmt: skip
    return once


def play(
    names: Sequence[str], rounds: int = 200, noise: float = 0.05,
    repetitions: int = 50, seed: int = 1,
) -> Table:  # fmt: skip
    """Return the table of a round robin in the repeated prisoner's dilemma.

    Args:
        names: Strategies.
        rounds: Rounds of a match.
        noise: Probability that an act turns into its opposite, 0 to .5.
        repetitions: Matches of each two.
        seed: Seed of chance.

    Raises:
        UsageError: If a strategy does not exist or fits no repeated game, or there are
            too few.
    """
    chosen = entrants(names)
    for name in chosen:
        if is_own(name):
            raise UsageError.at(
                "tournament", "rules for the repeated game",
                f"{shown(name)}, a function for worlds", "add --world or a SCENARIO",
            )  # fmt: skip
    rules = [rule(name) for name in chosen]
    chance = np.random.default_rng(seed)
    count = len(rules)
    payoff, friendly = np.zeros((count, count)), np.zeros((count, count))
    for i in range(count):
        for j in range(i, count):
            acts = _match(rules[i], rules[j], rounds, noise, repetitions, chance)
            payoff[i, j], friendly[i, j] = _worth(acts), acts[0].mean()
            turned = acts[::-1]
            payoff[j, i], friendly[j, i] = _worth(turned), turned[0].mean()
            if i == j:  # two of a kind: both seats count
                payoff[i, i] = (_worth(acts) + _worth(turned)) / 2
                friendly[i, i] = acts.mean()
    order = np.argsort(-payoff.mean(axis=1), kind="stable")
    places = np.ix_(order, order)
    return Table(tuple(chosen[k] for k in order), payoff[places], friendly[places])


def _match(
    one: Rule, other: Rule, rounds: int, noise: float, repetitions: int,
    chance: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Return the acts of both, 1 friendly, shape (2, repetitions, rounds)."""
    both, acts = (one, other), np.zeros((2, repetitions, rounds))
    last = np.ones((2, repetitions))
    memory = [np.zeros(repetitions), np.zeros(repetitions)]
    draws = chance.random((rounds, 2, 2, repetitions))
    for k in range(rounds):
        for seat, each in enumerate(both):
            seen = Last(last[seat], last[1 - seat], memory[seat], k)
            meant = draws[k, seat, 0] < each.friendly(seen)
            memory[seat] = each.remember(seen)
            acts[seat, :, k] = meant != (draws[k, seat, 1] < noise)
        last = acts[:, :, k]
    return acts


def _worth(acts: np.ndarray) -> float:
    """Return the mean payoff a round of the first of two."""
    t, r, p, s = USUAL
    mine, theirs = acts
    return float(
        np.mean(
            mine * (r * theirs + s * (1 - theirs))
            + (1 - mine) * (t * theirs + p * (1 - theirs))
        )
    )


def heat_map(table: Table) -> Grid:
    """Return the picture of a table, best first."""
    return Grid(
        "against", "payoff of", table.names, table.names, table.payoff.tolist(),
        "mean payoff a round",
        "Each row is what a strategy earns against each other; the best is on top.",
    )  # fmt: skip
