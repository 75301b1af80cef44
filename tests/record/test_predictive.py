"""Predictive checks: facts of a past that is counted by hand."""

import numpy as np
import pytest
from tests.record.made_up_history import small_history

from detente.record import predictive
from detente.record.fit import prior
from detente.record.replay import Replay


def past() -> dict[str, np.ndarray]:
    """Return a past: state 2 attacked state 3 in 1950 and, with war, in 1953."""
    history = small_history()
    dispute = np.zeros_like(history.years.dispute)
    dispute[4, 1 * 6 + 2], dispute[7, 1 * 6 + 2] = 3, 4
    fought = (np.maximum(dispute, dispute[:, history.reverse]) > 0) * 1.0
    joined = 0 * dispute
    joined[7, 0 * 6 + 1] = 1  # state 1, its pact partner, joins the war only
    return {"dispute": dispute, "joined": joined, "fought": fought}


def test_facts_are_those_counted_by_hand() -> None:
    found = predictive.facts(small_history(), past())
    assert found["disputes begun, 1950s"] == pytest.approx(100 * 2 / (10 * 15))
    assert found["disputes begun, 1960s"] == 0
    assert found["after 2-4 years of peace"] == pytest.approx(100 / 4)  # 1953 of 4
    assert found["pairs that never began one"] == pytest.approx(100 * 14 / 15)
    assert found["disputes that go to war"] == 50
    assert found["pact partners that join, any dispute"] == 50
    assert found["pact partners that join, war"] == 100


def test_a_check_sets_simulated_beside_recorded() -> None:
    beliefs = prior()
    draws = {key: np.full(3, b.centre, np.float32) for key, b in beliefs.items()}
    draws["crisis.base"] = draws["crisis.base"] + 3
    table = predictive.checks(Replay(small_history()), draws, seed=1)
    assert list(table["fact"]) == [fact.name for fact in predictive.FACTS]
    seen = table["fact"].str.startswith("disputes begun")
    assert np.all(table.loc[seen, "recorded"].fillna(0) == 0)
    assert table.loc[seen, "high"].max() > 0
