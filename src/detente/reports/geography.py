"""The map: land, states that are coloured by value, and marks at their capitals.

Borders are those of Natural Earth; `assets/README.md` says which and under what terms.
"""

from importlib import resources
from typing import TYPE_CHECKING, Any

from detente.reports.view import ROWS

if TYPE_CHECKING:
    import altair as alt

__all__ = ["DISCLAIMER", "layers"]

DISCLAIMER = (
    "Borders follow Natural Earth's lines of actual control, modern even where the "
    "scenario is older, and imply no recognition and no position on any territory. "
    "So Crimea has the colour of Russia, the Golan that of Israel and Western Sahara "
    "mostly that of Morocco, while Taiwan and Kosovo stand apart; disputes over "
    "islands, seas and lines elsewhere in Asia are not judged. To be an actor here is "
    "to act in the model, not to be recognised as a state. Dependent territories with "
    "an outline of their own stay neutral."
)
"""What stands beside every map."""

MARKS = {"focus": "diamond", "risen": "triangle-up", "fallen": "triangle-down",
         "about as before": "circle"}  # fmt: skip
"""Shape of the mark at a capital."""

LAND, BORDER, EDGE = (
    f"rgba(128, 128, 128, {share})" for share in ("0.13", "0.45", "0.95")
)
SMALL, LARGE, LESS = 26, 110, 2
"""Area of a mark (square pixels): the least, the most, and less an actor."""

FOCUS, FOCUS_LAND = "#e69f00", "rgba(230, 159, 0, 0.6)"


def layers(
    places: "alt.InlineData", fill: Any, tooltip: list[Any], step: float, since: str
) -> "alt.LayerChart | alt.FacetChart":
    """Return the map as a chart of layers.

    Rows have the columns actor, value and since; an actor without a value is the focus.

    Args:
        places: Every actor's code, actor (its name in the rows), lat and lon.
        fill: Encoding of the value.
        tooltip: Encodings of the tooltip; the first one is `label`, the name.
        step: Changes from here on are marked as risen or fallen.
        since: Title of these marks.
    """
    import altair as alt

    return alt.layer(
        *_land(places, fill, tooltip), *_capitals(places, fill, tooltip, step, since)
    ).project(type="equalEarth")


def _outlines() -> "alt.InlineData":
    """Return the outlines, as text: Vega parses that, and Altair need not check it."""
    import altair as alt

    file = resources.files("detente.reports") / "assets" / "outlines.json"
    shape = alt.TopoDataFormat(type="topojson", feature="countries")
    return alt.InlineData(values=file.read_text("utf-8"), format=shape)


def _chosen() -> "alt.LookupData":
    import altair as alt

    rows = alt.NamedData(ROWS)
    return alt.LookupData(data=rows, key="actor", fields=["value", "since"])


def _land(places: Any, fill: Any, tooltip: list[Any]) -> list[Any]:
    """Return the outlines of states outside the scenario, and of its actors."""
    import altair as alt

    outlines = (
        alt.Chart(_outlines())
        .mark_geoshape(stroke=BORDER, strokeWidth=0.4, invalid="show")
        .transform_lookup(
            lookup="id",
            from_=alt.LookupData(data=places, key="code", fields=["actor"]),
        )
        .transform_calculate(label="datum.actor || datum.properties.name")
    )
    inside, outside = "isValid(datum.actor)", "!isValid(datum.actor)"
    focus = alt.when("!isValid(datum.value)").then(alt.value(FOCUS_LAND))
    return [
        outlines.transform_filter(outside).encode(
            fill=alt.value(LAND), tooltip=tooltip[:1]
        ),
        outlines.transform_filter(inside)
        .transform_lookup(lookup="actor", from_=_chosen())
        .encode(fill=focus.otherwise(fill), tooltip=tooltip),
    ]


def _capitals(
    places: Any, fill: Any, tooltip: list[Any], step: float, since: str
) -> list[Any]:
    """Return the marks at the capitals of all others, and of the focus."""
    import altair as alt

    size = max(SMALL, LARGE - LESS * len(places.values))
    mark = (
        f"datum.since >= {step} ? 'risen' : "
        f"datum.since <= -{step} ? 'fallen' : 'about as before'"
    )
    shape = alt.Shape(
        "mark:N",
        title=since,
        scale=alt.Scale(domain=list(MARKS), range=list(MARKS.values())),
        legend=alt.Legend(symbolFillColor=BORDER, symbolStrokeColor=EDGE),
    )
    look = {"size": size, "stroke": EDGE, "strokeWidth": 1, "opacity": 1}
    capitals = (
        alt.Chart(places)
        .transform_lookup(lookup="actor", from_=_chosen())
        .transform_calculate(mark=mark, label="datum.actor")
        .encode(longitude="lon:Q", latitude="lat:Q")
    )
    return [
        capitals.transform_filter("isValid(datum.value)")
        .mark_point(**look)
        .encode(fill=fill, shape=shape, tooltip=tooltip),
        capitals.transform_filter("!isValid(datum.value)")
        .mark_point(shape=MARKS["focus"], fill=FOCUS, **look)
        .encode(tooltip=tooltip[:1]),
    ]
