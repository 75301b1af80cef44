"""The network: ties worked by hand, the hub, and how integrated it is."""

import json
import math
from typing import Any

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, findings

from detente.core.errors import UsageError
from detente.reports.cube import cube
from detente.reports.findings import Findings
from detente.reports.view import ROWS, drawn, table
from detente.reports.views import network

VIEW = network.VIEW


def levels(run: Findings, column: str = "level", **asked: Any) -> dict[Any, float]:
    rows = table(VIEW, run, **asked)
    ends = [frozenset(pair) for pair in zip(rows["one"], rows["other"], strict=True)]
    return dict(zip(ends, rows[column], strict=True))


def with_hub(run: Findings, hub: str | None, rule: str = "consensus") -> Findings:
    world = run.scenario.world
    pact = world.alliances["pact"].model_copy(update={"hub": hub, "rule": rule})
    world = world.model_copy(update={"alliances": {"pact": pact}})
    run.scenario = run.scenario.model_copy(update={"world": world})
    return run


def without_ties(run: Findings) -> Findings:
    run.results["pair_mean"] = run.results["pair_mean"] * 0
    return run


def test_every_pair_stands_once_with_its_tie() -> None:
    assert levels(findings(), plan="distance") == {
        frozenset({"Ally", "Far"}): 1.0, frozenset({"Ally", "Hub"}): 2.0,
        frozenset({"Ally", "Rival"}): 0.0, frozenset({"Far", "Hub"}): 0.0,
        frozenset({"Far", "Rival"}): 1.0, frozenset({"Hub", "Rival"}): 2.0,
    }  # fmt: skip


def test_a_change_is_one_since_the_first_year() -> None:
    since = levels(findings(), "since", plan="half", year=2030)
    assert since[frozenset({"Ally", "Far"})] == 1.0
    assert since[frozenset({"Hub", "Rival"})] == 0.0


def test_the_order_of_actors_changes_nothing() -> None:
    assert levels(findings()) == levels(findings(actors=ACTORS[::-1]))


def test_the_hub_of_an_alliance_stands_in_the_middle() -> None:
    placed = network._placed(with_hub(findings(), "FAR"))  # noqa: SLF001
    middle = [p["node"] for p in placed if (p["x"], p["y"]) == (0, 0)]
    assert middle == ["Far"]
    assert [p["hub"] for p in placed] == [False, False, False, True]


def test_without_a_hub_the_allied_actor_that_spends_most_stands_there() -> None:
    placed = network._placed(findings())  # noqa: SLF001
    assert placed[-1]["node"] == "Hub"


def test_without_alliances_whoever_spends_most_stands_there() -> None:
    placed = network._placed(findings(alliance=False))  # noqa: SLF001
    assert placed[-1]["node"] == "Hub"


def test_the_others_stand_on_a_circle_with_their_names_outside() -> None:
    for p in network._placed(findings())[:-1]:  # noqa: SLF001
        assert math.hypot(p["x"], p["y"]) == pytest.approx(1, abs=1e-3)
        if abs(p["x"]) > 0.05:
            assert p["side"] == ("left" if p["x"] < 0 else "right")
        else:
            assert p["side"] == ("top" if p["y"] > 0 else "bottom")


def test_two_actors_have_a_network_too() -> None:
    run = findings()
    run.results = run.results.sel(actor=["ALLY", "HUB"], other=["ALLY", "HUB"])
    run.actors = ("ALLY", "HUB")
    world = run.scenario.world.model_copy(update={"alliances": {}})
    plans = {
        key: plan.model_copy(update={"moves": ()})
        for key, plan in run.scenario.plans.items()
    }
    run.scenario = run.scenario.model_copy(update={"world": world, "plans": plans})
    assert "Fewer than two" in VIEW.reading(run)
    drawn(VIEW, run).to_dict()


def test_the_reading_says_how_integrated_partners_are() -> None:
    # Partners of HUB at the start, by level 2: ALLY and RIVAL, whose own tie is 0,
    # and 0.5 with the guarantee.
    assert "distance 0 % in 2023 and 0 % in 2035" in VIEW.reading(findings())
    run = findings()
    place = [run.actors.index(code) for code in ("ALLY", "RIVAL")]
    pairs = run.results["pair_mean"].values.copy()
    pairs[:, 1, -1, 2, place, place[::-1]] = 3
    run.results["pair_mean"].values = pairs
    assert "guarantee 0 % in 2023 and 100 % in 2035" in VIEW.reading(run)


def test_no_ties_are_no_network() -> None:
    run = without_ties(findings(plans=("distance",)))
    assert "no tie" in VIEW.absent(run)
    with pytest.raises(UsageError, match="no tie"):
        drawn(VIEW, run)


def test_years_are_left_out_where_there_are_too_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(network, "MOST_ROWS", 2 * 6 * 2 * 3)
    assert list(VIEW.choices(findings())[-1].options) == ["2023", "2035"]


def test_the_chart_is_valid_with_and_without_choices() -> None:
    chart = drawn(VIEW, findings(), plan="half").to_dict()
    assert chart["title"] == "Ties: half, prior, 2035"
    assert len(chart["datasets"][ROWS]) == 6
    bare: Any = VIEW.chart(findings(), {})
    assert "title" not in bare.to_dict()


def test_names_stand_once_in_a_page_and_numbers_are_short() -> None:
    found = cube(VIEW, findings())
    assert set(found["shared"]) == {"one", "other"}
    numbers = [x for part in found["slices"].values() for x in part["level"]]
    np.testing.assert_allclose(numbers, np.round(numbers, 1))
    json.dumps(found, allow_nan=False)
