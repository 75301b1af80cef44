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
        THREAT: "threat index (%)",
        BELIEF: "belief that the other is revisionist (%)",
        CHANGE: f"change of that belief since {findings.years[0]} (points)",
    }


def _years(findings: Findings) -> tuple[int, ...]:
    slices = len(_shown(findings)) * len(findings.lenses) * len(findings.plans)
    return shown_years(findings, MOST_ROWS // (slices * max(len(cells(findings)), 1)))


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    years, pairs = _years(findings), cells(findings)
    belief = per_cent(findings.pair("belief"), pairs, years)
    values = {
        THREAT: per_cent(findings.pair("threat"), pairs, years),
        BELIEF: belief,
        CHANGE: belief - belief[:, :, :1],
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
    show = Choice("show", "Show", _shown(findings), THREAT)
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
    plan = findings.plans.index(findings.plan)
    threat = per_cent(findings.pair("threat"), pairs, (0, last))[0, plan]
    most = ", ".join(
        f"{one.title} of {other.title} {value:.0f} % "
        f"({threat[0, pairs.index((one, other))]:.0f} % in {findings.years[0]})"
        for one, other, value in strongest(threat[1], pairs)
    )
    return (
        f"Strongest fears in {findings.years[-1]}, plan {findings.plan}, lens "
        f"{findings.lenses[0]} (threat index): {most}."
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
    "are faint. No cell says what a government in fact thinks, or whether it is right.",
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
