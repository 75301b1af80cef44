"""Outcomes over time, from a run whose numbers are plain arithmetic."""

import pytest
from tests.reports.made_up import ACTORS, YEARS, findings

from detente.reports.view import drawn, table
from detente.reports.views.series import VIEW

THREAT = "threat RIVAL friends"


def test_levels_are_medians_and_intervals_over_the_draws() -> None:
    rows = table(VIEW, findings(), outcome=THREAT, show="level")
    first = rows[(rows.lens == "spiral") & (rows.plan == "half")].iloc[0]
    # 0.1 + 0.1 * 1 + 0.02 * 2 + 0.01 * (d - 2): -0.02 to 0.02 around 0.24
    assert first["year"] == 2023
    assert first["median"] == pytest.approx(0.24, abs=1e-4)
    assert first["lo"] == pytest.approx(0.24 - 0.018, abs=1e-4)
    assert first["hi"] == pytest.approx(0.24 + 0.018, abs=1e-4)
    last = rows[(rows.lens == "spiral") & (rows.plan == "half")].iloc[-1]
    assert last["median"] == pytest.approx(0.24 + 0.012, abs=1e-4)


def test_changes_are_paired_draw_by_draw_so_that_a_constant_one_has_no_width() -> None:
    rows = table(VIEW, findings(), outcome=THREAT, show="change")
    full = rows[rows.plan == "guarantee"]
    assert len(full) == 2 * len(YEARS)
    for column in ("lo", "median", "hi"):
        assert full[column].to_list() == pytest.approx([0.02] * len(full), abs=1e-4)


def test_a_run_of_one_plan_changes_nothing() -> None:
    alone = findings(plans=("distance",))
    shows = next(c for c in VIEW.choices(alone) if c.name == "show")
    assert list(shows.options) == ["level"]


def test_the_order_of_the_actors_changes_nothing() -> None:
    turned = findings(actors=tuple(reversed(ACTORS)))
    assert VIEW.rows(turned).equals(VIEW.rows(findings()))


def test_the_chart_names_the_outcome_that_is_chosen() -> None:
    chart = drawn(VIEW, findings(), outcome="arms RIVAL").to_dict()
    assert chart["title"] == "Arms: Rival"


def test_the_reading_has_numbers_of_the_run() -> None:
    said = VIEW.reading(findings())
    assert said.startswith("Threat: Rival / Friends")
    assert "2035" in said
