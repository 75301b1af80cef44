"""The layers of the map."""

import json

import altair as alt
import pytest

from detente.reports.geography import LARGE, SMALL, layers


def made(count: int) -> dict:
    values = [
        {"code": f"A{k}", "actor": f"A {k}", "lat": 10.0, "lon": 20.0}
        for k in range(count)
    ]
    places = alt.InlineData(values=values)
    return layers(
        places, alt.Fill("value:Q"), [alt.Tooltip("label:N")], 3, "x"
    ).to_dict()


def test_outlines_are_joined_with_rows_by_the_code_of_an_actor() -> None:
    chart = made(2)
    land, states, *_ = chart["layer"]
    assert land["transform"][0]["lookup"] == "id"
    assert land["transform"][0]["from"]["key"] == "code"
    rows = [t["from"] for t in states["transform"] if t.get("lookup") == "actor"]
    assert [each["data"]["name"] for each in rows] == ["rows"]
    assert json.dumps(chart).count("Topology") == 1


@pytest.mark.parametrize(("count", "size"), [(1, LARGE - 2), (200, SMALL)])
def test_marks_are_the_smaller_the_more_there_are(count: int, size: int) -> None:
    assert made(count)["layer"][2]["mark"]["size"] == size
