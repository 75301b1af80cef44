"""Reciprocity: slips echo, and generosity stops the echo."""

import numpy as np
import pytest

from detente.theory.reciprocity import (
    USUAL,
    Reciprocator,
    generosity,
    kind,
    long_run,
    path,
    stable_from,
    together,
    worth,
)


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


@pytest.mark.parametrize("slip", [0.01, 0.2])
def test_the_chain_of_two_that_answer_in_kind_is_the_closed_form(slip: float) -> None:
    shares = together(kind(0.3), kind(0.1), slip)
    first, second = long_run(Reciprocator(0.3, slip), Reciprocator(0.1, slip))
    assert shares[0] + shares[1] == pytest.approx(first)
    assert shares[0] + shares[2] == pytest.approx(second)


def test_each_answer_in_kind_earns_the_mean_of_all_four_payoffs() -> None:
    """A quarter of the time in each state: (5 + 3 + 1 + 0) / 4."""
    assert worth(together(kind(0), kind(0), 0.05)) == pytest.approx(2.25)


def test_nobody_gains_by_exploiting_what_may_be_forgiven() -> None:
    """Against one who forgives g, always hostile earns P + g (T - P), R if friendly."""
    t, r, p, _ = USUAL
    g = generosity(USUAL)
    assert p + g * (t - p) <= r
    hostile = worth(together((0, 0, 0, 0), kind(g), 1e-9))
    assert hostile == pytest.approx(p + g * (t - p), abs=1e-6)


def test_tit_for_tat_holds_its_own_from_two_thirds() -> None:
    """Always hostile: T + w P / (1 - w); in turn: (T + w S) / (1 - w^2)."""
    t, r, p, s = USUAL
    w = stable_from(USUAL)
    assert w == pytest.approx(2 / 3)
    for weight, better in ((w + 0.01, True), (w - 0.01, False)):
        kept = r / (1 - weight)
        rivals = (t + weight * p / (1 - weight), (t + weight * s) / (1 - weight**2))
        assert (kept >= max(rivals)) == better
