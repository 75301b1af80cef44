"""A Dask cluster: the batches of a run on many machines.

A batch depends on nothing but its task, so it may be made anywhere, again, or twice.
Dask gives the batches of a worker that died to others; what is left at the end on a
worker that is slow or frozen is handed out once more, and whichever copy comes first
counts; so is what a worker made and then does not give away. Where every machine can
write, workers keep batches themselves; otherwise these come back to the process that
asked.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from detente.core.errors import RunError
from detente.core.needs import need
from detente.runs.shift import GLANCE, Shift
from detente.runs.worker import Kit, Recipe, with_kit

__all__ = ["Crew"]

Work = TypeVar("Work")
Made = TypeVar("Made")

CONNECTING = 30.0
"""Seconds to wait for the scheduler."""

HIRING = 600.0
"""Seconds to wait for the first worker: a queue of a computing centre may be long."""

LOGGERS = ("distributed", "tornado")
"""Who else would speak: what matters is said in one line."""

AHEAD = 4
"""Batches handed out for each worker: enough to stay busy, few enough to keep track."""

LEAST_AHEAD = 32
"""Batches handed out at least, so that a cluster that grows by need sees the need."""


class Crew:
    """The workers of a Dask cluster.

    Args:
        address: Of the scheduler, its file (*.json), or a cluster that Dask started.
        recipe: How each worker builds its engine.
    """

    def __init__(self, address: Any, recipe: Recipe) -> None:
        """Find the scheduler, and wait for a first worker.

        Raises:
            RunError: If there is none, or a worker has several threads.
            DataError: If Dask is not installed.
        """
        distributed = need("distributed", "cluster")
        self._client: Any = None
        self._levels = {name: logging.getLogger(name).level for name in LOGGERS}
        for name in LOGGERS:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        file = isinstance(address, str) and address.endswith(".json")
        where = {"scheduler_file": address} if file else {"address": address}
        try:
            if file:
                Path(address).stat()  # Dask would wait for it for ever
            self._client = distributed.Client(
                **where, timeout=CONNECTING, set_as_default=False
            )
        except (OSError, ValueError, TypeError, ImportError) as problem:
            self.close()
            raise RunError.at(
                "--cluster", "a Dask scheduler, such as tcp://host:8786",
                f"{address} ({problem})", "start one, or give its address",
            ) from None  # fmt: skip
        try:
            # First: a cluster that grows by need starts nobody for nothing.
            self._kit = Kit.of(recipe)
            need_of_workers = self._client.submit(_begin, pure=False)
            self._hire()
            need_of_workers.release()
        except BaseException:
            self.close()
            raise
        self._looked, self._count, self._number = 0.0, 0, 0

    def _hire(self) -> None:
        """Wait for a worker, and see that each has one thread."""
        try:
            self._client.wait_for_workers(1, timeout=HIRING)
        except TimeoutError:
            raise RunError.at(
                "--cluster", "a worker", f"none in {HIRING:.0f} s", "start some"
            ) from None
        several = {who: n for who, n in self._client.nthreads().items() if n > 1}
        if several:
            who, threads = next(iter(several.items()))
            raise RunError.at(
                "--cluster", "workers of one thread", f"{threads} threads at {who}",
                f"start it with --nthreads 1 --nworkers {threads}",
            )  # fmt: skip

    def close(self) -> None:
        """Leave the cluster, and what this process says of it, as they were found."""
        if self._client is not None:
            with suppress(Exception):  # it may be gone
                self._client.close(timeout=5)
        for name, level in self._levels.items():
            logging.getLogger(name).setLevel(level)

    def spread(
        self, job: Sequence[Work], function: Callable[..., Made],
        arguments: Callable[[Work], tuple[Any, ...]],
        keep: Callable[[Work, Made], None],
    ) -> Generator[tuple[Work, Made], None, None]:  # fmt: skip
        """Yield what a function makes of each piece of work, as it finishes.

        Args:
            job: Pieces of work.
            function: A function of `detente.runs.worker`.
            arguments: Its arguments for a piece of work.
            keep: Told at a stop of what is finished and was not yielded yet.

        Raises:
            RunError: If the cluster is lost, or a batch kills whoever takes it.
        """

        def give(number: int, workers: list[str] | None) -> Any:
            self._number += 1
            # Each brings the kit, as whoever held it for others might stand still. One
            # that does would be the first to take idle work over: a copy goes where it
            # is sent.
            return self._client.submit(
                with_kit, self._kit, function,
                arguments(job[number]), pure=False, workers=workers or None,
                key=f"detente-batch-{id(self):x}-{self._number}",
            )  # fmt: skip

        shift = Shift(self._client, give, len(job))
        try:
            for number, made in self._each(shift):
                yield job[number], made
        except (KeyboardInterrupt, GeneratorExit):
            for number, made in shift.finished():
                keep(job[number], made)
            raise
        except OSError as problem:  # it was asked who works, and did not answer
            raise _stopped(*_gone(problem)) from None
        finally:
            shift.end()

    def _each(self, shift: Shift) -> Iterator[tuple[int, Any]]:
        """Yield numbers of pieces of work, and what came of each."""
        while shift.goes_on(self._ahead()):
            found = shift.next()
            if found is None:
                continue
            number, future = found
            try:
                made = self._made(future, shift.patience(number))
            except TimeoutError:  # whoever made it stands still
                shift.withheld(number, future)
            else:
                yield number, made

    def _ahead(self) -> int:
        """Return how many batches to keep handed out; workers come and go."""
        if time.monotonic() - self._looked > GLANCE:
            self._looked = time.monotonic()
            self._count = len(self._client.nthreads())
        return max(LEAST_AHEAD, AHEAD * self._count)

    def _made(self, future: Any, patience: float) -> Any:
        """Return what came of a piece of work, or say what became of it.

        Raises:
            TimeoutError: If it was made, and does not come within some seconds.
        """
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        try:
            return future.result(timeout=patience)
        except KilledWorker:
            expected, got = "workers that live", "several that died at one batch"
        except (CancelledError, OSError) as problem:
            if future.status == "error":  # of the work, not of the way to it
                raise RunError.at(
                    "--cluster", "workers that can do their work",
                    f"{type(problem).__name__}: {problem}",
                    "mend that there; the same command goes on from the batches kept",
                ) from None  # fmt: skip
            if isinstance(problem, TimeoutError) and not future.cancelled():
                raise
            expected, got = _gone(problem)
        except (ImportError, AttributeError) as problem:
            expected, got = "detente on scheduler and workers", str(problem)
        except RuntimeError as problem:
            if "deserializ" not in str(problem):
                raise
            expected, got = "detente on scheduler and workers", str(problem)
        raise _stopped(expected, got) from None


def _begin() -> None:
    """Do nothing: work, so that a cluster that grows by need starts somebody."""


def _gone(problem: BaseException) -> tuple[str, str]:
    return "the scheduler to stay", f"none any more ({problem})"


def _stopped(expected: str, got: str) -> RunError:
    return RunError.at(
        "--cluster", expected, got,
        "mend that (memory? the same packages everywhere?); the same command goes on "
        "from the batches kept",
    )  # fmt: skip
