"""The kernel: one year, whatever the layout, the order and the unit of money."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.dynamics.small_worlds import (
    HIDDEN,
    begin,
    centre,
    first_of,
    key,
    picked,
    still,
    world_of,
)

from detente.core.bits import code
from detente.dynamics.kernel import Kernel, Outlook, kernel
from detente.dynamics.pairs import Dense, Listed, listed
from detente.dynamics.state import (
    Actions,
    Fixed,
    Intentions,
    Moves,
    Parameters,
    Signals,
    State,
    World,
)
from detente.dynamics.trajectory import draw, replay, simulate, trajectory

YEARS = 10


class Year(NamedTuple):
    """Everything that one year of the kernel gives."""

    chances: Any
    counted: State
    signals: Signals
    intentions: Intentions
    outlook: Outlook
    log_prob: tuple
    after: State


def acts_of(n: int, votes: int) -> Actions:
    """Return acts of every kind, the same for everybody who asks."""
    rng = np.random.default_rng(11)
    others = 1 - np.eye(n)
    step = np.triu(rng.integers(-1, 2, (n, n)), 1)
    return Actions(
        growth=rng.normal(0, 0.1, n),
        dispute=rng.integers(0, 5, (n, n)) * others,
        joined=rng.integers(0, 2, (n, n)) * others,
        fought=np.ones((n, n)) * others,
        tie_step=(step + step.T) * 1.0,
        votes=rng.integers(0, 2, (votes, n)) * 1.0,
        turn=rng.integers(0, 2, n) * 1.0,
    )


def busy(world: World) -> Moves:
    """Return one year of a plan in which everything is done, gated parts included."""
    n, votes = len(world.codes), len(world.rule)
    rng = np.random.default_rng(13)

    def some(*shape: int) -> np.ndarray:
        return rng.uniform(size=shape)

    def both(x: np.ndarray) -> np.ndarray:
        return np.triu(x, 1) + np.swapaxes(np.triu(x, 1), -1, -2)

    others = 1 - np.eye(n)
    return Moves(
        tie_floor=both(2 * some(n, n)),
        alliance_tie=both(3 * some(n, n)),
        gated_floor=both(4 * some(votes, n, n)),
        gated_tie=both(4 * some(votes, n, n)),
        engaged=some(n, n) * others,
        gated_engaged=some(votes, n, n) * others,
        restrained=some(n, n) * others,
        said=np.sign(some(n, n) - 0.5) * others,
        posted=0.1 * some(n, n) * others,
        away=0.3 * some(n),
        gated_posted=0.1 * some(votes, n, n) * others,
        gated_away=0.3 * some(votes, n),
        yielded=some(n),
        transfer=1000 * some(n),
        shock=some(n),
        hold=both(some(n, n)) > 0.8,
        ballot=np.ones(votes),
        limited=some(n) - 0.5,
        capped=np.full(n, np.inf),
        inspected=both(some(n, n)),
        apart=both(some(n, n)),
        calmed=both(some(n, n)),
        pledged=some(n, n) * others,
    )


def one_year(
    k: Kernel, state: State, fixed: Fixed, world: World, moves: Moves, p: Parameters,
    actions: Actions,
) -> Year:  # fmt: skip
    """Return all of one year."""
    chances = k.ballot(state, world, moves, p, fixed, HIDDEN)
    counted = k.decide(state, actions.votes, world, moves, HIDDEN)
    signals = k.sense(counted, world, moves, p, fixed, HIDDEN)
    intentions = k.act(counted, signals, world, moves, p, fixed)
    return Year(
        chances,
        counted,
        signals,
        intentions,
        k.outlook(intentions, counted.motive),
        k.log_prob(actions, intentions, chances, world.voters),
        k.advance(
            counted, actions, signals, intentions, world, moves, p, fixed, HIDDEN
        ),
    )


def whole(
    k: Kernel, world: World, moves: Moves, p: Parameters, actions: Actions
) -> Year:
    """Return one year from the start on."""
    before = jax.tree.map(jnp.zeros_like, moves)
    state, fixed = begin(world, p, k=k, first=before)
    return one_year(k, state, fixed, world, moves, p, actions)


@jax.jit
def on_square(world: World, moves: Moves, p: Parameters, actions: Actions) -> Year:
    """Return one year of five actors from the start on, on the square."""
    return whole(kernel(Dense(5)), world, moves, p, actions)


def like(layout: Listed, square: Any, flat: Any) -> np.ndarray:
    """Return the dense leaf as the list has it."""
    if square.shape == flat.shape:
        return square
    return square[..., layout.first, layout.second]


def flattened(layout: Listed, record: Any) -> Any:
    """Return a record with its squares as lists."""
    n = layout.n
    return record._replace(
        **{
            name: x[..., layout.first, layout.second]
            for name, x in record._asdict().items()
            if x is not None and x.shape[-2:] == (n, n)
        }
    )


@pytest.mark.usefixtures("x64")
def test_a_year_on_a_list_of_all_pairs_is_that_of_the_square() -> None:
    n = 5
    world, p, acts = world_of(n, votes=2), centre(), acts_of(n, 2)
    moves = busy(world)
    layout = listed([(i, j) for i in range(n) for j in range(n)], n)
    dense = on_square(world, moves, p, acts)
    flat = jax.jit(
        lambda: whole(
            kernel(layout),
            flattened(layout, world),
            flattened(layout, moves),
            p,
            flattened(layout, acts),
        )
    )()
    for name in Year._fields:
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(
                b, like(layout, a, b), rtol=1e-6, atol=1e-12
            ),
            getattr(dense, name),
            getattr(flat, name),
        )


def everything(p: Parameters, world: World) -> Any:
    """Return the sum of all that one year gives."""
    year = whole(kernel(Dense(4)), world, busy(world), p, acts_of(4, 1))
    return sum(jnp.sum(leaf) for leaf in jax.tree.leaves(year))


SLOPES = jax.jit(jax.value_and_grad(everything))


@pytest.mark.parametrize("forces", ["usual", "tiny"])
def test_every_gradient_is_finite(forces: str) -> None:
    world = world_of(4, votes=1)
    if forces == "tiny":
        world = world._replace(spending=np.zeros(4), personnel=np.zeros(4))
    value, slopes = SLOPES(centre(), world)
    assert np.isfinite(value)
    for law, record in slopes._asdict().items():
        for name, slope in record._asdict().items():
            assert np.isfinite(slope), f"{law}.{name}"
    assert sum(bool(x != 0) for x in jax.tree.leaves(slopes)) > 60


@pytest.mark.usefixtures("strict_arrays")
def test_a_year_is_free_of_silent_broadcasts_and_changes_of_type() -> None:
    world = jax.tree.map(
        lambda x: x if x.dtype == np.uint32 else jnp.float32(x), world_of(4)
    )
    p, acts, moves = (
        jax.tree.map(jnp.float32, x) for x in (centre(), acts_of(4, 0), busy(world))
    )
    k = kernel(Dense(4))
    state = begin(world, p, k=k)
    jax.eval_shape(lambda s, f: one_year(k, s, f, world, moves, p, acts), *state)


class Told(NamedTuple):
    """What a trajectory leaves: acts, states, yearly probabilities."""

    acts: Actions
    after: State
    outlook: Outlook


def told(n: int) -> Any:
    """Return a compiled simulation of n actors that keeps everything."""
    k = kernel(Dense(n))

    def keep(moment: Any, actions: Actions, after: State) -> Told:
        return Told(actions, after, k.outlook(moment.intentions, moment.state.motive))

    def run(stream: Any, world: World, moves: Moves, p: Any, switches: Any) -> Told:
        return simulate(k, keep, stream, world, first_of(moves), moves, p, switches)[1]

    return jax.jit(run)


SIMULATE = {n: told(n) for n in (4, 5)}
LIVELY = {"crisis__base": -4.0, "joining__base": -4.0, "alignment__climb": -2.5}


def agree(one: Told, other: Told, rtol: float) -> None:
    """Check that acts agree to the bit and everything else to a tolerance."""
    for name in ("dispute", "joined", "tie_step", "turn", "votes"):
        a, b = getattr(one.acts, name), getattr(other.acts, name)
        np.testing.assert_array_equal(a, b, err_msg=name)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol / 10),
        one,
        other,
    )


@pytest.mark.parametrize("how", ["absent", "isolated"])
def test_an_actor_that_matters_to_nobody_changes_nobody_else(how: str) -> None:
    five = world_of(5)
    lonely, rest = 2, [0, 1, 3, 4]
    cut = np.ones((5, 5))
    cut[lonely] = cut[:, lonely] = 0
    far = np.where(cut > 0, five.distance, 1e7) * (1 - np.eye(5))
    five = five._replace(
        distance=far,
        pact=np.where(cut > 0, five.pact, 100.0),  # nobody has a quarrel with it
        spending=np.where(np.arange(5) == lonely, 0.0, five.spending),
        personnel=np.where(np.arange(5) == lonely, 0.01, five.personnel),
        tie=five.tie * cut,
        heat=five.heat * cut,
        contiguous=five.contiguous * cut,
        spokes=five.spokes * np.diagonal(cut),
    )
    if how == "absent":
        five = five._replace(present=np.where(np.arange(5) == lonely, 0.0, 1.0))
    plan = still(five, YEARS)
    plan = plan._replace(hold=np.broadcast_to(1 - cut, plan.hold.shape))
    p = centre(**LIVELY)
    seen = 0.0
    for number in range(5):
        with_it = SIMULATE[5](key(number), five, plan, p, HIDDEN)
        without = SIMULATE[4](
            key(number), picked(five, rest), picked(plan, rest, skip=1), p, HIDDEN
        )
        kept = Told(*(picked(part, rest, skip=1) for part in with_it[:2]), None)
        agree(kept, without._replace(outlook=None), 1e-5)
        seen += float(jnp.sum(without.acts.dispute > 0))
        for name in ("attacked", "secure", "attacks"):
            np.testing.assert_allclose(
                getattr(with_it.outlook, name)[:, np.array(rest)],
                getattr(without.outlook, name),
                rtol=2e-5,
                atol=1e-6,
            )
    assert seen > 10  # a world in which things happen


@pytest.mark.usefixtures("x64")
def test_putting_actors_in_another_order_puts_results_in_that_order() -> None:
    order = [3, 0, 4, 2, 1]
    world, p = world_of(5, votes=1), centre(**LIVELY)
    plan = jax.tree.map(
        lambda x: np.broadcast_to(x, (YEARS, *np.shape(x))), busy(world)
    )
    straight = SIMULATE[5](key(), world, plan, p, HIDDEN)
    shuffled = SIMULATE[5](
        key(), picked(world, order), picked(plan, order, skip=1), p, HIDDEN
    )
    expected = Told(*(picked(part, order, skip=1) for part in straight[:2]), None)
    agree(expected, shuffled._replace(outlook=None), 1e-6)
    assert jnp.sum(straight.acts.dispute > 0) > 3


def test_a_plan_without_moves_is_the_baseline_bit_for_bit() -> None:
    world = world_of(4, votes=1)
    nothing = still(world, YEARS)
    held = nothing._replace(
        gated_floor=nothing.gated_floor + 4.0, gated_posted=nothing.gated_posted + 0.1
    )
    p = centre(**LIVELY)
    jax.tree.map(
        np.testing.assert_array_equal,
        SIMULATE[4](key(3), world, nothing, p, HIDDEN),
        SIMULATE[4](key(3), world, held, p, HIDDEN),  # never voted on
    )


@pytest.mark.usefixtures("x64")
def test_the_unit_of_money_changes_no_belief_threat_or_dispute() -> None:
    world, p, acts = world_of(5, votes=2), centre(), acts_of(5, 2)
    moves = busy(world)
    more = np.log(1000)
    rich = world._replace(spending=world.spending + more, gdp=world.gdp + more)
    one = on_square(world, moves, p, acts)
    other = on_square(rich, moves._replace(transfer=1000 * moves.transfer), p, acts)
    same = lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6)  # noqa: E731
    jax.tree.map(same, one.outlook, other.outlook)
    same(one.chances, other.chances)
    for name in ("threat", "success", "opportunity", "safety", "protection"):
        same(getattr(one.signals, name), getattr(other.signals, name))
    for name in ("belief", "posterior", "growth", "heat", "credibility"):
        same(getattr(one.after, name), getattr(other.after, name))
    same(one.after.stock + more, other.after.stock)
    same(one.after.log_arms + more, other.after.log_arms)


@pytest.mark.usefixtures("x64")
def test_remote_pairs_alone_lose_their_offsets_of_starting_and_joining() -> None:
    """By e^2 and e^1: the first two actors are made remote, the others stay."""
    k, p = kernel(Dense(4)), centre(crisis__remote=2.0, joining__remote=1.0)
    apart = np.zeros((4, 4))
    apart[0, 1] = apart[1, 0] = 1

    def meant(remote: np.ndarray) -> Any:
        world = world_of(4, remote=remote)
        state, fixed = begin(world, p, k=k)
        moves = first_of(still(world, 1))
        seen = k.sense(state, world, moves, p, fixed, HIDDEN)
        return k.act(state, seen, world, moves, p, fixed)

    near, far = meant(0 * apart), meant(apart)
    np.testing.assert_allclose(near.crisis.fear, far.crisis.fear * np.exp(2 * apart))
    np.testing.assert_allclose(near.crisis.gain, far.crisis.gain * np.exp(2 * apart))
    np.testing.assert_allclose(near.joining.target, far.joining.target * np.exp(apart))
    np.testing.assert_allclose(near.joining.origin, far.joining.origin * np.exp(apart))


@pytest.mark.usefixtures("x64")
@pytest.mark.parametrize(("severity", "calls"), [(3, 0.0), (4, 1.0)])
def test_a_war_upon_a_friend_is_a_call_and_less_is_none(
    severity: int, calls: float
) -> None:
    """The last attacks the first, nobody joins: trust falls by .2 x content of it."""
    world, p = world_of(4), centre()
    k = kernel(Dense(4))
    quiet = jax.tree.map(jnp.zeros_like, acts_of(4, 0))
    acts = quiet._replace(dispute=quiet.dispute.at[3, 0].set(severity))
    year = whole(k, world, first_of(still(world, 1)), p, acts)
    fall = 0.2 * calls * np.asarray(year.signals.content)[1:3, 0]
    assert (year.signals.content[1:3, 0] > 0).any()
    got = year.after.credibility[1:3]
    np.testing.assert_allclose(got, 0.8 * (1 - fall), rtol=1e-6)


# votes


@jax.jit
def counted(history: Actions, world: World, plan: Moves, approve: Any) -> tuple:
    """Return the chances, what is approved, and what the gated tie is worth."""
    k, p = kernel(Dense(4)), centre()
    state, fixed = begin(world, p, k=k)

    def keep(moment: Any, actions: Any, after: Any) -> tuple:
        return moment.chances, moment.state.approved, moment.signals.content[0, 3]

    return trajectory(
        k, replay(history), keep, state, fixed, world, plan, p,
        HIDDEN._replace(approve=approve),
    )[1]  # fmt: skip


def voted(
    answers: list[float], rule: float, year: int = 2, approve: float = 0.0
) -> Any:
    """Return what a vote in that year lets happen, given the members' answers."""
    world = world_of(4, votes=1)._replace(rule=np.array([rule]))
    plan = still(world, 5)
    plan.gated_floor[:, 0, 0, 3] = plan.gated_floor[:, 0, 3, 0] = 4.0
    plan.ballot[year, 0] = 1
    quiet = jax.tree.map(lambda x: np.zeros((5, *x.shape)), acts_of(4, 1))
    history = quiet._replace(votes=np.tile([*answers, 0.0], (5, 1, 1)))
    return counted(history, world, plan, np.float64(approve))


@pytest.mark.parametrize(
    ("answers", "rule", "passes"),
    [
        ([1, 1, 1], 0, True),
        ([1, 1, 0], 0, False),
        ([0, 1, 1], 1, True),
        ([1, 0, 0], 1, False),
        ([1, 0, 0], 2, True),
        ([0, 1, 1], 2, False),
    ],
    ids=[
        "all agree",
        "one refusal blocks consensus",
        "a majority is enough for itself",
        "a minority is not",
        "the hub decides",
        "nobody decides for the hub",
    ],
)
def test_a_gated_tie_acts_only_if_the_rule_lets_it(
    answers: list[float], rule: float, passes: bool
) -> None:
    _, approved, content = voted(answers, rule)
    assert approved[:, 0].tolist() == [0, 0, *[float(passes)] * 3]
    before, after = content[1], content[2:]
    assert (after > before + 0.2).all() if passes else (after == before).all()


def test_the_ballot_is_computed_in_its_year_alone() -> None:
    chances = voted([1, 1, 1], 0, year=3)[0]
    assert (chances[3] > 0).all()
    assert (np.delete(chances, 3, axis=0) == 0).all()


def test_passing_every_vote_lets_a_refused_tie_act() -> None:
    _, approved, _ = voted([0, 0, 0], 0, approve=1.0)
    assert approved[:, 0].tolist() == [0, 0, 1, 1, 1]


def test_those_outside_the_alliance_have_no_vote() -> None:
    _, approved, _ = voted([1, 1, 1], 0)  # the fourth refuses, unasked
    assert approved[-1, 0] == 1


def test_votes_follow_the_probabilities_of_agreeing() -> None:
    world = world_of(4, votes=1)
    chances = jnp.array([[0.1, 0.5, 0.9, 0.0]])
    cast = jax.vmap(lambda d: draw(key(d), world).vote(jnp.uint32(0), chances))
    share = jnp.mean(cast(jnp.arange(20000, dtype=jnp.uint32)), axis=0)
    np.testing.assert_allclose(share, chances, atol=0.015)


# what is known


def test_revealed_motives_are_what_fear_follows() -> None:
    world, p, k = world_of(4), centre(), kernel(Dense(4))
    state, fixed = begin(world, p, k=k)
    state = state._replace(motive=jnp.array([0.0, 1.0, 0.0, 1.0]))
    moves = first_of(still(world, 1))
    seen = [
        k.sense(state, world, moves, p, fixed, HIDDEN._replace(reveal=np.float64(r)))
        for r in (0.0, 1.0)
    ]
    np.testing.assert_allclose(
        seen[0].threat, jnp.minimum(state.belief * seen[0].success, 0.999), rtol=1e-6
    )
    np.testing.assert_allclose(
        seen[1].threat, jnp.minimum(state.motive[None] * seen[1].success, 0.999)
    )
    assert (seen[1].threat[:, [0, 2]] == 0).all()


def test_with_motives_hidden_nobody_sees_or_fears_by_them() -> None:
    world, p, k = world_of(4), centre(), kernel(Dense(4))
    state, fixed = begin(world, p, k=k)
    moves = first_of(still(world, 1))
    results = []
    for motive in (jnp.zeros(4), jnp.ones(4)):
        mind = state._replace(motive=motive)
        signals = k.sense(mind, world, moves, p, fixed, HIDDEN)
        results.append((signals, k.act(mind, signals, world, moves, p, fixed)))
    jax.tree.map(np.testing.assert_array_equal, *results)


def test_an_actor_keeps_its_code_whatever_the_others_are_called() -> None:
    assert world_of(3).codes.tolist() == world_of(5).codes.tolist()[:3]
    assert world_of(3).codes[1] == code("B")
