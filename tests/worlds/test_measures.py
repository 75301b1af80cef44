"""Measures: each outcome against a direct count on a world of five actors."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from tests.dynamics.small_worlds import (
    HIDDEN,
    begin,
    centre,
    first_of,
    still,
    world_of,
)

from detente.dynamics.kernel import Outlook, kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import Actions, State, World
from detente.dynamics.trajectory import Moment
from detente.worlds.measures import (
    ACTOR_VIEWS,
    FOG,
    PAIR_VIEWS,
    READERS,
    Kept,
    Query,
    accumulate,
    measure,
)
from detente.worlds.outcomes import OUTCOMES

N = 5
WEST, EAST = [0, 1, 2], [2, 3, 4]  # one belongs to both
SIDES = {
    "west": np.isin(np.arange(N), WEST) * 1.0,
    "east": np.isin(np.arange(N), EAST) * 1.0,
    "hub": np.eye(N)[0],
    "foe": np.eye(N)[4],
    "rest": np.array([0.0, 1, 1, 1, 0]),
}
PEOPLE = np.asarray(world_of(N).population)
HOMES = ["here"] * N
MOTIVES = jnp.array([0.0, 1, 0, 1, 1])


def moment(world: World, **changes: float) -> tuple[Moment, Outlook]:
    """Return the first year of a world, with what may come of it."""
    k, p = kernel(Dense(N)), centre(crisis__base=-4.0, **changes)
    world = jax.tree.map(jnp.asarray, world)
    state, fixed = begin(world, p)
    state = state._replace(motive=MOTIVES, log_gdp=state.log_gdp + 0.1)
    plan = first_of(still(world, 1))
    signals = k.sense(state, world, plan, p, fixed, HIDDEN)
    intentions = k.act(state, signals, world, plan, p, fixed)
    now = Moment(
        jnp.uint32(0), state, signals, intentions, jnp.zeros((0, N)), plan, world,
        fixed, p, HIDDEN,
    )  # fmt: skip
    return now, k.outlook(intentions, state.motive)


def read(now: Moment, *queries: Query, after: State | None = None) -> Kept:
    """Return what a measure keeps of a moment."""
    ask = measure(kernel(Dense(N)), queries, SIDES, PEOPLE, HOMES, np.array([0, 4]))
    nothing = Actions(*[jnp.zeros(())] * 7)
    return ask(now, nothing, now.state if after is None else after)


def value(now: Moment, outcome: str, of: str = "", toward: str = "") -> float:
    return float(read(now, Query(outcome, of, toward)).outcomes[0])


@pytest.fixture(scope="module")
def plain() -> Any:
    """Return one moment and its outlook, as NumPy."""
    now, out = moment(world_of(N))
    return now, Outlook(*(np.asarray(x, float) for x in out))


def pairs_of(one: list[int], other: list[int]) -> list[tuple[int, int]]:
    return [(i, j) for i in one for j in other if i != j]


def test_every_outcome_has_a_reader_but_the_one_with_a_computation_of_its_own() -> None:
    assert READERS.keys() == OUTCOMES.keys() - {"spiral_number"}


def test_tension_is_the_chance_of_any_dispute_either_way(plain: Any) -> None:
    now, out = plain
    calm = 1.0
    for i, j in {tuple(sorted(pair)) for pair in pairs_of([0, 1], [3, 4])}:
        calm *= (1 - out.dispute[i, j]) * (1 - out.dispute[j, i])
    two = {**SIDES, "a": SIDES["west"] * [1, 1, 0, 0, 0], "b": 1 - SIDES["west"]}
    ask = measure(
        kernel(Dense(N)),
        [Query("tension", "a", "b")],
        two,
        PEOPLE,
        HOMES,
        np.array([0]),
    )
    found = ask(now, Actions(*[jnp.zeros(())] * 7), now.state).outcomes[0]
    assert float(found) == pytest.approx(1 - calm, rel=1e-5)


def test_force_is_the_chance_that_the_one_side_begins_it(plain: Any) -> None:
    now, out = plain
    calm = np.prod([1 - out.force[i, j] for i, j in pairs_of([4], [1, 2, 3])])
    assert value(now, "force", "foe", "rest") == pytest.approx(1 - calm, rel=1e-4)
    assert value(now, "force", "foe", "rest") != value(now, "force", "rest", "foe")


def test_threat_is_the_mean_fear_of_the_side_from_all_of_the_other(plain: Any) -> None:
    now, _ = plain
    exposure = np.asarray(now.signals.exposure)
    fear = [1 - np.exp(exposure[i, [1, 2, 3]].sum()) for i in (4,)]
    assert value(now, "threat", "foe", "rest") == pytest.approx(fear[0], rel=1e-4)


def test_security_is_weighted_by_people(plain: Any) -> None:
    now, out = plain
    weights = PEOPLE[WEST] / PEOPLE[WEST].sum()
    expected = weights @ np.exp(out.secure[WEST])
    assert value(now, "security", "west") == pytest.approx(expected, rel=1e-5)
    safe = 1 - out.attacked
    for i in range(N):
        for j in range(N):
            safe[i] *= (1 - out.entangled[i, j]) * (1 - out.entrapped[i, j])
    np.testing.assert_allclose(np.exp(out.secure), safe, rtol=1e-5)


def test_arms_and_burden_are_sums_over_the_side(plain: Any) -> None:
    now, _ = plain
    arms = np.exp(np.asarray(now.state.log_arms, float))[EAST].sum()
    output = np.exp(np.asarray(now.state.log_gdp, float))[EAST].sum()
    assert value(now, "arms", "east") == pytest.approx(arms, rel=1e-5)
    assert value(now, "burden", "east") == pytest.approx(100 * arms / output, rel=1e-5)


def test_means_over_pairs_leave_oneself_out(plain: Any) -> None:
    now, out = plain
    del out
    both = pairs_of(WEST, EAST)
    assert len(both) == 8
    step = now.intentions.alignment
    shared = np.asarray(now.intentions.shared, float)
    tables = {
        "belief": np.asarray(now.state.belief, float),
        "misperception": np.asarray(now.state.belief - now.state.posterior, float),
        "alignment": np.asarray(step.climb - step.fall, float),
        "shared_threat": shared / (1 + shared),
        "demand": np.asarray(step.climb, float),
    }
    for name, table in tables.items():
        expected = np.mean([table[pair] for pair in both])
        assert value(now, name, "west", "east") == pytest.approx(expected, rel=1e-4)


def test_alignment_adds_expected_steps_to_the_level_that_is_held() -> None:
    queries = [Query("alignment", "hub", "rest"), Query("security", "west")]
    steps = np.array([[0.1, 0.9], [0.2, 0.9], [-0.1, 0.9]])
    tie, floor = np.zeros((N, N)), np.zeros((3, N, N))
    tie[0, 1] = tie[1, 0] = 3
    floor[1:, 0, 2] = floor[1:, 2, 0] = 3
    found = accumulate(steps, queries, SIDES, tie, floor)
    np.testing.assert_allclose(found[:, 0], [1 + 0.1, 2 + 0.3, 2 + 0.2])
    np.testing.assert_array_equal(found[:, 1], 0.9)


def test_the_tragic_share_is_that_of_disputes_of_two_seekers(plain: Any) -> None:
    now, out = plain
    seekers = [0, 2]
    expected = sum(out.dispute[pair] for pair in pairs_of(seekers, seekers))
    expected /= sum(out.dispute[pair] for pair in pairs_of([*range(N)], [*range(N)]))
    assert value(now, "tragic_share") == pytest.approx(expected, rel=1e-4)


def test_being_drawn_in_is_the_chance_of_any_of_its_ways(plain: Any) -> None:
    now, out = plain
    for name, table in (("entrapment", out.entrapped), ("entanglement", out.entangled)):
        calm = np.prod([1 - table[i, j] for i in WEST for j in (4,)])
        found = value(now, name, "west", "foe")
        assert found == pytest.approx(1 - calm, rel=1e-3, abs=1e-7)


def test_abandonment_is_being_attacked_while_all_of_the_other_side_stays_out(
    plain: Any,
) -> None:
    now, out = plain
    expected = []
    for i in (1, 2, 3):
        stays = 1 - out.entangled[0, i] / out.attacked[i]
        expected.append(out.attacked[i] * stays)
    found = value(now, "abandonment", "rest", "hub")
    assert found == pytest.approx(np.mean(expected), rel=1e-3)


def test_containment_is_the_chance_that_the_coalition_outweighs_the_target(
    plain: Any,
) -> None:
    now, _ = plain
    side, foe = [1, 2, 3], 4
    bearing = np.asarray(now.signals.bearing, float)
    content = np.asarray(now.signals.content, float)
    rho = np.asarray(now.signals.expected_help, float)
    chances = []
    for i in side:
        own, against = bearing[i, i], bearing[i, foe]
        join = {k: content[i, k] * rho[k] for k in side if k != i}
        mean = own + sum(join[k] * bearing[i, k] for k in join)
        spread = sum(join[k] * (1 - join[k]) * bearing[i, k] ** 2 for k in join)
        z = (mean - against) / np.sqrt(spread + (FOG * (mean + against)) ** 2)
        chances.append(float(jax.scipy.stats.norm.cdf(z)))
    found = value(now, "containment", "rest", "foe")
    assert found == pytest.approx(np.mean(chances), rel=1e-4)


def test_containment_is_judged_where_the_target_lives(plain: Any) -> None:
    now, _ = plain
    homes = ["far", "far", "far", "near", "near"]
    query = [Query("containment", "rest", "foe"), Query("containment", "west", "foe")]
    nothing = Actions(*[jnp.zeros(())] * 7)
    split, whole = (
        measure(kernel(Dense(N)), query, SIDES, PEOPLE, where, np.array([0]))(
            now, nothing, now.state
        ).outcomes
        for where in (homes, HOMES)
    )
    assert split[0] != whole[0]  # only actor 3 lives near the foe
    assert split[1] == whole[1]  # nobody does: all count


def tied(level: float, whose: list[int]) -> World:
    """Return the world with ties of that level among those, others untied."""
    tie = np.zeros((N, N))
    tie[np.ix_(whose, whose)] = level
    np.fill_diagonal(tie, 0)
    return world_of(N, tie=tie, hubs=np.zeros((0, N)), spokes=np.zeros((0, N)))


@pytest.mark.parametrize("outcome", ["containment", "containment_perceived"])
def test_containment_rises_with_ties_at_the_same_arms(outcome: str) -> None:
    # Decisiveness 2: with 1, foes apart threaten a little more than foes united,
    # since each is a chance of its own to be beaten.
    found = [
        value(
            moment(tied(level, [1, 2, 3]), threat__decisiveness=2.0)[0],
            outcome,
            "rest",
            "foe",
        )
        for level in (0, 2, 3, 4)
    ]
    assert (np.diff(found) > 0).all()


def test_containment_is_taken_at_the_arms_of_the_start() -> None:
    now, _ = moment(tied(3, [1, 2, 3]))
    more = now.state.stock + jnp.array([0.0, 1, 1, 1, 0])
    k = kernel(Dense(N))
    state = now.state._replace(stock=more)
    signals = k.sense(state, now.world, now.moves, now.p, now.fixed, HIDDEN)
    later = now._replace(state=state, signals=signals)
    assert value(later, "containment", "rest", "foe") == pytest.approx(
        value(now, "containment", "rest", "foe"), rel=1e-4
    )


def test_a_hub_without_ties_has_no_influence_and_one_with_ties_has_some() -> None:
    alone, _ = moment(tied(4, [1, 2, 3]))
    assert value(alone, "influence", "hub", "rest") == pytest.approx(0, abs=1e-6)
    found = [
        value(moment(tied(level, [0, 1, 2, 3]))[0], "influence", "hub", "rest")
        for level in (0, 1, 2, 3, 4)
    ]
    assert min(found) > -1e-6
    assert found[-1] > 1e-3
    assert found[-1] > found[1]


def test_influence_is_nothing_where_nobody_wants_revision() -> None:
    now, _ = moment(tied(4, [0, 1, 2, 3]))
    calm = now._replace(state=now.state._replace(motive=jnp.zeros(N)))
    assert value(calm, "influence", "hub", "rest") == pytest.approx(0, abs=1e-6)


def test_causes_add_up_to_the_disputes_there_are(plain: Any) -> None:
    now, out = plain
    kept = read(
        now,
        Query("tension", "hub", "rest"),
        Query("force", "rest", "foe"),
        Query("security", "west"),
    )
    events = sum(out.dispute[0, j] + out.dispute[j, 0] for j in (1, 2, 3))
    assert float(kept.fear[0] + kept.gain[0]) == pytest.approx(events, rel=1e-4)
    begun = sum(out.force[i, 4] for i in (1, 2, 3))
    assert float(kept.fear[1] + kept.gain[1]) == pytest.approx(begun, rel=1e-4)
    assert (np.asarray(kept.fear[:2]) > 0).all()
    assert (np.asarray(kept.gain[:2]) > 0).all()
    assert kept.fear[2] == kept.gain[2] == 0


def test_seekers_start_nothing_for_gain(plain: Any) -> None:
    now, _ = plain
    assert read(now, Query("force", "hub", "foe")).gain[0] == 0
    assert read(now, Query("force", "foe", "hub")).gain[0] > 0


def test_views_of_actors_and_pairs_are_what_they_are_called(plain: Any) -> None:
    now, out = plain
    kept = read(now, Query("tragic_share"))
    assert kept.actors.shape == (len(ACTOR_VIEWS), N)
    assert kept.pairs.shape == (len(PAIR_VIEWS), N, N)
    actors = dict(zip(ACTOR_VIEWS, kept.actors, strict=True))
    pairs = dict(zip(PAIR_VIEWS, kept.pairs, strict=True))
    np.testing.assert_allclose(actors["arms"], np.exp(now.state.log_arms), rtol=1e-5)
    np.testing.assert_allclose(actors["security"], np.exp(out.secure), rtol=1e-5)
    np.testing.assert_allclose(pairs["dispute"], out.dispute, rtol=1e-5)
    np.testing.assert_array_equal(pairs["belief"], now.state.belief)
    assert kept.close.attack.shape == (2, 2)
