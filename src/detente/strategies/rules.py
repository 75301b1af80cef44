r"""Rules: is one friendly or hostile, after what both did last?

A rule gives the probability of a friendly act. Rules see the last act of both and a
memory of their own, so one and the same rule plays the repeated prisoner's dilemma and
holds a seat in the kernel. Before the first round both count as friendly.

- *tit for tat* does what the other did [Axelrod1984];
- *generous tit for tat* also forgives a third of hostile acts, the most that is not
  exploited at payoffs 5, 3, 1, 0 [NowakSigmund1992];
- *win-stay lose-shift* repeats an act that was met by a friendly one
  [NowakSigmund1993];
- *firm but fair* is friendly except when it was just exploited, and after mutual
  hostility in two cases of three [Frean1994];
- *GRIT*, graduated and reciprocated initiatives in tension reduction, answers an attack
  once in kind, then is friendly three times whatever comes, and keeps on if it is met
  [Osgood1962]; the number three, and that an initiative cuts arms, are our reading;
- *hawk*, *dove* and *random* do not look at the other.

Arithmetic alone, so NumPy and JAX arrays of any shape will do.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from detente.core.errors import UsageError, shown

__all__ = ["GENEROSITY", "INITIATIVES", "RULES", "Last", "Rule", "scripted"]

GENEROSITY = 1 / 3
"""Share of hostile acts that generous tit for tat forgives."""

INITIATIVES = 3
"""Friendly acts in a row that GRIT sees through (assumed)."""

FAIRNESS = 2 / 3
"""Probability that firm but fair is friendly after mutual hostility."""

LONGEST_SCRIPT = 200


class Last(NamedTuple):
    """What a rule sees; arrays of one shape, 1 friendly and 0 hostile.

    Attributes:
        mine: One's own last act.
        theirs: The other's last act.
        memory: What the rule keeps, 0 before the first round.
        round: Number of the round, from 0.
    """

    mine: Any
    theirs: Any
    memory: Any
    round: Any


def _forgets(last: Last) -> Any:
    return 0 * last.memory


def _never(last: Last) -> Any:
    return 0 * last.theirs


class Rule(NamedTuple):
    """A rule.

    Attributes:
        name: Name by which it is asked for.
        says: What it does, a few words.
        friendly: Last -> probability of a friendly act.
        remember: Last -> what to keep.
        concedes: Last -> 1 where a friendly act is an initiative of its own.
        helps: Factor on the odds of joining a friend's dispute.
    """

    name: str
    says: str
    friendly: Callable[[Last], Any]
    remember: Callable[[Last], Any] = _forgets
    concedes: Callable[[Last], Any] = _never
    helps: float = 1.0


def _initiative(last: Last) -> Any:
    """Return 1 while initiatives are left."""
    return (last.memory > 0) * 1.0


def _grit(last: Last) -> Any:
    going = _initiative(last)
    return going + (1 - going) * last.theirs


def _grit_keeps(last: Last) -> Any:
    going = _initiative(last)
    struck = (1 - going) * (1 - last.theirs)
    return going * (last.memory - 1) + struck * INITIATIVES


def _firm(last: Last) -> Any:
    exploited = last.mine * (1 - last.theirs)
    both = (1 - last.mine) * (1 - last.theirs)
    return 1 - exploited - (1 - FAIRNESS) * both


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("tit-for-tat", "does what the other did last", lambda x: 1.0 * x.theirs),
        Rule(
            "generous-tit-for-tat",
            "the same, but forgives a third of hostile acts",
            lambda x: x.theirs + GENEROSITY * (1 - x.theirs),
        ),
        Rule(
            "grit",
            "answers an attack once, then takes three initiatives whatever comes",
            _grit,
            _grit_keeps,
            _initiative,
        ),
        Rule("firm-but-fair", "is hostile only after being exploited", _firm),
        Rule(
            "win-stay-lose-shift",
            "repeats what was met by a friendly act",
            lambda x: x.mine * x.theirs + (1 - x.mine) * (1 - x.theirs),
        ),
        Rule("hawk", "is always hostile", lambda x: 0.0 * x.theirs),
        Rule("dove", "is always friendly", lambda x: 1.0 + 0 * x.theirs, helps=0.0),
        Rule("random", "tosses a coin", lambda x: 0.5 + 0 * x.theirs),
    )
}
"""The rules that come along, by name; `scripted` makes others."""


def scripted(script: str) -> Rule:
    """Return the rule that follows a script over and over, whatever the other does.

    Args:
        script: Letters f (friendly) and h (hostile), such as "ffh".

    Raises:
        UsageError: If it holds anything else, or nothing, or too much.
    """
    if not 0 < len(script) <= LONGEST_SCRIPT or set(script) - set("fh"):
        raise UsageError.at(
            f"strategy scripted:{script[:20]}",
            f"1 to {LONGEST_SCRIPT} letters f (friendly) and h (hostile)",
            shown(script), "write it like scripted:ffh",
        )  # fmt: skip
    count = len(script)

    def friendly(last: Last) -> Any:
        at = last.round % count
        hits = sum((at == k) * 1.0 for k, act in enumerate(script) if act == "f")
        return hits + 0.0 * last.theirs

    return Rule(f"scripted:{script}", "follows its script over and over", friendly)
