"""Opportunism: defence deters, and makes the attacker arm until it is too strong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.opportunism import attack, force_brought

SIZE = st.floats(0.1, 10)


def test_against_an_equal_it_brings_a_quarter_of_the_prize() -> None:
    """The symmetric contest spends m V / 4 a side, m = 1."""
    assert force_brought(4, 1) == 1
    assert force_brought(8, 2) == 2


def test_the_prize_is_worth_the_square_of_what_is_left_of_its_root() -> None:
    """(2 - 1)^2 of at most 2."""
    assert attack(4, 1, 2) == 0.5
    assert attack(4, 4, 2) == attack(1, 4, 2) == 0
    assert attack(4, 0, 2) == 1


@given(SIZE, SIZE, SIZE, SIZE)
def test_no_other_force_pays_more_and_defence_deters(
    prize: float, defence: float, other: float, highest: float
) -> None:
    best = force_brought(prize, defence)

    def worth(brought: float) -> float:
        return prize * brought / (brought + defence) - brought

    assert worth(best) >= worth(other) - 1e-12
    assert attack(prize, defence, highest) == pytest.approx(
        min(worth(best) / highest, 1), abs=1e-9
    )
    assert attack(prize, defence + other, highest) <= attack(prize, defence, highest)


@given(SIZE, st.floats(0.05, 0.9))
def test_the_attacker_arms_most_against_a_quarter_of_the_prize(
    prize: float, share: float
) -> None:
    assert force_brought(prize, share * prize) <= force_brought(prize, prize / 4)
