r"""The spiral number: how strongly fear and arms return through the others.

$$ R = \rho\bigl((I - D)^{-1} O\bigr) $$

J is the Jacobian of the whole expected step (log spending, log military capital, log
odds of beliefs, in which evidence adds up) in blocks of actors, D its own blocks, O
its cross blocks. R says how much of a push comes back once everyone has settled: below
1 it dies out, above 1 it runs away.
Without any reaction R is 0; for Richardson's two states it is
$\sqrt{kl/ab}$ [Richardson1960]. The spectral radius of J itself would not do: two
random walks that never react have 1. The number is taken among named principals, with
everybody else standing still but still lending its weight.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import (
    Actions,
    Fixed,
    Moves,
    Parameters,
    State,
    Switches,
    World,
)  # fmt: skip
from detente.dynamics.trajectory import Moment

__all__ = [
    "Close", "close_up", "moved", "settled_return", "spectral_radius", "spiral_number",
]  # fmt: skip

SQUARINGS = 10
"""The radius is read off the 1024th power of a matrix: exact to about two in 1000."""


def spectral_radius(matrix: Array) -> Array:
    """Return the largest modulus of the eigenvalues of a square matrix.

    Powers by repeated squaring, so complex and repeated eigenvalues do no harm and
    the cost is the same for every matrix.
    """
    log_size = jnp.zeros(())
    power = matrix
    for _ in range(SQUARINGS):
        size = jnp.max(jnp.abs(power)) + 1e-30
        power = power / size
        log_size = 2 * (log_size + jnp.log(size))
        power = power @ power
    last = jnp.log(jnp.max(jnp.abs(power)) + 1e-30)
    return jnp.exp((log_size + last) / 2**SQUARINGS) * (jnp.max(jnp.abs(matrix)) > 0)


def settled_return(jacobian: Array, block: np.ndarray) -> Array:
    """Return R for a Jacobian whose row and column k belong to actor block[k].

    Args:
        jacobian: Shape (m, m).
        block: Actor of each coordinate, shape (m,).

    Returns:
        R; NaN if an actor alone does not settle (rho(D) >= 1).
    """
    own = jnp.asarray(block[:, None] == block[None, :])
    inner = jnp.where(own, jacobian, 0)
    outer = jacobian - inner
    settles = spectral_radius(inner) < 1
    settled, power = outer, jnp.where(settles, inner, 0)
    for _ in range(SQUARINGS):  # (I - D)^-1 is the product of (I + D^(2^k))
        settled = settled + power @ settled
        power = power @ power
    return jnp.where(settles, spectral_radius(settled), jnp.nan)


def moved(jacobian: Array) -> Array:
    """Return a Jacobian without the coordinates that nothing moves.

    Spending at an agreed ceiling follows the ceiling alone: it stands where it is put,
    never settles by itself, and sends no push back.
    """
    others = jacobian - jnp.diag(jnp.diagonal(jacobian))
    moves = jnp.any(others != 0, axis=1)
    return jnp.where(moves[:, None] & moves[None, :], jacobian, 0)


VOTES_FIRST = (
    "approved", "ballot", "rule", "voters", "voters_hub", "concerned", "hubs", "spokes",
    "gated_floor", "gated_tie", "gated_engaged", "gated_posted", "gated_away",
    "foresight",
)  # fmt: skip
"""Leaves whose first axis is not one of actors."""


def _only(keep: np.ndarray, record: Any) -> Any:
    """Return a record of the kernel with only the actors at `keep` left in."""

    def cut(name: str, x: Array) -> Array:
        for axis in range(name in VOTES_FIRST, x.ndim):
            x = jnp.take(x, keep, axis=axis)
        return x

    return record._replace(
        **{name: cut(name, x) for name, x in record._asdict().items() if x is not None}
    )


class Close(NamedTuple):
    """The principals' part of a moment, small enough to keep.

    Attributes:
        state: State of the principals.
        fixed: What the draw fixed for them.
        attack: Q against each, the whole world's friends included, shape (K, K).
        defence: P likewise.
    """

    state: State
    fixed: Fixed
    attack: Array
    defence: Array


def close_up(now: Moment, principals: np.ndarray) -> Close:
    """Return the part of a moment from which the spiral number can be taken."""
    return Close(
        _only(principals, now.state._replace(memory=None)),
        _only(principals, now.fixed),
        now.signals.attack[principals][:, principals],
        now.signals.defence[principals][:, principals],
    )


def spiral_number(
    close: Close, world: World, moves: Moves, p: Parameters, switches: Switches,
    principals: np.ndarray,
) -> Array:  # fmt: skip
    """Return R among the principals, everybody else standing still.

    Args:
        close: The moment, from `close_up`.
        world: The whole world.
        moves: The plan's slice of that year, whole.
        p: Parameters.
        switches: What the comparison takes away.
        principals: Places of the actors whose reactions count.
    """
    count = len(principals)
    k = kernel(Dense(count))
    world, moves = _only(principals, world), _only(principals, moves)
    state, fixed = close.state, close.fixed
    alone = k.sense(state, world, moves, p, fixed, switches)
    world = world._replace(
        support_attack=jnp.maximum(close.attack - alone.attack, 0),
        support_defence=jnp.maximum(close.defence - alone.defence, 0),
    )
    nothing = jnp.zeros((count, count))

    def coordinates(here: State) -> Array:
        log_odds = jnp.log(here.belief / (1 - here.belief))
        return jnp.concatenate([here.log_arms, here.stock, log_odds.ravel()])

    def step(x: Array) -> Array:
        here = state._replace(
            log_arms=x[:count],
            stock=x[count : 2 * count],
            belief=jax.nn.sigmoid(x[2 * count :]).reshape(count, count),
        )
        seen = k.sense(here, world, moves, p, fixed, switches)
        meant = k.act(here, seen, world, moves, p, fixed)
        done = Actions(
            growth=meant.growth.mean(state.motive),
            dispute=nothing,
            joined=nothing,
            fought=nothing,
            tie_step=nothing,
            votes=jnp.zeros_like(world.voters),
            turn=state.motive,
        )
        odds = meant.crisis.probability(k.pairs.row(state.motive))
        after = k.advance(
            here, done, seen, meant, world, moves, p, fixed, switches, odds
        )
        return coordinates(after)

    places = np.arange(count)
    block = np.concatenate([places, places, np.repeat(places, count)])
    jacobian = jax.jacfwd(step)(coordinates(state))
    if moves.limited is not None:
        jacobian = moved(jacobian)
    return settled_return(jacobian, block)
