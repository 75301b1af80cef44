"""Peers in processes of their own, timed in turns on the same machine.

Every peer uses all cores: one process a core, or threads where it has its own. All
stay ready, and one works at a time: round after round each takes its turn, so that
what else the machine does falls on all alike. A rate is the median over rounds.
"""

import importlib
import multiprocessing
import os
import pickle
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from detente.bench.agree import Agreement, compared
from detente.bench.case import Case, pair_years

__all__ = ["PEERS", "Crew", "Peer", "Result", "crews", "race"]

KB_A_MB = 1000.0


class Peer(NamedTuple):
    """A program that is timed.

    Attributes:
        module: Where its `runner` is.
        unit: Members that it is given at once, for each core.
        threads: Whether it uses all cores from one process.
        needs: Libraries of the extra `bench` that it needs.
        told: Variables of its environment.
    """

    module: str
    unit: int
    threads: bool = False
    needs: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


PEERS = {
    "detente": Peer("own", 32),
    "engine": Peer("engine", 32),
    "numba": Peer(
        "looped",
        32,
        threads=True,
        needs=("numba", "scipy"),
        told=(("DETENTE_BENCH_LIBRARY_MATH", "1"),),
    ),
    "numba+": Peer("looped", 32, threads=True, needs=("numba", "scipy")),
    "numpy": Peer("vectorised", 32),
    "mesa": Peer("objects", 1, needs=("mesa",)),
}
"""The peers by name, detente first: others are compared with it. `numba` calls the C
library's exponentials and logarithms; `numba+` has its own, which are vectorised."""


class Result(NamedTuple):
    """What was measured of one peer.

    Attributes:
        name: Peer.
        seconds: Median wall time of a round.
        members: Members of a round.
        rate: Pair-years a second, median over rounds.
        least, most: The slowest and the fastest round (pair-years a second).
        core_ns: Processor time of a pair-year (ns), median over rounds.
        memory: Peak resident memory of its processes together (MB).
        compile: Seconds that the first batch took beyond the second.
        agreement: How its outcomes agree with detente's; None for detente itself.
    """

    name: str
    seconds: float
    members: int
    rate: float
    least: float
    most: float
    core_ns: float
    memory: float
    compile: float
    agreement: Agreement | None


@contextmanager
def _environment(**told: str) -> Iterator[None]:
    """Set variables of the environment for processes that are started meanwhile."""
    before = {key: os.environ.get(key) for key in told}
    os.environ.update(told)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value


def _peak() -> float:
    """Return the peak resident memory of this process (MB)."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held at the start
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / KB_A_MB
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_A_MB


def work(pipe: Any, module: str) -> None:
    """Do what is asked until told to stop; answer each with ("done" | "wrong", x)."""
    run: Any = None
    try:
        peer = importlib.import_module(f"detente.bench.{module}")
        while (asked := pipe.recv()) is not None:
            what, given = asked
            if what == "case":
                run = peer.runner(pickle.loads(Path(given).read_bytes()))  # noqa: S301
                answer: Any = None
            elif what == "outcomes":
                answer = run(given)
            elif what == "memory":
                answer = _peak()
            else:
                members, times = given
                began, used = time.perf_counter(), time.process_time()
                for _ in range(times):
                    run(members)
                answer = (time.perf_counter() - began, time.process_time() - used)
            pipe.send(("done", answer))
    except Exception as problem:  # the parent is to say what went wrong
        pipe.send(("wrong", f"{type(problem).__name__}: {problem}"))


class Crew:
    """The processes of one peer.

    Args:
        name: Peer.
        cores: Cores that it may use.
        cache: An empty folder, so that compiling is seen.
    """

    def __init__(self, name: str, cores: int, cache: str) -> None:
        """Start the processes."""
        self.name, peer = name, PEERS[name]
        count = 1 if peer.threads else cores
        self.unit = peer.unit * (cores if peer.threads else 1)
        context = multiprocessing.get_context("spawn")
        told = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
                "NUMBA_NUM_THREADS": str(cores), "DETENTE_CACHE": cache,
                **dict(peer.told)}  # fmt: skip
        self.pipes, self.processes = [], []
        with _environment(**told):
            for _ in range(count):
                mine, theirs = context.Pipe()
                process = context.Process(
                    target=work, args=(theirs, peer.module), daemon=True
                )
                process.start()
                theirs.close()
                self.pipes.append(mine)
                self.processes.append(process)

    def ask(self, what: str, given: Sequence[Any]) -> list[Any]:
        """Ask every process for its part, and return the answers.

        Raises:
            RuntimeError: If one of them fails.
        """
        for pipe, part in zip(self.pipes, given, strict=True):
            pipe.send((what, part))
        answers = []
        for pipe in self.pipes:
            try:
                said, answer = pipe.recv()
            except EOFError:
                said, answer = "wrong", "its process ended"
            if said == "wrong":
                raise RuntimeError(f"{self.name}: {answer}")
            answers.append(answer)
        return answers

    def take(self, case: Case, folder: str) -> tuple[float, float]:
        """Take a case; return the seconds of the first batch and of the second."""
        file = Path(folder) / "case"
        file.write_bytes(pickle.dumps(case))
        self.case = case
        self.ask("case", [str(file)] * len(self.pipes))
        self.members = [
            np.arange(self.unit) % case.members for _ in range(len(self.pipes))
        ]
        return self.timed(1)[0], self.timed(1)[0]

    def timed(self, times: int) -> tuple[float, float]:
        """Return wall seconds and processor seconds of so many batches each."""
        began = time.perf_counter()
        took = self.ask("time", [(part, times) for part in self.members])
        return time.perf_counter() - began, sum(used for _, used in took)

    def outcomes(self) -> np.ndarray:
        """Return the outcomes of all members of the case, (members, years, 3)."""
        count = len(self.pipes)
        parts = [np.arange(k, self.case.members, count) for k in range(count)]
        whole = np.empty((self.case.members, self.case.years, 3))
        for part, left in zip(parts, self.ask("outcomes", parts), strict=True):
            whole[part] = left
        return whole

    def memory(self) -> float:
        """Return the peak memory of the processes together (MB)."""
        return sum(self.ask("memory", [None] * len(self.pipes)))

    def stop(self) -> None:
        """End the processes."""
        for pipe in self.pipes:
            try:
                pipe.send(None)
            except OSError:
                continue
        for process in self.processes:
            process.join(5)
            if process.is_alive():
                process.terminate()


@contextmanager
def crews(names: Sequence[str], cores: int) -> Iterator[tuple[list[Crew], str]]:
    """Start the processes of peers; yield them and a folder, and end them all."""
    with tempfile.TemporaryDirectory() as folder:
        started = [Crew(name, cores, folder) for name in names]
        try:
            yield started, folder
        finally:
            for crew in started:
                crew.stop()


def race(
    case: Case, names: Sequence[str], cores: int, rounds: int, seconds: float,
    tell: Any = None,
) -> list[Result]:  # fmt: skip
    """Time peers in turns, and compare their outcomes.

    Args:
        case: What is simulated.
        names: Peers, detente first.
        cores: Cores that each may use.
        rounds: Rounds of every peer.
        seconds: About how long a peer works in each.
        tell: Called with what is done now, in words.
    """
    say = tell or (lambda _: None)
    with crews(names, cores) as (started, folder):
        compile_s, times, left = {}, {}, {}
        for crew in started:
            say(f"{crew.name}: compiling")
            first, second = crew.take(case, folder)
            compile_s[crew.name] = max(first - second, 0.0)
            times[crew.name] = max(1, round(seconds / second))
            if crew.name != "engine":
                say(f"{crew.name}: outcomes of {case.members} members")
                left[crew.name] = crew.outcomes()
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
        for k in range(rounds):
            for crew in started:
                say(f"round {k + 1} of {rounds}: {crew.name}")
                taken[crew.name].append(crew.timed(times[crew.name]))
        results = []
        for crew in started:
            members = times[crew.name] * crew.unit * len(crew.pipes)
            work_done = pair_years(case, members)
            rates = [work_done / wall for wall, _ in taken[crew.name]]
            agreement = None
            if crew.name in left and crew.name != names[0]:
                agreement = compared(left[names[0]], left[crew.name])
            results.append(
                Result(
                    crew.name,
                    statistics.median(wall for wall, _ in taken[crew.name]), members,
                    statistics.median(rates), min(rates), max(rates),
                    1e9 * statistics.median(x for _, x in taken[crew.name]) / work_done,
                    crew.memory(), compile_s[crew.name],
                    agreement,
                )
            )  # fmt: skip
        return results
