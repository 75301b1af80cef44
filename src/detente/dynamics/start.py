"""The start of a draw: what no source records, motives, and the habit of budgets."""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from jax import Array

from detente.dynamics.kernel import Kernel
from detente.dynamics.state import Fixed, Moves, Parameters, State, Switches, World
from detente.laws import arming, belief, crisis, motive, power

__all__ = ["settle"]


def settle(
    world: World, p: Parameters, first: Moves, bits: Callable[[str], Array], k: Kernel
) -> tuple[State, Fixed]:
    """Return the state at the start of a draw, and what the draw fixes.

    Figures that no source records are drawn here, and so are motives. Habit is set so
    that the burden at the start is the desired one of an actor of unknown motive.

    Args:
        world: World.
        p: Parameters.
        first: Moves of the year before any plan begins.
        bits: Uniforms for a purpose, one an actor, shape (N,).
        k: Kernel.
    """
    normal = lambda purpose: jax.scipy.special.ndtri(bits(purpose))  # noqa: E731
    log_arms = world.spending + world.spending_sd * normal("spending")
    log_gdp = world.gdp + world.gdp_sd * normal("gdp")
    stock = arming.steady_stock(p.arming, log_arms, world.growth)
    prior = motive.start(p.motive, world.notoriety)
    chance = motive.predict(p.motive, prior)
    if world.stated is not None:
        chance = jnp.where(jnp.isnan(world.stated), chance, world.stated)
    held = jnp.zeros_like(world.voters[:, 0])
    state = State(
        log_arms=log_arms,
        stock=stock,
        habit=jnp.zeros_like(log_arms),
        growth=world.growth / 100,
        log_gdp=log_gdp,
        trend=world.growth,
        motive=jnp.where(bits("motive") < chance, 1.0, 0.0),
        posterior=prior,
        tie=world.tie,
        belief=belief.start(p.belief, p.motive.share, world.suspicion),
        heat=world.heat,
        opportunity=jnp.zeros_like(world.distance),
        credibility=jnp.full_like(log_arms, 1.0) * p.credibility.start,
        mood=jnp.zeros_like(log_arms),
        approved=held,
    )
    fixed = Fixed(
        reach=power.reach(p.power, world.distance),
        setting=crisis.setting(
            p.crisis, world.contiguous, world.distance, world.pact, world.remote
        ),
        drift=p.economy.spread * normal("drift") * world.present,
        start_stock=stock,
    )
    hidden = Switches(*jnp.array([0.0, 1.0, 0.0]))
    seen = k.sense(state, world, first, p, fixed, hidden)
    drive = arming.desire(
        p.arming, jnp.zeros_like(log_arms), 1 - jnp.exp(seen.safety), seen.protection
    )
    burden = 100 * jnp.exp(log_arms - log_gdp)
    usual = arming.habit(burden, drive + p.arming.motive * prior)
    return state._replace(habit=usual, opportunity=seen.opportunity), fixed
