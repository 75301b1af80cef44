"""Extremists: a hawk's word works where fear arms, a dove's where alarm disarms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.extremists import provoked, quiet, unique

LOW, HIGH = st.floats(0.02, 0.45), st.floats(0.5, 0.98)


def test_a_hawks_word_by_hand() -> None:
    """D .9, mu .05: x1 = .05 + .85 x .9; x0 solves x^2 - .63 x - .0171125 = 0."""
    play = provoked(0.05, 0.9)
    wavers = 0.65608
    assert play.own == pytest.approx(0.815)
    assert play.spoken == pytest.approx(0.815 - wavers, abs=1e-5)
    assert play.calm == pytest.approx((wavers - 0.05) / 0.85, abs=1e-5)


def test_a_doves_word_by_hand() -> None:
    """D .3, mu .9: x1 = .9 - .6 x .9; x0 solves x^2 - 1.72 x + .6192 = 0."""
    play = provoked(0.9, 0.3)
    assert play.own == pytest.approx(0.36)
    assert play.spoken == pytest.approx(0.51302 - 0.36, abs=1e-5)
    assert play.calm == pytest.approx((0.9 - 0.51302) / 0.6, abs=1e-4)


@given(LOW, HIGH)
def test_where_fear_arms_a_hawk_arms_both(gain: float, loss: float) -> None:
    """Even its silence does: B then knows that A may be armed all the same."""
    play, before = provoked(gain, loss), quiet(gain, loss)
    assert play.own > before
    assert play.other > play.calm > before


@given(HIGH, LOW)
def test_where_alarm_disarms_a_dove_disarms_its_own_and_arms_the_other(
    gain: float, loss: float
) -> None:
    play, before = provoked(gain, loss), quiet(gain, loss)
    assert play.own < before < play.other


@given(st.floats(0.02, 0.98), st.floats(0.02, 0.98))
def test_the_one_who_can_help_itself_would_say_no_other(
    gain: float, loss: float
) -> None:
    """It speaks for those who waver and for nobody else; the other one for nobody.

    An extremist whose cost is k has mu (1 - q) - k if A arms, -d q if not, with q the
    chance that B arms.
    """
    if abs(loss - gain) < 0.05:
        return
    play = provoked(gain, loss)
    alarmed, calm = max(loss, gain), play.calm
    complements = loss > gain

    def worth(armed: bool, other: float, cost: float) -> float:
        return gain * (1 - other) - cost if armed else -loss * other

    helped, other_one = (-0.1, 2.0) if complements else (2.0, -0.1)
    # A always armed, and never: both extremists want B calm.
    for cost in (helped, other_one):
        for armed in (True, False):
            assert worth(armed, calm, cost) >= worth(armed, alarmed, cost)
    # A wavers: it arms if B is alarmed (complements), or if B is calm (substitutes).
    spoken, silent = (complements, alarmed), (not complements, calm)
    assert worth(*spoken, helped) > worth(*silent, helped)
    assert worth(*spoken, other_one) < worth(*silent, other_one)


def test_a_reply_flatter_than_one_leaves_one_equilibrium() -> None:
    assert unique(0.05, 0.9, 1.0)
    assert unique(0.9, 0.05, 1.0)
    assert not unique(0.05, 1.2, 1.0)
