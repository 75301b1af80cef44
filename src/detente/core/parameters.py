r"""Parameters carry their unit and bounds; lenses give them distributions.

A law lists its parameters once, with unit and transform. Distributions live on the
unbounded side of the transform, where a prior is normal:

$$ \text{real}: x \quad \text{positive}: e^{x} \quad \text{unit}: 1/(1+e^{-x}) $$
"""

from typing import Any, Literal, NamedTuple

import numpy as np

__all__ = ["Parameter", "Transform", "bounded", "unbounded"]

Transform = Literal["real", "positive", "unit"]


class Parameter(NamedTuple):
    """What a law says of one of its parameters.

    Attributes:
        unit: Unit of the natural value, such as "1/year" or "log odds".
        transform: "real", "positive" (> 0) or "unit" (between 0 and 1).
        meaning: One line for tables.
    """

    unit: str
    transform: Transform
    meaning: str


def bounded(transform: Transform, x: Any) -> Any:
    """Return the natural value of an unbounded one (any shape, NumPy)."""
    if transform == "positive":
        return np.exp(x)
    if transform == "unit":
        return 1.0 / (1.0 + np.exp(-np.asarray(x)))
    return x


def unbounded(transform: Transform, value: float) -> float:
    """Return the unbounded side of a natural value.

    Raises:
        ValueError: If the value lies outside the transform's range.
    """
    if not np.isfinite(value):
        raise ValueError("a finite number")
    if transform == "positive":
        if value <= 0:
            raise ValueError("a number > 0")
        return float(np.log(value))
    if transform == "unit":
        if not 0 < value < 1:
            raise ValueError("a number between 0 and 1, both excluded")
        return float(np.log(value / (1 - value)))
    return float(value)
