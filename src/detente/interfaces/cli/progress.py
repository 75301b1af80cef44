"""Progress on standard error: one line that is rewritten, or a few lines in a log."""

import sys
import time
from typing import TextIO

__all__ = ["Progress"]

SPARSE_SECONDS = 10.0
"""In a log, at least this long between two lines of one stage."""

REWRITE_SECONDS = 0.1
"""On a terminal, at least this long between two versions of the line."""


class Progress:
    """A callback that shows how far a run has come.

    Attributes:
        quiet: Whether nothing is shown.
    """

    def __init__(self, quiet: bool = False, stream: TextIO | None = None) -> None:
        """Start with nothing shown.

        Args:
            quiet: Show nothing at all.
            stream: Where to write; by default standard error.
        """
        self.quiet = quiet
        self._stream = sys.stderr if stream is None else stream
        self._rewrites = self._stream.isatty()
        self._stage = ""
        self._shown_at = 0.0
        self._length = 0

    def __call__(
        self, stage: str, done: int, total: int, seconds_left: float | None
    ) -> None:
        """Show a step.

        Args:
            stage: What is being done.
            done: Steps done.
            total: Steps in all; 0 if nobody knows.
            seconds_left: Expected time to the end, seconds, if known.
        """
        if self.quiet or not self._is_due(stage, done, total):
            return
        line = stage
        if total > 0:
            line += f" {done}/{total}"
        if seconds_left is not None and done < total:
            line += f", {duration(seconds_left)} left"
        if self._rewrites:
            self._stream.write(f"\r{line:<{self._length}}")
            self._length = len(line)
        else:
            self._stream.write(f"{line}\n")
        self._stream.flush()

    def _is_due(self, stage: str, done: int, total: int) -> bool:
        """Tell whether it is time to show something again."""
        now = time.monotonic()
        pause = REWRITE_SECONDS if self._rewrites else SPARSE_SECONDS
        finished = total > 0 and done >= total and self._rewrites
        if stage == self._stage and now - self._shown_at < pause and not finished:
            return False
        self._stage, self._shown_at = stage, now
        return True

    def close(self) -> None:
        """Clear the line, so that what follows starts on a fresh one."""
        if self._rewrites and self._length:
            self._stream.write(f"\r{'':<{self._length}}\r")
            self._stream.flush()
            self._length = 0


def duration(seconds: float) -> str:
    """Write a time briefly.

    >>> duration(4.2), duration(125), duration(7260)
    ('4 s', '2 min 5 s', '2 h 1 min')
    """
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
