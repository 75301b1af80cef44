"""Parameters carry their unit and bounds."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.parameters import Transform, bounded, unbounded


def test_natural_values_are_worked_by_hand() -> None:
    assert bounded("real", -2.5) == -2.5
    assert bounded("positive", np.log(3)) == pytest.approx(3)
    assert bounded("unit", np.log(3)) == pytest.approx(0.75)


def test_whole_arrays_are_taken_to_their_natural_side() -> None:
    x = np.array([[-np.log(3), 0], [np.log(3), 0]])
    np.testing.assert_allclose(bounded("unit", x), [[0.25, 0.5], [0.75, 0.5]])
    np.testing.assert_allclose(bounded("positive", x), [[1 / 3, 1], [3, 1]])


@pytest.mark.parametrize("transform", get_args(Transform))
@given(x=st.floats(-12, 12))
def test_there_and_back_is_where_one_was(transform: Transform, x: float) -> None:
    natural = float(bounded(transform, x))
    assert unbounded(transform, natural) == pytest.approx(x, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("transform", get_args(Transform))
@given(one=st.floats(-12, 12), other=st.floats(-12, 12))
def test_order_is_kept(transform: Transform, one: float, other: float) -> None:
    low, high = sorted([one, other])
    assert bounded(transform, low) <= bounded(transform, high)


@pytest.mark.parametrize(
    ("transform", "value", "expected"),
    [
        ("positive", 0.0, "> 0"),
        ("positive", -1.0, "> 0"),
        ("unit", 0.0, "between 0 and 1"),
        ("unit", 1.0, "between 0 and 1"),
        ("unit", 1.5, "between 0 and 1"),
        ("real", np.nan, "finite"),
        ("positive", np.inf, "finite"),
        ("unit", np.nan, "finite"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_was_expected(
    transform: Transform, value: float, expected: str
) -> None:
    with pytest.raises(ValueError, match=expected):
        unbounded(transform, value)
