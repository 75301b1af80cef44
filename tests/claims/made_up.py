"""Results made up by hand, so that verdicts can be worked out without a simulation."""

import tomllib
from collections.abc import Mapping
from typing import Any

import numpy as np

from detente.claims.effects import needed_queries, needed_variants
from detente.lenses.lens import Belief, Lens
from detente.runs.job import Shape, Variant
from detente.runs.results import Results
from detente.worlds.load import STARTER, parse
from detente.worlds.schema import Claim, Scenario

__all__ = ["ACTORS", "YEARS", "filled", "lens_of", "part", "scenario_of", "settings"]

YEARS = (2023, 2024, 2025, 2026)
ACTORS = ("ALLY", "HUB", "RIVAL")


def part(holds_if: str = "above", **changes: Any) -> dict[str, Any]:
    """Return a part about the tension between the rival and the ally."""
    about = {"outcome": "tension", "of": "RIVAL", "toward": "ALLY"}
    return about | {"years": [2023, 2026], "holds_if": holds_if} | changes


def scenario_of(*parts: Mapping[str, Any], **changes: Any) -> Scenario:
    """Return the starter scenario with one claim, `it`, of these parts.

    Args:
        parts: Parts of the claim.
        changes: Keys of the claim to replace.
    """
    argument = tomllib.loads((STARTER / "scenario.toml").read_text("utf-8"))
    facts = tomllib.loads((STARTER / "world.toml").read_text("utf-8"))
    claim = {
        "title": "It", "text": "It is so.", "by": "ours", "reading": "spiral",
        "modality": "could well", "plan": "guarantee", "parts": list(parts),
    }  # fmt: skip
    argument["horizon"] = YEARS[-1]
    argument["plans"]["half"] = {"title": "Half way"}
    argument["claims"] = {"it": claim | changes}
    return parse(argument, facts, "made-up")


def filled(
    scenario: Scenario, values: Mapping[tuple[str, str], Any], lens: str = "prior"
) -> Results:
    """Return results in which an outcome is the same in every year.

    Args:
        scenario: Scenario.
        values: By label of the variant and name of the outcome: one value a draw, or
            one a draw and replicate. "" is every variant.
        lens: Name of the lens.
    """
    arrays = {key: np.asarray(x, float) for key, x in values.items()}
    shapes = {key: x.shape if x.ndim > 1 else (len(x), 1) for key, x in arrays.items()}
    draws, replicates = (max(sizes) for sizes in zip(*shapes.values(), strict=True))
    queries, variants = needed_queries(scenario), needed_variants(scenario)
    shape = Shape((lens,), variants, draws, replicates, YEARS, queries, ACTORS)
    results = Results(shape)
    for (label, outcome), x in arrays.items():
        table = x if x.ndim > 1 else x[:, None]
        for b, variant in enumerate(variants):
            if label not in ("", variant.label):
                continue
            if outcome == "spiral_number":
                results.spiral[0, b, :, 0] = table[:, 0]
                continue
            q = [query.outcome for query in queries].index(outcome)
            results.outcomes[0, b, :, :, :, q] = table[:, :, None]
    return results


def lens_of(**origins: str) -> Lens:
    """Return a lens with standard normal beliefs of these origins."""
    beliefs = {
        name: Belief(0.0, 1.0, origin, "Jervis1978", "made up")
        for name, origin in origins.items()
    }
    return Lens("prior", "Prior", "made up", beliefs)


def settings(scenario: Scenario) -> tuple[Claim, Variant]:
    """Return the claim and the variant of its primary plan."""
    claim = scenario.claims["it"]
    return claim, Variant(claim.plan)
