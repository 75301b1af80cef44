"""What a world of three states looks like from outside, and how an analyst writes it.

The analyst knows forces, output, distances and borders, rounded, and has a view of who
suspects whom and of the rival's aims. Nothing tells which model made the world, unless
the analyst is *told* the rival's aims.
"""

from typing import Any, NamedTuple

import numpy as np

from detente.worlds.load import parse
from detente.worlds.schema import Scenario

__all__ = ["CLAIMED", "PLANS", "Setting", "draw", "written"]

START, DONE, FROM, HORIZON = 2025, 2026, 2028, 2034
"""First year, year of the step, and the years over which outcomes are averaged."""

PLANS = {"guarantee": "distance", "office": "distance", "withdraw": "stay"}
"""Plans judged, and what each is compared with."""

CLAIMED = ("arms", "force")
"""Outcomes: spending of the rival, and its use of force against the ally."""

NOISE = 0.6  # standard deviation of an analyst's ordinal, in steps (0 to 3)


class Setting(NamedTuple):
    """A world of three from outside.

    Attributes:
        hub: Spending of the hub, million USD a year.
        ally: Of its ally.
        rival: Of the rival.
        burden: Spending of each as a share of its output.
        growth: Growth of each, per cent a year.
        gap: Degrees of longitude from rival to ally, and from ally to hub.
        land: Whether rival and ally share a border on land.
        nuclear: Whether hub and rival have nuclear arms.
        fear: Probability that the rival gives to the hub's side being greedy.
        alarm: Probability that the hub's side gives to the rival being greedy.
        greedy: Probability that the rival is greedy, where a model has such a thing.
        heat: Recent hostility, 0 to 2.
    """

    hub: float
    ally: float
    rival: float
    burden: tuple[float, ...]
    growth: tuple[float, ...]
    gap: tuple[float, float]
    land: bool
    nuclear: tuple[bool, bool]
    fear: float
    alarm: float
    greedy: float
    heat: int


def draw(rng: np.random.Generator) -> Setting:
    """Return a setting from wide ranges."""
    ally = 1e4 * 10 ** rng.uniform(-0.3, 0.7)
    return Setting(
        hub=ally * 10 ** rng.uniform(0.3, 1.3),
        ally=ally,
        rival=ally * 10 ** rng.uniform(0, 1.2),
        burden=tuple(rng.uniform(0.01, 0.05, 3)),
        growth=tuple(rng.uniform(0, 5, 3)),
        gap=(rng.uniform(3, 25), rng.uniform(25, 120)),
        land=bool(rng.random() < 0.5),
        nuclear=(bool(rng.random() < 0.5), bool(rng.random() < 0.5)),
        fear=rng.uniform(0.05, 0.8),
        alarm=rng.uniform(0.05, 0.8),
        greedy=rng.uniform(0, 0.6),
        heat=int(rng.integers(0, 3)),
    )


def _rounded(value: float) -> float:
    """Return a figure to two digits, as an analyst would state it."""
    return float(f"{value:.1e}")


def _ordinal(share: float, rng: np.random.Generator) -> int:
    """Return an analyst's step, 0 to 3, for a probability."""
    return int(np.clip(round(4 * share - 0.5 + NOISE * rng.normal()), 0, 3))


def written(
    setting: Setting, number: int, rng: np.random.Generator, aims: int | None
) -> Scenario:
    """Return the scenario that an analyst writes of a world.

    Args:
        setting: The world from outside.
        number: Number of the world.
        rng: Errors of the analyst.
        aims: The rival's aims as told, 0 security seeker to 3 probably a revisionist;
            None: the analyst's own view, which no model knows of.
    """
    view = _ordinal(setting.greedy, rng)
    facts = _facts(setting, view if aims is None else aims)
    why = "the analyst's view"
    facts["suspicions"] = [
        {"by": ["RIVAL"], "of": ["HUB", "ALLY"], "why": why,
         "level": _ordinal(setting.fear, rng)},
        {"by": ["HUB", "ALLY"], "of": ["RIVAL"], "why": why,
         "level": _ordinal(setting.alarm, rng)},
    ]  # fmt: skip
    argument = {
        "title": "Known", "question": "What does the step do?", "summary": "Three.",
        "source": "benchmark", "horizon": HORIZON, "baseline": "distance",
        "plans": _plans(), "claims": dict(_claims()),
    }  # fmt: skip
    return parse(argument, facts, f"known-{number}")


def _facts(setting: Setting, aims: int) -> dict[str, Any]:
    source = {"source": "made"}
    names = ("HUB", "ALLY", "RIVAL")
    spending = (setting.hub, setting.ally, setting.rival)
    near, far = setting.gap
    east = (116 + near + far, 116 + near, 116)
    actors = {
        code: {
            "name": code, "theatre": "west" if code == "HUB" else "east",
            "capital": [38.0, round((east[k] + 180) % 360 - 180)],
            "spending": _rounded(spending[k]),
            "personnel": _rounded(spending[k] / 150),
            "population": 100.0,
            "gdp": _rounded(spending[k] / setting.burden[k]),
            "growth": round(setting.growth[k], 1),
            "warheads": 100 if k != 1 and setting.nuclear[k // 2] else 0,
        }
        for k, code in enumerate(names)
    }  # fmt: skip
    border = {"by_land" if setting.land else "by_sea": ["RIVAL"]}
    units = {
        "spending": "million current USD", "personnel": "thousand persons",
        "population": "million persons", "gdp": "million current USD",
        "growth": "percent a year, real", "warheads": "warheads",
        "capital": "degrees north, degrees east",
    }  # fmt: skip
    return {
        "world": {"start": START, "title": "Three states"},
        "sources": {"made": {"citation": "Made by a model"}},
        "facts": {k: {"unit": u, "year": 2024, **source} for k, u in units.items()},
        "theatres": {"west": {"name": "West"}, "east": {"name": "East"}},
        "actors": actors,
        "ties": [{"between": ["HUB", "ALLY"], "level": 1, "since": 2000,
                  "name": "Dialogue", **source}],
        "neighbours": [{"of": "ALLY", **border}],
        "heat": [{"between": [["ALLY"], ["RIVAL"]], "level": setting.heat,
                  "why": "seen"}],
        "motives": [{"of": ["RIVAL"], "level": aims, "why": "seen"}],
    }  # fmt: skip


def _plans() -> dict[str, Any]:
    tie = {"kind": "tie", "by": "HUB", "to": ["ALLY"]}
    post = {"kind": "post", "by": ["HUB"], "theatre": "east", "share": 0.1}
    held = {"year": START, "until": DONE - 1}
    return {
        "distance": {"title": "Keep at a distance"},
        "guarantee": {"title": "Mutual defence",
                      "moves": [{**tie, "level": 4, "year": DONE}]},
        "office": {"title": "Presence", "moves": [
            {**tie, "level": 3, "year": DONE}, {**post, "year": DONE}]},
        "stay": {"title": "Presence as before", "moves": [
            {**tie, "level": 3, "year": START}, {**post, "year": START}]},
        "withdraw": {"title": "Presence ends", "moves": [
            {**tie, "level": 3, **held}, {**post, **held}]},
    }  # fmt: skip


def _claims() -> Any:
    """Yield one claim a plan and outcome: that it rises; its mirror is read off."""
    for plan, base in PLANS.items():
        for outcome in CLAIMED:
            part = {
                "outcome": outcome, "of": "RIVAL", "years": [FROM, HORIZON],
                "contrast": "ratio", "holds_if": "above", "against": base,
            }  # fmt: skip
            if outcome == "force":
                part["toward"] = "ALLY"
            yield f"{plan}-{outcome}", {
                "title": "It rises", "text": "It rises.", "by": "ours",
                "reading": "deterrence" if plan == "withdraw" else "spiral",
                "modality": "could well", "plan": plan, "parts": [part],
            }  # fmt: skip
