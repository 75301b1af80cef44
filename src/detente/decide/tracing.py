"""From steps between two worlds to the path of one effect, in its own unit.

Four kinds of outcome need four ways of adding up. What is read off a year is averaged
over the claim's years. What builds up (spending, beliefs, closeness) is added up year
by year first, so that a fear of the second year counts in the arms of the tenth.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from detente.decide.paths import Abreast
from detente.decide.steps import ACTS, PAIRWISE, STEPS

__all__ = [
    "Path",
    "Trace",
    "begun_and_joined",
    "carriers",
    "of_arms",
    "of_belief",
    "of_year",
]

PAIR_OF = {
    "tension": "dispute", "force": "force", "entanglement": "entangled",
    "entrapment": "entrapped", "threat": "threat", "belief": "belief",
    "alignment": "tie", "shared_threat": "shared", "demand": "tie",
    "security": "force",
}  # fmt: skip
"""What is looked at, pair by pair, to say who carries an effect."""

CARRIERS = 4


class Path(NamedTuple):
    """The path of one effect.

    Attributes:
        names: Name of each step: (source, route), or (kind of act,).
        added: What each adds, forward and backward, (members, 2, steps).
        effect: Effect of each member, (members,).
        unit: Unit of all.
    """

    names: tuple[tuple[str, ...], ...]
    added: np.ndarray
    effect: np.ndarray
    unit: str


class Trace(NamedTuple):
    """What paths are drawn from: batches of a pair of plans, member after member.

    Attributes:
        kept: Batches of `detente.decide.paths`, whole members only.
        draw: Number of each member's draw, (members,).
        years: Years.
        sides: Places of each side by name.
    """

    kept: Abreast
    draw: np.ndarray
    years: np.ndarray
    sides: Mapping[str, np.ndarray]

    def window(self, years: Sequence[int]) -> np.ndarray:
        """Return which years lie within two, both counted, shape (Y,)."""
        return (self.years >= years[0]) & (self.years <= years[1])

    def by_draw(self, x: np.ndarray) -> np.ndarray:
        """Return means over the members of each draw, (draws, ...)."""
        return np.stack([x[self.draw == d].mean(axis=0) for d in np.unique(self.draw)])


def of_year(
    trace: Trace, query: int, years: Sequence[int], unit: str,
    held: np.ndarray | None = None,
) -> Path:  # fmt: skip
    """Return the path of an outcome that is read off each year.

    Args:
        trace: What paths are drawn from.
        query: Position of its query.
        years: First and last year averaged over.
        unit: Its unit.
        held: For closeness, which builds up from yearly steps: by how much the plan
            itself holds the level up each year, (Y,).
    """
    kept, inside = trace.kept, trace.window(years)
    steps, effect = kept.steps[..., query], (kept.there - kept.here)[..., query]
    if held is not None:
        steps, effect = np.cumsum(steps, axis=1), np.cumsum(effect, axis=1) + held
        steps[..., STEPS.index(("plan", "closeness"))] += held[:, None]
    return Path(
        STEPS, steps[:, inside].mean(axis=1), effect[:, inside].mean(axis=1), unit
    )


def of_arms(trace: Trace, side: str, years: Sequence[int]) -> Path:
    """Return the path of the spending of a side (million USD a year).

    Growth is split year by year and added up. The logarithmic mean of both levels turns
    log points into money without a remainder (Ang 2004, the LMDI of energy studies).
    """
    places, inside = trace.sides[side], trace.window(years)
    grown = np.cumsum(trace.kept.growth[..., places], axis=1)
    log_there, log_here = (trace.kept.arms[:, :, k][..., places] for k in (0, 1))
    there, here = np.exp(log_there), np.exp(log_here)
    gap = log_there - log_here
    mean = np.where(np.abs(gap) > 1e-6, (there - here) / np.where(gap, gap, 1), here)
    money = (grown * mean[:, :, None, None]).sum(axis=-1)
    effect = (there - here).sum(axis=-1)
    return Path(
        STEPS, money[:, inside].mean(axis=1), effect[:, inside].mean(axis=1),
        "million current USD",
    )  # fmt: skip


def of_belief(
    trace: Trace, observed: Sequence[tuple[int, int]], of: str, toward: str,
    years: Sequence[int],
) -> Path:  # fmt: skip
    """Return the path of the belief of one side about another (probability).

    Log odds are carried from year to year as the belief itself is: what was learned
    fades at the rate at which the difference between the worlds fades.

    Args:
        trace: What paths are drawn from.
        observed: Pairs of the axis of beliefs.
        of: Who believes.
        toward: About whom.
        years: First and last year averaged over.
    """
    wanted = [
        (int(i), int(j)) for i in trace.sides[of] for j in trace.sides[toward] if i != j
    ]
    at = [list(observed).index(pair) for pair in wanted]
    learned, odds = trace.kept.learned[..., at], trace.kept.odds[..., at]
    gap = odds[:, :, 0] - odds[:, :, 1]  # plan less baseline: (members, Y, 3, pairs)
    total = np.zeros_like(learned[:, 0])
    out, effect = [], []
    for y in range(learned.shape[1]):
        before, kept, after = (gap[:, y, k] for k in range(3))
        fading = np.where(np.abs(before) > 1e-6, kept / np.where(before, before, 1), 1)
        total = total * fading[:, None, None] + learned[:, y]
        whole = total.sum(axis=2, keepdims=True)
        # Beliefs stop short of certainty; what is cut off is cut off from all alike.
        cut = np.where(np.abs(whole) > 1e-6, after[:, None, None] / np.where(
            whole, whole, 1), 1)  # fmt: skip
        total = total * np.clip(cut, 0, 1.5)
        there, here = (1 / (1 + np.exp(-odds[:, y, k, 2])) for k in (0, 1))
        slope = np.where(np.abs(after) > 1e-6, (there - here) / np.where(
            after, after, 1), here * (1 - here))  # fmt: skip
        out.append((total * slope[:, None, None]).mean(axis=-1))
        effect.append((there - here).mean(axis=-1))
    inside = trace.window(years)
    return Path(
        tuple((act,) for act in ACTS), np.stack(out, axis=1)[:, inside].mean(axis=1),
        np.stack(effect, axis=1)[:, inside].mean(axis=1), "probability",
    )  # fmt: skip


def begun_and_joined(
    trace: Trace, of: str, toward: str, years: Sequence[int]
) -> tuple[float, float]:
    """Return how many more clashes of two sides a future holds with the plan.

    Those begun between the two themselves, and those met by joining others.

    Args:
        trace: What paths are drawn from.
        of: The one side.
        toward: The other.
        years: From the first simulated year to the last of these.
    """
    block = np.ix_(trace.sides[of], trace.sides[toward])
    inside = trace.years <= years[1]
    counts = []
    for world in (0, 1):
        dispute = trace.kept.disputes[:, inside, world] > 0
        clash = dispute | dispute.swapaxes(-1, -2)
        drawn = (
            trace.kept.joined[:, inside, world].astype(np.float32)
            @ clash.astype(np.float32)
        ) > 0  # fmt: skip
        met = (drawn | drawn.swapaxes(-1, -2)) & ~clash
        counts.append([
            float(x[..., block[0], block[1]].sum(axis=(1, 2, 3)).mean())
            for x in (clash, met)
        ])  # fmt: skip
    begun, joined = np.subtract(*counts)
    return float(begun), float(joined)


def carriers(
    trace: Trace, outcome: str, of: str, toward: str, years: Sequence[int],
    actors: Sequence[str], *, level: bool = False,
) -> list[dict[str, object]]:  # fmt: skip
    """Return who carries an effect: actors or pairs that change most, largest first.

    Args:
        trace: What paths are drawn from.
        outcome: Outcome.
        of: The one side.
        toward: The other, or "".
        years: First and last year averaged over.
        actors: Codes.
        level: Whether the level under the plan counts, not its change.

    Returns:
        `who` (one code or two), `change` in the unit of what is compared, `of_what`;
        nothing for outcomes that are not made of actors or pairs.
    """
    inside, one = trace.window(years), trace.sides[of] if of else np.zeros(0, int)
    if outcome in ("arms", "burden"):
        what, other = "spending", None
        both = np.exp(trace.kept.arms[:, inside]).mean(axis=(0, 1))
    elif outcome in PAIR_OF:
        what = PAIR_OF[outcome]
        both = trace.kept.pairs[inside, :, PAIRWISE.index(what)].mean(axis=0)
        if outcome == "tension":
            both = both + both.swapaxes(-1, -2)
        other = trace.sides[toward] if toward else None
        if outcome == "security":  # who uses force against whom of the side
            one, other = np.setdiff1d(np.arange(len(actors)), one), one
    else:
        return []
    change = both[0] - (0 if level else both[1])
    found = [
        {"who": [actors[k] for k in who], "change": float(change[who]), "of_what": what}
        for who in ([(i,) for i in one] if other is None else
                    [(i, j) for i in one for j in other if i != j])
    ]  # fmt: skip
    found.sort(key=lambda each: -abs(each["change"]))
    return found[:CARRIERS]
