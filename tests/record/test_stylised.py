"""The stylised facts: published figures come out, and differences are pinned."""

import numpy as np
import pandas as pd
import pytest
from tests.record.agreement import agrees

from detente.record.stylised import FAMILIES, facts
from detente.record.stylised.differences import RECORDED, WHY
from detente.record.stylised.memory import hazard, recurrence
from detente.record.stylised.onsets import gini, held_by, never
from detente.record.stylised.rows import Record, percent

PINNED_TO = 6e-5
"""Differences are pinned to four decimals."""


def test_a_value_agrees_if_it_rounds_to_what_was_published() -> None:
    assert agrees(2.2, 2.1964)
    assert agrees(24.0, 24.4)
    assert not agrees(2.2, 2.12)
    assert not agrees(-0.03, -0.044)


def test_each_fact_is_told_apart_by_family_name_and_sample() -> None:
    keys = [(f, one.name, one.sample) for f, all_ in FAMILIES.items() for one in all_]
    assert len(keys) == len(set(keys))
    assert all(one.unit for all_ in FAMILIES.values() for one in all_)
    assert set(RECORDED) == set(WHY)


def test_a_share_leaves_out_what_is_missing() -> None:
    assert percent(pd.Series([True, False, None], dtype="boolean")) == 50
    assert np.isnan(percent(pd.Series([], dtype="boolean")))


def _record(monkeypatch: pytest.MonkeyPatch) -> Record:
    rows = pd.DataFrame({
        "ccode1": [1] * 4 + [1] * 4, "ccode2": [2] * 4 + [3] * 4,
        "year": [1950, 1951, 1952, 1953] * 2, "onset": [1, 1, 0, 1, 0, 0, 0, 0],
        "peace": [3, 0, 0, 1, 0, 1, 2, 3],
    })  # fmt: skip
    record = Record()
    rows = rows.assign(onset=rows["onset"].astype(bool))
    monkeypatch.setitem(record.__dict__, "relevant", rows)
    monkeypatch.setitem(record.__dict__, "all_pairs", rows)
    return record


def test_concentration_and_memory_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    record = _record(monkeypatch)
    assert never(record) == 50
    assert held_by(record, 0.5) == 100
    assert gini(record) == pytest.approx(0.5)
    assert hazard(record, "peace", 0, 0) == pytest.approx(100 / 3)
    assert recurrence(record, 1) == pytest.approx(100 / 3)
    assert recurrence(record, 2) == pytest.approx(200 / 3)


def test_no_family_gives_a_table_without_rows() -> None:
    assert list(facts([]).columns)[:3] == ["family", "name", "unit"]
    assert len(facts([])) == 0


@pytest.fixture(scope="module")
def recorded(whole_store: object) -> pd.DataFrame:
    """Return all facts, computed once from the public data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_DATA_STORE", str(whole_store))
        return facts()


def test_the_record_shows_what_was_published(recorded: pd.DataFrame) -> None:
    known = recorded.loc[recorded["published"].notna()]
    differ = {
        (row.name, row.sample)
        for row in known.itertuples(index=False)
        if not agrees(row.published, row.recorded)
    }
    assert differ == set(RECORDED)


def test_where_the_record_differs_it_is_pinned(recorded: pd.DataFrame) -> None:
    for row in recorded.itertuples(index=False):
        pinned = RECORDED.get((row.name, row.sample))
        if pinned is not None:
            assert row.recorded == pytest.approx(pinned, abs=PINNED_TO), row.name
            assert row.note
