"""The fit: mode, curvature and a chain on a small made-up past."""

import numpy as np
import pytest
from tests.record.made_up_history import small_history, with_acts

from detente.core.bits import stream
from detente.record.fit import Mode, find_mode, prior, sample_chain
from detente.record.replay import Replay

KEYS = ("crisis.base", "crisis.heat")
YEARS = (1946, 1975)


@pytest.fixture(scope="module")
def replay() -> Replay:
    quiet = Replay(small_history())
    free = {key: np.float32(belief.centre) for key, belief in prior().items()}
    acts = quiet.simulate(
        free | {"crisis.base": free["crisis.base"] + 2}, stream(np.uint32(5))
    )
    return Replay(with_acts(small_history(), acts.dispute, acts.joined, acts.fought))


@pytest.fixture(scope="module")
def mode(replay: Replay) -> Mode:
    return find_mode(replay, YEARS, KEYS)


def test_the_mode_moves_towards_what_was_true_and_knows_its_width(mode: Mode) -> None:
    before = prior(KEYS)
    moved = mode.centre[0] - before["crisis.base"].centre
    assert 0.5 < moved < 3
    width = np.sqrt((mode.spread**2).sum(axis=1))
    assert 0 < width[0] < before["crisis.base"].sd
    drawn = mode.draws(4000, seed=1)
    np.testing.assert_allclose(
        drawn.mean(axis=0), mode.centre, atol=5 * width.max() / 60
    )


def test_a_mode_near_by_leads_to_the_same_mode(replay: Replay, mode: Mode) -> None:
    moved = mode._replace(centre=mode.centre + 0.1)
    near = find_mode(replay, YEARS, KEYS, near=moved)
    np.testing.assert_allclose(near.centre, mode.centre, atol=0.02)
    np.testing.assert_array_equal(near.spread, mode.spread)


def test_a_chain_stays_where_the_curvature_says(replay: Replay, mode: Mode) -> None:
    width = np.sqrt((mode.spread**2).sum(axis=1))
    drawn = sample_chain(replay, mode, seed=1, chain=0, warmup=50, draws=100)
    assert drawn.draws.shape == (1, 100, 2)
    assert drawn.divergences == 0
    assert np.all(np.abs(drawn.draws[0].mean(axis=0) - mode.centre) < 1.5 * width)
