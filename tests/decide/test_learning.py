"""The value of learning in a linear-Gaussian choice whose answer is known."""

from statistics import NormalDist

import numpy as np
import pytest
from tests.decide.made_up import stakes_of

from detente.core.errors import UsageError
from detente.decide.learning import LEAST_DRAWS, learning, perfect

DRAWS = 1500
AHEAD, SLOPE, NOISE = 0.5, 1.0, 0.5


def truth() -> float:
    """Return the value of knowing x where the plan gains AHEAD + SLOPE x, x standard.

    E max(0, a + b x) = b phi(a / b) + a Phi(a / b), and without knowing one gets a.
    """
    normal, at = NormalDist(), AHEAD / SLOPE
    return SLOPE * normal.pdf(at) + AHEAD * normal.cdf(at) - AHEAD


def case(draws: int = DRAWS, seed: int = 3) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return values of two plans, (2, D), and draws of what matters and does not."""
    known, idle, rest = np.random.default_rng(seed).standard_normal((3, draws))
    gain = AHEAD + SLOPE * known + NOISE * rest
    drawn = {
        "crisis.known": np.exp(known),
        "belief.idle": idle,
        "power.fixed": 0 * idle,
    }
    return np.stack([np.zeros(draws), gain]), drawn


def test_the_value_of_a_parameter_is_that_worked_by_hand() -> None:
    values, drawn = case()
    found = learning(stakes_of({"prior": values}, ["a", "b"]), "prior", drawn)
    known, idle = found.parameters  # what does not vary is not asked about
    assert (known.name, idle.name) == ("crisis.known", "belief.idle")
    assert known.value[0] == pytest.approx(truth(), abs=3 * known.error[0])
    assert known.error[0] < 0.02
    assert known.told(2)[0]
    assert known.value[0] <= found.perfect[0]
    assert [law.name for law in found.laws] == ["crisis", "belief"]


def test_noise_does_not_count_as_value() -> None:
    values, drawn = [], []
    for seed in range(6):
        both, named = case(200, seed)
        values.append(both)
        drawn.append(named["belief.idle"])
    found = [
        learning(stakes_of({"prior": v}, ["a", "b"]), "prior", {"belief.idle": x})
        for v, x in zip(values, drawn, strict=True)
    ]
    assert np.mean([each.parameters[0].value[0] for each in found]) < 0.005
    assert not any(each.parameters[0].told(1)[0] for each in found)


def test_a_law_is_worth_what_its_parameters_tell_together() -> None:
    one, other, rest = np.random.default_rng(5).standard_normal((3, DRAWS))
    values = np.stack([np.zeros(DRAWS), (one + other) / np.sqrt(2) + 0.3 * rest])
    drawn = {"crisis.one": one, "crisis.other": other}
    found = learning(stakes_of({"prior": values}, ["a", "b"]), "prior", drawn)
    whole = found.laws[0]
    assert whole.parameters == 2
    # E max(0, x) of a standard normal x; of half of its variance, that times root half.
    together, alone = NormalDist().pdf(0), NormalDist().pdf(0) / np.sqrt(2)
    assert whole.value[0] == pytest.approx(together, abs=3 * whole.error[0])
    for each in found.parameters:
        assert each.value[0] == pytest.approx(alone, abs=3 * each.error[0])


def test_to_know_all_is_worth_the_mean_of_the_best_less_the_best_mean() -> None:
    gains = np.array([[0.0, 4.0], [3.0, 2.0]])[:, :, None]
    assert perfect(gains)[0] == pytest.approx(3.5 - 2.5)


def test_too_few_draws_are_refused_with_how_many_are_needed() -> None:
    values, drawn = case(LEAST_DRAWS - 1)
    with pytest.raises(
        UsageError, match=f"at least {LEAST_DRAWS} draws a lens, got 99"
    ):
        learning(stakes_of({"prior": values}, ["a", "b"]), "prior", drawn)
