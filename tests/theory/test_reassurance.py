"""Reassurance: the window is where neither kind of state would rather do otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.reassurance import USUAL, Stakes, trust_needed, window


def _stays(stakes: Stakes, trust: float, share: float) -> bool:
    """Return whether both kinds stay with their part, by payoffs round by round."""
    r, p, s, t, own = stakes
    rest, other = 1 - share, 1 - trust
    greedy = share * (trust * t + other * p) + rest * p
    feigns = share * (trust * r + other * s) + rest * (trust * t + other * p)
    restrains = share * (trust * r + other * s) + rest * (trust * r + other * p)
    arms = share * (trust * own + other * p) + rest * p
    return greedy >= feigns - 1e-12 and restrains >= arms - 1e-12


@given(st.floats(0.02, 0.98), st.floats(0.01, 0.99))
def test_inside_the_window_and_only_there_both_kinds_play_their_part(
    trust: float, share: float
) -> None:
    least, most = window(USUAL, trust)
    if min(abs(share - least), abs(share - most)) > 1e-6:
        assert _stays(USUAL, trust, share) == (least <= share <= most)


def test_the_window_opens_at_a_trust_of_one_sixth() -> None:
    """3 t / (1 + 3 t) = 2 t at t = 1/6: far below the half that one round needs."""
    assert trust_needed(USUAL) == pytest.approx(1 / 6)
    assert window(USUAL, 0.15)[0] > window(USUAL, 0.15)[1]
    assert window(USUAL, 0.18)[0] < window(USUAL, 0.18)[1]


def test_a_greedier_state_takes_a_dearer_step_to_be_told_apart() -> None:
    greedier = USUAL._replace(greedy=6.0)
    assert window(greedier, 0.3)[0] > window(USUAL, 0.3)[0]
    assert trust_needed(greedier) > trust_needed(USUAL)
