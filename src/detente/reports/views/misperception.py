"""Misperception: what actors believe of one another, less what an analyst would."""

import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import Findings
from detente.reports.matrix import cells, matrix, per_cent, strongest
from detente.reports.pairs import choices, shown_years, sliced
from detente.reports.view import Choice, Column, View
from detente.reports.views.tragic import compared, shares

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

MOST_ROWS = 20_000
"""Rows kept; to have no more, years between the first and the last are left out."""

TOP = 45
"""Where colour is full, in percentage points."""

UNIT = "belief less the analyst's (points)"


def _gap(findings: Findings) -> np.ndarray:
    """Return belief of i about j less the analyst's about j, (lens, plan, year, i, j).

    Both are means over draws and futures, and 0 where every draw failed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        analyst = np.nan_to_num(np.nanmean(findings.actor("posterior"), axis=(2, 3)))
    return findings.pair("belief") - analyst[..., None, :]


def _years(findings: Findings) -> tuple[int, ...]:
    each = len(cells(findings)) * len(findings.lenses) * len(findings.plans)
    return shown_years(findings, MOST_ROWS // max(each, 1))


def _rows(findings: Findings) -> "pd.DataFrame":
    pairs, years = cells(findings), _years(findings)
    return sliced(
        findings, years,
        {"by": [one.title for one, _ in pairs],
         "of": [other.title for _, other in pairs]},
        {"value": per_cent(_gap(findings), pairs, years)},
    )  # fmt: skip


def _choices(findings: Findings) -> tuple[Choice, ...]:
    return choices(findings, _years(findings))


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    title = {}
    if values:
        slice_ = f"{values['plan']}, {values['lens']}, {values['year']}"
        title = {"title": f"Who (row) misjudges whom (column): {slice_}"}
    return matrix(findings, TOP, UNIT, title)


def _reading(findings: Findings) -> str:
    pairs, last = cells(findings), len(findings.years) - 1
    gap = per_cent(_gap(findings), pairs, (last,))
    values = gap[0, findings.plans.index(findings.plan), 0]
    most = ", ".join(
        f"{one.title} of {other.title} {value:+.0f}"
        for one, other, value in strongest(values, pairs)
    )
    said = (
        f"Widest gaps in {findings.years[-1]}, plan {findings.plan}, lens "
        f"{findings.lenses[0]} (percentage points, + is a darker view): {most}."
    )
    found = shares(findings)
    if found is None:
        return said
    return (
        f"{said} Share of expected disputes that falls on two security seekers, last "
        f"years: {compared(findings, found)}."
    )


def _absent(findings: Findings) -> str:
    return "" if cells(findings) else "a matrix of pairs takes two actors or more"


VIEW = View(
    name="misperception",
    title="Beliefs beside those of an analyst",
    lead="How much more (+) or less (-) likely each row holds it that each column is "
    "revisionist than an analyst would who saw the same acts and the same model, but "
    "without the row's own stake (percentage points, means over draws and futures). "
    "Above zero is a view darker than the analyst's, below zero a lighter one; in the "
    "first years it is mostly what the scenario assumes of suspicions and motives. "
    "Cells of two members of one alliance are faint. The analyst knows the laws and "
    "not the motives: this measures a bias within the model and is no verdict on a "
    "government's judgement.",
    columns=(
        Column("by", "who believes"), Column("of", "of whom"),
        Column("value", "belief less the analyst's (percentage points)"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
    least=600,
)  # fmt: skip
