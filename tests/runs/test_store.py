"""The folder of a run: whole files or none, finished batches, one process at a time."""

import errno
import json
import pickle
import signal
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from tests.runs.made_up import SHAPE, batch_of

from detente.core.errors import RunError
from detente.core.places import place, remove_tree
from detente.runs.batches import found
from detente.runs.engine import Batch
from detente.runs.job import Task, tasks
from detente.runs.results import rebuild
from detente.runs.store import FORMAT, BusyError, Store, inputs_hash, source_hash
from detente.runs.tables import DIMS, Tables
from detente.runs.views import Views

JOB = tasks(SHAPE.lenses, SHAPE.variants, SHAPE.draws, SHAPE.replicates)
INPUTS = {"seed": 1, "draws": 40}
VIEWS = [*DIMS, "actor", "other", "view", "view_unit", "pair_view", "pair_unit"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a fresh store with three finished batches."""
    fresh = Store(tmp_path / "runs" / "made-up" / "1", INPUTS)
    fresh.make()
    fresh.begin()
    for task in JOB[:3]:
        fresh.keep(task.name, batch_of(task))
    return fresh


def names(job: list[Task]) -> set[str]:
    """Return the names of tasks."""
    return {task.name for task in job}


def names_in(folder: Path) -> set[str]:
    """Return the names of everything in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_batch_comes_back_bit_for_bit(store: Store) -> None:
    assert store.kept() == names(JOB[:3])
    for task in JOB[:3]:
        pairs = zip(Batch._fields, store.load(task.name), batch_of(task), strict=True)
        for name, mine, theirs in pairs:
            np.testing.assert_array_equal(mine, theirs, err_msg=name)
            assert mine.dtype == theirs.dtype


def test_another_store_finds_what_the_first_one_kept(store: Store) -> None:
    assert Store(store.folder, INPUTS).kept() == names(JOB[:3])


def file_of(store: Store, task: Task) -> Path:
    """Return the file of a batch."""
    (file,) = found(store.folder)[task.name]
    return file


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


@pytest.mark.parametrize("harm", [flip, cut, Path.unlink], ids=["flip", "cut", "gone"])
def test_a_batch_that_was_harmed_is_redone(
    store: Store, harm: Callable[[Path], None]
) -> None:
    harm(file_of(store, JOB[1]))
    assert store.kept() == names([JOB[0], JOB[2]])
    with pytest.raises(RunError, match="done anew"):
        store.load(JOB[1].name)
    again = Store(store.folder, INPUTS)
    again.keep(JOB[1].name, batch_of(JOB[1]))
    assert again.kept() == names(JOB[:3])


def test_a_batch_that_comes_twice_is_kept_once(store: Store) -> None:
    store.keep(JOB[1].name, batch_of(JOB[1]))
    assert len(names_in(store.folder / "batches")) == 3


def test_whoever_goes_on_clears_up_what_a_stop_left_half_written(store: Store) -> None:
    (store.folder / ".manifest.json.0a1b.new").write_bytes(b"{")
    (store.folder / "batches" / f".{JOB[3].name}.0a1b.new").write_bytes(b"PK")
    store.begin()
    left = names_in(store.folder) | names_in(store.folder / "batches")
    assert not any(name.endswith(".new") for name in left)
    assert store.kept() == names(JOB[:3])


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_file_is_written_whole_or_not_at_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    store.write("verdicts.json", b'{"old": 1}')
    before = names_in(store.folder)
    real = Path.write_bytes

    def full(path: Path, content: Any) -> None:
        if step == "write_bytes":
            real(path, content[:3])  # some of it arrives
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, step, full)
    with pytest.raises(RunError, match="No space left on device") as refused:
        store.write("verdicts.json", b'{"new": 2}')
    monkeypatch.undo()
    assert len(str(refused.value).splitlines()) == 1
    assert store.read("verdicts.json") == {"old": 1}
    assert names_in(store.folder) == before


def test_a_batch_that_could_not_be_written_is_not_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RunError):
        store.keep(JOB[5].name, batch_of(JOB[5]))
    monkeypatch.undo()
    assert store.kept() == names(JOB[:3])


def test_ctrl_c_waits_until_a_batch_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = store.write

    def interrupted(name: str, content: bytes) -> None:
        signal.raise_signal(signal.SIGINT)
        write(name, content)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(store, "write", interrupted)
    try:
        with pytest.raises(KeyboardInterrupt):
            store.keep(JOB[5].name, batch_of(JOB[5]))
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        store.keep(JOB[6].name, batch_of(JOB[6]))  # who ignores it is not stopped
    finally:
        signal.signal(signal.SIGINT, before)
    assert store.kept() == names([*JOB[:3], *JOB[5:7]])


def test_a_second_process_on_the_same_folder_is_refused(store: Store) -> None:
    other = Store(store.folder, INPUTS)
    with store.locked():
        with (
            pytest.raises(RunError, match="another process") as refused,
            other.locked(),
        ):
            pytest.fail("two at once")
        assert len(str(refused.value).splitlines()) == 1
    with other.locked():
        pass  # free again


def far_store(name: str) -> Store:
    """Return a fresh store where nobody keeps a lock."""
    pytest.importorskip("upath", reason="addresses need the extra cluster")
    far = place(f"memory://{name}")
    remove_tree(far)
    return Store(far / "1", INPUTS, shared=True)


def test_who_lost_a_folder_to_another_writes_and_removes_nothing_more() -> None:
    store = far_store("lost")
    with store.locked():
        store.begin()
        store.keep(JOB[0].name, batch_of(JOB[0]))
        (store.folder / "lock").write_bytes(b"another 0")
        for write in (
            lambda: store.keep(JOB[1].name, batch_of(JOB[1])), store.clear,
            lambda: finished(store),
        ):  # fmt: skip
            with pytest.raises(BusyError, match="another process"):
                write()
    assert store.kept() == names(JOB[:1])
    assert not (store.folder / "results.zarr").exists()
    assert (store.folder / "lock").read_bytes() == b"another 0"


def test_a_batch_that_a_worker_kept_is_found_whatever_a_listing_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = far_store("listing")
    assert store.kept() == set()
    worker: Store = pickle.loads(pickle.dumps(store))  # noqa: S301
    file = worker.keep(JOB[0].name, batch_of(JOB[0]))
    assert store.kept() == names(JOB[:1])
    store.note(JOB[0].name, file)
    monkeypatch.setattr("detente.runs.batches.found", lambda _: {})  # an old listing
    np.testing.assert_array_equal(
        store.load(JOB[0].name).outcomes, batch_of(JOB[0]).outcomes
    )
    with pytest.raises(RunError, match="done anew"):
        store.load(JOB[1].name)
    assert store.load(JOB[0].name).mean.size  # still noted


def test_a_listing_is_forgotten_before_batches_are_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, forgot = far_store("caching"), []
    fs: Any = type(vars(store)["folder"].fs)
    monkeypatch.setattr(fs, "invalidate_cache", lambda *_: forgot.append(1))
    found(store.folder)
    assert forgot


def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunError, match="expected a folder to write to") as refused:
        Store(tmp_path / "runs" / "made-up", INPUTS).make()
    assert len(str(refused.value).splitlines()) == 1
    assert (tmp_path / "runs").read_text() == "a file"


def test_a_lock_that_cannot_be_opened_is_refused(store: Store) -> None:
    (store.folder / "lock").mkdir()
    with pytest.raises(RunError, match="--out"), store.locked():
        pytest.fail("held")


def finished(store: Store) -> None:
    """Finish a store with what its batches say."""
    with store.tables(SHAPE) as tables:
        results = rebuild(SHAPE, ((task, batch_of(task)) for task in JOB), tables.put)
        tables.finish(results.dataset({"seed": 1}))
    store.finish({"claims": []})


def test_the_manifest_stands_from_the_start_and_says_when_it_is_done(
    store: Store,
) -> None:
    manifest = json.loads((store.folder / "manifest.json").read_text())
    assert manifest == {
        "status": "running", "format": FORMAT, "detente": version("detente"),
        "inputs": INPUTS,
    }  # fmt: skip
    assert not store.finished()
    finished(store)
    assert store.read("manifest.json")["status"] == "finished"
    assert store.finished()


def test_a_finished_run_keeps_results_and_verdicts_and_no_batches(store: Store) -> None:
    finished(store)
    assert names_in(store.folder) <= {
        "manifest.json", "verdicts.json", "results.zarr", "lock"
    }  # fmt: skip
    expected = rebuild(SHAPE, [(task, batch_of(task)) for task in JOB])
    kept = store.dataset().load()
    plain = expected.dataset({"seed": 1})
    xr.testing.assert_identical(kept.drop_vars(VIEWS), plain)


@pytest.mark.parametrize("lost", ["verdicts.json", "results.zarr", "manifest.json"])
def test_a_run_that_lost_a_file_is_not_finished(store: Store, lost: str) -> None:
    finished(store)
    (store.folder / lost).rename(store.folder / "elsewhere")
    assert not store.finished()


def test_a_run_that_lost_one_chunk_of_its_numbers_is_not_finished(store: Store) -> None:
    finished(store)
    chunks = (store.folder / "results.zarr" / "outcome").rglob("c/**/*")
    next(chunk for chunk in chunks if chunk.is_file()).unlink()
    assert not store.finished()


def test_what_a_file_manager_leaves_among_the_results_harms_nothing(
    store: Store,
) -> None:
    finished(store)
    (store.folder / "results.zarr" / ".DS_Store").write_bytes(b"icons")
    assert store.finished()


@pytest.mark.parametrize("content", [b"[1]", b"{}", b'"finished"'])
def test_a_manifest_of_something_else_means_not_finished(
    store: Store, content: bytes
) -> None:
    finished(store)
    store.write("manifest.json", content)
    assert not store.finished()


@pytest.mark.parametrize("write", ["xarray.Dataset.to_zarr", "zarr.Array.__setitem__"])
def test_results_that_could_not_be_written_leave_batches_and_nothing_half_done(
    store: Store, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(write, full)
    with pytest.raises(RunError, match="No space left"):
        finished(store)
    assert not store.finished()
    assert store.kept() == names(JOB[:3])
    assert not (store.folder / "results.zarr").exists()
    assert not (store.folder / ".results.new").exists()


@pytest.mark.parametrize(
    "problem", [KeyboardInterrupt(), BrokenPipeError(), MemoryError()]
)
def test_what_stops_a_run_while_it_writes_is_told_as_it_is_and_leaves_nothing(
    store: Store, problem: BaseException
) -> None:
    with pytest.raises(type(problem)), store.tables(SHAPE):
        raise problem
    assert not (store.folder / ".results.new").exists()
    assert store.kept() == names(JOB[:3])


def test_results_that_a_kill_left_half_written_go_when_the_run_goes_on(
    store: Store,
) -> None:
    left = store.folder / ".results.new"
    Tables(left, SHAPE)
    assert left.is_dir()
    store.begin()
    assert not left.exists()


def test_who_lost_an_object_store_harms_no_results_that_another_wrote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("upath", reason="addresses need the extra cluster")
    mine, other = (Store(place("memory://lost/made-up/1"), INPUTS) for _ in range(2))

    def lost() -> None:
        raise BusyError("another process at work")

    with pytest.raises(BusyError), mine.tables(SHAPE) as tables:  # noqa: PT012
        finished(other)
        monkeypatch.setattr(mine, "_check", lost)
        tables.put((0, 0), Views(SHAPE))
    assert other.finished()
    assert len(other.dataset()["lens"]) == len(SHAPE.lenses)


def test_results_that_are_not_there_say_what_to_do(store: Store) -> None:
    with pytest.raises(RunError, match="--force"):
        store.dataset()


def test_clearing_forgets_everything_that_was_done(store: Store) -> None:
    finished(store)
    again = Store(store.folder, INPUTS)
    again.make()
    again.begin()
    again.keep(JOB[0].name, batch_of(JOB[0]))
    again.clear()
    assert not again.finished()
    assert again.kept() == set()
    assert list((store.folder / "batches").iterdir()) == []


def test_a_broken_json_file_is_as_good_as_none(store: Store) -> None:
    store.write("verdicts.json", b'{"claims": [')
    assert store.read("verdicts.json") is None
    assert store.read("nowhere.json") is None


def test_the_name_of_a_run_comes_from_its_inputs_in_any_order() -> None:
    assert inputs_hash({"a": 1, "b": 2}) == inputs_hash({"b": 2, "a": 1})
    assert inputs_hash({"a": 1}) != inputs_hash({"a": 2})
    assert len(inputs_hash({})) == 12


def test_the_code_has_one_hash_in_a_process() -> None:
    assert source_hash() == source_hash()
    assert len(source_hash()) == 64
