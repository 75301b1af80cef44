"""One future in words: what happened with the plan, without it, and in both.

The two worlds of a future share their chance, so what differs is what the plan set off.
Only acts are told, in the order of the years, the gravest first within a year.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from detente.decide.tracing import Trace

__all__ = ["Cast", "events"]

DEEDS = {2: "shows force against", 3: "uses force against", 4: "goes to war with"}
"""What a dispute is called by its severity; a mere threat (1) is not told."""

MOST = 12
"""Events told of one future."""

SURGE = 0.15
"""Log points by which spending must differ between the worlds to be told."""


class Cast(NamedTuple):
    """Who is in it.

    Attributes:
        codes: Codes in the order of the arrays.
        names: Their names.
        of: Whether each belongs to the one side of the claim, (N,).
        toward: Whether it belongs to the other; all outside the one if there is none.
        named: Whether it belongs to a side that the claim names, (N,).
        votes: What each vote is about, in words.
    """

    codes: Sequence[str]
    names: Sequence[str]
    of: np.ndarray
    toward: np.ndarray
    named: np.ndarray
    votes: Sequence[str]


class _Event(NamedTuple):
    year: int
    weight: float
    text: str
    where: str


def events(trace: Trace, member: int, cast: Cast) -> list[dict[str, Any]]:
    """Return the gravest events of a future, at most `MOST`, in order of time.

    Args:
        trace: What two worlds side by side left.
        member: Which future.
        cast: Who is in it.

    Returns:
        `year`, `text` and `where`: "both", "plan" (only with it) or "baseline".
    """
    found = [*_disputes(trace, member, cast), *_ties(trace, member, cast),
             *_votes(trace, member, cast), *_spending(trace, member, cast)]  # fmt: skip
    # What the plan set off or prevented tells more than what happens anyway.
    found.sort(key=lambda e: (-(e.weight + 2.5 * (e.where != "both")), e.year))
    chosen = sorted(found[:MOST], key=lambda e: (e.year, -e.weight))
    return [{"year": e.year, "text": e.text, "where": e.where} for e in chosen]


def _where(with_it: bool, without: bool) -> str:
    return "both" if with_it and without else "plan" if with_it else "baseline"


def _disputes(trace: Trace, member: int, cast: Cast) -> Iterator[_Event]:
    """Yield disputes across the line the claim draws, and who joined them."""
    dispute, joined = trace.kept.disputes[member], trace.kept.joined[member]
    across = np.outer(cast.of, cast.toward) | np.outer(cast.toward, cast.of)
    grave = (dispute.max(axis=1) >= min(DEEDS)) & across
    for y, i, j in np.argwhere(grave):
        there, here = (int(dispute[y, k, i, j]) for k in (0, 1))
        for level in {there, here}:
            if level < min(DEEDS):
                continue
            world = 0 if there == level else 1
            helpers = [
                f"{cast.names[k]} joins {cast.names[side]}"
                for side in (i, j)
                for k in np.flatnonzero(joined[y, world, :, side]).tolist()
                if k not in (i, j)
            ][:3]
            text = f"{cast.names[i]} {DEEDS[level]} {cast.names[j]}"
            yield _Event(
                int(trace.years[y]), level + 0.5 * len(helpers),
                "; ".join([text, *helpers]), _where(there == level, here == level),
            )  # fmt: skip


def _ties(trace: Trace, member: int, cast: Cast) -> Iterator[_Event]:
    steps = trace.kept.steps_of_ties[member]
    for y, i, j in np.argwhere((steps != 0).any(axis=1)):
        if i >= j or not (
            (cast.of[i] and cast.toward[j]) or (cast.of[j] and cast.toward[i])
        ):
            continue
        for level in {int(steps[y, 0, i, j]), int(steps[y, 1, i, j])} - {0}:
            where = _where(*(steps[y, k, i, j] == level for k in (0, 1)))
            way = "draw closer" if level > 0 else "draw apart"
            text = f"{cast.names[i]} and {cast.names[j]} {way} by a level"
            yield _Event(int(trace.years[y]), 2.0, text, where)


def _votes(trace: Trace, member: int, cast: Cast) -> Iterator[_Event]:
    approved = trace.kept.approved[member]
    for v, about in enumerate(cast.votes[: approved.shape[1]]):
        passed = np.flatnonzero(approved[:, v] > 0)
        if len(passed):
            yield _Event(
                int(trace.years[passed[0]]), 3.0, f"the vote passes: {about}", "plan"
            )


def _spending(trace: Trace, member: int, cast: Cast) -> Iterator[_Event]:
    arms = trace.kept.arms[member]
    gap = arms[-1, 0] - arms[-1, 1]
    for i in np.flatnonzero(cast.named).tolist():
        if abs(gap[i]) >= SURGE:
            more = "more" if gap[i] > 0 else "less"
            share = abs(np.expm1(gap[i]))
            text = (
                f"by now {cast.names[i]} spends {share:.0%} {more} on arms than "
                "without the plan"
            )
            yield _Event(int(trace.years[-1]), 2.0, text, "plan")
