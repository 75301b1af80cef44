"""Regret, minimax regret and fronts, worked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.decide.made_up import stakes_of

from detente.decide.plans import beaten, efficient, minimax, ranking, regrets

TABLE = [[0.0, 4.0], [3.0, 2.0]]
"""Two plans in two draws: the best are 3 and 4, so regrets are 3, 0 and 0, 2."""


def test_regret_is_what_the_best_plan_of_the_draw_would_have_gained() -> None:
    np.testing.assert_array_equal(regrets(np.array(TABLE)), [[3, 0], [0, 2]])


def test_a_ranking_is_worked_by_hand() -> None:
    found = ranking(stakes_of({"prior": TABLE}, ["a", "b"]), "prior", 0)
    np.testing.assert_allclose(found.level, [2, 2.5])
    np.testing.assert_allclose(found.change, [0, 0.5])  # median of 3 and -2
    np.testing.assert_allclose(found.best, [0.5, 0.5])
    np.testing.assert_allclose(found.enough, [0.5, 0.5])
    np.testing.assert_allclose(found.behind, [0.5, 0])
    np.testing.assert_allclose(found.regret, [1.5, 1])
    np.testing.assert_allclose(found.worst, [2.85, 1.9])
    np.testing.assert_allclose(found.error, [0, 2.5])  # sd of 3, -2 is 5 / sqrt 2
    assert found.good(1.0).all()  # half a width behind is not behind
    assert not found.good(0.4).all()
    assert found.needed(1.0, 2) == 200  # error 2.5 is ten quarters of a width


def test_where_less_is_wanted_the_smaller_value_is_best() -> None:
    found = ranking(stakes_of({"prior": TABLE}, ["a", "b"], [-1]), "prior", 0)
    np.testing.assert_allclose(found.behind, [0, 0.5])
    np.testing.assert_allclose(found.level, [2, 2.5])  # as measured
    np.testing.assert_allclose(found.regret, [1, 1.5])


def test_ties_share_being_best() -> None:
    found = ranking(stakes_of({"prior": [[1, 1], [1, 1]]}, ["a", "b"]), "prior", 0)
    np.testing.assert_allclose(found.best, [0.5, 0.5])


def test_minimax_regret_looks_at_the_worst_lens() -> None:
    np.testing.assert_array_equal(minimax(np.array([[0, 2, 1], [3, 0, 1]])), [3, 2, 1])


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ([[1, 0], [0, 1], [0.5, 0.5]], [True, True, True]),
        ([[1, 0], [0, 1], [-1, 0]], [True, True, False]),
        ([[1, 1], [1, 1]], [True, True]),  # equals beat neither
        ([[2, 2], [1, 2]], [True, False]),
    ],
)
def test_an_efficient_plan_is_not_beaten_in_all(
    means: list[list[float]], expected: list[bool]
) -> None:
    assert efficient(np.array(means)).tolist() == expected


def test_what_counts_is_more_than_a_width() -> None:
    found = beaten(np.array([[0.0, 0.0], [1.1, -0.9], [1.1, -1.1], [1.0, 0.0]]))
    assert found[1].tolist() == [True, False, False, False]
    assert not found[2].any()  # better by a width here, worse by one there
    assert not found[:, 1].any()


@given(arrays(float, (4, 6), elements=st.floats(-1e3, 1e3)))
def test_regret_is_never_negative_and_somebody_has_none(values: np.ndarray) -> None:
    found = regrets(values)
    assert (found >= 0).all()
    assert (found.min(axis=0) == 0).all()


@given(arrays(float, (5, 3), elements=st.floats(-1e3, 1e3)))
def test_some_plan_is_always_efficient(means: np.ndarray) -> None:
    assert efficient(means).any()
