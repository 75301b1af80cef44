r"""Seats: actors that follow a strategy instead of the fitted law, in the kernel.

A strategy takes the place of the law where the kernel forms intentions: it says how an
actor arms, with whom it begins a dispute and whom it helps, from what that actor can
know. Chance, measures and everybody else stay as they are. Others do not know that a
strategy is followed: they judge its acts by the law, as they judge anybody's.

What an actor does by a rule is put into the kernel's acts like this. *Hostile*
towards another: a dispute is begun with probability `STRIKE`, and one arms as the law
lets a revisionist arm. *Friendly* towards all: no dispute is begun, and spending grows
with GDP; an initiative of GRIT cuts it by `CUT`. Who is hostile without having been
struck is so towards the state it fears most.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
from jax import Array

from detente.dynamics.kernel import Kernel
from detente.dynamics.state import (
    Actions,
    Fixed,
    Intentions,
    Moves,
    Parameters,
    Signals,
    State,
    Switches,
    World,
)  # fmt: skip
from detente.strategies.rules import Last, Rule

__all__ = ["CUT", "STRIKE", "Intent", "Seat", "Strategy", "begin", "one_of", "ruled",
           "seated"]  # fmt: skip

STRIKE = 0.225
"""Probability a year that hostility shows as a dispute: disputes began in 656 of 2,913
years of pairs of strategic rivals, 1950-2010 ([GiblerMillerLittle2016])."""

CUT = 0.05
"""Fall of spending by one initiative (log points; assumed)."""

SURE = 1 - 1e-6
"""Nothing is certain within a year: odds stay finite."""

View = dict[str, Array]


class Intent(NamedTuple):
    """What a strategy means to do this year.

    Attributes:
        growth: Mean growth of spending (log points); the law's noise is added.
        dispute: Probability of beginning a dispute with each actor, shape (N,); how far
            it goes is left to the law.
        help: Factor on a security seeker's odds of joining each actor, shape (N,).
    """

    growth: Array
    dispute: Array
    help: Array


def _nothing(view: View, own: Any) -> Any:
    return own


class Strategy(NamedTuple):
    """A strategy in the kernel.

    Attributes:
        name: Name by which it was asked for.
        decide: (view, own memory) -> Intent.
        start: Number of actors -> own memory before the first year.
        remember: (view, own memory) -> own memory after this year.
    """

    name: str
    decide: Callable[[View, Any], Intent]
    start: Callable[[int], Any] = lambda n: ()
    remember: Callable[[View, Any], Any] = _nothing


class Seat(NamedTuple):
    """Who follows what: place of the actor, and its strategy."""

    place: int
    strategy: Strategy


class Memory(NamedTuple):
    """What a seat keeps from year to year.

    Attributes:
        year: Years since the start.
        mine: 1, or 0 towards those with whom it began a dispute last year, shape (N,).
        theirs: 1, or 0 for those who began one with it, shape (N,).
        own: The strategy's own.
    """

    year: Array
    mine: Array
    theirs: Array
    own: Any


def begin(seats: Sequence[Seat], actors: int) -> tuple[Memory, ...]:
    """Return what seats remember before the first year: nobody was hostile."""
    one = jnp.ones(actors, jnp.float32)
    return tuple(
        Memory(jnp.int32(0), one, one, seat.strategy.start(actors)) for seat in seats
    )


def ruled(rule: Rule, strike: float = STRIKE, slip: float = 0.0) -> Strategy:
    """Return the strategy that carries a rule into the kernel.

    Args:
        rule: Rule.
        strike: Probability that a hostile act shows as a dispute within the year.
        slip: Probability of doing the opposite towards the state it fears most.
    """

    def last(view: View, own: Array) -> Last:
        return Last(view["mine"], view["theirs"], own, view["year"])

    def decide(view: View, own: Array) -> Intent:
        now = last(view, own)
        feared = view["feared"]
        meant = rule.friendly(now)
        hostile = 1 - (meant + feared * slip * (1 - 2 * meant))
        provoked = 1 - now.mine * now.theirs
        hostile = hostile * jnp.maximum(feared, provoked) * view["others"]
        anger = jnp.max(hostile)
        calm = view["trend"] - CUT * jnp.max(rule.concedes(now) * view["others"])
        return Intent(
            calm + anger * (view["bent_growth"] - calm),
            strike * hostile,
            rule.helps + 0 * hostile,
        )

    return Strategy(
        rule.name, decide, lambda n: jnp.zeros(n, jnp.float32),
        lambda view, own: rule.remember(last(view, own)),
    )  # fmt: skip


def one_of(strategies: Sequence[Strategy], which: Array) -> Strategy:
    """Return the strategy that is chosen by number, so that one program plays all.

    Args:
        strategies: To choose from.
        which: Position of the one to follow (a traced number will do).
    """

    def decide(view: View, own: Any) -> Intent:
        meant = [s.decide(view, mine) for s, mine in zip(strategies, own, strict=True)]
        return jax.tree.map(lambda *x: jnp.stack(x)[which], *meant)

    def remember(view: View, own: Any) -> Any:
        kept = zip(strategies, own, strict=True)
        return tuple(s.remember(view, mine) for s, mine in kept)

    return Strategy(
        "one of several", decide, lambda n: tuple(s.start(n) for s in strategies),
        remember,
    )  # fmt: skip


def _look(
    state: State, signals: Signals, usual: Intentions, world: World, fixed: Fixed,
    me: int, memory: Memory,
) -> View:  # fmt: skip
    """Return what an actor can know: no motive, and no belief but its own."""
    threat = signals.threat[me]
    others = world.present * (jnp.arange(world.codes.shape[0]) != me)
    rank = jnp.where(others > 0, threat, -1.0)
    feared = (jnp.arange(rank.shape[0]) == jnp.argmax(rank)) * 1.0
    fear = usual.crisis.fear[me]
    return {
        "year": memory.year,
        "mine": memory.mine,
        "theirs": memory.theirs,
        "belief": state.belief[me],
        "threat": threat,
        "feared": feared.astype(threat.dtype),
        "others": others,
        "tie": signals.tie,
        "heat": state.heat,
        "log_arms": state.log_arms,
        "log_gdp": state.log_gdp,
        "protection": signals.protection[me],
        "trend": (state.trend[me] + fixed.drift[me]) / 100,
        "usual_growth": usual.growth.seeker[me],
        "bent_growth": usual.growth.revisionist[me],
        "usual_dispute": fear / (1 + fear),
    }


def _put(
    intentions: Intentions, usual: Intentions, me: int, intent: Intent, motive: Array
) -> Intentions:
    """Return intentions with one actor's own acts replaced, whatever its motive."""
    growth, crisis, joining = (
        intentions.growth, intentions.crisis, intentions.joining,
    )  # fmt: skip
    chance = jnp.clip(intent.dispute, 0, SURE)
    grown = intent.growth
    if intentions.most is not None:  # an arms limit binds strategies too
        grown = jnp.minimum(grown, intentions.most[me])
    # The kernel tilts the odds of joining by motive; a strategy's are not to be.
    factor = intent.help / (1 + motive[me] * (joining.motive - 1))
    return intentions._replace(
        growth=growth._replace(
            seeker=growth.seeker.at[me].set(grown),
            revisionist=growth.revisionist.at[me].set(grown),
        ),
        crisis=crisis._replace(
            fear=crisis.fear.at[me].set(jnp.maximum(chance / (1 - chance), 1e-12)),
            gain=crisis.gain.at[me].set(0.0),
        ),
        joining=joining._replace(
            target=joining.target.at[me].set(factor * usual.joining.target[me]),
            origin=joining.origin.at[me].set(factor * usual.joining.origin[me]),
        ),
    )


def seated(k: Kernel, seats: Sequence[Seat]) -> Kernel:
    """Return the kernel in which some actors follow strategies (dense pairs only).

    Start trajectories with `begin(seats, N)` as memory.

    Args:
        k: Kernel.
        seats: Who follows what; no actor twice.
    """
    if not seats:
        return k

    def views(
        state: State, signals: Signals, usual: Intentions, world: World, fixed: Fixed
    ) -> list[tuple[Seat, View, Memory]]:
        return [
            (seat, _look(state, signals, usual, world, fixed, seat.place, kept), kept)
            for seat, kept in zip(seats, state.memory, strict=True)
        ]

    def act(
        state: State, signals: Signals, world: World, moves: Moves, p: Parameters,
        fixed: Fixed,
    ) -> Intentions:  # fmt: skip
        usual = k.act(state, signals, world, moves, p, fixed)
        meant = usual
        for seat, view, kept in views(state, signals, usual, world, fixed):
            intent = seat.strategy.decide(view, kept.own)
            meant = _put(meant, usual, seat.place, intent, state.motive)
        return meant

    def advance(
        state: State, actions: Actions, signals: Signals, intentions: Intentions,
        world: World, moves: Moves, p: Parameters, fixed: Fixed, switches: Switches,
        expected: Array | None = None,
    ) -> State:  # fmt: skip
        # Others judge what was done by the law: what a strategy meant, nobody knows.
        usual = k.act(state, signals, world, moves, p, fixed)
        after = k.advance(
            state, actions, signals, usual, world, moves, p, fixed, switches, expected
        )
        kept = tuple(
            Memory(
                memory.year + 1,
                jnp.where(actions.dispute[seat.place] > 0, 0.0, 1.0),
                jnp.where(actions.dispute[:, seat.place] > 0, 0.0, 1.0),
                seat.strategy.remember(view, memory.own),
            )
            for seat, view, memory in views(state, signals, usual, world, fixed)
        )
        return after._replace(memory=kept)

    return k._replace(act=act, advance=advance)
