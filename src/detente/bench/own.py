"""Detente itself as one of the peers: its kernel on one single-threaded device."""

from collections.abc import Callable
from typing import Any

import numpy as np

from detente.bench.case import Case

__all__ = ["inputs", "program", "runner"]

BATCH = 32
"""Members of a batch, as in a run."""


def inputs(case: Case) -> tuple[Any, Any, Any, Any]:
    """Return world, first moves, moves and switches as the kernel takes them."""
    import jax

    from detente.dynamics.state import Moves, Switches, World

    world, moves = World(**case.world), Moves(**case.moves)
    world = jax.tree.map(jax.numpy.asarray, world)
    first = jax.tree.map(lambda x: x[0], moves)
    first = first._replace(said=0 * first.said, shock=0 * first.shock)
    switches = Switches(*np.array([0.0, 1.0, 0.0], np.float32))
    return world, first, moves, switches


def program(case: Case) -> Callable[[np.ndarray, Any], Any]:
    """Return the program that takes draws and parameters to outcomes, not compiled.

    Outcomes have shape (members, years, 3).
    """
    import jax
    import jax.numpy as jnp

    from detente.core.bits import stream
    from detente.dynamics.kernel import kernel
    from detente.dynamics.pairs import Dense
    from detente.dynamics.trajectory import simulate

    world, first, moves, switches = inputs(case)
    k = kernel(Dense(case.actors))
    off = (1 - np.eye(case.actors)).astype(np.float32)

    def measure(now: Any, actions: Any, after: Any) -> Any:
        return jnp.stack([
            jnp.sum(actions.dispute > 0).astype(jnp.float32),
            jnp.mean(after.log_arms),
            jnp.sum(after.belief * off) / off.sum(),
        ])  # fmt: skip

    def one(draw: Any, p: Any, world: Any, moves: Any) -> Any:
        key = stream(case.seed, draw, np.uint32(0))
        return simulate(k, measure, key, world, first, moves, p, switches)[1]

    many = jax.jit(jax.vmap(one, in_axes=(0, 0, None, None)))
    return lambda draws, p: many(draws, p, world, moves)


def runner(case: Case) -> Callable[[np.ndarray], np.ndarray]:
    """Return members -> outcomes; the first call compiles.

    Members beyond whole batches are filled up with the first.
    """
    from detente.runs.machine import prepare

    prepare()

    from detente.lenses.records import records

    run = program(case)

    def batches(members: np.ndarray) -> np.ndarray:
        left = []
        for at in range(0, len(members), BATCH):
            chosen = members[at : at + BATCH]
            places = np.concatenate([chosen, np.full(BATCH - len(chosen), chosen[0])])
            drawn = records({key: x[places] for key, x in case.p.items()})
            out = np.asarray(run(places.astype(np.uint32), drawn))
            left.append(out[: len(chosen)])
        return np.concatenate(left)

    return batches
