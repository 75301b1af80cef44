"""A seat in the crisis: one future in which a person decides for one actor.

Chance comes from a counter of seed, year and actor, so a future follows from the
person's orders alone. Each year the whole future is simulated again with the orders
given so far, and only what is past is shown: nothing is carried along that could part a
game from its transcript, and what would have happened otherwise is the same future
without orders.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.bits import code, stream, uniform
from detente.core.errors import UsageError, nearest, shown
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
from detente.dynamics.state import (
    Actions,
    Moves,
    Parameters,
    State,
    Switches,
    World,
)
from detente.dynamics.trajectory import Chooser, Moment, draw, trajectory
from detente.laws import crisis
from detente.laws.alignment import Alignment
from detente.lenses.lens import load, sample
from detente.lenses.records import records
from detente.runs.machine import prepare
from detente.worlds.compile import compile_scenario
from detente.worlds.schema import Scenario

__all__ = ["Future", "Orders", "Seat", "sought"]


class Orders(NamedTuple):
    """What a person orders; NaN leaves it to the law, as anybody would act.

    Attributes:
        growth: Growth of own spending (log points), shape (Y,).
        dispute: Severity 0-4 of what is started with each actor, shape (Y, N).
        help: 1 to join no less than the law would, 0 to stay out, shape (Y,).
        vote: 1 to agree to what is proposed that year, 0 to refuse, shape (Y,).
        align: 1 to seek a closer tie with each actor, 0 to go no closer, -1 to step
            back, shape (Y, N); see `sought`.
    """

    growth: np.ndarray
    dispute: np.ndarray
    help: np.ndarray
    vote: np.ndarray
    align: np.ndarray

    @staticmethod
    def none(years: int, actors: int) -> "Orders":
        """Return orders that leave everything to the law."""
        return Orders(
            np.full(years, np.nan, np.float32),
            np.full((years, actors), np.nan, np.float32),
            np.full(years, np.nan, np.float32),
            np.full(years, np.nan, np.float32),
            np.full((years, actors), np.nan, np.float32),
        )


class Future(NamedTuple):
    """What a future holds; NumPy arrays, years on the first axis.

    Attributes:
        motive: True motives, 0 or 1, shape (Y, N): hidden until the end.
        belief: Probability i gives to j being revisionist, shape (Y, N, N).
        threat: What i fears of j, 0-1, shape (Y, N, N).
        tie: Levels in force, shape (Y, N, N).
        log_arms: Log spending at the start of the year (million USD), shape (Y, N).
        log_gdp: Log GDP (million USD), shape (Y, N).
        growth: Growth of spending in the year (log points), shape (Y, N).
        usual: What the seat's spending would grow by the law, shape (Y,).
        dispute: Severity of what i started with j, shape (Y, N, N).
        joined: 1 where i joined j's side, shape (Y, N, N).
        approved: 1 for votes that have passed, shape (Y, V).
        safe: Log safety of each actor as it sees it, shape (Y, N).
        climb: Probability by the law that the seat's tie with j rises, shape (Y, N);
            0 where it cannot: at the top of the ladder, or held by a plan.
        fall: The same of a fall; 0 where treaty or plan holds it, or there is none.
        step: -1, 0 or 1: the step of the year that the seat's tie with j takes, (Y, N).
    """

    motive: Any
    belief: Any
    threat: Any
    tie: Any
    log_arms: Any
    log_gdp: Any
    growth: Any
    usual: Any
    dispute: Any
    joined: Any
    approved: Any
    safe: Any
    climb: Any
    fall: Any
    step: Any


class Seat:
    """One actor's seat in one future of a scenario.

    Args:
        scenario: Scenario.
        actor: Code of the actor.
        plan: Key of the plan that everybody else follows.
        lens: Name of the lens that the future is drawn from.
        seed: Seed: which draw of the lens, and which chance.

    Raises:
        UsageError: If there is no such actor or plan.
    """

    def __init__(
        self, scenario: Scenario, actor: str, plan: str, lens: str, seed: int
    ) -> None:
        """Compile the scenario; the future is simulated when first asked for."""
        prepare()
        compiled = compile_scenario(scenario)
        if actor not in compiled.actors:
            raise UsageError.at(
                "--as", "the code of an actor", shown(actor),
                nearest(actor, compiled.actors),
            )  # fmt: skip
        if plan not in compiled.plans:
            raise UsageError.at(
                "--plan", "a plan of the scenario", shown(plan),
                nearest(plan, compiled.plans),
            )  # fmt: skip
        self.actors: tuple[str, ...] = tuple(compiled.actors)
        self.years: tuple[int, ...] = tuple(compiled.years)
        self.me = self.actors.index(actor)
        drawn = sample(load(lens), 1, seed)
        p = records({key: jnp.float32(x[0]) for key, x in drawn.items()})
        chosen = compiled.plans[plan]
        self.ballots: tuple[tuple[str, int], ...] = chosen.ballots
        self._voters = np.asarray(chosen.world.voters)
        k = kernel(Dense(len(self.actors)))
        open_eyes = Switches(*jnp.array([0.0, 1.0, 0.0]))

        def future(
            orders: Orders, key: Any, p: Parameters, world: World, first: Moves,
            moves: Moves,
        ) -> Any:  # fmt: skip
            start, fixed = settle(
                world, p, first,
                lambda purpose: uniform(stream(key, code(purpose)), world.codes), k,
            )  # fmt: skip
            chooser = _ordered(key, world, orders, self.me, len(self.actors))
            return trajectory(
                k, chooser, self._measure, start, fixed, world, moves, p, open_eyes
            )[1]

        # Draw and world are arguments, so that other seeds find the program compiled.
        self._given = (stream(np.uint32(seed)), p, chosen.world, compiled.first,
                       chosen.moves)  # fmt: skip
        self._future = jax.jit(future)

    def _measure(self, moment: Moment, actions: Actions, _: State) -> Future:
        state, seen = moment.state, moment.signals
        usual = moment.intentions.growth
        own = jnp.where(
            state.motive[self.me] > 0, usual.revisionist[self.me], usual.seeker[self.me]
        )
        return Future(
            state.motive, state.belief, seen.threat, seen.tie, state.log_arms,
            state.log_gdp, actions.growth, own, actions.dispute, actions.joined,
            state.approved, seen.safety, moment.intentions.alignment.climb[self.me],
            moment.intentions.alignment.fall[self.me], actions.tie_step[self.me],
        )  # fmt: skip

    def future(self, orders: Orders) -> Future:
        """Return the future that follows from orders.

        Args:
            orders: Orders of every year; those of years to come may be NaN.
        """
        return Future(*(np.asarray(x) for x in self._future(orders, *self._given)))

    def votes_in(self, year: int) -> list[int]:
        """Return the places of the votes of a year in which the seat takes part."""
        return [
            v for v, (_, when) in enumerate(self.ballots)
            if when == year and self._voters[v, self.me] > 0
        ]  # fmt: skip

    def orders(self) -> Orders:
        """Return orders that leave every year to the law."""
        return Orders.none(len(self.years), len(self.actors))


def sought(law: Alignment, order: Any, me: int) -> Alignment:
    r"""Return the chances of steps of ties, with a seat's orders put in.

    The law has one chance for a pair's step and does not say whose doing it is. It
    takes two to tie and one to part, and here both are taken to be equally willing,
    each for itself (assumed): each wants a closer tie with $\sqrt{P(\text{climb})}$
    and parts with $1 - \sqrt{1 - P(\text{fall})}$, which together give the law's
    chances. An order settles the seat's half, and the other keeps its own: a closer
    tie that is sought comes if the other wants it; who goes no closer may still be
    left; who steps back does so surely, as far as treaty or plan let a tie fall. Where
    nothing is ordered the law's chances stand untouched. The uniform is the one that
    the law would use, so a tie that is sought rises at least whenever it would have
    unasked.

    Args:
        law: Chances by the law, shape (N, N).
        order: 1, 0 or -1 towards each actor, NaN for none, shape (N,).
        me: Place of the seat.
    """
    climb, fall = law.climb[me], law.fall[me]
    wanted, left = jnp.sqrt(climb), 1 - jnp.sqrt(1 - fall)
    up = jnp.where(order > 0, wanted, 0.0)
    down = jnp.where(order < 0, jnp.where(fall > 0, 1.0, 0.0), left)
    up = jnp.where(jnp.isnan(order), climb, up)
    down = jnp.where(jnp.isnan(order), fall, down)
    return Alignment(
        climb=law.climb.at[me].set(up).at[:, me].set(up),
        fall=law.fall.at[me].set(down).at[:, me].set(down),
    )


def _ordered(key: Any, world: World, orders: Orders, me: int, actors: int) -> Chooser:
    """Return the chooser that puts a person's orders in place of what is drawn."""

    def overrule(moment: Moment, growth: Any, dispute: Any) -> tuple[Any, Any]:
        ordered, starts = orders.growth[moment.year], orders.dispute[moment.year]
        grows = jnp.where(jnp.isnan(ordered), growth[me], ordered)
        mine = jnp.where(jnp.isnan(starts), dispute[me], starts).at[me].set(0.0)
        return growth.at[me].set(grows), dispute.at[me].set(mine)

    plain = draw(key, world, overrule)

    def act(moment: Moment, votes: Any) -> Actions:
        steps = moment.intentions.alignment
        steps = sought(steps, orders.align[moment.year], me)
        meant = moment.intentions._replace(alignment=steps)
        drawn = plain.act(moment._replace(intentions=meant), votes)
        joins = jnp.where(orders.help[moment.year] == 0, 0.0, drawn.joined[me])
        joined = drawn.joined.at[me].set(joins)
        fought = crisis.opposed(drawn.dispute, joined, Dense(actors))
        return drawn._replace(joined=joined, fought=fought)

    def vote(year: Any, chances: Any) -> Any:
        votes, ordered = plain.vote(year, chances), orders.vote[year]
        mine = jnp.where(jnp.isnan(ordered), votes[:, me], ordered)
        return votes.at[:, me].set(mine)

    return Chooser(vote, act)
