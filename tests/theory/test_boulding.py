"""Boulding: where two are equals, and who is safe at home."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.theory.boulding import boundary, travelled, viable

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


def test_days_of_travel_discount_a_capability_only_beyond_the_first() -> None:
    """log10(7.2817) = .8622 at home, log10(10) = 1 after e days."""
    assert travelled(0.2, 0.0) == pytest.approx(0.2**0.8622, rel=1e-3)
    assert travelled(0.2, 2.718282) == pytest.approx(0.2, rel=1e-6)
    assert travelled(0.2, 30.0) < travelled(0.2, 20.0) < 0.2
