"""Rows as arrays: places of states, pairs and years."""

import numpy as np
import pandas as pd

from detente.record.indexed import FIRST, Index, carried, lagged


def index() -> Index:
    return Index(np.array([2, 20, 200]), np.arange(9).reshape(3, 3), 2)


def test_a_state_without_a_row_is_missing_not_nothing() -> None:
    rows = pd.DataFrame({"ccode": [20, 999], "year": [FIRST, FIRST], "x": [7.0, 8.0]})
    found = index().by_state(rows, "x")
    assert found[0, 1] == 7
    assert np.isnan(found).sum() == 5


def test_a_pair_stands_both_ways_unless_it_is_ordered() -> None:
    rows = pd.DataFrame({"ccode1": [2, 2], "ccode2": [200, 55], "year": FIRST + 1})
    assert np.argwhere(index().by_pair(rows)).tolist() == [[1, 2], [1, 6]]
    assert np.argwhere(index().by_pair(rows, both=False)).tolist() == [[1, 2]]


def test_the_largest_of_a_year_counts() -> None:
    rows = pd.DataFrame({"ccode1": [2, 2], "ccode2": [20, 20], "year": FIRST})
    assert index().by_pair(rows, np.array([3.0, 1.0]), both=False)[0, 1] == 3


def test_values_are_of_the_year_before_and_gaps_are_carried() -> None:
    np.testing.assert_array_equal(lagged(np.array([1, 2, 3])), [1, 1, 2])
    gaps = np.array([[np.nan, np.nan], [4.0, np.nan], [np.nan, np.nan]])
    np.testing.assert_array_equal(carried(gaps, 9.0), [[4, 9], [4, 9], [4, 9]])
