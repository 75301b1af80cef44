"""Parameters far out, all at once."""

import numpy as np

from detente.core.parameters import bounded
from detente.lenses.lens import load, parameters
from detente.runs.engine import MEMBERS

__all__ = ["at_bounds"]


def at_bounds(
    far: float, rng: np.random.Generator, *, ends: bool = True
) -> dict[str, np.ndarray]:
    """Return draws for one batch with every parameter at a bound.

    Args:
        far: How many standard deviations of the prior the bounds are from its centre.
        rng: Chooses the side of each parameter in each draw.
        ends: Whether all are below in the first draw, and all above in the second.
    """
    known, beliefs = parameters(), load("prior").beliefs
    side = rng.choice([-far, far], (len(known), MEMBERS))
    if ends:
        side[:, 0], side[:, 1] = -far, far
    return {
        key: np.asarray(
            bounded(p.transform, beliefs[key].centre + beliefs[key].sd * side[row])
        )
        for row, (key, p) in enumerate(known.items())
    }
