"""A job: every trajectory once, in batches with names of their own."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from detente.runs.engine import MEMBERS, WHOLE
from detente.runs.job import WHOLE_KEPT, Variant, tasks

PLAN, WORDS = Variant("full"), Variant("full", "words")


@given(st.integers(1, 150), st.integers(1, 3))
def test_each_draw_of_each_replicate_is_done_once(draws: int, replicates: int) -> None:
    lenses, variants = ["prior", "spiral"], [PLAN, Variant("stay-out"), WORDS]
    job = tasks(lenses, variants, draws, replicates)
    done = Counter(
        (task.lens, task.variant, task.replicate, draw)
        for task in job
        for draw in task.draws
    )
    assert set(done.values()) == {1}
    assert set(done) == {
        (lens, variant, replicate, draw)
        for lens in lenses
        for variant in variants
        for replicate in range(1 if variant.without else replicates)
        for draw in range(draws)
    }


@given(st.integers(1, 150))
def test_no_batch_is_larger_than_a_program_takes(draws: int) -> None:
    job = tasks(["prior"], [PLAN], draws, 1)
    assert all(1 <= len(task.draws) <= MEMBERS for task in job)
    assert all(len(task.draws) == MEMBERS for task in job[:-1])


def test_no_two_batches_have_one_name() -> None:
    variants = [PLAN, WORDS, Variant("full", "CHN-RUS"), Variant("full-words")]
    job = tasks(["prior", "spiral"], variants, 100, 2)
    assert len({task.name for task in job}) == len(job)
    assert not any(set(task.name) & set("/\\ :") for task in job)


def test_more_draws_leave_the_first_batches_as_they_are() -> None:
    few, many = tasks(["prior"], [PLAN], 64, 1), tasks(["prior"], [PLAN], 100, 1)
    assert many[: len(few)] == few


@pytest.mark.parametrize(
    ("without", "switches"),
    [
        ("", (0, 1, 0)),  # motives hidden, words said, votes counted
        ("uncertainty", (1, 1, 0)),
        ("words", (0, 0, 0)),
        ("refusal", (0, 1, 1)),
        ("CHN-RUS", (0, 1, 0)),
    ],
)
def test_a_variant_takes_away_what_it_says(
    without: str, switches: tuple[float, float, float]
) -> None:
    assert tuple(map(float, Variant("full", without).switches())) == switches


def test_a_tie_held_still_is_held_both_ways_and_no_other_is() -> None:
    held = Variant("full", "CHN-RUS").hold(["CHN", "JPN", "RUS"])
    assert held is not None
    np.testing.assert_array_equal(held, [[0, 0, 1], [0, 0, 0], [1, 0, 0]])


@pytest.mark.parametrize("without", ["", "uncertainty", "words", "refusal"])
def test_nothing_else_holds_a_tie(without: str) -> None:
    assert Variant("full", without).hold(["CHN", "RUS"]) is None


def test_results_name_a_variant_by_plan_and_what_it_lacks() -> None:
    assert (PLAN.label, WORDS.label) == ("full", "full without words")


@given(st.integers(1, 600), st.integers(1, 12))
@example(1, 12)  # batches of one member: each shows one
def test_pair_views_are_left_out_only_where_enough_came_before(
    draws: int, replicates: int
) -> None:
    shown = 0
    for task in tasks(["prior"], [PLAN], draws, replicates):
        assert task.shows_whole or shown >= WHOLE_KEPT
        shown += min(WHOLE, len(task.draws))
    assert shown
