"""What tells the readings apart: lines and sentences from made-up findings."""

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detente.record import forecast, predictive, separating
from detente.record.backtest import discriminating
from detente.record.backtest.rows import Window
from detente.record.cut import CUTS, Cut
from detente.record.motives import Foretold, Score

FOUND = {
    "belief": Cut(100, 5, -0.002, (-0.003, -0.001)),
    "opportunity": Cut(100, 5, 0.002, (0.001, 0.003)),
    "belief and opportunity": Cut(100, 5, 0.0, (-0.001, 0.001)),
}
SIGNS = pd.DataFrame({
    "outcome": ["initiates"] * 2, "part": ["estimate", "lead"], "codings": [9, 9],
    "median": [0.1, 0.2], "least": [-1.0, -2.0], "greatest": [1.0, 2.0],
    "up": [5, 6], "up_clear": [1, 3], "down_clear": [2, 0],
})  # fmt: skip
CODED = Foretold(
    961, 379, 137, Score(0.56, (0.51, 0.61)), Score(0.57, (0.52, 0.61)),
    Score(-0.01, (-0.06, 0.05)),
)  # fmt: skip


def test_a_cut_says_what_its_interval_says() -> None:
    better, worse, neither = discriminating.cuts(FOUND)
    assert (better["n"], better["estimate"]) == (100, -0.002)
    assert "foreseen better" in better["says"]
    assert "foreseen worse" in worse["says"]
    assert "does not decide" in neither["says"]


def test_a_grid_is_summed_up_with_what_went_before() -> None:
    (line,) = discriminating.grid(SIGNS, "outcome", "observer {}")
    assert line["test"] == "observer initiates"
    assert (line["n"], line["estimate"], line["lo"], line["hi"]) == (9, 0.1, -1.0, 1.0)
    assert line["says"] == (
        "Clearly above 0 in 1 of 9 codings, clearly below in 2; before any new pact "
        "already in 3 and 0."
    )


def test_the_motive_is_set_against_chance_and_against_a_share() -> None:
    area, less = discriminating.revisionist(CODED)
    assert "better than chance" in area["says"]
    assert "379 of 961" in area["says"]
    assert "not told from" in less["says"]
    assert "0.570" in less["says"]
    wide = CODED._replace(motive=Score(0.51, (0.45, 0.57)))
    assert "do not tell" in next(discriminating.revisionist(wide))["says"]


def test_every_step_is_told_and_every_test_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []

    def cuts(*given: Any) -> dict[str, Cut]:
        for name in ("", *CUTS):
            given[-1](name)
        return FOUND

    monkeypatch.setattr(discriminating.cut, "cuts", cuts)
    monkeypatch.setattr(discriminating.motives, "revisionists", lambda *_, **__: CODED)
    grids: list[int] = []
    monkeypatch.setattr(separating, "four_way", lambda g: grids.append(len(list(g))))
    monkeypatch.setattr(separating, "pacts", lambda g: f"pacts {len(list(g))}")
    pacts = SIGNS.rename(columns={"outcome": "treatment"})
    monkeypatch.setattr(
        separating, "summary", lambda rows: pacts if rows == "pacts 32" else SIGNS
    )
    window = Window(1950, 1994)
    found = discriminating.discriminating(window, window, "gml", 10, told.append)
    assert grids == [48]
    assert len(found) == len(CUTS) + 1 + 1 + 2
    assert {frozenset(line) for line in found} == {
        frozenset(("test", "n", "estimate", "lo", "hi", "says"))
    }
    monkeypatch.setattr(
        forecast, "mode",
        lambda *_: SimpleNamespace(draws=lambda *_: np.zeros((2, 1)), named=len),
    )  # fmt: skip
    monkeypatch.setattr(forecast, "replayed", lambda _: None)
    monkeypatch.setattr(predictive, "checks", lambda *_: pd.DataFrame({
        "fact": ["some", "none"], "unit": "%", "low": [1.0, np.nan], "median": 2.0,
        "high": [3.0, np.nan], "recorded": [2.5, np.nan], "inside": [True, False],
    }))  # fmt: skip
    facts = discriminating.predictive(window, "gml", told.append)
    assert facts[0] == {
        "fact": "some", "unit": "%", "recorded": 2.5, "lo": 1.0, "hi": 3.0,
        "inside": True,
    }  # fmt: skip
    assert facts[1]["recorded"] is None
    json.dumps([*found, *facts], allow_nan=False)
    assert len(told) == discriminating.STEPS
