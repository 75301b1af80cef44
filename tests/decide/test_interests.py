"""What a run says of interests, and totals of those who give weights."""

import numpy as np
import pytest
from tests.decide.made_up import stakes_of

from detente.core.errors import DetenteError
from detente.decide.interests import either, kept, weighted

BOTH = [[[1.0, 5.0], [2.0, 5.0]], [[3.0, 1.0], [2.0, 9.0]]]


def test_a_chance_in_either_direction_is_that_of_two_independent_ones() -> None:
    both = either([np.array([0.5, 0.0]), np.array([0.5, 0.2])])
    np.testing.assert_allclose(both, [0.75, 0.2])


def test_gains_are_in_widths_and_turned_to_more_is_better() -> None:
    stakes = stakes_of({"prior": BOTH}, ["a", "b"], [1, -1], [0.5, 2.0])
    np.testing.assert_allclose(stakes.gains("prior")[0], [[2, -2.5], [4, -2.5]])


def test_a_total_weighs_gains_in_widths() -> None:
    stakes = stakes_of({"prior": BOTH}, ["a", "b"], [1, -1], [0.5, 2.0])
    found = weighted(stakes, {"aim-0": 3, "aim-1": 1})
    assert [aim.key for aim in found.aims] == ["aim-0", "aim-1", "total"]
    np.testing.assert_allclose(found.values["prior"][0, :, 2], [0.875, 2.375])


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"aim-2": 1}, 'expected an interest, got "aim-2"; did you mean'),
        ({"aim-0": -1}, "expected a weight >= 0, got -1"),
        ({"aim-0": 0}, "expected one weight above 0, got none"),
        ({"aim-0": float("nan")}, "expected a weight >= 0, got nan"),
    ],
)
def test_bad_weights_are_refused(weights: dict[str, float], said: str) -> None:
    stakes = stakes_of({"prior": BOTH}, ["a", "b"], [1, -1])
    with pytest.raises(DetenteError, match=said):
        weighted(stakes, weights)


def test_a_draw_in_which_a_plan_failed_is_left_out_for_all() -> None:
    aims = stakes_of({"prior": BOTH}, ["a", "b"], [1, -1]).aims
    values = np.ones((1, 2, 4, 2))
    values[0, 1, 2, 0] = np.nan
    found = kept(("prior",), ("a", "b"), "a", aims, values)
    assert found.draws["prior"].tolist() == [0, 1, 3]
    assert found.values["prior"].shape == (2, 3, 2)
    values[0, 0, :3] = np.nan
    with pytest.raises(DetenteError, match="more --draws"):
        kept(("prior",), ("a", "b"), "a", aims, values)
