"""Asking a forecaster, and refusing an answer that cannot be scored."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.errors import DataError
from detente.record.backtest import horizons, spending, ties
from detente.record.backtest.rows import Coding, Window, dyad_rows, label
from detente.record.panel import PAIR

if TYPE_CHECKING:
    from detente.record.backtest.registry import Forecaster
    from detente.record.describe import Table

__all__ = [
    "TARGET",
    "aligned",
    "ask_disputes",
    "ask_horizons",
    "ask_spending",
    "ask_ties",
]

TARGET = ["ccode", "year", "horizon"]
"""What names a row of spending."""


def aligned(name: str, answer: "Table", rows: "Table", keys: Sequence[str]) -> "Table":
    """Return the answer in the order of the rows that were asked about.

    Args:
        name: Of the forecaster, for messages.
        answer: Its frame.
        rows: What was asked, with the keys.
        keys: Columns that name a row.

    Raises:
        DataError: If a column or a row is not there, or a row is there twice.
    """
    absent = [key for key in keys if key not in answer]
    if absent:
        raise _wrong(name, f"columns {', '.join(keys)}", f"no {absent[0]}")
    if answer.duplicated(list(keys)).any():
        raise _wrong(name, "each row once", "one that is there twice")
    joined = rows[list(keys)].merge(answer, how="left", on=list(keys), indicator=True)
    lost = joined.loc[joined["_merge"] != "both", list(keys)]
    if len(lost):
        example = ", ".join(str(value) for value in lost.iloc[0])
        raise _wrong(
            name, f"{len(rows):,} rows", f"{len(lost):,} less, such as {example}"
        )
    return joined.drop(columns="_merge")


def _wrong(name: str, expected: str, got: str) -> DataError:
    return DataError.at(
        f"forecast of {name}", expected, got, "mend the forecaster"
    )  # fmt: skip


def _probability(
    name: str, answer: "Table", rows: "Table", keys: Sequence[str] = PAIR
) -> "np.ndarray":
    joined = aligned(name, answer, rows, keys)
    if "probability" not in joined:
        raise _wrong(name, "a column probability", "none")
    chance = joined["probability"].to_numpy(dtype=float)
    good = (chance >= 0.0) & (chance <= 1.0)
    if not good.all():
        raise _wrong(name, "probabilities from 0 to 1", str(chance[~good][0]))
    return chance


def ask_disputes(
    name: str, forecaster: "Forecaster", train: Window, test: Window, coding: Coding,
    originators: bool,
) -> tuple["Table", "np.ndarray", "np.ndarray"]:  # fmt: skip
    """Ask for disputes.

    Args:
        name: Of the forecaster.
        forecaster: The function.
        train: Years to learn from.
        test: Years to foretell.
        coding: Which coding of disputes.
        originators: Whether only onsets between originators count.

    Returns:
        The rows, the outcome (0 or 1) and the probability, each of shape (row,).

    Raises:
        DataError: If the answer cannot be scored.
    """
    rows = dyad_rows(test.first, test.last, coding)
    outcome = label(rows, originators=originators).astype(float)
    answer = forecaster(train, test, coding, originators)
    return rows, outcome, _probability(name, answer, rows)


def ask_ties(
    name: str, forecaster: "Forecaster", train: Window, test: Window
) -> tuple["Table", "np.ndarray", "np.ndarray"]:
    """Ask for defence pacts.

    Args:
        name: Of the forecaster.
        forecaster: The function.
        train: Years to learn from.
        test: Years to foretell.

    Returns:
        The rows, whether the pact changed (0 or 1) and the probability of it.

    Raises:
        DataError: If the answer cannot be scored.
    """
    rows = ties.tie_rows(test.first, test.last)
    outcome = rows["changed"].to_numpy(dtype=float)
    return rows, outcome, _probability(name, forecaster(train, test), rows)


def ask_horizons(
    name: str, forecaster: "Forecaster", train: Window, test: Window, coding: Coding
) -> tuple["Table", "np.ndarray", "np.ndarray"]:
    """Ask for at least one onset within some years.

    Args:
        name: Of the forecaster.
        forecaster: The function.
        train: Years to learn from.
        test: Years to foretell.
        coding: Which coding of disputes.

    Returns:
        The rows, the outcome (0 or 1) and the probability, each of shape (row,).

    Raises:
        DataError: If the answer cannot be scored.
    """
    rows = horizons.horizon_rows(test, coding)
    answer = forecaster(train, test, coding)
    chance = _probability(name, answer, rows, [*PAIR, "horizon"])
    return rows, rows["event"].to_numpy(dtype=float), chance


def ask_spending(
    name: str, forecaster: "Forecaster", train: Window, test: Window
) -> "Table":
    """Ask for spending.

    Args:
        name: Of the forecaster.
        forecaster: The function.
        train: Years to learn from.
        test: Years to foretell.

    Returns:
        ccode, year, horizon, truth, error (absolute, of the point forecast) and crps,
        both in log units.

    Raises:
        DataError: If the answer cannot be scored.
    """
    asked = spending.targets(test)
    joined = aligned(name, forecaster(train, test), asked, TARGET)
    if "mean" not in joined:
        raise _wrong(name, "a column mean", "none")
    truth = asked["truth"].to_numpy()
    mean = joined["mean"].to_numpy(dtype=float)
    error = np.abs(mean - truth)
    if "scale" in joined:
        scale = joined["scale"].to_numpy(dtype=float)
        if not (scale > 0).all():
            raise _wrong(name, "scales above 0", str(scale[~(scale > 0)][0]))
        score = spending.laplace_crps(truth, mean, scale)
    else:
        score = spending.crps(truth, *_spread(name, joined))
    if not (np.isfinite(error) & np.isfinite(score)).all():
        raise _wrong(name, "numbers", "one that is missing or infinite")
    return asked.assign(error=error, crps=score)


def _spread(name: str, joined: "Table") -> tuple[Any, Any]:
    """Return draws, or quantiles and their levels."""
    draws = [each for each in joined if str(each).startswith("draw")]
    if draws:
        return joined[draws].to_numpy(dtype=float), None
    try:
        levels = {
            each: float(str(each)[1:]) for each in joined if str(each).startswith("q")
        }
    except ValueError:
        levels = {}
    if not levels:
        raise _wrong(name, "a scale, quantiles q0.05, ... or draws draw1, ...", "none")
    order = sorted(levels, key=levels.__getitem__)
    values = joined[order].to_numpy(dtype=float)
    return values, np.array([levels[each] for each in order])
