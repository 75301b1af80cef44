"""A decision as plain data."""

import json

from tests.decide.made_up import stakes_of

from detente.decide.decision import as_json


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
