"""What a process does that carries out batches, wherever it runs."""

import hashlib
import pickle
import threading
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np

from detente.core.errors import RunError
from detente.runs.engine import Batch, Engine, Members
from detente.runs.job import Task, Variant
from detente.runs.machine import prepare
from detente.runs.store import Store, source_hash
from detente.strategies.own import fingerprint
from detente.worlds.compile import compile_plan, compile_scenario
from detente.worlds.measures import Query
from detente.worlds.moves import Move
from detente.worlds.schema import Scenario

__all__ = [
    "Draws", "Kit", "Recipe", "Trial", "begin", "carry_out", "carry_out_and_keep",
    "carry_out_slim", "try_out", "with_kit",
]  # fmt: skip

Draws = Mapping[str, np.ndarray]


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
        own: A user's own strategies, and the SHA-256 of the file that each is in.
    """

    scenario: Scenario
    queries: tuple[Query, ...]
    principals: tuple[str, ...]
    probe: int
    seed: int
    stated: tuple[tuple[str, float], ...] = ()
    votes: int = 0
    empathy: tuple[tuple[str, float], ...] = ()
    own: tuple[tuple[str, str], ...] = ()

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


class Kit(NamedTuple):
    """What a worker of a cluster is given: a recipe, and who may follow it.

    Attributes:
        recipe: The recipe, pickled.
        made_by: Code and libraries that its numbers depend on.
    """

    recipe: bytes
    made_by: str

    @classmethod
    def of(cls, recipe: Recipe) -> "Kit":
        """Return the kit of a recipe and of this process's code."""
        return cls(pickle.dumps(recipe), _made_by())

    @property
    def name(self) -> str:
        """A name that no other kit has."""
        return hashlib.sha256(self.recipe + self.made_by.encode()).hexdigest()[:16]


def _made_by() -> str:
    libraries = (f"{name} {version(name)}" for name in ("jax", "jaxlib", "numpy"))
    return (
        f"detente {version('detente')} ({source_hash()[:12]}), {', '.join(libraries)}"
    )


class _Here(NamedTuple):
    """The engine of this process and what it was built by."""

    engine: Engine
    recipe: Recipe
    kit: str = ""


_HERE: list[_Here] = []

_ALONE = threading.Lock()


def begin(recipe: Recipe) -> None:
    """Build the engine of this process."""
    _HERE[:] = [_Here(recipe.engine(), recipe)]


def with_kit(kit: Kit, function: Callable[..., Any], arguments: Any) -> Any:
    """Return what a function makes on a worker of a cluster.

    One batch at a time, however many threads the worker has: batches that run side by
    side in one process can wait for each other for ever.

    Args:
        kit: The run's.
        function: One of this module.
        arguments: Its arguments.

    Raises:
        RunError: If the worker's code, libraries or strategy files would give other
            numbers.
        UsageError: If a strategy's file is not there.
    """
    with _ALONE:
        if not _HERE or _HERE[0].kit != kit.name:
            if kit.made_by != _made_by():
                raise RunError.at(
                    "--cluster", f"workers with {kit.made_by}", _made_by(),
                    "install the same there and here",
                )  # fmt: skip
            recipe = pickle.loads(kit.recipe)  # noqa: S301 - from the run's own client
            _see_the_same(recipe.own)
            _HERE[:] = [_Here(recipe.engine(), recipe, kit.name)]
        return function(*arguments)


def _see_the_same(own: tuple[tuple[str, str], ...]) -> None:
    for spec, said in own:
        found = fingerprint(spec)
        if found != said:
            raise RunError.at(
                "--cluster", f"workers that read {said[:12]} in strategy {spec}",
                found[:12], "put the same file there and here, and run again",
            )  # fmt: skip


def carry_out(task: Task, parameters: Draws) -> Batch:
    """Return the batch of a task.

    Args:
        task: Task.
        parameters: Draws of its lens, keyed "law.parameter", one a member.
    """
    here = _HERE[0]
    batch = here.engine.run(
        task.variant.plan, task.variant.switches(), parameters,
        Members.of(task.draws, task.replicate), here.recipe.seed,
        task.variant.hold(here.engine.compiled.actors),
        count_spiral=task.replicate == 0 and not task.variant.without,
    )  # fmt: skip
    if task.variant.without:
        return batch.slim()
    return batch if task.shows_whole else batch._replace(whole=batch.whole[:, :0])


def carry_out_slim(task: Task, parameters: Draws) -> Batch:
    """Return the batch of a task without views of actors and pairs: they are large.

    Args:
        task: Task.
        parameters: Draws of its lens, keyed "law.parameter", one a member.
    """
    return carry_out(task, parameters).slim()


def carry_out_and_keep(store: Store, task: Task, parameters: Draws) -> str:
    """Carry out a task and keep its batch where every machine can write.

    Args:
        store: Folder of the run.
        task: Task.
        parameters: Draws of its lens, keyed "law.parameter", one a member.

    Returns:
        Name of its file, from the folder of the run.

    Raises:
        RunError: If it cannot be written.
    """
    return store.keep(task.name, carry_out(task, parameters))


def try_out(trial: Trial) -> np.ndarray:
    """Return the outcomes of a trial, (MEMBERS, Y, Q)."""
    here = _HERE[0]
    room = here.engine.compiled.first.ballot.shape[0]
    plan = compile_plan(here.recipe.scenario, trial.moves, room)
    return here.engine.run(
        plan, Variant("").switches(), trial.parameters, trial.members, trial.seed,
        count_spiral=False,
    ).outcomes  # fmt: skip
