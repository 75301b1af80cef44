"""History put before the kernel: its own scan, score and forecasts on a list of pairs.

What everybody could bring to bear is known from the record, so it is mustered once, at
the centre of a lens (for a fit, of the prior); the parameters that only enter there are
not fitted. Fear, belief, heat and motives run through the kernel as in a simulation.
"""

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from detente.core.bits import code, stream, uniform
from detente.core.parameters import Transform
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense, Listed
from detente.dynamics.state import (
    Actions,
    Fixed,
    Moves,
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
from detente.laws import arming, content, credibility, crisis, motive, power
from detente.lenses.lens import at, load, parameters
from detente.lenses.records import records
from detente.record.history import History, Years
from detente.record.struck import Place, struck

if TYPE_CHECKING:
    from detente.dynamics.kernel import Kernel

__all__ = ["OWN", "Replay", "Replayed", "natural"]

OWN = {"record.climb": "alignment.climb", "record.fall": "alignment.fall"}
"""Parameters of the record's own, and what they stand in for while it is replayed.

ATOP knows signed treaties, not dialogues, offices or exercises: how often treaties come
and go says what moves ties, not how often a rung of the whole ladder is taken.
"""

NEVER = 30.0
"""Taken off the log odds of disputes in years in which a pair is not relevant."""


def natural(transform: Transform, x: Array) -> Array:
    """Return the natural value of an unbounded one; as `bounded`, with gradients."""
    if transform == "positive":
        return jnp.exp(x)
    return jax.nn.sigmoid(x) if transform == "unit" else x


class Replayed(NamedTuple):
    """What replaying a history gives, years on the first axis.

    Attributes:
        log_prob: Log probability of the acts of each year, motives summed out.
        foreseen: Probability of motive 1 before the acts of the year, (year, state).
        posterior: The same after them.
        fear: Odds of a dispute by a seeker, (year, pair).
        gain: Odds that a revisionist adds, (year, pair).
        use, war: Probability that a dispute goes to force, to war, (year, pair).
        target, origin: Odds of a seeker's joining the attacked, the attacker.
        climb, fall: Probabilities of steps of ties, (year, pair).
        seeker, revisionist: Mean growth of spending, (year, state).
        belief: Probability i gives to j being revisionist, (year, pair).
    """

    log_prob: Array
    foreseen: Array
    posterior: Array
    fear: Array
    gain: Array
    use: Array
    war: Array
    target: Array
    origin: Array
    climb: Array
    fall: Array
    seeker: Array
    revisionist: Array
    belief: Array


class Replay:
    """A history before the kernel.

    Args:
        history: The history.
        cut: Where friends' help is struck out, to test whether ties matter.
        lens: At whose centre stands what is not free, force included.
        every: Whether pairs may start disputes also where they are not politically
            relevant; else they never do.
    """

    def __init__(
        self, history: History, *, cut: tuple[Place, ...] = (), lens: str = "prior",
        every: bool = False,
    ) -> None:  # fmt: skip
        """Muster what everybody could bring to bear in each year."""
        self.history = history
        self.every = every
        self.pairs = Listed(
            jnp.asarray(history.first), jnp.asarray(history.second),
            jnp.asarray(history.reverse), len(history.codes),
        )  # fmt: skip
        self.kernel: Kernel = struck(kernel(self.pairs), cut)
        self.centre = {key: x[0] for key, x in at(load(lens), [{}]).items()}
        self.years = jax.tree.map(jnp.asarray, history.years)
        self.mustered = self._muster(records(self.centre))
        self.distance = jnp.asarray(
            history.distance[history.first, history.second], jnp.float32
        )

    # power

    def _muster(self, p: Parameters) -> Muster:
        """Return what everybody could bring to bear in each year."""
        y = self.history.years
        inputs = (y.stock, y.personnel, y.present, self.history.levels)
        return jax.lax.map(
            lambda now: self.year_mustered(p, *now),
            tuple(jnp.asarray(x, jnp.float32) for x in inputs),
        )

    def year_mustered(
        self, p: Parameters, stock: Array, personnel: Array, present: Array,
        level: Array,
    ) -> Muster:  # fmt: skip
        """Return what everybody could bring to bear in a year, from all ties.

        Args:
            p: Parameters.
            stock: Log military capital (million USD), (state,).
            personnel: Soldiers (thousand), (state,).
            present: 1 for members of the system, (state,).
            level: Rung of every pair, (state, state).
        """
        count = len(self.history.codes)
        square = Dense(count)
        km = jnp.asarray(self.history.distance, jnp.float32)
        first, second = self.pairs.first, self.pairs.second
        worth = content.defence_content(p.content, level, 0 * level)
        worth = worth * square.others()
        strength = power.force(p.power, stock, personnel) * present
        nobody = jnp.zeros((count, count))
        bearing = power.bearing(
            strength, power.reach(p.power, km), jnp.zeros(count), nobody, square
        )
        rho = credibility.expected_help(
            p.credibility, jnp.full(count, p.credibility.start), jnp.zeros(count)
        )
        balance = power.balance(bearing, worth, rho, square)
        listed = {
            name: x[first, second] if x.ndim == 2 else x
            for name, x in balance._asdict().items()
        }
        tie = level[first, second]
        return Muster(
            tie, 0 * tie, worth[first, second], bearing[first, second],
            type(balance)(**listed), rho,
        )  # fmt: skip

    def of(self, years: Years) -> "Replay":
        """Return the replay of a past that differs in its acts alone.

        Args:
            years: The other past, of the same shapes; what all could bring to bear
                stays as mustered. May be traced, so that one compiled program serves
                many pasts.
        """
        other = copy.copy(self)
        other.years = jax.tree.map(jnp.asarray, years)
        return other

    # the parts of a replay

    def values(self, free: Mapping[str, Array]) -> Parameters:
        """Return the kernel's parameters from unbounded values of those that are free.

        Args:
            free: Unbounded values keyed "law.parameter" or by a key of `OWN`; the rest
                stands at the centre of the lens.
        """
        known = parameters()
        named = {OWN.get(key, key): x for key, x in free.items()}
        fitted = {key: natural(known[key].transform, x) for key, x in named.items()}
        return records({key: jnp.float32(x) for key, x in self.centre.items()} | fitted)

    def _start(self, p: Parameters) -> tuple[State, Fixed, World]:
        count, listed = len(self.history.codes), len(self.history.first)
        states, pairs = jnp.zeros(count), jnp.zeros(listed)

        def remembered(heat: Array, fought: Array) -> tuple[Array, None]:
            return crisis.heat_update(p.crisis, heat, fought), None

        heat, _ = jax.lax.scan(remembered, pairs, jnp.asarray(self.history.warming))
        state = State(
            log_arms=states, stock=states, habit=states, growth=states,
            log_gdp=states, trend=states, motive=states,
            posterior=states + p.motive.share, tie=pairs,
            belief=pairs + p.motive.share, heat=heat, opportunity=pairs,
            credibility=states + p.credibility.start, mood=states,
            approved=jnp.zeros(0),
        )  # fmt: skip
        fixed = Fixed(
            reach=power.reach(p.power, self.distance), setting=pairs, drift=states,
            start_stock=states,
        )  # fmt: skip
        nobody = jnp.zeros((0, count))
        world = World(
            codes=states, ordered=pairs, unordered=pairs, present=states,
            distance=self.distance, contiguous=pairs, remote=pairs, pact=pairs,
            affinity=pairs, nuclear=states, personnel=states, population=states,
            tie=pairs,
            suspicion=pairs + 1, notoriety=states + 1, heat=pairs, spending=states,
            spending_sd=states, gdp=states, gdp_sd=states, growth=states, hubs=nobody,
            spokes=nobody, voters=nobody, voters_hub=nobody, concerned=nobody,
            rule=jnp.zeros(0), support_attack=pairs, support_defence=pairs,
        )  # fmt: skip
        return state, fixed, world

    def _moves(self) -> Moves:
        """Return a plan in which nobody does anything on purpose."""
        count, listed = len(self.history.codes), len(self.history.first)
        years = len(self.history.years.present)
        shapes: dict[str, tuple[int, ...]] = {
            **dict.fromkeys(("away", "yielded", "transfer", "shock"), (count,)),
            **dict.fromkeys(("gated_floor", "gated_tie", "gated_engaged"), (0, listed)),
            "gated_posted": (0, listed),
            "gated_away": (0, count),
            "ballot": (0,),
        }
        return Moves(
            **{
                name: jnp.zeros((years, *shapes.get(name, (listed,))))
                for name in Moves._fields
                if name not in Moves._field_defaults
            }
        )

    def _record(self, p: Parameters) -> Record:
        def show(
            now: tuple[Years, Muster], state: State, world: World, fixed: Fixed
        ) -> Shown:
            y, mustered = now
            burden = 100 * jnp.exp(y.log_arms - y.log_gdp)
            usual = arming.habit(burden, p.arming.threat * p.motive.share)
            state = state._replace(
                log_arms=y.log_arms, log_gdp=y.log_gdp, trend=y.trend, tie=y.tie,
                habit=jnp.where(y.enters > 0, usual, state.habit),
            )  # fmt: skip
            apart = 1 - y.relevant
            remote = apart if self.every else 0 * apart
            world = world._replace(
                present=y.present, nuclear=y.nuclear, contiguous=y.contiguous,
                remote=remote, pact=y.pact, affinity=y.affinity,
            )  # fmt: skip
            setting = crisis.setting(
                p.crisis, y.contiguous, self.distance, y.pact, remote
            )
            fixed = fixed._replace(setting=setting - NEVER * (apart - remote))
            return Shown(state, world, fixed, mustered)

        return Record((self.years, self.mustered), show)

    def _chooser(self) -> Chooser:
        """Return the chooser that repeats the record; what is missing tells nothing."""
        nobody = jnp.zeros((0, len(self.history.codes)))

        def act(moment: Moment, votes: Array) -> Actions:
            y = jax.tree.map(lambda x: x[moment.year], self.years)
            growth = moment.intentions.growth
            between = (growth.seeker + growth.revisionist) / 2
            return Actions(
                growth=jnp.where(y.growth_seen > 0, y.growth, between),
                dispute=y.dispute, joined=y.joined, fought=y.fought,
                tie_step=y.tie_step, votes=votes, turn=moment.state.motive,
            )  # fmt: skip

        return Chooser(lambda _year, _chances: nobody, act)

    def __call__(self, free: Mapping[str, Array]) -> Replayed:
        """Return what replaying the history under these parameters gives.

        Args:
            free: Unbounded values; see `values`.
        """
        p, k = self.values(free), self.kernel
        start, fixed, world = self._start(p)
        nobody = jnp.zeros((0, len(self.history.codes)))

        def measure(moment: Moment, actions: Actions, after: State) -> tuple[Any, ...]:
            y = jax.tree.map(lambda x: x[moment.year], self.years)
            seen = Seen(y.growth_seen, y.join_seen, y.tie_seen)
            meant = moment.intentions
            own0, own1, mutual = k.log_prob(
                actions, meant, moment.chances, nobody, seen
            )
            return (own0, own1, jnp.sum(mutual)), (
                meant.crisis.fear, meant.crisis.gain, meant.crisis.use,
                meant.crisis.war, meant.joining.target, meant.joining.origin,
                meant.alignment.climb, meant.alignment.fall,
                meant.growth.seeker, meant.growth.revisionist, moment.state.belief,
            )  # fmt: skip

        hidden = Switches(*jnp.array([0.0, 1.0, 0.0]))
        _, ((own0, own1, mutual), kept) = trajectory(
            k, self._chooser(), measure, start, fixed, world, self._moves(), p, hidden,
            self._record(p),
        )  # fmt: skip
        first = motive.predict(p.motive, start.posterior)
        marginal, foreseen, posterior = filtered(p.motive, first, own0, own1)
        return Replayed(marginal + mutual, foreseen, posterior, *kept)

    def simulate(
        self, free: Mapping[str, Array], key: Array, *, every: bool = False
    ) -> Actions:
        """Return disputes and joiners drawn anew; arms and ties stay as recorded.

        Args:
            free: Unbounded values; see `values`.
            key: Stream; see `detente.core.bits.stream`.
            every: Draw growth of spending and steps of ties as well: what everybody
                learns from, while force and rungs stay as recorded.

        Returns:
            Acts with years on the first axis; `turn` holds the motives drawn for the
            year that follows.
        """
        p, pairs = self.values(free), self.pairs
        start, fixed, world = self._start(p)
        states = jnp.arange(pairs.n, dtype=jnp.uint32)
        first = uniform(stream(key, code("motive")), states)
        start = start._replace(motive=motive.turn(p.motive, start.posterior, first))

        def act(moment: Moment, votes: Array) -> Actions:
            y = jax.tree.map(lambda x: x[moment.year], self.years)
            drawn = self._drawn(key, moment, votes, y.relevant)
            if every:
                step = drawn.tie_step * self.pairs.others()
                return drawn._replace(tie_step=step)
            return drawn._replace(growth=y.growth, tie_step=y.tie_step)

        nobody = jnp.zeros((0, pairs.n))
        hidden = Switches(*jnp.array([0.0, 1.0, 0.0]))
        _, acts = trajectory(
            self.kernel, Chooser(lambda _year, _chances: nobody, act),
            lambda _moment, actions, _after: actions, start, fixed, world,
            self._moves(), p, hidden, self._record(p),
        )  # fmt: skip
        return acts

    def _drawn(
        self, key: Array, moment: Moment, votes: Array, relevant: Array
    ) -> Actions:
        """Return acts of a year drawn from their distributions."""
        p, pairs, meant, z = (
            moment.p,
            self.pairs,
            moment.intentions,
            moment.state.motive,
        )
        listed = jnp.arange(len(self.history.first), dtype=jnp.uint32)
        states = jnp.arange(pairs.n, dtype=jnp.uint32)
        # The two orders of a pair take the same step.
        either = jnp.minimum(listed, pairs.reverse.astype(jnp.uint32))

        def bits(purpose: str, codes: Array) -> Array:
            return uniform(stream(key, moment.year, code(purpose)), codes)

        dispute = meant.crisis.sample(pairs.row(z), bits("dispute", listed))
        began, met = crisis.involvement(dispute, pairs)
        odds = meant.joining.odds(pairs.column(began), pairs.column(met))
        free_to = relevant * (pairs.row(jnp.maximum(began, met)) == 0)
        joined = meant.joining.sample(odds, pairs.row(z), bits("join", listed))
        joined = joined * free_to * pairs.others()
        return Actions(
            growth=meant.growth.sample(z, bits("growth", states)),
            dispute=dispute, joined=joined,
            fought=crisis.opposed(dispute, joined, pairs) * relevant,
            tie_step=meant.alignment.sample(bits("tie", either)), votes=votes,
            turn=motive.turn(p.motive, z, bits("turn", states)),
        )  # fmt: skip

    def log_likelihood(
        self, free: Mapping[str, Array], years: tuple[int, int] | Array
    ) -> Array:
        """Return the log probability of the acts of some years, given those before.

        Args:
            free: Unbounded values; see `values`.
            years: First and last year that count.
        """
        first = self.history.span[0]
        when = np.arange(first, self.history.span[1] + 1)
        counts = (when >= years[0]) & (when <= years[1])
        return jnp.sum(jnp.where(counts, self(free).log_prob, 0.0))
