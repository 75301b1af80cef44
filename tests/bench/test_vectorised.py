"""The NumPy peer does what the kernel does, act by act, with the same chance."""

from typing import Any

import jax
import numpy as np
import pytest

from detente.bench.case import Case, invented
from detente.bench.own import inputs
from detente.bench.vectorised import Twin, runner
from detente.core.bits import stream
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.state import Fixed, State
from detente.dynamics.trajectory import draw as chooser
from detente.dynamics.trajectory import simulate, trajectory
from detente.lenses.records import records

YEARS, MEMBERS = 12, 6


def quarrelsome(**changes: float) -> Case:
    """Return four states that fight, join, tie, and have a hub, words and moods."""
    case = invented(4, MEMBERS, YEARS)
    hubs, spokes = np.eye(4, dtype=np.float32)[:1], np.float32([[0, 1, 1, 0]])
    case.world.update(hubs=hubs, spokes=spokes, affinity=np.ones((4, 4), np.float32))
    case.world["nuclear"][:2] = 1
    case.moves["said"][3:, 1, 0] = 1
    case.moves["shock"][2] = 1
    case.moves["posted"][4:, 1, 0], case.moves["away"][4:, 0] = 0.2, 0.2
    case.moves["alliance_tie"][:, 2, 3] = case.moves["alliance_tie"][:, 3, 2] = 3
    case.fixed["setting"] += 3
    for key in ("use", "war", "display"):
        case.p[f"crisis.{key}"] += 3
    case.p["joining.base"] += 4
    for key, value in changes.items():
        case.p[key.replace("__", ".")][:] = value
    return case


def recorded(case: Case) -> Any:
    """Return acts and states of every year from the kernel, members first."""
    world, _, moves, switches = inputs(case)
    k = kernel(Dense(case.actors))

    def one(draw: Any, p: Any, start: Any, fixed: Any) -> Any:
        key = stream(case.seed, draw, np.uint32(0))
        return trajectory(
            k, chooser(key, world), lambda now, acts, after: (acts, after, now.signals),
            start, fixed, world, moves, p, switches,
        )[1]  # fmt: skip

    return jax.jit(jax.vmap(one))(
        np.arange(MEMBERS, dtype=np.uint32), records(case.p), State(**case.start),
        Fixed(**case.fixed),
    )  # fmt: skip


@pytest.fixture(scope="module")
def pair() -> tuple[Case, Any]:
    case = quarrelsome()
    return case, recorded(case)


def test_acts_are_those_of_the_kernel(pair: tuple[Case, Any]) -> None:
    case, (acts, after, _) = pair
    twin = Twin(case, np.arange(MEMBERS))
    with np.errstate(over="ignore"):
        for t in range(YEARS):
            mine = twin.year(t)
            for name, theirs in (
                ("dispute", acts.dispute), ("joined", acts.joined),
                ("step", acts.tie_step), ("turn", acts.turn),
            ):  # fmt: skip
                np.testing.assert_array_equal(
                    getattr(mine, name), np.asarray(theirs[:, t]), f"{name}, year {t}"
                )
            np.testing.assert_allclose(
                mine.growth, np.asarray(acts.growth[:, t]), atol=2e-5
            )
            for name, x in twin.state.items():
                np.testing.assert_allclose(
                    x, np.asarray(getattr(after, name)[:, t]), rtol=2e-4, atol=2e-4,
                    err_msg=f"{name}, year {t}",
                )  # fmt: skip


def test_the_case_has_every_kind_of_act(pair: tuple[Case, Any]) -> None:
    _, (acts, after, seen) = pair
    assert {0.0, 3.0, 4.0} <= set(np.unique(acts.dispute).tolist())
    assert np.asarray(acts.joined).sum() > 20
    assert {-1.0, 0.0, 1.0} == set(np.unique(acts.tie_step).tolist())
    assert 0 < np.asarray(acts.turn).mean() < 1
    assert np.asarray(after.mood).max() > 1
    assert np.asarray(seen.content).max() > 0.3


def test_another_law_would_be_seen() -> None:
    case, other = quarrelsome(), quarrelsome(belief__empathy=0.0)
    run = [runner(each)(np.arange(MEMBERS)) for each in (case, other)]
    assert np.abs(run[0] - run[1])[:, :, 2].max() > 0.01


def test_starts_are_those_of_a_simulation() -> None:
    case = invented(4, MEMBERS, 2)
    world, first, moves, switches = inputs(case)
    k = kernel(Dense(4))
    member = 3
    p = records({key: x[member] for key, x in case.p.items()})
    _, arms = simulate(
        k, lambda now, acts, after: now.state.log_arms, stream(case.seed,
        np.uint32(member), np.uint32(0)), world, first, moves, p, switches,
    )  # fmt: skip
    np.testing.assert_allclose(arms[0], case.start["log_arms"][member], rtol=1e-6)
