"""Boxes in which a claim holds."""

import numpy as np

from detente.decide.discovery import boxes, peel

RNG = np.random.default_rng(5)


def test_a_corner_is_found_where_a_claim_holds() -> None:
    x = RNG.uniform(size=(400, 6))
    holds = (x[:, 2] > 0.6) & (x[:, 4] < 0.5)
    box = peel(x, holds)
    assert box is not None
    assert {k for k, _, _ in box.limits} == {2, 4}
    limits = {k: (low, high) for k, low, high in box.limits}
    assert abs(limits[2][0] - 0.6) < 0.06
    assert abs(limits[4][1] - 0.5) < 0.06
    assert limits[2][1] == np.inf


def test_where_nothing_matters_no_box_is_named() -> None:
    found = 0
    for k in range(40):
        rng = np.random.default_rng(k)
        x = rng.uniform(size=(128, 40))
        found += peel(x, rng.uniform(size=128) < 0.5) is not None
    assert found <= 8


def test_coverage_and_density_are_counted() -> None:
    x = np.linspace(0, 1, 100)
    said = boxes({"a": x, "still": np.ones(100)}, np.where(x > 0.7, 1.0, -1.0))
    assert said["base"] == 0.3
    box = said["holds"]
    assert [limit["parameter"] for limit in box["limits"]] == ["a"]
    assert box["limits"][0]["high"] is None
    inside = x >= box["limits"][0]["low"]
    assert box["draws"] == inside.sum()
    assert box["density"] == (x[inside] > 0.7).mean()
    assert box["coverage"] == (inside & (x > 0.7)).sum() / 30


def test_a_claim_that_nearly_always_holds_needs_no_box() -> None:
    said = boxes({"a": RNG.uniform(size=100)}, np.ones(100))
    assert (said["base"], said["holds"], said["fails"]) == (1.0, None, None)
