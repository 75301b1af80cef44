"""Matrices of who perceives whom: cells of nodes, and their chart."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import Findings
from detente.reports.nodes import Node, between, nodes
from detente.reports.view import ROWS

if TYPE_CHECKING:
    import altair as alt

__all__ = ["cells", "matrix", "per_cent", "strongest"]

BELOW = ("rgba(0, 121, 204, 0.9)", "rgba(0, 121, 204, 0.03)")
ABOVE = ("rgba(213, 94, 0, 0.03)", "rgba(213, 94, 0, 0.9)")
"""From the bottom of the scale to zero, and from zero to its top."""

ROOM = 16
"""Nodes up to which the number fits into the cell."""

ALLIES, ALLIES_TEXT = 0.35, 0.65
"""Opacity of cells of two members of one alliance."""

LEVEL = 6
"""Nodes up to which the names over the columns stand level."""

WIDTH, CELL = 640, 28

TINY = 1e-6
"""Zero, for a scale that has a colour on either side of it."""


def cells(findings: Findings) -> list[tuple[Node, Node]]:
    """Return pairs of who perceives and who is perceived, none with itself alone."""
    shown = nodes(findings)
    return [
        (one, other)
        for one, other in product(shown, shown)
        if one != other or len(one.places) > 1
    ]


def per_cent(
    pair: np.ndarray, pairs: Sequence[tuple[Node, Node]], years: Sequence[int]
) -> np.ndarray:
    """Return whole per cent of a pair view for every cell, (lens, plan, year, cell).

    Args:
        pair: The view, shape (lens, plan, year, actor, other).
        pairs: The cells.
        years: Places of the years shown.
    """
    part = pair[:, :, list(years)]
    found = np.stack([between(part, one, other) for one, other in pairs], axis=-1)
    return np.rint(100 * found).astype(int)


def strongest(
    values: np.ndarray, pairs: Sequence[tuple[Node, Node]], count: int = 3
) -> list[tuple[Node, Node, float]]:
    """Return the cells farthest from zero, with their values.

    Args:
        values: Value of every cell, shape (cell,).
        pairs: The cells.
        count: How many.
    """
    order = np.argsort(-np.abs(values), kind="stable")[:count]
    return [(*pairs[k], float(values[k])) for k in order]


def _allied(findings: Findings) -> list[dict[str, str | bool]]:
    """Return cells of two nodes all of whose actors are in one alliance."""
    place = {code: k for k, code in enumerate(findings.actors)}
    sides = [
        {place[code] for code in alliance.members}
        for alliance in findings.scenario.world.alliances.values()
    ]
    return [
        {"cell": f"{one.title}|{other.title}", "allied": True}
        for one, other in cells(findings)
        if any(side >= {*one.places, *other.places} for side in sides)
    ]


def matrix(
    findings: Findings, top: int, unit: str, title: Mapping[str, str]
) -> "alt.TopLevelMixin":
    """Return the chart of rows with the columns by, of and value.

    Args:
        findings: The run.
        top: Where colour is full.
        unit: Unit of the value.
        title: The title, or nothing.
    """
    import altair as alt

    names = [node.title for node in nodes(findings)]
    allied = alt.InlineData(values=_allied(findings) or [{"cell": "", "allied": True}])
    angle = 0 if len(names) <= LEVEL else -40
    axis = {"title": None, "domain": False, "ticks": False, "labelLimit": 140}
    base = (
        alt.Chart(alt.NamedData(ROWS))
        .transform_calculate(cell="datum.by + '|' + datum.of")
        .transform_lookup(
            lookup="cell",
            from_=alt.LookupData(data=allied, key="cell", fields=["allied"]),
        )
        .encode(
            x=alt.X(
                "of:N",
                sort=names,
                axis=alt.Axis(orient="top", labelAngle=angle, **axis),
            ),
            y=alt.Y("by:N", sort=names, axis=alt.Axis(**axis)),
        )
    )
    scale = alt.Scale(
        type="symlog", constant=top / 3, domain=[-top, -TINY, TINY, top],
        range=[*BELOW, *ABOVE], clamp=True,
    )  # fmt: skip
    legend = alt.Legend(title=unit, gradientLength=220, titleLimit=500,
                        values=[-top, -top // 3, 0, top // 3, top])  # fmt: skip
    allies = alt.when("datum.allied")
    colour = base.mark_rect(strokeWidth=0).encode(
        fill=alt.Fill("value:Q", scale=scale, legend=legend),
        opacity=allies.then(alt.value(ALLIES)).otherwise(alt.value(1)),
        tooltip=[
            alt.Tooltip("by:N", title="who"), alt.Tooltip("of:N", title="of whom"),
            alt.Tooltip("value:Q", title=unit),
        ],
    )  # fmt: skip
    layers = [colour]
    if len(names) <= ROOM:
        layers.append(
            base.mark_text(fontSize=11).encode(
                text="value:Q",
                opacity=allies.then(alt.value(ALLIES_TEXT)).otherwise(alt.value(1)),
            )
        )
    return alt.layer(*layers).properties(width=WIDTH, height=CELL * len(names), **title)
