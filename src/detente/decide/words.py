"""What explanations are called in words, for everybody who shows them."""

from collections.abc import Mapping
from typing import Any

__all__ = ["act", "limit", "route", "source"]

_SOURCES = {
    "plan": "the plan's own ties and forces",
    "belief": "what each believes of the others' aims",
    "arms": "arms built or left unbuilt in answer",
    "ties": "ties that others choose in answer",
    "memory": "disputes that happened and are remembered",
    "standing": "credibility won or lost, and mood",
}

_ROUTES = {
    "fear": "through fear of attack",
    "opportunity": "through what an attack could gain",
    "closeness": "through closeness, cover and the balance of force",
    "joining": "through who would join whom",
    "hostility": "through hostility",
    "answer": "through answers to rivals' arming",
    "budget": "through the habit of the budget",
}

_ACTS = {
    "engagement": "new ties with others, read as aims",
    "restraint": "offers of restraint",
    "words": "declared purposes",
    "disputes": "disputes begun",
    "joining": "disputes joined",
    "arming": "arms seen to grow",
    "setting": "what the same acts would mean of a peaceful state here",
}


def source(name: str) -> str:
    """Return what a source of a path is called."""
    return _SOURCES[name]


def route(name: str) -> str:
    """Return what a route of a path is called."""
    return _ROUTES[name]


def act(name: str) -> str:
    """Return what a kind of act that beliefs are drawn from is called."""
    return _ACTS[name]


def limit(said: Mapping[str, Any]) -> str:
    """Return one limit of a box in words: parameter, low, high (None where open)."""
    name, low, high = said["parameter"], said["low"], said["high"]
    if high is None:
        return f"{name} is above {low:.3g}"
    if low is None:
        return f"{name} is below {high:.3g}"
    return f"{name} is between {low:.3g} and {high:.3g}"
