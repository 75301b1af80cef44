"""Acts of pairs that are not relevant: the offset at which as many are expected."""

from typing import Any

import numpy as np
import pytest
from tests.record.made_up_history import small_history, with_acts

from detente.core.errors import DataError
from detente.record import remote
from detente.record.history import History
from detente.record.remote import OFFSETS, estimate
from detente.record.replay import Replay

YEARS = (1946, 1975)
LIVELY = {"crisis.base": -2.0, "joining.base": -2.0}


def ring(disputes: list[tuple[int, int, int]]) -> History:
    """Return six states of which neighbours alone are relevant to one another.

    Args:
        disputes: Year, who begins, with whom.
    """
    history = small_history()
    near = history.years.contiguous
    dispute, joined = np.zeros_like(near), np.zeros_like(near)
    for year, i, j in disputes:
        dispute[year, 6 * i + j] = 3
    joined[12, 6 * 1 + 3] = 1  # 1 joins 3, two places off
    both = np.maximum(dispute, dispute[:, history.reverse]) > 0
    history = with_acts(history, dispute, joined, both)
    return history._replace(years=history.years._replace(relevant=near))


@pytest.fixture(scope="module")
def busy() -> Replay:
    acts = [(12, 3, 0), (20, 3, 0), (25, 1, 4), (7, 0, 1), (9, 2, 1), (15, 4, 5)]
    return Replay(ring(acts), every=True)


def test_the_shift_at_which_a_count_is_expected_is_worked_by_hand() -> None:
    """Four rows at even odds: one act expected of them at odds of 1 to 3."""
    even = np.ones(4)
    acts = remote._Acts(even, even, np.zeros(4))  # noqa: SLF001 - worked by hand
    assert acts.shift(1) == pytest.approx(np.log(3), abs=1e-3)
    assert acts.chance(np.log(3)) == pytest.approx(even / 4)


def test_as_much_is_expected_as_is_recorded_and_of_those_pairs_alone(
    busy: Replay,
) -> None:
    """Three disputes across the ring, one joiner; those of neighbours do not count."""
    draws = {key: np.array([x]) for key, x in LIVELY.items()}
    found = dict(zip(OFFSETS, estimate(busy, YEARS, draws), strict=True))
    assert [each.recorded for each in found.values()] == [3, 1]
    assert found["crisis.remote"].rows == 30 * 18  # of 30 ordered pairs 12 touch
    single = {key: np.float32(each.centre) for key, each in found.items()}
    out: Any = busy({key: np.float32(x[0]) for key, x in draws.items()} | single)
    z, far = np.asarray(out.foreseen)[:, busy.history.first], np.ones(36, bool)
    far &= busy.history.first != busy.history.second
    h0, h1 = np.asarray(out.fear), np.asarray(out.fear + out.gain)
    chance = (1 - z) * h0 / (1 + h0) + z * h1 / (1 + h1)
    mask = far & (busy.history.years.relevant == 0)
    assert chance[mask].sum() == pytest.approx(3, rel=0.02)
    for each in found.values():
        assert each.expected > each.recorded
        assert 0 < each.sd < 3


def test_a_record_in_which_such_pairs_did_nothing_is_refused() -> None:
    quiet = Replay(ring([(7, 0, 1)]), every=True)
    with pytest.raises(DataError, match=r"crisis.remote: expected recorded acts"):
        estimate(quiet, YEARS, {"crisis.base": np.array([-2.0])})


def test_the_fit_sees_no_remote_pair(busy: Replay) -> None:
    """What the offset is changes nothing where only relevant pairs may act."""
    fitted = Replay(busy.history)
    near, far = (
        fitted({"crisis.remote": np.float32(x), "joining.remote": np.float32(x)})
        for x in (-1.0, 1.0)
    )
    np.testing.assert_array_equal(near.log_prob, far.log_prob)
    np.testing.assert_array_equal(near.fear, far.fear)
