"""What every law owes, whatever it says: the same answer however it is run.

A test file lists the functions of its law as cases; a class that inherits from
`Obligations` then tests each of them in the arithmetic of a simulation (float32, no
silent broadcasting). A public function without a case fails the build.
"""

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any, ClassVar, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from detente.core.parameters import bounded
from detente.dynamics.pairs import Dense

__all__ = [
    "ACTORS", "PAIRS", "Case", "Input", "Obligations", "grid", "per_pair", "per_state",
    "record", "scalar",
]  # fmt: skip

ACTORS = 3
PAIRS = Dense(ACTORS)
SHAPES = ((), (ACTORS,), (ACTORS, ACTORS))
NEW_ORDER = np.array([2, 0, 1])


class Input(NamedTuple):
    """An argument of a law: its shape, and the range in which the law must hold.

    Attributes:
        axes: 0 for a scalar, 1 for a value an actor, 2 for a value a pair.
        low: Least value.
        high: Largest value.
        whole: Whole numbers only, such as levels and flags.
        loose: Read by `jnp.where` alone, which checks no shapes.
    """

    axes: int
    low: float
    high: float
    whole: bool = False
    loose: bool = False


def scalar(low: float, high: float, **more: bool) -> Input:
    return Input(0, low, high, **more)


def per_state(low: float, high: float, **more: bool) -> Input:
    return Input(1, low, high, **more)


def per_pair(low: float, high: float, **more: bool) -> Input:
    return Input(2, low, high, **more)


class Case(NamedTuple):
    """One public function of a law.

    Attributes:
        name: Its name, or "Class.method".
        call: The function of (parameters, *inputs); arrays or a tree of them come out.
        inputs: What goes in after the parameters.
        within: Bounds of every number that comes out.
    """

    name: str
    call: Callable[..., Any]
    inputs: tuple[Input, ...]
    within: tuple[float, float] = (-np.inf, np.inf)


def record(kind: Callable[..., Any], **values: float) -> Any:
    """Return parameters with the values stated.

    The rest are NaN, so that a hand-worked number shows what it depends on.
    """
    names = inspect.signature(kind).parameters
    unstated = dict.fromkeys(names, np.nan)
    return kind(**{k: jnp.asarray(float(v)) for k, v in (unstated | values).items()})


def grid(points: int) -> jax.Array:
    """Return uniforms that fill (0, 1) evenly: a frequency without chance."""
    return (jnp.arange(points) + 0.5) / points


def _kind(law: ModuleType) -> Callable[..., Any]:
    (kind,) = (value for name, value in vars(law).items() if name.endswith("Params"))
    return kind


def _some_parameters(law: ModuleType, rng: np.random.Generator) -> Any:
    values = {
        name: jnp.asarray(np.float32(bounded(p.transform, 0.5 * rng.standard_normal())))
        for name, p in law.PARAMETERS.items()
    }
    return _kind(law)(**values)


def _some(given: Input, rng: np.random.Generator) -> np.ndarray:
    x = rng.uniform(given.low, given.high, SHAPES[given.axes])
    return np.asarray(np.round(x) if given.whole else x, np.float32)


def _at(given: Input, value: float) -> np.ndarray:
    return np.full(SHAPES[given.axes], value, np.float32)


def _point(case: Case, law: ModuleType, seed: int) -> tuple[Any, ...]:
    rng = np.random.default_rng(seed)
    inputs = [jnp.asarray(_some(given, rng)) for given in case.inputs]
    return _some_parameters(law, rng), *inputs


def _edges(case: Case, law: ModuleType) -> list[tuple[Any, ...]]:
    """Return points with all inputs, or one of them, at the end of their range."""
    params, *middle = _point(case, law, seed=3)
    ends = [
        [jnp.asarray(_at(given, getattr(given, end))) for given in case.inputs]
        for end in ("low", "high")
    ]
    mixed = [
        [end[m] if m == k else x for m, x in enumerate(middle)]
        for end in ends
        for k in range(len(middle))
    ]
    return [(params, *inputs) for inputs in [middle, *ends, *mixed]]


def _assert_close(one: Any, other: Any) -> None:
    jax.tree.map(
        lambda x, y: np.testing.assert_allclose(x, y, rtol=2e-5, atol=2e-6), one, other
    )


def _public(law: ModuleType) -> set[str]:
    found = {name for name in law.__all__ if inspect.isfunction(getattr(law, name))}
    classes = [name for name in law.__all__ if inspect.isclass(getattr(law, name))]
    return found | {
        f"{name}.{method}"
        for name in classes
        for method, value in vars(getattr(law, name)).items()
        if inspect.isfunction(value) and not method.startswith("_")
    }


def _relabelled(x: jax.Array) -> jax.Array:
    return x[np.ix_(*[NEW_ORDER] * x.ndim)] if x.ndim else x


@pytest.mark.usefixtures("strict_arrays")
class Obligations:
    """Inherit, and name the law and its cases."""

    law: ClassVar[ModuleType]
    cases: ClassVar[tuple[Case, ...]]

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "case" in metafunc.fixturenames:
            metafunc.parametrize("case", self.cases, ids=[c.name for c in self.cases])

    def test_every_public_function_has_a_case(self) -> None:
        assert {case.name for case in self.cases} == _public(self.law)

    def test_every_parameter_has_a_field(self) -> None:
        fields = tuple(inspect.signature(_kind(self.law)).parameters)
        assert fields == tuple(self.law.PARAMETERS)

    def test_results_are_single_precision_numbers_within_bounds(
        self, case: Case
    ) -> None:
        low, high = case.within
        for point in _edges(case, self.law):
            for leaf in jax.tree.leaves(case.call(*point)):
                assert leaf.dtype == jnp.float32
                assert np.all(np.isfinite(leaf))
                assert np.all((leaf >= low - 1e-6) & (leaf <= high + 1e-6))

    def test_compiled_it_gives_the_same_answer(self, case: Case) -> None:
        point = _point(case, self.law, seed=0)
        _assert_close(jax.jit(case.call)(*point), case.call(*point))

    def test_a_batch_gives_what_its_members_give(self, case: Case) -> None:
        points = [_point(case, self.law, seed) for seed in range(3)]
        stack = lambda *leaves: jnp.stack(leaves)  # noqa: E731
        together = jax.jit(jax.vmap(case.call))(*jax.tree.map(stack, *points))
        _assert_close(together, jax.tree.map(stack, *[case.call(*p) for p in points]))

    def test_gradients_are_finite_even_at_the_ends_of_the_range(
        self, case: Case
    ) -> None:
        def total(point: tuple[Any, ...]) -> jax.Array:
            return sum(jnp.sum(leaf) for leaf in jax.tree.leaves(case.call(*point)))

        slope = jax.jit(jax.grad(total))
        for point in _edges(case, self.law):
            for leaf in jax.tree.leaves(slope(point)):
                assert np.all(np.isfinite(leaf)), point

    def test_actors_in_another_order_get_the_same_answers(self, case: Case) -> None:
        params, *inputs = _point(case, self.law, seed=1)
        after = case.call(params, *[_relabelled(x) for x in inputs])
        before = case.call(params, *inputs)
        _assert_close(after, jax.tree.map(_relabelled, before))

    def test_values_of_actors_and_of_pairs_are_not_mixed_up(self, case: Case) -> None:
        params, *inputs = _point(case, self.law, seed=2)
        shaped = [given.axes > 0 for given in case.inputs]
        for m, given in enumerate(case.inputs):
            if sum(shaped) < 2 or not given.axes or given.loose:
                continue  # nothing to compare its shape with
            wrong = list(inputs)
            wrong[m] = _at(given._replace(axes=3 - given.axes), 0.5)
            with pytest.raises((TypeError, ValueError)):
                case.call(params, *wrong)
