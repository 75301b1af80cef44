"""Cores: how many this process may work on."""

import os

__all__ = ["cores"]


def cores() -> int:
    """Return how many cores this process may use.

    Fewer than the machine has where a batch system, a container or `taskset` keeps it
    to some of them.
    """
    try:
        return len(os.sched_getaffinity(0))
    except (AttributeError, OSError):  # not on every system
        return os.cpu_count() or 1
