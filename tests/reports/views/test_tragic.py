"""The tragic share: medians and intervals worked by hand."""

import numpy as np
import pytest
from tests.reports.made_up import LENSES, PLANS, findings

from detente.core.errors import UsageError
from detente.reports.findings import Findings
from detente.reports.view import ROWS, drawn, table
from detente.reports.views.tragic import VIEW, shares


def without(run: Findings) -> Findings:
    queries = [q for q in run.results["query"].values if q != "tragic_share"]
    run.results = run.results.sel(query=queries)
    return run


def test_it_is_a_quantile_over_draws_of_the_mean_over_the_last_years() -> None:
    # 0.1 + 0.1 lens + 0.02 plan + 0.01 (draw - 2) + 0.001 t, t from 3 to 12: 7.5.
    found = shares(findings())
    assert found is not None
    assert found.shape == (3, len(LENSES), len(PLANS))
    assert found[1, 1, 2] == pytest.approx(0.1 + 0.1 + 0.04 + 0.0075)
    assert found[1, 0, 0] - found[0, 0, 0] == pytest.approx(0.02 * 0.9)
    assert found[2, 0, 0] - found[1, 0, 0] == pytest.approx(0.02 * 0.9)


def test_rows_are_in_per_cent() -> None:
    rows = table(VIEW, findings())
    one = rows[(rows["lens"] == "prior") & (rows["plan"] == "distance")].iloc[0]
    assert [one["lo"], one["median"], one["hi"]] == pytest.approx(
        [8.95, 10.75, 12.55], abs=0.051
    )


def test_draws_that_failed_are_left_out() -> None:
    run = findings()
    values = run.results["outcome"].values.copy()
    values[:, :, 2] = np.nan
    run.results["outcome"].values = values
    found = shares(run)
    assert found is not None
    assert found[1, 0, 0] == pytest.approx(0.1075)


def test_the_reading_compares_with_the_baseline_if_there_is_another_plan() -> None:
    said = VIEW.reading(findings())
    assert "prior 13 % (90 % of draws 11 to 15 %) with guarantee, 11 % with" in said
    assert "with" not in VIEW.reading(findings(plans=("distance",)))


def test_the_chart_is_valid() -> None:
    chart = drawn(VIEW, findings()).to_dict()
    assert len(chart["datasets"][ROWS]) == len(LENSES) * len(PLANS)


def test_a_run_that_did_not_measure_it_says_so() -> None:
    run = without(findings())
    assert len(VIEW.rows(run)) == 0
    assert VIEW.reading(run) == ""
    with pytest.raises(UsageError, match="not measured"):
        drawn(VIEW, run)
