"""Random bits from counters: the same actor meets the same chance in every plan.

A uniform number is a hash of (seed, draw, replicate, year, purpose, actor codes), so
it depends neither on the order of actors nor on what else is simulated: common random
numbers for plans, and for lenses. Counter-based generation follows [SalmonEtAl2011];
the mixer is a 32-bit xorshift-multiply finaliser applied twice. It serves simulation,
not cryptography. Cost: about 0.4 ns a number on one core, against 6 ns for threefry.
"""

import hashlib
from typing import Any

import jax.numpy as jnp
import numpy as np

from detente.core.types import Bits

__all__ = ["code", "mix", "stream", "uniform"]

_ODD = (0x7FEB352D, 0x846CA68B)
_STEP = 0x9E3779B9


def mix(x: Any) -> Any:
    """Return x (uint32, any shape) with every input bit spread over all 32."""
    x = x ^ (x >> 16)
    x = x * jnp.uint32(_ODD[0])
    x = x ^ (x >> 15)
    x = x * jnp.uint32(_ODD[1])
    return x ^ (x >> 16)


def code(name: str) -> int:
    """Return the 32-bit number of a name, the same on every machine."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "little")


def stream(*words: Any) -> Bits:
    """Return the key of the stream that integers such as (seed, draw, year) name."""
    key = jnp.uint32(_STEP)
    for word in words:
        bits = jnp.uint32(word) if isinstance(word, int) else word.astype(jnp.uint32)
        key = mix(key ^ bits) + jnp.uint32(_STEP)
    return key


def uniform(key: Bits, codes: Bits) -> Any:
    """Return uniforms in (0, 1), float32, one for each code.

    Args:
        key: A stream (scalar).
        codes: Codes of actors or pairs, any shape.
    """
    bits = mix(mix(codes ^ key) + key)
    return ((bits >> 9).astype(jnp.float32) + 0.5) * np.float32(2.0**-23)
