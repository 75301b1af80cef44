"""Two worlds side by side: what the steps are, and that they add up."""

from typing import Any

import numpy as np
import pytest

from detente.decide.paths import Abreast, Paths
from detente.decide.steps import PAIRWISE, SOURCES, STEPS
from detente.lenses.lens import load as load_lens
from detente.lenses.lens import sample
from detente.runs.engine import Engine, Members
from detente.runs.job import Variant
from detente.worlds.compile import Compiled, compile_scenario
from detente.worlds.load import STARTER, load
from detente.worlds.measures import Query

SEED = 11
QUERIES = (
    Query("tension", "RIVAL", "friends"),
    Query("security", "ALLY"),
    Query("threat", "RIVAL", "friends"),
    Query("misperception", "RIVAL", "friends"),
)
MEMBERS = Members.of(range(32), 0)
PLAIN = Variant("guarantee").switches()


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    """Return the starter scenario, cut to a few years, as arrays."""
    return compile_scenario(load(STARTER).model_copy(update={"horizon": 2028}))


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    """Return parameters that make disputes likely, so that all steps have work."""
    drawn = sample(load_lens("prior"), 32, SEED)
    return drawn | {"crisis.base": drawn["crisis.base"] + 2.5}


@pytest.fixture(scope="module")
def paths(compiled: Compiled) -> Paths:
    """Return the program."""
    rival, ally = (compiled.actors.index(code) for code in ("RIVAL", "ALLY"))
    return Paths(compiled, QUERIES, [(rival, ally), (ally, rival)])


@pytest.fixture(scope="module")
def kept(paths: Paths, draws: Any) -> Abreast:
    """Return one batch of the guarantee against keeping at a distance."""
    return paths.run("guarantee", "distance", PLAIN, draws, MEMBERS, SEED)


def test_steps_add_up_to_the_effect_either_way(kept: Abreast) -> None:
    effect = kept.there - kept.here
    assert np.abs(effect).max() > 1e-3
    for way in (0, 1):
        np.testing.assert_allclose(kept.steps[:, :, way].sum(axis=2), effect, atol=1e-6)


def test_the_two_worlds_are_those_of_a_run(
    kept: Abreast, compiled: Compiled, draws: Any
) -> None:
    engine = Engine(compiled, QUERIES, ["ALLY", "RIVAL"], 2)
    for plan, found in (("guarantee", kept.there), ("distance", kept.here)):
        batch = engine.run(plan, PLAIN, draws, MEMBERS, SEED)
        np.testing.assert_allclose(found, batch.outcomes, atol=1e-6)


def test_growth_adds_up_to_arms(kept: Abreast) -> None:
    gap = kept.arms[:, :, 0] - kept.arms[:, :, 1]
    for way in (0, 1):
        grown = np.cumsum(kept.growth[:, :, way].sum(axis=2), axis=1)
        np.testing.assert_allclose(grown, gap, atol=2e-5)
    assert np.abs(gap).max() > 1e-3


def test_what_is_learned_adds_up_to_the_change_of_log_odds(kept: Abreast) -> None:
    before, predicted, after = np.moveaxis(
        kept.odds[:, :, 0] - kept.odds[:, :, 1], 2, 0
    )
    free = np.abs(kept.odds[:, :, :, 2]).max(axis=2) < 9  # not held back at 1e-4
    for way in (0, 1):
        learned = kept.learned[:, :, way].sum(axis=2)
        np.testing.assert_allclose(
            (predicted + learned)[free], after[free], atol=5e-4, rtol=1e-3
        )
    np.testing.assert_allclose(before[:, 1:], after[:, :-1], atol=1e-5)


def test_in_the_first_year_only_the_plan_differs(kept: Abreast) -> None:
    by_source = {
        source: np.abs(kept.steps[:, 0][..., [s == source for s, _ in STEPS], :]).max()
        for source in SOURCES
    }
    for source in ("arms", "ties", "memory", "standing"):
        assert by_source[source] < 1e-7, source


def test_without_a_difference_between_plans_no_step_adds_anything(
    paths: Paths, draws: Any
) -> None:
    same = paths.run("distance", "distance", PLAIN, draws, MEMBERS, SEED)
    np.testing.assert_array_equal(same.there, same.here)
    assert np.abs(same.steps).max() < 1e-6
    assert np.abs(same.learned).max() < 1e-6
    np.testing.assert_array_equal(same.pairs[:, 0], same.pairs[:, 1])


def test_belief_moves_threat_through_fear_alone(kept: Abreast) -> None:
    threat = QUERIES.index(Query("threat", "RIVAL", "friends"))
    added = np.abs(kept.steps[..., threat]).max(axis=(0, 1, 2))
    for (source, route), size in zip(STEPS, added, strict=True):
        if route != "fear":
            assert size < 1e-6, (source, route)
    assert added[STEPS.index(("belief", "fear"))] > 1e-4


def test_views_of_pairs_are_means_over_members(
    kept: Abreast, compiled: Compiled
) -> None:
    dispute = kept.pairs[:, 0, PAIRWISE.index("dispute")]
    rival, ally = (compiled.actors.index(code) for code in ("RIVAL", "ALLY"))
    tension = kept.there[:, :, 0].mean(axis=0)
    assert (tension > dispute[:, rival, ally]).all()
    assert (dispute[:, rival, ally] > 0).all()
    assert np.diagonal(dispute, axis1=1, axis2=2).max() < 1e-9
