"""Views of actors and pairs: put together batch by batch, means over all members."""

import numpy as np
from tests.runs.made_up import BASE, SHAPE, batch_of

from detente.runs.job import Task, tasks, whole_kept
from detente.runs.views import UNITS, Views
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS

MINE = [
    task
    for task in tasks(SHAPE.lenses, SHAPE.variants, SHAPE.draws, SHAPE.replicates)
    if task[:2] == ("prior", BASE)
]


def fine(task: Task) -> np.ndarray:
    """Return that every draw of a task went well."""
    return np.ones(len(task.draws), np.float32)


def together() -> Views:
    """Return the views of all batches of a lens and plan."""
    views = Views(SHAPE)
    for task in MINE:
        views.add(task, batch_of(task), fine(task))
    return views


def test_each_number_stands_where_its_batch_says() -> None:
    views = together()
    for task in MINE:
        batch = batch_of(task)
        for k, draw in enumerate(task.draws):
            np.testing.assert_array_equal(
                views.actors[draw, task.replicate], batch.actors[k]
            )


def test_a_pair_view_is_the_mean_over_all_members() -> None:
    sizes = [len(task.draws) for task in MINE]
    expected = np.average([batch_of(t).mean for t in MINE], axis=0, weights=sizes)
    np.testing.assert_allclose(together().mean, expected, rtol=1e-5)


def test_a_draw_that_is_left_out_is_in_no_view() -> None:
    views, task = Views(SHAPE), MINE[0]
    left = fine(task)
    left[3] = np.nan
    views.add(task, batch_of(task), left)
    assert np.isnan(views.actors[task.draws[3], task.replicate]).all()
    assert np.isfinite(views.actors[task.draws[4], task.replicate]).all()


def test_a_batch_that_is_left_out_counts_for_nothing() -> None:
    views = together()
    before = views.mean.copy()
    views.add(MINE[0], batch_of(MINE[0]), fine(MINE[0]) * np.nan)
    np.testing.assert_array_equal(views.mean, before)


def test_the_spread_of_a_pair_view_is_never_imaginary() -> None:
    views, batch = Views(SHAPE), batch_of(MINE[0])
    batch.square[:] = batch.mean**2 * np.float32(1 - 1e-7)
    views.add(MINE[0], batch, fine(MINE[0]))
    assert np.isfinite(views.spread).all()


def test_some_members_are_kept_whole_and_named() -> None:
    views = together()
    assert len(views.who) == len(views.whole) == whole_kept(40, 2)
    assert len(set(views.who)) == len(views.who)
    first = batch_of(MINE[0]).whole[:, 0].astype(np.float16)
    np.testing.assert_array_equal(views.whole[0], first)
    assert views.who[0] == (0, 0)


def test_every_view_has_a_unit() -> None:
    assert all(UNITS[view] for view in (*ACTOR_VIEWS, *PAIR_VIEWS))
