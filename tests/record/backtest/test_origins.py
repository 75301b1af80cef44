"""Rolling origins: each is scored on its five years, then all rows together."""

import numpy as np
import pytest

from detente.record.backtest import origins
from detente.record.backtest.baselines import climatology
from detente.record.backtest.spending import BASELINES
from detente.record.backtest.ties import BASELINES as TIES


def test_no_year_after_the_training_years_is_looked_at() -> None:
    assert max(origins.ORIGINS) + origins.AHEAD == 1994


def test_disputes_are_scored_on_each_origin_and_on_all(stored: None) -> None:
    lines = origins.rolling(climatology)
    assert [line["years"] for line in lines] == [
        "1975-1979", "1980-1984", "1985-1989", "1990-1994", "all",
    ]  # fmt: skip
    *each, whole = lines
    assert whole["n"] == sum(line["n"] for line in each)
    mean = np.average([line["brier"] for line in each], weights=[e["n"] for e in each])
    assert whole["brier"] == pytest.approx(mean)
    fewer = origins.rolling(climatology, originators=True)
    assert fewer[-1]["events"] < whole["events"]


def test_spending_and_pacts_are_scored_likewise(stored: None) -> None:
    spending = origins.rolling_spending(BASELINES["persistence"])
    assert [line["horizon"] for line in spending] == [1, 3, 5]
    assert spending[0]["mae"] < spending[1]["mae"] < spending[2]["mae"]
    assert origins.rolling_ties(TIES["climatology"])[-1]["years"] == "all"
