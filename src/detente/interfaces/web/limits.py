"""What runs may take, and what is said to those who ask for more."""

from detente.core.errors import DetenteError, UsageError

__all__ = ["BrokenError", "FullError", "Limits"]


class FullError(UsageError):
    """There is too much of it already."""


class BrokenError(DetenteError):
    """The server cannot do it, whoever asks."""


class Limits:
    """What the pool allows.

    Attributes:
        workers: Processes.
        waiting: Runs that may wait in all.
        each: Runs of one client that may wait.
        seconds: Longest time of one run.
        memory: Most memory of one process, GB.
    """

    def __init__(
        self, workers: int = 2, waiting: int = 32, each: int = 4, seconds: float = 1800,
        memory: float = 4.0,
    ) -> None:  # fmt: skip
        """Keep them."""
        self.workers, self.waiting, self.each = workers, waiting, each
        self.seconds, self.memory = seconds, memory
