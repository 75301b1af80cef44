"""The cut of ties: rows near a change, and a difference worked by hand."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.record.made_up_history import STATES, small_history, with_acts

from detente.record import cut
from detente.record.fit import Mode
from detente.record.replay import Replay


def changed() -> Any:
    """Return the history in which states 1 and 2 end their pact in 1960."""
    history = small_history()
    history.levels[14:, 0, 1] = history.levels[14:, 1, 0] = 0
    return history


def test_rows_are_near_a_change_for_five_years() -> None:
    near = cut.near_change(changed())
    one_three, three_four = 0 * STATES + 2, 2 * STATES + 3
    assert list(np.flatnonzero(near[:, one_three])) == [14, 15, 16, 17, 18]
    assert not near[:, three_four].any()


def test_rows_scored_are_relevant_unordered_pairs_of_the_test_years() -> None:
    keep = cut.scored_rows(changed(), (1962, 1970))
    years, pairs = np.nonzero(keep)
    assert set(years + 1946) == {1962, 1963, 1964}
    assert len(set(pairs)) == 9  # of 15, those with state 1 or 2
    history = changed()
    assert np.all(history.first[pairs] < history.second[pairs])


def test_the_difference_is_of_mean_log_scores() -> None:
    seen = np.array([[True, False], [False, False]])
    keep = np.array([[True, True], [False, True]])
    full = np.array([[0.5, 0.2], [0.9, 0.2]])
    other = np.array([[0.25, 0.2], [0.1, 0.2]])
    found = cut.difference(seen, keep, full, other, count=200)
    assert (found.rows, found.onsets) == (3, 1)
    assert found.difference == pytest.approx((np.log(0.25) - np.log(0.5)) / 3)
    # Draws hold either pair twice or each once: -ln 2, 0, or -ln 2 / 3.
    assert found.interval == pytest.approx((-np.log(2), 0))


def test_each_cut_is_scored_against_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    history = changed()
    dispute = np.zeros_like(history.years.dispute)
    dispute[16, 2 * STATES + 0] = 1  # state 3 starts one with state 1
    history = with_acts(history, dispute, 0 * dispute, dispute)
    whole = SimpleNamespace(history=history)

    def fits(*_: Any) -> Any:
        for name, chance in (("belief", 0.2), ("", 0.4), ("opportunity", 0.4)):
            yield name, whole, chance

    monkeypatch.setattr(cut, "CUTS", {"belief": (), "opportunity": ()})
    monkeypatch.setattr(cut, "fits", fits)
    monkeypatch.setattr(cut, "replayed", lambda _: whole)
    monkeypatch.setattr(cut, "expected", lambda _, x: np.full(dispute.shape, x))
    told: list[str] = []
    found = cut.cuts(test=(1962, 1962), count=50, tell=told.append)
    assert told == ["ties cut: belief", "ties cut: none", "ties cut: opportunity"]
    assert (found["belief"].rows, found["belief"].onsets) == (9, 1)
    by_hand = (-np.log(2) + 8 * np.log(0.8 / 0.6)) / 9
    assert found["belief"].difference == pytest.approx(by_hand)
    assert found["opportunity"].difference == 0


def test_the_whole_kernel_is_compared_at_the_better_of_two_modes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Searches end at 3 from the first fit, at 5 from the first cut's mode."""

    def at(value: float) -> Mode:
        return Mode((), np.zeros(0), np.zeros((0, 0)), value, (1950, 1960))

    begun: list[float] = []

    def find_mode(_replay: Any, _years: Any, near: Mode) -> Mode:
        begun.append(near.log_posterior)
        return at({3.0: 4.0, 4.0: 5.0}.get(near.log_posterior, 6.0))

    monkeypatch.setattr(cut, "find_mode", find_mode)
    monkeypatch.setattr(cut, "mode", lambda *_: at(3.0))
    monkeypatch.setattr(cut, "replayed", lambda _: Replay(small_history()))
    found = {name: fit for name, _, fit in cut.fits("gml", (1950, 1960))}
    assert found[""].log_posterior == 5.0
    assert begun == [3.0, 4.0, 5.0, 6.0]
    assert list(found) == ["belief", "", "opportunity", "belief and opportunity"]
