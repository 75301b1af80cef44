"""Forecasts: probabilities of a small made-up past, and the cut of ties."""

import numpy as np
import pytest
from tests.record.made_up_history import small_history, with_acts

from detente.record import cut, forecast
from detente.record.fit import FITTED, Mode, prior
from detente.record.replay import Replay


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put six made-up states, one of them busy, in place of the record."""
    history = small_history()
    dispute = np.zeros_like(history.years.dispute)
    dispute[5:20, 1 * 6 + 2] = 3
    both = np.maximum(dispute, dispute[:, history.reverse]) > 0
    past = with_acts(history, dispute, 0 * dispute, both)
    centre = np.array([belief.centre for belief in prior().values()])
    width = np.array([belief.sd for belief in prior().values()])
    mode = Mode(FITTED, centre, np.diag(0.1 * width), 0.0, (1950, 1965))

    def replayed(coding: str, _: object = None) -> Replay:
        return Replay(past)

    for module in (forecast, cut):
        monkeypatch.setattr(module, "replayed", replayed)
    monkeypatch.setattr(forecast, "mode", lambda *_: mode)


def test_who_fought_is_foreseen_to_fight_and_joiners_add(small: None) -> None:
    found = forecast.foreseen("gml", (1950, 1965), draws=2)
    assert np.all((found.onset >= found.originators) & (found.onset < 1))
    busy, calm = 1 * 6 + 2, 4 * 6 + 5
    assert found.originators[19, busy] > 5 * found.originators[19, calm]
    assert found.motive[19, 1] > found.motive[19, 4]


def test_without_a_change_of_ties_nothing_is_near_one(small: None) -> None:
    history = small_history()
    assert not cut.near_change(history).any()
    levels = history.levels.copy()
    levels[10:, 0, 1] = levels[10:, 1, 0] = 0
    near = cut.near_change(history._replace(levels=levels))
    assert near[10:15, 0 * 6 + 3].all()
    assert not near[15:].any()
    assert not near[:, 3 * 6 + 4].any()
