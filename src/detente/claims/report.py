"""What a run says, as plain data with stable keys, for JSON, table and page alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from detente.claims.effects import Effect
from detente.claims.leaning import NAMED, Leaning
from detente.claims.verdicts import Shares, Verdict, spiral_numbers
from detente.lenses.lens import ORIGINS
from detente.runs.results import Results
from detente.worlds.schema import Scenario

__all__ = ["as_json"]


def _quantiles(values: np.ndarray) -> dict[str, float | None]:
    fine = values[np.isfinite(values)]
    if not len(fine):
        return {"median": None, "lo": None, "hi": None}
    lo, middle, hi = (float(x) for x in np.quantile(fine, [0.05, 0.5, 0.95]))
    return {"median": middle, "lo": lo, "hi": hi}


def _effect(found: Effect) -> dict[str, Any]:
    return {**_quantiles(found.values), "unit": found.unit}


def _shares(shares: Shares) -> dict[str, float]:
    return {name: round(value, 6) for name, value in shares._asdict().items()}


def _by_origin(lean: Leaning, origins: Mapping[str, str]) -> dict[str, float]:
    """Return the shares told from chance by origin, and what is left."""
    found = {
        origin: sum(x for name, x in lean.shares.items() if origins[name] == origin)
        for origin in ORIGINS
    }
    found["rest"] = max(1 - sum(found.values()), 0.0)
    return {origin: round(share, 4) for origin, share in found.items()}


def _claim(
    scenario: Scenario, v: Verdict, origins: Mapping[str, str]
) -> dict[str, Any]:
    claim, first = scenario.claims[v.claim], v.parts[0]
    return {
        "id": v.claim,
        "title": claim.title,
        "lens": v.lens,
        "plan": v.plan,
        "baseline": claim.parts[0].against or scenario.baseline,
        "primary": v.primary,
        "author": claim.by,
        "reading": claim.reading,
        "modality": claim.modality,
        "verdict": v.word(claim),
        "shares": _shares(v.shares),
        "effect": _effect(first),
        "ratio": None if first.ratio is None else _quantiles(first.ratio),
        "monte_carlo_error": v.error if np.isfinite(v.error) else None,
        "chance_share": v.chance_share,
        "parts": [
            {
                "outcome": part.outcome,
                "of": part.of,
                "toward": part.toward,
                "years": list(part.years),
                "contrast": part.contrast,
                "holds_if": part.holds_if,
                "level": part.level,
                "plan": part.plan or v.plan,
                "against": part.against or scenario.baseline,
                "than": part.than and part.than.model_dump(),
                "without": part.without if part.without is None
                or isinstance(part.without, str) else list(part.without),
                **_effect(found),
                "width": found.width,
                "width_reason": found.reason,
            }
            for part, found in zip(claim.parts, v.parts, strict=True)
        ],
        "width": first.width,
        "width_reason": first.reason,
        "refused": v.refused or None,
        "label": v.label,
        "by_construction": v.by_construction or None,
        "assumed_share": v.lean.assumed,
        "shares_by_origin": _by_origin(v.lean, origins),
        "least_share": v.lean.least,
        "draws_to_tell": v.lean.enough,
        "leans_on": [
            {
                "parameter": name,
                "share": round(share, 4),
                "lo": round(v.lean.intervals[name][0], 4),
                "hi": round(v.lean.intervals[name][1], 4),
                "sign": v.lean.signs[name],
                "origin": origins[name],
            }
            for name, share in list(v.lean.shares.items())[:NAMED]
        ],
        "hinge": v.hinge,
        "if_approved": None if v.if_approved is None else {
            "shares": _shares(v.if_approved[0]), "effect": _effect(v.if_approved[1]),
        },
        "note": claim.note,
    }  # fmt: skip


def as_json(
    scenario: Scenario, results: Results, votes: Sequence[Mapping[str, Any]],
    verdicts: Sequence[Verdict], origins: Mapping[str, Mapping[str, str]],
    about: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return everything a run says.

    Args:
        scenario: Scenario.
        results: Results.
        votes: How alliances vote.
        verdicts: Verdicts.
        origins: Origin of each parameter, by lens.
        about: seed, draws, replicates, elapsed_s, folder and the like.
    """
    counts: dict[tuple[str, str], list[Any]] = {}
    for failure in results.failures:
        counts.setdefault((failure.lens, failure.plan), []).append(failure)
    return {
        "scenario": scenario.slug,
        **about,
        "claims": [_claim(scenario, v, origins[v.lens]) for v in verdicts],
        "spiral_number": spiral_numbers(results),
        "votes": list(votes),
        "failed_draws": [
            {
                "lens": lens, "plan": plan,
                "count": len({failure.draw for failure in failures}),
                "reason": f"{failures[0].outcome} not finite in {failures[0].year}, "
                f"first in draw {failures[0].draw}",
            }
            for (lens, plan), failures in counts.items()
        ],
    }  # fmt: skip
