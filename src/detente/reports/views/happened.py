"""What really happened: how often the recorded line lay inside the simulated band."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.lenses import lens as lenses_
from detente.reports.findings import Findings, rounded
from detente.reports.laid_over import Laid, laid_over
from detente.reports.theme import WIDTH, lens_scale
from detente.reports.view import ROWS, Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

STEP = 9
"""Height of one lens in a row (pixels)."""

EXPECTED = 0.9
"""Share that lies inside if the run's levels are right."""


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for each in laid_over(findings):
        value, lo, middle, hi = rounded(
            np.array([each.value, each.lo, each.median, each.hi])
        )
        rows.append({
            "lens": each.lens, "series": findings.query(each.query),
            "unit": _unit(findings, each.query),
            "years": f"{each.years[0]}-{each.years[1]}",
            "compared": each.compared, "inside": each.inside, "below": each.below,
            "above": each.compared - each.inside - each.below,
            "share": each.inside / each.compared,
            "recorded": value, "lo": lo, "median": middle, "hi": hi,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _unit(findings: Findings, query: str) -> str:
    unit = findings.unit(query)
    return "years in which one began" if "probability" in unit else unit


def _choices(findings: Findings) -> tuple[Choice, ...]:
    return ()


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    lenses, colours = lens_scale(findings.lenses)
    base = alt.Chart(alt.NamedData(ROWS))
    title = "share of recorded figures inside the band of 90 %"
    axis = alt.Axis(format="%", tickCount=5, domain=False, tickSize=3)
    scale = alt.Scale(domain=[0, 1])
    side = alt.Axis(domain=False, ticks=False, labelLimit=280)
    series = alt.Y("series:N", title=None, sort=None, axis=side)
    right = base.mark_rule(strokeDash=[4, 3], opacity=0.8).encode(
        x=alt.datum(EXPECTED, type="quantitative", scale=scale)
    )
    dot = base.mark_point(filled=True, size=70, opacity=0.9).encode(
        x=alt.X("share:Q", title=title, axis=axis, scale=scale), y=series,
        yOffset=alt.YOffset("lens:N", sort=lenses),
        color=alt.Color("lens:N", title="lens",
                        scale=alt.Scale(domain=lenses, range=colours)),
        tooltip=[
            alt.Tooltip("series:N"), alt.Tooltip("lens:N"), alt.Tooltip("years:N"),
            alt.Tooltip("inside:Q"), alt.Tooltip("compared:Q", title="of"),
            alt.Tooltip("recorded:Q"), alt.Tooltip("lo:Q", title="5 %"),
            alt.Tooltip("median:Q"), alt.Tooltip("hi:Q", title="95 %"),
        ],
    )  # fmt: skip
    return alt.layer(right, dot).properties(width=2 * WIDTH, height=alt.Step(STEP))


def _reading(findings: Findings) -> str:
    happened, said = findings.scenario.happened, []
    laid = list(laid_over(findings))
    for lens in findings.lenses:
        mine = [each for each in laid if each.lens == lens]
        inside, compared = (sum(getattr(x, k) for x in mine)
                            for k in ("inside", "compared"))  # fmt: skip
        if compared:
            share = 100 * inside / compared
            said.append(f"{lens} {inside} of {compared} ({share:.0f} %)")
    plan = happened.plan if happened else ""
    return (
        f"Recorded figures inside the band that holds 90 % of futures with {plan}: "
        f"{'; '.join(said)}. This tests levels, not effects: what another plan would "
        "have brought is not on record."
        + "".join(_fitted(lens, laid) for lens in findings.lenses)
    )


def _fitted(lens: str, laid: Iterable[Laid]) -> str:
    """Say that a lens was fitted on years that are laid over, or ""."""
    years = lens in lenses_.catalogue() and lenses_.load(lens).fit.get("years")
    if not years or not any(
        each.lens == lens and each.years[0] <= years[1] and each.years[1] >= years[0]
        for each in laid
    ):
        return ""
    return (
        f" The lens {lens} was fitted on the record of {years[0]}-{years[1]}, these "
        "years among them: under it this is no test out of sample."
    )


def _absent(findings: Findings) -> str:
    if findings.scenario.happened is None:
        return "the scenario has no record of what happened after its start"
    return "" if any(laid_over(findings)) else "the run measured nothing on record"


VIEW = View(
    name="happened",
    title="What really happened",
    lead="The record of the years after the start, laid over the futures of the plan "
    "that comes nearest to what was done. If levels are right, nine recorded figures "
    "in ten lie inside the band. Figures of one series hang together from year to "
    "year, so they are fewer tests than they look. Of disputes the count over all "
    "years is compared, chance included; ties are drawn in the series and not counted, "
    "since a run keeps their expectation alone. The plan's effect is not tested.",
    columns=(
        Column("series", "recorded"), Column("lens", "lens"), Column("years", "years"),
        Column("inside", "inside the band"), Column("compared", "of"),
        Column("below", "below it"), Column("above", "above it"),
        Column("recorded", "recorded (last year, or count)", 4),
        Column("lo", "5 %", 4), Column("median", "median", 4), Column("hi", "95 %", 4),
        Column("unit", "unit"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
