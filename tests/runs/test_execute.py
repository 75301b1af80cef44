"""Carrying out: any number of workers, any stop, the same results bit for bit."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

import detente
from detente.claims.session import Run
from detente.runs.store import Store

TINY: dict[str, Any] = {
    "lenses": ["prior", "spiral"], "draws": 40, "replicates": 2, "seed": 3,
}  # fmt: skip
"""The inputs of the fixture `tiny_run`."""

BATCHES = 20
"""Its batches: 2 lenses x 2 blocks of draws x (2 plans x 2 replicates + 1 variant)."""

STOPS = """
import os, signal, sys
from detente.interfaces.cli.main import main
from detente.runs.store import Store

keep, kept = Store.keep, []

def kill_after_five(self, name, batch):
    keep(self, name, batch)
    kept.append(name)
    if len(kept) == 5:
        os.kill(os.getpid(), signal.SIGKILL)

Store.keep = kill_after_five
sys.exit(main(sys.argv[1:]))
"""
"""The program, killed in the middle of its work."""


def command(tiny: Path, out: Path, *more: str) -> list[str]:
    """Return the arguments of the program for the inputs TINY, less the seed."""
    return [
        "run", str(tiny), "--lens", *TINY["lenses"], "--draws", str(TINY["draws"]),
        "--replicates", str(TINY["replicates"]), "--out", str(out), *more,
    ]  # fmt: skip


def program(*arguments: str, **options: Any) -> "subprocess.Popen[str]":
    """Start the command line."""
    return subprocess.Popen(
        [sys.executable, "-m", "detente.interfaces.cli", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def same(one: Run, other: Run) -> None:
    """Check that two runs hold the same results bit for bit and say the same."""
    xr.testing.assert_identical(one.outcomes.load(), other.outcomes.load())
    for key in ("claims", "votes", "spiral_number"):
        assert one.to_json()[key] == other.to_json()[key]


class Told:
    """A progress that remembers how many batches each stage had."""

    def __init__(self) -> None:
        self.totals: dict[str, int] = {}

    def __call__(self, stage: str, done: int, total: int, left: float | None) -> None:
        self.totals[stage] = total
        assert left is None or left >= 0


def kept_in(out: Path) -> list[Path]:
    """Return the files of finished batches under a folder."""
    return sorted(out.glob("*/*/batches/[!.]*.npz"))


def test_two_workers_leave_the_same_results_as_one(
    tiny: Path, tiny_run: Run, tmp_path: Path
) -> None:
    told = Told()
    two = detente.run(tiny, out=tmp_path, workers=2, progress=told, **TINY)
    assert told.totals["simulating"] == BATCHES
    same(two, tiny_run)


@pytest.fixture(scope="module")
def killed(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run that was killed after five batches."""
    out = tmp_path_factory.mktemp("killed")
    arguments = command(tiny, out, "--seed", "3", "--workers", "1")
    done = subprocess.run(
        [sys.executable, "-c", STOPS, *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr
    return out


@pytest.fixture
def stopped(killed: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(killed, tmp_path / "runs"))


def test_a_killed_run_leaves_its_batches_and_nothing_half_written(
    stopped: Path,
) -> None:
    assert len(kept_in(stopped)) == 5
    folder = kept_in(stopped)[0].parents[1]
    assert len(Store(folder, {}).kept()) == 5
    assert json.loads((folder / "manifest.json").read_text())["status"] == "running"
    assert not (folder / "verdicts.json").exists()
    assert not (folder / "results.zarr").exists()


def test_a_killed_run_goes_on_and_ends_as_if_nothing_had_happened(
    stopped: Path, tiny: Path, tiny_run: Run
) -> None:
    told = Told()
    again = detente.run(tiny, out=stopped, workers=1, progress=told, **TINY)
    assert told.totals["simulating"] == BATCHES - 5
    assert not again.reused
    same(again, tiny_run)


def test_a_batch_that_was_harmed_meanwhile_is_simulated_again(
    stopped: Path, tiny: Path, tiny_run: Run
) -> None:
    first, second, *_ = kept_in(stopped)
    first.write_bytes(first.read_bytes()[:-100] + bytes(100))
    second.write_bytes(second.read_bytes()[:-20])  # and one cut short
    told = Told()
    again = detente.run(tiny, out=stopped, workers=1, progress=told, **TINY)
    assert told.totals["simulating"] == BATCHES - 3
    same(again, tiny_run)


def test_force_does_everything_again(stopped: Path, tiny: Path, tiny_run: Run) -> None:
    told = Told()
    again = detente.run(tiny, out=stopped, workers=1, progress=told, force=True, **TINY)
    assert told.totals["simulating"] == BATCHES
    same(again, tiny_run)


def test_ctrl_c_keeps_finished_batches_and_says_so_in_one_line(
    tiny: Path, tmp_path: Path
) -> None:
    long = command(tiny, tmp_path, "--quiet", "--workers", "2")
    long[long.index("--draws") + 1] = "20000"
    # A terminal interrupts the workers too: the whole group.
    process = program(*long, start_new_session=True)
    until = time.monotonic() + 120
    while process.poll() is None and not kept_in(tmp_path):
        assert time.monotonic() < until, "no batch in two minutes"
        time.sleep(0.02)
    before = kept_in(tmp_path)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert out == ""
    assert err.startswith("detente: stopped")
    assert len(err.splitlines()) == 1
    after = kept_in(tmp_path)
    assert {*before} <= {*after}
    assert len(Store(after[0].parents[1], {}).kept()) == len(after)


def test_ctrl_c_while_workers_start_ends_the_program_too(
    tiny: Path, tmp_path: Path
) -> None:
    process = program(
        *command(tiny, tmp_path, "--seed", "3", "--workers", "2"),
        start_new_session=True,
    )
    assert process.stderr is not None
    until = time.monotonic() + 60
    while not process.stderr.readline().startswith("compiling"):
        assert time.monotonic() < until
    time.sleep(0.3)  # the workers import now
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("detente: stopped")


def test_two_processes_do_not_work_on_the_same_run(tiny: Path, tmp_path: Path) -> None:
    arguments = command(tiny, tmp_path, "--seed", "3", "--json")
    holding = (
        "import sys, pathlib, detente.claims.compute as compute, detente\n"
        "def wait(*_):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
        "compute.compute = wait\n"
        "from detente.interfaces.cli.main import main\n"
        "main(sys.argv[1:])\n"
    )
    first = subprocess.Popen(
        [sys.executable, "-c", holding, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        out, err = program(*arguments, "--quiet").communicate(timeout=60)
    finally:
        first.kill()
        first.communicate()
    assert out == ""
    assert "another process" in err
    assert len(err.splitlines()) == 1


def test_a_file_where_results_should_go_gets_one_line_and_status_two(
    tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    process = program(*command(tiny, tmp_path / "file", "--quiet"))
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "--out" in err
    assert (tmp_path / "file").read_text() == "in the way"
