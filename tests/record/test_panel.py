"""The panel: worked by hand on a made-up world, and the published base rates."""

import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from detente.core.errors import DataError
from detente.record import panel
from detente.record.adding import add

DATA = os.environ.get("DETENTE_DATA")
needs_data = pytest.mark.skipif(
    not DATA, reason="DETENTE_DATA names no folder with the public data sets"
)

FILES = (
    "states_cow.csv", "majors_cow.csv", "nmc.csv.gz", "contiguity_cow.csv",
    "mid_gml_dyad_year.csv.gz", "mid_cow_dyad_year.csv.gz", "atop_dyad_year.csv.gz",
)  # fmt: skip


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the data sets of the panel in a store of their own."""
    before = os.environ.get("DETENTE_DATA_STORE")
    os.environ["DETENTE_DATA_STORE"] = str(tmp_path_factory.mktemp("store"))
    for name in FILES:
        add(Path(str(DATA)) / "tidy" / name)
    yield
    if before is None:
        del os.environ["DETENTE_DATA_STORE"]
    else:
        os.environ["DETENTE_DATA_STORE"] = before


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put three states in place of the data: 1 is major, 1 and 2 touch until 1951."""
    spell = {"styear": 1950, "endyear": 1952}
    frames = {
        "states-cow": pd.DataFrame({"ccode": [1, 2, 3, 3], **spell}).assign(
            styear=[1950, 1950, 1950, 1952], endyear=[1952, 1952, 1950, 1952]
        ),
        "majors": pd.DataFrame({"ccode": [1], "styear": [1951], "endyear": [1951]}),
        "nmc": pd.DataFrame({
            "ccode": [1], "year": [1950], "milex": [7.0], "milper": [1.0],
            "tpop": [9.0], "cinc": [0.5], "currency": ["USD"],
        }),
        "contiguity": pd.DataFrame({
            "ccode1": [1, 1, 2], "ccode2": [2, 2, 3], "conttype": [4, 1, 0],
            "stdate": pd.to_datetime(["1949-01-01", "1951-01-01", "1950-01-01"]),
            "enddate": pd.to_datetime(["1951-06-01", "1951-06-01", "1952-01-01"]),
        }),
        "gml-dyads": pd.DataFrame({
            "ccode1": [1, 2, 1, 1], "ccode2": [2, 1, 2, 3],
            "year": [1950, 1950, 1951, 1951],
            "onset": [1, 1, 0, 1], "ongoing": [1, 1, 1, 1],
            "orig1": [1, 1, 1, 1], "orig2": [1, 1, 1, 0],
        }),
        "atop": pd.DataFrame({
            "ccode1": [1, 2], "ccode2": [2, 1], "year": [1950, 1950], "defense": [1, 1],
        }),
    }  # fmt: skip
    monkeypatch.setattr(panel, "_load", frames.__getitem__)


def _cell(rows: pd.DataFrame, one: int, other: int, year: int) -> pd.Series:
    found = rows[(rows.ccode1 == one) & (rows.ccode2 == other) & (rows.year == year)]
    assert len(found) == 1
    return found.iloc[0]


def test_a_state_has_the_years_of_its_spells_and_missing_stays_missing(
    made_up: None,
) -> None:
    rows = panel.state_years(1950, 1952)
    assert rows.loc[rows.ccode == 3, "year"].tolist() == [1950, 1952]
    assert rows.loc[rows.major, ["ccode", "year"]].to_numpy().tolist() == [[1, 1951]]
    assert rows["milex"].notna().sum() == 1


def test_a_pair_is_relevant_if_it_touches_or_one_is_major(made_up: None) -> None:
    rows = panel.pair_years(1950, 1952)
    # 1950: 1 and 2 touch at sea. 1951: they touch by land, state 3 is out, 1 is major.
    # 1952: nobody touches (a spell of type 0 is none) and nobody is major.
    assert rows[panel.PAIR].to_numpy().tolist() == [[1, 2, 1950], [1, 2, 1951]]
    assert rows["conttype"].tolist() == [4, 1]
    everyone = panel.pair_years(1950, 1952, relevant=False)
    assert len(everyone) == 3 + 1 + 3


def test_onset_originators_and_going_on_are_told_apart(made_up: None) -> None:
    rows = panel.pair_years(1950, 1951, relevant=False)
    first, second = _cell(rows, 1, 2, 1950), _cell(rows, 1, 2, 1951)
    assert (first["onset"], first["originators"], first["ongoing"]) == (1, 1, 1)
    assert (second["onset"], second["ongoing"]) == (0, 1)
    assert not _cell(rows, 2, 3, 1950)["onset"]


def test_after_the_last_year_of_a_source_is_missing_not_nothing(made_up: None) -> None:
    rows = panel.pair_years(1950, 1952, relevant=False)
    assert rows.loc[rows.year == 1952, "onset"].isna().all()
    assert rows.loc[rows.year == 1951, "defence"].isna().all()
    assert _cell(rows, 1, 2, 1950)["defence"]
    assert not _cell(rows, 1, 3, 1950)["defence"]


def test_a_joiner_is_no_originator(made_up: None) -> None:
    flags = panel.disputes("gml")
    row = _cell(flags, 1, 3, 1951)
    assert row["onset"]
    assert not row["originators"]


@pytest.mark.parametrize("years", [(1800, 1900), (1960, 1950)])
def test_years_that_cannot_be_are_refused(years: tuple[int, int]) -> None:
    with pytest.raises(DataError, match="1816"):
        panel.state_years(*years)


@needs_data
@pytest.mark.parametrize(("coding", "onsets"), [("gml", 1599), ("cow", 1690)])
def test_onsets_of_relevant_pairs_are_those_published(
    stored: None, coding: panel.Coding, onsets: int
) -> None:
    rows = panel.pair_years(1950, 2010, coding)
    assert len(rows) == 72801
    assert rows["onset"].sum() == onsets


@needs_data
def test_base_rates_by_decade_and_contact_are_those_published(stored: None) -> None:
    rows = panel.pair_years(1950, 2010)
    rates = rows.groupby(rows["year"] // 10 * 10)["onset"].agg(["size", "mean"])
    assert rates["size"].tolist()[:6] == [5454, 8643, 10548, 11779, 16728, 17848]
    percent = (100 * rates["mean"]).astype(float).round(2).tolist()[:6]
    assert percent == [3.91, 3.18, 1.92, 2.45, 1.98, 1.52]
    land, none = rows["conttype"].eq(1), rows["conttype"].isna()
    contact = [
        (int(rows.loc[where, "onset"].sum()), int(where.sum()))
        for where in (land, ~land & ~none, none)
    ]
    assert contact == [(979, 14333), (250, 10556), (370, 47912)]


@needs_data
def test_all_pairs_hold_the_onsets_published(stored: None) -> None:
    rows = panel.pair_years(1950, 2010, relevant=False)
    assert rows["onset"].sum() == 1921
    # 712,726 published: the 19 more here never met on one day (see dyads.dyad_years).
    assert len(rows) == 712745
