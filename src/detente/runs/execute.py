"""Carrying out a job: one process a core, batches handed over as they finish.

Each process builds the same engine, so a batch is the same wherever it is made. The
parent alone keeps books: it hands out tasks, keeps batches and reports progress.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import wait as wait_for
from typing import Any, NamedTuple, TypeVar

import numpy as np

from detente.core.errors import RunError
from detente.runs.engine import Batch, Engine, Members
from detente.runs.job import Task, Variant
from detente.runs.machine import prepare
from detente.worlds.compile import compile_plan, compile_scenario
from detente.worlds.measures import Query
from detente.worlds.moves import Move
from detente.worlds.schema import Scenario

__all__ = ["Plant", "Progress", "Recipe", "Trial"]

Progress = Callable[[str, int, int, float | None], None]
"""Called with stage, done, total and seconds left (None while unknown)."""

Draws = Mapping[str, np.ndarray]
Work = TypeVar("Work")
Made = TypeVar("Made")


class Recipe(NamedTuple):
    """All that a process needs to build the engine of a run.

    Attributes:
        scenario: Scenario.
        queries: What to measure.
        principals: Codes of the actors of the spiral number.
        probe: Position of the year in which it is taken.
        seed: Seed of the run.
        stated: A reader's probability that an actor is revisionist at the start.
        votes: Room for at least so many votes, for trials that ask for more.
        empathy: A reader's empathy of an actor.
    """

    scenario: Scenario
    queries: tuple[Query, ...]
    principals: tuple[str, ...]
    probe: int
    seed: int
    stated: tuple[tuple[str, float], ...] = ()
    votes: int = 0
    empathy: tuple[tuple[str, float], ...] = ()

    def engine(self) -> Engine:
        """Return the engine, ready for the first batch."""
        prepare()
        compiled = compile_scenario(self.scenario, self.votes)
        compiled = compiled.believing(dict(self.stated), dict(self.empathy))
        return Engine(compiled, self.queries, self.principals, self.probe)


class Trial(NamedTuple):
    """One batch of a plan that the scenario does not state.

    Attributes:
        name: Name of the trial.
        moves: The plan's own moves.
        parameters: Draws, keyed "law.parameter", one a member.
        members: Who is in the batch.
        seed: Seed of chance.
    """

    name: str
    moves: tuple[Move, ...]
    parameters: Draws
    members: Members
    seed: int


class _Here(NamedTuple):
    """The engine of this process and what it was built by."""

    engine: Engine
    recipe: Recipe


_HERE: list[_Here] = []


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _begin(recipe: Recipe) -> None:
    """Build the engine of a worker; leave Ctrl-C to the parent, and go when it goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _HERE[:] = [_Here(recipe.engine(), recipe)]


def _carry_out(task: Task, parameters: Draws) -> Batch:
    """Return the batch of a task; runs in a worker."""
    here = _HERE[0]
    batch = here.engine.run(
        task.variant.plan, task.variant.switches(), parameters,
        Members.of(task.draws, task.replicate), here.recipe.seed,
        task.variant.hold(here.engine.compiled.actors),
        count_spiral=task.replicate == 0 and not task.variant.without,
    )  # fmt: skip
    return batch.slim() if task.variant.without else batch


def _try_out(trial: Trial) -> np.ndarray:
    """Return the outcomes of a trial, (MEMBERS, Y, Q); runs in a worker."""
    engine, recipe = _HERE[0]
    room = engine.compiled.first.ballot.shape[0]
    plan = compile_plan(recipe.scenario, trial.moves, room)
    return engine.run(
        plan, Variant("").switches(), trial.parameters, trial.members, trial.seed,
        count_spiral=False,
    ).outcomes  # fmt: skip


class Plant:
    """Processes that carry out tasks of one run.

    Args:
        recipe: How each builds its engine.
        workers: How many; one works in this process, without another.
    """

    def __init__(self, recipe: Recipe, workers: int | None) -> None:
        """Start the processes."""
        self.workers = workers or os.cpu_count() or 1
        self._pool: Executor | None = None
        if self.workers == 1:
            _HERE[:] = [_Here(recipe.engine(), recipe)]
        else:
            self._pool = ProcessPoolExecutor(
                self.workers, multiprocessing.get_context("spawn"), _begin, (recipe,)
            )

    def __enter__(self) -> "Plant":
        """Return the plant."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let batches at work finish, and close."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def execute(
        self, job: Sequence[Task], parameters: Mapping[str, Draws],
        keep: Callable[[Task, Batch], None], progress: Progress,
        stage: str = "simulating",
    ) -> None:  # fmt: skip
        """Carry out every task, handing each batch to `keep` as it finishes.

        On a stop (Ctrl-C) the batches at work are finished and kept.

        Args:
            job: Tasks.
            parameters: Draws of each lens, keyed "law.parameter".
            keep: Called in this process.
            progress: Told of every batch.
            stage: Name of this stage.

        Raises:
            RunError: If a worker dies.
        """
        if job:
            progress("compiling" if stage == "simulating" else stage, 0, len(job), None)
        began, first = time.monotonic(), 0
        for done, (task, batch) in enumerate(self._batches(job, parameters, keep), 1):
            keep(task, batch)
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
        return self._spread(trials, _try_out, lambda t: (t,), lambda *_: None)

    def _batches(
        self, job: Sequence[Task], parameters: Mapping[str, Draws],
        keep: Callable[[Task, Batch], None],
    ) -> Iterator[tuple[Task, Batch]]:  # fmt: skip
        """Yield batches as they finish."""
        return self._spread(job, _carry_out, lambda t: (t, _own(t, parameters)), keep)

    def _spread(
        self, job: Sequence[Work], function: Callable[..., Made],
        arguments: Callable[[Work], tuple[Any, ...]],
        keep: Callable[[Work, Made], None],
    ) -> Iterator[tuple[Work, Made]]:  # fmt: skip
        """Yield what a function makes of each piece of work, as it finishes."""
        pool = self._pool
        if pool is None:
            yield from ((each, function(*arguments(each))) for each in job)
            return
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
