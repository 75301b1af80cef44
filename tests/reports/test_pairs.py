"""Ties of every kind, the years that fit, and rows of slices."""

from typing import Any

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, YEARS, findings

from detente.reports.findings import Findings
from detente.reports.pairs import choices, shown_years, sliced, ties
from detente.worlds.schema import JoinMove, TieMove


def level(run: Findings, plan: str, one: str, other: str, year: int) -> float:
    return float(
        ties(run)[0, run.plans.index(plan), run.years.index(year),
                  run.actors.index(one), run.actors.index(other)]
    )  # fmt: skip


def with_moves(plan: str, *moves: Any) -> Findings:
    """Return the run with other moves in a plan; the results stay as they are."""
    run = findings()
    plans = dict(run.scenario.plans)
    plans[plan] = plans[plan].model_copy(update={"moves": moves})
    run.scenario = run.scenario.model_copy(update={"plans": plans})
    return run


def test_a_direct_tie_stands_where_no_alliance_gives_more() -> None:
    assert level(findings(), "distance", "ALLY", "FAR", 2030) == pytest.approx(1.0)
    assert level(findings(), "distance", "ALLY", "HUB", 2030) == pytest.approx(2.0)


def test_a_tie_with_an_alliance_binds_each_member_from_its_year_on() -> None:
    run = findings()
    assert level(run, "half", "ALLY", "FAR", 2024) == pytest.approx(2.0)
    assert level(run, "half", "ALLY", "FAR", 2025) == pytest.approx(3.0)
    assert level(run, "half", "HUB", "ALLY", 2025) == pytest.approx(3.0)
    assert level(run, "half", "RIVAL", "FAR", 2025) == pytest.approx(2.0)


def test_a_step_that_needs_a_vote_counts_at_its_chance() -> None:
    assert level(findings(), "guarantee", "ALLY", "FAR", 2025) == pytest.approx(2.88)


def test_a_vote_of_which_nothing_is_said_does_not_pass() -> None:
    run = findings(votes=False)
    assert level(run, "guarantee", "ALLY", "FAR", 2025) == pytest.approx(1.5)


def test_whoever_joined_an_alliance_is_bound_by_its_later_steps_until_they_end() -> (
    None
):
    run = with_moves(
        "distance",
        TieMove(kind="tie", by="pact", to=("ALLY",), level=3, year=2026, until=2027),
        JoinMove(kind="join", by="RIVAL", to="pact", year=2024),
    )
    assert [
        level(run, "distance", "RIVAL", "ALLY", year)
        for year in (2025, 2026, 2027, 2028)
    ] == pytest.approx([0, 3, 3, 0])


def test_a_member_has_no_tie_with_itself() -> None:
    run = with_moves(
        "distance", TieMove(kind="tie", by="pact", to=("FAR",), level=3, year=2023)
    )
    assert level(run, "distance", "FAR", "FAR", 2030) == 0
    assert level(run, "distance", "FAR", "HUB", 2030) == 3


def test_ties_do_not_depend_on_the_order_of_actors() -> None:
    there, back = findings(), findings(actors=ACTORS[::-1])
    np.testing.assert_allclose(ties(there), ties(back)[..., ::-1, ::-1])


@pytest.mark.parametrize(
    ("most", "years"),
    [(99, YEARS), (13, YEARS), (3, (2023, 2029, 2035)), (0, (2023, 2035))],
)
def test_the_first_and_the_last_year_are_always_shown(
    most: int, years: tuple[int, ...]
) -> None:
    run = findings()
    assert tuple(run.years[k] for k in shown_years(run, most)) == years


def test_the_last_year_of_the_main_plan_is_shown_first() -> None:
    run = findings()
    shown = {c.name: c.default for c in choices(run, shown_years(run, 3))}
    assert shown == {"plan": "guarantee", "lens": "prior", "year": "2035"}


def test_rows_hold_every_cell_of_every_slice() -> None:
    run = findings()
    value = np.arange(2 * 3 * 2 * 4).reshape(2, 3, 2, 4)
    rows = sliced(run, (0, 12), {"actor": ACTORS}, {"value": value})
    assert len(rows) == value.size
    one = rows[(rows.lens == "spiral") & (rows.plan == "half") & (rows.year == 2035)]
    assert one.actor.tolist() == list(ACTORS)
    assert one.value.tolist() == value[1, 2, 1].tolist()
