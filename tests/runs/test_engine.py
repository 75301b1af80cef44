"""The engine: the same numbers in any process, in any company."""

from typing import Any

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.runs.bounds import at_bounds

from detente.lenses.lens import load as load_lens
from detente.lenses.lens import sample
from detente.runs.engine import (
    MEMBERS,
    WHOLE,
    Batch,
    Engine,
    Members,
    members_at_a_time,
)
from detente.runs.execute import Plant, Recipe
from detente.runs.job import Task, Variant, tasks
from detente.worlds.compile import compile_scenario
from detente.worlds.load import STARTER
from detente.worlds.load import load as load_scenario
from detente.worlds.measures import ACTOR_VIEWS, Query

SEED = 11
EVERY = list(range(MEMBERS))
OWN = ("outcomes", "fear", "gain", "spiral", "actors")
"""Results that each member has for itself."""

RECIPE = Recipe(
    scenario=load_scenario(STARTER).model_copy(update={"horizon": 2028}),
    queries=(Query("tension", "RIVAL", "friends"), Query("arms", "RIVAL")),
    principals=("ALLY", "RIVAL"),
    probe=3,
    seed=SEED,
)
"""The starter scenario, cut to a few years."""


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return an engine."""
    compiled = compile_scenario(RECIPE.scenario)
    return Engine(compiled, RECIPE.queries, RECIPE.principals, RECIPE.probe)


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    """Return parameter draws of the prior."""
    return sample(load_lens("prior"), 80, SEED)


@pytest.fixture(scope="module")
def batch(engine: Engine, draws: Any) -> Batch:
    """Return a full batch."""
    return ran(engine, draws, EVERY)


def ran(
    engine: Engine,
    draws: Any,
    chosen: list[int],
    variant: Variant = Variant("guarantee"),  # noqa: B008
    replicate: int = 0,
) -> Batch:
    """Carry out one batch of the draws chosen."""
    return engine.run(
        variant.plan,
        variant.switches(),
        {key: x[chosen] for key, x in draws.items()},
        Members.of(chosen, replicate),
        SEED,
        variant.hold(engine.compiled.actors),
    )


def same(one: Batch, other: Batch) -> None:
    """Check that two batches agree bit for bit."""
    for name, a, b in zip(Batch._fields, one, other, strict=True):
        np.testing.assert_array_equal(a, b, err_msg=name)


def test_members_a_few_at_a_time_are_the_same_to_rounding(
    batch: Batch, draws: Any
) -> None:
    compiled = compile_scenario(RECIPE.scenario)
    few = Engine(compiled, RECIPE.queries, RECIPE.principals, RECIPE.probe, 4)
    in_turn = ran(few, draws, EVERY)
    for name, a, b in zip(Batch._fields, batch, in_turn, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6, err_msg=name)


@pytest.mark.parametrize(
    ("actors", "members"), [(3, 32), (49, 32), (100, 16), (200, 4), (400, 2)]
)
def test_large_worlds_are_worked_on_a_few_at_a_time(actors: int, members: int) -> None:
    assert members_at_a_time(actors) == members


def test_a_batch_has_the_shapes_it_says(batch: Batch) -> None:
    assert batch.outcomes.shape == (MEMBERS, 6, 2)
    assert batch.actors.shape == (MEMBERS, 6, len(ACTOR_VIEWS), 3)
    assert batch.mean.shape == batch.square.shape == (6, 4, 3, 3)
    assert batch.whole.shape == (6, WHOLE, 4, 3, 3)
    assert batch.spiral.shape == (MEMBERS,)
    for name, leaf in zip(Batch._fields, batch, strict=True):
        if name != "spiral":  # not a number where an actor alone does not settle
            assert np.isfinite(leaf).all(), name
    assert np.isfinite(batch.spiral).mean() > 0.8


def test_another_device_gives_the_same_bits(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    assert len(jax.devices()) == 2
    with jax.default_device(jax.devices()[1]):
        same(batch, ran(engine, draws, EVERY))


def test_one_worker_and_two_leave_the_same_batches(
    engine: Engine, draws: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    job = tasks(["prior"], [Variant("distance"), Variant("guarantee")], 40, 1)
    assert len(job) == 4
    kept: dict[str, Batch] = {}
    told: list[tuple[int, int]] = []

    def keep(task: Task, batch: Batch) -> None:
        kept[task.name] = batch

    def progress(stage: str, done: int, total: int, left: float | None) -> None:
        told.append((done, total))

    with Plant(RECIPE, 2) as plant:
        plant.execute(job, {"prior": draws}, keep, progress)
    assert told == [(done, 4) for done in range(5)]
    assert kept.keys() == {task.name for task in job}
    for task in job:
        same(ran(engine, draws, list(task.draws), task.variant), kept[task.name])


def test_a_draw_has_the_same_numbers_in_whatever_batch_it_is(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    moved = ran(engine, draws, [70, 5, 3, *range(40, 69)])
    for name in OWN:
        mine, theirs = getattr(batch, name), getattr(moved, name)
        np.testing.assert_array_equal(mine[5], theirs[1], err_msg=name)
        np.testing.assert_array_equal(mine[3], theirs[2], err_msg=name)


def test_members_that_only_fill_a_batch_move_no_mean(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    few = [4, 9, 17]
    part = ran(engine, draws, few)
    for name in OWN:
        mine, theirs = getattr(part, name), getattr(batch, name)
        np.testing.assert_array_equal(mine[:3], theirs[few], err_msg=name)
        np.testing.assert_array_equal(mine[3], mine[0], err_msg=name)
    alone = [ran(engine, draws, [draw]) for draw in few]
    mean = np.mean([each.mean for each in alone], axis=0)
    np.testing.assert_allclose(part.mean, mean, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(
        alone[0].whole[:, 0], alone[0].mean, rtol=1e-3, atol=1e-6
    )


def test_plans_share_their_chance_until_they_differ(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    baseline = ran(engine, draws, EVERY, Variant("distance"))
    np.testing.assert_allclose(
        batch.outcomes[:, :2], baseline.outcomes[:, :2], rtol=1e-6
    )
    assert not np.array_equal(batch.outcomes[:, 3:], baseline.outcomes[:, 3:])


def test_another_replicate_is_another_future(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    again = ran(engine, draws, EVERY, replicate=1)
    assert not np.array_equal(batch.outcomes, again.outcomes)


def test_a_tie_held_still_stays(engine: Engine, draws: Any) -> None:
    held = ran(engine, draws, EVERY, Variant("distance", "ALLY-HUB"))
    ally, hub = (engine.compiled.actors.index(code) for code in ("ALLY", "HUB"))
    assert (held.mean[:, 2, ally, hub] == 2).all()


def test_a_strategy_moves_its_plan_and_leaves_the_others_as_they_were(
    engine: Engine, draws: Any, batch: Batch
) -> None:
    plans = dict(RECIPE.scenario.plans)
    hawk = plans["distance"].model_copy(update={"strategies": {"RIVAL": "hawk"}})
    scenario = RECIPE.scenario.model_copy(update={"plans": plans | {"distance": hawk}})
    compiled = compile_scenario(scenario)
    other = Engine(compiled, RECIPE.queries, RECIPE.principals, RECIPE.probe)
    followed = ran(other, draws, EVERY, Variant("distance"))
    plain = ran(engine, draws, EVERY, Variant("distance"))
    assert np.isfinite(followed.outcomes).all()
    assert (followed.outcomes[:, :, 1].mean(0) > plain.outcomes[:, :, 1].mean(0)).any()
    tension = followed.outcomes[..., 0]
    assert (tension > 0.22).all(), "a hawk begins a dispute in 22.5 years of a hundred"
    assert np.isnan(followed.spiral).all(), "the number is one of the law"
    np.testing.assert_array_equal(ran(other, draws, EVERY).outcomes, batch.outcomes)


FAR = 4.0
"""Standard deviations of the prior: every parameter at once at such a bound."""


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_with_every_parameter_at_a_bound_nothing_is_lost_or_without_bounds(
    engine: Engine, seed: int
) -> None:
    found = ran(engine, at_bounds(FAR, np.random.default_rng(seed)), EVERY)
    assert np.isfinite(found.outcomes).all()
    assert np.isfinite(found.actors).all()
    tension = found.outcomes[:, :, 0]
    assert ((tension >= 0) & (tension <= 1)).all()
    assert (found.outcomes[:, :, 1] >= 0).all()  # arms
