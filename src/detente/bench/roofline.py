"""A simple roofline: what a pair-year asks of a core, and what the core can give.

What is asked is XLA's own count for the compiled year: arithmetic, exponentials and
logarithms, bytes read and written by its loops (most of them stay in the cache). What
the core gives is measured here, in one thread, as the best of several tries. Were only
one of them short, a pair-year would last as long as the longest of the three; were they
never done at once, as long as their sum.
"""

import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from detente.bench.case import Case
from detente.bench.own import BATCH, inputs

__all__ = ["Roofline", "roofline"]

TRIES = 7
SIDE = 1024
"""Rows of the matrices whose product measures arithmetic."""
CACHED = 64 * 1024
"""Numbers that stay in the cache: 256 kB, about an array of the year's batch."""
MEMORY = 32 * 1024**2
"""Numbers that do not fit in it (128 MB)."""


class Roofline(NamedTuple):
    """What a pair-year needs and what one core gives.

    Attributes:
        operations: Arithmetic of a pair-year.
        functions: Exponentials, logarithms and the like of a pair-year.
        bytes: Bytes its loops read and write, a pair-year.
        arithmetic: Peak of single-precision arithmetic (operations a second).
        elementary: Peak of exponentials in cache (a second).
        cache: Peak of copying in cache (bytes a second).
        memory: Peak of copying in memory (bytes a second).
    """

    operations: float
    functions: float
    bytes: float
    arithmetic: float
    elementary: float
    cache: float
    memory: float

    def parts(self) -> dict[str, float]:
        """Return the least time that each part of a pair-year takes (ns)."""
        return {
            "arithmetic": 1e9 * self.operations / self.arithmetic,
            "elementary": 1e9 * self.functions / self.elementary,
            "cache": 1e9 * self.bytes / self.cache,
        }


def roofline(case: Case) -> Roofline:
    """Return what a pair-year of a case needs, and what this machine gives."""
    return Roofline(*_needs(case), *_gives())


def _needs(case: Case) -> tuple[float, float, float]:
    """Return operations, elementary functions and bytes of a pair-year, as compiled."""
    import jax
    import jax.numpy as jnp

    from detente.core.bits import stream
    from detente.dynamics.kernel import kernel
    from detente.dynamics.pairs import Dense
    from detente.dynamics.state import Fixed, State
    from detente.dynamics.trajectory import draw, trajectory
    from detente.lenses.records import records

    world, _, moves, switches = inputs(case)
    k = kernel(Dense(case.actors))

    def one(start: Any, fixed: Any, number: Any, p: Any, moves: Any) -> Any:
        def measure(now: Any, actions: Any, after: Any) -> Any:
            return jnp.sum(actions.dispute), jnp.mean(after.belief)

        chooser = draw(stream(case.seed, number, np.uint32(0)), world)
        return trajectory(k, chooser, measure, start, fixed, world, moves, p, switches)

    places = np.arange(BATCH) % case.members
    start = State(**{key: x[places] for key, x in case.start.items()})
    fixed = Fixed(**{key: x[places] for key, x in case.fixed.items()})
    drawn = records({key: x[places] for key, x in case.p.items()})
    many = jax.jit(jax.vmap(one, in_axes=(0, 0, 0, 0, None)))
    found: Any = (
        many.lower(start, fixed, places.astype(np.uint32), drawn, moves)
        .compile()
        .cost_analysis()
    )
    costs = found[0] if isinstance(found, list) else found
    # The scan's year is counted once, however many years there are.
    pairs = case.actors * (case.actors - 1) * BATCH
    keys = ("flops", "transcendentals", "bytes accessed")
    a, b, c = (float(costs.get(key, np.nan)) / pairs for key in keys)
    return a, b, c


def _gives() -> tuple[float, float, float, float]:
    """Return the peaks of one core: arithmetic, exponentials, cache, memory."""
    import jax
    import jax.numpy as jnp

    left = np.random.default_rng(0).uniform(size=(SIDE, SIDE)).astype(np.float32)
    square = jnp.asarray(left)
    product = jax.jit(lambda x: x @ x)
    small = jnp.asarray(left.ravel()[:CACHED])
    times = 200

    @jax.jit
    def exponentials(x: Any) -> Any:
        return jax.lax.fori_loop(0, times, lambda _, y: jnp.exp(-y), x)

    here, there = np.ones(CACHED, np.float32), np.ones(CACHED, np.float32)

    def copies() -> None:
        for _ in range(times):
            np.copyto(there, here)

    far, away = np.ones(MEMORY, np.float32), np.ones(MEMORY, np.float32)
    once = _best(lambda: product(square).block_until_ready())
    return (
        2 * SIDE**3 / once,
        times * CACHED / _best(lambda: exponentials(small).block_until_ready()),
        times * 2 * 4 * CACHED / _best(copies),
        2 * 4 * MEMORY / _best(lambda: np.copyto(away, far)),
    )


def _best(work: Callable[[], Any]) -> float:
    """Return the least seconds of several tries, after one that is not timed."""
    taken = []
    work()
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)
