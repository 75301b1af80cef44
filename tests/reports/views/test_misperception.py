"""Misperception: belief less the analyst's, worked by hand."""

from typing import Any

import numpy as np
from tests.reports.made_up import ACTORS, findings

from detente.reports.findings import Findings
from detente.reports.view import ROWS, drawn, table
from detente.reports.views.misperception import VIEW
from detente.worlds.measures import ACTOR_VIEWS


def cell(run: Findings, by: str, of: str, **asked: Any) -> int:
    rows = table(VIEW, run, **asked)
    found = rows[(rows["by"] == by) & (rows["of"] == of)]["value"]
    return int(found.iloc[0])


def test_it_is_the_belief_of_the_row_less_the_analysts_about_the_column() -> None:
    # The analyst holds 0.4 of everybody; ALLY 0.16 of RIVAL, RIVAL 0.40 of ALLY.
    asked = {"plan": "distance", "year": 2023}
    assert cell(findings(), "Ally", "Rival", **asked) == -24
    assert cell(findings(), "Rival", "Ally", **asked) == 0
    assert cell(findings(), "Rival", "Hub", **asked) == 4


def test_the_analyst_is_one_about_each_actor() -> None:
    run = findings()
    values = run.results["actor_view"].values.copy()
    values[..., ACTOR_VIEWS.index("posterior"), run.actors.index("HUB")] = 0.9
    run.results["actor_view"].values = values
    asked = {"plan": "distance", "year": 2023}
    assert cell(run, "Rival", "Hub", **asked) == 44 - 90
    assert cell(run, "Hub", "Rival", **asked) == 36 - 40


def test_a_draw_that_failed_is_left_out() -> None:
    run = findings()
    values = run.results["actor_view"].values.copy()
    values[:, :, 0] = np.nan
    run.results["actor_view"].values = values
    assert cell(run, "Ally", "Rival", plan="distance", year=2023) == -24


def test_a_plan_of_which_every_draw_failed_can_be_drawn() -> None:
    run = findings()
    run.results["actor_view"].values[:] = np.nan
    run.results["pair_mean"].values[:] = 0
    assert cell(run, "Ally", "Rival") == 0


def test_the_order_of_actors_changes_nothing() -> None:
    there, back = findings(), findings(actors=ACTORS[::-1])
    assert cell(there, "Ally", "Far") == cell(back, "Ally", "Far")


def test_the_reading_names_the_widest_gaps_and_the_tragic_share() -> None:
    said = VIEW.reading(findings())
    assert "Ally of Far -26" in said
    assert "two security seekers" in said
    assert "with guarantee" in said


def test_without_a_tragic_share_the_reading_is_silent_about_it() -> None:
    run = findings()
    queries = [q for q in run.results["query"].values if q != "tragic_share"]
    run.results = run.results.sel(query=queries)
    assert "seekers" not in VIEW.reading(run)


def test_the_chart_is_valid_with_and_without_choices() -> None:
    chart = drawn(VIEW, findings(), year=2023).to_dict()
    assert chart["title"].endswith("guarantee, prior, 2023")
    assert len(chart["datasets"][ROWS]) == 12
    bare: Any = VIEW.chart(findings(), {})
    assert "title" not in bare.to_dict()


def test_one_actor_misjudges_nobody() -> None:
    run = findings()
    run.actors = ("ALLY",)
    assert "two actors" in VIEW.absent(run)
