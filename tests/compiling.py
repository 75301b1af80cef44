"""How programs are compiled in tests."""

__all__ = ["QUICK_TO_COMPILE"]

QUICK_TO_COMPILE = "JAX_DISABLE_MOST_OPTIMIZATIONS"
"""Set to 1, programs compile in half the time and run more slowly.

Most here run a few times on a few states. It holds for a whole process: what was
compiled before it changes would stay as it is.
"""
