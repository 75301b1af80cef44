"""Spending: CRPS by hand, growth rules on made-up states, the published figures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.errors import DataError
from detente.record.backtest import spending
from detente.record.backtest.asking import ask_spending
from detente.record.backtest.rows import Window


def test_crps_of_one_value_is_the_absolute_error() -> None:
    truth, value = np.array([1.0]), np.array([[3.0]])
    assert spending.crps(truth, value, np.array([0.5])) == pytest.approx([2.0])
    assert spending.crps(truth, value, None) == pytest.approx([2.0])


def test_crps_of_two_values_is_worked_by_hand() -> None:
    # E|X - y| = 1.5; E|X - X'| = .5 with X' drawn from the two, 1 if from the other.
    truth, values = np.array([0.0]), np.array([[1.0, 2.0]])
    levels = np.array([0.25, 0.75])
    assert spending.crps(truth, values, levels) == pytest.approx([1.25])
    assert spending.crps(truth, values, None) == pytest.approx([1.0])


def test_crps_of_a_laplace_distribution_is_that_of_its_quantiles() -> None:
    truth, mean, scale = np.array([0.3, -2.0]), np.array([0.3, 0.5]), np.array([1, 0.4])
    # At its middle the score is a quarter of the scale.
    found = spending.laplace_crps(truth, mean, scale)
    assert found[0] == pytest.approx(0.25)
    levels = (np.arange(20_000) + 0.5) / 20_000
    tail = np.sign(levels - 0.5) * -np.log1p(-2 * np.abs(levels - 0.5))
    quantiles = mean[:, None] + scale[:, None] * tail
    assert found == pytest.approx(spending.crps(truth, quantiles, levels), abs=1e-3)


@given(st.integers(0, 2**32 - 1), st.integers(2, 12))
def test_crps_of_quantiles_is_that_of_their_distribution(seed: int, many: int) -> None:
    random = np.random.default_rng(seed)
    values, truth = (
        np.sort(random.normal(size=(3, many)), axis=1),
        random.normal(size=3),
    )
    levels = (np.arange(many) + 0.5) / many
    near = np.abs(values - truth[:, None]).mean(axis=1)
    inner = np.abs(values[:, :, None] - values[:, None, :]).mean(axis=(1, 2))
    found = spending.crps(truth, values, levels)
    assert found == pytest.approx(near - inner / 2)


def test_states_that_do_not_grow_are_foretold_by_persistence(made_up: None) -> None:
    asked = spending.targets(Window(1951, 1953))
    one, three = asked.loc[asked.ccode == 1], asked.loc[asked.ccode == 3]
    assert one.groupby("horizon").size().to_dict() == {1: 3, 3: 1}
    # State 3 is not known in 1951, neither as a start nor as a target.
    assert three.groupby("horizon").size().to_dict() == {1: 1, 3: 1}
    found = spending.BASELINES["persistence"](Window(1949, 1952), Window(1953, 1953))
    assert found["horizon"].unique().tolist() == [1]
    one = found.loc[found.ccode == 1]
    assert one["mean"].to_numpy() == pytest.approx(np.log(100.0))
    with pytest.raises(DataError, match="3 years ahead"):
        spending.BASELINES["drift"](Window(1949, 1950), Window(1951, 1953))


def test_published_figures_of_nmc(stored: None) -> None:
    train, test = Window(1950, 1994), Window(1995, 2010)
    counts = spending.targets(test).groupby("horizon").size().tolist()
    assert counts == [2_586, 2_241, 1_907]
    published = {
        "persistence": ([0.192, 0.391, 0.520], [0.150, 0.289, 0.384]),
        "drift": ([0.189, 0.379, 0.511], [0.150, 0.289, 0.384]),
        "world": ([0.185, 0.367, 0.500], None),
        "AR(1)": ([0.190, 0.382, 0.515], [0.150, 0.289, 0.385]),
        "own + world": ([0.187, 0.364, 0.483], [0.148, 0.277, 0.359]),
    }
    # How growth that is not known was filled in is not published: .004 for the last.
    for name, (error, score) in published.items():
        answer = ask_spending(name, spending.BASELINES[name], train, test)
        found = answer.groupby("horizon")[["error", "crps"]].mean()
        slack = 0.0045 if name in ("AR(1)", "own + world") else 0.0006
        assert found["error"].to_numpy() == pytest.approx(error, abs=slack), name
        if score:
            assert found["crps"].to_numpy() == pytest.approx(score, abs=0.001), name
