"""What every peer is given: a world, a plan of no moves, parameters and starts.

The case is made once, by detente, and handed to all as NumPy arrays. Starts (what no
source records, motives, habits) are in it, so peers need not work them out; detente
does, each time: an advantage given to the peers. Left out for all alike are votes and
the moves of plans; forces posted, treaties, words and war moods of the plan stay in.
"""

from typing import Any, NamedTuple

import numpy as np

__all__ = ["OUTCOMES", "SEED", "Case", "flagship", "invented", "pair_years"]

SEED = 1
LENS = "prior"
OUTCOMES = ("disputes", "log arms", "belief")
"""What a peer returns of each year: disputes begun, and means over actors and pairs."""

MORE = frozenset(["limited", "capped", "inspected", "apart", "calmed", "pledged"])
"""Moves that only some scenarios make, and none of the peers knows."""

Arrays = dict[str, Any]
"""NumPy arrays by name; the kernel's records are declared with JAX's."""


class Case(NamedTuple):
    """A world as arrays, and the members that are to be simulated.

    Attributes:
        name: What it is, in words.
        seed: Seed of the run.
        world: Leaves of the kernel's world.
        moves: Leaves of its moves, years on the first axis.
        p: Parameters keyed "law.parameter", shape (members,).
        start: Leaves of the state at the start, members on the first axis.
        fixed: What each draw fixed, members on the first axis.
        purposes: 32-bit number of each purpose of chance.
    """

    name: str
    seed: int
    world: Arrays
    moves: Arrays
    p: Arrays
    start: Arrays
    fixed: Arrays
    purposes: dict[str, int]

    @property
    def actors(self) -> int:
        """Return the number of actors."""
        return len(self.world["codes"])

    @property
    def years(self) -> int:
        """Return the number of years."""
        return len(self.moves["ballot"])

    @property
    def members(self) -> int:
        """Return the number of members."""
        return len(self.p["motive.share"])


def pair_years(case: Case, members: int) -> int:
    """Return the ordered-pair-years that so many members evaluate: N(N - 1) a year."""
    return case.actors * (case.actors - 1) * case.years * members


def flagship(members: int, years: int | None = None, scenario: str = "") -> Case:
    """Return the case of a scenario's first plan, without votes and moves.

    Args:
        members: Parameter draws, one replicate each.
        years: Years to simulate, the scenario's own if not given; the last plan year
            is repeated for more.
        scenario: Name; the flagship if empty.
    """
    from detente.worlds.compile import compile_scenario
    from detente.worlds.load import load

    chosen = scenario or "nato-east-asia"
    compiled = compile_scenario(load(chosen))
    name, plan = next(iter(compiled.plans.items()))
    moves = {key: x for key, x in plan.moves._asdict().items() if x is not None}
    if years is not None:
        take = np.minimum(np.arange(years), len(compiled.years) - 1)
        moves = {key: np.asarray(x)[take] for key, x in moves.items()}
    world = plan.world._asdict()
    return _case(f"{chosen}, plan {name}", world, moves, members)


def invented(actors: int, members: int, years: int = 18) -> Case:
    """Return the case of invented states, for growth with their number."""
    from detente.core.bits import code
    from detente.worlds.figures import pair_code

    names = [f"S{number}" for number in range(actors)]
    chance = np.random.default_rng(SEED)
    figures = chance.uniform(size=(5, actors))
    place = chance.normal(size=(actors, 3))
    place /= np.linalg.norm(place, axis=1, keepdims=True)
    arc = np.arccos(np.clip(place @ place.T, -1, 1)) * 6371
    away = 1 - np.eye(actors)
    close = place @ chance.normal(size=3)
    gdp = 9 + 6 * figures[0]
    pair, many = (actors, actors), (0, actors)
    codes = np.array([code(name) for name in names], np.uint32)
    ordered = pair_code(codes[:, None], codes[None, :])
    world: dict[str, Any] = {
        "codes": codes,
        "ordered": ordered,
        "unordered": ordered ^ ordered.T,
        "present": np.ones(actors),
        "distance": arc * away,
        "contiguous": (arc < 900) * away,
        "remote": (arc > 900) * (figures[0] < 0.9)[:, None] * (figures[0] < 0.9) * away,
        "pact": np.zeros(pair),
        "affinity": np.tanh(close[:, None] * close) * away,
        "nuclear": 1.0 * (figures[0] > 0.9),
        "personnel": 5 + 500 * figures[1],
        "population": 1 + 100 * figures[2],
        "tie": np.where(close[:, None] * close > 1, 4.0, 0.0) * away,
        "suspicion": np.where(close[:, None] * close < -1, 2.0, 1.0) * away,
        "notoriety": np.ones(actors),
        "heat": 0.5 * (arc < 900) * away,
        "spending": gdp - 4 + figures[3],
        "spending_sd": np.zeros(actors),
        "gdp": gdp,
        "gdp_sd": np.zeros(actors),
        "growth": 1 + 3 * figures[4],
        "hubs": np.zeros(many),
        "spokes": np.zeros(many),
        "support_attack": np.zeros(pair),
        "support_defence": np.zeros(pair),
    }
    flat = {"away", "yielded", "transfer", "shock"}
    shapes = {
        key: (years, actors) if key in flat else (years, *pair)
        for key in ("tie_floor", "alliance_tie", "posted", "said", "hold", *flat)
    }
    moves = {key: np.zeros(shape) for key, shape in shapes.items()}
    return _case(f"{actors} invented states", world, moves, members)


def _case(
    name: str, world: dict[str, Any], moves: dict[str, Any], members: int
) -> Case:
    from detente.core.bits import code
    from detente.lenses import lens

    count, years = len(world["codes"]), len(moves["shock"])
    moves = {key: x for key, x in moves.items() if key not in MORE}
    world = {
        **world, "stated": None, "empathy": None, "foresight": None,
        "voters": np.zeros((0, count)),
        "voters_hub": np.zeros((0, count)), "concerned": np.zeros((0, count)),
        "rule": np.zeros(0),
    }  # fmt: skip
    pair, votes = (years, count, count), (years, 0, count, count)
    moves = {
        **moves, "ballot": np.zeros((years, 0)), "engaged": np.zeros(pair),
        "restrained": np.zeros(pair), "gated_floor": np.zeros(votes),
        "gated_tie": np.zeros(votes), "gated_engaged": np.zeros(votes),
        "gated_posted": np.zeros(votes), "gated_away": np.zeros((years, 0, count)),
        "hold": np.zeros(pair), "transfer": np.zeros((years, count)),
        "yielded": np.zeros((years, count)),
    }  # fmt: skip
    case = Case(
        name, SEED, _single(world), _single(moves),
        _single(lens.sample(lens.load(LENS), members, SEED)), {}, {},
        {key: code(key) for key in ("dispute", "growth", "join", "tie", "motive")},
    )  # fmt: skip
    start, fixed = _starts(case)
    return case._replace(start=start, fixed=fixed)


def _single(arrays: dict[str, Any]) -> Arrays:
    """Return arrays in single precision; codes stay whole numbers."""
    kept = {key: np.asarray(x) for key, x in arrays.items() if x is not None}
    return {
        key: x if x.dtype == np.uint32 else x.astype(np.float32)
        for key, x in kept.items()
    }


def _starts(case: Case) -> tuple[Arrays, Arrays]:
    """Return where every member starts, and what its draw fixes."""
    import jax

    from detente.bench.own import inputs
    from detente.core.bits import code, stream, uniform
    from detente.dynamics.kernel import kernel
    from detente.dynamics.pairs import Dense
    from detente.dynamics.start import settle
    from detente.lenses.records import records

    world, first, _, _ = inputs(case)
    k = kernel(Dense(case.actors))

    def one(draw: Any, p: Any) -> Any:
        key = stream(case.seed, draw, np.uint32(0))

        def bits(purpose: str) -> Any:
            return uniform(stream(key, code(purpose)), world.codes)

        return settle(world, p, first, bits, k)

    settled = jax.jit(jax.vmap(one))
    draws = np.arange(case.members, dtype=np.uint32)
    start, fixed = settled(draws, records(case.p))
    return _single(start._asdict()), _single(fixed._asdict())
