"""A Dask cluster of real processes: whatever befalls it, the same bits."""

import functools
import logging
import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from tests.runs.test_execute import BATCHES, TINY, Told, same

import detente
from detente.claims.session import Run
from detente.core.errors import DetenteError, RunError, UsageError
from detente.runs import cluster as module
from detente.runs import shift
from detente.runs.cluster import Crew

pytest.importorskip("distributed", reason="Dask is in the extra cluster")

LARGE = 1 << 30


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of a cluster of two processes of this machine."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            2, threads_per_worker=1, processes=True, dashboard_address=":0",
            local_directory=str(tmp_path_factory.mktemp("dask")), silence_logs=50,
        ) as started,
        Client(started) as client,
    ):  # fmt: skip
        yield client


@pytest.fixture
def address(cluster: Any) -> str:
    """Return the address of its scheduler."""
    return str(cluster.scheduler.address)


class Nothing:
    """A recipe of no engine, for work that needs none."""

    own = ()

    def engine(self) -> None:
        """Return what nobody asks."""


@pytest.fixture
def crew(cluster: Any, address: str) -> Iterator[Crew]:
    """Return both workers as a crew with nothing to build."""
    cluster.wait_for_workers(2)
    recipe: Any = Nothing()
    with closing(Crew(address, recipe)) as found:
        yield found


def squared(number: int) -> int:
    """Take long enough that both workers get some."""
    time.sleep(0.05)
    return number * number


def forget(*_: object) -> None:
    """Keep nothing."""


def wait_until_done(cluster: Any) -> None:
    """Wait until nothing is at work, and every client knows."""
    until = time.monotonic() + 20
    while any(cluster.processing().values()):
        assert time.monotonic() < until
        time.sleep(0.02)
    time.sleep(0.2)


def until_free(cluster: Any) -> None:
    """Wait until no worker is at work, even on what was called back."""
    for who in cluster.nthreads():
        cluster.submit(os.getpid, workers=[who], pure=False).result(timeout=60)


class At(Told):
    """A progress that does something after the fifth batch, once."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self.act, self.acted = act, False

    def __call__(self, stage: str, done: int, total: int, left: float | None) -> None:
        super().__call__(stage, done, total, left)
        if stage == "simulating" and done >= 5 and not self.acted:
            self.acted = self.act() is not False


def take_time() -> None:
    """Make a worker take so long over a batch that one can act meanwhile."""
    from detente.runs import worker

    plain = worker.carry_out

    @functools.wraps(plain)
    def slowly(*given: Any) -> Any:
        time.sleep(0.2)
        return plain(*given)

    worker.carry_out = slowly


def hurry_again() -> None:
    """Make a worker what it was; one that started since never was anything else."""
    from detente.runs import worker

    worker.carry_out = getattr(worker.carry_out, "__wrapped__", worker.carry_out)


@pytest.fixture
def few_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand out a few batches at a time, so that some are left to do at the fifth."""
    monkeypatch.setattr(module, "AHEAD", 1)
    monkeypatch.setattr(module, "LEAST_AHEAD", 4)


@pytest.fixture
def unhurried(cluster: Any, few_ahead: None) -> Iterator[None]:
    """Leave time to act: few batches at a time, and each takes a while."""
    cluster.wait_for_workers(2)
    cluster.run(take_time)
    yield
    cluster.run(hurry_again)


class Strike:
    """What sends a signal to a worker that has work at that moment.

    It stands still while one looks, so that its work is not done meanwhile.
    """

    def __init__(self, cluster: Any, number: int) -> None:
        self.cluster, self.number = cluster, number
        self.workers = cluster.run(os.getpid)
        self.pid = 0

    def __call__(self) -> bool:
        for who, pid in self.workers.items():
            os.kill(pid, signal.SIGSTOP)
            time.sleep(0.05)
            if self.cluster.processing().get(who):
                self.pid = pid
                os.kill(pid, self.number)
                return True
            os.kill(pid, signal.SIGCONT)
        return False


def test_a_cluster_leaves_the_same_results_as_one_process(
    address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    told = Told()
    found = detente.run(tiny, out=tmp_path, cluster=address, progress=told, **TINY)
    assert told.totals["simulating"] == BATCHES
    same(found, tiny_run)


@pytest.mark.usefixtures("unhurried")
def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    strike = Strike(cluster, signal.SIGKILL)
    told = At(strike)
    out = f"file://{tmp_path}"  # workers keep batches themselves
    found = detente.run(tiny, out=out, cluster=address, progress=told, **TINY)
    assert told.acted
    assert strike.pid not in cluster.run(os.getpid).values()
    same(found, tiny_run)


@pytest.mark.usefixtures("unhurried")
def test_a_worker_that_stands_still_is_not_waited_for(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(shift, "PATIENCE", 0.5)
    monkeypatch.setattr(shift, "GLANCE", 0.1)
    strike = Strike(cluster, signal.SIGSTOP)
    told = At(strike)
    try:
        found = detente.run(tiny, out=tmp_path, cluster=address, progress=told, **TINY)
    finally:
        if strike.pid:
            with suppress(ProcessLookupError):  # Dask may have given it up
                os.kill(strike.pid, signal.SIGCONT)
    assert told.acted
    same(found, tiny_run)


def test_what_a_worker_made_before_it_stood_still_is_made_again(
    cluster: Any, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shift, "PATIENCE", 0.5)
    monkeypatch.setattr(shift, "GLANCE", 0.1)
    job = range(12)
    made = crew.spread(job, squared, lambda n: (n,), forget)
    first = next(made)
    wait_until_done(cluster)
    assert all(cluster.has_what().values())
    pid = next(iter(cluster.run(os.getpid).values()))
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    try:
        rest = list(made)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert sorted([first, *rest]) == [(n, n * n) for n in job]
    assert time.monotonic() - began < 60  # Dask gives a worker up after 300


def test_a_stop_keeps_what_is_made_and_not_back_yet(cluster: Any, crew: Crew) -> None:
    kept: list[tuple[int, int]] = []
    made = crew.spread(
        range(6), pow, lambda n: (n, 2), lambda *found: kept.append(found)
    )
    first = next(made)
    wait_until_done(cluster)
    made.close()
    assert sorted([first, *kept]) == [(n, n * n) for n in range(6)]


def test_an_error_of_the_work_is_told_in_its_own_words(crew: Crew) -> None:
    made = crew.spread(["/nowhere/at/all"], open, lambda name: (name,), forget)
    with pytest.raises(RunError, match=r"can do their work.*No such file") as refused:
        next(made)
    assert "/nowhere/at/all" in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_scheduler_that_answers_no_more_gets_one_line(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError("Timed out trying to connect")

    made = crew.spread([1, 2], pow, lambda n: (n, 2), forget)
    monkeypatch.setattr(crew, "_ahead", gone)
    with pytest.raises(RunError, match="the scheduler to stay") as refused:
        next(made)
    assert len(str(refused.value).splitlines()) == 1


def test_what_else_speaks_of_the_cluster_is_silent_only_meanwhile(address: str) -> None:
    log, recipe = logging.getLogger("tornado"), Nothing()
    before = log.level
    log.setLevel(logging.INFO)
    try:
        with closing(Crew(address, recipe)):  # pyright: ignore[reportArgumentType]
            assert log.level == logging.CRITICAL
        assert log.level == logging.INFO
    finally:
        log.setLevel(before)


def interrupt(cluster: Any) -> None:
    """Stop as Ctrl-C does, when the workers have done what they were given."""
    wait_until_done(cluster)
    raise KeyboardInterrupt


@pytest.mark.usefixtures("unhurried")
def test_a_run_that_was_interrupted_goes_on_from_what_was_made(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    stop = At(lambda: interrupt(cluster))
    with pytest.raises(KeyboardInterrupt):
        detente.run(tiny, out=tmp_path, cluster=address, progress=stop, **TINY)
    (folder,) = tmp_path.glob("*/*")
    kept = len(list(folder.glob("batches/[!.]*.npz")))
    assert kept == 5 + 3  # what came back, and the rest of four handed out
    told = Told()
    found = detente.resume(folder, cluster=address, progress=told)
    assert told.totals["simulating"] == BATCHES - kept
    same(found, tiny_run)


def limit(size: int) -> None:
    """Let this process write no larger file, as if its disk were full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    )


@pytest.mark.usefixtures("few_ahead")
def test_a_full_disk_stops_in_one_line_and_the_run_goes_on_elsewhere(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    out = f"file://{tmp_path}"
    told = At(lambda: cluster.run(limit, 100))
    try:
        with pytest.raises(RunError, match="expected a folder to write to") as refused:
            detente.run(tiny, out=out, cluster=address, progress=told, **TINY)
    finally:
        until_free(cluster)  # or one at work writes after all
        cluster.run(limit, LARGE)
    assert len(str(refused.value).splitlines()) == 1
    (folder,) = tmp_path.glob("*/*")
    kept = len(list(folder.glob("batches/[!.]*.npz")))
    assert 5 <= kept < BATCHES
    told = Told()
    found = detente.resume(folder, workers=1, progress=told)
    assert told.totals["simulating"] == BATCHES - kept
    same(found, tiny_run)


def test_what_is_no_cluster_gets_one_line(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECTING", 0.3)
    for address in ("tcp://127.0.0.1:9", "nonsense", str(tmp_path / "none.json")):
        with pytest.raises(DetenteError, match="--cluster") as refused:
            detente.run(tiny, out=tmp_path, cluster=address, **TINY)
        assert len(str(refused.value).splitlines()) == 1
    with pytest.raises(UsageError, match="leave it out"):
        detente.run(tiny, out=tmp_path, cluster="tcp://127.0.0.1:9", workers=2, **TINY)


def test_workers_with_several_threads_are_refused(tiny: Path, tmp_path: Path) -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(
            1, threads_per_worker=2, processes=False, dashboard_address=":0"
        ) as started,
        pytest.raises(RunError, match="--nthreads 1 --nworkers 2"),
    ):
        detente.run(tiny, out=tmp_path, cluster=started, **TINY)


def test_a_cluster_that_grows_by_need_starts_a_worker(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(module, "HIRING", 20.0)
    recipe: Any = Nothing()
    with LocalCluster(
        0, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as started:
        started.adapt(minimum=0, maximum=1)
        with closing(Crew(started, recipe)) as crew:
            made = list(crew.spread([2, 3], pow, lambda n: (n, 2), forget))
    assert sorted(made) == [(2, 4), (3, 9)]
