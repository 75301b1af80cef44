"""Effects: what a part of a claim compares, one number a parameter draw.

An effect is paired: plan and baseline share their draws and their chance, and are
averaged over replicates before they are compared.
"""

from typing import NamedTuple

import numpy as np

from detente.runs.job import Variant
from detente.runs.results import Results
from detente.worlds.argument import Claim, Part
from detente.worlds.interests import Interest
from detente.worlds.measures import Query
from detente.worlds.outcomes import OUTCOMES, width_for
from detente.worlds.schema import Scenario

__all__ = [
    "Effect", "baseline_of", "effect", "hold", "needed_queries", "needed_variants",
    "queries_of", "query_of", "without_of",
]  # fmt: skip

SPIRAL = "spiral_number"

STANDING = (Query("tragic_share"),)
"""Measured in every run, whatever its claims: the dilemma's own share of tension."""


class Effect(NamedTuple):
    """The effect of one part, in one plan under one lens.

    Attributes:
        values: Effect of each draw, in `unit`; NaN where a draw failed, shape (D,).
        ratio: Plan over baseline of each draw, or None for levels, shape (D,).
        width: Smallest effect that counts, in `unit`.
        reason: Why that width.
        unit: Unit of the effect.
        chance: Variance of a draw's effect that chance alone explains (what other
            futures of the same draw would change), or NaN with one replicate.
    """

    values: np.ndarray
    ratio: np.ndarray | None
    width: float
    reason: str
    unit: str
    chance: float


def without_of(part: Part) -> str:
    """Return what a part takes away, as variants name it ("" for nothing)."""
    if part.without is None:
        return ""
    return part.without if isinstance(part.without, str) else "-".join(part.without)


def baseline_of(scenario: Scenario, part: Part) -> str:
    """Return the plan that a part compares with."""
    return part.against or scenario.baseline


def query_of(part: Part) -> Query:
    """Return the query of a part's outcome."""
    return Query(part.outcome, part.of or "", part.toward or "")


def needed_queries(scenario: Scenario) -> tuple[Query, ...]:
    """Return what claims, interests and the record need measured, and what stands."""
    found: dict[Query, None] = {}
    for claim in scenario.claims.values():
        for part in claim.parts:
            for outcome, of, toward in [
                query_of(part),
                *([(part.than.outcome, part.than.of or "", part.than.toward or "")]
                  if part.than else []),
            ]:  # fmt: skip
                if outcome != SPIRAL:
                    found[Query(outcome, of, toward)] = None
    found |= dict.fromkeys(STANDING)
    for interest in scenario.wanted.values():
        found |= dict.fromkeys(queries_of(interest))
    if scenario.happened:
        found |= dict.fromkeys(Query(*each.query) for each in scenario.happened.series)
    return tuple(found)


def queries_of(interest: Interest) -> tuple[Query, ...]:
    """Return what must be measured for an interest: one query, or one each way."""
    there = Query(interest.outcome, interest.of or "", interest.toward or "")
    back = Query(interest.outcome, there.toward, there.of)
    return (there, back) if interest.both_ways else (there,)


def plans_of(claim: Claim) -> tuple[str, ...]:
    """Return the plans a claim is judged under: the primary one first."""
    return tuple(dict.fromkeys((claim.plan, *claim.weak)))


def needed_variants(scenario: Scenario) -> tuple[Variant, ...]:
    """Return plans and variants that claims need, plans first."""
    plans = list(scenario.plans)
    found = dict.fromkeys(Variant(plan) for plan in plans)
    for plan in plans:
        if any(getattr(m, "consent", False) for m in scenario.plans[plan].moves):
            found[Variant(plan, "refusal")] = None
    for claim in scenario.claims.values():
        for part in claim.parts:
            without = without_of(part)
            if without and (part.plan or claim.plan) in plans:
                found[Variant(part.plan or claim.plan, without)] = None
                found[Variant(baseline_of(scenario, part), without)] = None
    return tuple(found)


def _series(
    results: Results, lens: str, variant: Variant, query: Query, years: tuple[int, int]
) -> np.ndarray:
    """Return an outcome averaged over years, shape (D, R)."""
    a, b = results.shape.lenses.index(lens), results.shape.variants.index(variant)
    if query.outcome == SPIRAL:
        return results.spiral[a, b]
    inside = [years[0] <= y <= years[1] for y in results.shape.years]
    q = results.shape.queries.index(query)
    return results.outcomes[a, b, :, :, :, q][:, :, inside].mean(axis=2)


class _Pair(NamedTuple):
    """Plan and baseline (or level) of one outcome by draw and replicate, (D, R)."""

    there: np.ndarray
    here: np.ndarray
    contrast: str

    def effect(self) -> np.ndarray:
        """Return the paired effect of each draw, averaged over replicates, (D,)."""
        if self.contrast == "ratio":
            return _quotient(self.there.mean(axis=1), self.here.mean(axis=1)) - 1
        return self.there.mean(axis=1) - self.here.mean(axis=1)

    def ratio(self) -> np.ndarray | None:
        """Return plan over baseline of each draw, (D,), or None for levels."""
        if self.contrast == "level":
            return None
        return _quotient(self.there.mean(axis=1), self.here.mean(axis=1))

    def chance(self) -> float:
        """Return the variance of a draw's effect that replicates show, or NaN."""
        count = self.there.shape[1]
        if count < 2:
            return float("nan")
        if self.contrast == "ratio":
            each = _quotient(self.there, self.here).var(axis=1, ddof=1)
        else:
            each = (self.there - self.here).var(axis=1, ddof=1)
        fine = each[np.isfinite(each)]
        return float(fine.mean() / count) if len(fine) else float("nan")


def _quotient(there: np.ndarray, here: np.ndarray) -> np.ndarray:
    """Return there / here, NaN where there is nothing to divide by."""
    return there / np.where(here == 0, np.nan, here)


def _pair(
    results: Results, lens: str, plan: Variant, base: Variant, query: Query, part: Part
) -> _Pair:
    """Return plan and baseline of an outcome, as many replicates as both have."""
    alone = bool(plan.without) or query.outcome == SPIRAL
    replicates = 1 if alone else results.shape.replicates
    there = _series(results, lens, plan, query, part.years)[:, :replicates]
    if part.contrast == "level":
        return _Pair(there, np.full_like(there, part.level or 0.0), "level")
    here = _series(results, lens, base, query, part.years)[:, :replicates]
    return _Pair(there, here, part.contrast)


def effect(
    results: Results, scenario: Scenario, lens: str, plan: Variant, part: Part
) -> Effect:
    """Return the effect of a part.

    Args:
        results: Results of the run.
        scenario: Scenario.
        lens: Lens.
        plan: The plan judged; a part that names its own plan overrides it.
        part: The part.
    """
    if part.plan:
        plan = plan._replace(plan=part.plan)
    base = Variant(baseline_of(scenario, part))
    query, without = query_of(part), without_of(part)
    pair = _pair(results, lens, plan, base, query, part)
    values, ratio, chance = pair.effect(), pair.ratio(), pair.chance()
    if without:
        rest = _pair(
            results, lens, Variant(plan.plan, without), Variant(base.plan, without),
            query, part,
        )  # fmt: skip
        first = _Pair(pair.there[:, :1], pair.here[:, :1], part.contrast)
        values, ratio = first.effect() - rest.effect(), None
        chance *= 2 * pair.there.shape[1]  # two effects, each of one replicate
    width, reason = _width(part)
    unit = _unit(part)
    if part.than:
        other = Query(part.than.outcome, part.than.of or "", part.than.toward or "")
        less = _pair(results, lens, plan, base, other, part)
        scale = width_for(other.outcome, part.contrast)
        per = scale[0] if scale else 1.0
        values = values / width - less.effect() / per
        chance = chance / width**2 + less.chance() / per**2
        ratio, unit = None, "widths"
        reason = f"one width; of {query.outcome}: {reason}"
        width = 1.0
    return Effect(values, ratio, width, reason, unit, chance)


def _width(part: Part) -> tuple[float, str]:
    if part.width is not None:
        return part.width, part.why or ""
    found = width_for(part.outcome, part.contrast)
    if found is None:
        raise ValueError(f"no width for {part.outcome}")  # the schema has refused it
    return found


def _unit(part: Part) -> str:
    return "ratio - 1" if part.contrast == "ratio" else OUTCOMES[part.outcome].unit


def hold(part: Part, found: Effect) -> tuple[np.ndarray, np.ndarray]:
    """Return whether a part holds, and whether its opposite does, for each draw.

    Beyond a width counts; within it an effect is negligible, which supports a part
    that says there is none.
    """
    e, w = found.values, found.width
    up, down = e > w, e < -w
    return {
        "above": (up, down),
        "below": (down, up),
        "within": (~up & ~down, up | down),
        "not_above": (~up, up),
        "not_below": (~down, down),
    }[part.holds_if]
