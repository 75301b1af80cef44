"""Sensitivity: a moment-independent measure with known values, and a run's table."""

import numpy as np
import pytest

from detente.claims.session import Run
from detente.core.errors import UsageError
from detente.decide import sensitivity as module
from detente.decide.sensitivity import delta, sensitivity


def normal_delta(rho: float) -> float:
    """Return delta of one of two correlated normal numbers, by quadrature."""
    y = np.linspace(-8, 8, 4001)
    f = np.exp(-(y**2) / 2) / np.sqrt(2 * np.pi)
    sd = np.sqrt(1 - rho**2)
    x = np.linspace(-5, 5, 401)
    given = np.exp(-(((y - rho * x[:, None]) / sd) ** 2) / 2) / np.sqrt(2 * np.pi) / sd
    apart = np.abs(given - f).sum(axis=1) * (y[1] - y[0])
    return float(
        (apart * np.exp(-(x**2) / 2)).sum() * (x[1] - x[0]) / np.sqrt(8 * np.pi)
    )


@pytest.mark.parametrize("rho", [0.3, 0.6, 0.9])
def test_delta_of_a_linear_effect_is_that_of_correlated_normals(rho: float) -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((4000, 2))
    y = rho * x[:, 0] + np.sqrt(1 - rho**2) * rng.standard_normal(4000)
    found = delta(x, y)
    assert found[0, 0] == pytest.approx(normal_delta(rho), abs=0.025)
    assert found[0, 1] <= found[0, 0] <= found[0, 2]
    assert found[1, 0] < 0.05
    assert found[:, 3].tolist() == [1, 0]


def test_delta_sees_what_only_interacts() -> None:
    # The third parameter of Ishigami's function has a first-order index of nought.
    x = np.random.default_rng(1).uniform(-np.pi, np.pi, (4000, 3))
    sines = np.sin(x)
    y = sines[:, 0] + 7 * sines[:, 1] ** 2 + 0.1 * x[:, 2] ** 4 * sines[:, 0]
    found = delta(x, y)
    assert found[:, 3].all()
    assert found[1, 0] > found[0, 0] > found[2, 0] > 0.05


def test_no_monotone_change_of_the_effect_moves_delta() -> None:
    rng = np.random.default_rng(2)
    x = rng.standard_normal((128, 3))
    y = x[:, 0] + rng.standard_normal(128)
    np.testing.assert_array_equal(delta(x, y), delta(np.exp(x), np.arctan(y) ** 3))


def test_one_table_in_twenty_tells_a_parameter_by_chance() -> None:
    rng = np.random.default_rng(3)
    told = [
        delta(rng.standard_normal((128, 10)), rng.standard_normal(128), seed)[
            :, 3
        ].any()
        for seed in range(60)
    ]
    assert np.mean(told) < 0.14  # 0.05 and three standard errors, 0.028 each


def test_the_table_of_a_run_has_a_row_a_parameter(tiny_run: Run) -> None:
    table = sensitivity(tiny_run, "rival-fears", lens="spiral")
    assert len(table) > 70
    assert table.delta.is_monotonic_decreasing
    for name in ("share", "rank_share", "delta"):
        assert (table[f"{name}_lo"] <= table[f"{name}_hi"]).all()
        assert table[name].between(0, 1).all()
    first = next(
        row for row in tiny_run.to_json()["claims"]
        if (row["id"], row["lens"]) == ("rival-fears", "spiral")
    )  # fmt: skip
    named = table.set_index("parameter")
    for each in first["leans_on"]:
        assert named.rank_share[each["parameter"]] == pytest.approx(
            each["share"], abs=1e-4
        )
        assert named.rank_share_told[each["parameter"]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"claim": "rival-feers"}, 'did you mean "rival-fears"'),
        ({"claim": "rival-fears", "plan": "garantee"}, 'did you mean "guarantee"'),
        ({"claim": "rival-fears", "lens": "record"}, "a lens of the run"),
    ],
)
def test_what_a_run_does_not_have_is_refused(
    tiny_run: Run, asked: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        sensitivity(tiny_run, **asked)


def test_too_few_draws_are_refused(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FEWEST", 64)
    with pytest.raises(UsageError, match="at least 64 finite ones, got 40"):
        sensitivity(tiny_run, "rival-fears")
