"""Break-out: the first level of arms at which no surprise pays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.breakout import fight_at_once, gain, peaceful

COST, DEFENCE = st.floats(0.001, 0.45), st.floats(1.0, 4.0)


def test_by_hand() -> None:
    """C = V / 8: (1 - 1/2)^2 / 4; k = 2: ((1.41421 - .93541) / 3)^2."""
    assert peaceful(1.0, 0.125) == pytest.approx(1 / 16)
    assert peaceful(1.0, 0.125, 2.0) == pytest.approx(0.025471, abs=1e-5)
    assert peaceful(3.0, 0.375) == pytest.approx(3 / 16)


@given(COST, DEFENCE, st.floats(0.01, 0.99))
def test_below_it_a_surprise_pays_and_at_it_none(
    cost: float, defence: float, share: float
) -> None:
    level = peaceful(1.0, cost, defence)
    assert gain(1.0, level, cost, defence) == pytest.approx(0, abs=1e-7)
    if level > 1e-6:
        assert gain(1.0, share * level, cost, defence) > 0


@given(COST, DEFENCE, st.floats(0.02, 0.2), st.floats(0, 1))
def test_no_other_break_out_does_better(
    cost: float, defence: float, arms: float, extra: float
) -> None:
    chance = (arms + extra) / (arms + extra + defence * arms)
    assert chance - extra - cost - 0.5 <= gain(1.0, arms, cost, defence) + 1e-9


@given(COST, DEFENCE, st.floats(0.1, 1.0))
def test_the_more_defence_is_favoured_the_fewer_arms_keep_peace(
    cost: float, defence: float, more: float
) -> None:
    assert peaceful(1.0, cost, defence + more) <= peaceful(1.0, cost, defence) + 1e-9
    assert fight_at_once(1.0, cost, defence + more) <= fight_at_once(1.0, cost, defence)
