"""Trust: the threshold, the fear that arming sows, and who arms for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory import trust

SHARE = st.floats(0.01, 0.99)


def test_restraint_takes_even_odds_at_the_usual_payoffs() -> None:
    """T 2, R 3, P 1, S 0: m = 1 / (1 + 1)."""
    assert trust.trust_needed(2, 3, 1, 0) == 0.5


@pytest.mark.parametrize(("seekers", "fear"), [(0.5, 0.462), (0.1, 0.811)])
def test_a_build_up_raises_fear_the_more_the_fewer_seekers_build(
    seekers: float, fear: float
) -> None:
    """.3 / (.3 + .7 b): crediting the other with no fear of its own costs .35."""
    assert trust.fear_after_build(0.3, seekers) == pytest.approx(fear, abs=5e-4)


@given(SHARE, SHARE)
def test_trust_in_a_trustworthy_state_does_not_fall_on_average(
    fear: float, seekers: float
) -> None:
    """A seeker that does not build is known for one."""
    after = seekers * (1 - trust.fear_after_build(fear, seekers)) + (1 - seekers)
    assert after >= 1 - fear - 1e-12


def test_half_of_the_seekers_arm_where_they_bear_half_of_the_losses() -> None:
    """Fear .5, G 1: those arm who lose more than 1 of at most 2; a fifth is greedy."""
    assert trust.arming(0.5, 0, 1, 2) == 0.5
    assert trust.arming(0.5, 0.2, 1, 2) == pytest.approx(0.6)
    assert trust.arming(0, 0.2, 1, 2) == 0.2


@given(SHARE, SHARE, SHARE)
def test_the_threshold_of_each_seeker_adds_up_to_the_share_that_arms(
    fear: float, gain: float, worst: float
) -> None:
    losses = [worst * (k + 0.5) / 2000 for k in range(2000)]
    armed = sum(1 - fear < trust.trust_needed(0, gain, loss, 0) for loss in losses)
    assert trust.arming(fear, 0, gain, worst) == pytest.approx(armed / 2000, abs=1e-3)


@given(SHARE, SHARE)
def test_fear_is_a_martingale(fear: float, seekers: float) -> None:
    assert trust.expected_fear(fear, seekers) == pytest.approx(fear)
