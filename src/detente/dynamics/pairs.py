"""Two layouts of ordered pairs behind one protocol.

`Dense` keeps all pairs as a square and is what simulations use. `Listed` keeps only
the pairs named, for fitting, where most of the square is politically irrelevant. A
law cannot tell which one it is given.
"""

from typing import NamedTuple

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.ops import segment_max, segment_sum

from detente.core.types import PerPair, PerState

__all__ = ["Dense", "Listed", "listed"]


class Dense(NamedTuple):
    """All ordered pairs of n actors as an n x n square; the diagonal is oneself."""

    n: int

    def row(self, x: PerState) -> PerPair:
        """Return x(i) on the pair (i, j)."""
        return jnp.broadcast_to(x[:, None], (self.n, self.n))

    def column(self, x: PerState) -> PerPair:
        """Return x(j) on the pair (i, j)."""
        return jnp.broadcast_to(x[None, :], (self.n, self.n))

    def rows(self, x: PerPair) -> PerState:
        """Return the sum over j."""
        return jnp.sum(x, axis=1)

    def columns(self, x: PerPair) -> PerState:
        """Return the sum over i."""
        return jnp.sum(x, axis=0)

    def worst(self, x: PerPair) -> PerState:
        """Return the largest over j, at least 0."""
        return jnp.maximum(jnp.max(x, axis=1), 0)

    def flip(self, x: PerPair) -> PerPair:
        """Return x(j, i)."""
        return x.T

    def via(self, x: PerPair, y: PerPair) -> PerPair:
        """Return the sum over k of x(i, k) y(k, j)."""
        return x @ y

    def others(self) -> PerPair:
        """Return 1 off the diagonal."""
        return jnp.asarray(1 - np.eye(self.n), dtype=jnp.float32)


class Listed(NamedTuple):
    """The ordered pairs (first[m], second[m]) among n actors; see `listed`.

    Attributes:
        first: Row actor of each pair, shape (pair,).
        second: Column actor of each pair, shape (pair,).
        reverse: Position of (j, i) in the list, shape (pair,).
        n: Number of actors.
    """

    first: Array
    second: Array
    reverse: Array
    n: int

    def row(self, x: PerState) -> PerPair:
        """Return x(i) on the pair (i, j)."""
        return x[self.first]

    def column(self, x: PerState) -> PerPair:
        """Return x(j) on the pair (i, j)."""
        return x[self.second]

    def rows(self, x: PerPair) -> PerState:
        """Return the sum over the listed j."""
        return segment_sum(x, self.first, self.n)

    def columns(self, x: PerPair) -> PerState:
        """Return the sum over the listed i."""
        return segment_sum(x, self.second, self.n)

    def worst(self, x: PerPair) -> PerState:
        """Return the largest over the listed j, at least 0."""
        return jnp.maximum(segment_max(x, self.first, self.n), 0)

    def flip(self, x: PerPair) -> PerPair:
        """Return x(j, i)."""
        return x[self.reverse]

    def via(self, x: PerPair, y: PerPair) -> PerPair:
        """Return the sum over listed k of x(i, k) y(k, j)."""
        square = jnp.zeros((2, self.n, self.n), dtype=jnp.result_type(x, y))
        square = square.at[0, self.first, self.second].set(x)
        square = square.at[1, self.first, self.second].set(y)
        return (square[0] @ square[1])[self.first, self.second]

    def others(self) -> PerPair:
        """Return 1 for pairs of two different actors."""
        return (self.first != self.second).astype(jnp.float32)


def listed(pairs: list[tuple[int, int]], n: int) -> Listed:
    """Return a `Listed` layout: the pairs given, their reverses and oneself.

    Args:
        pairs: Ordered or unordered pairs of actor positions.
        n: Number of actors.

    Raises:
        ValueError: If a position lies outside 0..n-1.
    """
    if any(not 0 <= k < n for pair in pairs for k in pair):
        raise ValueError(f"expected positions between 0 and {n - 1}")
    both = {(i, j) for i, j in pairs} | {(j, i) for i, j in pairs}
    order = sorted(both | {(i, i) for i in range(n)})
    place = {pair: m for m, pair in enumerate(order)}
    return Listed(
        first=jnp.asarray([i for i, _ in order]),
        second=jnp.asarray([j for _, j in order]),
        reverse=jnp.asarray([place[j, i] for i, j in order]),
        n=n,
    )
