"""At least one onset within one, three, five years, by rivals of the model.

A row is a politically relevant pair and the year in which it is asked about; its event
is an onset in that year or in those that follow, as far as the pair is still relevant
then. Everything is of what was known when the first year began. Windows overlap, so
rows hang together; intervals draw pairs of states with all their years.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.record.backtest.baselines import CUBIC, logit, with_cubic
from detente.record.backtest.rows import Coding, Window, dyad_rows
from detente.record.panel import PAIR

if TYPE_CHECKING:
    from detente.record.describe import Table

__all__ = ["BASELINES", "HORIZONS", "horizon_rows"]

HORIZONS = (1, 3, 5)
"""Years that a window is long."""


def horizon_rows(window: Window, coding: Coding) -> "Table":
    """Return what is asked: pairs, years and horizons whose last year is still within.

    Args:
        window: Years that may be foretold.
        coding: Which coding of disputes.

    Returns:
        The rows of `dyad_rows`, once for each `horizon`, with `event` (bool).

    Raises:
        DataError: If the years or the coding are no good, or a data set is not there.
    """
    import pandas as pd

    rows = dyad_rows(window.first, window.last, coding)
    began = rows.loc[rows["onset"], PAIR]
    parts: list[Table] = []
    for horizon in HORIZONS:
        asked = rows.loc[rows["year"] + horizon - 1 <= window.last]
        if not len(asked):
            continue
        # An onset answers for the row of its year and of the years before it.
        onsets = pd.concat(
            [began.assign(year=began["year"] - ahead) for ahead in range(horizon)]
        ).drop_duplicates()
        found = asked[PAIR].merge(onsets.assign(event=True), how="left", on=PAIR)
        event = found["event"].notna().to_numpy()
        parts.append(asked.assign(horizon=horizon, event=event))
    return pd.concat(parts, ignore_index=True)


def _forecaster(columns: Sequence[str]) -> Callable[..., "Table"]:
    """Return the forecaster that fits each horizon to the columns by itself."""

    def forecast(train: Window, test: Window, coding: Coding) -> "Table":
        past = with_cubic(horizon_rows(Window(*train), coding))
        future = with_cubic(horizon_rows(Window(*test), coding))
        chance = np.zeros(len(future))
        for horizon in HORIZONS:
            learnt = past.loc[past["horizon"] == horizon]
            asked = (future["horizon"] == horizon).to_numpy()
            if asked.any():
                chance[asked] = _chance(learnt, future.loc[asked], columns)
        return future[[*PAIR, "horizon"]].assign(probability=chance)

    return forecast


def _chance(past: "Table", future: "Table", columns: Sequence[str]) -> Any:
    event = past["event"].to_numpy(dtype=bool)
    if not columns or event.all() or not event.any():
        return event.mean()
    return logit(past, event, future, columns)


BASELINES: dict[str, Callable[..., "Table"]] = {
    "climatology": _forecaster(()),
    "peace years": _forecaster(CUBIC),
}
"""The rivals by name, in the order of tables."""
