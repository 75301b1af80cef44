"""Where a claim holds: boxes of parameters in which most draws support it.

The patient rule induction method ([FriedmanFisher1999]), as scenario discovery uses it
([BryantLempert2010]): from the whole, the slice of a tenth of the draws whose loss
raises the density most is peeled off, again and again. Of the boxes on the way the one
with the best harmonic mean of coverage and density is kept, then restrictions are
dropped that chance could have made. No maintained, light package does it.
"""

from collections.abc import Mapping
from math import comb
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Box", "boxes", "peel"]

PEEL = 0.1
"""Share of the draws in the box peeled off at a time."""

LEAST = 0.1
"""Share of all draws that a box must hold."""

MOST_LIMITS = 3
"""Restrictions of a box: with more, words no longer help."""

CHANCE = 0.05
"""How often the best of all possible restrictions may be due to chance."""


class Box(NamedTuple):
    """A box.

    Attributes:
        limits: (position of the parameter, lowest, highest), infinite where open.
        inside: Whether each draw lies in it, (D,).
    """

    limits: tuple[tuple[int, float, float], ...]
    inside: np.ndarray


def _inside(x: np.ndarray, limits: Mapping[int, tuple[float, float]]) -> np.ndarray:
    found = np.ones(len(x), bool)
    for k, (low, high) in limits.items():
        found &= (x[:, k] >= low) & (x[:, k] <= high)
    return found


def peel(x: np.ndarray, holds: np.ndarray) -> Box | None:
    """Return the box in which a claim holds most, or None if none beats chance.

    Args:
        x: Parameters of each draw, (D, P).
        holds: Whether the claim holds in each, (D,).
    """
    limits: dict[int, tuple[float, float]] = {}
    best, best_score = None, _score(holds, np.ones(len(x), bool))
    while True:
        now = _inside(x, limits)
        step = _peeled(x, holds, limits, now)
        if step is None:
            break
        limits = step
        score = _score(holds, _inside(x, limits))
        if score > best_score:
            best, best_score = dict(limits), score
    if best is None:
        return None
    kept = _significant(x, holds, best)
    if not kept:
        return None
    return Box(
        tuple((k, low, high) for k, (low, high) in sorted(kept.items())),
        _inside(x, kept),
    )


def _score(holds: np.ndarray, inside: np.ndarray) -> float:
    """Return the harmonic mean of coverage and density."""
    both = float((holds & inside).sum())
    return 2 * both / (holds.sum() + inside.sum()) if both else 0.0


def _peeled(
    x: np.ndarray, holds: np.ndarray, limits: Mapping[int, tuple[float, float]],
    now: np.ndarray,
) -> dict[int, tuple[float, float]] | None:  # fmt: skip
    """Return the limits after the best slice is peeled off, or None at the end."""
    count = int(now.sum())
    away = max(int(PEEL * count), 1)
    if count - away < LEAST * len(x):
        return None
    best, density = None, float(holds[now].mean())
    for k in range(x.shape[1]):
        if k not in limits and len(limits) >= MOST_LIMITS:
            continue
        values = np.sort(x[now, k])
        low, high = limits.get(k, (-np.inf, np.inf))
        for cut in ((values[away], high), (low, values[-away - 1])):
            inside = now & (x[:, k] >= cut[0]) & (x[:, k] <= cut[1])
            if inside.sum() < count and holds[inside].mean() > density:
                best, density = (k, cut), float(holds[inside].mean())
    if best is None:
        return None
    return {**limits, best[0]: best[1]}


def _significant(
    x: np.ndarray, holds: np.ndarray, limits: Mapping[int, tuple[float, float]]
) -> dict[int, tuple[float, float]]:
    """Return the limits without those that chance could have made (quasi-p)."""
    kept = dict(limits)
    for k in list(limits):
        rest = {key: value for key, value in kept.items() if key != k}
        wider, inside = _inside(x, rest), _inside(x, kept)
        share = float(holds[wider].mean())
        n, hits = int(inside.sum()), int((holds & inside).sum())
        # Each end of each parameter could have been cut: the search finds extremes.
        if _at_least(n, hits, share) * 2 * x.shape[1] > CHANCE:
            kept = rest
    return kept


def _at_least(n: int, hits: int, share: float) -> float:
    """Return the probability of at least so many hits in n, of a binomial."""
    return sum(
        comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(hits, n + 1)
    )


def boxes(parameters: Mapping[str, np.ndarray], margin: np.ndarray) -> dict[str, Any]:
    """Return where a claim holds, and where it does not.

    Args:
        parameters: Draws by parameter, natural units, (D,) each.
        margin: By how many widths the claim holds in each draw, (D,).

    Returns:
        `holds` and `fails`: None, or `limits` (parameter, low, high; None where open),
        `coverage` (share of all such draws that lie in the box), `density` (share of
        the box that is such) and `draws` in it; and `base`, the share of draws in which
        the claim holds at all.
    """
    fine = np.isfinite(margin)
    names = [name for name, values in parameters.items() if np.ptp(values) > 0]
    x = np.stack([parameters[name][fine] for name in names], axis=1)
    holds = margin[fine] > 0
    said: dict[str, Any] = {"base": float(holds.mean())}
    for key, such in (("holds", holds), ("fails", ~holds)):
        few = min(such.sum(), (~such).sum()) < LEAST * len(such)
        box = None if few else peel(x, such)
        said[key] = None if box is None else {
            "limits": [
                {
                    "parameter": names[k],
                    "low": float(low) if np.isfinite(low) else None,
                    "high": float(high) if np.isfinite(high) else None,
                }
                for k, low, high in box.limits
            ],
            "coverage": float((such & box.inside).sum() / such.sum()),
            "density": float(such[box.inside].mean()),
            "draws": int(box.inside.sum()),
        }  # fmt: skip
    return said
