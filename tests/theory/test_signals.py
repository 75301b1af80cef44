"""Signals of resolve: tied hands pay more and bring more war; nobody bluffs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.signals import Stakes, payoffs, resolve, sunk, war_risk

STAKES = st.builds(
    lambda p, share, q: Stakes(p, share * p, q),
    st.floats(0.1, 0.9), st.floats(0.05, 0.95), st.floats(0.05, 0.95),
)  # fmt: skip


def test_by_hand() -> None:
    """At p .5, c .2, q .5: .1 / .75 and .4; .75 / 2 (1 - v^2) - .1 (1 - v)."""
    stakes = Stakes(0.5, 0.2, 0.5)
    assert resolve(stakes) == pytest.approx((2 / 15, 0.4))
    assert war_risk(stakes) == pytest.approx((0.5 * 13 / 15, 0.3))
    assert payoffs(stakes) == pytest.approx((0.281667, 0.135), abs=1e-6)


@given(STAKES)
def test_tying_hands_pays_more_and_brings_more_war(stakes: Stakes) -> None:
    (tied, costly), (risk, less) = payoffs(stakes), war_risk(stakes)
    assert tied > costly
    assert risk > less


@given(STAKES, st.floats(0, 1))
def test_nobody_bluffs_and_nobody_who_should_signal_does_not(
    stakes: Stakes, value: float
) -> None:
    p, c, q = stakes
    fights = value * p - c
    tied = (1 - q) * value + q * fights
    costly = (1 - q) * value + q * max(fights, 0.0) - sunk(stakes)
    first, second = resolve(stakes)
    if abs(value - first) > 1e-9:
        assert (tied > 0) == (value > first)
    if abs(value - second) > 1e-9:
        assert (costly > 0) == (value > second)
        assert costly <= 0 or fights >= 0
