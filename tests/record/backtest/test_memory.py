"""Memory: worked by hand for a pair that fought twice, and one that never did."""

import numpy as np
import pandas as pd

from detente.record.backtest import memory

PAIR = ["ccode1", "ccode2", "year"]


def frame(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=PAIR)


ONGOING = frame((2, 20, 1950), (2, 20, 1951), (2, 20, 1960), (2, 40, 1959))


def test_a_pair_is_together_from_the_later_entry_on() -> None:
    states = pd.DataFrame({"ccode": [2, 2, 20, 20], "year": [1949, 1951, 1950, 1951]})
    assert memory.first_together(states, frame((2, 20, 1951))).tolist() == [1951]


def test_peace_is_counted_from_the_last_dispute_or_from_the_start() -> None:
    rows = frame((2, 20, 1950), (2, 20, 1951), (2, 20, 1955), (20, 40, 1955))
    found = memory.pair_memory(ONGOING, rows, np.full(4, 1948))
    assert found["peace_years"].tolist() == [2, 0, 3, 7]
    assert found["dispute_years"].tolist() == [0, 1, 2, 0]


def test_what_is_more_than_ten_years_ago_is_not_recent() -> None:
    rows = frame((2, 20, 1960), (2, 20, 1961), (2, 20, 1962))
    found = memory.pair_memory(ONGOING, rows, np.full(3, 1948))
    assert found["dispute_years_recent"].tolist() == [2, 2, 1]
    assert found["dispute_years"].tolist() == [2, 3, 3]


def test_the_year_itself_is_not_remembered() -> None:
    rows = frame((2, 40, 1959))
    found = memory.pair_memory(ONGOING, rows, np.array([1950]))
    assert found["dispute_years"].tolist() == [0]


def test_without_disputes_all_is_peace() -> None:
    found = memory.pair_memory(frame(), frame((2, 20, 1955)), np.array([1950]))
    assert found["peace_years"].tolist() == [5]


def test_disputes_with_others_leave_the_pair_itself_out() -> None:
    rows = frame((2, 20, 1960), (2, 40, 1961), (2, 20, 1970))
    found = memory.state_memory(ONGOING, rows)
    assert found["disputes_with_others_most"].tolist() == [1, 1, 0]
    assert found["disputes_with_others_least"].tolist() == [0, 0, 0]
