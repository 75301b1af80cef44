"""Small worlds for tests: invented actors A, B, C ..., each with a figure of its own.

Leaves are NumPy arrays in float64; JAX takes them as float32 unless x64 is on.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.bits import code, stream, uniform
from detente.dynamics.kernel import Kernel, kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
from detente.dynamics.state import (
    Fixed,
    Moves,
    Parameters,
    State,
    Switches,
    World,
)
from detente.lenses.lens import at, load
from detente.lenses.records import records

__all__ = [
    "HIDDEN",
    "PAIRED",
    "begin",
    "centre",
    "first_of",
    "key",
    "picked",
    "still",
    "world_of",
]

HIDDEN = Switches(np.float64(0.0), np.float64(1.0), np.float64(0.0))
"""Motives hidden, purposes said, votes counted."""

PAIRED = frozenset(
    [
        *("ordered", "unordered", "distance", "contiguous", "remote", "pact"),
        *("affinity", "tie"),
        *("suspicion", "heat", "support_attack", "support_defence", "belief"),
        *("opportunity", "reach", "setting", "dispute", "joined", "fought"),
        *(
            "tie_step",
            "tie_floor",
            "alliance_tie",
            "gated_floor",
            "gated_tie",
            "engaged",
        ),
        *("gated_engaged", "restrained", "said", "posted", "gated_posted", "hold"),
        *("inspected", "apart", "calmed", "pledged"),
    ]
)
"""Leaves of the kernel's records that end in two axes of actors."""

PLAIN = frozenset(["rule", "approved", "ballot", "foresight"])
"""Leaves without an axis of actors."""


def centre(**changes: float) -> Parameters:
    """Return the centre of the prior, changed as in `crisis__gain=2.0`."""
    values = {name: np.float64(x[0]) for name, x in at(load("prior"), [{}]).items()}
    named = {name.replace("__", "."): np.float64(x) for name, x in changes.items()}
    assert named.keys() <= values.keys()
    return records(values | named)


def key(draw: Any = 0, replicate: Any = 0) -> jax.Array:
    """Return the stream of a trajectory."""
    return stream(np.uint32(20230101), jnp.uint32(draw), jnp.uint32(replicate))


def _of_pairs(n: int, seed: int) -> np.ndarray:
    """Return symmetric uniforms that do not depend on n, 0 on the diagonal."""
    full = np.random.default_rng(seed).uniform(size=(6, 6))
    full = np.triu(full, 1)
    return (full + full.T)[:n, :n]


def world_of(n: int = 4, votes: int = 0, **changes: Any) -> World:
    """Return a world of n of six actors, each unlike the others.

    Args:
        n: How many, up to 6.
        votes: Votes of an alliance of all actors but the last, its hub the first.
        changes: Leaves to replace.
    """
    codes = np.array([code(name) for name in "ABCDEF"[:n]], np.uint32)
    figures = np.random.default_rng(7).uniform(size=(6, 4))[:n]
    members, hub, last = np.ones((votes, n)), np.zeros((votes, n)), np.zeros((votes, n))
    members[:, -1], hub[:, 0], last[:, -1] = 0, 1, 1
    with np.errstate(over="ignore"):
        ordered = codes[:, None] * np.uint32(0x9E3779B1) + codes * np.uint32(77777)
        unordered = ordered ^ ordered.T
    log_gdp = 12.5 + 3 * figures[:, 0]
    world = World(
        codes=codes,
        ordered=ordered,
        unordered=unordered,
        present=np.ones(n),
        distance=(500 + 4000 * _of_pairs(n, 1)) * (1 - np.eye(n)),
        contiguous=(_of_pairs(n, 1) < 0.4) * (1 - np.eye(n)),
        remote=(_of_pairs(n, 1) > 0.8) * 1.0,
        pact=(_of_pairs(n, 2) > 0.8) * 1.0,
        affinity=(2 * _of_pairs(n, 3) - 1) * (1 - np.eye(n)),
        nuclear=np.array([1.0, 0, 1, 0, 0, 0])[:n],
        personnel=50 + 500 * figures[:, 1],
        population=5 + 100 * figures[:, 2],
        tie=np.floor(4.99 * _of_pairs(n, 4) ** 2),
        suspicion=1 + np.floor(3 * _of_pairs(n, 5)) * (1 - np.eye(n)),
        notoriety=np.array([0.0, 1, 2, 3, 1, 1])[:n],
        heat=_of_pairs(n, 6) ** 2,
        spending=log_gdp - 4 + figures[:, 3],
        spending_sd=np.zeros(n),
        gdp=log_gdp,
        gdp_sd=np.zeros(n),
        growth=1 + 3 * figures[:, 2],
        hubs=np.eye(n)[:1],
        spokes=np.eye(n)[1:3].sum(axis=0, keepdims=True),
        voters=members,
        voters_hub=hub,
        concerned=last,
        rule=np.zeros(votes),
        support_attack=np.zeros((n, n)),
        support_defence=np.zeros((n, n)),
    )
    return world._replace(**changes)


def still(world: World, years: int, **changes: Any) -> Moves:
    """Return the plan of doing nothing, with leaves replaced as told."""
    n, votes = len(world.codes), len(world.rule)

    def zeros(*shape: int) -> np.ndarray:
        return np.zeros((years, *shape))

    shapes = {
        name: (
            ((votes,) if name.startswith("gated") else ())
            + ((n, n) if name in PAIRED else (n,))
        )
        for name in Moves._fields
        if name not in Moves._field_defaults
    }
    shapes["ballot"] = (votes,)
    return Moves(**{name: zeros(*shape) for name, shape in shapes.items()})._replace(
        **changes
    )


def first_of(moves: Moves) -> Moves:
    """Return the plan of doing nothing for one year, without an axis of years."""
    return jax.tree.map(lambda x: jnp.zeros_like(x[0]), moves)


def picked(record: Any, places: Any, *, skip: int = 0) -> Any:
    """Return a record with the actors at `places` only, in that order.

    Args:
        record: World, Moves, State, Fixed or Actions.
        places: Places of actors.
        skip: Axes in front, such as years.
    """

    def cut(name: str, x: Any) -> Any:
        if name in PLAIN:
            return x
        first = x.ndim - (2 if name in PAIRED else 1)
        assert first >= skip
        for axis in range(first, x.ndim):
            x = jnp.take(x, np.asarray(places), axis=axis)
        return x

    return record._replace(
        **{
            name: x if x is None else cut(name, x)
            for name, x in record._asdict().items()
        }
    )


def begin(
    world: World, p: Parameters, stream_key: Any = None, k: Kernel | None = None,
    first: Moves | None = None,
) -> tuple[State, Fixed]:  # fmt: skip
    """Return where a trajectory of that stream starts, as `simulate` has it."""
    mine = key() if stream_key is None else stream_key

    def bits(purpose: str) -> jax.Array:
        return uniform(stream(mine, code(purpose)), world.codes)

    known = k or kernel(Dense(len(world.codes)))
    world = jax.tree.map(jnp.asarray, world)
    before = first_of(still(world, 1)) if first is None else first
    return settle(world, p, before, bits, known)
