"""A tournament in the kernel: two seats of a world, every strategy against every other.

The kernel has no payoffs: nobody in it gains by a war. So strategies are ordered by how
rarely force is used against who follows them, and what that costs stands beside it:
what they use themselves, what they spend, and how far the other comes to believe them
bent on revision. A figure is the median over draws.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.bits import stream
from detente.core.errors import RunError
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import Moves, Switches, World
from detente.dynamics.trajectory import simulate
from detente.lenses.lens import load, sample
from detente.lenses.records import records
from detente.strategies.catalogue import named, rule
from detente.strategies.own import is_own, problem_raised
from detente.strategies.seats import Seat, begin, one_of, ruled, seated
from detente.theory.axelrod import entrants
from detente.theory.model import Grid

__all__ = ["COLUMNS", "Arena", "Field", "heat_map", "play"]

COLUMNS = ("attacked", "attacks", "burden", "feared")
"""Force used against it and by it (probability a year), spending (% of GDP, last year),
the other's belief in its malice (probability, last year)."""


class Arena(NamedTuple):
    """Where a tournament takes place.

    Attributes:
        world: World.
        first: Moves of the year before any plan begins.
        moves: Plan, years on the first axis.
        places: Places of the two who follow strategies.
    """

    world: World
    first: Moves
    moves: Moves
    places: tuple[int, int]


class Field(NamedTuple):
    """What a tournament left.

    Attributes:
        names: Strategies, least attacked first.
        figures: `COLUMNS` of the row against the column, shape (len, S, S).
    """

    names: tuple[str, ...]
    figures: np.ndarray

    @property
    def means(self) -> np.ndarray:
        """`COLUMNS` over all that a strategy met, shape (len, S)."""
        return self.figures.mean(axis=2)


def play(
    arena: Arena, names: Sequence[str], lens: str = "prior", noise: float = 0.05,
    draws: int = 64, seed: int = 1,
) -> Field:  # fmt: skip
    """Return the table of a round robin between two seats, both ways round.

    Args:
        arena: World, plan and seats.
        names: Strategies.
        lens: Lens that everybody else, chance and beliefs come from.
        noise: Probability that an act towards the other turns into its opposite.
        draws: Draws of the lens, each with a future of its own.
        seed: Seed of draws and chance.

    Raises:
        DetenteError: If a strategy or the lens does not exist or is no good, or there
            are too few strategies.
    """
    chosen, actors = entrants(names), arena.world.codes.shape[0]
    each = [
        named(x, actors) if is_own(x) else ruled(rule(x), slip=noise) for x in chosen
    ]
    drawn = records(
        {k: x.astype(np.float32) for k, x in sample(load(lens), draws, seed).items()}
    )
    program = jax.jit(partial(_all, arena.places, each))
    pairs = np.array([(a, b) for a in range(len(each)) for b in range(len(each))])
    found = np.asarray(
        program(pairs.astype(np.int32), drawn, np.uint32(seed), arena.world,
                arena.first, arena.moves)
    )  # fmt: skip
    problem = problem_raised()
    if problem is not None:
        raise RunError(problem)
    if not np.isfinite(found).all():
        raise RunError("tournament: expected finite outcomes, got some that are not")
    shape = (len(each), len(each), len(COLUMNS))
    one, other = found[:, 0].reshape(shape), found[:, 1].reshape(shape)
    # The first seat of a pair is the row; the second is the row of the turned pair.
    figures = np.moveaxis((one + other.swapaxes(0, 1)) / 2, 2, 0)
    order = np.argsort(figures[0].mean(axis=1), kind="stable")
    return Field(tuple(chosen[k] for k in order), figures[:, order][:, :, order])


def _all(
    places: tuple[int, int], each: list[Any], pairs: Any, drawn: Any, seed: Any,
    world: World, first: Moves, moves: Moves,
) -> Any:  # fmt: skip
    """Return `COLUMNS` of both seats in every pairing, shape (pairings, 2, columns)."""
    plain = kernel(Dense(world.codes.shape[0]))
    hidden = Switches(*jnp.array([0.0, 1.0, 0.0]))
    mine = np.array(places)
    theirs = mine[::-1]

    def measure(now: Any, actions: Any, after: Any) -> Any:
        seen = plain.outlook(now.intentions, now.state.motive)
        burden = 100 * jnp.exp(after.log_arms - after.log_gdp)
        return jnp.stack(
            [seen.force[theirs, mine], seen.force[mine, theirs], burden[mine],
             after.belief[theirs, mine]],
            axis=1,
        )  # fmt: skip

    def future(pair: Any, number: Any, p: Any) -> Any:
        seats = [Seat(place, one_of(each, pair[k])) for k, place in enumerate(places)]
        kept = simulate(
            seated(plain, seats), measure, stream(seed, number), world, first, moves, p,
            hidden, begin(seats, world.codes.shape[0]),
        )[1]  # fmt: skip
        return jnp.concatenate([kept[..., :2].mean(axis=0), kept[-1][:, 2:]], axis=1)

    numbers = jnp.arange(jax.tree.leaves(drawn)[0].shape[0], dtype=jnp.uint32)

    def pairing(pair: Any) -> Any:
        # The median: a few draws of a wide lens arm without end.
        return jnp.median(jax.vmap(future, (None, 0, 0))(pair, numbers, drawn), axis=0)

    return jax.lax.map(pairing, pairs)


def heat_map(field: Field) -> Grid:
    """Return the picture of a field: who is attacked by whom."""
    return Grid(
        "by", "force used against", field.names, field.names,
        (100 * field.figures[0]).tolist(), "% of years",
        "Each row is how often force is used against a strategy; the safest is on top.",
        1,
    )  # fmt: skip
