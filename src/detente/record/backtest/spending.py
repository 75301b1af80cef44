r"""Military spending one, three and five years ahead, by rivals of the model.

Spending is the natural logarithm of NMC `milex`, nominal thousand USD. A rival says
:math:`y_{t+h} = y_t + g_h`, with g by its own rule, fitted to each horizon by itself on
targets within the training years; its uncertainty is the distribution of its errors
there. The rules: no growth (persistence); the median growth of the training years
(drift); the world's median growth of the last three years, averaged (world); a linear
function of last year's growth (AR(1)); of the state's own growth over three years and
the world's (own + world). Growth that is not known is the world's.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.errors import DataError
from detente.record import panel
from detente.record.backtest.rows import Window

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.record.describe import Table

    Floats = NDArray[np.float64]

__all__ = [
    "BASELINES",
    "HORIZONS",
    "LEVELS",
    "NEEDED",
    "crps",
    "laplace_crps",
    "log_spending",
    "targets",
]

HORIZONS = (1, 3, 5)
"""Years ahead."""

NEEDED = ("states-cow", "majors", "nmc")
"""Data sets that the rows are made of."""

MEMORY = 3
"""Years over which growth of a state and of the world is taken."""

LEVELS = tuple(float(level) for level in (np.arange(100) + 0.5) / 100)
"""Levels of the quantiles that rivals give: a hundredth of the draws at each."""


def log_spending(first: int, last: int) -> "Table":
    """Return log spending (thousand USD), a row a year and a column a state.

    Args:
        first: First year.
        last: Last year.
    """
    rows = panel.state_years(first, last)
    known = rows.loc[rows["milex"] > 0]
    logs = known.assign(log=np.log(known["milex"]))
    wide = logs.pivot(index="year", columns="ccode", values="log")
    return wide.reindex(range(first, last + 1))


def targets(test: Window) -> "Table":
    """Return what is to be foretold.

    Args:
        test: Years of the targets; forecasts are made from the year before them on.

    Returns:
        ccode, year (of the target), horizon, truth (log of thousand USD): states whose
        spending is known in both years.
    """
    import pandas as pd

    logs = log_spending(test.first - 1, test.last)
    parts = [_rows(logs, horizon, test.first - 1, test.last) for horizon in HORIZONS]
    return pd.concat(parts, ignore_index=True)[["ccode", "year", "horizon", "truth"]]


def _rows(logs: "Table", horizon: int, first_origin: int, last: int) -> "Table":
    """Return forecasts to make: origin known, target known and not after `last`."""
    growth = logs.diff(MEMORY) / MEMORY
    world = logs.diff().median(axis=1).rolling(MEMORY, min_periods=1).mean()
    columns = {
        "truth": logs.shift(-horizon), "start": logs, "own": growth,
        "latest": logs.diff(),
    }  # fmt: skip
    rows = np.array(np.nonzero(logs.notna() & logs.shift(-horizon).notna()))
    import pandas as pd

    frame = pd.DataFrame(
        {name: wide.to_numpy()[rows[0], rows[1]] for name, wide in columns.items()}
    )
    frame["origin"], frame["ccode"] = logs.index[rows[0]], logs.columns[rows[1]]
    frame["world"] = frame["origin"].map(world).fillna(0.0)
    for name in ("own", "latest"):
        frame[name] = frame[name].fillna(frame["world"])
    frame["horizon"], frame["year"] = horizon, frame["origin"] + horizon
    within = (frame["origin"] >= first_origin) & (frame["year"] <= last)
    frame = frame.loc[within].sort_values(["ccode", "year"], ignore_index=True)
    return frame.assign(ccode=frame["ccode"].astype(int))


def _fitted(past: "Table", future: "Table", names: list[str]) -> tuple["Floats", ...]:
    """Return the growth that least squares on the named columns give both."""

    def design(rows: "Table") -> "Floats":
        return np.column_stack([np.ones(len(rows)), rows[names].to_numpy()])

    grown = (past["truth"] - past["start"]).to_numpy()
    coefficients = np.linalg.lstsq(design(past), grown, rcond=None)[0]
    return design(past) @ coefficients, design(future) @ coefficients


def _persistence(past: "Table", future: "Table") -> tuple["Floats", ...]:
    return np.zeros(len(past)), np.zeros(len(future))


def _drift(past: "Table", future: "Table") -> tuple["Floats", ...]:
    median = float((past["truth"] - past["start"]).median())
    return np.full(len(past), median), np.full(len(future), median)


def _world(past: "Table", future: "Table") -> tuple["Floats", ...]:
    return tuple(
        (rows["horizon"] * rows["world"]).to_numpy() for rows in (past, future)
    )


def _forecaster(rule: Callable[..., tuple["Floats", ...]]) -> Callable[..., "Table"]:
    """Return the forecaster that a rule of growth makes."""

    def forecast(train: Window, test: Window) -> "Table":
        import pandas as pd

        logs = log_spending(train.first - MEMORY, test.last)
        parts: list[Any] = []
        for horizon in HORIZONS:
            past = _rows(logs, horizon, train.first, train.last)
            future = _rows(logs, horizon, test.first - 1, test.last)
            if not len(future):
                continue
            if not len(past):
                raise DataError.at(
                    "spending",
                    f"training years from which {horizon} years ahead can be learnt",
                    f"{train.first} to {train.last}",
                    "give more",
                )
            learnt, grown = rule(past, future)
            errors = (past["truth"] - past["start"]).to_numpy() - learnt
            centre = future["start"].to_numpy() + grown
            spread = np.quantile(errors, LEVELS)
            wide = pd.DataFrame(
                centre[:, None] + spread, columns=[f"q{level:g}" for level in LEVELS]
            )
            rows = future[["ccode", "year", "horizon"]].assign(mean=centre)
            parts.append(pd.concat([rows, wide], axis=1))
        return pd.concat(parts, ignore_index=True)

    return forecast


BASELINES: dict[str, Callable[..., "Table"]] = {
    "persistence": _forecaster(_persistence),
    "drift": _forecaster(_drift),
    "world": _forecaster(_world),
    "AR(1)": _forecaster(lambda past, future: _fitted(past, future, ["latest"])),
    "own + world": _forecaster(
        lambda past, future: _fitted(past, future, ["own", "world"])
    ),
}
"""The rivals by name, in the order of tables."""


def crps(truth: "Floats", values: "Floats", levels: "Floats | None") -> "Floats":
    r"""Return the continuous ranked probability score of each forecast.

    .. math:: \mathrm{CRPS} = E|X - y| - \tfrac{1}{2} E|X - X'|
        = 2 \int_0^1 \rho_a(q_a, y)\,da, \quad \rho_a(q, y) = (y - q)(a - 1_{y < q})

    [GneitingRaftery2007]; the unit is that of the truth.

    Args:
        truth: Shape (row,).
        values: Draws, or quantiles in the order of `levels`, shape (row, value).
        levels: Levels of the quantiles, ascending in 0-1, shape (value,); None if the
            values are random draws, whose spread then is not counted too small.

    Returns:
        Scores, shape (row,), smaller if better.
    """
    count = values.shape[1]
    if levels is None:
        ordered = np.sort(values, axis=1)
        rank = 2.0 * np.arange(1, count + 1) - count - 1.0
        inner = ordered @ rank / (count * max(count - 1, 1))
        return np.abs(values - truth[:, None]).mean(axis=1) - inner
    edges = np.concatenate([[0.0], (levels[1:] + levels[:-1]) / 2.0, [1.0]])
    gap = truth[:, None] - values
    return 2.0 * (gap * (levels - (gap < 0))) @ np.diff(edges)


def laplace_crps(truth: "Floats", mean: "Floats", scale: "Floats") -> "Floats":
    r"""Return the score of Laplace distributions, in closed form.

    .. math:: \mathrm{CRPS} = |y - \mu| + s\,e^{-|y - \mu| / s} - \tfrac{3}{4} s

    Args:
        truth: Shape (row,).
        mean: Middle of each, in the unit of the truth, shape (row,).
        scale: Mean absolute deviation of each, same unit, positive, shape (row,).

    Returns:
        Scores, shape (row,), smaller if better.
    """
    gap = np.abs(truth - mean)
    return gap + scale * np.exp(-gap / scale) - 0.75 * scale
