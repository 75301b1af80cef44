"""Prices ahead: rules worked by hand, errors of the past drawn whole."""

import numpy as np
import pytest

from detente.record.inflation import RULES, price_paths

PAST = np.array([0.0, 0.04, 0.0, 0.04, 0.0, 0.04, 0.03, 0.05])


def test_rules_expect_what_is_worked_by_hand() -> None:
    assert RULES["mean"](PAST, 2) == pytest.approx([0.025, 0.025])
    assert RULES["latest"](PAST, 2) == pytest.approx([0.04, 0.04])
    # Gaps from 2 are +2 -2 +2 -2: next to one another they give -1, so +2 comes next.
    swing = np.array([0.04, 0.0, 0.04, 0.0])
    assert RULES["AR(1)"](swing, 3) == pytest.approx([0.04, 0.0, 0.04])


def test_steady_prices_leave_no_doubt() -> None:
    for rule in RULES:
        expected, drawn = price_paths(np.full(20, 0.03), 5, 7, 1, rule)
        assert drawn.shape == (7, 5)
        np.testing.assert_allclose(expected, 0.03 * np.arange(1, 6))
        np.testing.assert_allclose(drawn - expected, 0, atol=1e-12)


def test_errors_of_the_past_are_all_that_is_drawn() -> None:
    growth = np.concatenate([np.zeros(10), [0.5], np.zeros(5)])
    expected, drawn = price_paths(growth, 1, 11, 1, "latest")
    errors = np.unique((drawn - expected).round(6))
    assert errors.tolist() == pytest.approx([-0.166667, 0.0, 0.5])


def test_a_short_past_gives_no_errors() -> None:
    expected, drawn = price_paths(np.array([0.02, 0.04]), 5, 3, 1, "mean")
    np.testing.assert_allclose(drawn, np.repeat(expected[None], 3, axis=0))
