"""What a run says: keys that do not change, and no NaN in JSON."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.claims.made_up import filled, lens_of, part, scenario_of

from detente.claims.report import as_json
from detente.claims.verdicts import verdicts
from detente.runs.job import Variant
from detente.runs.results import Failure, Results
from detente.worlds.schema import Scenario

ROOT = Path(__file__).resolve().parents[2]
LENS = lens_of(guess="assumed", finding="literature")
ABOUT = {"seed": 1, "draws": 40, "replicates": 1, "elapsed_s": 0.5}

CLAIM = """
    id title lens plan baseline primary author reading modality verdict shares effect
    ratio monte_carlo_error chance_share parts width width_reason refused label
    by_construction assumed_share shares_by_origin least_share draws_to_tell
    leans_on hinge if_approved note
"""
PART = """
    outcome of toward years contrast holds_if level plan against without than median lo
    hi unit width width_reason
"""
HINGE = "engagement_deters_share fear_adds gain_adds revisionist_share unit text"
SPIRAL = "lens plan median lo hi above_one undefined outcome"


def keys(text: str) -> set[str]:
    """Return the names in a text."""
    return set(text.split())


def said(scenario: Scenario, results: Results) -> dict[str, Any]:
    """Return what a run says, as it comes back from JSON."""
    rng = np.random.default_rng(1)
    count = results.shape.draws
    draws = {LENS.name: {name: rng.standard_normal(count) for name in LENS.beliefs}}
    found = verdicts(results, scenario, [LENS], draws)
    origins = {LENS.name: {name: b.origin for name, b in LENS.beliefs.items()}}
    plain = as_json(scenario, results, [], found, origins, ABOUT)
    return json.loads(json.dumps(plain, allow_nan=False))


def ordinary() -> tuple[Scenario, Results]:
    """Return a scenario and results in which everything went well."""
    scenario = scenario_of(part(), weak=["half"])
    effects = np.random.default_rng(2).normal(0.02, 0.01, 40)
    table = {("", "tension"): [0.5] * 40, ("guarantee", "tension"): 0.5 + effects}
    results = filled(scenario, table)
    results.fear[:], results.gain[:], results.spiral[:] = 0.01, 0.02, 0.8
    return scenario, results


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    """Return what an ordinary run says."""
    return said(*ordinary())


def test_a_run_says_what_the_documentation_lists(plain: dict[str, Any]) -> None:
    assert plain.keys() == ABOUT.keys() | keys(
        "scenario claims spiral_number votes failed_draws"
    )
    first = plain["claims"][0]
    assert first.keys() == keys(CLAIM)
    assert first["shares"].keys() == keys("supports negligible opposes")
    assert first["effect"].keys() == keys("median lo hi unit")
    assert first["ratio"].keys() == keys("median lo hi")
    assert first["parts"][0].keys() == keys(PART)
    assert first["hinge"].keys() == keys(HINGE)
    assert first["if_approved"].keys() == keys("shares effect")
    assert plain["spiral_number"][0].keys() == keys(SPIRAL)


def test_what_a_verdict_leans_on_comes_with_share_sign_and_origin() -> None:
    scenario, results = ordinary()
    plan = results.shape.variants.index(Variant("guarantee"))
    mover = np.random.default_rng(1).standard_normal(40)  # the first parameter drawn
    results.outcomes[0, plan] = (0.5 + 0.1 * mover)[:, None, None, None]
    (first, *_) = said(scenario, results)["claims"]
    (cause,) = first["leans_on"]
    assert cause.keys() == keys("parameter share lo hi sign origin")
    assert (cause["parameter"], cause["sign"]) == ("guess", 1)
    assert (cause["origin"], first["assumed_share"]) == ("assumed", 1)


def test_every_share_and_interval_is_in_order(plain: dict[str, Any]) -> None:
    assert [each["plan"] for each in plain["claims"]] == ["guarantee", "half"]
    for claim in plain["claims"]:
        assert sum(claim["shares"].values()) == pytest.approx(1, abs=1e-5)
        effect = claim["effect"]
        assert effect["lo"] <= effect["median"] <= effect["hi"]
        assert claim["label"] in {"literature", "assumed"}


def test_failed_draws_are_counted_and_named_and_no_nan_gets_into_json() -> None:
    scenario, results = ordinary()
    plan = results.shape.variants.index(Variant("guarantee"))
    for draw in (4, 7):
        results.outcomes[0, plan, draw] = np.nan
        results.fear[0, plan, draw] = np.nan
        failure = Failure("prior", "guarantee", draw, 0, 2024, "tension")
        results.failures += [failure, failure._replace(replicate=1)]
    plain = said(scenario, results)
    (failed,) = plain["failed_draws"]
    assert (failed["lens"], failed["plan"]) == ("prior", "guarantee")
    assert failed["count"] == 2  # two draws, though each failed in two replicates
    assert "tension" in failed["reason"]
    assert "2024" in failed["reason"]
    assert sum(plain["claims"][0]["shares"].values()) == pytest.approx(1, abs=1e-5)


def test_a_run_in_which_every_draw_failed_still_says_so_in_json() -> None:
    scenario, results = ordinary()
    for table in (results.outcomes, results.fear, results.gain, results.spiral):
        table[:] = np.nan
    plain = said(scenario, results)
    for claim in plain["claims"]:
        assert claim["verdict"] == "refused"
        assert claim["effect"]["median"] is None
        assert claim["hinge"] is None
    assert plain["spiral_number"] == []


def test_every_key_is_explained_in_the_documentation() -> None:
    text = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`(\w+)`", text))
    run = "scenario seed draws replicates lenses plans baseline elapsed_s claims"
    run += " spiral_number votes failed_draws reused folder"
    every = (run, CLAIM, PART, HINGE, SPIRAL, "supports opposes count reason")
    missing = set().union(*map(keys, every)) - explained
    assert not missing, f"docs/reference/json.md says nothing of {sorted(missing)}"
