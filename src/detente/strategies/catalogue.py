"""Strategies by name: those that come along, a script, or a user's own."""

from detente.core.errors import UsageError, nearest, shown
from detente.strategies import own
from detente.strategies.rules import RULES, Rule, scripted
from detente.strategies.seats import Strategy, ruled

__all__ = ["SCRIPT", "named", "rule"]

SCRIPT = "scripted:"
"""What the name of a script begins with."""


def rule(name: str) -> Rule:
    """Return a rule by name, or the one that follows a script ("scripted:ffh").

    Raises:
        UsageError: If there is none.
    """
    if name.startswith(SCRIPT):
        return scripted(name.removeprefix(SCRIPT))
    if name not in RULES:
        known = [*RULES, f"{SCRIPT}fh"]
        raise UsageError.at(
            "strategy", "the name of a strategy", shown(name), nearest(name, known)
        )
    return RULES[name]


def named(spec: str, actors: int) -> Strategy:
    """Return a strategy of the kernel by name, or a user's own ("mine.py:plan").

    Args:
        spec: Its name.
        actors: Number of actors, N.

    Raises:
        UsageError: If there is none, or a function of one's own is no good.
    """
    if own.is_own(spec):
        return own.own(spec, actors)
    return ruled(rule(spec))
