"""Chance in NumPy is detente's own, bit for bit."""

import numpy as np

from detente.bench import chance
from detente.core import bits


def test_streams_and_uniforms_are_the_same_bits() -> None:
    codes = np.arange(50, dtype=np.uint32).reshape(5, 10) * np.uint32(77777777)
    draws = np.array([0, 3, 2**31], np.uint32)
    mine = chance.stream(chance.stream(chance.STEP, 7), draws)
    drawn = chance.uniform(mine, codes)
    for k, draw in enumerate(draws):
        key = bits.stream(7, draw)
        assert int(key) == int(mine[k])
        np.testing.assert_array_equal(np.asarray(bits.uniform(key, codes)), drawn[k])
