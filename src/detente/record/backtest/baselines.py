"""Rivals of the model: how well disputes are foretold without a theory.

Each is a function of training years, test years, coding and label that returns a
probability for every row of the test years, one year ahead: coefficients are of the
training years, covariates of the year before each row. Logits are not penalised; a
missing covariate takes the median of the training rows. Forest and boosting take it as
missing, with all covariates there are.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.needs import need
from detente.record.backtest.rows import (
    BREMER,
    HISTORY,
    SCALE,
    Coding,
    Window,
    label,
    split,
)
from detente.record.panel import PAIR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.record.describe import Table

__all__ = [
    "BASELINES",
    "boosting",
    "bremer",
    "climatology",
    "logit",
    "peace_years",
    "random_forest",
]

TREES = 200
LEAF = 20
"""Trees of the forest, and rows in a leaf at least: those of the published figures."""

BOOSTING: dict[str, Any] = {
    "learning_rate": 0.05, "max_iter": 100, "max_leaf_nodes": 15,
    "min_samples_leaf": 100, "l2_regularization": 50.0, "early_stopping": False,
}  # fmt: skip
"""The best in log score of 72 on rolling origins within 1950-1994: .07684 there, the
worst .0778. `scripts/choose_boosting.py` prints them; no later year had a part."""

BLACK_BOX = (*BREMER, *SCALE, *HISTORY)
"""What forest and boosting are given, the best of three sets by the same scores."""

SEED = 1


def with_cubic(rows: "Table") -> "Table":
    """Return rows with powers of the years at peace [CarterSignorino2010].

    Args:
        rows: As `dyad_rows` gives them.
    """
    years = rows["peace_years"].astype(float)
    return rows.assign(peace_years_2=years**2, peace_years_3=years**3)


CUBIC = ("peace_years", "peace_years_2", "peace_years_3")


def logit(
    past: "Table", outcome: "NDArray[Any]", future: "Table", columns: Sequence[str]
) -> "NDArray[np.float64]":
    """Return the probabilities that a logit of the past gives the future.

    Args:
        past: Rows to learn from.
        outcome: 0 or 1, shape (row of the past,).
        future: Rows to give a probability to.
        columns: Covariates; a missing one takes the median of the past.

    Returns:
        Probabilities, shape (row of the future,).
    """
    linear = need("sklearn.linear_model")
    learnt = past[list(columns)].astype(float)
    middle, spread = learnt.median(), learnt.std().replace(0.0, 1.0)

    def scaled(frame: "Table") -> "NDArray[np.float64]":
        filled = frame[list(columns)].astype(float).fillna(middle)
        return ((filled - middle) / spread).to_numpy()

    model = linear.LogisticRegression(C=np.inf, max_iter=2000, tol=1e-8)
    model.fit(scaled(past), outcome.astype(int))
    return model.predict_proba(scaled(future))[:, 1]


def _forecast(future: "Table", probability: Any) -> "Table":
    return future[PAIR].assign(probability=probability)


def climatology(
    train: Window, test: Window, coding: Coding, originators: bool
) -> "Table":
    """Give every row the share of training rows with an onset.

    Args:
        train: Years to learn from.
        test: Years to foretell.
        coding: Which coding of disputes.
        originators: Whether only onsets between originators count.
    """
    past, future = split(train, test, coding)
    return _forecast(future, label(past, originators=originators).mean())


def _by_logit(columns: Sequence[str]) -> Callable[..., "Table"]:
    def forecast(
        train: Window, test: Window, coding: Coding, originators: bool
    ) -> "Table":
        past, future = map(with_cubic, split(train, test, coding))
        outcome = label(past, originators=originators)
        return _forecast(future, logit(past, outcome, future, columns))

    return forecast


peace_years = _by_logit(CUBIC)
"""Years at peace, their square and their cube: memory and nothing else."""

bremer = _by_logit((*BREMER, *CUBIC))
"""The covariates of [Bremer1992] without democracy, and the years at peace."""


def _black_box(
    model: Any, train: Window, test: Window, coding: Coding, originators: bool
) -> "Table":
    past, future = split(train, test, coding)
    columns = list(BLACK_BOX)
    model.fit(past[columns].to_numpy(dtype=float), label(past, originators=originators))
    chance = model.predict_proba(future[columns].to_numpy(dtype=float))
    return _forecast(future, chance[:, 1] if chance.shape[1] > 1 else 0.0)


def random_forest(
    train: Window, test: Window, coding: Coding, originators: bool, trees: int = TREES
) -> "Table":
    """Foretell with a random forest [Breiman2001].

    Args:
        train: Years to learn from.
        test: Years to foretell.
        coding: Which coding of disputes.
        originators: Whether only onsets between originators count.
        trees: How many trees.
    """
    forest = need("sklearn.ensemble").RandomForestClassifier(
        trees, min_samples_leaf=LEAF, random_state=SEED, n_jobs=1
    )
    return _black_box(forest, train, test, coding, originators)


def boosting(train: Window, test: Window, coding: Coding, originators: bool) -> "Table":
    """Foretell with gradient boosting of trees [Friedman2001].

    Args:
        train: Years to learn from.
        test: Years to foretell.
        coding: Which coding of disputes.
        originators: Whether only onsets between originators count.
    """
    trees = need("sklearn.ensemble").HistGradientBoostingClassifier(
        **BOOSTING, random_state=SEED
    )
    return _black_box(trees, train, test, coding, originators)


BASELINES: dict[str, Callable[..., "Table"]] = {
    "climatology": climatology,
    "peace years": peace_years,
    "Bremer + peace years": bremer,
    "random forest": random_forest,
    "gradient boosting": boosting,
}
"""The rivals by name, in the order of tables."""
