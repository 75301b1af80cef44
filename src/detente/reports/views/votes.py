"""Votes: how willing each member of an alliance is to let it act."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from detente.reports.findings import Findings
from detente.reports.theme import lens_scale
from detente.reports.view import ROWS, Choice, Column, View
from detente.reports.words import per_cent

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

BROAD = 420
"""Width in a notebook (pixels)."""

ROW = 15
"""Height of a row (pixels)."""

LEAST = 0.2
"""Least length of the axis: what differs by less shall not look apart."""

SHAPES = ("circle", "triangle-up", "square", "diamond", "cross")


def _key(vote: Mapping[str, Any]) -> str:
    return f"{vote['plan']} {vote['alliance']} {vote['year']}"


def _rule(findings: Findings, vote: Mapping[str, Any]) -> str:
    """Say how an alliance decides."""
    alliance = findings.scenario.world.alliances[vote["alliance"]]
    if vote["rule"] == "hub":
        return f"{findings.side(alliance.hub or vote['alliance'])} decides alone"
    said = {"consensus": "every member", "majority": "more than half of the members"}
    return f"{said[vote['rule']]} must agree"


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {
            "vote": _key(vote), "member": findings.side(member["actor"]),
            "lens": vote["lens"], "yes": round(member["yes"], 4),
        }
        for vote in findings.said["votes"]
        for member in sorted(vote["members"], key=lambda m: (-m["yes"], m["actor"]))
    )  # fmt: skip


def _choices(findings: Findings) -> tuple[Choice, ...]:
    options = {
        _key(vote): f"{findings.side(vote['alliance'])} on {vote['plan']}, "
        f"{vote['year']} ({_rule(findings, vote)})"
        for vote in findings.said["votes"]
    }
    return (Choice("vote", "Vote", options, next(iter(options))),)


def _ends(findings: Findings) -> list[float]:
    """Return where the axis begins and ends, on whole tenths."""
    said = [m["yes"] for vote in findings.said["votes"] for m in vote["members"]]
    most = max(LEAST, math.ceil(10 * max(said)) / 10)
    return [max(0, math.floor(10 * min(*said, most - LEAST)) / 10), most]


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    lenses, colours = lens_scale(findings.lenses)
    shapes = [SHAPES[k % len(SHAPES)] for k in range(len(lenses))]
    most = max(len(vote["members"]) for vote in findings.said["votes"])
    willing = alt.EncodingSortField("yes", op="mean", order="descending")
    chart = (
        alt.Chart(alt.NamedData(ROWS))
        .mark_point(size=45, strokeWidth=1.6, opacity=1)
        .encode(
            x=alt.X(
                "yes:Q", title="probability of agreeing",
                scale=alt.Scale(domain=_ends(findings)),
                axis=alt.Axis(format=".2~%", tickCount=5, domain=False),
            ),
            y=alt.Y(
                "member:N", title=None, sort=willing,
                axis=alt.Axis(domain=False, ticks=False, grid=True, labelLimit=140),
            ),
            color=alt.Color("lens:N", title="lens",
                            scale=alt.Scale(domain=lenses, range=colours)),
            shape=alt.Shape("lens:N", title="lens",
                            scale=alt.Scale(domain=lenses, range=shapes)),
            tooltip=[alt.Tooltip("member:N"), alt.Tooltip("lens:N"),
                     alt.Tooltip("yes:Q", format=".1%", title="agrees")],
        )
        .properties(width=BROAD, height=ROW * most)
    )  # fmt: skip
    if not values:
        return chart
    return chart.properties(title=_choices(findings)[0].options[values["vote"]])


def _pivotal(findings: Findings, votes: list[Mapping[str, Any]]) -> str:
    """Say who is least willing, or that members are not told apart, or ""."""
    if votes[0]["rule"] == "hub" or len(votes[0]["members"]) < 2:
        return ""
    least = {vote["lens"]: vote["pivotal"] for vote in votes}
    named = [f"{lens} {findings.side(who)}" for lens, who in least.items() if who]
    if not named:
        return (
            " Members differ by less than a point: the model does not tell them apart, "
            "and their order means nothing."
        )
    rest = "; elsewhere members are not told apart" if len(named) < len(least) else ""
    return f" Least willing: {', '.join(named)}{rest}."


def _payment(votes: list[Mapping[str, Any]]) -> str:
    """Say what a side payment to the pivotal member would have to be worth."""
    said = [
        f"{vote['lens']} {vote['side_payment']['log_odds']:.1f} log odds, which makes "
        f"the chance {per_cent(vote['side_payment']['approval'])}"
        for vote in votes
        if vote.get("side_payment")
    ]
    if not said:
        return ""
    return (
        " A side payment that turns half of the refusals of the member on whom the "
        f"vote turns must be worth: {'; '.join(said)}."
    )


def _reading(findings: Findings) -> str:
    first = findings.said["votes"][0]
    votes = [vote for vote in findings.said["votes"] if _key(vote) == _key(first)]
    passes = "; ".join(
        f"{vote['lens']} {per_cent(vote['approval'])} "
        f"[{per_cent(vote['approval_lo'])}, {per_cent(vote['approval_hi'])}]"
        for vote in votes
    )
    return (
        f"{findings.side(first['alliance'])} votes on {first['plan']} in "
        f"{first['year']}, and {_rule(findings, first)}; the chance that it passes: "
        f"{passes}.{_pivotal(findings, votes)}{_payment(votes)}"
    )


def _absent(findings: Findings) -> str:
    return "" if findings.said["votes"] else "no move of any plan asks for a vote"


VIEW = View(
    name="votes",
    title="Who would agree",
    lead="Each mark is the mean probability, over draws and futures, that a member "
    "agrees to the move, the most willing on top; the axis need not begin at nought. "
    "Where every member must agree the chance that a vote passes is far below that of "
    "any one. All members vote by one rule: domestic politics and "
    "bargains are not in it.",
    columns=(
        Column("member", "member"), Column("lens", "lens"),
        Column("yes", "agrees (probability)", 4),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
)  # fmt: skip
