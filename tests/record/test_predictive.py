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
    growth = np.where(np.arange(30)[:, None] % 2, 0.1, 0.0) * np.ones((30, 6))
    step = 0 * dispute
    step[9, [2 * 6 + 3, 3 * 6 + 2]] = 1  # 3 and 4 sign a pact in 1955
    step[5, [0 * 6 + 1, 1 * 6 + 0]] = -1  # and 1 and 2 end theirs in 1951
    return {"dispute": dispute, "joined": joined, "fought": fought,
            "growth": growth, "tie_step": step}  # fmt: skip


def test_facts_are_those_counted_by_hand() -> None:
    found = predictive.facts(small_history(), past())
    assert found["disputes begun, 1950s"] == pytest.approx(100 * 2 / (10 * 15))
    assert found["disputes begun, 1960s"] == 0
    assert found["after 2-4 years of peace"] == pytest.approx(100 / 4)  # 1953 of 4
    assert found["pairs that never began one"] == pytest.approx(100 * 14 / 15)
    assert found["disputes that go to war"] == 50
    assert found["pact partners that join, any dispute"] == 50
    assert found["pact partners that join, war"] == 100
    assert found["disputes answered by one of the other side"] == 0
    assert found["growth of spending, median"] == pytest.approx(5)
    assert found["growth of spending, spread"] == pytest.approx(5)
    # 26 years; one pair of fifteen holds a pact throughout.
    assert found["pacts signed pair by pair"] == pytest.approx(100 / (14 * 26))
    assert found["pacts ended pair by pair"] == pytest.approx(100 / 26)


def test_a_dispute_is_answered_in_its_year_or_the_next() -> None:
    drawn = past()
    back = drawn["dispute"].copy()
    back[5, 2 * 6 + 1] = 2  # 3 strikes back in 1951, at what 2 began in 1950
    found = predictive.facts(small_history(), drawn | {"dispute": back})
    # Of three disputes the first is answered: its answer and that of 1953 are not.
    assert found["disputes answered by one of the other side"] == pytest.approx(100 / 3)


def test_a_check_sets_simulated_beside_recorded() -> None:
    beliefs = prior()
    draws = {key: np.full(3, b.centre, np.float32) for key, b in beliefs.items()}
    draws["crisis.base"] = draws["crisis.base"] + 3
    table = predictive.checks(Replay(small_history()), draws, seed=1)
    assert list(table["fact"]) == [fact.name for fact in predictive.FACTS]
    seen = table["fact"].str.startswith("disputes begun")
    assert np.all(table.loc[seen, "recorded"].fillna(0) == 0)
    assert table.loc[seen, "high"].max() > 0
