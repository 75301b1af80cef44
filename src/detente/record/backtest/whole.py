"""The whole backtest: every part, every forecaster, with intervals and differences."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.errors import DataError
from detente.record.backtest import discriminating, registry, spending, ties
from detente.record.backtest.asking import (
    ask_disputes,
    ask_horizons,
    ask_spending,
    ask_ties,
)
from detente.record.backtest.bootstrap import (
    RESAMPLES,
    differences,
    interval,
    resamples,
    scored,
)
from detente.record.backtest.rows import Coding, Window, last_year, needed
from detente.record.backtest.scores import SCORES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.record.describe import Table

__all__ = ["Progress", "backtest", "check"]

Progress = Callable[[str, int, int, float | None], None]
"""Told of each step: what is done, steps done, steps in all, seconds left if known."""

SEED = 1
"""Of the bootstrap."""

FIRST = 1950
"""First year: distances begin in 1945, and a memory of some years is needed."""

LEAST_YEARS = 10
"""Training years at least: fewer say next to nothing of spending five years ahead."""

PARTS: tuple[registry.Part, ...] = ("disputes", "spending", "ties", "horizons")
"""What is foretold."""

CODES = 1_000
"""More than any state number, so that two make one number of the pair."""


def check(train: Window, test: Window, coding: Coding) -> None:
    """Refuse what cannot be asked, before anything is computed.

    Args:
        train: Years to learn from.
        test: Years to be scored on.
        coding: Which coding of disputes.

    Raises:
        DataError: If data sets are not there, or years are out of order or range.
    """
    _have((*needed(coding), *ties.NEEDED, *spending.NEEDED))
    last = min(last_year(coding), last_year("gml"))
    for name, window in (("train", train), ("test", test)):
        if not FIRST <= window.first <= window.last <= last:
            raise DataError.at(
                f"--{name}", f"years from {FIRST} to {last}, the first not after the "
                "last", f"{window.first}:{window.last}", "give others",
            )  # fmt: skip
    if train.last - train.first + 1 < LEAST_YEARS:
        raise DataError.at(
            "--train", f"at least {LEAST_YEARS} years", f"{train.first}:{train.last}",
            "give more",
        )  # fmt: skip
    if test.first <= train.last:
        raise DataError.at(
            "--test", f"years after the training years, from {train.last + 1} on",
            f"{test.first}:{test.last}", "give others",
        )  # fmt: skip
    if not registry.missing("disputes"):
        _have(discriminating.NEEDED)


def _have(names: Sequence[str]) -> None:
    """Refuse to go on without data sets."""
    from detente.record.store import entries, folder

    wanted, kept = dict.fromkeys(names), entries()
    absent = [name for name in wanted if name not in kept]
    if absent:
        raise DataError.at(
            "backtest", f"the data sets {', '.join(wanted)} in {folder()}",
            f"no {', '.join(absent)}", 'add their files with "detente data add FILE" '
            '("detente data cite NAME" says whose they are)',
        )  # fmt: skip


def backtest(
    train: Window, test: Window, coding: Coding = "gml", *,
    count: int = RESAMPLES, progress: Progress | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Score every forecaster on years that it has not seen.

    Args:
        train: Years to learn from.
        test: Years to be scored on.
        coding: Which coding of disputes.
        count: Draws of the bootstrap.
        progress: Told of each step.

    Returns:
        What `detente backtest --json` prints: train, test (years, n, onsets), disputes,
        models, originators (onsets, models), spending, ties, horizons, discriminating
        (the two readings), predictive (facts of simulated pasts), skipped.

    Raises:
        DataError: If data sets are not there, or years are out of order or range.
    """
    check(train, test, coding)
    steps = _Steps(progress)
    window = {"first": test.first, "last": test.last}
    every = _disputes(train, test, coding, False, count, steps)
    originators = _disputes(train, test, coding, True, count, steps)
    return {
        "train": {"first": train.first, "last": train.last},
        "test": {**window, "n": every["n"], "onsets": every["onsets"]},
        "disputes": coding,
        "models": every["models"],
        "originators": originators,
        "spending": _spending(train, test, steps),
        "ties": _ties(train, test, count, steps),
        "horizons": _horizons(train, test, coding, count, steps),
        **_readings(train, test, coding, count, steps),
        "skipped": [line for line in map(registry.missing, PARTS) if line],
    }


class _Steps:
    """Count the steps, and tell of each."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress, self._done = progress, 0
        sizes = {part: len(registry.forecasters(part))
                 for part in PARTS}  # fmt: skip
        self._total = sizes["disputes"] + sum(sizes.values())
        self._total += 0 if registry.missing("disputes") else discriminating.STEPS

    def __call__(self, stage: str) -> None:
        self._done += 1
        if self._progress:
            self._progress(stage, self._done, self._total, None)


def _readings(
    train: Window, test: Window, coding: Coding, count: int, steps: _Steps
) -> dict[str, Any]:
    """Return what only the structural model can be asked; nothing where it is not."""
    if registry.missing("disputes"):
        return {"discriminating": [], "predictive": []}
    return {
        "discriminating": discriminating.discriminating(
            train, test, coding, count, steps
        ),
        "predictive": discriminating.predictive(train, coding, steps),
    }


def _pairs(rows: "Table") -> "NDArray[Any]":
    return rows["ccode1"].to_numpy() * CODES + rows["ccode2"].to_numpy()


def _disputes(
    train: Window, test: Window, coding: Coding, originators: bool, count: int,
    steps: _Steps,
) -> dict[str, Any]:  # fmt: skip
    """Return n, onsets and models of one kind of label."""
    answers: dict[str, Any] = {}
    for name, forecaster in registry.forecasters("disputes").items():
        steps(f"{'originators' if originators else 'onsets'}: {name}")
        answers[name] = ask_disputes(name, forecaster, train, test, coding, originators)
    rows, outcome, chances = _together(answers)
    models = _models(chances, outcome, _pairs(rows), count)
    return {"n": len(rows), "onsets": int(outcome.sum()), "models": models}


def _together(answers: Mapping[str, Any]) -> tuple["Table", Any, dict[str, Any]]:
    """Return the rows, their outcome, and the probabilities by name."""
    rows, outcome, _ = next(iter(answers.values()))
    return rows, outcome, {name: answer[2] for name, answer in answers.items()}


def _models(
    chances: Mapping[str, Any], outcome: Any, groups: Any, count: int
) -> list[dict[str, Any]]:
    """Return the scores of each forecast with intervals and differences."""
    results = scored(chances, outcome, resamples(groups, count, SEED))
    return [
        {
            "name": name,
            **{score: _number(results[name][score][0]) for score in SCORES},
            "interval": {score: interval(results[name][score]) for score in SCORES},
            "differences": differences(results, name),
        }
        for name in results
    ]


def _number(value: float) -> float | None:
    """Return a number that JSON can carry."""
    return float(value) if np.isfinite(value) else None


def _spending(train: Window, test: Window, steps: _Steps) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for name, forecaster in registry.forecasters("spending").items():
        steps(f"spending: {name}")
        answer = ask_spending(name, forecaster, train, test)
        lines += [
            {"model": name, "horizon": int(horizon), "n": len(rows),
             "mae": float(rows["error"].mean()), "crps": float(rows["crps"].mean())}
            for horizon, rows in answer.groupby("horizon")
        ]  # fmt: skip
    return lines


def _ties(
    train: Window, test: Window, count: int, steps: _Steps
) -> list[dict[str, Any]]:
    answers: dict[str, Any] = {}
    for name, forecaster in registry.forecasters("ties").items():
        steps(f"ties: {name}")
        answers[name] = ask_ties(name, forecaster, train, test)
    rows, outcome, chances = _together(answers)
    lines: list[dict[str, Any]] = []
    for event, bound in zip(ties.EVENTS, (False, True), strict=True):
        here = (rows["bound"] == bound).to_numpy()
        some = {name: chance[here] for name, chance in chances.items()}
        seen = outcome[here]
        models = _models(some, seen, _pairs(rows.loc[here]), count)
        lines += [
            {"event": event, "n": len(seen), "events": int(seen.sum()), **model}
            for model in models
        ]
    return lines


def _horizons(
    train: Window, test: Window, coding: Coding, count: int, steps: _Steps
) -> list[dict[str, Any]]:
    answers: dict[str, Any] = {}
    for name, forecaster in registry.forecasters("horizons").items():
        steps(f"within some years: {name}")
        answers[name] = ask_horizons(name, forecaster, train, test, coding)
    rows, outcome, chances = _together(answers)
    lines: list[dict[str, Any]] = []
    for horizon in np.unique(rows["horizon"]):
        here = (rows["horizon"] == horizon).to_numpy()
        some = {name: chance[here] for name, chance in chances.items()}
        seen = outcome[here]
        models = _models(some, seen, _pairs(rows.loc[here]), count)
        lines += [
            {"horizon": int(horizon), "n": len(seen), "onsets": int(seen.sum()),
             **model}
            for model in models
        ]  # fmt: skip
    return lines
