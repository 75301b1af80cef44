"""Whether acts foretell the coding of revisionists: areas worked by hand."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from detente.record import motives

PARTIES = pd.DataFrame(
    [
        # ccode, side_a, originator, year, revisionist
        (1, True, True, 1990, True),
        (1, True, False, 1991, None),  # joined side A
        (1, False, True, 1992, False),
        (1, True, True, 1995, True),
        (2, False, True, 1995, False),
        (3, False, False, 1995, True),  # joined: not foretold
        (2, True, True, 1996, None),  # not coded
        (2, True, True, 1997, True),
        (4, True, True, 1996, True),  # no such state in the replay
    ],
    columns=["ccode", "side_a", "originator", "year", "revisionist"],
).astype({"revisionist": "boolean"})


def test_the_share_counts_only_what_was_initiated_before() -> None:
    rows = pd.DataFrame({"ccode": [1, 1, 1, 9], "year": [1990, 1992, 1995, 1995]})
    share = motives.past_share(PARTIES, rows)
    # None yet; one of two; one of three; a state without disputes.
    np.testing.assert_allclose(share, [0.5, 1.5 / 3, 1.5 / 4, 0.5])


def test_areas_and_their_difference_are_those_worked_by_hand() -> None:
    motive = np.array([0.9, 0.8, 0.3, 0.2])
    coded = np.array([1.0, 0.0, 1.0, 0.0])
    naive, states = np.full(4, 0.5), np.array([1, 1, 1, 1])
    found = motives.scored(motive, naive, coded, states, count=20)
    # .9 beats both, .3 beats one of two: three of four.
    assert found.motive.value == pytest.approx(0.75)
    assert found.naive.value == pytest.approx(0.5)
    assert found.difference.value == pytest.approx(0.25)
    assert (found.rows, found.coded, found.states) == (4, 2, 1)
    # One state is drawn whole every time: nothing to be unsure of.
    assert found.motive.interval == pytest.approx((0.75, 0.75))


def test_states_are_drawn_whole() -> None:
    random = np.random.default_rng(1)
    coded = np.repeat(random.random(10) < 0.5, 20).astype(float)
    motive = coded + random.random(200)
    states = np.repeat(np.arange(10), 20)
    whole = motives.scored(motive, motive, coded, states, count=200)
    alone = motives.scored(motive, motive, coded, np.arange(200), count=200)
    assert whole.difference == motives.Score(0.0, (0.0, 0.0))
    assert whole.states == 10
    assert alone.states == 200


def test_parties_of_the_first_day_are_foretold_by_the_year_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = np.full((1998 - motives.FIRST, 3), 0.5)
    known[1994 - motives.FIRST] = (0.9, 0.1, 0.5)
    known[1995 - motives.FIRST] = (0.1, 0.9, 0.5)  # too late for 1995
    known[1996 - motives.FIRST] = (0.5, 0.95, 0.5)
    monkeypatch.setattr(motives, "foreseen", lambda *_: SimpleNamespace(known=known))
    history = SimpleNamespace(codes=np.array([1, 2, 3]))
    monkeypatch.setattr(motives, "replayed", lambda _: SimpleNamespace(history=history))
    monkeypatch.setattr(motives, "participants", lambda _: PARTIES)
    found = motives.revisionists(test=(1995, 1997), count=20)
    assert (found.rows, found.coded, found.states) == (3, 2, 2)
    assert found.motive.value == 1.0  # .9 and .95 above .1
