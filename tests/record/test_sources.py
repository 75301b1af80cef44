"""Sources: each file is recognised by its contents, and read as its makers mean it."""

import os
from pathlib import Path
from typing import Any

import pytest

from detente.core.errors import DataError
from detente.record import store
from detente.record.adding import add
from detente.record.reading import read
from detente.record.sources import SOURCES

DATA = Path(os.environ.get("DETENTE_DATA") or "nowhere")
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="DETENTE_DATA names no folder with the public data sets"
)

WHOLE = {
    "original/capdist/capdist.csv": "capital-distance",
    "original/cow_mid/MIDA 5.0.csv": "mid-a",
    "original/cow_mid/MIDB 5.0.csv": "mid-b",
    "original/cow_nmc/NMC-60-abridged.csv": "nmc",
    "original/cow_states/majors2016.csv": "majors",
    "original/cow_states/states2016.csv": "states-cow",
    "original/cow_wars/Inter-StateWarData_v4.0.csv": "wars",
    "original/gml_mid/gml-ddy-disputes-2.03.csv.gz": "gml",
    "original/owid_nuclear/nuclear-warhead-stockpiles.csv": "warheads",
    "original/troopdata/troopdata-rebuild-country-year.csv": "troops",
    "original/unga/IdealpointestimatesAll_Jun2024.csv": "ideal-points",
    "original/worldbank/gdp.csv": "gdp",
    "original/worldbank/population.csv": "population",
    "tidy/arms_races_grh.csv": "arms-races",
    "tidy/atop_dyad_year.csv.gz": "atop",
    "tidy/contiguity_cow.csv": "contiguity",
    "tidy/mid_cow_dyad_year.csv.gz": "mid-cow-dyads",
    "tidy/mid_gml_dyad_year.csv.gz": "gml-dyads",
    "tidy/mindist_cow_1945_2019.csv.gz": "minimum-distance",
    "tidy/nmc.csv.gz": "nmc",
    "tidy/rivalries_td.csv": "rivalries-td",
    "tidy/rivalries_tss.csv": "rivalries-tss",
    "tidy/states_gw.csv": "states-gw",
}

PARTS = {
    "original/atop/atop5_1ddyr.sample.csv": "atop",
    "original/sipri/SIPRI-Milex-data-1949-2024_2.sample.xlsx": "sipri",
}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep data sets in a folder of this test."""
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def refused(path: Path, own_store: Path) -> str:
    with pytest.raises(DataError) as found:
        add(path)
    assert "\n" not in str(found.value)
    assert path.name in str(found.value)
    assert not list(own_store.glob("*")), "something was stored"
    return str(found.value)


MAJORS = (
    "ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    + "".join(f"2,{1816 + k},8,13,2016,12,31,2016\n" for k in range(14))
)  # fmt: skip
"""A file of the shape of the list of major powers."""


@pytest.fixture
def majors(tmp_path: Path) -> Path:
    """Return a small whole file."""
    path = tmp_path / "majors.csv"
    path.write_text(MAJORS)
    return path


def test_every_source_says_where_it_is_from_and_under_which_terms() -> None:
    for name, source in SOURCES.items():
        assert source.name == name
        assert source.title
        assert source.citation
        assert source.terms
        for layout in source.layouts:
            assert all(column.unit for column in layout.columns), name


def test_a_file_is_stored_once_and_loaded_as_it_was(majors: Path) -> None:
    assert add(majors).outcome == "added"
    assert add(majors).outcome == "again"
    frame = store.load("majors")
    assert frame["styear"].tolist() == list(range(1816, 1830))
    assert list(store.entries()) == ["majors"]


def test_what_was_never_added_says_how_to() -> None:
    with pytest.raises(DataError, match="detente data"):
        store.load("nmc")
    with pytest.raises(DataError, match="majors"):
        store.load("majros")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("styear", "startyear", "styear"),
        (",", ";", ""),
        ("2,1816,8", "9999,1816,8", "9999"),
        ("2,1816,8", "2,3816,8", "3816"),
        ("2,1816,8", "2,many,8", "many"),
        ("2,1817,8,13", "2,1816,8,13", ""),
    ],
)
def test_a_harmed_file_is_refused_in_one_line_and_nothing_stored(
    majors: Path, own_store: Path, old: str, new: str, said: str
) -> None:
    majors.write_text(MAJORS.replace(old, new))
    assert said in refused(majors, own_store)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 50, b"a,b\n1,2\n"])
def test_what_is_no_data_set_is_refused(
    tmp_path: Path, own_store: Path, content: bytes
) -> None:
    path = tmp_path / "what.csv"
    path.write_bytes(content)
    refused(path, own_store)


def test_a_cut_archive_is_refused(tmp_path: Path, own_store: Path) -> None:
    import gzip

    path = tmp_path / "majors.csv.gz"
    path.write_bytes(gzip.compress(MAJORS.encode() * 50)[:60])
    refused(path, own_store)


@needs_data
@pytest.mark.parametrize("name", list(WHOLE))
def test_real_files_are_recognised_and_read(name: str) -> None:
    assert read(DATA / name).source.name == WHOLE[name]


@needs_data
@pytest.mark.parametrize("name", list(PARTS))
def test_samples_are_taken_only_as_parts(name: str, own_store: Path) -> None:
    refused(DATA / name, own_store)
    assert add(DATA / name, part=True).reading is not None
    assert list(store.entries()) == [PARTS[name]]


def _value(name: str, column: str, **where: Any) -> float:
    frame = store.load(name)
    for key, value in where.items():
        frame = frame.loc[frame[key] == value]
    assert len(frame) >= 1
    return float(frame[column].iloc[0])


@needs_data
@pytest.mark.parametrize(
    ("file", "column", "where", "expected"),
    [
        ("tidy/nmc.csv.gz", "milex", {"ccode": 710, "year": 2022}, 218_639_000),
        ("tidy/nmc.csv.gz", "cinc", {"ccode": 2, "year": 1945}, 0.3839),
        ("tidy/nmc.csv.gz", "cinc", {"ccode": 2, "year": 1990}, 0.1414),
        ("tidy/mid_gml_dyad_year.csv.gz", "hostlev",
         {"dispnum": 258, "ccode1": 200, "ccode2": 255, "year": 1939}, 5),
        ("original/capdist/capdist.csv", "km", {"gwcode1": 200, "gwcode2": 220}, 365),
        ("original/owid_nuclear/nuclear-warhead-stockpiles.csv", "warheads",
         {"iso3": "USA", "year": 1967}, 31_255),
        ("original/worldbank/gdp.csv", "gdp", {"iso3": "CHN", "year": 2022}, 17.88e12),
    ],
)  # fmt: skip
def test_spot_values_are_those_published(
    file: str, column: str, where: dict[str, Any], expected: float
) -> None:
    name = add(DATA / file).reading.source.name  # type: ignore[union-attr]
    assert _value(name, column, **where) == pytest.approx(expected, rel=1e-3)
