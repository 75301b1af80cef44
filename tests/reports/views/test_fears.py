"""Fears: numbers worked by hand, and who is the row."""

import json
from typing import Any

import pytest
from tests.reports.made_up import ACTORS, findings

from detente.core.errors import UsageError
from detente.reports.cube import cube
from detente.reports.findings import Findings
from detente.reports.view import ROWS, drawn, table
from detente.reports.views import fears

VIEW = fears.VIEW


def cell(run: Findings, by: str, of: str, **asked: Any) -> int:
    rows = table(VIEW, run, **asked)
    found = rows[(rows["by"] == by) & (rows["of"] == of)]["value"]
    assert len(found) == 1
    return int(found.iloc[0])


def test_the_row_fears_the_column() -> None:
    asked = {"plan": "distance", "show": "threat"}
    assert cell(findings(), "Ally", "Rival", **asked) == 20
    assert cell(findings(), "Rival", "Ally", **asked) == 5


def test_belief_is_in_per_cent() -> None:
    # ALLY of RIVAL: 0.1 x 1 + 0.02 x 3, and 0.001 a year.
    asked = {"plan": "distance", "year": 2035}
    assert cell(findings(), "Ally", "Rival", show="belief", **asked) == 17


def test_what_is_shown_first_is_the_difference_to_the_baseline_in_points() -> None:
    # Threat rises by 0.01 a plan; the baseline differs from itself by nothing.
    assert cell(findings(), "Ally", "Rival", plan="guarantee") == 1
    assert cell(findings(), "Ally", "Rival", plan="half") == 2
    assert cell(findings(), "Ally", "Rival", plan="distance") == 0


def test_the_order_of_actors_changes_nothing() -> None:
    there, back = findings(), findings(actors=ACTORS[::-1])
    for by, of in (("Ally", "Rival"), ("Rival", "Far")):
        assert cell(there, by, of, show="belief") == cell(back, by, of, show="belief")


def test_the_reading_names_the_fears_that_a_plan_changes_most() -> None:
    assert "Ally of Rival +1 points" in VIEW.reading(findings())
    assert "changes most against distance" in VIEW.reading(findings())


@pytest.mark.parametrize("show", ["threat", "belief", "change"])
def test_the_chart_is_valid(show: str) -> None:
    chart = drawn(VIEW, findings(), show=show, lens="spiral").to_dict()
    assert "spiral" in chart["title"]
    assert len(chart["datasets"][ROWS]) == 12
    bare: Any = VIEW.chart(findings(), {})
    assert "title" not in bare.to_dict()


def test_names_stand_once_in_a_page() -> None:
    found = cube(VIEW, findings())
    assert set(found["shared"]) == {"by", "of"}
    json.dumps(found, allow_nan=False)


def test_years_are_left_out_where_there_are_too_many_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fears, "MOST_ROWS", 2 * 12 * 3 * 6)
    assert list(VIEW.choices(findings())[-1].options) == ["2023", "2035"]


def test_one_actor_fears_nobody() -> None:
    run = findings()
    run.actors = ("ALLY",)
    assert "two actors" in VIEW.absent(run)
    with pytest.raises(UsageError, match="two actors"):
        drawn(VIEW, run)
