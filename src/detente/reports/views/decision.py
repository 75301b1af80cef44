"""Decision: what each plan does for each interest, in multiples of what counts."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.decide.plans import Ranking, ranking
from detente.reports import words
from detente.reports.choice import said
from detente.reports.findings import Findings, rounded
from detente.reports.theme import WIDTH, plan_scale
from detente.reports.view import ROWS, Choice, Column, View
from detente.reports.views.effects import SHADE, SIGNED
from detente.reports.views.verdicts import titled, wrapped

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

ROW = 15
"""Height of a row (pixels)."""

LINE = 40
"""Letters of an interest's name on one line."""

LEAST = 2.0
"""Widths that the axis shows at least: what hardly differs shall not look apart."""

KEY = (
    "Dot and line: median and 90 % of the draws, right is better. Shaded: a difference "
    "that does not count."
)


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    stakes = findings.stakes
    if stakes is None:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            "lens": lens, "interest": aim.title, "place": place, "plan": plan,
            **_row(found, p, aim.sign, aim.width, aim.unit),
        }
        for lens in stakes.lenses
        for place, aim in enumerate(stakes.aims)
        for found in [ranking(stakes, lens, place)]
        for p, plan in enumerate(stakes.plans)
        if plan != stakes.baseline
    )  # fmt: skip


def _row(found: Ranking, p: int, sign: int, width: float, unit: str) -> dict[str, Any]:
    """Return how one plan does, counted so that more is better."""
    ends = sorted((sign * found.low[p] / width, sign * found.high[p] / width))
    lo, middle, hi = rounded(
        np.array([ends[0], sign * found.change[p] / width, ends[1]]), 3
    )
    return {
        "lo": lo, "median": middle, "hi": hi,
        "best": round(float(found.best[p]), 3),
        "near": round(float(found.enough[p]), 3),
        "regret": float(rounded(np.array(found.regret[p] / width), 3)),
        "width": words.quantity(width, unit, width).lstrip("+"),
        "stands": "good" if found.good(width)[p] else "behind",
    }  # fmt: skip


def _choices(findings: Findings) -> tuple[Choice, ...]:
    lenses = {lens: lens for lens in findings.lenses}
    return (Choice("lens", "Lens", lenses, findings.lenses[0]),)


def _edge(findings: Findings) -> float:
    rows = _rows(findings)
    return max(LEAST, 1.1 * float(rows[["lo", "hi"]].abs().to_numpy().max()))


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    edge = _edge(findings)
    scale = alt.Scale(type="symlog", constant=1, domain=[-edge, edge], nice=False)
    ticks = [10.0**k for k in range(int(math.log10(edge)) + 1)]
    axis = alt.Axis(
        values=[*(-t for t in reversed(ticks)), 0, *ticks], labelExpr=SIGNED,
        domain=False, tickSize=3, gridOpacity=0.06,
    )  # fmt: skip
    title = "change from the baseline, in widths (right: better)"
    plans, colours = plan_scale(findings.plans, findings.baseline)
    named = {plan: findings.plan_title(plan) for plan in plans}
    y = alt.Y(
        "plan:N", title=None, sort=plans,
        axis=alt.Axis(domain=False, ticks=False, labelPadding=4, labelLimit=130),
    )  # fmt: skip
    colour = alt.Color(
        "plan:N", legend=None, scale=alt.Scale(domain=plans, range=colours)
    )
    base = alt.Chart(alt.NamedData(ROWS)).transform_calculate(
        title=f"({named})[datum.plan]"
    )
    shade = base.mark_rect(color=SHADE).encode(
        x=alt.datum(-1, type="quantitative", scale=scale), x2=alt.datum(1), y=y
    )
    zero = base.mark_rule(opacity=0.35, strokeWidth=0.6).encode(
        x=alt.datum(0, type="quantitative", scale=scale)
    )
    tips = [
        alt.Tooltip("interest:N"), alt.Tooltip("title:N", title="plan"),
        alt.Tooltip("lens:N"),
        alt.Tooltip("median:Q", title="median (widths)"),
        alt.Tooltip("lo:Q", title="5 %"), alt.Tooltip("hi:Q", title="95 %"),
        alt.Tooltip("best:Q", format=".0%", title="best in"),
        alt.Tooltip("near:Q", format=".0%", title="within a width of the best in"),
        alt.Tooltip("width:N", title="one width"),
    ]  # fmt: skip
    marks = base.encode(y=y, color=colour, tooltip=tips)
    line = marks.mark_rule(strokeWidth=2).encode(
        x=alt.X("lo:Q", scale=scale, title=title, axis=axis), x2="hi:Q"
    )
    dot = marks.mark_point(filled=True, size=50).encode(
        x=alt.X("median:Q", scale=scale, title=title)
    )
    header = alt.Header(labelPadding=3, labelLimit=0, labelExpr=wrapped(LINE))
    return (
        (shade + zero + line + dot)
        .properties(width=WIDTH, height=alt.Step(ROW))
        .facet(
            alt.Facet("interest:N", title=None, header=header,
                      sort=alt.EncodingSortField("place", op="min")),
            columns=2,
            spacing={"row": 10, "column": 24},
        )
        .properties(**titled(values, VIEW.title, KEY))
    )  # fmt: skip


def _absent(findings: Findings) -> str:
    if len(findings.plans) < 2:
        return "there is one plan, so nothing to choose"
    return findings.stakeless


VIEW = View(
    name="decision",
    title="Which plan, by which interest",
    lead="Each dot is the median of what a plan changes for an interest, the line "
    "holds 90 % of the draws; both are turned so that right is better, and counted in "
    "widths, so that what lies in the shade is no difference that counts; the scale is "
    "logarithmic beyond it. Lenses are "
    "not averaged and interests not weighed: that is for whoever decides.",
    columns=(
        Column("interest", "interest"), Column("plan", "plan"),
        Column("lo", "5 % (widths)", 2), Column("median", "median (widths)", 2),
        Column("hi", "95 % (widths)", 2), Column("best", "best (share of draws)", 2),
        Column("near", "within a width of the best (share)", 2),
        Column("regret", "mean regret (widths)", 2), Column("width", "one width"),
        Column("stands", "mean against the best"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=said,
    absent=_absent,
)  # fmt: skip
