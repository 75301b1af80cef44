"""What views of pairs share: ties of every kind, years that fit, and rows of slices."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.reports.findings import Findings
from detente.reports.view import Choice

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["choices", "shown_years", "sliced", "ties"]


def ties(findings: Findings) -> np.ndarray:
    """Return the level of ties, direct or through an alliance, 0 to 4.

    The higher of the mean direct level over futures and of the level that the world
    and the plan set between an alliance of the one and the other. A step that needs a
    vote counts at its chance of passing.

    Returns:
        Levels, shape (lens, plan, year, actor, other).
    """
    levels = findings.pair("tie").astype(float)
    for a, lens in enumerate(findings.lenses):
        for b, plan in enumerate(findings.plans):
            through = _through_alliances(findings, plan, lens)
            levels[a, b] = np.maximum(levels[a, b], through)
    return levels


class _Step(NamedTuple):
    """A tie with an alliance that the world or a plan sets."""

    members: tuple[str, ...]
    to: tuple[str, ...]
    level: float
    first: int
    last: int
    chance: float


def _steps(findings: Findings, plan: str, lens: str) -> Iterator[_Step]:
    """Yield the ties with alliances, those of the world first."""
    world, years = findings.scenario.world, findings.years
    members = {key: each.members for key, each in world.alliances.items()}
    for tie in world.ties:
        for one, other in (tie.between, tie.between[::-1]):
            if one in members:
                to = members.get(other, (other,))
                yield _Step(members[one], to, tie.level, years[0], years[-1], 1.0)
    passed = _approvals(findings, plan, lens)
    for move in sorted(findings.scenario.moves_of(plan), key=lambda m: m.year):
        if move.kind == "join":  # later steps of the alliance include it
            members[move.to] = (*members[move.to], move.by)
        elif move.kind == "tie" and move.by in members:
            chance = passed.get((move.by, move.year), 0.0) if move.consent else 1.0
            yield _Step(members[move.by], move.to, move.level, move.year,
                        move.until or years[-1], chance)  # fmt: skip


def _through_alliances(findings: Findings, plan: str, lens: str) -> np.ndarray:
    """Return the level of ties that run through an alliance, (year, actor, other)."""
    place = {code: k for k, code in enumerate(findings.actors)}
    n, years = len(place), findings.years
    levels = np.zeros((len(years), n, n))
    for step in _steps(findings, plan, lens):
        when = [k for k, y in enumerate(years) if step.first <= y <= step.last]
        one, two = ([place[c] for c in side] for side in (step.members, step.to))
        for sides in ((one, two), (two, one)):
            block = np.ix_(when, *sides)
            levels[block] += step.chance * np.maximum(step.level - levels[block], 0)
    levels[:, range(n), range(n)] = 0
    return levels


def _approvals(
    findings: Findings, plan: str, lens: str
) -> dict[tuple[str, int], float]:
    """Return the chance that each vote passes, by alliance and year."""
    return {
        (vote["alliance"], vote["year"]): vote["approval"]
        for vote in findings.said["votes"]
        if (vote["plan"], vote["lens"]) == (plan, lens)
    }


def shown_years(findings: Findings, most: int) -> tuple[int, ...]:
    """Return places of years: all, or the first, some between and the last.

    Args:
        findings: The run.
        most: How many there is room for.
    """
    count = len(findings.years)
    steps = np.linspace(0, count - 1, max(min(most, count), 2))
    return tuple(dict.fromkeys(int(k) for k in np.rint(steps)))


def choices(findings: Findings, years: Sequence[int]) -> tuple[Choice, ...]:
    """Return the choices of plan, lens and year.

    Args:
        findings: The run.
        years: Places of the years shown.
    """
    labels = [str(findings.years[y]) for y in years]
    return (
        Choice("plan", "Plan", {p: findings.plan_title(p) for p in findings.plans},
               findings.plan),
        Choice("lens", "Lens", {a: a for a in findings.lenses}, findings.lenses[0]),
        Choice("year", "Year", dict(zip(labels, labels, strict=True)), labels[-1],
               slider=True),
    )  # fmt: skip


def sliced(
    findings: Findings, years: Sequence[int], cells: Mapping[str, Sequence[Any]],
    values: Mapping[str, np.ndarray],
) -> "pd.DataFrame":  # fmt: skip
    """Return rows with columns lens, plan and year, one for every cell of every slice.

    Args:
        findings: The run.
        years: Places of the years shown.
        cells: Columns that are the same in every slice, each of length C.
        values: Columns of numbers, each of shape (lens, plan, year shown, C).
    """
    import pandas as pd

    count = len(next(iter(cells.values())))
    axes = {
        "lens": findings.lenses,
        "plan": findings.plans,
        "year": [findings.years[y] for y in years],
    }
    sizes = [*(len(axis) for axis in axes.values()), count]
    columns: dict[str, Any] = {}
    for k, (name, axis) in enumerate(axes.items()):
        before, after = math.prod(sizes[:k]), math.prod(sizes[k + 1 :])
        columns[name] = np.tile(np.repeat(np.asarray(axis), after), before)
    times = math.prod(sizes[:3])
    for name, cell in cells.items():
        columns[name] = np.tile(np.asarray(cell), times)
    for name, value in values.items():
        columns[name] = value.reshape(-1)
    return pd.DataFrame(columns)
