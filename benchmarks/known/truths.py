"""What a step really does in worlds that other models made, each in its own terms.

The models are those of `detente.theory`; how a step enters one is written here. Nothing
is chosen to suit the kernel: ranges are wide, and where a model leaves open which way a
step works, both ways have the same range.
"""

from collections.abc import Callable
from math import exp
from typing import NamedTuple

import numpy as np

from detente.theory import arms_game, opportunism, reciprocity, richardson, trust
from known.settings import Setting

__all__ = ["FAMILIES", "TRUTHS", "Truth", "aims"]

Truth = dict[tuple[str, str], float]
"""Effect of a plan on an outcome, as ratio less 1: (plan, outcome) -> effect."""

YEARS = 9  # from the step to the horizon
SINCE = 2  # years after the step in which outcomes begin to count
DEGREE = 88.0  # km in a degree of longitude at 38 degrees north


class _Steps(NamedTuple):
    """The hub's force that stands behind the ally after each step, million USD."""

    guarantee: float
    office: float


def _steps(s: Setting, rng: np.random.Generator) -> _Steps:
    reach = s.hub * exp(-s.gap[1] * DEGREE / rng.uniform(3000, 15000))
    pact = rng.uniform(0.3, 1)
    return _Steps(reach * pact, reach * pact * rng.uniform(0.1, 0.8))


def _pairs(outcome: str, levels: tuple[float, float, float, float]) -> Truth:
    """Return effects from an outcome at a distance, guaranteed, present, withdrawn."""
    apart, guaranteed, present, withdrawn = levels
    return {
        ("guarantee", outcome): _ratio(guaranteed, apart),
        ("office", outcome): _ratio(present, apart),
        ("withdraw", outcome): _ratio(withdrawn, present),
    }


def _ratio(there: float, here: float) -> float:
    if here <= 0:
        return 0.0 if there <= 0 else float("inf")
    return there / here - 1


def _built(share: float, armed: tuple[float, ...]) -> tuple[float, ...]:
    """Return spending, a build-up adding a share to what is spent anyway."""
    return tuple(1 + share * p for p in armed)


def trusting(s: Setting, rng: np.random.Generator) -> Truth:
    """Kydd: a step is what greedy states do and seekers do less often.

    The rival learns from it; withdrawing is what seekers do more often. It uses force
    as often as it gives up restraint. Nothing is denied to it.
    """
    step = rng.uniform(0.2, 1)  # probability that a seeker guarantees
    office = step + (1 - step) * rng.uniform(0, 1)
    back = 1 / rng.uniform(0.1, 1)  # a seeker withdraws so many times as often
    fear = s.fear
    present = trust.fear_after_build(fear, office)
    fears = (
        fear, trust.fear_after_build(fear, step), present,
        trust.fear_after_build(present, back),
    )  # fmt: skip
    worst = 10 ** rng.uniform(-0.3, 1)
    armed = tuple(trust.arming(p, s.greedy, 1.0, worst) for p in fears)
    spent = _built(rng.uniform(0.05, 0.5), armed)
    return _pairs("arms", spent) | _pairs("force", armed)


def gaming(s: Setting, rng: np.random.Generator) -> Truth:
    """Baliga and Sjöström: the step adds to what the rival may lose, and takes gain.

    The more of the ally's defence is the hub's, the more. Both have the same range.
    """
    steps = _steps(s, rng)
    frightens, denies, shelters = rng.uniform(0, 1, 3)
    gain, loss = rng.uniform(0.02, 0.3, 2), rng.uniform(0.3, 0.95, 2)

    def armed(behind: float) -> float:
        share = behind / (s.ally + behind)
        gains = (gain[0] * (1 - denies * share), gain[1])
        losses = (loss[0] * (1 + frightens * share), loss[1] * (1 - shelters * share))
        return arms_game.equilibrium(gains, losses, 1.0)[0]

    found = (armed(0), armed(steps.guarantee), armed(steps.office), armed(0))
    return _pairs("arms", _built(rng.uniform(0.05, 0.5), found))


def racing(s: Setting, rng: np.random.Generator) -> Truth:
    """Richardson: the rival reacts to the ally's arms and the hub's behind them."""
    steps = _steps(s, rng)
    k, m = 10 ** rng.uniform(-2.3, -0.5, 2)
    a, b = 10 ** rng.uniform(-1.3, -0.4, 2)
    drift = rng.uniform(-0.05, 0.1, 2)  # growth of both at a distance, a year
    g = (drift[0] + a) * s.rival - k * s.ally
    h = (drift[1] + b) * s.ally - m * s.rival

    def spent(behind: float, start: tuple[float, float]) -> np.ndarray:
        race = richardson.Race((k, m), (a, b), (g + k * behind, h))
        return richardson.path(race, start, YEARS)

    def mean(path: np.ndarray) -> float:
        return float(np.maximum(path[SINCE:, 0], 1e-9).mean())

    now = (s.rival, s.ally)
    before = tuple(spent(steps.office, now)[0])  # a year of presence
    levels = (
        mean(spent(0, now)), mean(spent(steps.guarantee, now)),
        mean(spent(steps.office, now)), mean(spent(0, now)),
    )  # fmt: skip
    effects = _pairs("arms", levels)
    stay, leave = spent(steps.office, before), spent(0, before)
    return effects | {("withdraw", "arms"): _ratio(mean(leave), mean(stay))}


def answering(s: Setting, rng: np.random.Generator) -> Truth:
    """Tit for tat: the step is misread as hostile now and then, and answered."""
    generous, slips = rng.uniform(0, 0.5, 2), rng.uniform(0.01, 0.2, 2)
    misread = rng.uniform(0, 0.5)
    milder = misread * rng.uniform(0, 1)
    hub = reciprocity.Reciprocator(generous[0], slips[0])

    def rival(takes: float) -> reciprocity.Reciprocator:
        return reciprocity.Reciprocator(generous[1], slips[1], takes)

    def hostile(takes: float, before: float) -> float:
        start = reciprocity.long_run(rival(before), hub)
        path = reciprocity.path(rival(takes), hub, start, YEARS)
        return float(1 - path[SINCE:, 0].mean())

    effects = _pairs(
        "force", (hostile(0, 0), hostile(misread, 0), hostile(milder, 0), 1.0)
    )
    leave, stay = hostile(0, milder), hostile(milder, milder)
    return effects | {("withdraw", "force"): _ratio(leave, stay)}


def grasping(s: Setting, rng: np.random.Generator) -> Truth:
    """Opportunists: they attack when force pays, and fear nobody."""
    steps = _steps(s, rng)
    prize = s.ally * 10 ** rng.uniform(0.05, 1.2)
    highest = prize * rng.uniform(0.1, 1)
    other, pace = rng.uniform(0.3, 0.9), rng.uniform(0.05, 0.3)
    reached = float(np.mean(1 - (1 - pace) ** np.arange(SINCE + 1, YEARS + 1)))
    usual = opportunism.force_brought(prize, s.ally)
    behind = (0.0, steps.guarantee, steps.office, 0.0)
    wars = tuple(opportunism.attack(prize, s.ally + x, highest) for x in behind)
    goals = [
        other + (1 - other) * opportunism.force_brought(prize, s.ally + x) / usual
        for x in behind
    ]
    spent = [1 + reached * (aim - 1) for aim in goals]
    effects = _pairs("arms", (spent[0], spent[1], spent[2], 1.0))
    leave = goals[2] + reached * (goals[0] - goals[2])
    effects["withdraw", "arms"] = _ratio(leave, goals[2])
    return effects | _pairs("force", wars)


TRUTHS: dict[str, Callable[[Setting, np.random.Generator], Truth]] = {
    "Kydd": trusting,
    "Baliga-Sjöström": gaming,
    "Richardson": racing,
    "tit for tat": answering,
    "opportunists": grasping,
}
"""Models of truth by name."""

FAMILIES = {
    "dilemma": ("Kydd", "Baliga-Sjöström", "Richardson", "tit for tat"),
    "opportunists": ("opportunists",),
}
"""What the models are about; both weigh the same in what is pooled."""


ROUND = (*TRUTHS, "opportunists")
"""Models in turn; opportunists twice, as they are a family of their own."""


def aims(model: str, setting: Setting) -> int:
    """Return the rival's true aims on the analyst's scale, 0 to 3."""
    if model == "opportunists":
        return 3
    return round(3 * setting.greedy) if model == "Kydd" else 0
