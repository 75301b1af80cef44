"""A Dask cluster of real processes: whatever befalls it, the same bits."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.runs.test_execute import BATCHES, TINY, Told, same

import detente
from detente.claims.session import Run
from detente.core.errors import DetenteError, RunError, UsageError
from detente.runs import cluster as module

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


def pids(cluster: Any) -> list[int]:
    """Return the process of each worker."""
    return list(cluster.run(os.getpid).values())


class At(Told):
    """A progress that does something after the fifth batch."""

    def __init__(self, act: Any) -> None:
        super().__init__()
        self.act = act

    def __call__(self, stage: str, done: int, total: int, left: float | None) -> None:
        super().__call__(stage, done, total, left)
        if stage == "simulating" and done == 5:
            self.act()


def test_a_cluster_leaves_the_same_results_as_one_process(
    address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    told = Told()
    found = detente.run(tiny, out=tmp_path, cluster=address, progress=told, **TINY)
    assert told.totals["simulating"] == BATCHES
    same(found, tiny_run)


def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    victim = pids(cluster)[0]
    told = At(lambda: os.kill(victim, signal.SIGKILL))
    out = f"file://{tmp_path}"  # workers keep batches themselves
    found = detente.run(tiny, out=out, cluster=address, progress=told, **TINY)
    assert victim not in pids(cluster)
    same(found, tiny_run)


def test_a_worker_that_stands_still_is_not_waited_for(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(module, "PATIENCE", 0.5)
    monkeypatch.setattr(module, "GLANCE", 0.1)
    cluster.wait_for_workers(2)
    frozen = pids(cluster)[0]
    told = At(lambda: os.kill(frozen, signal.SIGSTOP))
    try:
        found = detente.run(tiny, out=tmp_path, cluster=address, progress=told, **TINY)
    finally:
        os.kill(frozen, signal.SIGCONT)
    same(found, tiny_run)


def interrupt() -> None:
    """Stop as Ctrl-C does."""
    raise KeyboardInterrupt


def test_a_run_that_was_interrupted_goes_on_from_what_came_back(
    address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        detente.run(tiny, out=tmp_path, cluster=address, progress=At(interrupt), **TINY)
    (folder,) = tmp_path.glob("*/*")
    kept = len(list(folder.glob("batches/[!.]*.npz")))
    assert kept == 5
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


def test_a_full_disk_stops_in_one_line_and_the_run_goes_on_elsewhere(
    cluster: Any, address: str, tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    out = f"file://{tmp_path}"
    told = At(lambda: cluster.run(limit, 100))
    with pytest.raises(RunError, match="expected a folder to write to") as refused:
        detente.run(tiny, out=out, cluster=address, progress=told, **TINY)
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
