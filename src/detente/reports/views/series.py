"""Outcomes over time: median and 90 % band over the draws, by plan and lens."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import QUANTILES, Findings, rounded
from detente.reports.laid_over import RECORDED, recorded_line
from detente.reports.theme import WIDTH, plan_scale
from detente.reports.view import ROWS, Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

LEVEL, CHANGE = "level", "change"

RECORD = "#b22222"
"""Colour of what really happened: no plan has it."""

VIEWED = (
    " Levels show what really happened as a line of its own where it is on record; of "
    "disputes it is the mean rate."
)


def _quantiles(values: np.ndarray) -> np.ndarray:
    """Return quantiles over draws of values averaged over replicates.

    Args:
        values: Shape (lens, plan, draw, replicate, ...).

    Returns:
        Shape (3, lens, plan, ...): 5 %, median, 95 %; draws that failed are left out.
    """
    found = values.mean(axis=3)
    quantile = np.nanquantile if np.isnan(found).any() else np.quantile
    with warnings.catch_warnings():  # no draw left: missing stays missing
        warnings.simplefilter("ignore", RuntimeWarning)
        return rounded(quantile(found, QUANTILES, axis=2))


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    outcome = findings.values("outcome")  # lens, plan, draw, replicate, year, query
    base = findings.plans.index(findings.baseline)
    kinds = {LEVEL: outcome, CHANGE: outcome - outcome[:, base : base + 1]}
    queries = [str(q) for q in findings.results["query"].values]
    axes = [queries, list(kinds), findings.lenses, findings.plans, findings.years]
    names = ["outcome", "show", "lens", "plan", "year"]
    # show, quantile, lens, plan, year, query -> quantile, query, show, lens, plan, year
    numbers = np.stack([_quantiles(values) for values in kinds.values()])
    lo, middle, hi = numbers.transpose(1, 5, 0, 2, 3, 4).reshape(3, -1)
    index = pd.MultiIndex.from_product(axes, names=names)
    rows = pd.DataFrame({"lo": lo, "median": middle, "hi": hi}, index)
    rows = rows.reset_index().dropna(ignore_index=True)
    lines = pd.DataFrame(
        [
            (query, LEVEL, lens, RECORDED, year, *rounded(np.full(3, value)).tolist())
            for query, line in recorded_line(findings).items()
            if query in queries
            for lens in findings.lenses
            for year, value in line.items()
        ],
        columns=rows.columns,
    )
    return pd.concat([rows, lines], ignore_index=True) if len(lines) else rows


def _choices(findings: Findings) -> tuple[Choice, ...]:
    queries = [str(q) for q in findings.results["query"].values]
    kinds = {CHANGE: f"change from {findings.baseline}", LEVEL: "level"}
    if len(findings.plans) == 1:
        del kinds[CHANGE]
    return (
        Choice(
            "outcome", "Outcome",
            {q: f"{findings.query(q)} ({findings.unit(q)})" for q in queries},
            queries[0],
        ),
        Choice("show", "Show", kinds, next(iter(kinds))),
    )  # fmt: skip


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    plans, colours = plan_scale(findings.plans, findings.baseline)
    if findings.scenario.happened:
        plans, colours = [*plans, RECORDED], [*colours, RECORD]
    query = values.get("outcome", "")
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=4)),
        color=alt.Color("plan:N", title="plan",
                        scale=alt.Scale(domain=plans, range=colours)),
    )  # fmt: skip
    unit = findings.unit(query) if query else None
    scale = alt.Scale(zero=False, nice=True)
    band = base.mark_area(opacity=0.13).encode(
        y=alt.Y("lo:Q", title=unit, scale=scale), y2="hi:Q"
    )
    line = base.mark_line(strokeWidth=2).encode(
        y=alt.Y("median:Q", title=unit, scale=scale),
        strokeDash=alt.condition(
            alt.datum.plan == findings.baseline, alt.value([5, 3]), alt.value([1, 0])
        ),
        tooltip=[
            alt.Tooltip("plan:N"), alt.Tooltip("lens:N"), alt.Tooltip("year:Q"),
            alt.Tooltip("median:Q"), alt.Tooltip("lo:Q", title="5 %"),
            alt.Tooltip("hi:Q", title="95 %"),
        ],
    )  # fmt: skip
    title = {"title": findings.query(query)} if query else {}
    return (
        (band + line)
        .properties(width=WIDTH, height=220)
        .facet(alt.Facet("lens:N", title=None, sort=list(findings.lenses)), columns=3)
        .properties(**title)
    )


def _reading(findings: Findings) -> str:
    query = str(findings.results["query"].values[0])
    year = findings.years[-1]
    parts = []
    for lens in findings.lenses:
        there, here = (
            findings.level(query, lens, plan, (year, year))
            for plan in (findings.plan, findings.baseline)
        )
        if there and here:
            parts.append(
                f"{lens} {there[1]:#.3g} with {findings.plan} against {here[1]:#.3g} "
                f"with {findings.baseline}"
            )
    laid = VIEWED if findings.scenario.happened else ""
    return (
        f"{findings.query(query)}, median in {year} ({findings.unit(query)}): "
        f"{'; '.join(parts)}.{laid}"
    )


VIEW = View(
    name="series",
    title="Every outcome over time",
    lead="Lines are medians over the parameter draws, bands hold 90 % of them; one "
    "panel a lens. Levels of different plans overlap because every draw is a different "
    "world: the change from the baseline compares like with like.",
    columns=(
        Column("lens", "lens"), Column("plan", "plan"), Column("year", "year"),
        Column("lo", "5 %", 4), Column("median", "median", 4), Column("hi", "95 %", 4),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
)  # fmt: skip
