"""Arms races: growth of 0.1 a year is exp(1.2) = 3.32 after twelve years."""

from typing import Any

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, DRAWS, findings

from detente.core.errors import UsageError
from detente.reports.findings import Findings
from detente.reports.view import drawn, table
from detente.reports.views.race import VIEW

FULL = 100 * np.exp(1.2)
HALF = 100 * np.exp(0.6)
QUARTER = 100 * np.exp(0.3)


def ends(run: Findings, **choices: Any) -> dict[str, tuple[float, float]]:
    """Return where the paths of the first lens end."""
    rows = table(VIEW, run, **choices)
    last = rows[(rows.kind == "path") & (rows.year == 2035) & (rows.lens == "prior")]
    return {row["plan"]: (row["x"], row["y"]) for _, row in last.iterrows()}


def test_paths_begin_at_a_hundred_and_end_where_growth_takes_them() -> None:
    run = findings()
    assert VIEW.choices(run)[0].options == {"RIVAL friends": "Rival / Friends"}
    rows = table(VIEW, run)
    first = rows[rows.year == 2023]
    assert set(first.x) == set(first.y) == {100.0}
    found = ends(run)
    assert found["distance"] == (100, 100)
    assert found["guarantee"] == pytest.approx((FULL, HALF), rel=1e-3)
    assert found["half"] == pytest.approx((HALF, QUARTER), rel=1e-3)


def test_a_change_is_against_the_baseline_in_the_same_draw() -> None:
    found = ends(findings(), show="change")
    assert "distance" not in found
    assert found["guarantee"] == pytest.approx((FULL, HALF), rel=1e-3)


def test_single_draws_are_shown_of_one_plan_in_the_last_year() -> None:
    rows = table(VIEW, findings())
    draws = rows[rows.kind == "draw"]
    assert set(draws.plan) == {"guarantee"}
    assert set(draws.year) == {2035}
    assert len(draws) == 2 * DRAWS


def test_years_are_written_along_the_plan_that_claims_are_about() -> None:
    rows = table(VIEW, findings())
    written = rows[(rows.label != "") & (rows.lens == "prior")]
    assert set(written.plan) == {"guarantee"}
    assert written.label.to_list() == ["2023", "2029", "2035"]


def test_years_that_fall_together_are_written_once() -> None:
    rows = table(VIEW, findings(plans=("distance",)))
    assert set(rows.label) == {"", "2035"}


def test_a_draw_that_failed_is_left_out() -> None:
    run = findings()
    before = ends(run)
    arms = run.values("actor_view")
    arms[:, :, 0] = np.nan
    assert ends(run) == before
    rows = table(VIEW, run)
    assert len(rows[rows.kind == "draw"]) == 2 * (DRAWS - 1)
    arms[:] = np.nan
    with pytest.raises(UsageError, match="no draw stayed finite"):
        drawn(VIEW, run)


def test_the_order_of_the_actors_changes_nothing() -> None:
    turned = findings(actors=tuple(reversed(ACTORS)))
    assert VIEW.rows(turned).equals(VIEW.rows(findings()))


def test_axes_are_named_after_the_sides_unless_a_page_names_them() -> None:
    run = findings()
    assert "arms of Rival (2023 = 100)" in drawn(VIEW, run).to_json()
    changed = drawn(VIEW, run, show="change").to_json()
    assert "arms of Friends (distance = 100)" in changed
    assert "arms of the first side (index)" in VIEW.chart(run, {}).to_json()


def test_a_run_of_one_plan_has_no_change_to_show() -> None:
    assert list(VIEW.choices(findings(plans=("distance",)))[1].options) == ["level"]


def test_the_reading_gives_arms_and_the_spiral_number() -> None:
    assert VIEW.reading(findings()) == (
        "Arms of Rival / Friends in 2035 with guarantee, median, 2023 = 100: prior 332 "
        "/ 182; spiral 332 / 182. Spiral number of guarantee, above 1 where fear and "
        "arms feed on themselves: prior 0.60 [0.10, 1.10], spiral 1.60 [1.10, 2.10]."
    )


def test_without_spiral_numbers_the_reading_gives_arms_alone() -> None:
    run = findings()
    run.said["spiral_number"].clear()
    assert VIEW.reading(run).endswith("spiral 332 / 182.")
