"""Forecasts: probabilities of a small made-up past, and the cut of ties."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from tests.record.made_up_history import small_ahead, small_history, with_acts

from detente.record import cut, forecast
from detente.record.backtest import ties
from detente.record.fit import FITTED, Mode, prior
from detente.record.replay import Replay

TRAIN, TEST = (1950, 1965), (1966, 1970)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
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
    monkeypatch.setattr(forecast, "DRAWS", 2)
    monkeypatch.setattr(forecast, "_ahead", lambda _: small_ahead())
    monkeypatch.setattr(forecast, "figures", lambda *_: {})
    monkeypatch.setattr(forecast, "prices", lambda *_: np.full(15, 0.05))
    # 4 spends nothing that is on record in 1966, and is not foretold from then.
    spent = pd.DataFrame(10.0, index=range(1965, 1971), columns=range(1, 7))
    spent.loc[1966, 4] = np.nan
    monkeypatch.setattr(forecast, "log_spending", lambda *_: spent)
    for cached in (forecast.foreseen, forecast._onward):  # noqa: SLF001
        cached.cache_clear()
    yield
    for cached in (forecast.foreseen, forecast._onward):  # noqa: SLF001
        cached.cache_clear()


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


def test_spending_starts_from_the_record_and_a_missing_year_gives_none(
    small: None,
) -> None:
    found = forecast.spending_forecast(TRAIN, TEST)
    counts = found.groupby("horizon").size()
    assert counts.to_dict() == {1: 5 * 6 - 1, 3: 3 * 6 - 1, 5: 6}
    lost = found.loc[found["ccode"].eq(4) & (found["year"] - found["horizon"]).eq(1966)]
    assert lost.empty
    assert np.isfinite(found.drop(columns=["ccode", "year"])).all(axis=None)
    grown = forecast.onward("gml", TRAIN, 1965)
    first = found.loc[found["year"].eq(1966), "mean"].to_numpy()
    assert first == pytest.approx(10.05 + grown.expected[0], abs=1e-5)
    five = found.loc[found["horizon"].eq(5), ["draw1", "draw4"]].to_numpy()
    drawn = grown.growth.sum(axis=1)[[0, 3]].T
    assert five == pytest.approx(10.25 + drawn, abs=1e-5)


def test_onsets_within_some_years_are_given_for_relevant_pairs(small: None) -> None:
    found = forecast.horizon_forecast(TRAIN, TEST)
    assert found.groupby("horizon").size().to_dict() == {1: 75, 3: 45, 5: 15}
    assert found["probability"].between(0, 1).all()
    wide = found.loc[found["year"].eq(1966)].pivot(
        index=["ccode1", "ccode2"], columns="horizon", values="probability"
    )
    assert (wide[1] < wide[3]).all()
    assert (wide[3] < wide[5]).all()


def test_pacts_come_and_go_as_often_as_in_training_and_to_whom_the_law_says(
    small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows(first: int, last: int) -> pd.DataFrame:
        frame = small_history().frame(small_history().years.tie >= 4)
        frame = frame.rename(columns={"probability": "bound"})
        frame["changed"] = frame.index % 20 == 0
        return frame.loc[frame["year"].between(first, last)].reset_index(drop=True)

    monkeypatch.setattr(ties, "tie_rows", rows)
    found = forecast.tie_forecast(TRAIN, TRAIN)
    learnt = rows(*TRAIN)
    for bound in (False, True):
        here = (learnt["bound"] == bound).to_numpy()
        told = found.loc[here, "probability"].sum()
        assert told == pytest.approx(learnt.loc[here, "changed"].sum(), rel=1e-4)
    free = found.loc[~learnt["bound"].to_numpy()]
    assert free["probability"].nunique() > 1
