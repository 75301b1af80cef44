"""The arms game: few who like to arm make many arm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.arms_game import equilibrium, reply_slope


@pytest.mark.parametrize(
    ("gain", "loss", "armed"), [(0.05, 0.9, 1 / 3), (0.02, 0.9, 1 / 6), (0.05, 1.2, 1)]
)
def test_the_cutoff_is_mu_over_one_less_d_less_mu(
    gain: float, loss: float, armed: float
) -> None:
    """c* = mu / (1 - (d - mu)) at C = 1: .05 / .15, .02 / .12, and 1 where d > C."""
    got = equilibrium((gain, gain), (loss, loss), 1.0)
    assert got == pytest.approx((armed, armed), abs=1e-9)


def test_unlike_sides_solve_two_equations() -> None:
    """Lines p = .1 + .4 q and q = .2 + .5 p cross at p = .18 / .8."""
    got = equilibrium((0.1, 0.2), (0.5, 0.7), 1.0)
    assert got == pytest.approx((0.225, 0.3125))


@given(st.floats(0.01, 0.3), st.floats(0.35, 1.5), st.floats(0, 0.3))
def test_more_to_lose_or_to_gain_arms_both_sides(
    gain: float, loss: float, more: float
) -> None:
    base = equilibrium((gain, gain), (loss, loss), 1.0)
    for changed in (
        equilibrium((gain + more, gain), (loss + more, loss), 1.0),
        equilibrium((gain, gain), (loss + more, loss), 1.0),
    ):
        assert all(b >= a - 1e-9 for a, b in zip(base, changed, strict=True))


def test_the_slope_of_the_reply_says_how_many_equilibria_there_are() -> None:
    """Below 1 a single one; a loss beyond cost and gain leaves none but arms."""
    assert reply_slope(0.05, 0.9, 1.0) == pytest.approx(0.85)
    assert reply_slope(0.05, 1.2, 1.0) > 1
