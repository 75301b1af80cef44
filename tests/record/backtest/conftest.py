"""What these tests share: the data sets in their own store, and a made-up world."""

import os
from pathlib import Path

import pandas as pd
import pytest

from detente.record import panel
from detente.record.adding import add
from detente.record.backtest import rows, ties

DATA = os.environ.get("DETENTE_DATA")

FILES = (
    "states_cow.csv", "majors_cow.csv", "nmc.csv.gz", "contiguity_cow.csv",
    "mid_gml_dyad_year.csv.gz", "mid_gml_directed_dispute_year.csv.gz",
    "atop_dyad_year.csv.gz", "mindist_cow_1945_2019.csv.gz", "mid_cow_dyad_year.csv.gz",
)  # fmt: skip


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the data sets of the backtest, or skip."""
    if not DATA or not Path(DATA).is_dir():
        pytest.skip("DETENTE_DATA names no folder with the public data sets")
    store = tmp_path_factory.mktemp("store")
    before = os.environ.get("DETENTE_DATA_STORE")
    os.environ["DETENTE_DATA_STORE"] = str(store)
    for name in FILES:
        add(Path(DATA) / "tidy" / name)
    del os.environ["DETENTE_DATA_STORE"]
    if before is not None:
        os.environ["DETENTE_DATA_STORE"] = before
    return store


@pytest.fixture
def stored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use that store."""
    monkeypatch.setenv("DETENTE_DATA_STORE", str(folder))


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Put three states in place of the data, 1950-1953.

    1 is major; 1 and 2 touch by land. 1 and 2 disputed in 1950, 1 and 3 in 1951, when
    2 joined in: only the first began between originators. 1 owes 2 defence in 1950-51.
    """
    years = [1949, 1950, 1951, 1952, 1953]
    spell = {"styear": 1949, "endyear": 1953}
    capabilities = pd.DataFrame(
        {"ccode": code, "year": year, "cinc": cinc, "milper": 10.0 * code,
         "tpop": 1000.0, "milex": float(100 * code), "currency": "USD"}
        for code, cinc in ((1, 0.4), (2, 0.1), (3, 0.2))
        for year in years if (code, year) != (3, 1951)
    )  # fmt: skip
    disputes = pd.DataFrame({
        "ccode1": [1, 1, 2], "ccode2": [2, 3, 3], "year": [1950, 1951, 1951],
        "onset": 1, "ongoing": 1, "orig1": [1, 1, 0], "orig2": [1, 1, 1],
    })  # fmt: skip
    quiet = pd.DataFrame({
        "ccode1": [1], "ccode2": [2], "year": [1953], "onset": [0], "ongoing": [0],
        "orig1": [0], "orig2": [0],
    })  # fmt: skip
    frames = {
        "states-cow": pd.DataFrame({"ccode": [1, 2, 3], **spell}),
        "majors": pd.DataFrame({"ccode": [1], **spell}),
        "nmc": capabilities,
        "contiguity": pd.DataFrame({
            "ccode1": [1], "ccode2": [2], "conttype": [1],
            "stdate": pd.to_datetime(["1949-01-01"]),
            "enddate": pd.to_datetime(["1953-12-31"]),
        }),
        "gml-dyads": pd.concat([disputes, quiet]),
        "gml": pd.concat([disputes, quiet]),
        "atop": pd.DataFrame({
            "ccode1": [1, 1, 1], "ccode2": [2, 2, 3], "year": [1950, 1951, 1953],
            "defense": [1, 1, 0],
        }),
        "minimum-distance": pd.DataFrame({
            "ccode1": [1, 1], "ccode2": [2, 3], "year": [1952, 1952], "km": [0.0, 99.0],
        }),
    }  # fmt: skip
    monkeypatch.setenv("DETENTE_DATA_STORE", str(tmp_path / "nothing"))
    monkeypatch.setattr(panel, "_load", frames.__getitem__)
    monkeypatch.setattr(rows, "_load", frames.__getitem__)
    for cached in (rows._dyad_rows, ties._tie_rows):  # noqa: SLF001
        cached.cache_clear()
