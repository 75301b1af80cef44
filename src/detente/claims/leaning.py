r"""What a verdict leans on: first-order Sobol indices, from the draws already made.

$$ S_i = \frac{\operatorname{Var} E[Y \mid X_i]}{\operatorname{Var} Y} $$

is the share of an effect's variance that would go if parameter i were known. E[Y | X_i]
is fitted by K waves of the parameter's rank, which no monotone change of its scale can
alter: its normal score, as parameters are normal on their unbounded side, and cosines
([Plischke2010]). What chance fits is taken off, as in an adjusted R squared.
Where parameters hang together (a fitted lens), S_i counts what knowing one of them also
tells of the others, and shares may add up to more than one.

Y is the rank of the effect among the draws, not the effect: effects have long tails,
and a few extreme draws, on which no verdict depends, would make most of their variance.

Of many parameters some look telling by chance. Only those are named that the procedure
of [BenjaminiHochberg1995] keeps at one in twenty; chance gives R squared a
Beta(K/2, (n - 1 - K)/2), and heavy tails make it rarer, not more frequent, that a
parameter is named: no wave gives a single draw much weight.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import betainc, betaincinv, gammaincinv, ndtri

__all__ = [
    "NAMED", "Fit", "Leaning", "fitted", "intervals", "leaning", "least_share", "ranks",
    "waves",
]  # fmt: skip

FALSE = 0.05
"""Share of the parameters named that may be named by chance."""

WORTH = 0.05
"""A share of the variance that is worth finding; for it, draws are counted."""

POWER = 0.90
"""Probability with which that many draws find it."""

FEWEST = 8
"""Fewer draws tell nothing."""

NAMED = 3
"""How many parameters get an interval: those that a verdict names."""

RESAMPLES = 200
ENDS = (0.05, 0.95)


class Leaning(NamedTuple):
    """What an effect leans on.

    Attributes:
        shares: First-order share of the variance of the effect's rank, by parameter
            told from chance, largest first.
        signs: Which way a higher value moves the effect: 1, -1, or 0 for up and down.
        assumed: Part of the explained variance that is from assumed parameters, or
            None where nothing is explained.
        recorded: The same from parameters of which the record speaks.
        intervals: Bootstrap interval (5 % and 95 %) of the first `NAMED` shares.
        least: Smallest share that these draws can tell from chance, or None.
        enough: Draws that would tell a share of `WORTH`, or None if some is told.
    """

    shares: dict[str, float]
    signs: dict[str, int]
    assumed: float | None
    recorded: float | None = None
    intervals: Mapping[str, tuple[float, float]] = {}
    least: float | None = None
    enough: int | None = None


def _terms(count: int) -> int:
    """Return how many waves that many draws can bear: 2 for 128, 8 for 4096."""
    return int(np.clip(np.cbrt(count) / 2, 1, 8))


@cache
def _template(count: int) -> np.ndarray:
    """Return the waves of the ranks 0 to count - 1, orthonormal, shape (K, count)."""
    middle = (np.arange(count) + 0.5) / count
    shapes = [ndtri(middle)]
    shapes += [np.cos(np.pi * k * middle) for k in range(2, _terms(count) + 1)]
    centred = np.stack(shapes, axis=1) - np.mean(shapes, axis=1)
    found = np.linalg.qr(centred)[0].T
    return found * np.sign((found * centred.T).sum(axis=1))[:, None]


def waves(x: np.ndarray) -> np.ndarray:
    """Return waves of ranks, orthonormal over draws, shape (parameter, K, draw).

    Args:
        x: Draws, shape (draw, parameter); equal values have equal waves.
    """
    template = _template(len(x))
    place = np.argsort(np.argsort(x, axis=0, kind="stable"), axis=0)
    out = template[:, place.T].swapaxes(0, 1).copy()
    values = np.sort(x, axis=0)
    for k in np.flatnonzero((values[1:] == values[:-1]).any(axis=0)):
        _, group = np.unique(x[:, k], return_inverse=True)
        size = np.bincount(group)
        for wave in out[k]:
            wave[:] = (np.bincount(group, wave) / size)[group]
        length = np.sqrt((out[k] ** 2).sum(axis=1, keepdims=True))
        out[k] = np.where(length > 1e-9, out[k] / np.maximum(length, 1e-9), 0)
    return out


def _adjusted(fit: np.ndarray, count: int, terms: int) -> np.ndarray:
    """Return R squared less what chance fits, at least 0 (any shape)."""
    return np.maximum(1 - (1 - fit) * (count - 1) / (count - 1 - terms), 0)


@cache
def least_share(count: int, parameters: int) -> float:
    """Return the share below which one parameter of that many may be chance."""
    terms = _terms(count)
    told = betaincinv(terms / 2, (count - 1 - terms) / 2, 1 - FALSE / parameters)
    return float(_adjusted(told, count, terms))


@cache
def _enough(count: int, parameters: int) -> int:
    """Return how many draws tell a share of `WORTH`, to two digits."""
    line = np.sqrt(2 * gammaincinv(_terms(count) / 2, 1 - FALSE / parameters))
    draws = (line + ndtri(POWER)) ** 2 * (1 - WORTH) / WORTH
    step = 10 ** (int(np.log10(draws)) - 1)
    return int(np.ceil(draws / step) * step)


def ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks, equal values at equal ranks, centred, shape (draw,)."""
    _, place, each = np.unique(values, return_inverse=True, return_counts=True)
    found = (each.cumsum() - (each + 1) / 2)[place]
    return found - found.mean()


class Fit(NamedTuple):
    """What each parameter alone explains; arrays of shape (parameter,).

    Attributes:
        fit: R squared of its waves.
        share: The same less what chance fits: its first-order index.
        told: Whether it is told from chance.
        way: Which way a higher value moves the effect: 1, -1, or 0 for up and down.
    """

    fit: np.ndarray
    share: np.ndarray
    told: np.ndarray
    way: np.ndarray


def fitted(shapes: np.ndarray, y: np.ndarray) -> Fit:
    """Return what each parameter alone explains.

    Args:
        shapes: Waves, shape (parameter, K, draw).
        y: Effect or its ranks, not all equal, shape (draw,).
    """
    count, terms = len(y), shapes.shape[1]
    y = y - y.mean()
    slopes = shapes @ y
    parts = slopes**2 / (y @ y)
    fit = np.minimum(parts.sum(axis=1), 1)
    chance = 1 - betainc(terms / 2, (count - 1 - terms) / 2, fit)
    order = np.argsort(chance, kind="stable")
    below = chance[order] <= FALSE * np.arange(1, len(fit) + 1) / len(fit)
    told = np.zeros(len(fit), bool)
    told[order[: int(np.flatnonzero(below).max(initial=-1)) + 1]] = True
    # The first wave rises all the way; where it is not most of the fit, the effect
    # turns within the parameter's range.
    way = np.where(2 * parts[:, 0] > fit, np.sign(slopes[:, 0]), 0)
    return Fit(fit, _adjusted(fit, count, terms), told, way)


@lru_cache(4)
def _weights(count: int) -> np.ndarray:
    """Return how often each draw is in each bootstrap sample, (RESAMPLES, count)."""
    rng = np.random.default_rng([count, 11])
    even = np.full(count, 1 / count)
    return rng.multinomial(count, even, RESAMPLES).astype(float)


def _resampled(shapes: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return R squared of each parameter in bootstrap samples of draws.

    Args:
        shapes: Waves of some parameters, shape (parameter, K, draw).
        y: Effect, centred, shape (draw,).

    Returns:
        Shape (parameter, RESAMPLES).
    """
    often, terms = _weights(len(y)), shapes.shape[1]
    mean_y, square = often @ y / len(y), often @ y**2
    spread = square - len(y) * mean_y**2
    found = np.empty((len(shapes), RESAMPLES))
    for k, wave in enumerate(shapes):
        products = wave[:, None] * wave[None, :]
        means = often @ wave.T / len(y)
        inner = (often @ products.reshape(terms**2, -1).T).reshape(-1, terms, terms)
        inner -= len(y) * means[:, :, None] * means[:, None, :]
        cross = often @ (wave * y).T - len(y) * means * mean_y[:, None]
        inner += 1e-12 * np.eye(terms)
        solved = np.linalg.solve(inner, cross[:, :, None])[:, :, 0]
        found[k] = (solved * cross).sum(axis=1) / np.maximum(spread, 1e-300)
    return found


def intervals(shapes: np.ndarray, y: np.ndarray, fit: np.ndarray) -> np.ndarray:
    """Return bootstrap intervals of shares; what resampling adds is taken off.

    Args:
        shapes: Waves of some parameters, shape (parameter, K, draw).
        y: Effect or its ranks, shape (draw,).
        fit: R squared of each, shape (parameter,).

    Returns:
        5 % and 95 %, shape (parameter, 2).
    """
    again = _resampled(shapes, y - y.mean())
    again += (fit - again.mean(axis=1))[:, None]
    ends = np.quantile(_adjusted(again, len(y), shapes.shape[1]), ENDS, axis=1)
    return np.minimum(ends.T, 1)


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
    if count < FEWEST or spread == 0.0:
        return Leaning({}, {}, None)
    names = list(parameters)
    shapes = waves(np.stack([parameters[name][fine] for name in names], axis=1))
    y = ranks(values[fine])
    found = fitted(shapes, y)
    share = np.where(found.told, found.share, 0)
    order = [int(k) for k in np.argsort(-share, kind="stable") if share[k] > 0]
    total = float(share.sum())
    part = {
        origin: sum(float(share[k]) for k in order if origins[names[k]] == origin)
        for origin in ("assumed", "record")
    }
    first = order[:NAMED]
    ends = intervals(shapes[first], y, found.fit[first]).tolist()
    return Leaning(
        {names[k]: float(share[k]) for k in order},
        {names[k]: int(found.way[k]) for k in order},
        part["assumed"] / total if total > 0 else None,
        part["record"] / total if total > 0 else None,
        {
            names[k]: (float(lo), float(hi))
            for k, (lo, hi) in zip(first, ends, strict=True)
        },
        least_share(count, len(names)),
        None if order else max(_enough(count, len(names)), count + 1),
    )
