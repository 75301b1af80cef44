"""Effects in widths: 2 widths with an interval from -1 to 4, as the run says."""

import pytest
from tests.reports.made_up import ACTORS, findings

from detente.core.errors import UsageError
from detente.reports.view import drawn, table
from detente.reports.views.effects import VIEW


def test_effects_are_counted_in_widths() -> None:
    rows = table(VIEW, findings())
    assert len(rows) == 4 * 2
    assert rows[["lo", "median", "hi"]].drop_duplicates().to_numpy().tolist() == [
        [-1, 2, 4]
    ]


def test_natural_units_stand_beside_them() -> None:
    rows = table(VIEW, findings()).set_index(["claim", "lens"])
    fears = rows.loc[("The rival is more afraid", "prior")]
    # the width is 0.02 of a probability: two points
    assert fears["effect"] == "+4.0 points [\u22122.0, +8.0]"
    assert fears["width"] == "2.0 points"


def test_the_shaded_side_is_where_the_claim_holds() -> None:
    rows = table(VIEW, findings()).drop_duplicates("claim").set_index("claim")
    sides = {claim: (row["first"], row["last"]) for claim, row in rows.iterrows()}
    assert sides == {
        "The rival is more afraid": (1, 5), "The rival arms": (1, 5),
        "The ally is attacked less": (-5, -1),
        "The rival is no danger to the ally": (-5, -1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("holds", "side"),
    [("within", (-1, 1)), ("not_above", (-5, 1)), ("not_below", (-1, 5))],
)
def test_what_holds_without_an_effect_is_shaded_around_zero(
    holds: str, side: tuple[int, int]
) -> None:
    run = findings()
    run.said["claims"][0]["parts"][0]["holds_if"] = holds
    first = table(VIEW, run).iloc[0]
    assert (first["first"], first["last"]) == side


def test_the_axis_reaches_beyond_the_largest_interval() -> None:
    run = findings()
    run.said["claims"][0]["effect"]["hi"] = 38 * 0.02
    assert table(VIEW, run).iloc[0]["last"] == 50


def test_a_level_is_measured_from_itself_and_the_rest_from_the_baseline() -> None:
    rows = table(VIEW, findings()).set_index("claim")
    assert set(rows.loc["The rival is no danger to the ally", "from"]) == {"0.05"}
    assert set(rows.loc["The rival arms", "from"]) == {"distance"}


def test_every_plan_with_verdicts_can_be_chosen() -> None:
    run = findings()
    assert list(VIEW.choices(run)[0].options) == [
        "primary", "distance", "guarantee", "half",
    ]  # fmt: skip
    assert len(table(VIEW, run, plan="half")) == 3 * 2
    assert set(table(VIEW, run, plan="distance").claim) == {
        "The rival is no danger to the ally"
    }


def test_an_effect_that_nobody_knows_is_left_out() -> None:
    run = findings()
    for row in run.said["claims"]:
        if row["id"] == "rival-arms":
            row["effect"] = {"median": None, "lo": None, "hi": None, "unit": "share"}
    assert "The rival arms" not in set(table(VIEW, run).claim)
    for row in run.said["claims"]:
        row["effect"]["median"] = None
    with pytest.raises(UsageError, match="take more draws"):
        drawn(VIEW, run)


def test_the_reading_counts_effects_that_are_large_enough() -> None:
    said = VIEW.reading(findings())
    assert "under prior 4 of 4 (largest: The rival is more afraid, 2 widths)" in said


def test_the_order_of_the_actors_changes_nothing() -> None:
    turned = findings(actors=tuple(reversed(ACTORS)))
    assert VIEW.rows(turned).equals(VIEW.rows(findings()))
