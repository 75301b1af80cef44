"""Pacts: which pairs are at risk, what two have in common, the published hazards."""

import numpy as np
import pandas as pd
import pytest

from detente.record.backtest import ties
from detente.record.backtest.rows import Window


def frame(*rows: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["ccode1", "ccode2", "year"])


def test_a_pact_is_formed_kept_and_ended(made_up: None) -> None:
    rows = ties.tie_rows(1950, 1953)
    pair = rows.loc[(rows.ccode1 == 1) & (rows.ccode2 == 2)]
    assert pair["bound"].tolist() == [False, True, True, False]
    assert pair["changed"].tolist() == [True, False, True, False]


def test_third_states_that_both_are_linked_with_are_counted() -> None:
    links = frame((1, 3, 1950), (2, 3, 1950), (1, 4, 1950), (2, 4, 1951), (1, 3, 1950))
    rows = frame((1, 2, 1950), (1, 2, 1951), (3, 4, 1950), (1, 9, 1950), (1, 2, 1960))
    assert ties.shared(links, rows).tolist() == [1, 0, 1, 0, 0]


def test_climatology_knows_both_events_apart(made_up: None) -> None:
    found = ties.BASELINES["climatology"](Window(1950, 1951), Window(1952, 1953))
    rows = ties.tie_rows(1952, 1953)
    # Of three rows without a pact one formed it; of the one with a pact none ended.
    expected = np.where(rows["bound"], 0.0, 1.0 / 3.0)
    assert found["probability"].to_numpy() == pytest.approx(expected)


def test_published_hazards_of_relevant_pairs(stored: None) -> None:
    rows = ties.tie_rows(1950, 2010)
    found = rows.groupby("bound")["changed"].agg(["sum", "size"]).to_numpy().tolist()
    assert found == [[375, 56_493], [102, 15_199]]


def test_distance_tells_more_than_the_share(stored: None) -> None:
    train, test = Window(1950, 1994), Window(1995, 2010)
    rows = ties.tie_rows(*test)
    free = ~rows["bound"].to_numpy()
    near = rows["log_distance"].fillna(9.0).to_numpy() < np.log(100.0)
    chance = ties.BASELINES["distance"](train, test)["probability"].to_numpy()
    assert chance[free & near].mean() > 2 * chance[free & ~near].mean()
