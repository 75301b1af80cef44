"""Whether two programs give the same outcomes, within Monte Carlo error."""

from typing import NamedTuple

import numpy as np

__all__ = ["Agreement", "compared"]

MOST_ERRORS = 4.5
"""Standard errors of a difference: of a hundred that are chance, fewer than one in a
thousand times is one so far off."""

ROUNDING = 1e-3
"""Share of an outcome that single precision and another order of sums may change."""


class Agreement(NamedTuple):
    """How outcomes of two programs agree, over members with equal parameters.

    Attributes:
        equal: Whether every yearly mean differs by chance or rounding at most.
        errors: Largest difference of a yearly mean, in its standard errors.
        same: Share of members whose disputes are the same in every year: near 1 only
            if both met the same chance.
    """

    equal: bool
    errors: float
    same: float


def compared(one: np.ndarray, other: np.ndarray) -> Agreement:
    """Return how outcomes agree, shape (members, years, outcomes); disputes first.

    The same member has the same parameters and start in both, so its difference is
    that of chance alone, and the differences of members are independent.
    """
    gap = other.astype(np.float64) - one
    error = gap.std(axis=0, ddof=1) / np.sqrt(len(gap))
    off = np.abs(gap.mean(axis=0))
    allowed = ROUNDING * np.abs(one.mean(axis=0))
    errors = np.where(off > allowed, off / np.maximum(error, 1e-12), 0)
    same = (gap[:, :, 0] == 0).all(axis=1).mean()
    finite = bool(np.isfinite(gap).all())
    return Agreement(
        finite and bool((errors <= MOST_ERRORS).all()), float(errors.max()), float(same)
    )
