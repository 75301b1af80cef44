"""The engine: trajectories in batches of one fixed size, one batch a device at a time.

A batch is 32 members (a parameter draw and a replicate each) of one plan under one
lens. Its program and its random bits depend on nothing else, so results are the same
bit for bit for any number of workers. Pair views are summed inside the scan; writing
them out for every member would double the cost of a year.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial, reduce
from typing import Any, NamedTuple, cast

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.bits import stream
from detente.core.errors import RunError
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.spiral import Close, spiral_number
from detente.dynamics.state import Moves, Parameters, Switches, World
from detente.dynamics.trajectory import simulate
from detente.lenses.records import records
from detente.strategies.catalogue import named
from detente.strategies.own import fingerprint, is_own, problem_raised
from detente.strategies.seats import Seat, begin, seated
from detente.worlds.compile import Compiled, Plan, Seats
from detente.worlds.measures import Kept, Query, accumulate, measure

__all__ = [
    "MEMBERS", "WHOLE", "Batch", "Engine", "Members", "filled", "members_at_a_time",
]  # fmt: skip

MEMBERS = 32
"""Members of a batch: 16 cost 5 % more a member, 64 gain nothing (2 cores, AVX-512)."""

CACHED = 170_000
"""Ordered pairs worked on at once, as a core's share of the cache holds: of 200 actors,
4 members at a time cost a fifth less each than 32."""

WHOLE = 2
"""Members of a batch of which every pair view is kept in full."""


class Members(NamedTuple):
    """Who is in a batch; arrays of shape (MEMBERS,).

    Attributes:
        draw: Number of the parameter draw.
        replicate: Number of the replicate.
        weight: 1, or 0 for members that only fill the batch.
    """

    draw: np.ndarray
    replicate: np.ndarray
    weight: np.ndarray

    @staticmethod
    def of(draws: Sequence[int], replicate: int) -> "Members":
        """Return members for up to MEMBERS draws, filled up with the first."""
        count, spare = len(draws), MEMBERS - len(draws)
        return Members(
            np.array([*draws, *[draws[0]] * spare], np.uint32),
            np.full(MEMBERS, replicate, np.uint32),
            np.array([1.0] * count + [0.0] * spare, np.float32),
        )


class Batch(NamedTuple):
    """What a batch leaves; NumPy arrays, members on the first axis.

    Attributes:
        outcomes: Queries, (MEMBERS, Y, Q).
        fear: Events for fear, (MEMBERS, Y, Q).
        gain: Events for gain, (MEMBERS, Y, Q).
        spiral: Spiral number in the probed year, (MEMBERS,).
        actors: Actor views, (MEMBERS, Y, views, N).
        mean: Mean of pair views over members, (Y, views, N, N).
        square: Mean of their squares, (Y, views, N, N).
        whole: Pair views of the first members, float16, (Y, WHOLE, views, N, N).
    """

    outcomes: np.ndarray
    fear: np.ndarray
    gain: np.ndarray
    spiral: np.ndarray
    actors: np.ndarray
    mean: np.ndarray
    square: np.ndarray
    whole: np.ndarray

    def slim(self) -> "Batch":
        """Return the batch without views of actors and pairs, as variants keep it."""
        nothing = np.zeros(0, np.float32)
        return self._replace(
            actors=nothing, mean=nothing, square=nothing, whole=nothing
        )


class _Asked(NamedTuple):
    """All that a program depends on beside its inputs."""

    actors: tuple[str, ...]
    queries: tuple[Query, ...]
    sides: tuple[tuple[str, tuple[float, ...]], ...]
    population: tuple[float, ...]
    homes: tuple[str, ...]
    places: tuple[int, ...]
    probe: int
    at_a_time: int
    seats: Seats
    own: tuple[str, ...]


@lru_cache(8)
def _programs(asked: _Asked) -> tuple[Any, Any]:
    """Return the programs of members and of spiral numbers.

    A process that runs one scenario again, changed, traces and compiles nothing anew.
    """
    count = len(asked.actors)
    k = kernel(Dense(count))
    seats = [Seat(place, named(spec, count)) for place, spec in asked.seats]
    sides = {side: np.array(mask, np.float32) for side, mask in asked.sides}
    places = np.array(asked.places)
    read = measure(
        k, asked.queries, sides, np.array(asked.population, np.float32), asked.homes,
        places,
    )  # fmt: skip
    return (
        jax.jit(partial(_members, k, seats, read, asked.probe, asked.at_a_time)),
        jax.jit(partial(_numbers, places, asked.probe)),
    )


class Engine:
    """Carries out batches of one scenario.

    Args:
        compiled: Scenario as arrays.
        queries: What to measure.
        principals: Codes of the actors of the spiral number.
        probe: Position of the year in which the spiral number is taken.
        at_a_time: Members worked on at once, a divisor of MEMBERS from WHOLE up; as
            many as the cache holds if not given.
    """

    def __init__(
        self, compiled: Compiled, queries: Sequence[Query], principals: Sequence[str],
        probe: int, at_a_time: int | None = None,
    ) -> None:  # fmt: skip
        """Prepare the programs; they are compiled at their first batch."""
        self.compiled, self.queries = compiled, queries
        any_plan = next(iter(compiled.plans.values()))
        asked = _Asked(
            tuple(compiled.actors), tuple(queries),
            tuple((k, tuple(mask.tolist())) for k, mask in compiled.sides.items()),
            tuple(np.asarray(any_plan.world.population).tolist()), compiled.homes,
            tuple(compiled.actors.index(code) for code in principals), probe,
            at_a_time or members_at_a_time(len(compiled.actors)), (), (),
        )  # fmt: skip
        self._number = _programs(asked)[1]
        self._programs = {
            seats: _programs(asked._replace(seats=seats, own=_contents(seats)))[0]
            for seats in {(), *compiled.strategies.values()}
        }

    def run(
        self, plan: str | Plan, switches: Switches,
        parameters: Mapping[str, np.ndarray], members: Members, seed: int,
        hold: np.ndarray | None = None,
        *, count_spiral: bool = True,
    ) -> Batch:  # fmt: skip
        """Carry out one batch.

        Args:
            plan: Name of the plan, or one with room for as many votes.
            switches: What the comparison takes away.
            parameters: Values in natural units, keyed "law.parameter", one a member
                (the first stands in for members that only fill the batch).
            members: Who is in the batch.
            seed: Seed of the run.
            hold: 1 where the tie is held still, shape (N, N).
            count_spiral: Whether to take the spiral number too (NaN otherwise).
        """
        world, moves = self._inputs(plan, hold)
        drawn = records({key: filled(x) for key, x in parameters.items()})
        followed = self.compiled.strategies
        seats = followed.get(plan if isinstance(plan, str) else "", ())
        kept = _told(
            self._programs[seats], members, drawn, np.uint32(seed), world,
            self.compiled.first, moves, switches,
        )  # fmt: skip
        close = kept.pop("close")
        number = (  # of the law; of strategies there is none
            self._number(close, drawn, world, moves, switches)
            if count_spiral and not seats else np.full(MEMBERS, np.nan, np.float32)
        )  # fmt: skip
        arrays = {name: np.asarray(x) for name, x in kept.items()}
        arrays["whole"] = arrays["whole"].astype(np.float16)
        arrays["outcomes"] = accumulate(
            arrays["outcomes"], self.queries, self.compiled.sides,
            np.asarray(world.tie), np.asarray(moves.tie_floor),
        )  # fmt: skip
        return Batch(**arrays, spiral=np.asarray(number))

    def _inputs(self, plan: str | Plan, hold: np.ndarray | None) -> tuple[World, Moves]:
        """Return world and moves of a plan, ties held where asked."""
        chosen = self.compiled.plans[plan] if isinstance(plan, str) else plan
        if hold is None:
            return chosen.world, chosen.moves
        return chosen.world, chosen.moves._replace(
            hold=np.broadcast_to(hold, chosen.moves.hold.shape).astype(np.float32)
        )


def filled(values: np.ndarray) -> np.ndarray:
    """Return values of a batch filled up with the first, shape (MEMBERS,)."""
    spare = np.full(MEMBERS - len(values), values[0])
    return np.concatenate([values, spare]).astype(np.float32)


def _contents(seats: Seats) -> tuple[str, ...]:
    """Return what stands behind the names of a user's own strategies: it may change."""
    return tuple(fingerprint(spec) for _, spec in seats if is_own(spec))


def _told(program: Any, *inputs: Any) -> dict[str, Any]:
    """Run a program, and refuse what it found if a user's strategy went wrong."""
    found = jax.block_until_ready(program(*inputs))
    problem = problem_raised()
    if problem is not None:
        raise RunError(problem)
    return found


def _members(
    k: Any, seats: list[Seat], read: Any, probe: int, at_a_time: int,
    members: Members, parameters: Parameters, seed: Any, world: World, first: Moves,
    moves: Moves, switches: Switches,
) -> dict[str, Any]:  # fmt: skip
    """Run the members of one batch, so many at a time."""

    def one(draw: Any, replicate: Any, weight: Any, p: Parameters) -> Kept:
        def reduced(now: Any, actions: Any, after: Any) -> Kept:
            kept = read(now, actions, after)
            fine = weight * jnp.all(jnp.isfinite(kept.outcomes))
            shown = jnp.where(fine > 0, kept.pairs, 0)
            # Written out: XLA's own sum over members takes many times as long.
            each = jax.lax.all_gather(fine * shown, "member")
            squared = jax.lax.all_gather(fine * shown**2, "member")
            sums = _Sums(
                views=reduce(jnp.add, each),
                squares=reduce(jnp.add, squared),
                count=jax.lax.psum(fine, "member"),
            )
            whole = jax.lax.all_gather(kept.pairs, "member")[:WHOLE]
            return kept._replace(pairs=(sums, whole))

        key = stream(seed, draw, replicate)
        memory = begin(seats, world.codes.shape[0]) if seats else None
        return simulate(
            seated(k, seats), reduced, key, world, first, moves, p, switches, memory
        )[1]

    def some(members: Members, parameters: Parameters) -> Kept:
        axes = Kept(*[cast("Any", axis) for axis in (0, 0, 0, 0, 0, None)])
        kept = jax.vmap(one, axis_name="member", out_axes=axes)(*members, parameters)
        return kept._replace(close=jax.tree.map(lambda x: x[:, probe], kept.close))

    kept = (
        some(members, parameters) if at_a_time == MEMBERS
        else _in_turn(some, at_a_time, members, parameters)
    )  # fmt: skip
    (total, squares, count), whole = cast("Any", kept.pairs)
    count = jnp.maximum(count, 1)[:, None, None, None]
    return {
        "outcomes": kept.outcomes,
        "fear": kept.fear,
        "gain": kept.gain,
        "actors": kept.actors,
        "close": kept.close,
        "mean": total / count,
        "square": squares / count,
        "whole": whole,
    }


class _Sums(NamedTuple):
    """Pair views, (Y, views, N, N), and their squares summed over members; how many."""

    views: Any
    squares: Any
    count: Any


def members_at_a_time(count: int) -> int:
    """Return how many members of so many actors are worked on at once."""
    fit = max(CACHED // count**2, WHOLE)
    return min(1 << (fit.bit_length() - 1), MEMBERS)


def _in_turn(
    some: Any, at_a_time: int, members: Members, parameters: Parameters
) -> Kept:
    """Return what `some` makes of all members, a few at a time."""
    groups = jax.tree.map(
        lambda x: x.reshape(-1, at_a_time, *x.shape[1:]), (members, parameters)
    )
    nothing = jax.tree.map(
        lambda x: jnp.zeros(x.shape, x.dtype),
        jax.eval_shape(some, *jax.tree.map(lambda x: x[0], groups)).pairs,
    )

    def step(pairs: Any, at: Any) -> tuple[Any, Kept]:
        number, group = at
        kept = some(*group)
        sums, whole = cast("Any", kept.pairs)
        pairs = (
            jax.tree.map(jnp.add, pairs[0], sums),
            jnp.where(number == 0, whole, pairs[1]),
        )
        return pairs, kept._replace(pairs=cast("Any", None))

    numbered = (jnp.arange(MEMBERS // at_a_time), groups)
    pairs, kept = jax.lax.scan(step, nothing, numbered)
    kept = jax.tree.map(lambda x: x.reshape(MEMBERS, *x.shape[2:]), kept)
    return kept._replace(pairs=pairs)


def _numbers(
    places: np.ndarray, probe: int, close: Close, parameters: Parameters,
    world: World, moves: Moves, switches: Switches,
) -> Any:  # fmt: skip
    """Return the spiral number of each member of one batch."""
    now = jax.tree.map(lambda x: x[probe], moves)

    def one(close: Close, p: Parameters) -> Any:
        return spiral_number(close, world, now, p, switches, places)

    return jax.vmap(one)(close, parameters)
