"""Names for array shapes, and the protocol by which laws speak of pairs.

An axis `state` runs over actors. `*pair` is either two axes (row: the actor that
perceives or acts; column: the one perceived or acted upon) or one axis that lists
ordered pairs, so that one law serves simulation and fitting alike.
"""

from typing import Protocol

from jax import Array
from jaxtyping import Float, UInt32

__all__ = ["Bits", "Pairs", "PerPair", "PerState", "Scalar"]

Scalar = Float[Array, ""]
PerState = Float[Array, " state"]
PerPair = Float[Array, "*pair"]
Bits = UInt32[Array, "*shape"]


class Pairs(Protocol):
    """How values of actors and of ordered pairs turn into one another."""

    def row(self, x: PerState) -> PerPair:
        """Return for each pair (i, j) the value of i."""
        ...

    def column(self, x: PerState) -> PerPair:
        """Return for each pair (i, j) the value of j."""
        ...

    def rows(self, x: PerPair) -> PerState:
        """Return for each i the sum over j of x(i, j)."""
        ...

    def columns(self, x: PerPair) -> PerState:
        """Return for each j the sum over i of x(i, j)."""
        ...

    def worst(self, x: PerPair) -> PerState:
        """Return for each i the largest x(i, j), at least zero."""
        ...

    def flip(self, x: PerPair) -> PerPair:
        """Return for each pair (i, j) the value x(j, i)."""
        ...

    def via(self, x: PerPair, y: PerPair) -> PerPair:
        """Return for each pair (i, j) the sum over k of x(i, k) y(k, j)."""
        ...

    def others(self) -> PerPair:
        """Return 1 for pairs of two different actors, 0 on the diagonal."""
        ...
