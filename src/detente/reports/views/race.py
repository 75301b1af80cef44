"""Arms races as a path: the arms of one side against those of the other, year by year.

Richardson's phase portrait. Arms are of the start (or of the baseline plan in the same
draw), so a race of unequal sides can be read as well as one of equals.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.reports.findings import Findings, rounded
from detente.reports.rivals import Pair, pairs
from detente.reports.theme import WIDTH, plan_scale
from detente.reports.view import ROWS, Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

LEVEL, CHANGE = "level", "change"

STOPS = 9
"""Years of a path, the first and the last included."""

CLOUD = 30
"""Draws whose end is shown."""

ROOM = 0.15
"""Share of the axis that two written years must lie apart."""

HUNDRED = 100.0


def _key(pair: Pair) -> str:
    return f"{pair.one} {pair.other}"


def _stops(findings: Findings) -> list[int]:
    """Return the places of the years of a path."""
    last = len(findings.years) - 1
    return sorted({round(x) for x in np.linspace(0, last, min(STOPS, last + 1))})


def _marks(count: int) -> list[int]:
    """Return the stops that are marked: last, first and middle.

    >>> _marks(9), _marks(1)
    ([8, 0, 4], [0])
    """
    return list(dict.fromkeys([count - 1, 0, count // 2]))


class _Cell(NamedTuple):
    """Log arms of both sides under one lens and plan, shape (draw, year, 2)."""

    lens: str
    plan: str
    logs: np.ndarray

    def path(self, stops: list[int]) -> np.ndarray:
        """Return the medians over draws, shape (stop, 2)."""
        return np.median(self.logs[:, stops], axis=0)

    def ends(self) -> np.ndarray:
        """Return single draws in the last year, shape (draw, 2)."""
        return self.logs[:CLOUD, -1]


def _logs(findings: Findings, places: tuple[int, ...], base: int | None) -> np.ndarray:
    """Return log arms of a side, of the start or of a plan: lens, plan, draw, year."""
    total = findings.actor("arms")[..., list(places)].sum(axis=-1)
    with np.errstate(all="ignore"):
        logs = np.log(total.astype(float))
        zero = logs[..., :1] if base is None else logs[:, base : base + 1]
        return (logs - zero).mean(axis=3)


def _cells(findings: Findings, pair: Pair, base: int | None) -> list[_Cell]:
    """Return what is known of a pair, the plan compared with left out."""
    logs = np.stack([_logs(findings, side, base) for side in pair.places], axis=-1)
    found = []
    for a, lens in enumerate(findings.lenses):
        for b, plan in enumerate(findings.plans):
            known = np.isfinite(logs[a, b]).all(axis=(1, 2))
            if b != base and known.any():
                found.append(_Cell(lens, plan, logs[a, b][known]))
    return found


def _labels(path: np.ndarray, years: list[int], room: float) -> list[str]:
    """Return which years to write: last, first and middle, where there is room."""
    labels, taken = [""] * len(path), list[np.ndarray]()
    for k in _marks(len(path)):
        if all(np.hypot(*(path[k] - there)) > room for there in taken):
            labels[k] = str(years[k])
            taken.append(path[k])
    return labels


def _pair_rows(
    findings: Findings, pair: Pair, show: str, base: int | None
) -> list[dict[str, Any]]:
    cells, stops = _cells(findings, pair, base), _stops(findings)
    years = [findings.years[k] for k in stops]
    span = np.ptp(np.concatenate([cell.path(stops) for cell in cells])) if cells else 0
    found = []
    for cell in cells:
        path = cell.path(stops)
        mine = cell.plan == findings.plan
        labels = _labels(path, years, ROOM * span) if mine else [""] * len(path)
        points = [("path", *row) for row in zip(path, years, labels, strict=True)]
        if mine:
            points += [("draw", end, years[-1], "") for end in cell.ends()]
        x, y = rounded(HUNDRED * np.exp([point[1] for point in points])).T
        found += [
            {"pair": _key(pair), "show": show, "lens": cell.lens, "plan": cell.plan,
             "kind": kind, "year": year, "x": x[k], "y": y[k], "label": label}
            for k, (kind, _, year, label) in enumerate(points)
        ]  # fmt: skip
    return found


def _shows(findings: Findings) -> dict[str, int | None]:
    """Return what arms are shown in per cent of: None is the start, or a plan."""
    base = findings.plans.index(findings.baseline)
    return {LEVEL: None} | ({CHANGE: base} if len(findings.plans) > 1 else {})


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        row
        for pair in pairs(findings)
        for show, base in _shows(findings).items()
        for row in _pair_rows(findings, pair, show, base)
    )


def _choices(findings: Findings) -> tuple[Choice, ...]:
    named = {
        _key(pair): f"{findings.side(pair.one)} / {findings.side(pair.other)}"
        for pair in pairs(findings)
    }
    titles = {
        LEVEL: f"arms, {findings.years[0]} = 100",
        CHANGE: f"arms, {findings.baseline} in the same draw and year = 100",
    }
    shows = {show: titles[show] for show in _shows(findings)}
    return (
        Choice("pair", "Sides (across / up)", named, next(iter(named))),
        Choice("show", "Show", shows, LEVEL),
    )


def _titles(findings: Findings, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the titles of the axes; a page names the sides itself."""
    if not values:
        return "arms of the first side (index)", "arms of the second side (index)"
    one, other = values["pair"].split(" ")
    base = findings.baseline if values["show"] == CHANGE else findings.years[0]
    return (
        f"arms of {findings.side(one)} ({base} = 100)",
        f"arms of {findings.side(other)} ({base} = 100)",
    )


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    plans, colours = plan_scale(findings.plans, findings.baseline)
    across, up = _titles(findings, values)
    scale = alt.Scale(type="symlog", constant=1, zero=False, nice=False, padding=26)
    axis = alt.Axis(tickCount=4, format="~r", labelOverlap="greedy")
    x = alt.X("x:Q", title=across, scale=scale, axis=axis)
    y = alt.Y("y:Q", title=up, scale=scale, axis=axis)
    colour = alt.Color(
        "plan:N", title="plan", scale=alt.Scale(domain=plans, range=colours)
    )
    base = alt.Chart(alt.NamedData(ROWS))
    even = (
        base.transform_calculate(least="min(datum.x, datum.y)",
                                 most="max(datum.x, datum.y)")
        .transform_aggregate(least="min(least)", most="max(most)", groupby=["lens"])
        .mark_rule(strokeDash=[2, 4], opacity=0.5)
        .encode(x=alt.X("least:Q", title=across), y=alt.Y("least:Q", title=up),
                x2="most:Q", y2="most:Q")
    )  # fmt: skip
    draws = (
        base.transform_filter(alt.datum.kind == "draw")
        .mark_point(filled=True, size=14, opacity=0.5)
        .encode(x=x, y=y, color=colour, tooltip=["plan:N", "lens:N", "x:Q", "y:Q"])
    )
    path = base.transform_filter(alt.datum.kind == "path").encode(x=x, y=y)
    line = path.mark_line(strokeWidth=2).encode(
        color=colour,
        order="year:Q",
        strokeDash=alt.condition(
            alt.datum.plan == findings.baseline, alt.value([5, 3]), alt.value([1, 0])
        ),
    )
    stops = _stops(findings)
    named = [findings.years[stops[k]] for k in _marks(len(stops))]
    marked = path.transform_filter(alt.FieldOneOfPredicate("year", named))
    points = marked.mark_point(filled=True, size=45, opacity=1).encode(
        color=colour,
        shape=alt.Shape("plan:N", title="plan", scale=alt.Scale(domain=plans)),
        tooltip=[
            alt.Tooltip("plan:N"), alt.Tooltip("lens:N"), alt.Tooltip("year:Q"),
            alt.Tooltip("x:Q", title=across), alt.Tooltip("y:Q", title=up),
        ],
    )  # fmt: skip
    text = marked.mark_text(align="right", dx=-7, dy=-5, fontSize=10).encode(
        text="label:N"
    )
    return (
        alt.layer(even, draws, line, points, text)
        .properties(width=WIDTH, height=WIDTH)
        .facet(alt.Facet("lens:N", title=None, sort=list(findings.lenses)), columns=3)
    )


def _spirals(findings: Findings) -> str:
    said = [
        f"{row['lens']} {row['median']:.2f} [{row['lo']:.2f}, {row['hi']:.2f}]"
        for row in findings.said["spiral_number"]
        if row["plan"] == findings.plan
    ]
    if not said:
        return ""
    return (
        f" Spiral number of {findings.plan}, above 1 where fear and arms feed on "
        f"themselves: {', '.join(said)}."
    )


def _reading(findings: Findings) -> str:
    pair = pairs(findings)[0]
    said = [
        f"{cell.lens} " + " / ".join(f"{x:.0f}" for x in HUNDRED * np.exp(end))
        for cell in _cells(findings, pair, None)
        for end in cell.path([-1])
        if cell.plan == findings.plan
    ]
    return (
        f"Arms of {findings.side(pair.one)} / {findings.side(pair.other)} in "
        f"{findings.years[-1]} with {findings.plan}, median, {findings.years[0]} = "
        f"{HUNDRED:g}: {'; '.join(said)}.{_spirals(findings)}"
    )


def _absent(findings: Findings) -> str:
    if not pairs(findings):
        return "a race takes two sides"
    known = _cells(findings, pairs(findings)[0], None)
    return "" if known else "no draw stayed finite"


VIEW = View(
    name="race",
    title="Who arms against whom",
    lead="Each line follows the arms of two sides through the years: medians over the "
    "draws, with dots for single draws in the last year, and a dotted line where both "
    "grow alike. In a spiral both climb together, faster and faster; where "
    "nobody arms and nothing grows both stay at 100; a line along one axis is one side "
    "arming alone. Economic growth is in it too, so a climb alone shows no spiral: a "
    "spiral number above 1 says that, in the model, a push grows.",
    columns=(
        Column("lens", "lens"), Column("plan", "plan"), Column("kind", "path or draw"),
        Column("year", "year"), Column("x", "first side (index)", 1),
        Column("y", "second side (index)", 1),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
