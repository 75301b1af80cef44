"""Onsets within some years: which rows are asked, which events they see."""

import pandas as pd
import pytest

from detente.record.backtest import horizons
from detente.record.backtest.rows import Window


def of(rows: pd.DataFrame, one: int, two: int, horizon: int) -> dict[int, bool]:
    """Return the events of a pair by year."""
    here = rows.loc[
        (rows["ccode1"] == one) & (rows["ccode2"] == two) & (rows["horizon"] == horizon)
    ]
    return dict(zip(here["year"], here["event"], strict=True))


def test_a_window_sees_the_onsets_of_its_years(made_up: None) -> None:
    rows = horizons.horizon_rows(Window(1949 + 1, 1953), "gml")
    assert of(rows, 1, 2, 1) == {1950: True, 1951: False, 1952: False, 1953: False}
    assert of(rows, 1, 2, 3) == {1950: True, 1951: False}
    assert set(rows["horizon"]) == {1, 3}  # no five years are within four
    assert rows.duplicated(["ccode1", "ccode2", "year", "horizon"]).sum() == 0


def test_climatology_gives_each_horizon_its_share(made_up: None) -> None:
    past = horizons.horizon_rows(Window(1950, 1952), "gml")
    found = horizons.BASELINES["climatology"](
        Window(1950, 1952), Window(1953, 1953), "gml"
    )
    share = past.loc[past["horizon"] == 1, "event"].mean()
    assert found["probability"].tolist() == pytest.approx([share] * len(found))
    assert set(found["horizon"]) == {1}


def test_longer_windows_of_the_record_hold_more(stored: None) -> None:
    rows = horizons.horizon_rows(Window(1975, 1989), "gml")
    share = rows.groupby("horizon")["event"].mean()
    assert share[1] < share[3] < share[5] < 5 * share[1]
    train, test = Window(1950, 1974), Window(1975, 1979)
    chance = horizons.BASELINES["peace years"](train, test, "gml")
    means = chance.groupby("horizon")["probability"].mean()
    assert means[1] < means[3] < means[5]
