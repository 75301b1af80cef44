"""How a plan's effect travels through the laws: two worlds side by side.

Baseline and plan share their draws and their chance. Every year the plan's world is
taken over into the baseline's piece by piece: first what differs in its *source* (the
plan itself, beliefs, arms, ties, memory), and of each source the *route* by which laws
read it (fear, opportunity, closeness ...). The steps telescope: they add up to the
whole effect exactly. As a piece may matter more once another is in place, the steps
are gone through forward and backward and averaged; half the difference is shown as
interaction ([VanderWeele2014] splits effects likewise).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from detente.core.bits import code, stream, uniform
from detente.decide.steps import (
    ROUTES,
    SOURCES,
    Swap,
    in_order,
    swaps,
)
from detente.dynamics.kernel import Kernel, kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
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
from detente.dynamics.trajectory import Moment, draw, trajectory
from detente.laws import belief, motive
from detente.lenses.records import records
from detente.runs.engine import Members, filled
from detente.worlds.compile import Compiled
from detente.worlds.measures import Query, measure

__all__ = ["Abreast", "Paths"]

_FEAR = ("threat", "exposure", "safety", "threat_back", "success", "attack", "defence")
_GAIN = ("opportunity", "window")
_BUDGET = ("habit", "log_arms", "log_gdp", "trend")
_OF_STATE = {
    "belief": ("belief", "posterior"),
    "arms": ("log_arms", "stock", "habit", "growth"),
    "memory": ("heat", "opportunity"),
    "standing": ("credibility", "mood"),
    "plan": ("approved", "log_gdp", "trend"),
}


class Inputs(NamedTuple):
    """All that the laws read in a year."""

    state: State
    world: World
    moves: Moves
    fixed: Fixed


class Before(NamedTuple):
    """What the baseline leaves of each year."""

    state: State
    actions: Actions
    after: State


class Abreast(NamedTuple):
    """What a batch leaves; NumPy arrays, members on the first axis unless said.

    Attributes:
        there: Queries under the plan, (MEMBERS, Y, Q).
        here: Queries under the baseline, (MEMBERS, Y, Q).
        steps: What each step adds to each query, forward and backward,
            (MEMBERS, Y, 2, len(STEPS), Q).
        growth: The same for the growth of spending, (MEMBERS, Y, 2, len(STEPS), N).
        arms: Log spending after the year, plan and baseline, (MEMBERS, Y, 2, N).
        learned: What each kind of act adds to the log odds of a belief, forward and
            backward, (MEMBERS, Y, 2, len(ACTS), M), for the M pairs asked for.
        odds: Log odds of these beliefs under plan and baseline: before, as predicted
            from one year to the next, and after, (MEMBERS, Y, 2, 3, M).
        pairs: Mean of `PAIRWISE` over members under plan and baseline,
            (Y, 2, len(PAIRWISE), N, N).
        disputes, joined, steps_of_ties: What was done under plan and baseline, as
            `Actions` has it, (MEMBERS, Y, 2, N, N).
        approved: Votes passed under the plan, (MEMBERS, Y, V).
    """

    there: np.ndarray
    here: np.ndarray
    steps: np.ndarray
    growth: np.ndarray
    arms: np.ndarray
    learned: np.ndarray
    odds: np.ndarray
    pairs: np.ndarray
    disputes: np.ndarray
    joined: np.ndarray
    steps_of_ties: np.ndarray
    approved: np.ndarray


def _pick(flag: Any, new: Any, old: Any) -> Any:
    """Return new where the flag is set, else old; trees of arrays."""
    return jax.tree.map(lambda a, b: jnp.where(flag > 0, a, b), new, old)


class Paths:
    """Carries out batches of two worlds side by side for one scenario.

    Args:
        compiled: Scenario as arrays.
        queries: What to measure.
        beliefs: Ordered pairs (observer, other) whose belief is to be explained.
    """

    def __init__(
        self, compiled: Compiled, queries: Sequence[Query],
        beliefs: Sequence[tuple[int, int]],
    ) -> None:  # fmt: skip
        """Prepare the program; it is compiled at the first batch."""
        self.compiled = compiled
        people = np.asarray(next(iter(compiled.plans.values())).world.population)
        k = kernel(Dense(len(compiled.actors)))
        read = measure(
            k, queries, compiled.sides, people, compiled.homes, np.arange(2)
        )  # fmt: skip
        observed = np.array(list(beliefs) or [(0, 0)]).T
        self._run = jax.jit(partial(_abreast, k, read, len(queries), observed))

    def run(
        self, plan: str, base: str, switches: Switches,
        parameters: Mapping[str, np.ndarray], members: Members, seed: int,
        hold: np.ndarray | None = None,
    ) -> Abreast:  # fmt: skip
        """Carry out one batch.

        Args:
            plan: Name of the plan.
            base: Name of the plan it is compared with.
            switches: What both take away.
            parameters: Values in natural units, keyed "law.parameter", one a member.
            members: Who is in the batch.
            seed: Seed of the run.
            hold: 1 where the tie is held still in both, shape (N, N).
        """
        drawn = records({key: filled(x) for key, x in parameters.items()})
        sides = []
        for name in (plan, base):
            chosen = self.compiled.plans[name]
            moves = chosen.moves
            if hold is not None:
                moves = moves._replace(
                    hold=np.broadcast_to(hold, moves.hold.shape).astype(np.float32)
                )
            sides.append((chosen.world, moves))
        kept = self._run(
            members, drawn, np.uint32(seed), self.compiled.first, switches, *sides
        )
        arrays = jax.tree.map(np.asarray, kept)
        steps, growth = in_order(arrays.pop("steps"), arrays["there"].shape[2])
        return Abreast(**arrays, steps=steps, growth=growth)


def _abreast(
    k: Kernel, read: Any, queries: int, observed: np.ndarray, members: Members,
    parameters: Parameters, seed: Any, first: Moves, switches: Switches,
    there: tuple[World, Moves], here: tuple[World, Moves],
) -> dict[str, Any]:  # fmt: skip
    """Run the members of one batch."""
    table, _ = swaps()

    def one(number: Any, replicate: Any, weight: Any, p: Parameters) -> Any:
        key = stream(seed, number, replicate)

        def bits(purpose: str) -> Array:
            return uniform(stream(key, code(purpose)), there[0].codes)

        def follow(side: tuple[World, Moves], keep: Callable[..., Any]) -> Any:
            start, fixed = settle(side[0], p, first, bits, k)
            chooser = draw(key, side[0])
            return trajectory(
                k, chooser, keep, start, fixed, side[0], side[1], p, switches
            )[1]

        _, fixed = settle(here[0], p, first, bits, k)
        before = follow(here, lambda now, actions, after: Before(
            now.state, actions, after
        ))  # fmt: skip

        def compare(now: Moment, actions: Actions, after: State) -> dict[str, Any]:
            past = jax.tree.map(lambda x: x[now.year], before)
            moves = jax.tree.map(lambda x: jnp.asarray(x)[now.year], here[1])
            base = Inputs(past.state, here[0], moves, fixed)
            year = _Compared(k, read, now, actions, after, past, base, there[1])
            kept = year.kept(table, observed)
            kept["pairs"] = jax.lax.pmean(kept["pairs"], "member")
            return kept

        return follow(there, compare)

    return jax.vmap(
        one, axis_name="member",
        out_axes={name: None if name == "pairs" else 0 for name in _KEPT},
    )(*members, parameters)  # fmt: skip


_KEPT = (
    "there", "here", "steps", "arms", "learned", "odds", "pairs", "disputes", "joined",
    "steps_of_ties", "approved",
)  # fmt: skip


class _Compared:
    """One year of both worlds, and mixtures of the two."""

    def __init__(
        self, k: Kernel, read: Any, now: Moment, actions: Actions, after: State,
        past: Before, base: Inputs, plan: Moves,
    ) -> None:  # fmt: skip
        self.k, self.read, self.now = k, read, now
        self.actions, self.after, self.past = actions, after, past
        self.there = Inputs(now.state, now.world, now.moves, now.fixed)
        self.here = base
        self.ground = _ground(plan, now)

    def mixed(self, flags: Any) -> Inputs:
        """Return the inputs with flagged sources from the plan, others from the base.

        A tie that the plan holds up counts as the plan's; only what others make of it
        beyond that is theirs.
        """
        on = dict(zip(SOURCES, flags, strict=True))
        a, b = self.there.state, self.here.state
        parts = {
            name: _pick(on[source], getattr(a, name), getattr(b, name))
            for source, names in _OF_STATE.items()
            for name in names
        }
        held = jnp.maximum(b.tie, self.ground)
        bottom = _pick(on["plan"], held, b.tie)
        parts["tie"] = jnp.clip(bottom + on["ties"] * (a.tie - held), 0, 4)
        rest = [
            _pick(on["plan"], x, y) for x, y in zip(self.there[1:], self.here[1:],
                                                    strict=True)
        ]  # fmt: skip
        return Inputs(a._replace(**parts), *rest)

    def then(self, flags: Any) -> State:
        """Return what is known after the year, mixed likewise."""
        on = dict(zip(SOURCES, flags, strict=True))
        a, b = self.after, self.past.after
        return a._replace(**{
            name: _pick(on[source], getattr(a, name), getattr(b, name))
            for source in ("belief", "arms", "standing")
            for name in _OF_STATE[source]
        })  # fmt: skip

    def perceive(self, x: Inputs) -> tuple[Signals, Intentions]:
        now = self.now
        seen = self.k.sense(x.state, x.world, x.moves, now.p, x.fixed, now.switches)
        return seen, self.k.act(x.state, seen, x.world, x.moves, now.p, x.fixed)

    def value(
        self, x: Inputs, seen: Signals, meant: Intentions, after: State
    ) -> tuple[Array, Moment]:
        """Return queries and expected growth of spending, shape (Q + N,)."""
        now = self.now._replace(
            state=x.state, signals=seen, intentions=meant, moves=x.moves,
            world=x.world, fixed=x.fixed,
        )  # fmt: skip
        outcomes = self.read(now, self.actions, after).outcomes
        growth = meant.growth.mean(x.state.motive)
        return jnp.concatenate([outcomes, growth]), now

    def telescope(self, swap: Swap) -> Array:
        """Return values before a source is taken over and after each of its routes."""
        old, new = self.mixed(swap.old), self.mixed(swap.new)
        seen_old, meant_old = self.perceive(old)
        seen_new, meant_new = self.perceive(new)
        then = self.then(swap.new)

        def by_routes(mask: Array) -> Array:
            on = dict(zip(ROUTES, mask, strict=True))
            state = _pick(on["closeness"], new.state, old.state)
            by = dict.fromkeys(_BUDGET, "budget") | {
                "heat": "hostility", "growth": "answer",
            }  # fmt: skip
            state = state._replace(**{
                name: _pick(on[route], getattr(new.state, name),
                            getattr(old.state, name))
                for name, route in by.items()
            })  # fmt: skip
            seen = _pick(on["closeness"], seen_new, seen_old)
            ways = dict.fromkeys(_FEAR, "fear") | dict.fromkeys(_GAIN, "opportunity")
            seen = seen._replace(**{
                name: _pick(on[route], getattr(seen_new, name), getattr(seen_old, name))
                for name, route in ways.items()
            })  # fmt: skip
            rest = [
                _pick(on["closeness"], x, y)
                for x, y in zip(new[1:], old[1:], strict=True)
            ]
            x = Inputs(state, *rest)
            meant = self.k.act(x.state, seen, x.world, x.moves, self.now.p, x.fixed)
            meant = meant._replace(
                joining=_pick(on["joining"], meant_new.joining, meant_old.joining)
            )
            return self.value(x, seen, meant, then)[0]

        return jax.lax.map(by_routes, swap.masks)

    def kept(self, table: Swap, observed: np.ndarray) -> dict[str, Any]:
        """Return all that is kept of the year."""
        seen, meant = self.perceive(self.here)
        there, now = self.value(
            self.there, self.now.signals, self.now.intentions, self.after
        )
        here, then = self.value(self.here, seen, meant, self.past.after)
        queries = there.shape[0] - self.here.state.motive.shape[0]
        both = lambda f: jnp.stack([f(self.actions), f(self.past.actions)])  # noqa: E731
        learned, odds = self.learning(seen, meant, observed)
        return {
            "there": there[:queries],
            "here": here[:queries],
            "steps": jnp.concatenate(
                [
                    self.value(self.here, seen, meant, self.past.after)[0][None],
                    jax.lax.map(
                        self.telescope, jax.tree.map(jnp.asarray, table)
                    ).reshape(-1, there.shape[0]),
                ]
            ),
            "arms": jnp.stack([self.after.log_arms, self.past.after.log_arms]),
            "learned": learned,
            "odds": odds,
            "pairs": jnp.stack(
                [self.pairwise(now, self.after), self.pairwise(then, self.past.after)]
            ),
            "disputes": both(lambda a: a.dispute.astype(jnp.int8)),
            "joined": both(lambda a: a.joined.astype(jnp.int8)),
            "steps_of_ties": both(lambda a: a.tie_step.astype(jnp.int8)),
            "approved": self.now.state.approved,
        }

    def pairwise(self, now: Moment, after: State) -> Array:
        """Return `PAIRWISE` of one of the two worlds, (len, N, N)."""
        out = self.k.outlook(now.intentions, now.state.motive)
        step = now.intentions.alignment
        return jnp.stack([
            out.dispute, out.force, out.entangled, out.entrapped, now.signals.threat,
            after.belief, step.climb - step.fall, now.intentions.shared,
        ])  # fmt: skip

    def learning(
        self, seen: Signals, meant: Intentions, observed: np.ndarray
    ) -> tuple[Array, Array]:
        """Return what acts add to beliefs, both ways, and log odds; see `Abreast`."""
        p, (i, j) = self.now.p, observed
        acts = {"disputes": ("dispute", "fought"), "joining": ("joined",),
                "arming": ("growth",)}  # fmt: skip
        pick = lambda x: x[i, j]  # noqa: E731

        def evidence(done: Actions, *, there: bool) -> Array:
            x, s, m = (
                (self.there, self.now.signals, self.now.intentions)
                if there else (self.here, seen, meant)
            )  # fmt: skip
            found = self.k.evidence(x.state, done, s, m, p, x.fixed, None, x.world)[1]
            return pick(self.k.pairs.flip(found))

        def said(x: Inputs, switches: Switches) -> Array:
            engaged = x.moves.engaged + sum(
                x.state.approved[v] * x.moves.gated_engaged[v]
                for v in range(x.moves.gated_engaged.shape[0])
            )
            none = jnp.zeros_like(engaged)
            words, pledged = switches.words * x.moves.said, x.moves.pledged
            if pledged is not None:
                pledged = switches.words * pledged
            return jnp.stack([
                pick(belief.message(p.belief, engaged, none, none)),
                pick(belief.message(p.belief, none, x.moves.restrained, none)),
                pick(belief.message(p.belief, none, none, words, pledged)),
            ])  # fmt: skip

        told = said(self.there, self.now.switches) - said(self.here, self.now.switches)

        def way(*, there: bool) -> Array:
            """Take acts over one kind after another, in one setting; then the rest."""
            done, found = self.past.actions, []
            value = evidence(done, there=there)
            first = value
            for names in acts.values():
                done = done._replace(**{n: getattr(self.actions, n) for n in names})
                then = evidence(done, there=there)
                found.append(then - value)
                value = then
            left = (
                first - evidence(self.past.actions, there=False) if there
                else evidence(done, there=True) - value
            )  # fmt: skip
            return jnp.concatenate([told, jnp.stack([*found, left])])

        def log_odds(before: State, after: State) -> Array:
            kept = motive.predict(p.motive, before.belief)
            three = [pick(x) for x in (before.belief, kept, after.belief)]
            return jnp.stack([jnp.log(x / (1 - x)) for x in three])

        odds = jnp.stack([
            log_odds(self.there.state, self.after),
            log_odds(self.here.state, self.past.after),
        ])  # fmt: skip
        return jnp.stack([way(there=False), way(there=True)]), odds


def _ground(plan: Moves, now: Moment) -> Array:
    """Return the level below which the plan has held each tie in years before."""
    years = jnp.arange(plan.tie_floor.shape[0])
    held = jnp.asarray(plan.tie_floor)
    for vote in range(plan.gated_floor.shape[1]):
        passed = now.state.approved[vote] * jnp.asarray(plan.gated_floor)[:, vote]
        held = jnp.maximum(held, passed)
    return jnp.max(jnp.where((years < now.year)[:, None, None], held, 0), axis=0)
