"""The spiral number: how strongly fear and arms of one side return through others."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import Findings, rounded
from detente.reports.theme import WIDTH, plan_scale
from detente.reports.view import ROWS, Choice, Column, View
from detente.reports.words import per_cent

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

ROW = 26
"""Height of a row (pixels)."""

RUNAWAY = 1.0


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for row in findings.said["spiral_number"]:
        lo, middle, hi = rounded(np.array([row["lo"], row["median"], row["hi"]]), 3)
        rows.append({
            "lens": row["lens"], "plan": row["plan"], "lo": lo, "median": middle,
            "hi": hi, "above": round(row["above_one"], 3),
            "undefined": row["undefined"],
        })  # fmt: skip
    return pd.DataFrame(rows)


def _choices(findings: Findings) -> tuple[Choice, ...]:
    return ()


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    plans, colours = plan_scale(findings.plans, findings.baseline)
    title = "spiral number (1 = runaway), % of draws above 1"
    axis = alt.Axis(tickCount=5, domain=False, tickSize=3)
    plan = alt.Y(
        "plan:N", title=None, sort=plans, axis=alt.Axis(domain=False, ticks=False)
    )
    tips = [
        alt.Tooltip("plan:N"), alt.Tooltip("lens:N"), alt.Tooltip("median:Q"),
        alt.Tooltip("lo:Q", title="5 %"), alt.Tooltip("hi:Q", title="95 %"),
        alt.Tooltip("above:Q", title="draws above 1", format=".1%"),
    ]  # fmt: skip
    base = alt.Chart(alt.NamedData(ROWS))
    colour = alt.Color(
        "plan:N", legend=None, scale=alt.Scale(domain=plans, range=colours)
    )
    marks = base.encode(y=plan, tooltip=tips, color=colour)
    runaway = base.mark_rule(strokeDash=[4, 3], opacity=0.8).encode(
        x=alt.datum(RUNAWAY, type="quantitative")
    )
    line = marks.mark_rule(strokeWidth=2).encode(
        x=alt.X("lo:Q", title=title, axis=axis), x2="hi:Q"
    )
    dot = marks.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("median:Q", title=title)
    )
    share = base.mark_text(align="left", dx=6, fontSize=10).encode(
        x=alt.X("hi:Q", title=title), y=plan, text=alt.Text("above:Q", format=".0%")
    )
    return (
        alt.layer(runaway, line, dot, share)
        .properties(width=WIDTH, height=alt.Step(ROW))
        .facet(alt.Facet("lens:N", title=None, sort=list(findings.lenses)), columns=3)
    )


def _reading(findings: Findings) -> str:
    said = [
        f"{row['lens']} {row['median']:.2f} [{row['lo']:.2f}, {row['hi']:.2f}], "
        f"{per_cent(row['above_one'])} of draws above 1"
        for row in findings.said["spiral_number"]
        if row["plan"] == findings.plan
    ]
    return f"Spiral number of {findings.plan}: {'; '.join(said)}."


def _absent(findings: Findings) -> str:
    found = findings.said["spiral_number"]
    return "" if found else "no actor alone settles in any draw, so there is no number"


VIEW = View(
    name="spiral",
    title="How close to a runaway race",
    lead="The spiral number says how much of a push in fear and arms comes back to its "
    "origin through the others: below 1 a race dies down, above 1 it feeds on itself. "
    "Dots are medians over the draws, lines hold 90 % of them, and the figure at the "
    "end is the share of draws above 1. It is taken among the principal actors in one "
    "year, and does not say who begins.",
    columns=(
        Column("lens", "lens"), Column("plan", "plan"), Column("lo", "5 %", 2),
        Column("median", "median (a year, 1 = runaway)", 2), Column("hi", "95 %", 2),
        Column("above", "draws above 1 (share)", 3),
        Column("undefined", "draws without one"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
