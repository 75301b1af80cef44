"""How an alliance votes on what a plan asks of it, and on whom the outcome turns."""

from typing import Any

import jax.numpy as jnp
import numpy as np

from detente.laws.consent import side_payment
from detente.runs.job import Shape
from detente.worlds.compile import Compiled
from detente.worlds.measures import ACTOR_VIEWS
from detente.worlds.schema import Scenario

__all__ = ["votes"]

APART = 0.01
"""Members whose chances of agreeing differ by less are not told apart."""


def _approval(rule: str, yes: np.ndarray, hub: int | None) -> np.ndarray:
    """Return the probability that an alliance acts, from its members' (.., members)."""
    if rule == "consensus":
        return yes.prod(axis=-1)
    if rule == "hub" and hub is not None:
        return yes[..., hub]
    ways = np.zeros((*yes.shape[:-1], yes.shape[-1] + 1))
    ways[..., 0] = 1
    for k in range(yes.shape[-1]):
        p = yes[..., k : k + 1]
        ways[..., 1:] = ways[..., 1:] * (1 - p) + ways[..., :-1] * p
        ways[..., :1] = ways[..., :1] * (1 - p)
    return ways[..., yes.shape[-1] // 2 + 1 :].sum(axis=-1)


def _pivot(rule: str, mean: np.ndarray, hub: int | None) -> int:
    """Return the place of the member on whose vote the outcome turns.

    The hub where it decides, the member in the middle where most must agree, the least
    willing where all must.
    """
    if rule == "hub" and hub is not None:
        return hub
    order = np.argsort(-mean, kind="stable")
    return int(order[len(mean) // 2 if rule == "majority" else -1])


def votes(
    scenario: Scenario, compiled: Compiled, shape: Shape, at: tuple[int, int],
    actors: np.ndarray,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the votes that a plan asks for, under a lens.

    Args:
        scenario: Scenario.
        compiled: Scenario as arrays.
        shape: Axes of the run.
        at: Position of the lens and the plan.
        actors: Views of actors, (D, R, Y, views, N).
    """
    lens, name = shape.lenses[at[0]], shape.variants[at[1]].label
    plan, view = compiled.plans[name], ACTOR_VIEWS.index("agrees")
    found = []
    for v, (key, year) in enumerate(plan.ballots):
        alliance = scenario.world.alliances[key]
        members = np.flatnonzero(plan.world.voters[v])
        codes = [compiled.actors[k] for k in members]
        hub = codes.index(alliance.hub) if alliance.hub in codes else None
        yes = actors[:, :, shape.years.index(year), view][..., members]
        yes = yes[np.isfinite(yes).all(axis=-1)]
        if not len(yes):
            continue
        passed = _approval(alliance.rule, yes, hub)
        mean = yes.mean(axis=0)
        pivot = _pivot(alliance.rule, mean, hub)
        paid = yes.copy()
        paid[..., pivot] = (1 + yes[..., pivot]) / 2
        worth = np.asarray(side_payment(jnp.asarray(yes[..., pivot])))
        found.append({
            "lens": lens, "plan": name, "alliance": key, "year": year,
            "rule": alliance.rule, "approval": float(passed.mean()),
            "approval_lo": float(np.quantile(passed, 0.05)),
            "approval_hi": float(np.quantile(passed, 0.95)),
            "members": [
                {"actor": code, "yes": round(float(p), 4)}
                for code, p in zip(codes, mean, strict=True)
            ],
            "pivotal": codes[pivot] if np.ptp(mean) > APART else None,
            "side_payment": {
                "log_odds": float(np.median(worth)),
                "approval": float(_approval(alliance.rule, paid, hub).mean()),
            },
        })  # fmt: skip
    return found
