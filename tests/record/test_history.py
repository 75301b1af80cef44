"""The history: arrays of the record, and what must hold of them."""

from pathlib import Path

import numpy as np
import pytest

from detente.record.history import BURN_IN, FIRST, History, history


@pytest.fixture(scope="module")
def recorded(whole_store: Path) -> History:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DETENTE_DATA_STORE", str(whole_store))
        return history()


def test_disputes_are_those_of_relevant_pairs_and_directed(recorded: History) -> None:
    years = recorded.years
    assert (years.dispute > 0).sum() == 1424
    assert np.all(years.relevant[years.dispute > 0] == 1)
    assert years.relevant[BURN_IN:].sum() == 2 * 72801


def test_nothing_missing_is_left_as_a_hole_or_a_zero(recorded: History) -> None:
    years = recorded.years
    for name, values in years._asdict().items():
        assert np.all(np.isfinite(values)), name
    assert np.all(years.growth_seen[years.log_gdp == 0] == 0)


def test_what_is_mutual_stands_both_ways(recorded: History) -> None:
    for name in ("tie", "tie_step", "fought", "contiguous", "pact", "relevant"):
        values = getattr(recorded.years, name)
        np.testing.assert_array_equal(values, values[:, recorded.reverse])


def test_known_cases_stand_where_they_should(recorded: History) -> None:
    place = {int(code): k for k, code in enumerate(recorded.codes)}
    pair = {
        (int(i), int(j)): m
        for m, (i, j) in enumerate(zip(recorded.first, recorded.second, strict=True))
    }
    two_germanies = pair[place[2], place[365]]
    assert recorded.years.nuclear[1970 - FIRST, place[365]] == 1
    assert recorded.years.tie[1985 - FIRST, pair[place[2], place[200]]] == 4
    assert recorded.years.dispute[1946 - FIRST :, two_germanies].max() >= 2
