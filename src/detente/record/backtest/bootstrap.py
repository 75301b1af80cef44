"""How sure a score is: pairs of states drawn again, with all their years.

The years of a pair hang together, so it is pairs that are drawn with replacement
[EfronTibshirani1993]. Two forecasts are compared on the same draws, row for row: their
scores move together, so that the difference is known better than either.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.record.backtest.scores import SCORES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["RESAMPLES", "differences", "interval", "resamples", "scored"]

RESAMPLES = 1000
"""Draws of a bootstrap."""

CHUNK = 50
"""Draws that are weighed at once: 50 x 28,359 rows are 11 MB."""

LEVEL = 95.0
"""Per cent of the draws that an interval holds."""


def resamples(groups: "NDArray[Any]", count: int, seed: int) -> "NDArray[np.int32]":
    """Return how often each row counts in each draw.

    Args:
        groups: What each row belongs to, shape (row,): rows of a group stay together.
        count: Draws.
        seed: Of the random numbers.

    Returns:
        Counts, shape (count, row).
    """
    names, place = np.unique(groups, return_inverse=True)
    random = np.random.default_rng(seed)
    even = np.full(len(names), 1.0 / len(names))
    counts = random.multinomial(len(names), even, size=count)
    return counts.astype(np.int32)[:, place]


def scored(
    forecasts: Mapping[str, "Floats"], outcome: "Floats", weights: "NDArray[Any]"
) -> dict[str, dict[str, "Floats"]]:
    """Return every score of every forecast, first on the rows, then on each draw.

    Args:
        forecasts: Probabilities by name, each of shape (row,).
        outcome: 0 or 1, shape (row,).
        weights: As `resamples` gives them, shape (draw, row).

    Returns:
        By forecast and score, shape (1 + draw,).
    """
    once = np.ones((1, len(outcome)))
    chunks = [once, *np.array_split(weights, max(1, -(-len(weights) // CHUNK)))]
    found: dict[str, dict[str, list[Floats]]] = {
        name: {score: [] for score in SCORES} for name in forecasts
    }
    for chunk in chunks:
        real = chunk.astype(np.float64)
        for name, probability in forecasts.items():
            for score, function in SCORES.items():
                found[name][score].append(function(probability, outcome, real))
    return {
        name: {score: np.concatenate(parts) for score, parts in by_score.items()}
        for name, by_score in found.items()
    }


def interval(values: "Floats") -> list[float] | None:
    """Return the ends of the interval that the draws give.

    Args:
        values: The score on the rows, then on each draw, shape (1 + draw,).

    Returns:
        Both ends, or None without draws that can be scored.
    """
    drawn = values[1:][np.isfinite(values[1:])]
    if not len(drawn):
        return None
    tail = (100.0 - LEVEL) / 2.0
    low, high = np.percentile(drawn, [tail, 100.0 - tail])
    return [float(low), float(high)]


def differences(
    results: Mapping[str, Mapping[str, "Floats"]], name: str
) -> list[dict[str, Any]]:
    """Return by how much one forecast differs from each other, on the same draws.

    Args:
        results: As `scored` gives them.
        name: The forecast; a negative difference in Brier or log score favours it.

    Returns:
        For each other: its name as `against`, and by score the `difference` and its
        `interval`.
    """
    rows: list[dict[str, Any]] = []
    for other in results:
        if other == name:
            continue
        row: dict[str, Any] = {"against": other}
        for score in SCORES:
            with np.errstate(invalid="ignore"):  # neither can be scored: no difference
                gap = results[name][score] - results[other][score]
            known = float(gap[0]) if np.isfinite(gap[0]) else None
            row[score] = {"difference": known, "interval": interval(gap)}
        rows.append(row)
    return rows
