"""Verdicts: shares of draws, Monte Carlo error, words and labels, worked by hand."""

import re
from typing import Any

import numpy as np
import pytest
from tests.claims.made_up import filled, lens_of, part, scenario_of

from detente.claims import verdicts as verdicts_
from detente.claims.verdicts import (
    Verdict,
    judged,
    shares_of,
    spiral_numbers,
    verdict,
    verdicts,
)
from detente.lenses import scores
from detente.lenses.lens import Lens
from detente.runs.job import Variant
from detente.runs.results import Results
from detente.worlds.schema import Scenario

LENS = lens_of(guess="assumed", finding="literature")
DRAWS = 64
UP, DOWN, SMALL = 0.5, -0.5, 0.001
"""Effects above, below and within the width of a tension, 0.01."""


def drawn(count: int = DRAWS) -> dict[str, np.ndarray]:
    """Return draws of the parameters of LENS."""
    rng = np.random.default_rng(1)
    return {name: rng.standard_normal(count) for name in LENS.beliefs}


def numbered(scenario: Scenario) -> Scenario:
    """Return the scenario with a number of the list of states for each actor."""
    world = scenario.world
    actors = {
        code: actor.model_copy(update={"cow": 100 + k})
        for k, (code, actor) in enumerate(world.actors.items())
    }
    return scenario.model_copy(
        update={"world": world.model_copy(update={"actors": actors})}
    )


def judge(scenario: Scenario, results: Results, lens: Lens = LENS) -> Verdict:
    """Return the verdict on the claim under its primary plan."""
    draws = drawn(results.shape.draws)
    return verdict(results, scenario, "it", lens, "guarantee", draws)


def simple(effects: Any, *, spread: float = 0.0, **changes: Any) -> Verdict:
    """Return the verdict where the tension is 0.5 and the plan adds these effects.

    Args:
        effects: Effect of each draw.
        spread: Half the difference between its two replicates.
        changes: Keys of the claim to replace.
    """
    scenario = scenario_of(part(), **changes)
    mean = 0.5 + np.asarray(effects)
    there = np.stack([mean + spread, mean - spread], axis=1)
    table = {("", "tension"): np.full(there.shape, 0.5)}
    return judge(scenario, filled(scenario, table | {("guarantee", "tension"): there}))


def mixture(supports: int, negligible: int, opposes: int) -> list[float]:
    """Return as many effects of each kind."""
    return [UP] * supports + [SMALL] * negligible + [DOWN] * opposes


def test_three_shares_count_draws_and_add_up_to_one() -> None:
    shares = simple(mixture(12, 5, 3)).shares
    assert shares == pytest.approx((0.6, 0.25, 0.15))
    assert sum(shares) == pytest.approx(1, abs=1e-12)


def test_shares_count_draws_by_their_weight() -> None:
    claim = scenario_of(part()).claims["it"]
    parts = simple([UP, SMALL, DOWN]).parts
    found = shares_of(claim, parts, np.array([1.0, 2.0, 1.0]))
    assert found == pytest.approx((0.25, 0.5, 0.25))


@pytest.mark.parametrize("counts", [(3, 0, 7), (1, 0, 2), (0, 0, 49), (7, 3, 89)])
def test_no_share_is_negative_whatever_the_rounding(counts: Any) -> None:
    shares = simple(mixture(*counts)).shares
    assert min(shares) >= 0
    assert sum(shares) == pytest.approx(1, abs=1e-12)


def test_a_claim_of_two_parts_needs_both_in_the_same_draw() -> None:
    other = {"outcome": "security", "of": "RIVAL"}
    scenario = scenario_of(part("above"), part("below", **other, toward=None))
    first, second = [UP, UP, SMALL, DOWN, DOWN], [DOWN, UP, DOWN, UP, DOWN]
    table = {
        ("", "tension"): [0.5] * 5, ("guarantee", "tension"): 0.5 + np.array(first),
        ("", "security"): [0.5] * 5, ("guarantee", "security"): 0.5 + np.array(second),
    }  # fmt: skip
    found = judge(scenario, filled(scenario, table))
    assert found.shares == pytest.approx((0.2, 0.6, 0.2))
    assert len(found.parts) == 2


def test_a_negligible_effect_supports_a_claim_of_no_gain() -> None:
    scenario = scenario_of(part("not_above"))
    table = {("", "tension"): [0.5] * 4, ("guarantee", "tension"): [0.5, 0.5, 0, 1]}
    found = judge(scenario, filled(scenario, table))
    assert found.shares == pytest.approx((0.75, 0, 0.25))


def test_draws_that_failed_count_for_nothing() -> None:
    found = simple([UP, UP, DOWN, np.nan, np.nan])
    assert found.shares == pytest.approx((2 / 3, 0, 1 / 3))


def test_the_monte_carlo_error_is_what_other_replicates_would_change() -> None:
    # Replicates lie at +s and -s: variance 2 s^2 each, s^2 for their mean.
    found = simple([UP] * DRAWS, spread=0.008)
    assert found.error == pytest.approx(0.008 / np.sqrt(DRAWS), rel=1e-3)
    assert found.refused == ""


def test_a_verdict_is_refused_and_the_draws_it_names_would_do() -> None:
    spread = 0.0333  # 178 draws: (0.0333 / 0.0025)^2 = 177.4
    refused = simple([UP] * DRAWS, spread=spread)
    assert refused.word(scenario_of(part()).claims["it"]) == "refused"
    assert "quarter of the width" in refused.refused
    named = re.search(r"about (\d+) draws", refused.refused)
    assert named is not None
    enough = int(named[1])
    assert enough == 178
    assert simple([UP] * enough, spread=spread).refused == ""
    assert simple([UP] * (enough - 3), spread=spread).refused != ""


def test_a_claim_is_refused_if_chance_hides_any_of_its_parts() -> None:
    security = part("below", outcome="security", of="RIVAL", toward=None)
    scenario = scenario_of(part(), security)
    chance = np.array([0.2, -0.2])  # of two replicates of every draw
    table = {
        ("", "tension"): np.full((DRAWS, 2), 0.5),
        ("", "security"): np.full((DRAWS, 2), 0.5),
        ("guarantee", "tension"): np.full((DRAWS, 2), 0.5 + UP),
        ("guarantee", "security"): np.full((DRAWS, 2), 0.5 + DOWN) + chance,
    }
    assert judge(scenario, filled(scenario, table)).refused
    table["guarantee", "security"] -= chance
    assert judge(scenario, filled(scenario, table)).refused == ""


def test_with_one_replicate_the_whole_spread_is_taken_for_chance() -> None:
    scenario = scenario_of(part())
    effects = np.linspace(-0.3, 0.3, DRAWS)
    table = {("", "tension"): [0.5] * DRAWS, ("guarantee", "tension"): 0.5 + effects}
    found = judge(scenario, filled(scenario, table))
    assert found.error == pytest.approx(effects.std(ddof=1) / 8, rel=1e-4)
    assert found.refused
    assert found.chance_share is None


def test_the_share_of_chance_in_the_spread_is_at_most_one() -> None:
    wide = simple(np.linspace(-0.3, 0.3, DRAWS), spread=0.02)
    variance = np.linspace(-0.3, 0.3, DRAWS).var(ddof=1)
    assert wide.chance_share == pytest.approx(0.02**2 / variance, rel=1e-3)
    assert simple([UP] * 63 + [UP + 1e-4], spread=0.02).chance_share == 1


@pytest.mark.parametrize("effects", [[UP], [UP, np.nan, np.nan], [np.nan] * 3])
def test_fewer_than_two_finite_draws_give_no_verdict(effects: list[float]) -> None:
    found = simple(effects, spread=0.001)
    assert found.refused
    assert "about 0 draws" not in found.refused
    assert found.chance_share is None


@pytest.mark.parametrize(
    ("modality", "counts", "word"),
    [
        ("bound to", (90, 10, 0), "supported"),
        ("bound to", (89, 11, 0), "undecided"),
        ("could well", (50, 25, 25), "supported"),
        ("could well", (49, 26, 25), "undecided"),
        ("is", (50, 0, 50), "opposed"),
        ("is", (51, 0, 49), "supported"),
        ("risks", (30, 20, 50), "opposed"),
        ("risks", (30, 30, 40), "undecided"),
        ("risks", (20, 80, 0), "supported"),
        ("risks", (19, 81, 0), "negligible"),
        ("risks", (19, 31, 50), "opposed"),
        ("could well", (0, 50, 50), "opposed"),
        ("could well", (25, 50, 25), "negligible"),
    ],
)
def test_the_word_depends_on_how_sure_the_author_is(
    modality: str, counts: tuple[int, int, int], word: str
) -> None:
    scenario = scenario_of(part(), modality=modality)
    found = simple(mixture(*counts), modality=modality)
    assert found.word(scenario.claims["it"]) == word


def test_an_effect_of_a_move_is_assumed_at_most() -> None:
    finding = 0.5 + 0.1 * drawn()["finding"]
    scenario = scenario_of(part())
    table = {("", "tension"): [0.5] * DRAWS, ("guarantee", "tension"): finding}
    found = judge(scenario, filled(scenario, table))
    assert found.lean.assumed == pytest.approx(0, abs=0.05)
    assert found.label == "assumed"


@pytest.mark.parametrize(
    ("mover", "label"), [("finding", "literature"), ("guess", "assumed")]
)
def test_a_level_takes_its_label_from_what_it_leans_on(mover: str, label: str) -> None:
    scenario = scenario_of(part(contrast="level", level=0.4))
    values = 0.5 + 0.1 * drawn()[mover]
    assert judge(scenario, filled(scenario, {("", "tension"): values})).label == label


def test_a_level_that_leans_on_findings_alone_is_from_the_literature() -> None:
    lens = lens_of(guess="literature", finding="literature")
    scenario = scenario_of(part(contrast="level", level=0.4))
    results = filled(scenario, {("", "tension"): 0.5 + 0.1 * drawn()["finding"]})
    found = judge(scenario, results, lens)
    assert found.lean.assumed == 0
    assert found.label == "literature"


def test_only_a_level_that_leans_on_the_record_is_an_association(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scores, "tested", frozenset)
    lens, guess = lens_of(guess="record", finding="literature"), drawn()["guess"]
    scenario = scenario_of(part(contrast="level", level=0.4))
    level = filled(scenario, {("", "tension"): 0.5 + 0.1 * guess})
    assert judge(scenario, level, lens).label == "associated in the record"
    scenario = scenario_of(part())
    table = {("", "tension"): [0.5] * DRAWS, ("guarantee", "tension"): 0.5 + guess / 9}
    assert judge(scenario, filled(scenario, table), lens).label == "assumed"


@pytest.mark.parametrize(
    ("tested", "label"),
    [
        ({"tension"}, "associated in the record"),
        ({"tension", "force"}, "level forecast-tested"),
    ],
)
def test_a_level_is_forecast_tested_if_all_its_outcomes_are(
    monkeypatch: pytest.MonkeyPatch, tested: set[str], label: str
) -> None:
    monkeypatch.setattr(scores, "tested", lambda: frozenset(tested))
    lens, guess = lens_of(guess="record", finding="literature"), drawn()["guess"]
    level = {"contrast": "level", "level": 0.4}
    scenario = scenario_of(part(**level), part(**level) | {"outcome": "force"})
    table = {("", name): 0.5 + 0.1 * guess for name in ("tension", "force")}
    assert judge(scenario, filled(scenario, table), lens).label == label
    scenario = scenario_of(part())  # an effect is no forecast, whatever was tested
    effect = {
        ("", "tension"): [0.5] * DRAWS, ("guarantee", "tension"): 0.5 + guess / 9,
    }  # fmt: skip
    assert judge(scenario, filled(scenario, effect), lens).label == "assumed"


@pytest.mark.parametrize(
    ("about", "label"),
    [
        ({}, "level doubtful"),
        ({"outcome": "force"}, "level doubtful"),
        ({"outcome": "burden", "toward": None}, "level forecast-tested"),
        ({"outcome": "belief"}, "level forecast-tested"),
    ],
)
def test_a_check_speaks_only_to_disputes_of_the_pairs_it_counted(
    monkeypatch: pytest.MonkeyPatch, about: dict[str, Any], label: str
) -> None:
    outcome = about.get("outcome", "tension")
    monkeypatch.setattr(scores, "tested", lambda: frozenset({outcome}))
    monkeypatch.setattr(scores, "doubtful", bool)
    lens, guess = lens_of(guess="record", finding="literature"), drawn()["guess"]
    scenario = numbered(scenario_of(part(contrast="level", level=0.4, **about)))
    level = filled(scenario, {("", outcome): 0.5 + 0.1 * guess})
    assert judge(scenario, level, lens).label == label
    scenario = scenario_of(part())
    table = {("", "tension"): [0.5] * DRAWS, ("guarantee", "tension"): 0.5 + guess / 9}
    assert judge(scenario, filled(scenario, table), lens).label == "assumed"


@pytest.mark.parametrize(
    ("last", "label"),
    [(2026, "level forecast-tested"), (2022, "associated in the record")],
)
def test_no_level_is_tested_further_ahead_than_any_was(
    monkeypatch: pytest.MonkeyPatch, last: int, label: str
) -> None:
    """The scenario starts in 2023, and the level is of its years to 2026."""
    monkeypatch.setattr(scores, "tested", lambda: frozenset({"tension"}))
    monkeypatch.setattr(verdicts_, "AHEAD", last - 2023 + 1)
    lens, guess = lens_of(guess="record", finding="literature"), drawn()["guess"]
    scenario = scenario_of(part(contrast="level", level=0.4))
    level = filled(scenario, {("", "tension"): 0.5 + 0.1 * guess})
    assert judge(scenario, level, lens).label == label


def test_five_years_from_the_start_are_the_furthest_that_were_scored() -> None:
    assert verdicts_.AHEAD == 5


def test_an_effect_that_leans_on_nothing_known_is_assumed() -> None:
    scenario = scenario_of(part(contrast="level", level=0.4))
    found = judge(scenario, filled(scenario, {("", "tension"): [0.5] * DRAWS}))
    assert (found.lean.assumed, found.label) == (None, "assumed")


def test_the_hinge_weighs_what_fear_adds_against_what_gain_loses() -> None:
    scenario = scenario_of(part())
    results = filled(scenario, {("", "tension"): [0.5] * 4})
    plan, base = (
        results.shape.variants.index(Variant(name))
        for name in ("guarantee", "distance")
    )
    results.fear[0, base], results.gain[0, base] = 0.01, 0.03
    results.fear[0, plan], results.gain[0, plan] = 0.02, 0.025
    results.gain[0, plan, 0] = 0.0  # in one draw of four more is lost than added
    results.fear[0, plan, 3] = np.nan  # and one failed
    hinge = judge(scenario, results).hinge
    assert hinge is not None
    assert hinge["fear_adds"] == pytest.approx(0.01)
    assert hinge["gain_adds"] == pytest.approx(-0.005)
    assert hinge["revisionist_share"] == pytest.approx(0.75)
    assert hinge["engagement_deters_share"] == pytest.approx(1 / 3)


def test_there_is_no_hinge_where_nothing_can_be_weighed() -> None:
    scenario = scenario_of(part())
    unknown = filled(scenario, {("", "tension"): [0.5] * 4})  # fear and gain are NaN
    assert judge(scenario, unknown).hinge is None
    for other in (
        part(contrast="level", level=0.1),
        {"outcome": "security", "of": "ALLY", "years": [2023, 2026]}
        | {"holds_if": "above"},
    ):
        scenario = scenario_of(other)
        results = filled(scenario, {("", other["outcome"]): [0.5] * 4})
        results.fear[:], results.gain[:] = 0.1, 0.1
        assert judge(scenario, results).hinge is None


def test_a_plan_that_asks_for_a_vote_is_judged_as_if_approved_too() -> None:
    scenario = scenario_of(part())
    table = {
        ("", "tension"): [[0.5, 0.5]] * 4, ("guarantee", "tension"): [[0.5, 0.5]] * 4,
        ("guarantee without refusal", "tension"): [[0.7, 0.0]] * 4,
    }  # fmt: skip
    passed = judge(scenario, filled(scenario, table)).if_approved
    assert passed is not None
    shares, found = passed
    assert shares == pytest.approx((1, 0, 0))  # a variant has one replicate
    np.testing.assert_allclose(found.values, 0.2, rtol=1e-5)


def test_a_claim_is_judged_only_where_the_run_holds_what_it_needs() -> None:
    scenario = scenario_of(part(without="words"), weak=["half"])
    results = filled(scenario, {("", "tension"): [0.5, 0.6]})
    claim = scenario.claims["it"]
    assert judged(results, scenario, claim, "guarantee")
    assert not judged(results, scenario, claim, "half")  # no words taken from it
    found = verdicts(results, scenario, [LENS], {LENS.name: drawn(2)})
    assert [(each.plan, each.primary) for each in found] == [("guarantee", True)]


def test_the_primary_plan_comes_before_the_weak_ones() -> None:
    scenario = scenario_of(part(), weak=["half"])
    results = filled(scenario, {("", "tension"): [0.5, 0.6]})
    found = verdicts(results, scenario, [LENS], {LENS.name: drawn(2)})
    assert [(e.plan, e.primary) for e in found] == [
        ("guarantee", True),
        ("half", False),
    ]


def test_the_spiral_number_is_summed_up_by_lens_and_plan() -> None:
    spiral = {"outcome": "spiral_number", "years": [2023, 2026], "holds_if": "above"}
    scenario = scenario_of(part(), spiral)
    values = [0.5, 0.9, 1.1, np.nan]
    table = {("", "tension"): [0.5] * 4, ("guarantee", "spiral_number"): values}
    (found,) = spiral_numbers(filled(scenario, table))
    assert (found["lens"], found["plan"], found["undefined"]) == (
        "prior", "guarantee", 1,
    )  # fmt: skip
    assert found["median"] == pytest.approx(0.9)
    assert found["above_one"] == pytest.approx(1 / 3)
    assert 0.5 <= found["lo"] < found["hi"] <= 1.1
