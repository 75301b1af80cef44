"""The public data sets, read once for all tests of the record that need them."""

import os
from pathlib import Path

import pytest

from detente.record.adding import add

DATA = os.environ.get("DETENTE_DATA")

FILES = (
    "tidy/states_cow.csv", "tidy/majors_cow.csv", "tidy/states_gw.csv",
    "tidy/nmc.csv.gz", "tidy/contiguity_cow.csv", "tidy/mindist_cow_1945_2019.csv.gz",
    "tidy/mid_gml_dyad_year.csv.gz", "tidy/mid_gml_directed_dispute_year.csv.gz",
    "tidy/mid_cow_dyad_year.csv.gz", "original/cow_mid/MIDA 5.0.csv",
    "original/cow_mid/MIDB 5.0.csv", "tidy/atop_dyad_year.csv.gz",
    "tidy/rivalries_tss.csv", "tidy/rivalries_td.csv", "tidy/arms_races_grh.csv",
    "original/capdist/capdist.csv", "original/worldbank/gdp.csv",
    "original/worldbank/population.csv",
    "original/owid_nuclear/nuclear-warhead-stockpiles.csv",
)  # fmt: skip
"""The files that the panel and the facts are of."""


@pytest.fixture(scope="session")
def whole_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep every data set of the panel in a store, once a session."""
    if not DATA:
        pytest.skip("DETENTE_DATA names no folder with the public data sets")
    folder = tmp_path_factory.mktemp("whole-store")
    before = os.environ.get("DETENTE_DATA_STORE")
    os.environ["DETENTE_DATA_STORE"] = str(folder)
    try:
        for name in FILES:
            add(Path(DATA) / name)
    finally:
        if before is None:
            del os.environ["DETENTE_DATA_STORE"]
        else:
            os.environ["DETENTE_DATA_STORE"] = before
    return folder


@pytest.fixture
def public_data(whole_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test read the public data sets; it is skipped where they are not."""
    monkeypatch.setenv("DETENTE_DATA_STORE", str(whole_store))
