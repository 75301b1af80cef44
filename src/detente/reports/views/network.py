"""The network of ties: do partners hang on the hub alone, or hold one another?"""

import math
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.reports.findings import Findings
from detente.reports.nodes import Node, between, nodes
from detente.reports.pairs import choices, shown_years, sliced, ties
from detente.reports.view import ROWS, Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

LEAST = 0.25
"""Levels below are left out."""

STEP = 0.5
"""Ties that changed by as many levels since the first year are told apart."""

DIRECT = 2
"""Level from which two partners count as tied: a tailored partnership."""

MOST_ROWS = 25_000
"""Rows kept; to have no more, years between the first and the last are left out."""

EDGES = {"with the hub": "#e69f00", "between others, risen": "#0079cc",
         "between others, about as before": "#8c8c8c",
         "between others, fallen": "#cc79a7"}  # fmt: skip

NAMES: dict[str, dict[str, Any]] = {
    "left": {"align": "right", "dx": -9},
    "right": {"align": "left", "dx": 9},
    "top": {"align": "center", "dy": -13},
    "bottom": {"align": "center", "dy": 13},
    "hub": {"align": "center", "dy": 19, "fontWeight": 600},
}
"""How a name stands beside its node, in pixels."""

TOP, DIGITS, EDGE = 4, 1, 0.05
DOT, HUB = "#8c8c8c", "#e69f00"
WIDTH, HEIGHT = 640, 420
REACH = (1.75, 1.15)
"""Half of the width and height, where the circle has radius 1: room for names."""


def _hub(findings: Findings) -> str:
    """Return the hub of an alliance, else who spends most of the allied, or of all."""
    alliances = findings.scenario.world.alliances.values()
    size = {
        each.hub: (each.rule == "hub", len(each.members))
        for each in alliances
        if each.hub and len(each.members) > 1
    }
    if size:
        return max(size, key=lambda hub: size[hub])
    allied = {code for each in alliances for code in each.members}
    arms = np.nan_to_num(findings.actor("arms")[..., 0, :]).mean(axis=(0, 1, 2, 3))
    order = [findings.actors[k] for k in np.argsort(-arms, kind="stable")]
    return next((code for code in order if code in allied), order[0])


def _east(findings: Findings, node: Node) -> float:
    """Return the longitude of a node: the mean over the capitals of its actors."""
    actors = findings.scenario.world.actors
    codes = [findings.actors[k] for k in node.places]
    return sum(actors[code].capital[1] for code in codes) / len(codes)


def _placed(findings: Findings) -> list[dict[str, Any]]:
    """Return where each node stands: the hub in the middle, others by longitude."""
    shown, hub = nodes(findings), _hub(findings)
    ring = sorted((n for n in shown if n.key != hub), key=lambda n: _east(findings, n))
    found = []
    for k, node in enumerate(ring):
        angle = 2 * math.pi * (k + 0.5) / len(ring)
        x, y = -math.sin(angle), -math.cos(angle)  # clockwise from below: west is left
        side = "left" if x < -EDGE else "right" if x > EDGE else "bottom"
        side = "top" if side == "bottom" and y > 0 else side
        found.append({"node": node.title, "x": round(x, 3), "y": round(y, 3),
                      "side": side, "hub": False})  # fmt: skip
    found += [
        {"node": node.title, "x": 0, "y": 0, "side": "hub", "hub": True}
        for node in shown
        if node.key == hub
    ]
    return found


def _edges(findings: Findings) -> tuple[list[tuple[Node, Node]], np.ndarray]:
    """Return pairs of nodes and their ties, shape (lens, plan, year, pair)."""
    pairs, levels = list(combinations(nodes(findings), 2)), ties(findings)
    return pairs, np.stack([between(levels, *pair) for pair in pairs], axis=-1)


def _years(findings: Findings) -> tuple[int, ...]:
    count = math.comb(len(nodes(findings)), 2)
    each = count * len(findings.lenses) * len(findings.plans)
    return shown_years(findings, MOST_ROWS // max(each, 1))


def _rows(findings: Findings) -> "pd.DataFrame":
    pairs, levels = _edges(findings)
    years, since = list(_years(findings)), levels - levels[:, :, :1]
    return sliced(
        findings, years,
        {"one": [one.title for one, _ in pairs],
         "other": [other.title for _, other in pairs]},
        {"level": np.round(levels[:, :, years], DIGITS),
         "since": np.round(since[:, :, years], DIGITS)},
    )  # fmt: skip


def _choices(findings: Findings) -> tuple[Choice, ...]:
    return choices(findings, _years(findings))


def _title(values: Mapping[str, str]) -> dict[str, str]:
    if not values:
        return {}
    return {"title": f"Ties: {values['plan']}, {values['lens']}, {values['year']}"}


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    placed = alt.InlineData(values=_placed(findings))
    chart = alt.layer(_lines(findings, placed), *_points(placed))
    return chart.properties(width=WIDTH, height=HEIGHT, **_title(values))


def _at(channel: str, reach: float) -> dict[str, Any]:
    import altair as alt

    kind = alt.X if channel == "x" else alt.Y
    scale = alt.Scale(domain=[-reach, reach], nice=False, zero=False)
    return {channel: kind(f"{channel}:Q", axis=None, scale=scale)}


def _lines(findings: Findings, placed: Any) -> Any:
    """Return the ties, each from node to node."""
    import altair as alt

    fields = ["x", "y", "hub"]
    first = findings.years[0]
    hub, risen, same, fallen = EDGES
    kind = (
        f"datum.hub || datum.hub2 ? '{hub}' : datum.since >= {STEP} ? '{risen}' : "
        f"datum.since <= -{STEP} ? '{fallen}' : '{same}'"
    )
    ends = alt.LookupData(data=placed, key="node", fields=fields)
    return (
        alt.Chart(alt.NamedData(ROWS))
        .transform_filter(f"datum.level >= {LEAST}")
        .transform_lookup(lookup="one", from_=ends)
        .transform_lookup(lookup="other", from_=ends, as_=["x2", "y2", "hub2"])
        .transform_calculate(tie=kind)
        .mark_rule(strokeCap="round")
        .encode(
            **_at("x", REACH[0]), **_at("y", REACH[1]), x2="x2:Q", y2="y2:Q",
            strokeWidth=alt.StrokeWidth(
                "level:Q", title="level of the tie",
                scale=alt.Scale(type="pow", exponent=2, domain=[0, TOP],
                                range=[0.4, 8]),
                legend=alt.Legend(values=[1, 2, 3, 4], symbolStrokeColor=DOT),
            ),
            strokeOpacity=alt.StrokeOpacity(
                "level:Q", legend=None,
                scale=alt.Scale(type="pow", exponent=1.5, domain=[0, TOP],
                                range=[0.12, 0.95]),
            ),
            stroke=alt.Stroke(
                "tie:N", title=f"risen or fallen since {first}",
                scale=alt.Scale(domain=list(EDGES), range=list(EDGES.values())),
                legend=alt.Legend(columns=2, symbolStrokeWidth=4),
            ),
            tooltip=[alt.Tooltip("one:N"), alt.Tooltip("other:N"),
                     alt.Tooltip("level:Q"),
                     alt.Tooltip("since:Q", title=f"since {first}", format="+.1f")],
        )
    )  # fmt: skip


def _points(placed: Any) -> list[Any]:
    """Return the nodes, and their names outside the circle."""
    import altair as alt

    base = alt.Chart(placed).encode(**_at("x", REACH[0]), **_at("y", REACH[1]))
    dots = base.mark_point(filled=True, opacity=1).encode(
        color=alt.when("datum.hub").then(alt.value(HUB)).otherwise(alt.value(DOT)),
        size=alt.when("datum.hub").then(alt.value(260)).otherwise(alt.value(90)),
        tooltip=alt.Tooltip("node:N", title="node"),
    )
    names = [
        base.transform_filter(alt.datum.side == side)
        .mark_text(fontSize=12, **look)
        .encode(text="node:N")
        for side, look in NAMES.items()
    ]
    return [dots, *names]


def _integrated(findings: Findings) -> dict[str, tuple[float, float]] | None:
    """Return, by plan, the share of pairs of the hub's partners that are tied.

    Partners are tied to the hub at the start, by level 2 or more, in the world of the
    first lens and the baseline.

    Returns:
        Shares in the first and the last year, or None for fewer than two partners.
    """
    levels, hub = ties(findings)[0], findings.actors.index(_hub(findings))
    base = findings.plans.index(findings.baseline)
    partners = np.flatnonzero(levels[base, 0, hub] >= DIRECT)
    if len(partners) < 2:
        return None
    one, other = np.triu_indices(len(partners), 1)
    among = levels[:, :, partners][..., partners][..., one, other] >= DIRECT
    shares = among.mean(axis=-1)
    return {
        plan: (float(shares[b, 0]), float(shares[b, -1]))
        for b, plan in enumerate(findings.plans)
        if plan in (findings.baseline, findings.plan)
    }


def _reading(findings: Findings) -> str:
    shares, hub = _integrated(findings), findings.side(_hub(findings))
    first, last, lens = findings.years[0], findings.years[-1], findings.lenses[0]
    if shares is None:
        return f"Fewer than two states are tied to the hub ({hub}) by level {DIRECT}."
    said = "; ".join(
        f"{plan} {100 * one:.0f} % in {first} and {100 * two:.0f} % in {last}"
        for plan, (one, two) in shares.items()
    )
    return (
        f"Share of pairs among the states tied to the hub ({hub}) by level {DIRECT} or "
        "more at the start that are tied so to one another, all actors counted, lens "
        f"{lens}: {said}. The higher it is, the less the network hangs on its hub."
    )


def _absent(findings: Findings) -> str:
    if len(nodes(findings)) < 2:
        return "a network takes two actors or more"
    levels = _edges(findings)[1]
    return "" if (levels >= LEAST).any() else f"no tie reaches level {LEAST}"


VIEW = View(
    name="network",
    title="Who is tied to whom",
    lead="Lines are ties: the wider and stronger, the higher the level (1 dialogue, 2 "
    "tailored partnership, 3 presence, 4 mutual defence; means over draws and futures, "
    f"below {LEAST} left out). Where all lines run to the middle, partners hang on "
    "their hub (hub and spoke); where they run along the ring, partners hold one "
    "another (integrated). Places on the ring go by longitude and mean nothing else; "
    "ties through an alliance count at full level, though members honour only a part, "
    "and a line does not say who leads. Ties can climb in any plan, even one that does "
    "nothing: compare plans, and quote no single line.",
    columns=(
        Column("one", "actor"), Column("other", "with"),
        Column("level", "tie (level, 0 to 4)", DIGITS),
        Column("since", "change since the first year (levels)", DIGITS),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
