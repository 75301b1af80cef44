"""Boulding: where two are equals, and who is safe at home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.boulding import boundary, viable

SIZE = st.floats(1, 20)


@given(SIZE, SIZE, SIZE, SIZE)
def test_at_the_boundary_strengths_are_equal(
    one: float, other: float, distance: float, loss: float
) -> None:
    x = boundary((one, other), distance, loss)
    assert one - loss * x == pytest.approx(other - loss * (distance - x), abs=1e-6)


@given(SIZE, SIZE, SIZE, SIZE)
def test_the_weak_are_safe_iff_the_boundary_lies_before_their_home(
    one: float, other: float, distance: float, loss: float
) -> None:
    x = boundary((one, other), distance, loss)
    if abs(x - distance) > 1e-9:
        assert viable((one, other), distance, loss) == (x < distance)
