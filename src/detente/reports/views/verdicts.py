"""Verdicts: how many draws support each claim, how many oppose it, lens by lens."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.claims.verdicts import MODALITY
from detente.reports.findings import Findings
from detente.reports.theme import VERDICTS, WIDTH
from detente.reports.view import ROWS, Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = [
    "PALE",
    "VIEW",
    "by_claim",
    "known_claims",
    "lens_axis",
    "titled",
    "titles",
    "wrapped",
]

ALL = "all"
WHOSE = {
    ALL: "all claims", "author": "claims of the argument's authors",
    "ours": "claims that complete it or speak for the rival reading",
}  # fmt: skip

BAR = 12
"""Height of a bar (pixels)."""

ROOM = 1.42
"""Where the axis ends: a bar is 1 long, and its verdict needs room at its end."""

LINE = 40
"""Letters of a title on one line."""

KEY = (
    "Blue up to the upright mark: as many draws as the author's words ask for. "
    "Pale: refused. *: by construction."
)

KINDS = {
    "supports": "supports", "negligible": "negligible or mixed", "opposes": "opposes"
}  # fmt: skip


PALE = {
    "condition": {"test": "datum.verdict == 'refused'", "value": 0.35}, "value": 1
}  # fmt: skip
"""How a refused verdict looks."""


def known_claims(findings: Findings) -> dict[str, int]:
    """Return the place of every claim that was judged, in the scenario's order."""
    return {key: place for place, key in enumerate(findings.claims)}


def titles(findings: Findings) -> dict[str, str]:
    """Return what to call each claim; equal titles are told apart by their ids."""
    named = {row["id"]: row["title"] for row in findings.said["claims"]}
    count = Counter(named.values())
    return {
        key: title if count[title] == 1 else f"{title} ({key})"
        for key, title in named.items()
    }


def wrapped(most: int) -> str:
    """Return the label of an axis or a panel in lines, as an expression of Vega.

    Args:
        most: Letters of a line.
    """
    lines = f"replace(datum.label, regexp('(.{{1,{most}}})( |$)', 'g'), '$1|')"
    return (
        f"(length(datum.label) <= {most} ? datum.label : "
        f"slice(split({lines}, '|'), 0, -1))"
    )


def lens_axis(findings: Findings) -> "alt.Y":
    """Return the rows of a panel: one a lens, in order."""
    import altair as alt

    axis = alt.Axis(domain=False, ticks=False, labelPadding=4)
    return alt.Y("lens:N", title=None, sort=list(findings.lenses), axis=axis)


def by_claim(panel: "alt.LayerChart | alt.FacetChart", step: int) -> "alt.FacetChart":
    """Return a panel for every claim, its title above it, in the scenario's order.

    Args:
        panel: What stands in a panel, one row a lens.
        step: Height of a row (pixels).
    """
    import altair as alt

    header = alt.Header(labelPadding=3, labelLimit=0, labelExpr=wrapped(LINE))
    place = alt.EncodingSortField("place", op="min")
    return panel.properties(width=WIDTH, height=alt.Step(step)).facet(
        alt.Facet("claim:N", title=None, sort=place, header=header),
        columns=2,
        align={"row": "each", "column": "all"},
        spacing={"row": 10, "column": 24},
    )


def titled(values: Mapping[str, str], title: str, key: str) -> dict[str, Any]:
    """Return the title of a chart that stands alone: a page has its own."""
    if not values:
        return {}
    return {"title": {"text": title, "subtitle": key, "subtitlePadding": 6,
                      "offset": 8}}  # fmt: skip


def _whose(findings: Findings) -> list[str]:
    """Return which claims can be chosen: all, and those of either side."""
    found = {row["author"] for row in findings.verdicts()}
    return [key for key in WHOSE if key == ALL or key in found]


def _row(row: Mapping[str, Any], title: str, place: int) -> dict[str, Any]:
    starred = "*" if row["by_construction"] and row["verdict"] != "refused" else ""
    return {
        "claim": title, "place": place, "sure": row["modality"],
        "needs": MODALITY[row["modality"]], "plan": row["plan"], "lens": row["lens"],
        **{kind: round(row["shares"][kind], 3) for kind in KINDS},
        "verdict": f"{row['verdict']}{starred}",
        "said": row["refused"] or ("by construction" if starred else row["label"]),
    }  # fmt: skip


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    named, places = titles(findings), known_claims(findings)
    return pd.DataFrame(
        {"by": by, **_row(row, named[row["id"]], places[row["id"]])}
        for by in _whose(findings)
        for row in findings.verdicts()
        if by in (ALL, row["author"])
    )


def _choices(findings: Findings) -> tuple[Choice, ...]:
    options = {key: WHOSE[key] for key in _whose(findings)}
    return (Choice("by", "Show", options, ALL),)


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    lens = lens_axis(findings)
    axis = alt.Axis(
        format="%", values=[0, 0.25, 0.5, 0.75, 1], tickSize=3, domain=False
    )
    share = alt.Scale(domain=[0, ROOM], nice=False)
    base = alt.Chart(alt.NamedData(ROWS))
    bars = (
        base.transform_fold(list(KINDS), as_=["kind", "share"])
        .transform_calculate(
            order=f"indexof({list(KINDS)}, datum.kind)",
            shows=f"({KINDS})[datum.kind]",
        )
        .mark_bar(height=BAR)
        .encode(
            x=alt.X("share:Q", title="share of parameter draws", axis=axis, scale=share,
                    stack="zero"),
            y=lens,
            color=alt.Color(
                "shows:N", title=None, sort=list(KINDS.values()),
                scale=alt.Scale(domain=list(KINDS.values()),
                                range=[VERDICTS[kind] for kind in KINDS]),
            ),
            order=alt.Order("order:Q"),
            opacity=PALE,
            tooltip=[
                alt.Tooltip("claim:N"), alt.Tooltip("lens:N"), alt.Tooltip("plan:N"),
                alt.Tooltip("shows:N", title="draws"),
                alt.Tooltip("share:Q", format=".0%"),
                alt.Tooltip("verdict:N"), alt.Tooltip("said:N", title="because"),
            ],
        )
    )  # fmt: skip
    needs = base.mark_rule(strokeWidth=1.5).encode(x=alt.X("needs:Q", scale=share))
    word = base.mark_text(align="left", baseline="middle", fontSize=11).encode(
        x=alt.datum(1.03), y=lens, text="verdict:N"
    )
    return by_claim(bars + needs + word, BAR + 3).properties(
        **titled(values, VIEW.title, KEY)
    )


def _reading(findings: Findings) -> str:
    rows = findings.verdicts()
    words = ("supported", "opposed", "negligible", "undecided", "refused")
    parts = []
    for lens in findings.lenses:
        count = Counter(row["verdict"] for row in rows if row["lens"] == lens)
        said = ", ".join(f"{count[word]} {word}" for word in words if count[word])
        parts.append(f"{lens}: {said}")
    return f"Of {len({row['id'] for row in rows})} claims, {'; '.join(parts)}."


def _absent(findings: Findings) -> str:
    return "" if findings.verdicts() else "the run judges no claim; run all its plans"


VIEW = View(
    name="verdicts",
    title="How far each claim holds",
    lead="Each bar splits the parameter draws of one lens into those that support the "
    "claim, those whose effect is negligible or mixed, and those that oppose it. A bar "
    "that is blue beyond the upright mark supports as much as the author's words ask "
    "for; a pale bar is refused, because chance alone could change it, and * is by "
    "construction. Shares count draws from stated assumptions: no bar is the "
    "probability that a claim is true.",
    columns=(
        Column("claim", "claim"), Column("sure", "how sure"), Column("plan", "plan"),
        Column("lens", "lens"), Column("supports", "supports (share)", 2),
        Column("negligible", "negligible or mixed (share)", 2),
        Column("opposes", "opposes (share)", 2), Column("verdict", "verdict"),
        Column("said", "label, or why refused"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
