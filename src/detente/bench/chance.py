"""Detente's counter-based bits in NumPy, so that peers can meet the same chance.

See `detente.core.bits`, which needs JAX; a test holds the two equal bit for bit.
"""

from typing import Any

import numpy as np

__all__ = ["STEP", "stream", "uniform"]

STEP = np.uint32(0x9E3779B9)
ODD = (np.uint32(0x7FEB352D), np.uint32(0x846CA68B))


def mix(x: Any) -> Any:
    """Return x (uint32 array) with every input bit spread over all 32."""
    x = x ^ (x >> np.uint32(16))
    x = x * ODD[0]
    x = x ^ (x >> np.uint32(15))
    x = x * ODD[1]
    return x ^ (x >> np.uint32(16))


def stream(key: Any, word: Any) -> np.ndarray:
    """Return the key of the stream named by one word more; either may be an array."""
    bits = np.atleast_1d(np.asarray(key, np.uint32)) ^ np.asarray(word, np.uint32)
    return mix(bits) + STEP


def uniform(key: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return uniforms in (0, 1), float32, shape (keys, *codes.shape)."""
    key = key.reshape(-1, *[1] * codes.ndim)
    bits = mix(mix(codes[None] ^ key) + key)
    return ((bits >> np.uint32(9)).astype(np.float32) + np.float32(0.5)) * np.float32(
        2.0**-23
    )
