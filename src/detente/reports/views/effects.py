"""Effects: how large each effect is, in multiples of the smallest one that counts."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.reports import words
from detente.reports.findings import Findings, rounded
from detente.reports.theme import lens_scale
from detente.reports.view import ROWS, Choice, Column, View
from detente.reports.views.verdicts import (
    PALE,
    by_claim,
    known_claims,
    lens_axis,
    titled,
    titles,
)

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["SHADE", "SIGNED", "VIEW"]

PRIMARY = "primary"

ROW = 14
"""Height of a row (pixels)."""

HOLDS = {
    "above": (1, math.inf), "below": (-math.inf, -1), "within": (-1, 1),
    "not_above": (-math.inf, 1), "not_below": (-1, math.inf),
}  # fmt: skip
"""Where the first part of a claim holds, in widths."""

SHADE = "rgba(128, 128, 128, 0.16)"

SIGNED = "datum.value > 0 ? '+' + datum.label : datum.label"

KEY = (
    "Dot and line: median and 90 % of the draws. Shaded: where the claim's first part "
    "holds. Pale: refused."
)


def _known(findings: Findings, *, primary: bool) -> list[Mapping[str, Any]]:
    """Return the verdicts whose effect is known: some draw stayed finite."""
    rows = findings.verdicts(primary=primary)
    return [row for row in rows if row["effect"]["median"] is not None]


def _row(row: Mapping[str, Any], title: str, place: int) -> dict[str, Any]:
    effect, part, width = row["effect"], row["parts"][0], row["width"]
    lo, middle, hi = rounded(
        np.array([effect[k] / width for k in ("lo", "median", "hi")]), 3
    )
    level = part["level"] or 0
    return {
        "claim": title, "place": place, "of": row["plan"],
        "from": f"{level:g}" if part["contrast"] == "level" else row["baseline"],
        "lens": row["lens"], "lo": lo, "median": middle, "hi": hi,
        "effect": words.effect(effect, width),
        "width": words.quantity(width, effect["unit"], width).lstrip("+"),
        "verdict": row["verdict"], "holds": part["holds_if"],
    }  # fmt: skip


def _plans(findings: Findings) -> list[str]:
    """Return the plans for which there are verdicts."""
    found = {row["plan"] for row in _known(findings, primary=False)}
    return [plan for plan in findings.plans if plan in found]


def _edge(rows: "pd.DataFrame") -> float:
    """Return 1, 2 or 5 times a power of ten beyond every interval, at least 5."""
    largest = max(5.0, float(rows[["lo", "hi"]].abs().to_numpy().max()))
    power = 10.0 ** math.floor(math.log10(largest))
    return next(k * power for k in (1, 2, 5, 10) if k * power >= largest)


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    named, places = titles(findings), known_claims(findings)
    rows = pd.DataFrame(
        {"plan": plan, **_row(row, named[row["id"]], places[row["id"]])}
        for plan in (PRIMARY, *_plans(findings))
        for row in _known(findings, primary=plan == PRIMARY)
        if plan in (PRIMARY, row["plan"])
    )
    edge = _edge(rows)
    ends = np.array([HOLDS[holds] for holds in rows.pop("holds")])
    rows["first"], rows["last"] = np.clip(ends, -edge, edge).T
    return rows


def _choices(findings: Findings) -> tuple[Choice, ...]:
    options = {PRIMARY: "the plan each claim is mainly about"}
    options |= {plan: findings.plan_title(plan) for plan in _plans(findings)}
    return (Choice("plan", "Plan", options, PRIMARY),)


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    edge = _edge(_rows(findings))
    ticks = [10.0**k for k in range(int(math.log10(edge)) + 1)]
    axis = alt.Axis(
        values=[*(-t for t in reversed(ticks)), 0, *ticks], labelExpr=SIGNED,
        domain=False, tickSize=3, gridOpacity=0.06, labelOverlap="greedy",
    )  # fmt: skip
    scale = alt.Scale(type="symlog", constant=1, domain=[-edge, edge], nice=False)
    title = "effect, in multiples of its width"
    lenses, colours = lens_scale(findings.lenses)
    lens = lens_axis(findings)
    colour = alt.Color(
        "lens:N", legend=None, scale=alt.Scale(domain=lenses, range=colours)
    )
    base = alt.Chart(alt.NamedData(ROWS))
    shade = base.mark_rect(color=SHADE).encode(
        x=alt.X("first:Q", scale=scale, title=title, axis=axis), x2="last:Q", y=lens
    )
    zero = base.mark_rule(opacity=0.35, strokeWidth=0.6).encode(
        x=alt.datum(0, type="quantitative", scale=scale)
    )
    one, other = (
        base.mark_rule(opacity=0.5, strokeDash=[3, 3], strokeWidth=0.6).encode(
            x=alt.datum(at, type="quantitative", scale=scale)
        )
        for at in (-1, 1)
    )
    tips = [
        alt.Tooltip("claim:N"), alt.Tooltip("lens:N"),
        alt.Tooltip("of:N", title="plan"),
        alt.Tooltip("from:N", title="against"), alt.Tooltip("effect:N"),
        alt.Tooltip("width:N"), alt.Tooltip("verdict:N"),
    ]  # fmt: skip
    marks = base.encode(y=lens, color=colour, opacity=PALE, tooltip=tips)
    line = marks.mark_rule(strokeWidth=2).encode(
        x=alt.X("lo:Q", scale=scale, title=title), x2="hi:Q"
    )
    dot = marks.mark_point(filled=True, size=50).encode(
        x=alt.X("median:Q", scale=scale, title=title)
    )
    return by_claim(shade + zero + one + other + line + dot, ROW).properties(
        **titled(values, VIEW.title, KEY)
    )


def _reading(findings: Findings) -> str:
    rows = _known(findings, primary=True)
    parts = []
    for lens in findings.lenses:
        sizes = {
            row["id"]: abs(row["effect"]["median"] / row["width"])
            for row in rows if row["lens"] == lens
        }  # fmt: skip
        if sizes:
            most = max(sizes, key=lambda key: sizes[key])
            parts.append(
                f"under {lens} {sum(size > 1 for size in sizes.values())} of "
                f"{len(sizes)} (largest: {titles(findings)[most]}, "
                f"{sizes[most]:.2g} widths)"
            )
    return f"Median effects larger than their width: {'; '.join(parts)}."


def _absent(findings: Findings) -> str:
    known = _known(findings, primary=True)
    return "" if known else "the effect of no claim is known; take more draws"


VIEW = View(
    name="effects",
    title="How large each effect is",
    lead="The dot is the median effect over the parameter draws, the line holds 90 % "
    "of them, both counted in widths: beyond \u22121 or +1 an effect is large enough "
    "to count, and the scale is logarithmic from there. The shaded side is where the "
    "claim's first part holds; a claim about a level is measured from that level. An "
    "interval says what a lens holds, not what evidence shows.",
    columns=(
        Column("claim", "claim"), Column("of", "plan"), Column("from", "against"),
        Column("lens", "lens"), Column("lo", "5 % (widths)", 2),
        Column("median", "median (widths)", 2), Column("hi", "95 % (widths)", 2),
        Column("effect", "effect, 90 % interval and unit"),
        Column("width", "width and unit"), Column("verdict", "verdict"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
