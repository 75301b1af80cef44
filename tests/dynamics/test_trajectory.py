"""One scan, four choosers: what is drawn is what is scored, foreseen and played."""

import itertools
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
    still,
    world_of,
)

from detente.core.bits import code, stream, uniform
from detente.dynamics.kernel import Kernel, Outlook, kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import Actions, Moves, Parameters, State, World
from detente.dynamics.trajectory import (
    Moment,
    Score,
    draw,
    observe,
    person,
    predict,
    replay,
    score,
    simulate,
    trajectory,
)
from detente.laws import motive

LIVELY = {
    "crisis__base": -3.5,
    "crisis__war": -1.0,
    "joining__base": -3.0,
    "alignment__climb": -2.5,
    "alignment__fall": -2.5,
    "arming__motive": 1.0,
    "motive__turnover": 0.2,
    "consent__custom": 1.0,
}
"""A world in which much happens, so that few draws tell much."""


class Diary(NamedTuple):
    """What a simulated history leaves."""

    acts: Actions
    motive: Any
    own: Any
    mutual: Any
    foreseen: Outlook
    after: State


def kept(k: Kernel) -> Any:
    """Return the measure that keeps all that the tests compare."""

    def keep(moment: Moment, actions: Actions, after: State) -> Diary:
        asked = moment.moves.ballot[:, None] * moment.world.voters
        seeker, revisionist, mutual = k.log_prob(
            actions, moment.intentions, moment.chances, asked
        )
        known = motive.predict(moment.p.motive, moment.state.posterior)
        return Diary(
            actions,
            moment.state.motive,
            jnp.stack([seeker, revisionist]),
            jnp.sum(mutual),
            k.outlook(moment.intentions, known),
            after,
        )

    return keep


def history(stream_key: Any, world: World, moves: Moves, p: Parameters) -> Diary:
    """Simulate one history."""
    k = kernel(Dense(len(world.codes)))
    first = first_of(moves)
    return simulate(k, kept(k), stream_key, world, first, moves, p, HIDDEN)[1]


def scored(
    stream_key: Any, acts: Actions, motives: Any, world: World, moves: Moves,
    p: Parameters,
) -> tuple[Score, tuple[Outlook, Any]]:  # fmt: skip
    """Score and foresee a history that began where that stream does."""
    k = kernel(Dense(len(world.codes)))
    start, fixed = begin(world, p, stream_key)
    # A scorer does not know the motives: give it wrong ones.
    start = start._replace(motive=1 - start.motive)
    return (
        score(k, acts, motives, start, fixed, world, moves, p, HIDDEN),
        predict(k, acts, start, fixed, world, moves, p, HIDDEN),
    )


HISTORY, SCORED = jax.jit(history), jax.jit(scored)


def voting(n: int = 3, years: int = 6, votes: int = 1) -> tuple[World, Moves]:
    """Return a world in which much is done, with a vote in the third year."""
    world = world_of(n, votes=votes)
    plan = still(world, years)
    plan.ballot[2] = 1
    plan.gated_floor[:, :, 0, -1] = plan.gated_floor[:, :, -1, 0] = 3.0
    plan.engaged[1, 0, 1] = 2.0
    plan.transfer[1:, 1] = 2000.0
    return world, plan


# score


@pytest.mark.usefixtures("x64")
@pytest.mark.parametrize("draw_number", range(3))
def test_the_score_of_a_history_is_the_log_probability_of_its_acts(
    draw_number: int,
) -> None:
    world, plan = voting()
    p = centre(**LIVELY)
    told = HISTORY(key(draw_number), world, plan, p)
    motives = told.motive
    true = jnp.where(motives > 0, told.own[:, 1], told.own[:, 0]).sum(axis=1)
    result, _ = SCORED(key(draw_number), told.acts, motives, world, plan, p)
    np.testing.assert_allclose(result.complete, true + told.mutual, rtol=1e-9)
    assert jnp.sum(told.acts.dispute > 0) > 0


@pytest.mark.usefixtures("x64")
def test_the_score_without_motives_sums_over_every_path_of_motives() -> None:
    actors, many = 3, 3
    world, plan = voting(actors, votes=0)
    p = centre(**LIVELY)
    told = HISTORY(key(1), world, plan, p)
    result, _ = SCORED(key(1), told.acts, told.motive, world, plan, p)
    start, _ = begin(world, p, key(1))
    odds = np.asarray(told.own)  # year, motive, actor
    share, turnover = float(p.motive.share), float(p.motive.turnover)

    def to(before: float, now: int) -> float:
        chance = before + turnover * (share - before)
        return chance if now else 1 - chance

    def probability(years: int) -> float:
        """Return P(acts of those years), by walking all 8 ** years paths."""
        total = 0.0
        minds = list(itertools.product((0, 1), repeat=actors))
        for path in itertools.product(minds, repeat=years):
            weight = 1.0
            before = [float(x) for x in start.posterior]
            for year, now in enumerate(path):
                for actor in range(actors):
                    weight *= to(before[actor], now[actor])
                    weight *= np.exp(odds[year, now[actor], actor])
                before = [float(x) for x in now]
            total += weight
        return total

    whole = np.log([1.0, *(probability(years) for years in range(1, many + 1))])
    expected = np.diff(whole) + told.mutual[:many]
    np.testing.assert_allclose(result.marginal[:many], expected, rtol=1e-9)


def test_at_the_true_parameters_no_change_makes_histories_likelier_on_average() -> None:
    world, plan = voting(years=4, votes=0)
    p = centre(**LIVELY)

    def likelihood(p: Parameters, stream_key: Any, told: Diary) -> Any:
        k = kernel(Dense(3))
        start, fixed = begin(world, p, stream_key)
        result = score(k, told.acts, told.motive, start, fixed, world, plan, p, HIDDEN)
        return jnp.sum(result.marginal)

    @jax.jit
    def slopes(draws: Any) -> Any:
        def one(number: Any) -> Any:
            told = history(key(number), world, plan, p)
            return jax.grad(likelihood)(p, key(number), told)

        return jax.vmap(one)(draws)

    told = slopes(jnp.arange(400, dtype=jnp.uint32))
    moved = 0
    for law, record in told._asdict().items():
        for name, slope in record._asdict().items():
            assert np.isfinite(slope).all(), f"{law}.{name}"
            error = float(np.std(slope)) / np.sqrt(len(slope))
            moved += error > 0
            assert abs(float(np.mean(slope))) <= 4.5 * error + 1e-6, f"{law}.{name}"
    assert moved > 45


# frequencies


def test_frequencies_of_many_draws_are_the_kernels_own_probabilities() -> None:
    n, many = 4, 40000
    world = world_of(n, votes=1)
    p = centre(**LIVELY)
    k = kernel(Dense(n))
    state, fixed = begin(world, p)
    state = state._replace(motive=jnp.array([0.0, 1.0, 1.0, 0.0]))
    plan = first_of(still(world, 1))
    signals = k.sense(state, world, plan, p, fixed, HIDDEN)
    intentions = k.act(state, signals, world, plan, p, fixed)
    chances = jnp.full((1, n), 0.3)
    moment = Moment(
        jnp.uint32(0),
        state,
        signals,
        intentions,
        chances,
        plan,
        world,
        fixed,
        p,
        HIDDEN,
    )

    @jax.jit
    def drawn(draws: Any) -> tuple[Actions, Any, Any]:
        def one(number: Any) -> tuple[Actions, Any, Any]:
            chooser = draw(key(number), world)
            acts = chooser.act(moment, chooser.vote(jnp.uint32(0), chances))
            began, met = jnp.max(acts.dispute, axis=1), jnp.max(acts.dispute, axis=0)
            odds = intentions.joining.odds(began[None, :], met[None, :])
            none, _ = intentions.joining.log_prob(odds, jnp.zeros((n, n)))
            _, fierce = intentions.joining.log_prob(odds, jnp.zeros((n, n)))
            idle = jnp.where(state.motive[:, None] > 0, fierce, none)
            return acts, 1 - jnp.exp(idle), uniform(key(number), world.codes)

        return jax.vmap(one)(draws)

    acts, join, _ = drawn(jnp.arange(many, dtype=jnp.uint32))

    def agree(happened: Any, chance: Any, what: str) -> None:
        """Compare counts with chances; sum of squared deviations and the largest."""
        chance = np.broadcast_to(np.asarray(chance, float), np.shape(happened))
        expected, spread = chance.sum(axis=0), (chance * (1 - chance)).sum(axis=0)
        sure = spread < 5
        z = (np.asarray(happened, float).sum(axis=0) - expected)[~sure]
        z = z / np.sqrt(spread[~sure])
        assert len(z) > 0, what
        assert np.abs(z).max() < 4.5, what
        assert (z**2).sum() < len(z) + 5 * np.sqrt(2 * len(z)), what

    odds = intentions.crisis
    start = k.outlook(intentions, state.motive).dispute
    for level, share in enumerate((1.0, odds.display, odds.use, odds.war), 1):
        agree(acts.dispute >= level, start * share, f"severity {level}")
    agree(acts.joined, join, "joins")
    agree(acts.tie_step > 0, intentions.alignment.climb, "steps up")
    agree(acts.tie_step < 0, intentions.alignment.fall, "steps down")
    agree(acts.votes, chances, "votes")
    agree(acts.turn, motive.predict(p.motive, state.motive), "motives")
    mean = intentions.growth.mean(state.motive)
    for share in (0.05, 0.25, 0.5, 0.9):
        edge = -np.sign(share - 0.5) * np.log(1 - 2 * abs(share - 0.5))
        below = acts.growth < mean + p.arming.noise * edge
        agree(below, np.full(n, share), f"growth below its {share} quantile")
    assert (acts.tie_step == np.swapaxes(acts.tie_step, 1, 2)).all()


# belief


def plain_world(n: int = 3, years: int = 8, **changes: Any) -> tuple[World, Moves]:
    """Return a world without messages or suspicion of anybody in particular."""
    world = world_of(n, suspicion=np.ones((n, n)), notoriety=np.ones(n), **changes)
    return world, still(world, years)


FULL = {**LIVELY, "belief__empathy": 1.0, "mood__dulls": 0.0}


@pytest.mark.usefixtures("x64")
def test_with_empathy_the_observers_belief_is_the_analysts_filter() -> None:
    world, plan = plain_world(3, 6)
    p = centre(**FULL)
    for number in range(3):
        told = HISTORY(key(number), world, plan, p)
        result, _ = SCORED(key(number), told.acts, told.motive, world, plan, p)
        filtered = told.after.posterior
        assert float(filtered.max()) < 1 - 2e-4  # else the floor of doubt shows
        assert float(filtered.min()) > 2e-4
        np.testing.assert_allclose(filtered, result.posterior, rtol=1e-7)
        for i, j in itertools.permutations(range(3), 2):
            np.testing.assert_allclose(
                told.after.belief[:, i, j], filtered[:, j], rtol=1e-7
            )
        assert float(jnp.std(filtered)) > 0.02  # something was learned


@pytest.mark.usefixtures("x64")
def test_the_filter_of_the_kernel_is_that_of_the_score_from_any_start() -> None:
    world, plan = voting()
    p = centre(**LIVELY)
    assert len(set(world.notoriety.tolist())) > 1
    told = HISTORY(key(5), world, plan, p)
    result, _ = SCORED(key(5), told.acts, told.motive, world, plan, p)
    np.testing.assert_allclose(told.after.posterior, result.posterior, rtol=1e-7)


MANY = 20000


@pytest.fixture(scope="module")
def many() -> Diary:
    """Return motives and posteriors of many histories of three unlike actors."""
    world, plan = plain_world(3, 8)
    world = world._replace(notoriety=np.array([0.0, 1.0, 3.0]))
    p = centre(**FULL)

    def one(number: Any) -> tuple:
        told = history(key(number), world, plan, p)
        return told.motive, told.after.posterior, told.after.belief

    return jax.jit(jax.vmap(one))(jnp.arange(MANY, dtype=jnp.uint32))


def test_beliefs_are_calibrated_against_true_motives(many: Any) -> None:
    truth, posterior, belief = (np.asarray(x, float) for x in many)
    error = np.std(truth - posterior, axis=0) / np.sqrt(MANY)
    assert (np.abs((truth - posterior).mean(axis=0)) < 4 * error).all()
    by_analyst = truth[:, -1], posterior[:, -1]
    by_observer = truth[:, -1, 1], belief[:, -1, 0, 1]  # of one who began as usual
    for true, held in (by_analyst, by_observer):
        edges = np.quantile(held, np.linspace(0, 1, 11))
        place = np.clip(np.digitize(held, edges[1:-1]), 0, 9)
        for tenth in range(10):
            here = place == tenth
            gap = true[here].mean() - held[here].mean()
            spread = np.sqrt((held[here] * (1 - held[here])).mean() / here.sum())
            assert abs(gap) < 4 * spread, tenth


def test_the_mean_posterior_is_the_prior_moved_on_by_the_chain(many: Any) -> None:
    posterior = np.asarray(many[1], float)
    p = centre(**FULL)
    share = float(p.motive.share)
    steps = np.array([-1.0, 0.0, 2.0])
    odds = share / (1 - share) * np.exp(float(p.motive.notoriety) * steps)
    expected = odds / (1 + odds)
    for year in range(posterior.shape[1]):
        expected = expected + float(p.motive.turnover) * (share - expected)
        held = posterior[:, year]
        error = held.std(axis=0) / np.sqrt(MANY)
        assert (np.abs(held.mean(axis=0) - expected) < 4 * error + 1e-6).all(), year


def test_without_empathy_a_seekers_answer_to_oneself_looks_like_malice() -> None:
    world = world_of(
        2,
        suspicion=np.ones((2, 2)),
        notoriety=np.ones(2),
        tie=np.zeros((2, 2)),
        distance=np.array([[0.0, 800], [800, 0]]),
    )
    plan = still(world, 10)
    plan.transfer[:, 0] = 3 * np.exp(world.spending[0])  # 0 arms, 1 will answer

    @jax.jit
    def final(empathy: Any) -> Any:
        p = centre(
            mood__dulls=0.0, motive__turnover=1e-6, arming__threat=3.0,
            arming__motive=1.0,
        )  # fmt: skip
        p = p._replace(belief=p.belief._replace(empathy=empathy))
        k = kernel(Dense(2))

        def one(number: Any) -> Any:
            start, fixed = begin(world, p, key(number))
            start = start._replace(motive=jnp.zeros(2))
            return trajectory(
                k, draw(key(number), world), lambda *_: None, start, fixed, world,
                plan, p, HIDDEN,
            )[0].belief[0, 1]  # fmt: skip

        return jax.vmap(one)(jnp.arange(400, dtype=jnp.uint32))

    blind, seeing = (np.asarray(final(empathy)) for empathy in (0.0, 1.0))
    gap = blind - seeing
    assert gap.mean() > 0.02
    assert gap.mean() > 5 * gap.std() / np.sqrt(len(gap))
    assert seeing.mean() < 0.25 < blind.mean() + 0.15


# predict


@pytest.mark.usefixtures("x64")
def test_what_is_foreseen_in_replay_is_what_was_to_be_foreseen_at_the_time() -> None:
    world, plan = voting()
    p = centre(**LIVELY)
    told = HISTORY(key(2), world, plan, p)
    _, (foreseen, known) = SCORED(key(2), told.acts, told.motive, world, plan, p)
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-7, atol=1e-12),
        foreseen,
        told.foreseen,
    )
    before = told.after.posterior[:-1]
    np.testing.assert_allclose(known[1:], motive.predict(p.motive, before), rtol=1e-7)


@pytest.mark.usefixtures("x64")
def test_a_replayed_history_repeats_itself() -> None:
    world, plan = voting()
    p = centre(**LIVELY)
    k = kernel(Dense(3))
    told = HISTORY(key(4), world, plan, p)
    start, fixed = begin(world, p, key(4))
    again = jax.jit(
        lambda: trajectory(
            k, replay(told.acts), kept(k), start, fixed, world, plan, p, HIDDEN
        )[1]
    )()
    for name in ("acts", "motive", "after"):
        jax.tree.map(
            lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6),
            getattr(told, name),
            getattr(again, name),
        )


# play


SEAT: dict[str, Any] = {}
"""What the person in the seat decides, by name of the question."""


@jax.jit
def played(number: Any) -> Diary:
    """Return the history in which a person holds the seat of actor 1."""
    world, plan = voting(3, 5, votes=0)
    p = centre(**LIVELY)
    k = kernel(Dense(3))
    world = jax.tree.map(jnp.asarray, world)
    start, fixed = begin(world, p, key(number))

    def decide(view: dict[str, Any]) -> Any:
        return SEAT["decide"](view)

    seated = person(key(number), world, 1, decide)
    return trajectory(k, seated, kept(k), start, fixed, world, plan, p, HIDDEN)[1]


def test_a_person_who_does_what_chance_would_have_done_changes_nothing() -> None:
    world, plan = voting(3, 5, votes=0)
    told = HISTORY(key(6), world, plan, centre(**LIVELY))
    years = []

    def decide(view: dict[str, Any]) -> tuple[Any, Any]:
        year = int(view["year"])
        years.append(year)
        return told.acts.growth[year, 1], told.acts.dispute[year, 1]

    SEAT["decide"] = decide
    again = jax.block_until_ready(played(np.uint32(6)))
    assert years == list(range(5))
    jax.tree.map(
        lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6),
        told.acts,
        again.acts,
    )


@pytest.mark.parametrize("grave", [4.0, 0.0], ids=["war", "peace"])
def test_others_join_the_dispute_that_a_person_began_and_no_other(grave: float) -> None:
    SEAT["decide"] = lambda view: (0.0, np.array([grave, 0.0, grave]))
    joined = 0.0
    for number in range(40):
        told = jax.block_until_ready(played(np.uint32(number)))
        assert (told.own > -50).all()  # no act that the kernel holds impossible
        assert (told.acts.dispute[:, 1, 0] == grave).all()
        helped = told.acts.joined[:, 2, 1] > 0
        quarrels = told.acts.dispute[:, 1].max(axis=1) + told.acts.dispute[:, 0, 1]
        assert not (helped & (quarrels + told.acts.dispute[:, 2, 1] == 0)).any()
        joined += float(helped.sum())
    assert joined > (20 if grave else 0)


def test_a_seat_sees_its_own_motive_and_no_other_and_no_others_beliefs() -> None:
    world, plan = voting()
    p, me = centre(**LIVELY), 1
    k = kernel(Dense(3))
    state, fixed = begin(world, p)
    now = first_of(plan)

    def seen(mind: State) -> dict[str, Any]:
        signals = k.sense(mind, world, now, p, fixed, HIDDEN)
        intentions = k.act(mind, signals, world, now, p, fixed)
        return observe(
            Moment(
                jnp.uint32(0), mind, signals, intentions, jnp.zeros((1, 3)), now, world,
                fixed, p, HIDDEN,
            ),
            me,
        )  # fmt: skip

    others = np.array([1.0, 0.0, 1.0])
    changed = state._replace(
        motive=jnp.where(others > 0, 1 - state.motive, state.motive),
        posterior=state.posterior * 0.3,
        belief=jnp.where(others[:, None] > 0, 0.77, state.belief),
    )
    plain, other = seen(state), seen(changed)
    assert plain.keys() == other.keys()
    for name, value in plain.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)
    mine = seen(state._replace(motive=state.motive.at[me].set(1 - state.motive[me])))
    assert mine["motive"] != plain["motive"]


def test_the_same_stream_gives_the_same_start_and_another_gives_another() -> None:
    world = world_of(3, spending_sd=np.full(3, 0.2))
    p = centre()
    one, other = begin(world, p, key(1))[0], begin(world, p, key(2))[0]
    np.testing.assert_array_equal(one.log_arms, begin(world, p, key(1))[0].log_arms)
    assert (one.log_arms != other.log_arms).all()
    noise = jax.scipy.special.ndtri(
        uniform(stream(key(1), code("spending")), world.codes)
    )
    np.testing.assert_allclose(one.log_arms, world.spending + 0.2 * noise, rtol=1e-6)
