"""A tournament in the kernel: who is struck by whom, and what it costs."""

from pathlib import Path

import jax
import numpy as np
import pytest

from detente.core.errors import RunError
from detente.theory.seats_game import COLUMNS, Arena, Field, heat_map, play
from detente.theory.two_sides import quiet, two_sides

NAMES = ["hawk", "dove", "tit-for-tat"]


def arena(years: int = 10) -> Arena:
    world = two_sides(allies=False)
    moves = quiet(world, years)
    return Arena(world, jax.tree.map(lambda x: x[0], moves), moves, (0, 1))


@pytest.fixture(scope="module")
def field() -> Field:
    return play(arena(), NAMES, noise=0.0, draws=16)


def test_hawks_strike_doves_never_do_and_tit_for_tat_does_if_struck(
    field: Field,
) -> None:
    at = {name: k for k, name in enumerate(field.names)}
    attacked = field.figures[COLUMNS.index("attacked")]
    hawk, dove, answer = (at[name] for name in NAMES)
    assert (attacked[:, hawk] > 0.05).all()
    assert (attacked[:, dove] < 1e-5).all()
    assert attacked[hawk, answer] > 0.005
    assert attacked[dove, answer] < 1e-5
    attacks = field.figures[COLUMNS.index("attacks")]
    np.testing.assert_allclose(attacks, attacked.T, rtol=1e-5)


def test_hawks_are_feared_and_spend_more(field: Field) -> None:
    at = {name: k for k, name in enumerate(field.names)}
    _, _, burden, feared = field.means
    assert feared[at["hawk"]] > feared[at["dove"]] + 0.2
    assert burden[at["hawk"]] > burden[at["dove"]]
    assert heat_map(field).columns == field.names


def test_a_fault_of_a_function_that_takes_part_is_told(
    tmp_path: Path,
) -> None:
    file = tmp_path / "mine.py"
    file.write_text(
        "def plan(view):\n"
        "    assert view['year'] < 2, 'tired'\n"
        "    return view['trend'], 0 * view['threat'], view['others']\n"
    )
    with pytest.raises(RunError, match="tired") as caught:
        play(arena(3), ["hawk", f"{file}:plan"], draws=2)
    assert "\n" not in str(caught.value)
