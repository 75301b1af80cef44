"""The map: values worked by hand, the focus, the years, and the outlines."""

import importlib.util
import json
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from tests.reports.made_up import ACTORS, findings

from detente.core.errors import UsageError
from detente.reports.cube import cube
from detente.reports.findings import Findings
from detente.reports.geography import DISCLAIMER
from detente.reports.view import ROWS, drawn, table
from detente.reports.views import map as view
from detente.worlds.load import load

VIEW = view.VIEW
OUTLINES = resources.files("detente.reports") / "assets" / "outlines.json"


def shown(run: Findings, column: str = "value", **asked: Any) -> dict[str, Any]:
    rows = table(VIEW, run, **asked)
    return dict(zip(rows["actor"], rows[column], strict=True))


def test_an_alliance_comes_first_then_the_actors_that_claims_name() -> None:
    focus = VIEW.choices(findings())[1]
    assert list(focus.options) == ["pact", "RIVAL", "ALLY", "FAR", "HUB"]
    assert focus.default == "pact"


def test_ties_with_an_alliance_are_the_mean_over_its_members() -> None:
    found = shown(findings(), plan="distance")
    assert found == {"Ally": 15, "Far": None, "Hub": None, "Rival": 15}


def test_a_tie_through_an_alliance_and_its_rise_are_shown() -> None:
    assert shown(findings())["Ally"] == 29  # 0.72 of level 4, in tenths
    assert shown(findings(), "since")["Ally"] == 29 - 20


def test_fear_of_the_focus_and_fear_that_it_feels_are_not_the_same() -> None:
    asked = {"focus": "RIVAL", "plan": "distance"}
    of_rival = shown(findings(), show="fear", **asked)
    by_rival = shown(findings(), show="feared", **asked)
    assert of_rival == {"Ally": 20, "Far": 20, "Hub": 20, "Rival": None}
    assert by_rival == {"Ally": 5, "Far": 10, "Hub": 15, "Rival": None}


def test_the_order_of_actors_changes_nothing() -> None:
    there, back = findings(), findings(actors=ACTORS[::-1])
    for show in view.SHOWN:
        asked = {"show": show, "focus": "ALLY"}
        assert shown(there, **asked) == shown(back, **asked)


def test_two_actors_of_one_name_are_told_apart() -> None:
    run = findings()
    world = run.scenario.world
    actors = dict(world.actors)
    actors["FAR"] = actors["FAR"].model_copy(update={"name": "Ally"})
    world = world.model_copy(update={"actors": actors})
    run.scenario = run.scenario.model_copy(update={"world": world})
    assert set(shown(run)) == {"Ally (ALLY)", "Ally (FAR)", "Hub", "Rival"}


def test_years_between_are_left_out_where_there_are_too_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slices = 3 * 5 * 3 * 2
    monkeypatch.setattr(view, "MOST_ROWS", 3 * slices * len(ACTORS))
    run = findings()
    assert list(VIEW.choices(run)[-1].options) == ["2023", "2029", "2035"]
    assert len(VIEW.rows(run)) == view.MOST_ROWS


def test_names_stand_once_in_a_page() -> None:
    found = cube(VIEW, findings())
    assert found["shared"] == {"actor": ["Ally", "Far", "Hub", "Rival"]}
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("show", list(view.SHOWN))
def test_the_chart_is_valid_and_says_what_it_shows(show: str) -> None:
    chart = drawn(VIEW, findings(), show=show, focus="ALLY", year=2025).to_dict()
    assert "Ally" in chart["title"]
    assert len(chart["datasets"][ROWS]) == len(ACTORS)
    assert json.dumps(chart, allow_nan=False).count("Topology") == 1


def test_a_page_gets_a_chart_without_rows_or_title() -> None:
    chart: Any = VIEW.chart(findings(), {})
    said = chart.to_dict()
    assert "title" not in said
    assert ROWS not in said["datasets"]


def test_the_reading_compares_with_the_baseline() -> None:
    said = VIEW.reading(findings())
    assert "Ally 2.9" in said
    assert "+0.9 levels, against +0.0 with distance" in said


def test_one_plan_is_compared_with_nothing() -> None:
    said = VIEW.reading(findings(plans=("distance",), lenses=("prior",)))
    assert "against" not in said


def test_a_world_without_alliances_has_a_map_of_its_actors() -> None:
    run = findings(alliance=False)
    assert next(iter(VIEW.choices(run)[1].options)) == "RIVAL"
    drawn(VIEW, run).to_dict()


def test_one_actor_has_no_map() -> None:
    run = findings()
    run.actors = ("ALLY",)
    world = run.scenario.world.model_copy(update={"alliances": {}})
    run.scenario = run.scenario.model_copy(update={"world": world})
    assert "two actors" in VIEW.absent(run)
    with pytest.raises(UsageError, match="two actors"):
        drawn(VIEW, run)


def test_the_lead_says_whose_borders_these_are() -> None:
    for word in ("Natural Earth", "no position", "Crimea", "Taiwan", "Kosovo",
                 "Western Sahara", "Golan", "modern"):  # fmt: skip
        assert word in DISCLAIMER
    assert DISCLAIMER in VIEW.lead


def test_outlines_are_small_and_go_by_the_codes_of_actors() -> None:
    made = json.loads(OUTLINES.read_text("utf-8"))
    shapes = made["objects"]["countries"]["geometries"]
    codes = [shape["id"] for shape in shapes if "id" in shape]
    names = {shape["properties"]["name"] for shape in shapes}
    assert len(OUTLINES.read_bytes()) <= 110_000
    assert len(codes) == len(set(codes))
    assert all(len(code) == 3 and code.isupper() for code in codes)
    assert "Antarctica" not in names
    assert {s["properties"]["name"] for s in shapes if "id" not in s} == {
        "Kosovo", "N. Cyprus", "Somaliland"
    }  # fmt: skip
    assert set(load("nato-east-asia").world.actors) - set(codes) == {"SGP"}


@pytest.fixture
def script() -> ModuleType:
    path = Path(__file__).parents[3] / "scripts" / "make_outlines.py"
    spec = importlib.util.spec_from_file_location("make_outlines", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_arcs_that_nobody_needs_any_more_are_dropped(script: ModuleType) -> None:
    def shape(code: str | None, name: str, arcs: list[Any]) -> dict[str, Any]:
        about = {"type": "Polygon", "properties": {"name": name}, "arcs": arcs}
        return about | ({"id": code} if code else {})

    atlas = {
        "transform": {}, "arcs": ["a", "b", "c"],
        "objects": {"countries": {"geometries": [
            shape("010", "Antarctica", [[0]]), shape("276", "Germany", [[1, ~2]]),
            shape(None, "Kosovo", [[2]]),
        ]}},
    }  # fmt: skip
    made = script.outlines(atlas, {"276": "DEU"})
    assert made["arcs"] == ["b", "c"]
    shapes = made["objects"]["countries"]["geometries"]
    assert [(s.get("id"), s["arcs"]) for s in shapes] == [
        ("DEU", [[0, ~1]]), (None, [[1]])
    ]  # fmt: skip


def test_rows_have_whole_numbers() -> None:
    values = pd.Series(VIEW.rows(findings())["value"]).dropna()
    assert all(isinstance(value, int) for value in values)
