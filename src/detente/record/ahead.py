"""The kernel left to itself: years simulated onwards from a point in the record.

History is replayed up to an origin; from the state it leaves, the kernel draws arms,
disputes, joiners, ties and motives by itself. What the laws do not move stays as it was
when the first year began: members of the system, borders, warheads, soldiers, pacts of
non-aggression, political closeness. A tie moves a rung a year.
"""

import copy
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from detente.core.bits import code, stream, uniform
from detente.dynamics.state import (
    Actions,
    Fixed,
    Muster,
    Parameters,
    Seen,
    State,
    Switches,
    World,
)
from detente.dynamics.trajectory import (
    Chooser,
    Moment,
    Record,
    Shown,
    filtered,
    trajectory,
)
from detente.laws import arming, motive
from detente.lenses.records import records
from detente.record.history import Years
from detente.record.onsets import drawn_in, onset, started
from detente.record.replay import Replay

if TYPE_CHECKING:
    from detente.record.history import History

__all__ = ["YEARS", "Ahead", "Onward", "first_time", "looked_ahead"]

YEARS = 5
"""Years simulated onwards."""

USUAL_BURDEN = 2.5
"""Burden (% of output) given to whom no output is on record of. Habit makes it the one
that is desired, so it moves nothing but where fear goes on from its long-run mean."""


class Onward(NamedTuple):
    """What simulated years hold, (..., year, state) or (..., year, pair).

    Attributes:
        growth: Growth of spending drawn, deflated (log points).
        expected: Its mean before chance decided, by the filter of motives.
        originators: Probability that the year sees the pair's first dispute since the
            origin, between originators; its mean over draws is a probability.
        onset: The same where being drawn in counts.
    """

    growth: Any
    expected: Any
    originators: Any
    onset: Any


class Ahead(Replay):
    """A history before the kernel up to an origin, and the kernel alone from there."""

    level: Array

    def seen(self, years: Years, mustered: Muster, level: Array) -> "Ahead":
        """Return the same, to which these years are all that is known.

        Args:
            years: What is known of each year.
            mustered: What everybody could bring to bear in each.
            level: Rung of every pair when history breaks off, (state, state).
        """
        other = copy.copy(self)
        other.years, other.mustered, other.level = years, mustered, level
        return other

    def muster(self, past: "History") -> Muster:
        """Return what everybody could bring to bear in each year of a history."""
        return _mustered(self, past.years, past.levels)

    def onward(self, free: Mapping[str, Array], keys: Array, place: Array) -> Onward:
        """Return years drawn onwards from one in which history breaks off.

        Args:
            free: Unbounded values; see `values`.
            keys: Streams, one a simulation.
            place: Position of the first year drawn.

        Returns:
            Simulations on the first axis.
        """
        p = self.values(free)
        state = self._left(p, place)
        return jax.lax.map(lambda key: self._drawn_onward(p, state, key, place), keys)

    def _left(self, p: Parameters, place: Array) -> State:
        """Return the state in which the years before a place leave the world."""
        start, fixed, world = self._start(p)
        nobody = jnp.zeros((0, self.pairs.n))

        def measure(moment: Moment, actions: Actions, after: State) -> Any:
            y = jax.tree.map(lambda x: x[moment.year], self.years)
            seen = Seen(y.growth_seen, y.join_seen, y.tie_seen)
            own0, own1, _ = self.kernel.log_prob(
                actions, moment.intentions, moment.chances, nobody, seen
            )
            return own0, own1, after

        _, (own0, own1, states) = trajectory(
            self.kernel, self._chooser(), measure, start, fixed, world, self._moves(),
            p, _hidden(), self._record(p),
        )  # fmt: skip
        first = motive.predict(p.motive, start.posterior)
        _, _, posterior = filtered(p.motive, first, own0, own1)
        left = jax.tree.map(lambda x: x[place - 1], states)
        return left._replace(posterior=posterior[place - 1])

    def _opened(
        self, p: Parameters, left: State, place: Array
    ) -> tuple[State, World, Fixed]:
        """Return state and world when the first year drawn begins."""
        y, mustered = jax.tree.map(lambda x: x[place], (self.years, self.mustered))
        _, fixed, world = self._start(p)
        shown = self._record(p).show((y, mustered), left, world, fixed)
        unknown = y.log_gdp == 0
        usual = arming.habit(
            jnp.full(self.pairs.n, USUAL_BURDEN), p.arming.threat * p.motive.share
        )
        state = shown.state._replace(
            stock=y.stock,
            log_gdp=jnp.where(
                unknown, y.log_arms - np.log(USUAL_BURDEN / 100), y.log_gdp
            ),
            habit=jnp.where(unknown, usual, shown.state.habit),
        )
        return state, shown.world, shown.fixed

    def _drawn_onward(
        self, p: Parameters, left: State, key: Array, place: Array
    ) -> Onward:
        pairs, centre = self.pairs, records(self.centre)
        state, world, fixed = self._opened(p, left, place)
        y: Years = jax.tree.map(lambda x: x[place], self.years)
        states = jnp.arange(pairs.n, dtype=jnp.uint32)

        def first(purpose: str) -> Array:
            return uniform(stream(key, code(purpose)), states)

        drift = p.economy.spread * jax.scipy.special.ndtri(first("drift"))
        fixed = fixed._replace(drift=drift)
        state = state._replace(
            motive=motive.turn(p.motive, state.posterior, first("motive"))
        )

        def show(_: Array, state: State, __: World, ___: Fixed) -> Shown:
            every = self.level.at[pairs.first, pairs.second].set(state.tie)
            mustered: Muster = self.year_mustered(
                centre, state.stock, y.personnel, y.present, every
            )
            return Shown(state, world, fixed, mustered)

        def act(moment: Moment, votes: Array) -> Actions:
            return self._drawn(key, moment, votes, y.relevant)

        def measure(moment: Moment, actions: Actions, after: State) -> Any:
            meant = moment.intentions
            revision = motive.predict(p.motive, moment.state.posterior)
            begun = started(
                pairs, meant.crisis.fear, meant.crisis.gain, revision, y.relevant
            )
            drawn = drawn_in(
                pairs, p.joining, begun, meant.crisis.use, meant.crisis.war,
                meant.joining.target, meant.joining.origin, revision, y.relevant,
            )  # fmt: skip
            clash = jnp.minimum(actions.dispute + pairs.flip(actions.dispute), 1)
            chances = onset(pairs, begun, drawn)
            expected = meant.growth.mean(revision)
            return actions.growth, expected, chances, (clash, actions.fought)

        plan = jax.tree.map(lambda x: x[:YEARS], self._moves())
        nobody = jnp.zeros((0, pairs.n))
        _, (growth, expected, chance, met) = trajectory(
            self.kernel, Chooser(lambda _year, _chances: nobody, act), measure, state,
            fixed, world, plan, p, _hidden(), Record(jnp.arange(YEARS), show),
        )  # fmt: skip
        first_times = map(first_time, chance, met)
        return Onward(growth, expected, *first_times)


def _hidden() -> Switches:
    """Return the switches under which motives are hidden and words are said."""
    return Switches(*jnp.array([0.0, 1.0, 0.0]))


def first_time(chance: Array, met: Array) -> Array:
    """Return the chance of each year, 0 where the two met in one drawn before.

    Summed over years and averaged over draws it is the probability of at least one:
    each year's chance counts for the draws in which it would be the first.

    Args:
        chance: Probability of a dispute of each year as drawn so far, (year, pair).
        met: 1 where the draw made one, (year, pair).
    """
    before = jnp.cumsum(met, axis=0) - met
    return chance * (before == 0)


def looked_ahead(
    ahead: Ahead, past: "History", origin: int, draws: Mapping[str, np.ndarray],
    each: int, seed: int,
) -> Onward:  # fmt: skip
    """Return what simulations from an origin give, drawn acts and mean chances.

    Args:
        ahead: The history before the kernel.
        past: What is known at the origin; see `known`.
        origin: Last year that is known.
        draws: Unbounded values keyed by parameter, each of shape (draw,).
        each: Simulations of each draw.
        seed: Of the acts.

    Returns:
        `growth` of shape (draw x each, year, state); the others are means over them,
        (year, state) and (year, pair); `originators` and `onset` summed up over years:
        the probability of at least one from the first year on to each.
    """
    place = origin + 1 - past.span[0]
    years = jax.tree.map(jnp.asarray, past.years)
    seen = years, ahead.muster(past), jnp.asarray(past.levels[place])
    found: list[Onward] = []
    for k in range(len(next(iter(draws.values())))):
        free = {key: jnp.float32(x[k]) for key, x in draws.items()}
        numbers = jnp.arange(each, dtype=jnp.uint32) + each * k
        drawn = _onward(ahead, seen, free, jnp.uint32(seed), numbers, place)
        found.append(jax.tree.map(np.asarray, drawn))
    grown, *means = (np.concatenate(parts) for parts in zip(*found, strict=True))
    expected, originators, every = (x.mean(axis=0) for x in means)
    return Onward(grown, expected, originators.cumsum(axis=0), every.cumsum(axis=0))


@partial(jax.jit, static_argnums=0)
def _mustered(ahead: Ahead, years: Years, levels: Array) -> Muster:
    p = records(ahead.centre)
    return jax.lax.map(
        lambda now: ahead.year_mustered(p, *now),
        (years.stock, years.personnel, years.present, levels),
    )


@partial(jax.jit, static_argnums=0)
def _onward(
    ahead: Ahead, seen: tuple[Years, Muster, Array], free: Mapping[str, Array],
    seed: Array, numbers: Array, place: Array,
) -> Onward:  # fmt: skip
    keys = jax.vmap(lambda number: stream(seed, number))(numbers)
    return ahead.seen(*seen).onward(free, keys, place)
