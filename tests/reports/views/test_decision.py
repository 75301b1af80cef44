"""Plans by interest: rows turned so that more is better, in widths."""

import pytest
from tests.reports.made_up import findings

from detente.core.errors import UsageError
from detente.reports.view import drawn, table
from detente.reports.views.decision import VIEW


def test_rows_are_counted_in_widths_and_turned() -> None:
    rows = table(VIEW, findings())
    security = rows[rows.interest == "Security of RIVAL"]
    # Two widths of .01 a plan, the same in each draw.
    assert security["median"].tolist() == [2.0, 4.0]
    assert security.lo.tolist() == security.hi.tolist() == [2.0, 4.0]
    assert security.stands.tolist() == ["behind", "good"]
    assert security.best.tolist() == [0.0, 1.0]
    bill = rows[rows.interest == "Arms bill of all"]
    assert bill["median"].tolist() == [-0.4, -0.8]  # dearer, in widths of .05
    assert bill.stands.tolist() == ["good", "good"]
    assert set(rows.plan) == {"guarantee", "half"}


def test_the_chart_shows_a_panel_an_interest() -> None:
    chart = drawn(VIEW, findings()).to_dict()
    assert chart["facet"]["field"] == "interest"
    assert len(chart["datasets"]["rows"]) == len(table(VIEW, findings()))


def test_one_plan_leaves_nothing_to_choose() -> None:
    with pytest.raises(UsageError, match="nothing to choose"):
        drawn(VIEW, findings(plans=("distance",)))
