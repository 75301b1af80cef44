"""The spiral number: what comes back through the others, and nothing else."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.dynamics.small_worlds import (
    HIDDEN,
    begin,
    centre,
    first_of,
    still,
    world_of,
)

from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.spiral import (
    close_up,
    moved,
    settled_return,
    spectral_radius,
    spiral_number,
)
from detente.dynamics.state import Parameters, World
from detente.dynamics.trajectory import Moment

TWO = np.array([0, 1])


def richardson(k: float, el: float, a: float, b: float) -> jax.Array:
    """Return the Jacobian of x' = x + k y - a x, y' = y + l x - b y."""
    return jnp.array([[1 - a, k], [el, 1 - b]])


@pytest.mark.usefixtures("x64")
@pytest.mark.parametrize(
    ("k", "el", "a", "b"),
    [
        (0.2, 0.1, 0.5, 0.4),
        (0.3, 0.3, 0.3, 0.3),
        (0.9, 0.4, 0.2, 0.3),
        (0.1, 0.9, 0.7, 0.2),
        (0.05, 0.01, 0.9, 0.9),
    ],
)
def test_richardsons_two_states_return_the_root_of_kl_over_ab(
    k: float, el: float, a: float, b: float
) -> None:
    found = float(settled_return(richardson(k, el, a, b), TWO))
    assert found == pytest.approx(np.sqrt(k * el / (a * b)), rel=2e-3)
    if k * el != a * b:
        assert (found > 1) == (k * el > a * b)


@pytest.mark.usefixtures("x64")
def test_the_return_does_not_depend_on_units() -> None:
    plain = richardson(0.2, 0.5, 0.4, 0.3)
    scale = jnp.diag(jnp.array([1.0, 1000.0]))
    rescaled = scale @ plain @ jnp.linalg.inv(scale)
    assert float(settled_return(rescaled, TWO)) == pytest.approx(
        float(settled_return(plain, TWO)), rel=5e-3
    )


def test_without_any_reaction_nothing_returns() -> None:
    alone = jnp.array(
        [[0.9, 0.3, 0, 0], [0.1, 0.5, 0, 0], [0, 0, 0.7, 0.2], [0, 0, 0, 0.6]]
    )
    assert float(settled_return(alone, np.array([0, 0, 1, 1]))) == 0


@pytest.mark.usefixtures("x64")
def test_two_walks_that_never_react_return_nothing_though_the_plain_radius_is_one() -> (
    None
):
    walks = jnp.eye(2) * (1 - 1e-9)
    assert float(settled_return(walks, TWO)) == 0
    assert float(spectral_radius(walks)) == pytest.approx(1, abs=1e-6)


def test_a_push_that_goes_one_way_only_does_not_return() -> None:
    one_way = jnp.array([[0.5, 0.9], [0.0, 0.5]])
    assert float(settled_return(one_way, TWO)) < 1e-6


def test_spending_at_its_ceiling_sends_no_push_back() -> None:
    """The second state stands at a ceiling: a walk that nothing moves."""
    held = jnp.array([[0.5, 0.9], [0.0, 1.0]])
    assert np.isnan(settled_return(held, TWO))
    assert float(settled_return(moved(held), TWO)) == 0
    free = richardson(0.2, 0.1, 0.5, 0.4)
    np.testing.assert_array_equal(moved(free), free)


def test_an_actor_that_does_not_settle_alone_has_no_number() -> None:
    assert np.isnan(settled_return(jnp.array([[1.2, 0.1], [0.1, 0.5]]), TWO))


@pytest.mark.parametrize("size", [2, 5, 12, 30])
def test_the_radius_is_that_of_the_eigenvalues(size: int) -> None:
    rng = np.random.default_rng(size)
    for _ in range(10):
        matrix = rng.normal(size=(size, size)) * rng.uniform(0.1, 3)
        expected = np.abs(np.linalg.eigvals(matrix)).max()
        found = float(jax.jit(spectral_radius)(jnp.float32(matrix)))
        assert found == pytest.approx(expected, rel=5e-3)


def test_the_radius_of_a_turn_of_a_jordan_block_and_of_nothing_is_known() -> None:
    turn = 0.8 * jnp.array([[0.0, -1.0], [1.0, 0.0]])
    assert float(spectral_radius(turn)) == pytest.approx(0.8, rel=1e-4)
    block = jnp.array([[0.7, 1.0], [0.0, 0.7]])
    assert float(spectral_radius(block)) == pytest.approx(0.7, rel=1e-2)
    assert float(spectral_radius(jnp.zeros((3, 3)))) == 0


# in the kernel


def number(world: World, p: Parameters, principals: Any, **moves: Any) -> Any:
    """Return the spiral number of a world in its first year."""
    k = kernel(Dense(len(world.codes)))
    world = jax.tree.map(jnp.asarray, world)
    state, fixed = begin(world, p)
    plan = first_of(still(world, 1))._replace(**moves)
    signals = k.sense(state, world, plan, p, fixed, HIDDEN)
    intentions = k.act(state, signals, world, plan, p, fixed)
    now = Moment(
        jnp.uint32(0), state, signals, intentions, jnp.zeros((0, 1)), plan, world,
        fixed, p, HIDDEN,
    )  # fmt: skip
    return spiral_number(close_up(now, principals), world, plan, p, HIDDEN, principals)


def rivals(n: int = 2) -> World:
    """Return two neighbours with a quarrel, others besides."""
    world = world_of(n)
    world.distance[0, 1] = world.distance[1, 0] = 600
    world.contiguous[0, 1] = world.contiguous[1, 0] = 1
    world.tie[0, 1] = world.tie[1, 0] = 0
    world.suspicion[0, 1] = world.suspicion[1, 0] = 3
    return world


TWO_RIVALS = jax.jit(lambda p: number(rivals(), p, TWO))
MUTE = {
    "arming__threat": 0.0,
    "arming__answer": 0.0,
    "arming__protection": 0.0,
    "crisis__fear": 0.0,
}
SEEING = {"belief__empathy": 0.95, "arming__answer": 0.0}
"""Where what is learned from arms is smooth at the mean act."""


@pytest.mark.usefixtures("x64")
def test_a_kernel_without_reaction_has_the_number_nought() -> None:
    assert float(TWO_RIVALS(centre(**MUTE))) < 1e-6
    assert float(TWO_RIVALS(centre(**SEEING, arming__threat=3.0))) > 0.02


@pytest.mark.usefixtures("x64")
def test_the_number_rises_with_the_reaction_to_fear() -> None:
    found = [
        float(TWO_RIVALS(centre(**SEEING, arming__threat=t)))
        for t in (0.01, 0.5, 1.5, 4.0)
    ]
    assert np.isfinite(found).all()
    assert (np.diff(found) > 0).all(), found


@pytest.mark.usefixtures("x64")
def test_bystanders_stand_still_but_lend_their_weight() -> None:
    p = centre(**SEEING, arming__threat=3.0)
    world = rivals(4)
    lone = world._replace(tie=0 * world.tie)
    found = jax.jit(lambda w: number(w, p, TWO))
    assert 0 < float(found(world)) < 1
    assert float(found(world)) != float(found(lone))


@pytest.mark.usefixtures("x64")
def test_a_freeze_on_both_sides_ends_the_race() -> None:
    """What is left is what beliefs return; nothing returns through arms."""
    p = centre(**SEEING, arming__threat=3.0)
    none = jnp.full(2, jnp.inf)
    freeze = jax.jit(lambda most: number(rivals(), p, TWO, limited=most, capped=none))
    loose, tight = float(freeze(none)), float(freeze(jnp.full(2, -0.5)))
    assert loose == pytest.approx(float(TWO_RIVALS(p)), rel=1e-3)
    assert tight < 0.5 * loose
