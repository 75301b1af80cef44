"""Results: batches put together, failures named, everything labelled."""

from typing import Any

import numpy as np
import pytest
from tests.runs.made_up import BASE, SHAPE, batch_of, same_results

from detente.claims.session import Run
from detente.runs.job import Task, tasks
from detente.runs.results import Results, rebuild
from detente.worlds.outcomes import OUTCOMES

JOB = tasks(SHAPE.lenses, SHAPE.variants, SHAPE.draws, SHAPE.replicates)


def rebuilt(changes: dict[str, Any] | None = None) -> Results:
    """Return results of all batches, some of them changed by name."""
    done = {task.name: batch_of(task) for task in JOB} | (changes or {})
    return rebuild(SHAPE, [(task, done[task.name]) for task in JOB])


def named(lens: str, variant: Any, replicate: int, first: int) -> Task:
    """Return one task of the job."""
    (found,) = [
        task
        for task in JOB
        if task[:3] == (lens, variant, replicate) and task.draws[0] == first
    ]
    return found


def test_each_number_stands_where_its_batch_says() -> None:
    results = rebuilt()
    task = named("spiral", SHAPE.variants[1], 1, 32)
    batch = batch_of(task)
    for k, draw in enumerate(task.draws):
        where = (1, 1, draw, 1)
        np.testing.assert_array_equal(results.outcomes[where], batch.outcomes[k])
        np.testing.assert_array_equal(results.fear[where], batch.fear[k])
        np.testing.assert_array_equal(results.gain[where], batch.gain[k])
        assert results.spiral[where] == batch.spiral[k]


def test_whatever_finished_first_results_are_the_same() -> None:
    order = np.random.default_rng(4).permutation(len(JOB))
    done = {JOB[k].name: batch_of(JOB[k]) for k in order}
    shuffled = rebuild(SHAPE, [(task, done[task.name]) for task in JOB])
    same_results(rebuilt(), shuffled)


def test_only_replicates_that_were_not_run_are_empty() -> None:
    results = rebuilt()
    assert np.isfinite(results.outcomes[:, :2]).all()
    assert np.isfinite(results.outcomes[:, 2, :, 0]).all()
    assert np.isnan(results.outcomes[:, 2, :, 1]).all()  # a variant takes one


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_draw_that_is_not_finite_is_named_and_never_averaged(value: float) -> None:
    task = named("prior", BASE, 0, 32)
    batch = batch_of(task)
    batch.outcomes[3, 1:, 1] = value  # draw 35, from the second year, of arms
    results = rebuilt({task.name: batch})
    (failure,) = results.failures
    assert failure == ("prior", "distance", 35, 0, 2024, "arms")
    for table in (results.outcomes, results.fear, results.gain):
        assert np.isnan(table[0, 0, 35, 0]).all()
    assert np.isnan(results.spiral[0, 0, 35, 0])
    untouched = rebuilt()
    others = [draw for draw in range(SHAPE.draws) if draw != 35]
    np.testing.assert_array_equal(
        results.outcomes[0, 0, others], untouched.outcomes[0, 0, others]
    )
    assert np.isfinite(results.outcomes[0, 0, 35, 1]).all()


def test_members_that_only_fill_a_batch_cannot_fail() -> None:
    task = named("prior", BASE, 0, 32)
    batch = batch_of(task)
    batch.outcomes[len(task.draws) :] = np.nan
    assert rebuilt({task.name: batch}).failures == []


def test_the_data_set_has_named_dimensions_units_and_provenance() -> None:
    results = rebuilt()
    ds = results.dataset({"seed": 1, "scenario": "made-up"})
    assert ds["outcome"].dims == ("lens", "plan", "draw", "replicate", "year", "query")
    assert list(ds["year"].values) == list(SHAPE.years)
    assert list(ds["unit"].values) == [OUTCOMES[q.outcome].unit for q in SHAPE.queries]
    assert ds.attrs == {"seed": 1, "scenario": "made-up"}
    chosen = ds["outcome"].sel(
        lens="spiral", plan="guarantee", query="tension RIVAL ALLY", year=2024
    )
    np.testing.assert_array_equal(chosen, results.outcomes[1, 1, :, :, 1, 0])


def test_what_is_due_to_fear_and_gain_has_a_unit() -> None:
    ds = rebuilt().dataset({})
    assert all(
        ds[name].attrs["unit"] for name in ("spiral_number", "for_fear", "for_gain")
    )


def test_views_come_one_lens_and_plan_at_a_time_and_none_of_what_is_no_plan() -> None:
    seen: list[tuple[int, int]] = []
    done = ((task, batch_of(task)) for task in JOB)
    rebuild(SHAPE, done, lambda at, _: seen.append(at))
    assert seen == [(0, 0), (1, 0), (0, 1), (1, 1)]


def test_results_of_a_run_open_again_with_names_units_and_provenance(
    tiny_run: Run,
) -> None:
    ds = tiny_run.outcomes
    assert set(ds["plan"].values) >= {"distance", "guarantee"}
    assert ds.sizes["draw"] == 40
    assert ds["unit"].sel(query="force RIVAL ALLY").item() == "probability a year"
    assert ds.attrs["seed"] == 3
    assert {"detente", "jax", "fingerprint", "code", "scenario"} <= ds.attrs.keys()
    alone = ds["outcome"].isel(replicate=0)
    assert np.isfinite(alone).all()
