r"""The value of learning: what a better choice would gain if a parameter were known.

$$ \text{EVPPI}(\theta) = \mathrm{E}_\theta \max_p \mathrm{E}[u_p \mid \theta]
   - \max_p \mathrm{E}[u_p] $$

from the draws already made [StrongEtAl2014]: the gain of each plan is regressed on the
parameter by a spline, or on all parameters of a law by a sum of splines.

The largest of several noisy fits is too large, so noise would count as knowledge. Here
fits choose, and draws they have not seen say what the choice gained, against what the
same other draws would have chosen knowing nothing. Where a parameter tells nothing the
expectation is 0 or below, never above; a weak fit finds less than there is, so a value
is a lower bound. The upper bound is EVPI: to know the whole draw, chance included; a
value above it is chance, and cut there.
"""

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from detente.core.errors import UsageError
from detente.core.needs import need
from detente.decide.interests import Stakes

__all__ = ["LEAST_DRAWS", "Learning", "Lesson", "learning", "perfect"]

LEAST_DRAWS = 100
"""Fewest draws: a spline of six terms needs some fifteen each."""

FOLDS = 5
KNOTS = 5
PENALTIES = np.logspace(-2, 5, 15)
"""Ridge penalties tried; each fit takes the one that leaves one out best. The largest
lets nothing through: a parameter may tell nothing."""

ALPHA = 0.05
"""Chance that any of a lens's values for one interest is told from 0 by accident."""


class Lesson(NamedTuple):
    """What knowing a parameter, or all of a law, would gain; arrays of shape (I,).

    Attributes:
        name: "law.parameter", or the law.
        parameters: How many parameters would be known.
        value: Gain of the mean, in widths of each interest.
        error: Its standard error.
    """

    name: str
    parameters: int
    value: np.ndarray
    error: np.ndarray

    def told(self, tests: int) -> np.ndarray:
        """Return whether each value is told from 0, one of so many tested, (I,)."""
        least = NormalDist().inv_cdf(1 - ALPHA / tests)
        return self.value > least * np.maximum(self.error, 1e-12)


class Learning(NamedTuple):
    """The value of learning under one lens.

    Attributes:
        lens: Lens.
        perfect: Value of knowing everything, chance included, in widths, shape (I,).
        parameters: Lessons of single parameters.
        laws: Lessons of all parameters of a law.
    """

    lens: str
    perfect: np.ndarray
    parameters: tuple[Lesson, ...]
    laws: tuple[Lesson, ...]


def perfect(gains: np.ndarray) -> np.ndarray:
    """Return the expected value of perfect information.

    Args:
        gains: More is better, shape (P, D, I).

    >>> perfect(np.array([[[0.0], [0.0]], [[1.0], [-2.0]]])).tolist()
    [0.5]
    """
    return gains.max(axis=0).mean(axis=0) - gains.mean(axis=1).max(axis=0)


def learning(
    stakes: Stakes, lens: str, parameters: Mapping[str, np.ndarray], seed: int = 0
) -> Learning:
    """Return the value of learning each parameter, and each law's together.

    Args:
        stakes: Stakes.
        lens: Lens.
        parameters: Its draws, keyed "law.parameter", each (draws of the run,).
        seed: Seed of the folds.

    Raises:
        UsageError: If there are too few draws.
        DataError: If scikit-learn is not installed.
    """
    gains, draws = stakes.gains(lens), stakes.draws[lens]
    if len(draws) < LEAST_DRAWS:
        raise UsageError.at(
            "value of learning", f"at least {LEAST_DRAWS} draws a lens",
            f"{len(draws)} under {lens}", f"run with --draws {2 * LEAST_DRAWS}",
        )  # fmt: skip
    spline = need("sklearn.preprocessing", "decide").SplineTransformer(
        KNOTS, knots="quantile", include_bias=False, extrapolation="linear"
    )
    varied = {key: x[draws] for key, x in parameters.items() if np.ptp(x[draws]) > 0}
    bases = {
        key: spline.fit_transform(_scores(x)[:, None]) for key, x in varied.items()
    }
    order = np.random.default_rng([seed, len(draws)]).permutation(len(draws))
    folds = np.array_split(order, FOLDS)
    laws: dict[str, list[str]] = {}
    for key in bases:
        laws.setdefault(key.split(".")[0], []).append(key)
    single, most = {key: [key] for key in bases}, perfect(gains)

    def lessons(groups: Mapping[str, Sequence[str]]) -> tuple[Lesson, ...]:
        return tuple(
            Lesson(name, len(keys), np.minimum(value, most), error)
            for name, keys in groups.items()
            for value, error in [_gained(gains, _joined(bases, keys), folds)]
        )

    return Learning(lens, most, lessons(single), lessons(laws))


def _scores(values: np.ndarray) -> np.ndarray:
    """Return ranks as normal scores, so that the scale of a parameter is no matter."""
    ranks = values.argsort().argsort()
    place = NormalDist().inv_cdf
    return np.array([place((rank + 0.5) / len(values)) for rank in ranks])


def _joined(bases: Mapping[str, np.ndarray], keys: Sequence[str]) -> np.ndarray:
    return np.concatenate([bases[key] for key in keys], axis=1)


def _gained(
    gains: np.ndarray, basis: np.ndarray, folds: Sequence[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """Return what choosing by a fit gains in draws it has not seen, with its error."""
    ridge = need("sklearn.linear_model", "decide").RidgeCV
    plans, draws, interests = gains.shape
    gained = np.zeros((draws, interests))
    places = np.arange(interests)
    for fold in folds:
        rest = np.setdiff1d(np.arange(draws), fold)
        known = gains[:, rest].mean(axis=1)
        blind = known.argmax(axis=0)
        fit = ridge(PENALTIES, alpha_per_target=True)
        apart = (gains - gains[:1])[1:]  # the first plan is the zero of the others
        target = apart.transpose(1, 0, 2).reshape(draws, -1)
        fit.fit(basis[rest], target[rest])
        told = fit.predict(basis[fold]).reshape(len(fold), plans - 1, interests)
        told = np.concatenate([np.zeros((len(fold), 1, interests)), told], axis=1)
        chosen = told.argmax(axis=1)
        found = gains[chosen, fold[:, None], places]
        gained[fold] = found - gains[blind[None], fold[:, None], places]
    return gained.mean(axis=0), gained.std(axis=0, ddof=1) / np.sqrt(draws)
