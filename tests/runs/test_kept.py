"""Runs that stand: listed, checked against their hashes, deleted; stops anywhere."""

import fcntl
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from tests.runs.made_up import SHAPE, batch_of

from detente.claims.session import Run
from detente.core.errors import RunError
from detente.core.places import place
from detente.interfaces.api import resume
from detente.runs import alone
from detente.runs.batches import found
from detente.runs.job import tasks
from detente.runs.kept import delete, entries, verify
from detente.runs.results import rebuild
from detente.runs.store import Store

JOB = tasks(SHAPE.lenses[:1], SHAPE.variants[:2], 2, 1)
SMALL = SHAPE._replace(
    lenses=SHAPE.lenses[:1], variants=SHAPE.variants[:2], draws=2, replicates=1
)
INPUTS = {"scenario": "made-up", "lenses": ["prior"], "seed": 1, "draws": 2,
          "replicates": 1}  # fmt: skip


@pytest.fixture
def folder(tiny_run: Run, tmp_path: Path) -> Path:
    """Return a copy of a finished run under `runs`."""
    target = tmp_path / "runs" / "tiny" / tiny_run.folder.name
    shutil.copytree(tiny_run.folder, target)
    return target


def stopped(folder: Path) -> None:
    """Make a finished run one that was stopped."""
    said = json.loads((folder / "manifest.json").read_text())
    said = {k: said[k] for k in ("format", "detente", "inputs")} | {"status": "running"}
    (folder / "manifest.json").write_text(json.dumps(said))


def test_runs_are_listed_with_what_made_them(folder: Path, tiny_run: Run) -> None:
    other = folder.with_name("other")
    other.mkdir()
    (other / "manifest.json").write_text("[")
    found = {each.folder.name: each for each in entries(folder.parents[1])}
    mine, broken = found[folder.name], found["other"]
    assert (mine.scenario, mine.status, mine.code) == ("tiny", "finished", True)
    assert (mine.draws, mine.replicates, mine.seed) == (40, 2, 3)
    assert mine.lenses == ("prior", "spiral")
    assert mine.size > (folder / "verdicts.json").stat().st_size
    assert (broken.status, broken.size) == ("broken", 1)


def test_a_run_that_was_stopped_or_is_at_work_is_told_apart(folder: Path) -> None:
    stopped(folder)
    (found,) = entries(folder.parents[1])
    assert (found.status, found.batches) == ("stopped", 0)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert entries(folder.parents[1])[0].status == "at work"
        with pytest.raises(RunError, match="expected to be alone"):
            delete(folder)
    assert (folder / "manifest.json").exists()


def test_a_whole_run_verifies_and_one_flipped_bit_does_not(folder: Path) -> None:
    assert list(verify(folder)) == []
    chunk = max((folder / "results.zarr").rglob("c/**/*"), key=lambda f: len(f.parts))
    content = bytearray(chunk.read_bytes())
    content[-1] ^= 1
    chunk.write_bytes(content)
    (said,) = verify(folder)
    assert "expected the content that was written, got other" in said


def test_a_batch_without_a_hash_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "runs" / "made-up" / "1", INPUTS)
    store.make()
    store.begin()
    for task in JOB:
        store.keep(task.name, batch_of(task))
    assert list(verify(store.folder)) == []
    found(store.folder)[JOB[0].name][0].write_bytes(b"half")
    (said,) = verify(store.folder)
    assert JOB[0].name in said
    assert "done again when the run goes on" in said


def test_deleting_frees_everything_and_only_runs(folder: Path, tmp_path: Path) -> None:
    (size,) = (each.size for each in entries(folder.parents[1]))
    assert delete(folder) == size
    assert not folder.parent.exists()
    (tmp_path / "letters").mkdir()
    with pytest.raises(RunError, match="manifest of a run"):
        delete(tmp_path / "letters")
    assert (tmp_path / "letters").exists()


def test_a_stopped_run_is_resumed_from_its_folder(
    folder: Path, tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parents[1])
    assert resume(folder).reused
    stopped(folder)
    again = resume(Path("tiny") / folder.name, workers=1)
    assert not again.reused
    xr.testing.assert_identical(again.outcomes.load(), tiny_run.outcomes.load())


def test_a_run_of_other_code_is_not_resumed(folder: Path) -> None:
    stopped(folder)
    said = json.loads((folder / "manifest.json").read_text())
    said["inputs"]["code"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(said))
    with pytest.raises(RunError, match="begun by this version of the code"):
        resume(folder)


def test_a_run_of_other_libraries_or_strategies_is_not_resumed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(folder)
    for what in ("version", "_own"):
        with monkeypatch.context() as patch:
            patch.setattr(
                f"detente.claims.session.{what}",
                lambda *_: "0.0" if what == "version" else {"own": {"mine.py:f": "0"}},  # noqa: B023
            )
            with pytest.raises(RunError, match="begun by this version of the code"):
                resume(folder, workers=1)
    assert [each.name for each in folder.parent.iterdir()] == [folder.name]


class Killed(BaseException):
    """The process ends here."""


def work(store: Store) -> None:
    """Do what a run does with its folder, from wherever it stands."""
    with store.locked():
        if store.finished():
            return
        store.begin()
        done = store.kept()
        for task in JOB:
            if task.name not in done:
                store.keep(task.name, batch_of(task))
        with store.tables(SMALL) as tables:
            batches = ((task, store.load(task.name)) for task in JOB)
            tables.finish(rebuild(SMALL, batches, tables.put).dataset({}))
        store.finish({"claims": []})


def at_each_write(patch: pytest.MonkeyPatch, at: int) -> Callable[[], int]:
    """End the process at one write, half of it done; return how many there were."""
    count = 0

    def counted(name: str) -> None:
        plain = getattr(Path, name)

        def call(path: Path, *given: Any, **named: Any) -> Any:
            nonlocal count
            if (
                "made-up" not in path.parts  # a library's own file
                or {".results.new", "results.zarr"} & {*path.parts[:-1]}
            ):  # or parts of results, which are taken over whole
                return plain(path, *given, **named)
            count += 1
            if count == at:
                if name == "write_bytes":
                    plain(path, given[0][: len(given[0]) // 2])
                raise Killed
            return plain(path, *given, **named)

        patch.setattr(Path, name, call)

    for name in ("write_bytes", "replace", "open"):
        counted(name)
    return lambda: count


def test_a_stop_at_any_write_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Store(tmp_path / "made-up" / "whole", INPUTS)
    with monkeypatch.context() as patch:
        writes = at_each_write(patch, 0)
        work(whole)
    assert writes() > 10
    expected = whole.dataset().load()
    for at in range(1, writes() + 1):
        store = Store(tmp_path / "made-up" / str(at), INPUTS)
        with monkeypatch.context() as patch:
            at_each_write(patch, at)
            with pytest.raises(Killed):
                work(store)
        work(Store(store.folder, INPUTS))
        assert store.finished()
        assert store.read("manifest.json")["content"] == store.content()
        xr.testing.assert_identical(store.dataset().load(), expected)
        assert not (store.folder / "batches").exists()


def frozen_after(patch: pytest.MonkeyPatch, at: int) -> Callable[[], int]:
    """Let nothing reach the store after a number of writes, as of one who is gone."""
    from fsspec.implementations.memory import MemoryFileSystem

    count = 0

    def counted(name: str) -> None:
        plain = getattr(MemoryFileSystem, name)

        def call(system: Any, *given: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            return plain(system, *given, **named) if count <= at else None

        patch.setattr(MemoryFileSystem, name, call)

    for name in ("pipe_file", "rm"):
        counted(name)
    return lambda: count


def test_a_stop_at_any_write_of_an_object_store_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("upath", reason="addresses need the extra cluster")
    monkeypatch.setattr(alone, "PATIENCE", 0)
    root = place("memory://stops")
    whole = Store(root / "whole", INPUTS)
    with monkeypatch.context() as patch:
        writes = frozen_after(patch, 10**6)
        work(whole)
    assert writes() > 30  # every chunk is an object
    expected = whole.dataset().load()
    last = writes()
    for at in (1, 4, last // 2, last - 3, last - 1):
        store = Store(root / str(at), INPUTS)
        with monkeypatch.context() as patch, suppress(RunError, OSError):
            frozen_after(patch, at)
            work(store)
        assert not store.finished() or at > last - 5
        work(Store(store.folder, INPUTS))
        assert store.finished()
        assert store.read("manifest.json")["content"] == store.content()
        xr.testing.assert_identical(store.dataset().load(), expected)
    said = {each.folder.name: each.status for each in entries(place("memory://"))}
    assert said["whole"] == "finished"
    assert delete(whole.folder) > 0
    assert not (root / "whole").exists()
