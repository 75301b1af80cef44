"""Carrying out a job: one process a core, batches handed over as they finish.

Each process builds the same engine, so a batch is the same wherever it is made. The
parent alone keeps books: it hands out tasks, keeps batches and reports progress.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import wait as wait_for
from typing import Any, TypeVar

import numpy as np

from detente.core.cores import cores
from detente.core.errors import RunError
from detente.runs.cluster import Crew
from detente.runs.engine import Batch
from detente.runs.job import Task
from detente.runs.store import Store
from detente.runs.worker import (
    Draws,
    Recipe,
    Trial,
    begin,
    carry_out,
    carry_out_and_keep,
    carry_out_slim,
    try_out,
)

__all__ = ["Plant", "Progress", "Recipe", "Trial"]

Progress = Callable[[str, int, int, float | None], None]
"""Called with stage, done, total and seconds left (None while unknown)."""

Work = TypeVar("Work")
Made = TypeVar("Made")

_Made = Generator[tuple[Work, Made], None, None]
"""Pieces of work, and what came of each."""


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _begin(recipe: Recipe) -> None:
    """Build the engine of a worker; leave Ctrl-C to the parent, and go when it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    begin(recipe)


class Plant:
    """Processes that carry out tasks of one run.

    Args:
        recipe: How each builds its engine.
        workers: How many; one works in this process, without another.
        cluster: Address of a Dask scheduler, whose workers take their place.
    """

    def __init__(
        self, recipe: Recipe, workers: int | None, cluster: Any = None
    ) -> None:
        """Start the processes."""
        self.workers = workers or cores()
        self._pool: Executor | None = None
        self._crew: Crew | None = None
        if cluster is not None:
            self._crew = Crew(cluster, recipe)
        elif self.workers == 1:
            begin(recipe)
        else:
            self._pool = ProcessPoolExecutor(
                self.workers, multiprocessing.get_context("spawn"), _begin, (recipe,)
            )

    def __enter__(self) -> "Plant":
        """Return the plant."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let batches at work finish, and close."""
        if self._crew is not None:
            self._crew.close()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def execute(
        self, job: Sequence[Task], parameters: Mapping[str, Draws],
        keep: Callable[[Task, Batch], None], progress: Progress,
        stage: str = "simulating", *, shared: Store | None = None, slim: bool = False,
    ) -> None:  # fmt: skip
        """Carry out every task, handing each batch to `keep` as it finishes.

        On a stop (Ctrl-C) the batches at work on this machine are finished and kept;
        of a cluster, those that are finished and not here yet.

        Args:
            job: Tasks.
            parameters: Draws of each lens, keyed "law.parameter".
            keep: Called in this process.
            progress: Told of every batch.
            stage: Name of this stage.
            shared: Folder in which the workers of a cluster keep batches themselves,
                if every machine can write there.
            slim: Whether batches are to come without views of actors and pairs.

        Raises:
            RunError: If a worker dies.
        """
        made: _Made[Task, Any]
        if self._crew is None or shared is None or not shared.shared:
            made, take = self._batches(job, parameters, keep, slim=slim), keep
        else:
            made, take = self._kept_there(job, parameters, shared), _noted(shared)
        if job:
            progress("compiling" if stage == "simulating" else stage, 0, len(job), None)
        began, first = time.monotonic(), 0
        with closing(made):  # now: what it keeps at a stop is kept under the lock
            for done, (task, batch) in enumerate(made, 1):
                take(task, batch)
                if not first:
                    first, began = done, time.monotonic()
                rate = (time.monotonic() - began) / max(done - first, 1)
                left = rate * (len(job) - done) if done > first else None
                progress(stage, done, len(job), left)

    def attempt(self, trials: Sequence[Trial]) -> Iterator[tuple[Trial, np.ndarray]]:
        """Yield the outcomes of trials, (MEMBERS, Y, Q), as they finish.

        Raises:
            RunError: If a worker dies.
        """
        return self._spread(trials, try_out, lambda t: (t,), lambda *_: None)

    def _batches(
        self, job: Sequence[Task], parameters: Mapping[str, Draws],
        keep: Callable[[Task, Batch], None], *, slim: bool,
    ) -> _Made[Task, Batch]:  # fmt: skip
        """Yield batches as they finish."""
        function = carry_out_slim if slim else carry_out
        return self._spread(job, function, lambda t: (t, _own(t, parameters)), keep)

    def _kept_there(
        self, job: Sequence[Task], parameters: Mapping[str, Draws], store: Store
    ) -> _Made[Task, str]:
        """Yield tasks, and the files of their batches, as workers have kept them."""
        return self._spread(
            job, carry_out_and_keep, lambda t: (store, t, _own(t, parameters)),
            _noted(store),
        )  # fmt: skip

    def _spread(
        self, job: Sequence[Work], function: Callable[..., Made],
        arguments: Callable[[Work], tuple[Any, ...]],
        keep: Callable[[Work, Made], None],
    ) -> _Made[Work, Made]:  # fmt: skip
        """Yield what a function makes of each piece of work, as it finishes."""
        if self._crew is not None:
            return self._crew.spread(job, function, arguments, keep)
        if self._pool is not None:
            return self._pooled(self._pool, job, function, arguments, keep)
        return ((each, function(*arguments(each))) for each in job)

    def _pooled(
        self, pool: Executor, job: Sequence[Work], function: Callable[..., Made],
        arguments: Callable[[Work], tuple[Any, ...]],
        keep: Callable[[Work, Made], None],
    ) -> _Made[Work, Made]:  # fmt: skip
        """Yield what processes of this machine make."""
        waiting: dict[Future[Made], Work] = {}
        rest = iter(job)

        def hand_out() -> bool:
            """Keep two tasks a process waiting; return whether any is left."""
            for task in islice(rest, 2 * self.workers - len(waiting)):
                with _undisturbed():
                    future = pool.submit(function, *arguments(task))
                waiting[future] = task
            return bool(waiting)

        try:
            while hand_out():
                finished, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in finished:
                    yield waiting.pop(future), future.result()
        except BrokenProcessPool:
            raise RunError(
                "workers: expected every process to live, got one that died (out of "
                "memory?); the same command goes on from the batches kept, perhaps "
                "with fewer --workers"
            ) from None
        except (KeyboardInterrupt, GeneratorExit):
            _keep_unfinished(waiting, keep)
            raise


def _noted(store: Store) -> Callable[[Task, str], None]:
    """Return what keeps nothing, since whoever made it did, but notes where."""
    return lambda task, file: store.note(task.name, file)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back while a worker may start.

    A terminal interrupts every process of the group. One that starts inherits that the
    signal is held back; without that it dies of it, and the pool waits for it for ever.
    """
    resource_tracker.ensure_running()  # would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _keep_unfinished(
    waiting: Mapping[Future[Made], Work], keep: Callable[[Work, Made], None]
) -> None:
    """Give up tasks that wait; finish and keep those at work."""
    at_work = [future for future in waiting if not future.cancel()]
    with suppress(BrokenProcessPool):
        for future in at_work:
            keep(waiting[future], future.result())


def _own(task: Task, parameters: Mapping[str, Draws]) -> dict[str, np.ndarray]:
    """Return the draws of a task alone: what a worker is sent."""
    chosen = list(task.draws)
    return {key: x[chosen] for key, x in parameters[task.lens].items()}
