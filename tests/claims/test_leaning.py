"""Leaning: the parameters that move an effect, and how much of it is assumed."""

import numpy as np
import pytest

from detente.claims.leaning import leaning

COUNT = 256
ORIGINS = {"guess": "assumed", "finding": "literature", "idle": "assumed"}


def drawn(seed: int = 5) -> dict[str, np.ndarray]:
    """Return independent draws of three parameters."""
    rng = np.random.default_rng(seed)
    return {name: rng.standard_normal(COUNT) for name in ORIGINS}


@pytest.mark.parametrize(
    ("mover", "assumed"), [("guess", 1.0), ("finding", 0.0)], ids=str
)
def test_the_parameter_that_moved_the_effect_is_found(
    mover: str, assumed: float
) -> None:
    x = drawn()
    found = leaning(x, ORIGINS, np.exp(-2 * x[mover]))
    assert next(iter(found.shares)) == mover
    assert found.shares[mover] == pytest.approx(1, abs=0.01)
    assert found.signs[mover] == -1
    assert found.assumed == pytest.approx(assumed, abs=0.05)


def test_two_equal_movers_share_the_variance_and_halve_what_is_assumed() -> None:
    x = drawn()
    found = leaning(x, ORIGINS, x["guess"] - x["finding"])
    assert found.shares.keys() == {"guess", "finding"}
    assert (found.signs["guess"], found.signs["finding"]) == (1, -1)
    assert found.assumed == pytest.approx(0.5, abs=0.1)


def test_the_largest_share_comes_first() -> None:
    x = drawn()
    found = leaning(x, ORIGINS, x["guess"] + 3 * x["finding"])
    assert list(found.shares) == ["finding", "guess"]


def test_chance_alone_is_hardly_ever_taken_for_a_reason() -> None:
    rng = np.random.default_rng(2)
    tries, taken = 400, 0
    for _ in range(tries):
        x = {name: rng.standard_normal(64) for name in ORIGINS}
        taken += len(leaning(x, ORIGINS, rng.standard_normal(64)).shares)
    assert taken / (tries * len(ORIGINS)) < 0.025


def test_an_effect_without_spread_leans_on_nothing() -> None:
    assert leaning(drawn(), ORIGINS, np.full(COUNT, 0.3)) == ({}, {}, None, None)


def test_seven_draws_are_too_few_to_tell() -> None:
    x = {name: values[:7] for name, values in drawn().items()}
    assert leaning(x, ORIGINS, x["guess"]).assumed is None


def test_draws_that_failed_are_left_out() -> None:
    x = drawn()
    values = x["guess"].copy()
    values[::3] = np.nan
    found = leaning(x, ORIGINS, values)
    assert found.shares["guess"] == pytest.approx(1, abs=0.01)


def test_a_parameter_that_never_varies_moves_nothing() -> None:
    x = drawn() | {"idle": np.ones(COUNT)}
    values = np.zeros(COUNT)
    values[-3:] = 1.0  # equal values must not be ranked by their place
    assert "idle" not in leaning(x, ORIGINS, values).shares
