"""A view: equal to the lens it changes nothing; weighted or afresh it says the same."""

import json
import math

import numpy as np
import pytest
from tests.claims.made_up import filled, part, scenario_of

from detente.claims.session import Run
from detente.core.errors import UsageError
from detente.decide import view as module
from detente.decide.beliefs import parsed
from detente.decide.members import finished
from detente.decide.view import needed, reweighted, view
from detente.decide.weights import effective
from detente.worlds.compile import compile_scenario

NOTHING = "belief.empathy >= 0.5 50%"
"""What the prior holds already."""


@pytest.fixture(autouse=True)
def weighted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulate nothing afresh unless a test says so."""
    monkeypatch.setattr(module, "needed", lambda members: 0)


def test_a_view_that_the_lens_holds_changes_nothing(tiny_run: Run) -> None:
    found = view(tiny_run, NOTHING).to_json()
    prior = [row for row in found["claims"] if row["lens"] == "prior"]
    for row in prior:
        assert row["after"]["shares"] == pytest.approx(row["before"]["shares"])
        assert row["after"]["verdict"] == row["before"]["verdict"]
        assert not row["changed"]
    assert found["lenses"][0] == {
        "lens": "prior", "how": "re-weighted", "effective": 80, "members": 80,
        "needed": 0,
    }  # fmt: skip
    json.dumps(found, allow_nan=False)


def test_the_futures_of_a_draw_count_by_their_weight() -> None:
    scenario = scenario_of(part())
    results = filled(scenario, {("", "tension"): [[0.1, 0.5], [0.2, 0.4], [0.3, 0.3]]})
    found = reweighted(results, np.array([[3.0, 1.0], [0.0, 2.0], [0.0, 0.0]]))
    q = [query.outcome for query in results.shape.queries].index("tension")
    np.testing.assert_allclose(
        found.outcomes[0, 0, :, 0, 0, q], [0.2, 0.4, 0.3], atol=1e-6
    )


def test_weights_and_a_fresh_run_agree_within_their_error(tiny_run: Run) -> None:
    whole = finished(tiny_run)
    compiled = compile_scenario(whole.scenario)
    held = parsed(
        ["RIVAL revisionist 50%", "crisis.fear >= 1 60%"],
        dict.fromkeys(compiled.actors, ""),
    )
    w = module._weights(whole, compiled, held, "prior")  # noqa: SLF001
    afresh = module._fresh(whole, compiled, held, ["prior"], 1, module._silent)  # noqa: SLF001
    size = effective(w)
    assert 15 < size < 80
    there = whole.results.outcomes[0, 0].mean(axis=2)
    here = afresh.outcomes[0, 0].mean(axis=2)
    assert np.isnan(afresh.outcomes[1]).all()
    for q, query in enumerate(whole.results.shape.queries):
        mean = (w * there[..., q]).sum() / w.sum()
        spread = np.sqrt((w * (there[..., q] - mean) ** 2).sum() / w.sum())
        error = spread / math.sqrt(size) + here[..., q].std() / math.sqrt(80)
        assert abs(mean - here[..., q].mean()) < 3 * error, query


def test_too_few_members_that_agree_are_simulated_afresh(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def fresh(whole: object, compiled: object, held: object, lenses: list[str],
              *_: object) -> object:  # fmt: skip
        asked.append(lenses)
        return finished(tiny_run).results

    monkeypatch.setattr(module, "needed", needed)
    monkeypatch.setattr(module, "_fresh", fresh)
    found = view(tiny_run, [NOTHING, "RIVAL revisionist 100%"]).to_json()
    how = {each["lens"]: each["how"] for each in found["lenses"]}
    assert asked == [[lens for lens in how if how[lens] == "fresh"]]
    assert how["spiral"] == "fresh"
    for row in found["claims"]:
        if how[row["lens"]] == "fresh":
            assert row["after"]["shares"] == pytest.approx(row["before"]["shares"])


def test_a_verdict_that_few_members_cannot_give_is_lost_and_not_changed() -> None:
    row = {"id": "it", "title": "It", "lens": "prior", "plan": "half", "primary": True,
           "shares": {}, "verdict": "supported"}  # fmt: skip
    assert not module._row(row, {"verdict": "refused"})["changed"]  # noqa: SLF001
    assert module._row(row, {"verdict": "opposed"})["changed"]  # noqa: SLF001


@pytest.mark.parametrize(
    ("members", "least"), [(256, 51.2), (128, 50), (80, 40), (16, 8), (1000, 200)]
)
def test_the_rule_is_a_fifth_and_fifty_or_half(members: int, least: float) -> None:
    assert needed(members) == pytest.approx(least)


def test_a_table_has_a_row_a_claim_plan_and_lens(tiny_run: Run) -> None:
    table = view(tiny_run, NOTHING).verdicts()
    assert len(table) == len(tiny_run.to_json()["claims"])
    assert table.supports_after.between(0, 1).all()


def test_a_view_of_nobody_is_refused(tiny_run: Run) -> None:
    with pytest.raises(UsageError, match='did you mean "RIVAL"'):
        view(tiny_run, "RIVL revisionist 70%")
