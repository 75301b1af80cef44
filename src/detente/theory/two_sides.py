"""Two equals, with or without an ally each: the kernel's smallest worlds.

Every figure is alike on both sides, so whatever parts them comes from what they do.
"""

from typing import Any, cast

import numpy as np

from detente.core import bits
from detente.dynamics.state import Moves, World
from detente.worlds.figures import pair_code

__all__ = ["quiet", "two_sides"]

NAMES = ("ONE", "ONEALLY", "OTHER", "OTHERALLY")
DISTANCE = 1000.0
"""km between capitals (assumed)."""

GDP, BURDEN = 1e6, 0.03
"""Million USD, and the share of it that is spent on arms (assumed)."""


def two_sides(*, allies: bool) -> World:
    """Return the world of two neighbours who suspect one another, or two such pairs.

    Args:
        allies: Whether each has an ally by pact; else they are alone.
    """
    places = range(4) if allies else (0, 2)
    names, side = [NAMES[k] for k in places], np.array([k // 2 for k in places])
    n = len(names)
    other = (side[:, None] != side).astype(np.float32)
    friend = 1 - other - np.eye(n, dtype=np.float32)
    codes = np.array([bits.code(name) for name in names], np.uint32)
    low, high = np.minimum(codes[:, None], codes), np.maximum(codes[:, None], codes)
    one, none = np.ones(n, np.float32), np.zeros(n, np.float32)
    square, nobody = np.zeros((n, n), np.float32), np.zeros((0, n), np.float32)
    figures = {
        "codes": codes,
        "ordered": pair_code(codes[:, None], codes),
        "unordered": pair_code(low, high),
        "present": one,
        "distance": (DISTANCE * (1 - np.eye(n))).astype(np.float32),
        "contiguous": other,
        "remote": square,
        "pact": square,
        "affinity": square,
        "nuclear": none,
        "personnel": 300 * one,
        "population": 50 * one,
        "tie": 4 * friend,
        "suspicion": 2 * other,
        "notoriety": one,
        "heat": square,
        "spending": np.log(BURDEN * GDP) * one,
        "spending_sd": none,
        "gdp": np.log(GDP) * one,
        "gdp_sd": none,
        "growth": 2 * one,
        "hubs": nobody,
        "spokes": nobody,
        "voters": nobody,
        "voters_hub": nobody,
        "concerned": nobody,
        "rule": np.zeros(0, np.float32),
        "support_attack": square,
        "support_defence": square,
    }
    return World(**cast("Any", figures))


def quiet(world: World, years: int) -> Moves:
    """Return the plan of doing nothing beyond the ties there are."""
    n = world.codes.shape[0]
    paired = {"tie_floor", "alliance_tie", "engaged", "restrained", "said", "posted",
              "hold"}  # fmt: skip
    gated_pair = {"gated_floor", "gated_tie", "gated_engaged", "gated_posted"}

    def shape(name: str) -> tuple[int, ...]:
        if name in paired:
            return (years, n, n)
        if name in gated_pair:
            return (years, 0, n, n)
        if name == "gated_away":
            return (years, 0, n)
        return (years, 0) if name == "ballot" else (years, n)

    zeros = {
        name: np.zeros(shape(name), np.float32)
        for name in Moves._fields
        if name not in Moves._field_defaults
    }
    held = np.broadcast_to(np.where(world.tie >= 4, 4.0, 0.0), (years, n, n))
    zeros["tie_floor"] = held.astype(np.float32)
    return Moves(**cast("Any", zeros))
