"""The only scan over years, and the four choosers that make four tools of it.

Simulate draws the acts. Score takes the acts history recorded and adds their log
probability. Predict replays history and reads the hazards. Play asks a person. All
four run the same kernel, so simulator, likelihood, forecast and seminar cannot drift
apart.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.experimental import io_callback

from detente.core.bits import code, stream, uniform
from detente.dynamics.kernel import Kernel, Outlook
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
from detente.dynamics.state import (
    Actions,
    Fixed,
    Intentions,
    Moves,
    Muster,
    Parameters,
    Signals,
    State,
    Switches,
    World,
)  # fmt: skip
from detente.laws import crisis, motive

__all__ = [
    "Chooser", "Moment", "Record", "Score", "Shown", "draw", "filtered", "observe",
    "person", "predict", "replay", "score", "simulate", "trajectory",
]  # fmt: skip


class Moment(NamedTuple):
    """One year in full: what a measure or a chooser may read."""

    year: Array
    state: State
    signals: Signals
    intentions: Intentions
    chances: Array
    moves: Moves
    world: World
    fixed: Fixed
    p: Parameters
    switches: Switches


LEAST_DOUBT = 1e-6
"""Probability that is always left to either motive."""


class Chooser(NamedTuple):
    """Who decides what is done.

    Attributes:
        vote: (year, chances (V, N)) -> votes (V, N).
        act: (moment, votes) -> Actions.
    """

    vote: Callable[[Array, Array], Array]
    act: Callable[[Moment, Array], Actions]


Measure = Callable[[Moment, Actions, State], Any]


class Shown(NamedTuple):
    """What a record shows of one year, put in place of what the kernel carries on.

    Attributes:
        state: State at the start of the year, as far as it is on record.
        world: World of the year.
        fixed: What the draw fixed, for the year.
        mustered: What everybody could bring to bear.
    """

    state: State
    world: World
    fixed: Fixed
    mustered: Muster


class Record(NamedTuple):
    """A history that is shown to the kernel year by year.

    Attributes:
        years: What is on record, years on the first axis of every leaf.
        show: (one year of it, state, world, fixed) -> Shown.
    """

    years: Any
    show: Callable[[Any, State, World, Fixed], Shown]


def trajectory(
    k: Kernel, choose: Chooser, measure: Measure, start: State, fixed: Fixed,
    world: World, moves: Moves, p: Parameters, switches: Switches,
    record: Record | None = None,
) -> tuple[State, Any]:  # fmt: skip
    """Run the kernel over the years of a plan.

    Args:
        k: Kernel.
        choose: Who decides what is done.
        measure: What to keep of each year.
        start: State before the first year.
        fixed: What the draw fixed.
        world: World.
        moves: Plan, years on the first axis of every leaf.
        p: Parameters (scalars).
        switches: What the comparison takes away.
        record: What history shows of each year beside the acts; nothing if not given.

    Returns:
        The last state, and the measures with years on the first axis.
    """
    nobody = jnp.zeros_like(world.voters)
    outset, draw_fixed = world, fixed

    def year(state: State, now: tuple[Array, Moves, Any]) -> tuple[State, Any]:
        t, plan, on_record = now
        world, fixed, mustered = outset, draw_fixed, None
        if record is not None:
            state, world, fixed, mustered = record.show(on_record, state, world, fixed)
        chances = nobody
        if world.voters.shape[0]:
            chances = jax.lax.cond(
                jnp.any(plan.ballot > 0),
                lambda s: k.ballot(s, world, plan, p, fixed, switches),
                lambda s: nobody + 0 * s.log_arms[None, :],
                state,
            )
        votes = choose.vote(t, chances)
        state = k.decide(state, votes, world, plan, switches)
        signals = k.sense(state, world, plan, p, fixed, switches, mustered)
        intentions = k.act(state, signals, world, plan, p, fixed)
        moment = Moment(
            t, state, signals, intentions, chances, plan, world, fixed, p, switches
        )
        actions = choose.act(moment, votes)
        after = k.advance(
            state, actions, signals, intentions, world, plan, p, fixed, switches
        )
        return after, measure(moment, actions, after)

    years = jnp.arange(moves.ballot.shape[0])
    on_record = None if record is None else record.years
    return jax.lax.scan(year, start, (years, moves, on_record))


Overrule = Callable[[Moment, Array, Array], tuple[Array, Array]]


def draw(key: Array, world: World, overrule: Overrule | None = None) -> Chooser:
    """Return the chooser that draws acts from their distributions.

    Args:
        key: Stream of this trajectory; see `detente.core.bits.stream`.
        world: World, for the codes of actors and pairs.
        overrule: (moment, growth, dispute) -> the growth and disputes that happen
            instead of those drawn, before others join them.
    """

    def bits(year: Array, purpose: str, codes: Array) -> Array:
        return uniform(stream(key, year, code(purpose)), codes)

    def vote(year: Array, chances: Array) -> Array:
        ballots = [
            bits(year, f"vote {v}", world.codes) < chances[v]
            for v in range(chances.shape[0])
        ]
        return jnp.stack(ballots) * 1.0 if ballots else chances

    def act(moment: Moment, votes: Array) -> Actions:
        t, plan, z = moment.year, moment.intentions, moment.state.motive
        own = jnp.broadcast_to(z[:, None], world.ordered.shape)
        dispute = plan.crisis.sample(own, bits(t, "dispute", world.ordered))
        growth = plan.growth.sample(z, bits(t, "growth", world.codes))
        if overrule is not None:
            growth, dispute = overrule(moment, growth, dispute)
        began, met = jnp.max(dispute, axis=1), jnp.max(dispute, axis=0)
        odds = plan.joining.odds(began[None, :], met[None, :])
        joined = plan.joining.sample(odds, own, bits(t, "join", world.ordered))
        return Actions(
            growth=growth,
            dispute=dispute,
            joined=joined,
            fought=crisis.opposed(dispute, joined, Dense(world.codes.shape[0])),
            tie_step=plan.alignment.sample(bits(t, "tie", world.unordered)),
            votes=votes,
            turn=motive.turn(moment.p.motive, z, bits(t, "motive", world.codes)),
        )

    return Chooser(vote, act)


def replay(history: Actions) -> Chooser:
    """Return the chooser that repeats a history (years on the first axis)."""

    def act(moment: Moment, votes: Array) -> Actions:
        return jax.tree.map(lambda x: x[moment.year], history)

    return Chooser(lambda year, chances: history.votes[year], act)


def observe(moment: Moment, me: int) -> dict[str, Array]:
    """Return what actor `me` can know: never another's motive or belief."""
    state, seen = moment.state, moment.signals
    return {
        "year": moment.year,
        "motive": state.motive[me],
        "belief": state.belief[me],
        "threat": seen.threat[me],
        "tie": seen.tie,
        "heat": state.heat,
        "log_arms": state.log_arms,
        "log_gdp": state.log_gdp,
        "protection": seen.protection[me],
        "growth": jnp.stack(
            [
                moment.intentions.growth.seeker[me],
                moment.intentions.growth.revisionist[me],
            ]
        ),
    }


def person(
    key: Array, world: World, seat: int, decide: Callable[[dict[str, Any]], Any]
) -> Chooser:
    """Return the chooser in which a person holds one seat and chance the others.

    Args:
        key: Stream of this trajectory.
        world: World.
        seat: Position of the actor that the person plays.
        decide: Called once a year with what the seat can know (NumPy arrays); returns
            (growth of own spending in log points, dispute severity 0-4 towards each
            actor, shape (N,)).
    """

    def ask(view: dict[str, Array]) -> tuple[np.ndarray, np.ndarray]:
        growth, dispute = decide({name: np.asarray(x) for name, x in view.items()})
        return np.asarray(growth, np.float32), np.asarray(dispute, np.float32)

    def overrule(moment: Moment, growth: Array, dispute: Array) -> tuple[Array, Array]:
        shapes = (
            jax.ShapeDtypeStruct((), jnp.float32),
            jax.ShapeDtypeStruct(world.codes.shape, jnp.float32),
        )
        mine, begun = io_callback(ask, shapes, observe(moment, seat), ordered=True)
        return growth.at[seat].set(mine), dispute.at[seat].set(begun)

    return draw(key, world, overrule)


def simulate(
    k: Kernel, measure: Measure, key: Array, world: World, first: Moves, moves: Moves,
    p: Parameters, switches: Switches, memory: Any = None,
) -> tuple[State, Any]:  # fmt: skip
    """Draw one trajectory: start, acts, motives. See `trajectory` for the rest.

    `memory` is what actors who follow a strategy remember at the start.
    """

    def bits(purpose: str) -> Array:
        return uniform(stream(key, code(purpose)), world.codes)

    start, fixed = settle(world, p, first, bits, k)
    start = start._replace(memory=memory)
    return trajectory(
        k, draw(key, world), measure, start, fixed, world, moves, p, switches
    )


class Score(NamedTuple):
    """Log probability of a history.

    Attributes:
        complete: Of acts given the motives recorded, each year, shape (Y,).
        marginal: Of acts with motives summed out, each year, shape (Y,).
        posterior: The filter's probability of motive 1 after each year, (Y, N).
    """

    complete: Array
    marginal: Array
    posterior: Array


def filtered(
    p: motive.MotiveParams, first: Array, own0: Array, own1: Array
) -> tuple[Array, Array, Array]:
    """Sum motives out: one two-state forward filter an actor.

    Args:
        p: Motive parameters.
        first: Probability of motive 1 before the first year's acts, shape (N,).
        own0: Log probabilities of own acts under motive 0, shape (Y, N).
        own1: The same under motive 1.

    Returns:
        Log probability of each year's acts, shape (Y,), and the probabilities of motive
        1 before and after them, shape (Y, N).
    """

    def year(
        belief: Array, log_probs: tuple[Array, Array]
    ) -> tuple[Array, tuple[Array, Array, Array]]:
        seeker, revisionist = log_probs
        both = jnp.logaddexp(jnp.log1p(-belief) + seeker, jnp.log(belief) + revisionist)
        # Rounding must not make anybody certain: the log of nothing has no gradient.
        after = jnp.exp(jnp.log(belief) + revisionist - both)
        after = jnp.clip(after, LEAST_DOUBT, 1 - LEAST_DOUBT)
        return motive.predict(p, after), (jnp.sum(both), belief, after)

    _, out = jax.lax.scan(year, first, (own0, own1))
    return out


def score(
    k: Kernel, history: Actions, motives: Array, start: State, fixed: Fixed,
    world: World, moves: Moves, p: Parameters, switches: Switches,
) -> Score:  # fmt: skip
    """Return the log probability of the acts of a history.

    Args:
        k: Kernel.
        history: Acts, years on the first axis.
        motives: Motive of each actor in each year, shape (Y, N); only `complete`
            reads them.
        start: State before the first year; its posterior is that of the year before.
        fixed: What the draw fixed.
        world: World.
        moves: Plan.
        p: Parameters.
        switches: What the comparison takes away.
    """

    def measure(moment: Moment, actions: Actions, after: State) -> tuple[Array, ...]:
        asked = moment.moves.ballot[:, None] * world.voters
        own0, own1, mutual = k.log_prob(
            actions, moment.intentions, moment.chances, asked
        )
        return own0, own1, jnp.sum(mutual)

    _, (own0, own1, mutual) = trajectory(
        k, replay(history), measure, start, fixed, world, moves, p, switches
    )

    first = motive.predict(p.motive, start.posterior)
    marginal, _, posterior = filtered(p.motive, first, own0, own1)
    complete = jnp.where(motives > 0, own1, own0).sum(axis=1)
    return Score(complete + mutual, marginal + mutual, posterior)


def predict(
    k: Kernel, history: Actions, start: State, fixed: Fixed, world: World,
    moves: Moves, p: Parameters, switches: Switches,
) -> tuple[Outlook, Array]:  # fmt: skip
    """Replay a history and return each year's outlook, as it was to be foreseen.

    Returns:
        Outlook with years on the first axis, and the probabilities of motive 1 that it
        rests on: the filter's, a year ahead.
    """

    def measure(
        moment: Moment, actions: Actions, after: State
    ) -> tuple[Outlook, Array]:
        known = motive.predict(p.motive, moment.state.posterior)
        return k.outlook(moment.intentions, known), known

    _, kept = trajectory(
        k, replay(history), measure, start, fixed, world, moves, p, switches
    )
    return kept
