"""Rows: by hand in a made-up world, and the published numbers of the real one."""

import numpy as np
import pandas as pd
import pytest

from detente.core.errors import DataError
from detente.record.backtest.rows import (
    BREMER,
    HISTORY,
    SCALE,
    Window,
    dyad_rows,
    label,
    needed,
    split,
)


def cell(rows: pd.DataFrame, one: int, other: int, year: int) -> pd.Series:
    found = rows[(rows.ccode1 == one) & (rows.ccode2 == other) & (rows.year == year)]
    assert len(found) == 1
    return found.iloc[0]


def test_capabilities_are_those_of_the_year_before(made_up: None) -> None:
    row = cell(dyad_rows(1950, 1953), 1, 2, 1951)
    assert row["log_ratio"] == pytest.approx(np.log(4.0))
    assert row["largest"] == 0.4
    assert row["militarisation"] == 0.02
    assert row["militarisation_least"] == 0.01
    assert (row["major"], row["majors"], row["land"], row["sea"]) == (1, 1, 1, 0)


def test_a_gap_is_filled_with_the_last_year_known(made_up: None) -> None:
    row = cell(dyad_rows(1950, 1953), 1, 3, 1952)
    assert row["log_ratio"] == pytest.approx(np.log(2.0))
    assert row["log_distance"] == pytest.approx(np.log(100.0))


def test_a_pact_and_a_dispute_tell_only_of_later_years(made_up: None) -> None:
    rows = dyad_rows(1950, 1953)
    pacts = [cell(rows, 1, 2, year)["defence"] for year in range(1950, 1954)]
    assert pacts == [0, 1, 1, 0]
    peace = [cell(rows, 1, 2, year)["peace_years"] for year in range(1950, 1954)]
    assert peace == [1, 0, 1, 2]


def test_a_joiner_makes_no_onset_between_originators(made_up: None) -> None:
    rows = dyad_rows(1950, 1953)
    assert label(rows, originators=False).sum() == 2
    assert label(rows, originators=True).sum() == 2
    assert not len(rows[(rows.ccode1 == 2) & (rows.ccode2 == 3)]), "not relevant"


def test_a_test_that_was_seen_is_refused(made_up: None) -> None:
    past, future = split(Window(1950, 1951), Window(1952, 1953), "gml")
    assert (set(past["year"]), set(future["year"])) == ({1950, 1951}, {1952, 1953})
    with pytest.raises(DataError, match="from 1952 on, got 1951"):
        split(Window(1950, 1951), Window(1951, 1953), "gml")


@pytest.mark.parametrize("years", [(1900, 1950), (1950, 1954), (1953, 1950)])
def test_years_without_data_are_refused(made_up: None, years: tuple[int, int]) -> None:
    with pytest.raises(DataError, match="years from 1946 to 1953"):
        dyad_rows(*years)


def test_an_unknown_coding_is_refused() -> None:
    with pytest.raises(DataError, match="gml or cow"):
        needed("mid")  # pyright: ignore[reportArgumentType]


def test_a_change_of_rows_handed_out_changes_no_others(made_up: None) -> None:
    handed_out = dyad_rows(1950, 1953)
    handed_out["onset"] = True
    assert dyad_rows(1950, 1953)["onset"].sum() == 2


def test_real_rows_and_onsets_are_those_published(stored: None) -> None:
    past, future = split(Window(1950, 1994), Window(1995, 2010), "gml")
    assert (len(past), label(past, originators=False).sum()) == (44_442, 1_129)
    assert (len(future), label(future, originators=False).sum()) == (28_359, 470)
    both = [label(rows, originators=True).sum() for rows in (past, future)]
    assert both == [1_338 - 429, 429]
    columns = [*BREMER, *SCALE, *HISTORY]
    assert past[columns].notna().mean().min() > 0.97


def test_hazards_by_memory_are_those_published(stored: None) -> None:
    rows = dyad_rows(1950, 2010)
    edges = [-1, 0, 1, 4, 9, 19, 39, 999]
    peace = rows.groupby(pd.cut(rows["peace_years"], edges), observed=True)["onset"]
    assert (peace.sum().iloc[0], peace.size().iloc[0]) == (588, 3_241)
    percent = (100 * peace.mean()).round(1).tolist()
    assert percent == [18.1, 9.3, 4.7, 2.2, 1.0, 0.7, 0.5]
    often = pd.cut(rows["dispute_years_recent"], [-1, 0, 1, 3, 99])
    recent = rows.groupby(often, observed=True)["onset"].mean()
    assert (100 * recent).round(2).tolist() == [0.74, 7.42, 13.17, 26.18]
