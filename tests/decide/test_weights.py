"""Weights worked by hand, and draws moved over to the same view."""

import jax.numpy as jnp
import numpy as np
import pytest
from tests.claims.made_up import lens_of

from detente.core.bits import code, stream, uniform
from detente.core.errors import UsageError
from detente.decide.beliefs import Beyond, Distribution, View
from detente.decide.weights import (
    Motives,
    effective,
    first_motives,
    moved,
    weights,
)  # fmt: skip
from detente.dynamics.kernel import kernel
from detente.dynamics.pairs import Dense
from detente.dynamics.start import settle
from detente.lenses.lens import Joint, Lens, load, sample
from detente.lenses.records import records
from detente.worlds.compile import compile_scenario
from detente.worlds.load import STARTER
from detente.worlds.load import load as load_scenario

ALIKE = Motives(np.zeros((4, 1, 1), bool), np.full((4, 1), 0.2))


def view_of(*stated: Beyond | Distribution, **motives: float) -> View:
    return View((), motives, {each.key: each for each in stated})


def correlated(rho: float = 0.8) -> Lens:
    factor = np.linalg.cholesky(np.array([[1, rho], [rho, 1]]))
    lens = lens_of(a="record", b="record", c="assumed")
    return lens._replace(joint=Joint(("a", "b"), factor))


def drawn(lens: Lens, count: int, seed: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    steps = {key: rng.standard_normal(count) for key in lens.beliefs}
    if lens.joint:
        apart = np.stack([steps[key] for key in lens.joint.keys])
        steps |= dict(zip(lens.joint.keys, lens.joint.factor @ apart, strict=True))
    return steps


def test_a_parameter_beyond_a_value_weighs_what_is_stated_over_what_was_held() -> None:
    # Half of the draws lie above the centre; 80 % are to: .8/.5, and .2/.5 below.
    lens = lens_of(guess="assumed")
    steps = {"guess": np.array([-1.0, 0.5, 2.0, -0.1])}
    found = weights(lens, view_of(Beyond("guess", True, 0.0, 0.8)), steps, ALIKE, ["A"])
    np.testing.assert_allclose(found[:, 0], [0.4, 1.6, 1.6, 0.4])


def test_a_distribution_weighs_by_the_ratio_of_densities() -> None:
    # A normal moved by 1: exp(x - 1/2).
    lens, x = lens_of(guess="assumed"), np.array([-1.0, 0.5, 2.0, 0.0])
    said = view_of(Distribution("guess", 1.0, 1.0))
    found = weights(lens, said, {"guess": x}, ALIKE, ["A"])
    np.testing.assert_allclose(found[:, 0], np.exp(x - 0.5))


def test_a_motive_weighs_what_is_stated_over_the_chance_of_the_draw() -> None:
    motives = Motives(np.array([[[True], [False]]]), np.array([[0.2]]))
    found = weights(lens_of(), view_of(A=0.7), {}, motives, ["A"])
    np.testing.assert_allclose(found, [[0.7 / 0.2, 0.3 / 0.8]])


def test_the_effective_number_is_that_of_kish() -> None:
    assert effective(np.array([[1.0, 1.0, 2.0]])) == pytest.approx(16 / 6)
    assert effective(np.ones((5, 2))) == 10
    assert effective(np.zeros(3)) == 0


def test_a_view_equal_to_the_lens_moves_nothing() -> None:
    lens = correlated()
    steps = drawn(lens, 50)
    said = view_of(Beyond("a", True, 0.0, 0.5), Distribution("b", 0.0, 1.0))
    motives = Motives(np.zeros((50, 1, 1), bool), np.full((50, 1), 0.2))
    np.testing.assert_allclose(weights(lens, said, steps, motives, ["A"]), 1)
    for key, values in moved(lens, said, steps).items():
        np.testing.assert_allclose(values, steps[key], atol=1e-9)


@pytest.mark.parametrize(
    "said",
    [
        view_of(Beyond("a", True, 0.3, 0.9)),
        view_of(Beyond("a", False, -0.2, 0.7)),
        view_of(Distribution("a", 0.5, 0.7)),
        view_of(Distribution("a", 0.3, 0.8), Beyond("b", False, 0.0, 0.6)),
    ],
)
def test_weighted_draws_and_moved_draws_agree(said: View) -> None:
    lens = correlated()
    steps = drawn(lens, 40000)
    motives = Motives(np.zeros((40000, 1, 1), bool), np.full((40000, 1), 0.2))
    w = weights(lens, said, steps, motives, ["A"])[:, 0]
    assert w.mean() == pytest.approx(1, abs=0.04)
    there = moved(lens, said, steps)
    for key in lens.beliefs:
        for power in (1, 2):
            by_weight = (w * steps[key] ** power).sum() / w.sum()
            assert by_weight == pytest.approx((there[key] ** power).mean(), abs=0.06)
    both = (w * steps["a"] * steps["b"]).sum() / w.sum()
    assert both == pytest.approx((there["a"] * there["b"]).mean(), abs=0.06)
    for each in said.parameters.values():
        if isinstance(each, Beyond):
            inside = (there[each.key] >= each.at) == each.above
            assert inside.mean() == pytest.approx(each.chance, abs=0.01)


def test_what_a_lens_excludes_is_refused() -> None:
    lens = lens_of(guess="assumed")
    with pytest.raises(UsageError, match="one in a billion"):
        moved(lens, view_of(Beyond("guess", True, 8.0, 0.5)), {"guess": np.zeros(3)})
    fixed = lens.beliefs["guess"]._replace(sd=0.0)
    lens = lens._replace(beliefs={"guess": fixed})
    with pytest.raises(UsageError, match="holds fixed"):
        moved(lens, view_of(Beyond("guess", True, 0.0, 0.5)), {"guess": np.zeros(3)})


def test_motives_are_those_that_the_run_began_with() -> None:
    compiled = compile_scenario(load_scenario(STARTER))
    world = next(iter(compiled.plans.values())).world
    parameters, k = sample(load("prior"), 6, 5), kernel(Dense(len(compiled.actors)))
    found = first_motives(parameters, world.notoriety, world.codes, 2, 5)
    assert 0 < found.drawn.mean() < 1

    def began(draw: int, replicate: int, stated: np.ndarray | None) -> np.ndarray:
        p = records({n: jnp.float32(x[draw]) for n, x in parameters.items()})
        key = stream(np.uint32(5), np.uint32(draw), np.uint32(replicate))
        bits = lambda purpose: uniform(stream(key, code(purpose)), world.codes)  # noqa: E731
        believed = world._replace(stated=stated)
        return np.asarray(settle(believed, p, compiled.first, bits, k)[0].motive)

    for draw, replicate in ((3, 1), (5, 0)):
        np.testing.assert_array_equal(
            began(draw, replicate, None), found.drawn[draw, replicate]
        )
    stated = np.array([np.nan, 0.0, 1.0], np.float32)
    after = began(3, 1, stated)
    assert after.tolist() == [float(found.drawn[3, 1, 0]), 0.0, 1.0]
