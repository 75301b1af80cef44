"""A decision as plain data."""

import json
import sys

import pytest
from tests.decide.made_up import stakes_of

from detente.claims.session import Run
from detente.core.needs import need
from detente.decide import decision
from detente.decide.decision import as_json
from detente.decide.learning import LEAST_DRAWS


def test_a_lead_within_a_width_makes_no_winner() -> None:
    found = as_json(stakes_of({"prior": [[1.0, 1.0], [1.5, 1.5]]}, ["a", "b"]))
    choice = found["choices"][0]
    assert choice["expected"] == "b"
    assert choice["good"] == ["a", "b"]
    assert not choice["counts"]
    assert not found["pareto"][0]["counts"]
    assert found["pareto"][0]["efficient"] == ["b"]


def test_the_plan_least_regretted_over_lenses_may_be_best_under_none() -> None:
    stakes = stakes_of(
        {
            "spiral": [[9.0, 9.0], [0.0, 0.0], [6.0, 6.0]],
            "deterrence": [[0.0, 0.0], [9.0, 9.0], [6.0, 6.0]],
        },
        ["one", "other", "middle"],
    )
    least = as_json(stakes)["minimax"][0]["over_lenses"]
    assert (least["plan"], least["regret"]) == ("middle", 3.0)
    assert least["good"] == ["middle"]


def test_a_decision_can_be_written_as_json() -> None:
    stakes = stakes_of({"prior": [[1.0, 1.0], [4.0, 4.0]]}, ["a", "b"])
    text = json.dumps(as_json(stakes), allow_nan=False)
    assert json.loads(text)["pareto"][0]["beaten"] == [{"plan": "a", "by": ["b"]}]


def test_without_the_extra_all_but_the_value_of_learning_is_said(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = dict(tiny_run.made_from) | {"draws": 2 * LEAST_DRAWS}
    monkeypatch.setattr(type(tiny_run), "made_from", property(lambda _: made))
    monkeypatch.setitem(sys.modules, "sklearn.preprocessing", None)
    monkeypatch.setattr(decision, "learning", lambda *_: need("sklearn.preprocessing"))
    found = decision.decide(tiny_run)
    assert found["choices"]
    assert "sklearn: expected it to be installed" in found["learning"]["refused"]
