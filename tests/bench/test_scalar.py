"""Exponentials, logarithms and bits of the Numba loop."""

import numpy as np
import pytest

from detente.bench import chance

pytest.importorskip("numba")


def test_exponentials_and_logarithms_are_right_to_single_precision() -> None:
    from detente.bench.scalar import F, exp, log

    x = np.linspace(-40, 40, 81).astype(np.float32)
    np.testing.assert_allclose([exp(F(v)) for v in x], np.exp(x), rtol=5e-6)
    y = np.geomspace(1e-9, 1e9, 61).astype(np.float32)
    np.testing.assert_allclose([log(F(v)) for v in y], np.log(y), rtol=2e-6, atol=2e-7)


def test_chance_is_the_same_bits() -> None:
    from detente.bench.scalar import uniform

    key, codes = chance.stream(chance.STEP, 7), np.arange(5, dtype=np.uint32)
    drawn = [uniform(np.uint32(key[0]), code) for code in codes]
    np.testing.assert_array_equal(np.float32(drawn), chance.uniform(key, codes)[0])
