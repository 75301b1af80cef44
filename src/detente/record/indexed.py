"""Rows as arrays: where a state, a pair, a year stands; what was known before it."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["FIRST", "LAST", "Index", "carried", "lagged"]

FIRST, LAST = 1946, 2010
"""Years replayed; disputes and alliances are not known after the last."""


class Index(NamedTuple):
    """Where a state, a pair, a year stands in the arrays."""

    codes: np.ndarray
    lookup: np.ndarray
    years: int

    def states(self, values: "Table") -> np.ndarray:
        """Return the place of each state number, -1 if it is none."""
        place = {int(code): k for k, code in enumerate(self.codes)}
        return values.map(place).fillna(-1).to_numpy(int)

    def by_state(self, rows: "Table", column: str) -> np.ndarray:
        """Return a column of state-years as (year, state), NaN where there is none."""
        out = np.full((self.years, len(self.codes)), np.nan)
        when, who = rows["year"].to_numpy(int) - FIRST, self.states(rows["ccode"])
        fits = (when >= 0) & (when < self.years) & (who >= 0)
        out[when[fits], who[fits]] = rows[column].to_numpy(float)[fits]
        return out

    def by_pair(
        self, rows: "Table", values: np.ndarray | float = 1.0, *,
        first: int = FIRST, years: int | None = None, both: bool = True,
    ) -> np.ndarray:  # fmt: skip
        """Return the largest value of each listed pair and year, 0 where none is."""
        years = self.years if years is None else years
        out = np.zeros((years, int(self.lookup.max()) + 1))
        when = rows["year"].to_numpy(int) - first
        i, j = self.states(rows["ccode1"]), self.states(rows["ccode2"])
        given = np.broadcast_to(np.asarray(values, float), when.shape)
        for a, b in ((i, j), (j, i)) if both else ((i, j),):
            place = np.where((a >= 0) & (b >= 0), self.lookup[a, b], -1)
            fits = (when >= 0) & (when < years) & (place >= 0)
            np.maximum.at(out, (when[fits], place[fits]), given[fits])
        return out


def lagged(x: np.ndarray) -> np.ndarray:
    """Return last year's values; the first year stands in for the one before it."""
    return np.concatenate([x[:1], x[:-1]])


def carried(x: np.ndarray, default: float) -> np.ndarray:
    """Return values with gaps filled by the last before, then the first after."""
    import pandas as pd

    return pd.DataFrame(x).ffill().bfill().fillna(default).to_numpy()
