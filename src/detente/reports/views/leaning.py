"""What verdicts lean on: which parameters move which effect, and their origin."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.core.parameters import Parameter
from detente.lenses.lens import parameters
from detente.reports.findings import Findings
from detente.reports.theme import AGAINST, VERDICTS
from detente.reports.view import ROWS, Choice, Column, View
from detente.reports.views.verdicts import known_claims, titles, wrapped
from detente.reports.words import per_cent

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

BROAD = 380
"""Width in a notebook (pixels)."""

ROW = 34
"""Height of a row: a title may take two lines, or three (pixels)."""

ORIGINS = {"record": "square", "literature": "diamond", "assumed": "circle"}
SIGNS = {
    "raises": VERDICTS["opposes"], "lowers": VERDICTS["supports"], "both": AGAINST
}  # fmt: skip
WAYS = {1: ("raises", "+"), -1: ("lowers", "\u2212"), 0: ("both", "\u00b1")}
"""What a higher value does to the effect, and its mark."""

LINE = 36
"""Letters of a claim's title on one line."""

HALF_LINE = 6.5
"""Half the height of a line (pixels): Vega writes lines downwards from the middle."""


UNKNOWN = Parameter("", "real", "of another version")
"""Stands for a parameter that the laws no longer have: a run outlives its code."""


def _leaning(findings: Findings) -> list[Mapping[str, Any]]:
    """Return the verdicts that lean on something."""
    return [row for row in findings.verdicts() if row["leans_on"]]


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    named, places, known = titles(findings), known_claims(findings), parameters()
    total: dict[tuple[str, str], float] = defaultdict(float)
    for row in _leaning(findings):
        for each in row["leans_on"]:
            total[row["lens"], each["parameter"]] += each["share"]
    return pd.DataFrame(
        {
            "lens": row["lens"], "claim": named[row["id"]], "place": places[row["id"]],
            "parameter": each["parameter"], "share": round(each["share"], 3),
            "lo": each.get("lo"), "hi": each.get("hi"), "origin": each["origin"],
            "effect": WAYS[each["sign"]][0], "sign": WAYS[each["sign"]][1],
            "meaning": known.get(each["parameter"], UNKNOWN).meaning,
            "unit": known.get(each["parameter"], UNKNOWN).unit,
            "total": round(total[row["lens"], each["parameter"]], 3),
        }
        for row in _leaning(findings)
        for each in row["leans_on"]
    )  # fmt: skip


def _choices(findings: Findings) -> tuple[Choice, ...]:
    some = {row["lens"] for row in _leaning(findings)}
    options = {lens: lens for lens in findings.lenses if lens in some}
    return (Choice("lens", "Lens", options, next(iter(options))),)


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    place = alt.EncodingSortField("place", op="min")
    most = alt.EncodingSortField("total", op="max", order="descending")
    lines = wrapped(LINE)
    base = alt.Chart(alt.NamedData(ROWS)).encode(
        x=alt.X(
            "parameter:N", title=None, sort=most,
            axis=alt.Axis(orient="top", labelAngle=-90, grid=True, domain=False,
                          ticks=False, labelLimit=150, labelOverlap=False),
        ),
        y=alt.Y(
            "claim:N", title=None, sort=place,
            axis=alt.Axis(
                grid=True, domain=False, ticks=False, labelLimit=230,
                labelExpr=lines, labelLineHeight=2 * HALF_LINE,
                labelOffset={
                    "condition": [
                        {"test": f"isArray({lines}) && length({lines}) > {n}",
                         "value": -n * HALF_LINE}
                        for n in (2, 1)
                    ],
                    "value": 0,
                },
            ),
        ),
    )  # fmt: skip
    dots = base.mark_point(filled=True, opacity=0.9).encode(
        size=alt.Size(
            "share:Q", legend=None,
            scale=alt.Scale(domain=[0, 1], range=[70, 450]),
        ),
        color=alt.Color(
            "effect:N", title="a higher value",
            legend=alt.Legend(direction="vertical"),
            scale=alt.Scale(domain=list(SIGNS), range=list(SIGNS.values())),
        ),
        shape=alt.Shape(
            "origin:N", title="origin",
            legend=alt.Legend(direction="vertical", symbolFillColor=AGAINST),
            scale=alt.Scale(domain=list(ORIGINS), range=list(ORIGINS.values())),
        ),
        tooltip=[
            alt.Tooltip("claim:N"), alt.Tooltip("parameter:N"),
            alt.Tooltip("meaning:N"), alt.Tooltip("unit:N"),
            alt.Tooltip("share:Q", format=".0%", title="share of variance"),
            alt.Tooltip("lo:Q", format=".0%", title="5 %"),
            alt.Tooltip("hi:Q", format=".0%", title="95 %"),
            alt.Tooltip("effect:N", title="a higher value"), alt.Tooltip("origin:N"),
        ],
    )  # fmt: skip
    signs = base.mark_text(
        fontSize=11, fontWeight=700, color="white", baseline="middle"
    ).encode(text="sign:N")
    return (dots + signs).properties(width=BROAD, height=ROW * len(findings.claims))


def _reading(findings: Findings) -> str:
    rows = _leaning(findings)
    first = Counter(row["leans_on"][0]["parameter"] for row in rows)
    name, count = first.most_common(1)[0]
    shares = [r["assumed_share"] for r in rows if r["assumed_share"] is not None]
    assumed = (
        f" On average {per_cent(sum(shares) / len(shares))} of what parameters explain "
        "is from assumed ones."
        if shares else ""
    )  # fmt: skip
    meaning = parameters().get(name, UNKNOWN).meaning
    silent = len(findings.verdicts()) - len(rows)
    more = _more(findings)
    rest = f" In {silent} none is told from chance; {more}." if silent and more else ""
    return (
        f"{name} ({meaning}) moves the effect most in {count} "
        f"of {len(findings.verdicts())} verdicts.{assumed}{rest}"
    )


def _more(findings: Findings) -> str:
    """Say how many draws would tell more, where some verdict leans on nothing."""
    asked = [row.get("draws_to_tell") or 0 for row in findings.verdicts()]
    enough = max(asked, default=0)
    told = f"about {enough} draws would tell one that holds a twentieth"
    return told if enough else ""


def _absent(findings: Findings) -> str:
    if _leaning(findings):
        return ""
    said = ["no parameter moves an effect more than chance would", _more(findings)]
    return "; ".join(filter(None, said))


VIEW = View(
    name="leaning",
    title="What the verdicts lean on",
    lead="Each mark is a parameter that moves the effect in a claim's first part: the "
    "larger, the more of the variance over draws, counted in ranks, goes with it, with "
    "+ where a higher value raises the effect, \u2212 where it lowers it and \u00b1 "
    "where it does both. At most three are named for a claim, the weightiest to the "
    "left, and only those told from chance; the table gives the interval that nine of "
    "ten bootstrap samples keep to, and what each parameter means. Round ones are "
    "assumed, and no evidence narrows them. A share says where this model is "
    "uncertain, not what causes wars.",
    columns=(
        Column("claim", "claim"), Column("parameter", "parameter"),
        Column("meaning", "meaning"), Column("unit", "unit"),
        Column("share", "share of variance", 3), Column("lo", "5 %", 3),
        Column("hi", "95 %", 3), Column("sign", "sign"),
        Column("origin", "origin"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
    least=640,
)  # fmt: skip
