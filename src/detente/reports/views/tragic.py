"""The tragic share: how much of the conflict nobody wants who takes part in it."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import QUANTILES, Findings, rounded
from detente.reports.theme import plan_scale
from detente.reports.view import ROWS, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW", "compared", "shares"]

QUERY = "tragic_share"

LAST = 10
"""Years averaged over, up to the horizon: the start is mostly what is assumed."""

WIDTH, ROW = 560, 26


def shares(findings: Findings) -> np.ndarray | None:
    """Return 5 %, median and 95 % of the tragic share, shape (3, lens, plan).

    It is averaged over the last years and over futures of the same draw; None where a
    run has not measured it.
    """
    queries = [str(q) for q in findings.results["query"].values]
    if QUERY not in queries:
        return None
    values = findings.values("outcome")[..., -LAST:, queries.index(QUERY)]
    with warnings.catch_warnings():  # draws that failed are missing as a whole
        warnings.simplefilter("ignore", RuntimeWarning)
        draws = np.nanmean(values, axis=(3, 4))
        return np.nanquantile(draws, QUANTILES, axis=2)


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    found = shares(findings)
    if found is None:
        return pd.DataFrame(columns=["lens", "plan", "lo", "median", "hi"])
    per_cent = rounded(100 * found, 3)
    rows = [
        {"lens": lens, "plan": plan,
         **dict(zip(("lo", "median", "hi"), per_cent[:, a, b].tolist(), strict=True))}
        for a, lens in enumerate(findings.lenses)
        for b, plan in enumerate(findings.plans)
    ]  # fmt: skip
    return pd.DataFrame(rows).dropna()


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    plans, colours = plan_scale(findings.plans, findings.baseline)
    scale = alt.Scale(domain=[0, 100])
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        y=alt.Y("lens:N", title=None, sort=list(findings.lenses)),
        yOffset=alt.YOffset("plan:N", sort=plans),
        color=alt.Color(
            "plan:N", title="plan", scale=alt.Scale(domain=plans, range=colours)
        ),
        tooltip=[
            alt.Tooltip("lens:N"), alt.Tooltip("plan:N"),
            alt.Tooltip("median:Q", title="median (%)"),
            alt.Tooltip("lo:Q", title="5 % of draws below"),
            alt.Tooltip("hi:Q", title="5 % of draws above"),
        ],
    )  # fmt: skip
    axis = alt.Axis(title="% of expected disputes", tickCount=5)
    bars = base.mark_rule(strokeWidth=2, opacity=0.55).encode(
        x=alt.X("lo:Q", scale=scale, axis=axis), x2="hi:Q"
    )
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        x=alt.X("median:Q", scale=scale, axis=axis)
    )
    height = ROW * len(findings.lenses) * max(len(plans), 2)
    return (bars + dots).properties(width=WIDTH, height=height)


def _reading(findings: Findings) -> str:
    found = shares(findings)
    if found is None:
        return ""
    years = findings.years[-LAST:]
    return (
        f"Share of expected disputes that falls on two security seekers, mean of "
        f"{years[0]} to {years[-1]}: {compared(findings, found)}."
    )


def compared(findings: Findings, found: np.ndarray) -> str:
    """Return the shares of the main plan and of the baseline in words, by lens.

    Args:
        findings: The run.
        found: Shares, shape (3, lens, plan).
    """
    plan, base = (findings.plans.index(p) for p in (findings.plan, findings.baseline))
    said = []
    for a, lens in enumerate(findings.lenses):
        lo, middle, hi = 100 * found[:, a, plan]
        text = f"{lens} {middle:.0f} % (90 % of draws {lo:.0f} to {hi:.0f} %)"
        if plan != base:
            text += (
                f" with {findings.plan}, {100 * found[1, a, base]:.0f} % with "
                f"{findings.baseline}"
            )
        said.append(text)
    return "; ".join(said)


def _absent(findings: Findings) -> str:
    found = shares(findings)
    if found is None or not np.isfinite(found).any():
        return "the tragic share was not measured in this run"
    return ""


VIEW = View(
    name="tragic",
    title="How much of the conflict is tragic",
    lead="The share of all expected disputes that falls on pairs of which neither is "
    "revisionist: the strict security dilemma, where each would rather live in peace "
    "and fear does the rest. Points are medians over the parameter draws, bars hold "
    f"90 % of them; means over the last {LAST} years. It follows above all from how "
    "many revisionists a lens assumes, so compare plans within a lens; it says nothing "
    "about which government is which.",
    columns=(
        Column("lens", "lens"), Column("plan", "plan"), Column("lo", "5 % (%)", 1),
        Column("median", "median (%)", 1), Column("hi", "95 % (%)", 1),
    ),
    choices=lambda findings: (),
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
