"""Reciprocity: slips echo, and generosity stops the echo."""

import numpy as np
import pytest

from detente.theory.reciprocity import Reciprocator, long_run, path


@pytest.mark.parametrize(
    ("generosity", "slip", "friendly"),
    [
        (0, 0.001, 0.5), (0, 0.3, 0.5), (1 / 3, 0.01, 0.9712), (1 / 3, 0.05, 0.875),
        (1 / 3, 0.1, 0.7857), (0.1, 0.01, 0.9153), (0.1, 0.1, 0.6429),
    ],
)  # fmt: skip
def test_friendly_acts_have_the_known_share(
    generosity: float, slip: float, friendly: float
) -> None:
    each = Reciprocator(generosity, slip)
    assert long_run(each, each) == pytest.approx((friendly, friendly), abs=5e-5)


def test_a_path_ends_in_the_long_run_of_the_chain_of_four_states() -> None:
    one, other = Reciprocator(0.3, 0.05, 0.2), Reciprocator(0.1, 0.02)
    (p, q), (r, s) = one.friendly(), other.friendly()
    chain = np.zeros((4, 4))
    for k, (a, b) in enumerate([(1, 1), (1, 0), (0, 1), (0, 0)]):
        x, y = (p if b else q), (r if a else s)
        chain[k] = [x * y, x * (1 - y), (1 - x) * y, (1 - x) * (1 - y)]
    held = np.linalg.matrix_power(chain, 500)[0]
    expected = (held[0] + held[1], held[0] + held[2])
    assert long_run(one, other) == pytest.approx(expected)
    assert tuple(path(one, other, (1, 1), 500)[-1]) == pytest.approx(expected)


def test_a_hostile_act_echoes_from_one_to_the_other() -> None:
    """Without slips it is returned for ever, in turn."""
    each = Reciprocator(0, 0)
    np.testing.assert_array_equal(path(each, each, (0, 1), 3), [[1, 0], [0, 1], [1, 0]])
