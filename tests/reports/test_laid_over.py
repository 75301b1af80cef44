"""What really happened, laid over futures that are plain arithmetic."""

import numpy as np
import pytest
from tests.reports.made_up import HAPPENED, LENSES, findings

from detente.reports.laid_over import count_interval, laid_over, recorded_line

# Under "prior" with "guarantee": 0.12 + 0.01 (d - 2) + 0.001 t, replicates alike, so
# that 5 and 95 % of ten futures are the lowest and highest draw, 0.02 to either side.


def test_recorded_levels_are_counted_inside_below_and_above() -> None:
    burden, _ = (x for x in laid_over(findings(happened=HAPPENED)) if x.lens == "prior")
    assert burden.query == "burden RIVAL"
    assert burden.years == (2023, 2026)
    assert (burden.compared, burden.inside, burden.below) == (3, 1, 1)
    assert burden.value == pytest.approx(0.1)
    assert (burden.lo, burden.hi) == pytest.approx((0.103, 0.143), abs=1e-4)


def test_the_count_of_disputes_is_one_comparison_with_chance_in_it() -> None:
    _, tension = (
        x for x in laid_over(findings(happened=HAPPENED)) if x.lens == "prior"
    )
    assert (tension.compared, tension.inside, tension.value) == (1, 1, 1.0)
    # five years of about .12: none with probability .53, one .36, two .10
    assert (tension.lo, tension.median, tension.hi) == (0.0, 0.0, 2.0)


def test_every_series_meets_every_lens_and_nothing_happened_without_a_record() -> None:
    laid = list(laid_over(findings(happened=HAPPENED)))
    assert [x.lens for x in laid] == [*LENSES, *LENSES]
    assert list(laid_over(findings())) == []
    assert recorded_line(findings()) == {}


def test_a_recorded_line_is_the_level_and_of_events_the_mean_rate() -> None:
    lines = recorded_line(findings(happened=HAPPENED))
    assert lines["burden RIVAL"] == {2023: 0.13, 2024: 0.5, 2026: 0.1}
    assert set(lines["tension RIVAL ALLY"].values()) == {0.2}


def test_ties_are_drawn_and_not_counted() -> None:
    tie = {"outcome": "alignment", "of": "HUB", "toward": "ALLY", "source": "made",
           "unit": "steps of the ladder", "values": {"2023": 2.0}}  # fmt: skip
    found = findings(happened=HAPPENED | {"series": [tie]})
    assert list(laid_over(found)) == []
    assert recorded_line(found) == {"alignment HUB ALLY": {2023: 2.0}}


def test_certain_events_are_counted_exactly() -> None:
    assert count_interval(np.ones((3, 4))).tolist() == [4.0, 4.0, 4.0]
    assert count_interval(np.zeros((3, 4))).tolist() == [0.0, 0.0, 0.0]


def test_a_count_is_the_binomial_where_chances_are_equal() -> None:
    # Binomial(10, .3): P(X <= 0) = .028, P(X <= 1) = .149, P(X <= 5) = .953
    found = count_interval(np.full((2, 10), 0.3))
    assert found.tolist() == [1.0, 3.0, 5.0]


def test_a_future_that_failed_is_left_out_of_the_count() -> None:
    chances = np.array([[1.0, 1.0], [np.nan, 0.0]])
    assert count_interval(chances).tolist() == [2.0, 2.0, 2.0]
