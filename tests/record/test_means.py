"""What states have: deflated, bridged, built up; worked by hand."""

import numpy as np
import pytest

from detente.record import means


def test_the_price_level_is_what_growth_of_the_median_state_leaves_over() -> None:
    """Twelve states whose output grows by 10 %: 3 % is real, 7 % are prices."""
    output = np.log(100) + 0.10 * np.arange(3)[:, None] * np.ones((1, 12))
    level = means.deflator(np.full_like(output, np.nan), output)
    np.testing.assert_allclose(level[:, 0], [-0.14, -0.07, 0])


def test_a_gap_in_spending_is_bridged_and_ends_are_carried_on() -> None:
    arms = np.array([[np.nan], [1.0], [np.nan], [3.0], [np.nan]])
    filled = means.bridged_spending(
        arms, np.full((5, 1), 1000.0), np.ones((5, 1), bool)
    )
    np.testing.assert_allclose(filled[:, 0], [1, 1, 2, 3, 3])


def test_capital_is_built_up_by_spending_and_worn_by_time() -> None:
    """92 % of last year's capital and last year's spending, from a steady start."""
    spent = np.log(np.array([[10.0], [10.0], [20.0]]))
    stock = np.exp(means.capital(spent, np.ones((3, 1), bool)))[:, 0]
    start = 10 / (1 - 0.92 * np.exp(-0.03))
    assert stock == pytest.approx([start, 0.92 * start + 10, 0.92**2 * start + 19.2])
