"""Leaning: the parameters that move an effect, and how much of it is assumed."""

import numpy as np
import pytest

from detente.claims.leaning import (
    Leaning,
    fitted,
    intervals,
    leaning,
    least_share,
    ranks,
    waves,
)  # fmt: skip

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
    assert found.shares[mover] == pytest.approx(1, abs=0.06)
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


@pytest.mark.parametrize("tail", ["normal", "heavy", "rare"])
def test_one_verdict_in_twenty_names_a_parameter_by_chance(tail: str) -> None:
    rng = np.random.default_rng(2)
    names = [f"p{k}" for k in range(75)]
    origins = dict.fromkeys(names, "assumed")
    tries, taken = 200, 0
    for _ in range(tries):
        x = dict(zip(names, rng.standard_normal((75, 128)), strict=True))
        y = {
            "normal": rng.standard_normal(128),
            "heavy": rng.standard_cauchy(128),
            "rare": np.where(rng.random(128) < 0.03, 1.0, 0.0),
        }[tail]
        taken += bool(leaning(x, origins, y).shares)
    assert taken / tries < 0.11  # 0.05, and three standard errors of 200 tries, 0.016


def ishigami(count: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Return draws and values of the function of Ishigami and Homma (1990)."""
    x = np.random.default_rng(seed).uniform(-np.pi, np.pi, (count, 3))
    sines = np.sin(x)
    return x, sines[:, 0] + 7 * sines[:, 1] ** 2 + 0.1 * x[:, 2] ** 4 * sines[:, 0]


def test_the_first_order_indices_of_ishigami_are_found() -> None:
    # Worked from the variance of each term: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2.
    a, b = 7, 0.1
    total = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    known = [(1 + b * np.pi**4 / 5) ** 2 / 2 / total, a**2 / 8 / total, 0]
    np.testing.assert_allclose(known, [0.3139, 0.4424, 0], atol=1e-4)  # as published
    x, y = ishigami(4096)
    found = fitted(waves(x), y)
    np.testing.assert_allclose(found.share, known, atol=0.03)
    assert found.told.tolist() == [True, True, False]


def test_a_linear_effect_has_the_shares_of_its_squared_weights() -> None:
    weights = np.array([3.0, 2.0, 1.0, 0.0])
    x = np.random.default_rng(4).standard_normal((4000, 4))
    found = fitted(waves(x), x @ weights)
    np.testing.assert_allclose(found.share, weights**2 / 14, atol=0.03)


def test_where_parameters_hang_together_each_counts_what_it_tells_of_the_others() -> (
    None
):
    # Only a moves the effect; b, correlated with it at .8, tells .64 of its variance.
    rng = np.random.default_rng(6)
    a = rng.standard_normal(2000)
    b = 0.8 * a + 0.6 * rng.standard_normal(2000)
    np.testing.assert_allclose(
        fitted(waves(np.stack([a, b], 1)), a).share, [1, 0.64], atol=0.03
    )


def test_an_interval_holds_the_share_nine_times_in_ten() -> None:
    rng = np.random.default_rng(8)
    tries, held = 200, 0
    for _ in range(tries):
        x = rng.standard_normal((128, 1))
        y = np.sqrt(0.4) * x[:, 0] + np.sqrt(0.6) * rng.standard_normal(128)
        found = fitted(waves(x), y)
        lo, hi = intervals(waves(x), y, found.fit)[0]
        held += lo <= 0.4 <= hi
    assert 0.8 < held / tries <= 1


def test_no_monotone_change_of_a_scale_moves_a_share() -> None:
    x = drawn()
    y = x["guess"] + 0.5 * x["finding"]
    changed = {k: np.exp(3 * v) for k, v in x.items()}
    assert leaning(changed, ORIGINS, y**3) == leaning(x, ORIGINS, y)


def test_an_effect_that_turns_has_no_sign() -> None:
    x = drawn()
    found = leaning(x, ORIGINS, x["guess"] ** 2)
    assert (next(iter(found.shares)), found.signs["guess"]) == ("guess", 0)


def test_where_nothing_is_told_the_draws_that_would_tell_are_named() -> None:
    rng = np.random.default_rng(3)
    names = [f"p{k}" for k in range(75)]
    origins = dict.fromkeys(names, "assumed")

    def some(count: int) -> dict[str, np.ndarray]:
        return dict(zip(names, rng.standard_normal((75, count)), strict=True))

    none = leaning(some(128), origins, rng.standard_normal(128))
    assert (none.shares, none.assumed) == ({}, None)
    assert none.enough is not None
    assert none.least == pytest.approx(least_share(128, 75))
    tries, told = 60, 0
    for _ in range(tries):
        x = some(none.enough)
        noise = rng.standard_normal(none.enough)
        y = np.sqrt(0.05) * x["p0"] + np.sqrt(0.95) * noise
        told += "p0" in leaning(x, origins, y).shares
    assert told / tries > 0.7
    assert leaning(x, origins, x["p1"]).enough is None


def test_equal_values_have_equal_ranks() -> None:
    assert ranks(np.array([2.0, 5.0, 2.0, 9.0])).tolist() == [-1, 0.5, -1, 1.5]


def test_an_effect_without_spread_leans_on_nothing() -> None:
    assert leaning(drawn(), ORIGINS, np.full(COUNT, 0.3)) == Leaning({}, {}, None)


def test_seven_draws_are_too_few_to_tell() -> None:
    x = {name: values[:7] for name, values in drawn().items()}
    assert leaning(x, ORIGINS, x["guess"]).assumed is None


def test_draws_that_failed_are_left_out() -> None:
    x = drawn()
    values = x["guess"].copy()
    values[::3] = np.nan
    found = leaning(x, ORIGINS, values)
    assert found.shares["guess"] == pytest.approx(1, abs=0.06)


def test_a_parameter_that_never_varies_moves_nothing() -> None:
    x = drawn() | {"idle": np.ones(COUNT)}
    values = np.zeros(COUNT)
    values[-3:] = 1.0  # equal values must not be ranked by their place
    assert "idle" not in leaning(x, ORIGINS, values).shares
