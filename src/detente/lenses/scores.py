"""How each lens scores on the record, and which outcomes were forecast and scored.

The figures stand in `scores.toml`, written by `scripts/lens_scores.py` from the data
sets; nothing here computes one. A lens of a school is no fit: it states what the school
holds, and its score says how such a statement meets yearly disputes, no more.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from detente.lenses.lens import SCORES

__all__ = [
    "Check", "Forecast", "Score", "checks", "doubtful", "forecasts", "scores",
    "sentence", "tested",
]  # fmt: skip


class Score(NamedTuple):
    """Mean log score of the centre of a lens on some years.

    Attributes:
        lens: The lens, or "always the same chance" for what knows only a rate.
        years: First and last.
        rows: Politically relevant pairs and years.
        onsets: Of them with a dispute begun between originators.
        log_score: Nats a row; smaller is better.
        fitted: First and last year it was fitted to, or None for a statement.
    """

    lens: str
    years: tuple[int, int]
    rows: int
    onsets: int
    log_score: float
    fitted: tuple[int, int] | None


class Forecast(NamedTuple):
    """A forecast of years that the fit had not seen, against a simple baseline.

    Attributes:
        outcome: What was forecast, as claims call it.
        trained, years: First and last year learnt from, and scored.
        rows, events: Pair-years, and those with the event.
        log_score: Nats a row.
        baseline: Name of the baseline.
        difference: Log score less the baseline's: below 0 the kernel is better.
        interval: Of the difference, 95 %, by bootstrap of pairs.
    """

    outcome: str
    trained: tuple[int, int]
    years: tuple[int, int]
    rows: int
    events: int
    log_score: float
    baseline: str
    difference: float
    interval: tuple[float, float]


class Check(NamedTuple):
    """A count of disputes between two sets of states, expected and recorded.

    It is no forecast: the lens was fitted to those years. Nor is it a test: the
    interval is of the expected number over parameter values and has no chance in it,
    so chance alone can put the recorded number outside. And it was made of the set that
    a claim of the first scenario is about; no other was checked.

    Attributes:
        name: Of whom.
        first, second: State numbers of the Correlates of War, as (from, to).
        years: First and last year counted.
        foreseen: Expected number, median over parameter values.
        interval: Of the expected number, 90 %, without chance.
        recorded: Recorded number.
    """

    name: str
    first: tuple[tuple[int, int], ...]
    second: tuple[tuple[int, int], ...]
    years: tuple[int, int]
    foreseen: float
    interval: tuple[float, float]
    recorded: int

    def of(self, one: int, other: int) -> bool:
        """Return whether it is about two states, by their numbers."""

        def within(number: int, spans: tuple[tuple[int, int], ...]) -> bool:
            return any(low <= number <= high for low, high in spans)

        return any(
            within(a, self.first) and within(b, self.second)
            for a, b in ((one, other), (other, one))
        )


@cache
def _file() -> dict[str, Any]:
    text = (resources.files("detente.lenses") / SCORES).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _pair(entry: dict[str, Any], name: str) -> Any:
    return tuple(entry[name]) if name in entry else None


def scores() -> list[Score]:
    """Return the scores of the lenses, in the order of tables."""
    return [
        Score(**{**entry, "years": _pair(entry, "years"),
                 "fitted": _pair(entry, "fitted")})
        for entry in _file()["score"]
    ]  # fmt: skip


def forecasts() -> list[Forecast]:
    """Return the forecasts that were scored on years not seen."""
    spans = ("trained", "years", "interval")
    return [
        Forecast(**{**entry, **{name: _pair(entry, name) for name in spans}})
        for entry in _file()["forecast"]
    ]


def checks() -> list[Check]:
    """Return counts of single sets of pairs that were foreseen and recorded."""
    return [
        Check(**{
            **entry, **{k: _pair(entry, k) for k in ("years", "interval")},
            **{k: tuple(map(tuple, entry[k])) for k in ("first", "second")},
        })
        for entry in _file()["check"]
    ]  # fmt: skip


def doubtful(pairs: Iterable[tuple[int, int]]) -> bool:
    """Return whether half of some pairs or more are of a set whose check misses.

    It misses where the recorded number lies outside the interval of the expected one:
    a reason for doubt, since chance is not in the interval (see `Check`).

    Args:
        pairs: State numbers, two by two.
    """
    missed = [
        each for each in checks()
        if not each.interval[0] <= each.recorded <= each.interval[1]
    ]  # fmt: skip
    found = [any(each.of(*pair) for each in missed) for pair in pairs]
    return bool(found) and 2 * sum(found) >= len(found)


def tested() -> frozenset[str]:
    """Return the outcomes whose forecasts were found not behind the baseline.

    Behind is a forecast of which the whole interval of the difference lies above 0.
    """
    return frozenset(each.outcome for each in forecasts() if each.interval[0] <= 0)


def sentence(lens: str) -> str:
    """Return a sentence on how a lens scores, or "" for one that was not scored.

    Args:
        lens: Name of the lens.
    """
    mine = [each for each in scores() if each.lens == lens]
    if not mine:
        return ""
    said = "; ".join(
        f"{each.log_score:.4f} on {each.years[0]}-{each.years[1]}"
        + (f" (fitted to {each.fitted[0]}-{each.fitted[1]})" if each.fitted else "")
        for each in mine
    )
    kind = "" if mine[0].fitted else " It is a statement, not a fit."
    return (
        "Log score of its centre on recorded onsets of disputes, smaller is better: "
        f"{said}.{kind}"
    )
