"""Who fears whom, and who takes whom for a revisionist: a matrix over the years."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from detente.reports.findings import Findings
from detente.reports.matrix import cells, matrix, per_cent, strongest
from detente.reports.pairs import choices, shown_years, sliced
from detente.reports.view import Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

THREAT, BELIEF, CHANGE = "threat", "belief", "change"

MOST_ROWS = 60_000
"""Rows kept; to have no more, years between the first and the last are left out."""

TOP = 60
"""Where colour is full, in per cent."""


def _shown(findings: Findings) -> dict[str, str]:
    return {
        CHANGE: f"threat index, less that in {findings.baseline} (points)",
        THREAT: "threat index (%)",
        BELIEF: "belief that the other is revisionist (%)",
    }


def _years(findings: Findings) -> tuple[int, ...]:
    slices = len(_shown(findings)) * len(findings.lenses) * len(findings.plans)
    return shown_years(findings, MOST_ROWS // (slices * max(len(cells(findings)), 1)))


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    years, pairs = _years(findings), cells(findings)
    base = findings.plans.index(findings.baseline)
    threat = per_cent(findings.pair("threat"), pairs, years)
    values = {
        CHANGE: threat - threat[:, base : base + 1],
        THREAT: threat,
        BELIEF: per_cent(findings.pair("belief"), pairs, years),
    }
    names = {"by": [one.title for one, _ in pairs],
             "of": [other.title for _, other in pairs]}  # fmt: skip
    return pd.concat(
        [
            sliced(findings, years, names, {"value": value}).assign(show=show)
            for show, value in values.items()
        ],
        ignore_index=True,
    )


def _choices(findings: Findings) -> tuple[Choice, ...]:
    show = Choice("show", "Show", _shown(findings), CHANGE)
    return (show, *choices(findings, _years(findings)))


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    if not values:
        return matrix(findings, TOP, "% or points", {})
    verb = "fears" if values["show"] == THREAT else "suspects"
    slice_ = f"{values['plan']}, {values['lens']}, {values['year']}"
    title = {"title": f"Who (row) {verb} whom (column): {slice_}"}
    return matrix(findings, TOP, _shown(findings)[values["show"]], title)


def _reading(findings: Findings) -> str:
    pairs, last = cells(findings), len(findings.years) - 1
    plan, base = (findings.plans.index(p) for p in (findings.plan, findings.baseline))
    threat = per_cent(findings.pair("threat"), pairs, (last,))[0, :, 0]
    most = ", ".join(
        f"{one.title} of {other.title} {value:+.0f} points"
        for one, other, value in strongest(threat[plan] - threat[base], pairs)
    )
    return (
        f"Fears that {findings.plan} changes most against {findings.baseline} in "
        f"{findings.years[-1]}, lens {findings.lenses[0]} (threat index): {most}."
    )


def _absent(findings: Findings) -> str:
    return "" if cells(findings) else "a matrix of pairs takes two actors or more"


VIEW = View(
    name="fears",
    title="Who fears whom",
    lead="Each row fears, or suspects, each column. The threat index is the belief "
    "that the other is revisionist times the chance that its attack would succeed, "
    "both as the row sees them; belief is the probability that the row gives to the "
    "column being revisionist. Values are means over draws and futures, and over the "
    "members of an alliance that stands as one; cells of two members of one alliance "
    "are faint. Levels drift alike in every plan, since means over draws mix worlds in "
    "which any state may be revisionist, and some are implausible: compare plans, and "
    "quote no single level. No cell says what a government in fact thinks.",
    columns=(
        Column("by", "who fears or suspects"), Column("of", "whom"),
        Column("value", "index or belief (%), or change (points)"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
    least=600,
)  # fmt: skip
