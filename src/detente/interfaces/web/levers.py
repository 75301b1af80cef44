"""Levers: what a reader of the page can set, in words, with range and usual value."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from detente.core.parameters import bounded
from detente.lenses import lens as lenses_
from detente.worlds.assumed import MOST_RUNGS
from detente.worlds.schema import Scenario

__all__ = ["levers", "people"]

_parameters = lru_cache(1)(lenses_.parameters)
_lenses = lru_cache(1)(lenses_.catalogue)
_lens = lru_cache(16)(lenses_.load)

REACH = 2.5
"""Ends of a lever, in standard deviations of the prior from its centre."""

FIRST: dict[str, tuple[str, str, str]] = {
    "threat.advantage": (
        "Attack against defence",
        "what one unit of force is worth to an attacker against a defender",
        "defence is easier|attack is easier",
    ),
    "credibility.start": (
        "Promises are believed",
        "the chance, as others see it, that help comes at the start",
        "never|always",
    ),
    "mood.dulls": (
        "War moods cloud judgement",
        "how far the mood of a war dulls empathy",
        "hardly|strongly",
    ),
    "belief.engagement": (
        "A new tie looks hostile",
        "how far a step towards others is read as hostile aim",
        "as friendly|as hostile",
    ),
    "belief.words": (
        "How words of defence are read",
        "what a declared purpose adds to suspicion: below 0 words of defence reassure",
        "they reassure|they alarm",
    ),
}
"""Parameters that matter most: title, meaning, and what its two ends say."""

LADDER: dict[str, tuple[str, str, str]] = {
    "content.dialogue": (
        "Dialogue (level 1)",
        "its worth as a share of level 2",
        "nothing|all",
    ),
    "content.partnership": (
        "Partnership (level 2)",
        "its worth as a share of level 3",
        "nothing|all",
    ),
    "content.presence": (
        "Presence (level 3)",
        "its worth as a share of level 4",
        "nothing|all",
    ),
    "content.pact": (
        "Mutual defence (level 4)",
        "the chance that the promise is kept",
        "never|always",
    ),
}
"""Commitment of the levels of the ladder."""


STEPS = {"ties": "new ties", "accessions": "accessions",
         "both": "new ties and accessions"}  # fmt: skip
"""Which steps an entry of status_quo is about."""

NAMED = 3
"""Names that a title holds."""


def people(scenario: Scenario) -> list[dict[str, str]]:
    """Return the actors, those first that claims are most often about."""
    named: Counter[str] = Counter()
    sides = scenario.sides
    for claim in scenario.claims.values():
        for part in claim.parts:
            for side in (part.of, part.toward):
                if len(sides.get(side or "", ())) == 1:
                    named[sides[side or ""][0]] += 1
    actors = scenario.world.actors
    order = sorted(actors, key=lambda code: (-named[code], actors[code].name))
    return [
        {"code": code, "name": actors[code].name, "named": str(named[code])}
        for code in order
    ]


def _ladder(value: float) -> float:
    """Return a value to three significant digits."""
    return float(f"{value:.3g}")


def _lever(key: str, told: tuple[str, str, str] | None, group: str) -> dict[str, Any]:
    about = _parameters()[key]
    usual = _lens("prior").beliefs[key]
    at = lambda steps: float(bounded(about.transform, usual.centre + steps * usual.sd))  # noqa: E731
    low, high = at(-REACH), at(REACH)
    if about.transform == "unit":
        low, high = 0.02, 0.98
    title, meaning, ends = told or (key, about.meaning, "low|high")
    return {
        "key": key, "title": title, "meaning": meaning, "unit": about.unit,
        "ends": ends.split("|"), "low": _ladder(low), "high": _ladder(high),
        "log": about.transform == "positive", "group": group,
        "usual": _ladder(at(0)),
        "lenses": {
            name: _ladder(float(bounded(
                about.transform, _lens(name).beliefs[key].centre)))
            for name in _lenses()
        },
    }  # fmt: skip


def levers(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the levers of a scenario, those that matter most first.

    A lever with `actor` is about one of them or, where its `key` is a parameter, about
    all. Those of the group "world" are there only where its files have what they move.
    """
    usual = _lever("belief.empathy", None, "first")
    empathy = usual | {
        "title": "Leaders see that they are feared",
        "meaning": "how far they count their own menace among the other side's reasons "
        "to arm and to fight (empathy); 0: every answer to them looks like malice, 1: "
        "they see it as an outsider would",
        "ends": ["not at all", "fully"], "low": 0.0, "high": 1.0, "actor": "empathy",
        "log": False,
    }  # fmt: skip
    motive = {
        "key": "", "title": "Wants to change the order by force",
        "meaning": "the chance that the state is revisionist at the start, which "
        "others can only guess",
        "unit": "chance", "ends": ["surely not", "surely"], "low": 0.0, "high": 1.0,
        "log": False, "group": "first", "usual": _share(), "actor": "revisionist",
        "lenses": {},
    }  # fmt: skip
    first = [_lever(key, told, "first") for key, told in FIRST.items()]
    ladder = [_lever(key, told, "ladder") for key, told in LADDER.items()]
    known = {each["key"] for each in (*first, *ladder)} | {"belief.empathy"}
    rest = [_lever(key, None, "rest") for key in _parameters() if key not in known]
    return [empathy, motive, *first, *_of_world(scenario), *ladder, *rest]


def _of_world(scenario: Scenario) -> list[dict[str, Any]]:
    """Return the levers of hub alliances and of what counts as a sign of aim."""
    world = scenario.world
    hubs = {key: a for key, a in world.alliances.items() if a.rule == "hub"}
    bound = [
        {
            "key": f"{key}.integration",
            "title": f"{each.name}: members bound to one another",
            "meaning": "share of the rung by which each is tied to the hub "
            f"({world.actors[each.hub or ''].name}); 0: they help one another only "
            "through it",
            "unit": "share", "ends": ["only through the hub", "integrated"],
            "high": 1.0, "usual": each.integration,
        }
        for key, each in hubs.items()
    ]  # fmt: skip
    counted = [
        {
            "key": f"status_quo.{at}",
            "title": f"{_named(entry.by, scenario)} reads aim into "
            f"{STEPS[entry.steps]} of {_named(entry.of, scenario)}",
            "meaning": "rungs read as a sign of aim for each rung taken; it alarms or "
            "calms as each lens reads a step (belief.engagement)",
            "unit": "rungs", "ends": ["nothing", f"{MOST_RUNGS:g} rungs for one"],
            "high": MOST_RUNGS, "usual": entry.weight,
        }
        for at, entry in enumerate(world.status_quo, 1)
    ]  # fmt: skip
    same = {"low": 0.0, "log": False, "group": "world", "lenses": {}}
    return [each | same for each in (*bound, *counted)]


def _named(names: Iterable[str], scenario: Scenario) -> str:
    """Return actors, alliances and groups in words, the first few by name."""
    told = [
        each.name if (each := scenario.world.actors.get(name)
                      or scenario.world.alliances.get(name)) else name
        for name in names
    ]  # fmt: skip
    more = len(told) - NAMED
    return ", ".join(told[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _share() -> float:
    """Return the long-run share of revisionists under the prior."""
    centre = _lens("prior").beliefs["motive.share"].centre
    return _ladder(float(np.asarray(bounded("unit", centre))))
