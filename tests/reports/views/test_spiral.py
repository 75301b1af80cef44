"""The spiral number, as the run says it."""

import pytest
from tests.reports.made_up import findings

from detente.core.errors import UsageError
from detente.reports.view import drawn, table
from detente.reports.views.spiral import VIEW


def test_there_is_one_row_a_lens_and_plan() -> None:
    rows = table(VIEW, findings()).set_index(["lens", "plan"])
    assert len(rows) == 2 * 3
    full = rows.loc[("spiral", "guarantee")]
    assert full[["lo", "median", "hi", "above"]].to_list() == [1.1, 1.6, 2.1, 0.7]


def test_the_rule_stands_at_one() -> None:
    assert '"datum": 1' in drawn(VIEW, findings()).to_json()


def test_the_reading_says_how_many_draws_lie_above_one() -> None:
    assert VIEW.reading(findings()) == (
        "Spiral number of guarantee: prior 0.60 [0.10, 1.10], 20 % of draws above 1; "
        "spiral 1.60 [1.10, 2.10], 70 % of draws above 1."
    )


def test_a_run_without_a_spiral_number_says_so() -> None:
    run = findings()
    run.said["spiral_number"].clear()
    with pytest.raises(UsageError, match="no actor alone settles"):
        drawn(VIEW, run)
