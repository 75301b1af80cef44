"""Peers in processes of their own."""

import numpy as np
import pytest

from detente.bench.case import invented, pair_years
from detente.bench.race import PEERS, Peer, crews, race
from detente.bench.vectorised import runner


def test_a_peer_is_timed_and_gives_what_it_gives_here() -> None:
    case = invented(4, 5, years=3)
    (found,) = race(case, ["numpy"], 2, rounds=2, seconds=0.05)
    assert found.rate == pytest.approx(pair_years(case, found.members) / found.seconds,
                                       rel=0.5)  # fmt: skip
    assert found.least <= found.rate <= found.most
    assert found.memory > 20
    with crews(["numpy"], 2) as (started, folder):
        started[0].take(case, folder)
        np.testing.assert_array_equal(
            started[0].outcomes(), runner(case)(np.arange(case.members))
        )


def test_a_peer_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PEERS, "broken", Peer("not_there", 1))
    with pytest.raises(RuntimeError, match="broken: ModuleNotFoundError"):
        race(invented(3, 2, years=2), ["broken"], 1, rounds=1, seconds=0.01)
