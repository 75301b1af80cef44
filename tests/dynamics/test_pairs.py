"""Pairs: a list of all pairs answers like the square."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.dynamics.pairs import Dense, Listed, listed

N = 5
EVERY = [(i, j) for i in range(N) for j in range(N)]
SQUARE = np.random.default_rng(1).normal(size=(2, N, N)).astype(np.float32)
ACTOR = np.random.default_rng(2).normal(size=N).astype(np.float32)


def on_list(layout: Listed, square: np.ndarray) -> jax.Array:
    """Return the values of a square on the pairs of a list."""
    return jnp.asarray(square)[layout.first, layout.second]


@pytest.mark.parametrize("method", ["row", "column"])
def test_a_list_of_all_pairs_spreads_actors_like_the_square(method: str) -> None:
    layout = listed(EVERY, N)
    dense = getattr(Dense(N), method)(ACTOR)
    np.testing.assert_array_equal(
        getattr(layout, method)(ACTOR), on_list(layout, dense)
    )


@pytest.mark.parametrize("method", ["rows", "columns", "worst"])
def test_a_list_of_all_pairs_sums_up_like_the_square(method: str) -> None:
    layout = listed(EVERY, N)
    for sign in (1, -1):
        dense = getattr(Dense(N), method)(sign * np.abs(SQUARE[0]))
        sparse = getattr(layout, method)(on_list(layout, sign * np.abs(SQUARE[0])))
        np.testing.assert_allclose(sparse, dense, rtol=1e-6)
    mixed = getattr(layout, method)(on_list(layout, SQUARE[0]))
    np.testing.assert_allclose(mixed, getattr(Dense(N), method)(SQUARE[0]), rtol=1e-5)


def test_a_list_of_all_pairs_flips_relays_and_tells_others_like_the_square() -> None:
    layout, square = listed(EVERY, N), Dense(N)
    one, two = (on_list(layout, x) for x in SQUARE)
    np.testing.assert_array_equal(
        layout.flip(one), on_list(layout, square.flip(SQUARE[0]))
    )
    np.testing.assert_array_equal(layout.others(), on_list(layout, square.others()))
    np.testing.assert_allclose(
        layout.via(one, two), on_list(layout, square.via(*SQUARE)), rtol=1e-5
    )


def test_a_short_list_holds_reverses_and_oneself_and_sums_over_what_it_holds() -> None:
    layout = listed([(0, 1), (3, 1)], N)
    held = list(zip(layout.first.tolist(), layout.second.tolist(), strict=True))
    assert held == [
        *[(0, 0), (0, 1), (1, 0), (1, 1), (1, 3)],
        *[(2, 2), (3, 1), (3, 3), (4, 4)],
    ]
    ones = jnp.ones(len(held))
    np.testing.assert_array_equal(layout.rows(ones), [2, 3, 1, 2, 1])
    np.testing.assert_array_equal(layout.columns(ones), [2, 3, 1, 2, 1])
    via = dict(zip(held, layout.via(ones, ones).tolist(), strict=True))
    assert via[0, 1] == 2  # through 0 and through 1
    assert via[1, 1] == 3  # through 0, 1 and 3


def test_the_worst_of_nothing_bad_is_nought() -> None:
    layout = listed([(0, 1)], 2)
    assert layout.worst(-jnp.ones(4)).tolist() == [0, 0]
    assert Dense(2).worst(-jnp.ones((2, 2))).tolist() == [0, 0]


@pytest.mark.parametrize("pair", [(0, 5), (-1, 0), (7, 7)])
def test_a_position_out_of_range_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="expected positions between 0 and 4"):
        listed([(0, 1), pair], N)
