"""Effects: paired, averaged over replicates, in a unit, against a width."""

from typing import Any

import numpy as np
import pytest
from tests.claims.made_up import YEARS, filled, part, scenario_of, settings

from detente.claims.effects import (
    Effect,
    effect,
    hold,
    needed_queries,
    needed_variants,
    plans_of,
)
from detente.runs.job import Variant
from detente.runs.results import Results
from detente.worlds.measures import Query
from detente.worlds.outcomes import OUTCOMES, width_for
from detente.worlds.schema import Part, Scenario

THERE = [[0.30, 0.34], [0.20, 0.20], [0.10, 0.12]]
HERE = [[0.10, 0.20], [0.25, 0.15], [0.12, 0.10]]


def measured(scenario: Scenario, results: Results) -> Effect:
    """Return the effect of the first part of the claim."""
    claim, plan = settings(scenario)
    return effect(results, scenario, "prior", plan, claim.parts[0])


def worked(**changes: Any) -> Effect:
    """Return the effect where plan and baseline are THERE and HERE."""
    scenario = scenario_of(part(**changes))
    table = {("guarantee", "tension"): THERE, ("distance", "tension"): HERE}
    return measured(scenario, filled(scenario, table))


def test_an_effect_is_the_paired_difference_averaged_over_replicates() -> None:
    found = worked()
    np.testing.assert_allclose(found.values, [0.17, 0.0, 0.0], atol=1e-7)
    assert found.unit == "probability a year"
    assert (found.width, found.reason) == (0.01, OUTCOMES["tension"].width_reason)


def test_a_difference_comes_with_the_ratio_of_its_two_sides() -> None:
    ratio = worked().ratio
    assert ratio is not None
    np.testing.assert_allclose(ratio, [0.32 / 0.15, 1.0, 1.0], rtol=1e-5)


def test_a_ratio_is_the_plan_over_the_baseline_less_one() -> None:
    found = worked(contrast="ratio")
    width, _ = width_for("tension", "ratio") or (0, "")
    np.testing.assert_allclose(found.values, [0.32 / 0.15 - 1, 0, 0], atol=1e-6)
    assert (found.unit, found.width) == ("ratio - 1", width)


def test_a_level_is_compared_with_the_figure_stated_and_not_with_a_plan() -> None:
    found = worked(contrast="level", level=0.05)
    np.testing.assert_allclose(found.values, [0.27, 0.15, 0.06], rtol=1e-5)
    assert found.ratio is None


def test_only_the_years_of_the_window_count() -> None:
    scenario = scenario_of(part(years=[2024, 2025]))
    results = filled(scenario, {("", "tension"): [0.1, 0.2]})
    plan = results.shape.variants.index(Variant("guarantee"))
    results.outcomes[0, plan, :, :, YEARS.index(2023)] = 9.0
    results.outcomes[0, plan, :, :, YEARS.index(2024)] += 0.02
    results.outcomes[0, plan, :, :, YEARS.index(2026)] = 9.0
    found = measured(scenario, results)
    np.testing.assert_allclose(found.values, [0.01, 0.01], atol=1e-7)


def test_a_baseline_of_nothing_leaves_a_difference_and_no_ratio() -> None:
    scenario = scenario_of(part())
    table = {("guarantee", "tension"): [0.1, 0.2], ("distance", "tension"): [0.0, 0.1]}
    found = measured(scenario, filled(scenario, table))
    np.testing.assert_allclose(found.values, [0.1, 0.1], rtol=1e-5)
    assert found.ratio is not None
    assert np.isnan(found.ratio[0])
    assert found.ratio[1] == pytest.approx(2)


def test_a_part_may_name_its_own_plan_and_the_one_it_compares_with() -> None:
    scenario = scenario_of(part(plan="half", against="guarantee"))
    table = {
        ("half", "tension"): [0.5], ("guarantee", "tension"): [0.2],
        ("distance", "tension"): [0.1],
    }  # fmt: skip
    found = measured(scenario, filled(scenario, table))
    np.testing.assert_allclose(found.values, [0.3], rtol=1e-5)


def test_without_leaves_the_part_of_the_effect_that_goes_away() -> None:
    scenario = scenario_of(part(without="uncertainty"))
    table = {
        ("guarantee", "tension"): [[0.30, 0.90], [0.40, 0.90]],
        ("distance", "tension"): [[0.10, 0.20], [0.10, 0.10]],
        ("guarantee without uncertainty", "tension"): [[0.15, 9.0], [0.40, 9.0]],
        ("distance without uncertainty", "tension"): [[0.10, 9.0], [0.05, 9.0]],
    }
    found = measured(scenario, filled(scenario, table))
    # of the first replicate: (.30 - .10) - (.15 - .10); (.40 - .10) - (.40 - .05)
    np.testing.assert_allclose(found.values, [0.15, -0.05], atol=1e-6)
    assert found.ratio is None
    # Two effects of one replicate each. The differences by replicate are .2, .7 and
    # .3, .8: variance .125 in both draws.
    assert found.chance == pytest.approx(2 * 0.125, rel=1e-5)


def test_unlike_units_are_compared_in_multiples_of_widths() -> None:
    than = {"outcome": "belief", "of": "RIVAL", "toward": "HUB"}
    scenario = scenario_of(part(than=than))
    table = {
        ("guarantee", "tension"): [[0.13, 0.15]], ("distance", "tension"): [[0.10] * 2],
        ("guarantee", "belief"): [[0.56, 0.60]], ("distance", "belief"): [[0.50] * 2],
    }  # fmt: skip
    found = measured(scenario, filled(scenario, table))
    # .04 is four widths of .01; .08 is four widths of .02
    np.testing.assert_allclose(found.values, [0.0], atol=1e-4)
    assert (found.width, found.unit, found.ratio) == (1.0, "widths", None)
    assert found.chance == pytest.approx(1.0 + 1.0, rel=1e-3)


def test_chance_is_the_variance_that_replicates_show() -> None:
    # differences by replicate: .20, .14; -.05, .05; -.02, .02
    by_hand = np.mean([0.0018, 0.005, 0.0008]) / 2
    assert worked().chance == pytest.approx(by_hand, rel=1e-4)


def test_one_replicate_shows_no_chance() -> None:
    scenario = scenario_of(part())
    results = filled(scenario, {("", "tension"): [0.1, 0.2, 0.3]})
    assert np.isnan(measured(scenario, results).chance)


def test_a_draw_that_failed_has_no_effect_and_moves_no_other() -> None:
    scenario = scenario_of(part())
    there = np.array(THERE)
    there[1, 1] = np.nan
    table = {("guarantee", "tension"): there, ("distance", "tension"): HERE}
    found = measured(scenario, filled(scenario, table))
    np.testing.assert_allclose(found.values, [0.17, np.nan, 0.0], atol=1e-7)
    assert found.chance == pytest.approx(np.mean([0.0018, 0.0008]) / 2, rel=1e-4)


def test_a_width_of_ones_own_comes_with_its_reason() -> None:
    found = worked(width=0.5, why="half is what a voter sees")
    assert (found.width, found.reason) == (0.5, "half is what a voter sees")


@pytest.mark.parametrize(
    ("holds_if", "supports", "opposes"),
    [
        ("above", [0, 0, 0, 0, 1], [1, 0, 0, 0, 0]),
        ("below", [1, 0, 0, 0, 0], [0, 0, 0, 0, 1]),
        ("within", [0, 1, 1, 1, 0], [1, 0, 0, 0, 1]),
        ("not_above", [1, 1, 1, 1, 0], [0, 0, 0, 0, 1]),
        ("not_below", [0, 1, 1, 1, 1], [1, 0, 0, 0, 0]),
    ],
)
def test_a_negligible_effect_supports_a_claim_that_there_is_none(
    holds_if: str, supports: list[int], opposes: list[int]
) -> None:
    claimed = Part.model_validate(part(holds_if))
    values = np.array([-0.2, -0.1, 0.0, 0.1, 0.2])  # a width itself is negligible
    found = Effect(values, None, 0.1, "", "", 0.0)
    for said, expected in zip(hold(claimed, found), (supports, opposes), strict=True):
        np.testing.assert_array_equal(said, np.array(expected, bool))


def test_a_run_measures_what_claims_speak_of_and_each_thing_once() -> None:
    than = {"outcome": "security", "of": "ALLY"}
    spiral = {"outcome": "spiral_number", "years": [2023, 2026], "holds_if": "above"}
    scenario = scenario_of(part(), part("below"), part(than=than), spiral)
    assert needed_queries(scenario) == (
        Query("tension", "RIVAL", "ALLY"),
        Query("security", "ALLY"),
        Query("tragic_share"),  # stands in every run
        Query("security", "RIVAL"),  # interests: the sides that claims name
        Query("burden", "everyone"),
    )


def test_a_run_holds_every_plan_first_and_then_what_is_taken_away() -> None:
    scenario = scenario_of(part(without="words"), part(without=["ALLY", "HUB"]))
    assert needed_variants(scenario) == (
        Variant("distance"),
        Variant("guarantee"),
        Variant("half"),
        Variant("guarantee", "refusal"),  # it asks for a vote
        Variant("guarantee", "words"),
        Variant("distance", "words"),
        Variant("guarantee", "ALLY-HUB"),
        Variant("distance", "ALLY-HUB"),
    )


def test_a_claim_is_judged_under_its_primary_plan_first() -> None:
    scenario = scenario_of(part(), weak=["half", "guarantee"])
    assert plans_of(scenario.claims["it"]) == ("guarantee", "half")
