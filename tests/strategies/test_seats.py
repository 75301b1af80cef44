"""Seats: in the kernel strategies do what they do, and nobody else notices."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.core.bits import stream, uniform
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
from detente.dynamics.state import Parameters, Switches
from detente.dynamics.trajectory import simulate
from detente.lenses.lens import at, load
from detente.lenses.records import records
from detente.strategies.rules import RULES
from detente.strategies.seats import (
    CUT,
    Intent,
    Seat,
    Strategy,
    begin,
    one_of,
    ruled,
    seated,
)
from detente.theory.reciprocity import WIN_STAY, kind, together
from detente.theory.two_sides import quiet, two_sides

HIDDEN = Switches(*np.array([0.0, 1.0, 0.0], np.float32))
YEARS = 80
SLIP = 0.05
CHAINS = {"tit-for-tat": kind(0), "generous-tit-for-tat": kind(1 / 3),
          "win-stay-lose-shift": WIN_STAY}  # fmt: skip


def _as_the_law(view: Any, own: Any) -> Intent:
    return Intent(view["usual_growth"], view["usual_dispute"], 1 + 0 * view["others"])


FIELD = {
    **{name: ruled(RULES[name], strike=1.0, slip=SLIP) for name in CHAINS},
    "hawk": ruled(RULES["hawk"]),
    "always": ruled(RULES["hawk"], strike=1.0),
    "dove": ruled(RULES["dove"]),
    "grit": ruled(RULES["grit"], strike=1.0),
    "law": Strategy("law", _as_the_law),
}
GAMES = [*((name, name, 250) for name in CHAINS), ("hawk", "dove", 16),
         ("always", "grit", 1), ("always", "law", 16), ("dove", "law", 16)]  # fmt: skip


def centre() -> Parameters:
    return records({n: np.float32(x[0]) for n, x in at(load("prior"), [{}]).items()})


@pytest.fixture(scope="module")
def games() -> dict[tuple[str, str], dict[str, np.ndarray]]:
    """Return what every game left: members and years in front."""
    world = two_sides(allies=False)
    moves = quiet(world, YEARS)
    first = jax.tree.map(lambda x: x[0], moves)
    plain = kernel(Dense(2))
    names, field = list(FIELD), list(FIELD.values())

    def measure(now: Any, actions: Any, after: Any) -> dict[str, jax.Array]:
        outlook = plain.outlook(now.intentions, now.state.motive)
        return {
            "dispute": actions.dispute,
            "chance": outlook.dispute,
            "meant": now.intentions.growth.seeker,
            "belief": after.belief,
            "trend": (now.state.trend + now.fixed.drift) / 100,
        }

    def one(member: jax.Array, pair: jax.Array) -> dict[str, jax.Array]:
        seats = [Seat(place, one_of(field, pair[place])) for place in (0, 1)]
        return simulate(
            seated(plain, seats), measure, stream(jnp.uint32(3), member), world, first,
            moves, centre(), HIDDEN, begin(seats, 2),
        )[1]  # fmt: skip

    pairs = [(names.index(a), names.index(b)) for a, b, m in GAMES for _ in range(m)]
    members = jnp.arange(len(pairs), dtype=jnp.uint32)
    found = jax.jit(jax.vmap(one))(members, jnp.array(pairs, jnp.int32))
    kept, done = {}, 0
    for a, b, count in GAMES:
        kept[a, b] = {
            name: np.asarray(x)[done : done + count] for name, x in found.items()
        }
        done += count
    return kept


@pytest.mark.parametrize("name", CHAINS)
def test_two_that_answer_every_act_are_the_chain_of_four_states(
    name: str, games: Any
) -> None:
    """Where hostility always shows, the kernel is the repeated game with slips."""
    hostile = games[name, name]["dispute"][:, 40:] > 0
    shares = together(CHAINS[name], CHAINS[name], SLIP)
    friendly = 1 - hostile[..., 0, 1].mean()
    assert friendly == pytest.approx(shares[0] + shares[1], abs=0.03)
    both = (hostile[..., 0, 1] & hostile[..., 1, 0]).mean()
    assert both == pytest.approx(shares[3], abs=0.03)


def test_a_hawk_begins_disputes_and_arms_and_a_dove_does_neither(games: Any) -> None:
    found = games["hawk", "dove"]
    np.testing.assert_allclose(found["chance"][..., 0, 1], 0.225, rtol=1e-4)
    assert (found["chance"][..., 1, 0] < 1e-6).all()
    np.testing.assert_allclose(
        found["meant"][..., 1], found["trend"][..., 1], rtol=1e-5
    )
    assert found["meant"][:, 0, 0].mean() > found["meant"][:, 0, 1].mean() + 0.01


def test_grit_answers_once_then_cuts_arms_while_it_takes_initiatives(
    games: Any,
) -> None:
    found = {name: x[0, :9] for name, x in games["always", "grit"].items()}
    hostile = found["dispute"][:, 1, 0] > 0
    assert np.flatnonzero(hostile).tolist() == [1, 5]
    cut = found["trend"][:, 1] - found["meant"][:, 1]
    np.testing.assert_allclose(cut[[2, 3, 4, 6, 7, 8]], CUT, atol=1e-5)
    assert abs(cut[0]) < 1e-6


def test_others_judge_what_is_done_by_the_law_not_by_the_strategy(games: Any) -> None:
    """A hawk comes to be feared and a dove does not, though both follow a script."""
    hawk, dove = (
        games[x, "law"]["belief"][:, 9, 1, 0].mean() for x in ("always", "dove")
    )
    assert hawk > dove + 0.2


def test_a_law_abiding_strategy_does_not_look_at_its_motive(games: Any) -> None:
    """Chances of one who does as the law has a seeker do are alike in all futures."""
    chances = games["dove", "law"]["chance"][:, 0, 1, 0]
    assert np.ptp(chances) < 1e-6 < chances[0]


def test_a_dove_helps_nobody_and_the_rest_of_a_world_is_untouched() -> None:
    world, p = two_sides(allies=True), centre()
    k = kernel(Dense(4))
    seats = [Seat(2, ruled(RULES["dove"]))]
    moves = jax.tree.map(lambda x: x[0], quiet(world, 1))

    @jax.jit
    def both(motive: jax.Array) -> tuple[Any, Any]:
        def bits(purpose: str) -> jax.Array:
            return uniform(stream(jnp.uint32(1)), world.codes)

        state, fixed = settle(world, p, moves, bits, k)
        state = state._replace(motive=motive, memory=begin(seats, 4))
        seen = k.sense(state, world, moves, p, fixed, HIDDEN)
        usual = k.act(state, seen, world, moves, p, fixed)
        return usual, seated(k, seats).act(state, seen, world, moves, p, fixed)

    usual, meant = both(jnp.ones(4))
    assert (meant.joining.target[2] == 0).all()
    assert usual.joining.target[2, 3] > 0
    rest = np.array([0, 1, 3])
    for before, after in (
        (usual.crisis.fear, meant.crisis.fear),
        (usual.crisis.gain, meant.crisis.gain),
        (usual.joining.target, meant.joining.target),
        (usual.growth.revisionist, meant.growth.revisionist),
    ):
        np.testing.assert_array_equal(before[rest], after[rest])


def test_an_arms_limit_binds_a_strategy_too() -> None:
    world, p = two_sides(allies=False), centre()
    n = world.codes.shape[0]
    k, moves = kernel(Dense(n)), jax.tree.map(lambda x: x[0], quiet(world, 1))
    freeze = {"limited": jnp.full(n, -0.5), "capped": jnp.full(n, jnp.inf)}
    seats = [Seat(0, ruled(RULES["hawk"]))]
    bits = lambda purpose: uniform(stream(jnp.uint32(1)), world.codes)  # noqa: E731
    state, fixed = settle(world, p, moves, bits, k)
    state = state._replace(memory=begin(seats, n))
    seen = k.sense(state, world, moves, p, fixed, HIDDEN)
    frozen = moves._replace(**freeze)
    meant = seated(k, seats).act(state, seen, world, frozen, p, fixed)
    assert float(meant.growth.seeker[0]) == pytest.approx(-0.5)
    free = seated(k, seats).act(state, seen, world, moves, p, fixed)
    assert free.growth.seeker[0] > -0.5


def test_a_kernel_without_seats_is_the_kernel() -> None:
    k = kernel(Dense(2))
    assert seated(k, []) is k


def test_nobodys_motive_is_in_what_a_strategy_sees() -> None:
    from detente.strategies.own import sample

    seen: list[str] = []
    k, world, p = kernel(Dense(2)), two_sides(allies=False), centre()

    def decide(view: Any, own: Any) -> Intent:
        seen.extend(view)
        return _as_the_law(view, own)

    seats = [Seat(0, Strategy("spy", decide))]
    moves = quiet(world, 1)
    first = jax.tree.map(lambda x: x[0], moves)
    jax.eval_shape(
        lambda: simulate(
            seated(k, seats), lambda now, done, after: now.year, stream(jnp.uint32(1)),
            world, first, moves, p, HIDDEN, begin(seats, 2),
        )
    )  # fmt: skip
    assert set(seen) == set(sample(2)), "what a function is tried on is what it gets"
    assert not {"motive", "posterior"} & set(seen)
