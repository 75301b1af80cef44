"""What would overturn a verdict."""

from typing import Any

import numpy as np
import pytest

from detente.claims.effects import Effect
from detente.claims.session import Run
from detente.core.errors import RunError, UsageError
from detente.decide.overturn import direction, margin, overturn, shortest
from detente.interfaces.cli.overturn import text
from detente.worlds.argument import Part


def part(holds_if: str) -> Part:
    return Part.model_validate({
        "outcome": "threat", "of": "A", "toward": "B", "years": [2030, 2031],
        "holds_if": holds_if,
    })  # fmt: skip


def test_a_margin_is_counted_in_widths() -> None:
    found = Effect(np.array([0.03, -0.01]), None, 0.02, "", "", 0.0)
    for holds_if, expected in {
        "above": [0.5, -1.5], "below": [-2.5, -0.5], "within": [-0.5, 0.5],
        "not_above": [-0.5, 1.5], "not_below": [2.5, 0.5],
    }.items():  # fmt: skip
        np.testing.assert_allclose(margin(part(holds_if), found), expected)


def test_the_direction_is_that_in_which_the_margin_falls() -> None:
    rng = np.random.default_rng(2)
    x = rng.standard_normal((128, 30))
    y = 3 * x[:, 4] - 1.5 * x[:, 9] + 0.5 * rng.standard_normal(128)
    y[7] = np.nan
    found = direction(x, y)
    assert np.argsort(-np.abs(found))[:2].tolist() == [4, 9]
    assert found[4] > 0 > found[9]
    assert abs(found[4]) > 3 * np.sort(np.abs(found))[-3]


def test_the_shortest_distance_is_bracketed_and_never_understated() -> None:
    assert shortest(lambda d: d > 1.1) == pytest.approx(1.1, abs=0.25)
    found = shortest(lambda d: d > 1.1)
    assert found is not None
    assert found > 1.1
    assert shortest(lambda _: False) is None


@pytest.fixture(scope="module")
def said(tiny_run: Run) -> dict[str, Any]:
    """Return what would overturn a verdict of the small run."""
    return overturn(tiny_run, "rival-fears", workers=1)


def test_every_flip_was_confirmed_by_a_fresh_simulation(said: dict[str, Any]) -> None:
    flips = [flip for flip in said["flips"] if flip["distance"] is not None]
    assert flips
    for flip in flips:
        length = np.linalg.norm([step["steps"] for step in flip["parameters"]])
        assert length == pytest.approx(flip["distance"])
        reached = flip["shares"]["supports"] >= said["wanted"]
        assert reached != said["supported"]
        assert flip["distance"] <= said["farthest"]


def test_more_parameters_never_need_a_longer_way(said: dict[str, Any]) -> None:
    found = [flip["distance"] for flip in said["flips"] if flip["distance"]]
    assert found == sorted(found, reverse=True)


def test_it_is_said_in_words(said: dict[str, Any]) -> None:
    shown = "\n".join(text(said))
    assert "standard deviations away" in shown
    assert "of the draws of the run" in shown


def test_what_cannot_be_asked_is_refused_in_one_line(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match='did you mean "rival-fears"'):
        overturn(tiny_run, "rival-feers")
    with pytest.raises(UsageError, match="lens: expected a lens of the run"):
        overturn(tiny_run, "rival-fears", lens="nobody")
    made = dict(tiny_run.made_from)
    with monkeypatch.context() as patch:
        few = made | {"draws": 8}
        patch.setattr(type(tiny_run), "made_from", property(lambda _: few))
        with pytest.raises(UsageError, match="a run of at least 32 draws, got 8"):
            overturn(tiny_run, "rival-fears")
    other = made | {"code": "0"}
    monkeypatch.setattr(type(tiny_run), "made_from", property(lambda _: other))
    with pytest.raises(RunError, match="made by this version"):
        overturn(tiny_run, "rival-fears")
