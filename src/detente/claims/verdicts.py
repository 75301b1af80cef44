"""Verdicts: three shares of the draws, the effect, and the labels it must carry."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from detente.claims.effects import (
    SPIRAL,
    Effect,
    baseline_of,
    effect,
    hold,
    plans_of,
    query_of,
    without_of,
)  # fmt: skip
from detente.claims.leaning import Leaning, leaning
from detente.lenses import scores
from detente.lenses.lens import Lens
from detente.runs.job import Variant
from detente.runs.results import Results
from detente.worlds.argument import Claim, Part
from detente.worlds.schema import Scenario

__all__ = [
    "DOUBTFUL", "MODALITY", "TESTED", "Shares", "Verdict", "refusal", "shares_of",
    "verdict", "verdicts", "word",
]  # fmt: skip

MODALITY = {"bound to": 0.90, "could well": 0.50, "risks": 0.20, "is": 0.50}
"""Share of draws that must support a claim, by how sure its author is."""

TESTED, DOUBTFUL = "level forecast-tested", "level doubtful"
"""Labels of levels whose like was forecast, and of those the record's check misses.

The test is of levels, never of effects, and the check is of no forecast: the lens had
seen its years.
"""

AHEAD = 5
"""Years from the start within which a level can be forecast-tested: none were scored
further ahead."""

ERROR_SHARE = 0.25
"""A verdict is refused when its Monte Carlo error exceeds this share of the width."""


class Shares(NamedTuple):
    """Shares of parameter draws; they add up to 1."""

    supports: float
    negligible: float
    opposes: float


class Verdict(NamedTuple):
    """What a run says of one claim, in one plan under one lens.

    Attributes:
        claim: Id of the claim.
        lens: Lens.
        plan: Plan.
        primary: Whether the claim is mainly about this plan.
        shares: Shares of draws.
        parts: Effect of each part.
        error: Monte Carlo error of the mean effect of the first part, in its unit.
        chance_share: Share of the spread between draws that is chance, or None.
        refused: Why there is no verdict, or "".
        lean: What the effect leans on.
        label: Epistemic label.
        hinge: Fear against gain, for tension and force, or None.
        if_approved: Shares and effect if the alliance's vote passes, or None.
        by_construction: "" or the sign that no parameter in the prior can change.
    """

    claim: str
    lens: str
    plan: str
    primary: bool
    shares: Shares
    parts: tuple[Effect, ...]
    error: float
    chance_share: float | None
    refused: str
    lean: Leaning
    label: str
    hinge: dict[str, Any] | None
    if_approved: tuple[Shares, Effect] | None
    by_construction: str = ""

    def word(self, claim: Claim) -> str:
        """Return the verdict in a word or two."""
        return word(claim, self.shares, self.refused)


def word(claim: Claim, shares: Shares, refused: str = "") -> str:
    """Return a verdict in a word or two."""
    if refused:
        return "refused"
    enough = shares.supports >= MODALITY[claim.modality]
    if enough and shares.supports > shares.opposes:
        return "supported"
    if shares.opposes >= 0.5:
        return "opposed"
    return "negligible" if shares.negligible >= 0.5 else "undecided"


def shares_of(
    claim: Claim, parts: Sequence[Effect], weights: np.ndarray | None = None
) -> Shares:
    """Return the shares of draws that support a claim, are negligible, oppose it.

    Args:
        claim: Claim.
        parts: Effect of each part.
        weights: Weight of each draw, shape (D,); all alike if not given.
    """
    fine = np.all([np.isfinite(found.values) for found in parts], axis=0)
    each = np.ones(len(fine)) if weights is None else weights
    total = float(each[fine].sum()) or 1.0
    held = [hold(part, found) for part, found in zip(claim.parts, parts, strict=True)]
    supports = np.all([yes for yes, _ in held], axis=0) & fine
    opposes = np.all([no for _, no in held], axis=0) & fine
    for_it = float(each[supports].sum()) / total
    against = float(each[opposes].sum()) / total
    return Shares(for_it, max(1 - for_it - against, 0.0), against)


def _error(found: Effect, size: float | None = None) -> tuple[float, int]:
    """Return the Monte Carlo error of the mean effect, and draws that would do.

    It is what other futures of the same draws would change. With one replicate chance
    and parameters cannot be told apart, and the whole spread is taken for chance.
    """
    values = found.values[np.isfinite(found.values)]
    if len(values) < 2:
        return float("inf"), 0
    chance = found.chance
    if not np.isfinite(chance):
        chance = float(values.var(ddof=1))
    size = size or len(values)
    error = float(np.sqrt(chance / size))
    enough = size * (error / (ERROR_SHARE * found.width)) ** 2
    return error, int(np.ceil(enough))


def refusal(parts: Sequence[Effect], size: float | None = None) -> str:
    """Return why no verdict can be given, by the part that is known worst, or "".

    Args:
        parts: Effect of each part.
        size: Effective number of draws; those that are finite if not given.
    """
    fine = np.all([np.isfinite(found.values) for found in parts], axis=0)
    if fine.sum() < 2:
        return "no Monte Carlo error from fewer than two finite draws; take more draws"
    worst = max(parts, key=lambda found: _error(found, size)[0] / found.width)
    error, enough = _error(worst, size)
    if error <= ERROR_SHARE * worst.width:
        return ""
    return (
        f"Monte Carlo error {error:.2g} exceeds a quarter of the width "
        f"{worst.width:g}; about {enough} draws would do"
    )


def _chance_share(found: Effect) -> float | None:
    """Return the share of the spread between draws that chance explains, 0-1."""
    values = found.values[np.isfinite(found.values)]
    spread = float(values.var(ddof=1)) if len(values) > 1 else 0.0
    if not np.isfinite(found.chance) or spread <= 0:
        return None
    return min(found.chance / spread, 1.0)


def _hinge(
    results: Results, scenario: Scenario, claim: Claim, lens: str, plan: Variant
) -> dict[str, Any] | None:
    """Return what fear adds and denied gain takes away, for tension and force."""
    part = claim.parts[0]
    if part.outcome not in ("tension", "force") or part.contrast == "level":
        return None
    a = results.shape.lenses.index(lens)
    q = results.shape.queries.index(query_of(part))
    inside = [part.years[0] <= y <= part.years[1] for y in results.shape.years]
    plan, base = Variant(part.plan or plan.plan), Variant(baseline_of(scenario, part))

    def mean(table: np.ndarray, variant: Variant) -> np.ndarray:
        b = results.shape.variants.index(variant)
        return table[a, b, :, :, :, q][:, :, inside].mean(axis=(1, 2))

    fear = mean(results.fear, plan) - mean(results.fear, base)
    gain = mean(results.gain, plan) - mean(results.gain, base)
    before = mean(results.gain, base)
    chi = before / (before + mean(results.fear, base) + 1e-30)
    fine = np.isfinite(fear + gain + chi)
    if not fine.any():
        return None
    deters = float((fear + gain < 0)[fine].mean())
    middle = [float(np.median(x[fine])) for x in (fear, gain, chi)]
    what = "disputes" if part.outcome == "tension" else "uses of force"
    return {
        "engagement_deters_share": deters,
        "fear_adds": middle[0],
        "gain_adds": middle[1],
        "revisionist_share": middle[2],
        "unit": f"{what} a year",
        "text": (
            f"fear adds {middle[0]:+.4f}, gain {middle[1]:+.4f} {what} a year; "
            f"together they fall in {deters:.0%} of draws; gain is {middle[2]:.0%} of "
            "the baseline"
        ),
    }


def _label(scenario: Scenario, claim: Claim, lean: Leaning) -> str:
    """Return the epistemic label: effects of moves without like are assumed at most.

    A level that leans on the record is forecast-tested if forecasts of such outcomes
    in years not seen were scored and found not behind a simple baseline, and its years
    are no further from the start than any that were scored. It is doubtful if it is of
    disputes or force between sides whose recorded number the lens does not expect.
    """
    if any(part.contrast != "level" for part in claim.parts):
        return "assumed"
    if lean.recorded is not None and lean.recorded > 0.5:
        if any(scores.doubtful(_pairs(scenario, part)) for part in claim.parts):
            return DOUBTFUL
        last = scenario.world.start + AHEAD - 1
        foretold = all(
            part.outcome in scores.tested() and part.years[1] <= last
            for part in claim.parts
        )
        return TESTED if foretold else "associated in the record"
    known = lean.assumed is not None and lean.assumed < 0.5
    return "literature" if known else "assumed"


def _pairs(scenario: Scenario, part: Part) -> list[tuple[int, int]]:
    """Return the numbers of the pairs whose disputes an outcome counts, or none."""
    if part.outcome not in ("tension", "force") or not (part.of and part.toward):
        return []
    sides, actors = scenario.sides, scenario.world.actors
    pairs = (
        (actors[a].cow, actors[b].cow)
        for a in sides[part.of] for b in sides[part.toward]
    )  # fmt: skip
    return [(a, b) for a, b in pairs if a is not None and b is not None and a != b]


def verdict(
    results: Results, scenario: Scenario, key: str, lens: Lens, plan: str,
    parameters: Mapping[str, np.ndarray],
) -> Verdict:  # fmt: skip
    """Return the verdict on a claim, in one plan under one lens.

    Args:
        results: Results of the run.
        scenario: Scenario.
        key: Id of the claim.
        lens: Lens.
        plan: Plan.
        parameters: Draws of the lens.
    """
    claim, variant = scenario.claims[key], Variant(plan)
    parts = [effect(results, scenario, lens.name, variant, p) for p in claim.parts]
    error, _ = _error(parts[0])
    lean = leaning(
        parameters, {k: b.origin for k, b in lens.beliefs.items()}, parts[0].values
    )
    passed = Variant(plan, "refusal")
    if_approved = None
    if passed in results.shape.variants and not any(p.without for p in claim.parts):
        then = [effect(results, scenario, lens.name, passed, p) for p in claim.parts]
        if_approved = (shares_of(claim, then), then[0])
    return Verdict(
        claim=key,
        lens=lens.name,
        plan=plan,
        primary=plan == claim.plan,
        shares=shares_of(claim, parts),
        parts=tuple(parts),
        error=error,
        chance_share=_chance_share(parts[0]),
        refused=refusal(parts),
        lean=lean,
        label=_label(scenario, claim, lean),
        hinge=_hinge(results, scenario, claim, lens.name, variant),
        if_approved=if_approved,
    )


def judged(results: Results, scenario: Scenario, claim: Claim, plan: str) -> bool:
    """Return whether a run holds all that a claim needs in a plan."""
    have = set(results.shape.variants)
    for part in claim.parts:
        own, base = part.plan or plan, baseline_of(scenario, part)
        without = without_of(part)
        needs = [Variant(own, w) for w in ("", without)]
        if part.contrast != "level":
            needs += [Variant(base, w) for w in ("", without)]
        if any(variant not in have for variant in needs):
            return False
    return True


def verdicts(
    results: Results, scenario: Scenario, lenses: list[Lens],
    parameters: Mapping[str, Mapping[str, np.ndarray]],
) -> list[Verdict]:  # fmt: skip
    """Return every verdict a run gives, claim by claim, primary plan first."""
    return [
        verdict(results, scenario, key, lens, plan, parameters[lens.name])
        for key, claim in scenario.claims.items()
        for plan in plans_of(claim)
        if judged(results, scenario, claim, plan)
        for lens in lenses
    ]


def spiral_numbers(results: Results) -> list[dict[str, Any]]:
    """Return the spiral number by lens and plan: median, interval, share above 1."""
    found = []
    for a, lens in enumerate(results.shape.lenses):
        for b, variant in enumerate(results.shape.variants):
            if variant.without:
                continue
            values = results.spiral[a, b, :, 0]
            fine = values[np.isfinite(values)]
            if not len(fine):
                continue
            lo, middle, hi = np.quantile(fine, [0.05, 0.5, 0.95])
            found.append({
                "lens": lens, "plan": variant.plan, "median": float(middle),
                "lo": float(lo), "hi": float(hi), "above_one": float((fine > 1).mean()),
                "undefined": int(len(values) - len(fine)), "outcome": SPIRAL,
            })  # fmt: skip
    return found
