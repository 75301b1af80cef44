"""Restraint in the kernel: what each move does to fear, gain, acts and beliefs."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.dynamics.small_worlds import HIDDEN, begin, centre, still, world_of

from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import Actions, Moves

N = 4
K = kernel(Dense(N))
ALL = 1 - np.eye(N)


def year(**changes: Any) -> tuple[Any, Any, Any, Any]:
    """Return signals, intentions, outlook and the state after a quiet year."""
    world, p = world_of(N), centre(content__distinguishability=0.3)
    state, fixed = begin(world, p, k=K)
    quiet: Moves = jax.tree.map(lambda x: jnp.asarray(x[0]), still(world, 1))
    moves = quiet._replace(**{name: jnp.asarray(x) for name, x in changes.items()})
    seen = K.sense(state, world, moves, p, fixed, HIDDEN)
    meant = K.act(state, seen, world, moves, p, fixed)
    none = jnp.zeros((N, N))
    done = Actions(
        jnp.full(N, 0.05), none, none, none, none, jnp.zeros((0, N)), state.motive
    )
    after = K.advance(state, done, seen, meant, world, moves, p, fixed, HIDDEN)
    return seen, meant, K.outlook(meant, state.motive), after


PLAIN = year()


@pytest.mark.parametrize("name", ["inspected", "apart", "calmed", "pledged"])
def test_nothing_restrained_is_as_if_there_were_no_such_move(name: str) -> None:
    """To rounding, as another program; without such a move it is the same program."""
    same = lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-5)  # noqa: E731
    jax.tree.map(same, year(**{name: 0 * ALL}), PLAIN)


def test_no_ceiling_is_as_if_there_were_no_limits() -> None:
    none = np.full(N, np.inf)
    seen, meant, *rest = year(limited=none, capped=none)
    same = (seen, meant._replace(most=None), *rest)
    jax.tree.map(np.testing.assert_array_equal, same, PLAIN)


def test_inspection_calms_fear_and_leaves_opportunity_as_it_is() -> None:
    seen = year(inspected=ALL)[0]
    assert (seen.threat <= PLAIN[0].threat + 1e-7).all()
    assert seen.threat.sum() < PLAIN[0].threat.sum() - 1e-3
    np.testing.assert_array_equal(seen.opportunity, PLAIN[0].opportunity)


def test_separation_lowers_fear_and_opportunity_of_the_two_alone() -> None:
    apart = np.zeros((N, N))
    apart[0, 1] = apart[1, 0] = 0.5
    seen = year(apart=apart)[0]
    for name in ("threat", "opportunity"):
        fell = np.asarray(getattr(PLAIN[0], name) - getattr(seen, name))
        assert fell[0, 1] > 0
        assert fell[1, 0] > 0
        np.testing.assert_array_equal(fell * (apart == 0), 0)


def test_a_hotline_leaves_as_many_disputes_and_lets_fewer_grow() -> None:
    out, before = year(calmed=0.5 * ALL)[2], PLAIN[2]
    np.testing.assert_array_equal(out.dispute, before.dispute)
    assert (out.force[ALL > 0] < before.force[ALL > 0]).all()
    assert (out.secure > before.secure).all()


def test_under_a_freeze_nobody_plans_growth_and_growth_tells_nothing() -> None:
    """What the acts tell of motives is then disputes alone: the same for any growth."""
    freeze = {"limited": np.full(N, -0.5), "capped": np.full(N, np.inf)}
    _, meant, _, after = year(**freeze)
    np.testing.assert_allclose(meant.growth.seeker, -0.5)
    np.testing.assert_allclose(meant.growth.revisionist, -0.5)
    assert (after.posterior != PLAIN[3].posterior).any()


def test_a_pledge_calms_only_those_it_is_given_to() -> None:
    pledged = np.zeros((N, N))
    pledged[0, 1] = 0.75
    belief, before = year(pledged=pledged)[3].belief, PLAIN[3].belief
    odds = lambda b: b / (1 - b)  # noqa: E731
    ratio = np.array(odds(belief) / odds(before))
    assert ratio[0, 1] == pytest.approx(0.25, rel=1e-3)
    ratio[0, 1] = 1
    np.testing.assert_allclose(ratio[ALL > 0], 1, rtol=1e-6)


def agrees(foresight: np.ndarray | None, angry: float = 0.0) -> Any:
    """Return members' chances of agreeing to a step that outsiders see."""
    world = world_of(N, votes=1)._replace(foresight=foresight)
    p = centre(belief__engagement=1.0)
    state, fixed = begin(world, p, k=K)
    state = state._replace(mood=jnp.array([angry, 0.0, 0.0, 0.0]))
    moves: Moves = jax.tree.map(lambda x: jnp.asarray(x[0]), still(world, 1))
    seen = np.zeros((1, N, N))
    seen[0, 3, :3] = 2.0  # the outsider sees the members move by two levels
    moves = moves._replace(gated_engaged=jnp.asarray(seen))
    return K.ballot(state, world, moves, p, fixed, HIDDEN)[0, :3]


def test_a_mood_of_war_makes_a_member_foresee_less() -> None:
    """The angry agree more; who is calm votes as before; without foresight none."""
    calm, angry = agrees(np.ones(1)), agrees(np.ones(1), angry=2.0)
    assert angry[0] > calm[0] + 0.01
    np.testing.assert_array_equal(angry[1:], calm[1:])
    np.testing.assert_array_equal(agrees(None), agrees(None, angry=2.0))


def test_foresight_counts_the_fear_that_a_step_will_arouse() -> None:
    """Outsiders read the step as an aim: members see it, and agree less."""
    chances = [agrees(each) for each in (None, np.zeros(1), np.ones(1))]
    np.testing.assert_array_equal(chances[0], chances[1])
    assert (chances[2] < chances[1] - 0.01).all()
