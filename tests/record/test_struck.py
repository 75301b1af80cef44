"""Friends struck out: states 1 and 2 owe each other defence, the others nobody."""

import numpy as np
import pytest
from tests.record.made_up_history import STATES, small_history

from detente.dynamics.kernel import kernel
from detente.record.cut import CUTS
from detente.record.fit import prior
from detente.record.replay import Replay, Replayed
from detente.record.struck import struck

FREE = {key: np.float32(belief.centre) for key, belief in prior().items()}
FRIENDS = (0, 1)


def replayed(cut: str = "") -> Replayed:
    return Replay(small_history(), cut=CUTS.get(cut, ()))(FREE)


@pytest.fixture(scope="module")
def whole() -> Replayed:
    return replayed()


def pairs(rows: tuple[int, ...], columns: tuple[int, ...]) -> list[int]:
    return [i * STATES + j for i in rows for j in columns if i != j]


OUTSIDERS = tuple(k for k in range(STATES) if k not in FRIENDS)


def test_nothing_struck_is_the_kernel_itself() -> None:
    k = kernel(Replay(small_history()).pairs)
    assert struck(k, ()) is k


def test_struck_from_belief_a_rivals_friends_are_not_feared(whole: Replayed) -> None:
    cut = replayed("belief")
    np.testing.assert_array_equal(cut.gain, whole.gain)
    of_friends, of_others = pairs(OUTSIDERS, FRIENDS), pairs(OUTSIDERS, OUTSIDERS)
    # Outsiders fear the pair less, one another as much as before.
    assert np.all(cut.fear[0, of_friends] < whole.fear[0, of_friends])
    np.testing.assert_allclose(cut.fear[0, of_others], whole.fear[0, of_others])
    # The pair still counts on its own friend when it looks at outsiders.
    from_pair = pairs(FRIENDS, OUTSIDERS)
    np.testing.assert_allclose(cut.fear[0, from_pair], whole.fear[0, from_pair])


def test_struck_from_opportunity_the_targets_friends_do_not_deter(
    whole: Replayed,
) -> None:
    cut = replayed("opportunity")
    # Only the first year's fear is the same: later ones follow what was learnt.
    np.testing.assert_array_equal(cut.fear[0], whole.fear[0])
    against, others = pairs(OUTSIDERS, FRIENDS), pairs(OUTSIDERS, OUTSIDERS)
    assert np.all(cut.gain[0, against] > whole.gain[0, against])
    np.testing.assert_allclose(cut.gain[0, others], whole.gain[0, others])
    # Help in attack is still counted by the pair itself.
    from_pair = pairs(FRIENDS, OUTSIDERS)
    np.testing.assert_allclose(cut.gain[0, from_pair], whole.gain[0, from_pair])


def test_struck_from_both_each_reading_loses_its_part(whole: Replayed) -> None:
    cut = replayed("belief and opportunity")
    here = pairs(OUTSIDERS, FRIENDS)
    np.testing.assert_allclose(cut.fear[0], replayed("belief").fear[0])
    np.testing.assert_allclose(cut.gain[0], replayed("opportunity").gain[0])
    assert np.all(cut.fear[0, here] < whole.fear[0, here])
