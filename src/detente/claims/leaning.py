"""What a verdict leans on: which parameters move an effect, from the draws made.

The squared rank correlation of a parameter with the effect is its first-order share of
the effect's variance where the effect is monotone in it. Chance alone gives about
1/(n - 1), so only shares beyond what chance would give once in a hundred count.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

__all__ = ["Leaning", "leaning"]

CHANCE = 6.6
"""Shares below CHANCE/(n - 1) are what chance gives: the 99th percentile of chi2(1)."""


class Leaning(NamedTuple):
    """What an effect leans on.

    Attributes:
        shares: Share of variance by parameter, largest first, chance taken off.
        signs: Sign of each parameter's effect.
        assumed: Part of the explained variance that is from assumed parameters, or
            None where nothing is explained.
        recorded: The same from parameters of which the record speaks.
    """

    shares: dict[str, float]
    signs: dict[str, int]
    assumed: float | None
    recorded: float | None = None


def _ranks(x: np.ndarray) -> np.ndarray:
    """Return ranks of each column, equal values at equal ranks, scaled to length 1."""
    ranks = np.empty(x.shape)
    for k in range(x.shape[1]):
        _, place, count = np.unique(x[:, k], return_inverse=True, return_counts=True)
        ranks[:, k] = (count.cumsum() - (count + 1) / 2)[place]
    centred = ranks - ranks.mean(axis=0)
    return centred / (np.sqrt((centred**2).sum(axis=0)) + 1e-30)


def leaning(
    parameters: Mapping[str, np.ndarray],
    origins: Mapping[str, str],
    values: np.ndarray,
) -> Leaning:
    """Return what the effect leans on.

    Args:
        parameters: Draws by parameter, shape (D,) each.
        origins: "record", "literature" or "assumed" by parameter.
        values: Effect of each draw, shape (D,); NaN is left out.
    """
    fine = np.isfinite(values)
    count = int(fine.sum())
    spread = float(np.ptp(values[fine])) if count else 0.0
    if count < 8 or spread == 0.0:
        return Leaning({}, {}, None)
    names = list(parameters)
    x = _ranks(np.stack([parameters[name][fine] for name in names], axis=1))
    r = _ranks(values[fine][:, None])[:, 0] @ x
    share = np.where(r**2 > CHANCE / (count - 1), r**2 - 1 / (count - 1), 0)
    order = [k for k in np.argsort(-share) if share[k] > 0]
    total = float(share.sum())
    part = {
        origin: sum(float(share[k]) for k in order if origins[names[k]] == origin)
        for origin in ("assumed", "record")
    }
    return Leaning(
        {names[k]: float(share[k]) for k in order},
        {names[k]: int(np.sign(r[k])) for k in order},
        part["assumed"] / total if total > 0 else None,
        part["record"] / total if total > 0 else None,
    )
