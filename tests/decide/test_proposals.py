"""A search with made-up scores: what is tried, what is chosen, what is refused."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.decide.made_up import stakes_of
from tests.worlds.test_interests import TIE, scenario

from detente.core.errors import UsageError
from detente.decide.moves import Dial, Setting, dials, moves_at, setting_of, sound
from detente.decide.proposals import chosen_front, compared, robust, searched
from detente.interfaces.cli.search_table import table
from detente.worlds.moves import PostMove, RestrainMove, TieMove
from detente.worlds.schema import Scenario

OFFER = RestrainMove(kind="restrain", by="HUB", to=("RIVAL",), strength=0.5, year=2025)
TEN = tuple(Dial((OFFER,)) for _ in range(10))


def score(settings: Sequence[Setting]) -> np.ndarray:
    """Score by how many of the first and of the last five moves are made."""
    made = np.array(settings, float)
    return np.stack([made[:, :5].sum(axis=1), made[:, 5:].sum(axis=1)], axis=1)


def without_moves() -> Scenario:
    """Return a scenario whose plans make no move."""
    whole = scenario()
    bare = {k: plan.model_copy(update={"moves": ()}) for k, plan in whole.plans.items()}
    return whole.model_copy(update={"plans": bare})


def test_by_default_the_plans_own_moves_may_be_made_each_once() -> None:
    found = dials(scenario())
    assert [[move.kind for move in dial.options] for dial in found] == [["tie"]]
    assert setting_of(found, scenario().plans["guarantee"].moves) == (1,)
    assert setting_of(found, ()) == (0,)
    assert setting_of(found, (OFFER,)) is None


def test_years_and_levels_make_an_option_each() -> None:
    allowed = {"move": TIE, "years": [2025, 2027], "levels": [2, 4]}
    (dial,) = dials(scenario(search=allowed))
    ties = [move for move in dial.options if isinstance(move, TieMove)]
    assert [(tie.year, tie.level) for tie in ties] == [
        (2025, 2), (2025, 4), (2027, 2), (2027, 4),
    ]  # fmt: skip
    assert moves_at((dial,), (0,)) == ()
    assert moves_at((dial,), (3,)) == (ties[2],)


def test_no_allowed_moves_are_one_clear_line() -> None:
    with pytest.raises(UsageError, match="expected moves to choose from, got none"):
        dials(without_moves())


def test_a_plan_that_posts_a_force_twice_is_not_tried() -> None:
    theatre = next(iter(scenario().world.theatres))
    away = PostMove(kind="post", by=("HUB",), theatre=theatre, share=0.7, year=2025)
    assert sound(scenario(), (away,))
    assert not sound(scenario(), (away, away.model_copy(update={"year": 2026})))


def test_few_plans_are_all_tried() -> None:
    choice = TEN[:3]

    def tally(settings: Sequence[Setting]) -> np.ndarray:
        return np.array(settings, float)[:, :2]

    found = searched(choice, lambda s: s != (1, 1, 1), tally, 2, 8, 1)
    assert len(found.settings) == 7


def test_a_search_finds_more_than_chance_and_is_the_same_again() -> None:
    found = searched(TEN, lambda _: True, score, 2, 120, 1)
    assert len(set(found.settings)) == 120
    drawn = np.random.default_rng(1).integers(0, 2, (120, 10))
    blind = score(drawn.tolist()).sum(axis=1).mean()
    assert found.scores[-40:].sum(axis=1).mean() > blind + 0.5
    again = searched(TEN, lambda _: True, score, 2, 120, 1)
    assert again.settings == found.settings
    np.testing.assert_array_equal(again.scores, found.scores)


def test_only_plans_that_differ_by_what_counts_are_looked_at_again() -> None:
    scores = np.array([[0, 0], [0.5, 0.2], [3, -3], [3.1, -3.2], [-2, -2], [0, 2.0]])
    assert chosen_front(scores, 8) == [5, 3]  # the compromise first
    assert chosen_front(scores, 1) == [5]


def test_a_gain_is_that_under_the_lens_where_it_is_least() -> None:
    stakes = stakes_of(
        {"spiral": [[1, 1], [4, 2]], "deterrence": [[1, 1], [1, 0]]}, ["a", "b"]
    )
    np.testing.assert_allclose(robust(stakes)[:, 0], [0, -0.5])


def test_the_optimism_is_what_held_out_draws_take_away() -> None:
    values = {"spiral": [[0, 0], [4, 2]], "deterrence": [[0, 0], [2, 2]]}
    stakes = stakes_of(values, ["a", "proposal-1"])
    found = compared(stakes, {"proposal-1": (OFFER,)}, {"proposal-1": np.array([5.0])})
    (each,) = found["proposals"]
    assert (each["searched"], each["held_out"]) == ({"aim-0": 5.0}, {"aim-0": 2.0})
    assert each["beats"] == ["a"]  # by more than a width under both lenses
    assert each["moves"][0]["strength"] == 0.5
    assert found["optimism"] == {"aim-0": 3.0}
    assert compared(stakes, {}, {})["optimism"] is None


def test_a_search_is_told_in_words() -> None:
    values = {"prior": [[0, 0], [4, 2]]}
    about = {
        "scenario": "s", "tried": 3, "possible": 4, "draws": 2, "held_out_draws": 2,
        "stated": ["a"],
    }  # fmt: skip
    found = compared(
        stakes_of(values, ["a", "proposal-1"]), {"proposal-1": (OFFER,)},
        {"proposal-1": np.array([5.0])},
    )  # fmt: skip
    said = table(about | found)
    assert "proposal-1: beats a under every lens by what counts" in said
    assert "2025 restrain by HUB to RIVAL strength 0.5" in said
    assert "Optimism of the search (widths): Aim 0 +2.00" in said
