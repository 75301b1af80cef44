"""Ties and threats on a world map, before and after: from and toward one focus."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from detente.reports.findings import Findings
from detente.reports.geography import DISCLAIMER, layers
from detente.reports.nodes import Node
from detente.reports.pairs import choices, shown_years, sliced, ties
from detente.reports.view import Choice, Column, View

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["VIEW"]

TIE, FEAR, FEARED = "tie", "fear", "feared"

SHOWN = {
    TIE: "tie with the focus (tenths of a level)",
    FEAR: "fear of the focus (threat index, %)",
    FEARED: "fear that the focus feels (threat index, %)",
}

UNITS = {TIE: 10, FEAR: 100, FEARED: 100}
"""Ties go in tenths of a level, threats in per cent: whole numbers, short to write."""

FOCUSES = 5

MOST_ROWS = 70_000
"""Rows kept; to have no more, years between the first and the last are left out."""

FULL = 40
"""Where colour is full: level 4 in tenths, and 40 %, which few threats exceed."""

STEP = 3
"""Changes from here on are marked: 0.3 levels, or 3 percentage points."""

VALUES = ("rgba(0, 121, 204, 0.12)", "rgba(0, 121, 204, 1)")
WIDTH, HEIGHT = 680, 370


def _focuses(findings: Findings) -> tuple[Node, ...]:
    """Return whom the map can be about: an alliance, then actors named in claims."""
    scenario = findings.scenario
    alliances = scenario.world.alliances
    place = {code: k for k, code in enumerate(findings.actors)}

    def size(key: str) -> tuple[bool, int]:
        return alliances[key].rule != "hub", len(alliances[key].members)

    some = [k for k in alliances if 1 < len(alliances[k].members) < len(place)]
    sides = [
        scenario.sides.get(name or "", ())
        for claim in scenario.claims.values()
        for part in claim.parts
        for name in (part.of, part.toward)
    ]
    named = [codes[0] for codes in sides if len(codes) == 1]
    actors = list(dict.fromkeys([*named, *findings.actors])) if len(place) > 1 else []
    keys = [*sorted(some, key=size, reverse=True)[:1], *actors][:FOCUSES]
    return tuple(
        Node(key, findings.side(key), tuple(place[c] for c in scenario.sides[key]))
        for key in keys
    )


def _years(findings: Findings) -> tuple[int, ...]:
    slices = len(_focuses(findings)) * len(findings.lenses) * len(findings.plans)
    each = len(SHOWN) * slices * len(findings.actors)
    return shown_years(findings, MOST_ROWS // max(each, 1))


def _names(findings: Findings) -> list[str]:
    """Return a name of each actor that no other has."""
    names = [findings.side(code) for code in findings.actors]
    return [
        name if names.count(name) == 1 else f"{name} ({code})"
        for name, code in zip(names, findings.actors, strict=True)
    ]


def _felt(
    findings: Findings, focus: Node, pair: np.ndarray, *, back: bool
) -> np.ndarray:
    """Return the mean of a pair view with the focus, (lens, plan, year, actor).

    It is missing for the focus itself.

    Args:
        findings: The run.
        focus: The focus.
        pair: The view, shape (lens, plan, year, actor, other).
        back: Whether the focus is the one who perceives.
    """
    inside = list(focus.places)
    with_focus = pair[..., inside, :].mean(-2) if back else pair[..., inside].mean(-1)
    mask = np.isin(np.arange(len(findings.actors)), inside)
    return np.where(mask, np.nan, with_focus)


def _whole(values: np.ndarray) -> np.ndarray:
    """Return whole numbers, and None for what is missing."""
    missing = np.isnan(values)
    out = np.rint(np.where(missing, 0, values)).astype(int).astype(object)
    out[missing] = None
    return out


def _rows(findings: Findings) -> "pd.DataFrame":
    import pandas as pd

    years, names = list(_years(findings)), _names(findings)
    pairs = {TIE: ties(findings), FEAR: findings.pair("threat")}
    pairs[FEARED] = pairs[FEAR]
    found = []
    for show, unit in UNITS.items():
        for focus in _focuses(findings):
            felt = _felt(findings, focus, pairs[show], back=show == FEARED)
            value = np.round(unit * felt)
            since = value - value[:, :, :1]
            rows = sliced(
                findings, years, {"actor": names},
                {"value": _whole(value[:, :, years]),
                 "since": _whole(since[:, :, years])},
            )  # fmt: skip
            found.append(rows.assign(show=show, focus=focus.key))
    return pd.concat(found, ignore_index=True)


def _choices(findings: Findings) -> tuple[Choice, ...]:
    focuses = {focus.key: focus.title for focus in _focuses(findings)}
    return (
        Choice("show", "Show", SHOWN, TIE),
        Choice("focus", "Focus", focuses, next(iter(focuses))),
        *choices(findings, _years(findings)),
    )


def _places(findings: Findings) -> "alt.InlineData":
    """Return name and capital of every actor."""
    import altair as alt

    actors = findings.scenario.world.actors
    return alt.InlineData(
        values=[
            {"code": code, "actor": name, "lat": actors[code].capital[0],
             "lon": actors[code].capital[1]}
            for code, name in zip(findings.actors, _names(findings), strict=True)
        ]
    )  # fmt: skip


def _chart(findings: Findings, values: Mapping[str, str]) -> "alt.TopLevelMixin":
    import altair as alt

    unit = SHOWN[values["show"]] if values else "tenths of a level, or %"
    fill = alt.Color(
        "value:Q",
        scale=alt.Scale(domain=[0, FULL], range=list(VALUES), clamp=True),
        legend=alt.Legend(title=unit, gradientLength=150, tickCount=4, titleLimit=400),
    )
    tooltip = [
        alt.Tooltip("label:N", title="actor"),
        alt.Tooltip("value:Q", title=unit),
        alt.Tooltip("since:Q", title=f"since {findings.years[0]}", format="+d"),
    ]
    chart = layers(_places(findings), fill, tooltip, STEP, f"since {findings.years[0]}")
    return chart.properties(width=WIDTH, height=HEIGHT, **_title(findings, values))


def _title(findings: Findings, values: Mapping[str, str]) -> dict[str, str]:
    if not values:
        return {}
    about = findings.side(values["focus"])
    said = {TIE: f"Tie with {about}", FEAR: f"Fear of {about}",
            FEARED: f"What {about} fears"}[values["show"]]  # fmt: skip
    return {"title": f"{said}: {values['plan']}, {values['lens']}, {values['year']}"}


def _reading(findings: Findings) -> str:
    focus, names = _focuses(findings)[0], _names(findings)
    level = np.nan_to_num(_felt(findings, focus, ties(findings), back=False)[0])
    plan, base = (findings.plans.index(p) for p in (findings.plan, findings.baseline))
    rise = level[:, -1] - level[:, 0]
    count = min(3, len(names) - len(focus.places))
    closest = np.argsort(-level[plan, -1], kind="stable")[:count]
    most = int(np.argmax(np.abs(rise[plan])))
    near = ", ".join(f"{names[k]} {level[plan, -1, k]:.1f}" for k in closest)
    against = (
        f", against {rise[base, most]:+.1f} with {findings.baseline}"
        if plan != base
        else ""
    )
    return (
        f"Ties with {focus.title} in {findings.years[-1]}, plan {findings.plan}, lens "
        f"{findings.lenses[0]} (level, 0 to 4): closest {near}. The tie that changes "
        f"most since {findings.years[0]} is that of {names[most]}: "
        f"{rise[plan, most]:+.1f} levels{against}."
    )


def _absent(findings: Findings) -> str:
    return "" if _focuses(findings) else "a map of pairs takes two actors or more"


VIEW = View(
    name="map",
    title="Ties and threats on the map",
    lead="Colour says how close each actor is to the focus (tie, in tenths of a level: "
    "40 is mutual defence), how much it fears the focus, or how much the focus fears "
    "it (threat index in %, full colour from 40 % on); an alliance stands as the mean "
    "of its members. Move the year to see before and after; marks at the capitals say "
    "what has risen or fallen since the first year by 0.3 levels or 3 points. Values "
    "are means over draws and futures, without their spread; ties through an alliance "
    f"count at full level, though members honour only a part. {DISCLAIMER}",
    columns=(
        Column("actor", "actor"),
        Column("value", "tie (tenths of a level) or threat (%)"),
        Column("since", "change since the first year (same unit)"),
    ),
    choices=_choices,
    rows=_rows,
    chart=_chart,
    reading=_reading,
    absent=_absent,
    aspect=HEIGHT / WIDTH,
)  # fmt: skip
