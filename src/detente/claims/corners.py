"""By construction: can any parameter within the prior change the sign of an effect?

Draws cluster in the middle, so a sign that all of them share may still be a choice of
the modeller's. The corners of the prior (two standard deviations out) are searched:
those to which the rank correlations point, in growing numbers of parameters, and some
at random. If none changes the sign, the equations decided the claim, not the evidence.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from detente.claims.effects import effect
from detente.lenses.lens import Lens, at
from detente.runs.engine import MEMBERS
from detente.runs.job import Task, Variant, tasks
from detente.runs.results import Results
from detente.worlds.schema import Scenario

__all__ = ["search", "single_signed"]

OUT = 2.0
"""Distance of a corner from the centre along each axis, in standard deviations."""

PUSHED = (1, 2, 3, 5, 8, 12, 20, 1000)
"""How many of the most telling parameters each guided corner pushes."""

Simulate = Callable[[Sequence[Task], Mapping[str, np.ndarray], int], Results]
"""Carries out tasks of the prior at given parameters: (tasks, parameters, members)."""


def single_signed(values: np.ndarray) -> int:
    """Return 1 or -1 if all effects have that sign, else 0; zeros count as neither."""
    fine = values[np.isfinite(values)]
    if len(fine) and (fine > 0).all():
        return 1
    if len(fine) and (fine < 0).all():
        return -1
    return 0


def _correlations(
    parameters: Mapping[str, np.ndarray], values: np.ndarray
) -> np.ndarray:
    fine = np.isfinite(values)
    x = np.stack([p[fine] for p in parameters.values()], axis=1)
    ranks = np.argsort(np.argsort(x, axis=0), axis=0).astype(float)
    y = np.argsort(np.argsort(values[fine])).astype(float)
    ranks -= ranks.mean(axis=0)
    return ranks.T @ (y - y.mean())


def _guided(
    names: Sequence[str], pull: np.ndarray, sign: int
) -> list[dict[str, float]]:
    order = np.argsort(-np.abs(pull))
    return [
        {str(names[k]): -sign * OUT * float(np.sign(pull[k])) for k in order[:count]}
        for count in PUSHED
    ]


def search(
    scenario: Scenario, prior: Lens, parameters: Mapping[str, np.ndarray],
    results: Results, keys: Sequence[str], simulate: Simulate, seed: int,
) -> dict[str, str]:  # fmt: skip
    """Return the claims whose sign no corner changed: id -> "+" or "-".

    Args:
        scenario: Scenario.
        prior: The lens `prior`.
        parameters: Its draws.
        results: Results of the run.
        keys: Claims that the run judges.
        simulate: Carries out tasks of the prior at given parameters.
        seed: Seed, for the random corners.
    """
    suspects: dict[str, int] = {}
    steps: list[dict[str, float]] = []
    names = list(parameters)
    for key in keys:
        claim = scenario.claims[key]
        if claim.parts[0].contrast == "level":
            continue
        found = effect(
            results, scenario, prior.name, Variant(claim.plan), claim.parts[0]
        )
        sign = single_signed(found.values)
        if sign:
            suspects[key] = sign
            steps += _guided(names, _correlations(parameters, found.values), sign)
    if not suspects:
        return {}
    coin = np.random.default_rng([seed, 7]).choice([-OUT, OUT], (MEMBERS, len(names)))
    steps += [dict(zip(names, row.tolist(), strict=True)) for row in coin]
    wanted = tuple(results.shape.variants)
    job = tasks([prior.name], wanted, len(steps), 1)
    corners = simulate(job, at(prior, steps), len(steps))
    decided = {}
    for key, sign in suspects.items():
        claim = scenario.claims[key]
        seen = effect(
            corners, scenario, prior.name, Variant(claim.plan), claim.parts[0]
        )
        fine = seen.values[np.isfinite(seen.values)]
        if len(fine) and (np.sign(fine) == sign).all():
            decided[key] = "+" if sign > 0 else "-"
    return decided
