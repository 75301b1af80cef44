"""What is kept at hand: a few things by key, of which the oldest go first."""

import threading
from collections.abc import Hashable
from typing import TypeVar

__all__ = ["Kept"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(dict[K, V]):
    """A dictionary that holds so many at most; threads may share it.

    Args:
        most: How many.
    """

    def __init__(self, most: int) -> None:
        """Begin with none."""
        super().__init__()
        self.most = most
        self._lock = threading.Lock()

    def keep(self, key: K, value: V) -> V:
        """Add one, let the oldest go if there are too many, and return it."""
        with self._lock:
            self[key] = value
            while len(self) > self.most:
                self.pop(next(iter(self)))
        return value
