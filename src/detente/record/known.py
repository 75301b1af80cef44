"""A history as it was known when a year began: what lay ahead is taken out of it.

Gaps in figures of spending are bridged from both sides where history is replayed as a
whole. Whoever looks ahead from an origin knows only the near side, and no price level
of a later year.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from detente.record.history import FIRST, LAST, History, Years
from detente.record.indexed import Index
from detente.record.means import means, price_growth
from detente.record.resources import resources

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["figures", "known", "prices"]

FIGURES = ("milex", "milper", "tpop", "gdp", "population", "warheads")
"""Columns that are not known of a year that begins, unlike membership."""

OF_THE_YEAR = ("present", "nuclear")
"""Of what states have, the part that is known when the year itself begins."""

ACTS = (
    "growth", "growth_seen", "dispute", "joined", "join_seen", "fought", "tie_step",
    "tie_seen",
)  # fmt: skip


@lru_cache(maxsize=1)
def _states() -> "pd.DataFrame":
    return resources(FIRST, LAST)


def figures(history: History, origin: int) -> dict[str, np.ndarray]:
    """Return what states had, by the figures of all years up to the origin.

    Args:
        history: The history, for its states.
        origin: Last year whose figures are known.

    Returns:
        As `means`, money in the prices of the origin.

    Raises:
        DataError: If a data set has not been added.
    """
    rows = _states()
    rows = rows.loc[rows["year"] <= origin + 1].copy()
    rows.loc[rows["year"] > origin, list(FIGURES)] = np.nan
    return means(_index(history), rows)


def prices(history: History, origin: int) -> np.ndarray:
    """Return how the price level grew each year up to the origin (log points), (year,).

    Args:
        history: The history, for its states.
        origin: Last year whose figures are known.

    Raises:
        DataError: If a data set has not been added.
    """
    return price_growth(_index(history), _states())[1 : origin + 1 - FIRST]


def _index(history: History) -> Index:
    return Index(history.codes, np.empty((0, 0)), LAST - FIRST + 1)


def known(history: History, origin: int, has: Mapping[str, np.ndarray]) -> History:
    """Return the history as it was known when the year after the origin began.

    Who is in the system, touches whom and has warheads is known when a year begins;
    all else of that year is of the years before. Later years repeat it, empty of acts.

    Args:
        history: The history.
        origin: Last year whose acts are known, before the last of the history.
        has: What states had, as `figures` gives it; those left out are as recorded.
    """
    now = origin + 1 - history.span[0]
    given = {
        name: np.asarray(x, np.float32)
        for name, x in has.items()
        if name not in OF_THE_YEAR
    }
    when = np.arange(len(history.years.present))
    held = {
        name: x[np.minimum(when, now)]
        for name, x in history.years._replace(**given)._asdict().items()
    }
    for name in ACTS:
        held[name] = np.where((when < now)[:, None], held[name], np.float32(0))
    levels = history.levels[np.minimum(when, now)]
    return history._replace(years=Years(**held), levels=levels)
