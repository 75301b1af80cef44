"""Scores on rolling origins inside the training years: where every choice is made.

Learn up to a year, foretell the five years after it, move on. Nothing after the last of
those years is looked at, so that the years of the test are still unseen when a choice
has been made.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.record.backtest.asking import (
    ask_disputes,
    ask_horizons,
    ask_spending,
    ask_ties,
)
from detente.record.backtest.rows import Coding, Window
from detente.record.backtest.scores import SCORES

if TYPE_CHECKING:
    from collections.abc import Callable

    from detente.record.backtest.registry import Forecaster

__all__ = [
    "AHEAD", "ORIGINS", "rolling", "rolling_horizons", "rolling_spending",
    "rolling_ties",
]  # fmt: skip

ORIGINS = (1974, 1979, 1984, 1989)
"""Last training years."""

AHEAD = 5
"""Years foretold from each."""

FIRST = 1950
"""First year to learn from."""


def _windows() -> list[tuple[Window, Window]]:
    return [
        (Window(FIRST, origin), Window(origin + 1, origin + AHEAD))
        for origin in ORIGINS
    ]


def _scored(
    title: str, probability: "np.ndarray", outcome: "np.ndarray"
) -> dict[str, Any]:
    once = np.ones(len(outcome))
    found = {
        name: float(score(probability, outcome, once)) for name, score in SCORES.items()
    }
    return {"years": title, "n": len(outcome), "events": int(outcome.sum()), **found}


def _over_origins(
    ask: "Callable[[Window, Window], tuple[Any, np.ndarray, np.ndarray]]",
) -> list[dict[str, Any]]:
    """Return the scores of what is asked, by origin and over all."""
    lines: list[dict[str, Any]] = []
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for train, test in _windows():
        _, outcome, chance = ask(train, test)
        lines.append(_scored(f"{test.first}-{test.last}", chance, outcome))
        parts.append((chance, outcome))
    chances, outcomes = (np.concatenate(each) for each in zip(*parts, strict=True))
    return [*lines, _scored("all", chances, outcomes)]


def rolling(
    forecaster: "Forecaster", coding: Coding = "gml", *, originators: bool = False
) -> list[dict[str, Any]]:
    """Score a forecaster of disputes.

    Args:
        forecaster: As `registry` says.
        coding: Which coding of disputes.
        originators: Whether only onsets between originators count.

    Returns:
        For each origin, then for all rows together ("all"): years, n, events and the
        scores by name.

    Raises:
        DataError: If an answer cannot be scored, or a data set is not there.
    """
    return _over_origins(
        lambda train, test: ask_disputes(
            "disputes", forecaster, train, test, coding, originators
        )
    )


def rolling_ties(forecaster: "Forecaster") -> list[dict[str, Any]]:
    """Score a forecaster of defence pacts, formation and termination together.

    Args:
        forecaster: As `registry` says.

    Returns:
        As `rolling` does.

    Raises:
        DataError: If an answer cannot be scored, or a data set is not there.
    """
    return _over_origins(lambda train, test: ask_ties("ties", forecaster, train, test))


def rolling_horizons(
    forecaster: "Forecaster", coding: Coding = "gml"
) -> list[dict[str, Any]]:
    """Score a forecaster of onsets within some years.

    Args:
        forecaster: As `registry` says.
        coding: Which coding of disputes.

    Returns:
        By horizon, over all origins: horizon, n, events and the scores by name.

    Raises:
        DataError: If an answer cannot be scored, or a data set is not there.
    """
    parts = [
        ask_horizons("horizons", forecaster, train, test, coding)
        for train, test in _windows()
    ]
    rows, outcome, chance = (
        np.concatenate(each)
        for each in zip(
            *((rows["horizon"].to_numpy(), *rest) for rows, *rest in parts),
            strict=True,
        )
    )
    return [
        {"horizon": int(ahead), **_scored("all", chance[here], outcome[here])}
        for ahead in np.unique(rows)
        for here in [rows == ahead]
    ]


def rolling_spending(forecaster: "Forecaster") -> list[dict[str, Any]]:
    """Score a forecaster of spending.

    Args:
        forecaster: As `registry` says.

    Returns:
        By horizon, over all origins: horizon, n, mae and crps (log units). With five
        years foretold from each origin, the horizon of 5 has few rows.

    Raises:
        DataError: If an answer cannot be scored, or a data set is not there.
    """
    parts = [
        ask_spending("spending", forecaster, train, test) for train, test in _windows()
    ]
    horizon, error, score = (
        np.concatenate([part[name].to_numpy() for part in parts])
        for name in ("horizon", "error", "crps")
    )
    return [
        {
            "horizon": int(ahead),
            "n": int((horizon == ahead).sum()),
            "mae": float(error[horizon == ahead].mean()),
            "crps": float(score[horizon == ahead].mean()),
        }
        for ahead in np.unique(horizon)
    ]
