"""Axelrod's tournament: the table holds the published numbers."""

import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.theory.axelrod import heat_map, play
from detente.theory.reciprocity import WIN_STAY, kind, together, worth

MEMORY_ONE = {"tit-for-tat": kind(0), "generous-tit-for-tat": kind(1 / 3),
              "win-stay-lose-shift": WIN_STAY, "hawk": (0, 0, 0, 0),
              "firm-but-fair": (1, 0, 1, 2 / 3)}  # fmt: skip


def test_each_cell_is_the_long_run_of_the_chain() -> None:
    table = play(list(MEMORY_ONE), rounds=600, noise=0.05, repetitions=60)
    for i, one in enumerate(table.names):
        for j, other in enumerate(table.names):
            shares = together(MEMORY_ONE[one], MEMORY_ONE[other], 0.05)
            assert table.payoff[i, j] == pytest.approx(worth(shares), abs=0.06)
            friendly = shares[0] + shares[1]
            assert table.friendly[i, j] == pytest.approx(friendly, abs=0.03)


def test_without_slips_nice_rules_earn_the_reward_and_hawks_one_temptation() -> None:
    """A hawk takes 5 once from tit for tat, then 1; a dove gives it 5 for ever."""
    table = play(["tit-for-tat", "hawk", "dove"], rounds=200, noise=0)
    cell = {
        (a, b): table.payoff[i, j]
        for i, a in enumerate(table.names)
        for j, b in enumerate(table.names)
    }
    assert cell["tit-for-tat", "tit-for-tat"] == 3 == cell["tit-for-tat", "dove"]
    assert cell["hawk", "tit-for-tat"] == pytest.approx((5 + 199) / 200)
    assert cell["tit-for-tat", "hawk"] == pytest.approx(199 / 200)
    assert (cell["hawk", "dove"], cell["dove", "hawk"]) == (5, 0)


def test_the_best_comes_first_and_the_same_seed_gives_the_same() -> None:
    table = play(["dove", "hawk", "grit"], rounds=50)
    assert np.all(np.diff(table.scores) <= 0)
    again = play(["dove", "hawk", "grit"], rounds=50)
    np.testing.assert_array_equal(table.payoff, again.payoff)
    assert heat_map(table).rows == table.names


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["hawk"], 'expected 2 to 30 strategies, got "hawk" alone'),
        (["hawk", "hawk"], "alone"),
        ([], "got 0"),
        (["hawk", "doves"], 'did you mean "dove"'),
        (["hawk", "mine.py:plan"], "a function for worlds"),
    ],
)
def test_a_tournament_that_cannot_be_is_refused(names: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        play(names, rounds=2)
