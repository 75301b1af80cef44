"""Single numbers in Numba: exponentials, chance, and laws of one number each.

Numba's wheels bring no vectorised exponentials and logarithms, so there are some here
that the compiler can vectorise.
"""

import os
from typing import Any

import numpy as np

from detente.core.needs import need

__all__ = [
    "HALF", "LIBRARY_MATH", "ONE", "TINY", "F", "clip", "contest", "exp", "jit",
    "learned", "log", "log_odds", "mix", "numba", "prange", "product", "uniform",
    "worth",
]  # fmt: skip

numba = need("numba", "bench")
# Loops over many arrays are vectorised only if more checks for overlap are allowed.
need("llvmlite.binding", "bench").set_option("", "-runtime-memory-check-threshold=256")
jit = numba.njit(fastmath=True, error_model="numpy")
prange = numba.prange

F = np.float32
ONE, HALF, TINY = F(1), F(0.5), F(1e-6)


@jit
def _own_exp(x: Any) -> Any:
    """Return e^x: 2 to a whole power times a Taylor polynomial of the rest."""
    x = min(max(x, F(-87)), F(87))
    whole = np.floor(x * F(1.4426950) + HALF)
    y = (x - whole * F(0.69335938)) + whole * F(2.1219444e-4)  # log 2 in two parts
    tail = F(1 / 120) + y * (F(1 / 720) + y * F(1 / 5040))
    sum_ = ONE + y * (ONE + y * (HALF + y * (F(1 / 6) + y * (F(1 / 24) + y * tail))))
    power = np.int32((np.int32(whole) + np.int32(127)) << np.int32(23))
    return sum_ * np.int32(power).view(np.float32)


ROOT_HALF = np.int32(0x3F3504F3)  # bits of the root of 1/2


@jit
def _own_log(x: Any) -> Any:
    """Return log x, x > 0: of its power of two, and twice artanh of the rest."""
    bits = np.int32(
        F(x).view(np.int32) - np.int32(0x3F3504F3)
    )  # from the root of 1/2 up
    whole = np.int32(bits >> np.int32(23))
    rest = np.int32(F(x).view(np.int32) - np.int32(whole << np.int32(23)))
    m = np.int32(rest).view(np.float32)
    s = (m - ONE) / (m + ONE)
    q = s * s
    tail = F(1 / 5) + q * (F(1 / 7) + q * F(1 / 9))
    return F(whole) * F(0.69314718) + F(2) * s * (ONE + q * (F(1 / 3) + q * tail))


LIBRARY_MATH = "DETENTE_BENCH_LIBRARY_MATH"
"""Set in the environment: exponentials and logarithms are the C library's, as a loop
has them that is written without thought for it: the compiler cannot vectorise them."""

_plain = LIBRARY_MATH in os.environ
exp, log = (np.exp, np.log) if _plain else (_own_exp, _own_log)


@jit
def mix(x: Any) -> Any:
    """Return x with every input bit spread over all 32."""
    x = x ^ (x >> np.uint32(16))
    x = np.uint32(x * np.uint32(0x7FEB352D))
    x = x ^ (x >> np.uint32(15))
    x = np.uint32(x * np.uint32(0x846CA68B))
    return x ^ (x >> np.uint32(16))


@jit
def uniform(key: Any, code: Any) -> Any:
    """Return a uniform in (0, 1) for a key and a code."""
    bits = mix(np.uint32(mix(code ^ key) + key))
    return (F(bits >> np.uint32(9)) + HALF) * F(2.0**-23)


@jit
def clip(x: Any, low: Any, high: Any) -> Any:
    """Return x kept within bounds."""
    return min(max(x, low), high)


@jit
def worth(level: Any, one: Any, two: Any, three: Any, four: Any) -> Any:
    """Return what a tie of a level is worth; between rungs, what lies between."""
    return (
        one * clip(level, F(0), ONE)
        + (two - one) * clip(level - ONE, F(0), ONE)
        + (three - two) * clip(level - F(2), F(0), ONE)
        + (four - three) * clip(level - F(3), F(0), ONE)
    )


@jit
def contest(advantage: Any, sharp: Any, attack: Any, defence: Any) -> Any:
    """Return the probability that an attack succeeds."""
    ratio = advantage * attack / max(defence, TINY) + F(1e-9)
    return ONE / (ONE + exp(-sharp * log(ratio)))


@jit
def log_odds(share: Any) -> Any:
    """Return the log odds of a burden, kept within .01 % and 90 %."""
    share = clip(share, F(1e-4), F(0.9))
    return log(share / (ONE - share))


@jit
def learned(before: Any, ratio: Any) -> Any:
    """Return a belief after a log ratio of evidence."""
    odds = before / (ONE - before) * exp(clip(ratio, F(-30), F(30)))
    return clip(odds / (ONE + odds), F(1e-4), F(1 - 1e-4))


@jit
def product(left: Any, right: Any, out: Any) -> None:
    """Set out to the matrix product, row by row, leaving out what is nothing."""
    n = left.shape[0]
    for i in range(n):
        out[i, :] = F(0)
        for k in range(n):
            weight = left[i, k]
            if weight != F(0):
                for j in range(n):
                    out[i, j] += weight * right[k, j]
