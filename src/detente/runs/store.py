"""The folder of a run: a manifest from the start, finished batches kept as they come.

    runs/<slug>/<hash of the inputs>/
        manifest.json    what is run, and whether it has finished
        scenario.json    the scenario as it was run
        batches/         one file a batch, until the results are written
        results.zarr     the labelled data set
        verdicts.json    what the run says

Every file appears whole or not at all (`detente.core.places.put`), and so does the data
set where folders can be renamed; elsewhere it is written in place, and counts once the
manifest, which comes last, says "finished".
"""

import hashlib
import json
import signal
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.core.errors import RunError
from detente.core.places import (
    files_under,
    is_local,
    listed_anew,
    put,
    remove_tree,
    service,
    zarr_store,
)
from detente.runs import batches
from detente.runs.alone import BusyError, Check, alone
from detente.runs.batches import BATCHES

if TYPE_CHECKING:
    import xarray as xr

    from detente.runs.engine import Batch
    from detente.runs.job import Shape
    from detente.runs.tables import Tables

__all__ = ["FORMAT", "BusyError", "Store", "inputs_hash", "source_hash"]

FORMAT = 4
"""Number of the layout described above and of the data set; a change adds one."""

KEPT = {"outcome", "spiral_number", "actor_view", "pair_mean"}
"""Variables without which a data set is not whole."""

BESIDE = ".results.new"
"""Where results are written on a disk, to be renamed when they are whole."""

UNHASHED = ("decide", "interfaces", "reports")
"""Folders of the code that no number depends on."""


@cache
def source_hash() -> str:
    """Return a hash of detente's own code and lenses: other code, another run.

    Taken once a process, since code that changes later is not the code that runs.
    """
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for file in sorted(root.rglob("*")):
        inside = file.relative_to(root).parts
        matters = inside[0] not in UNHASHED and "catalog" not in inside
        if file.suffix in (".py", ".toml") and matters:
            digest.update(str(inside).encode() + file.read_bytes())
    return digest.hexdigest()


def inputs_hash(inputs: Mapping[str, Any]) -> str:
    """Return the name of a run: the first 12 digits of the hash of its inputs."""
    text = json.dumps(inputs, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until a batch is kept: milliseconds, and it is kept whole."""
    before = signal.getsignal(signal.SIGINT)
    main = threading.current_thread() is threading.main_thread()
    if not main or not callable(before):  # ignored, or not Python's to handle
        yield
        return
    asked: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


class Store:
    """The folder of one run.

    Args:
        folder: Where it is or shall be.
        inputs: What the run is made from; kept in the manifest.
        shared: Whether other machines can write there too.
    """

    def __init__(
        self, folder: Path, inputs: Mapping[str, Any], *, shared: bool = False
    ) -> None:
        """Take the folder; nothing is made yet."""
        self.folder, self.inputs, self.shared = folder, dict(inputs), shared
        self._there: dict[str, list[Path]] = {}
        self._check: Check | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Return what a worker needs: it holds nothing and loads nothing."""
        return {**self.__dict__, "_there": {}, "_check": None}

    def make(self) -> None:
        """Make the folder.

        Raises:
            RunError: If it cannot be made.
        """
        if not is_local(self.folder):
            return  # objects need no folder
        try:
            (self.folder / BATCHES).mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise self._refused(problem) from None

    def _refused(self, problem: OSError) -> RunError:
        return RunError(
            f"{self.folder}: expected a folder to write to, got "
            f"{problem.strerror or problem}; choose another with --out"
        )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder, so that no second process works in it.

        Raises:
            RunError: If another process holds it, or it cannot be made.
        """
        self.make()
        with ExitStack() as stack:
            try:
                self._check = stack.enter_context(alone(self.folder))
            except OSError as problem:
                raise self._refused(problem) from None
            try:
                yield
            finally:
                self._check = None

    def _still_ours(self) -> None:
        """Write nothing where another process took over.

        Raises:
            BusyError: If one did since `locked`.
        """
        if self._check is not None:
            self._check()

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all.

        Raises:
            RunError: If it cannot be written (no permission, disk full).
            BusyError: If another process took the folder over.
        """
        self._still_ours()
        try:
            put(self.folder / name, content)
        except OSError as problem:
            raise self._refused(problem) from None

    def bytes_of(self, name: str) -> bytes:
        """Return the content of a file of the folder.

        Raises:
            RunError: If it cannot be read.
        """
        try:
            with service():
                return (self.folder / name).read_bytes()
        except OSError as problem:
            raise RunError.at(
                str(self.folder / name), "a file", str(problem.strerror or problem),
                "run the scenario again with --force",
            ) from None  # fmt: skip

    def read(self, name: str) -> Any:
        """Return a JSON file of the folder, or None if it is not there or broken."""
        try:
            with service():
                written = (self.folder / name).read_bytes()
            return json.loads(written)
        except (OSError, ValueError):
            return None

    def begin(self) -> None:
        """Write the manifest of a run that starts or goes on."""
        folders = (self.folder, self.folder / BATCHES) if is_local(self.folder) else ()
        for folder in folders:  # objects are never half written
            for left in folder.glob(".*.new"):  # by a stop
                if left.is_file():
                    left.unlink(missing_ok=True)
        if folders:
            remove_tree(self.folder / BESIDE)
        self.manifest("running")

    def manifest(self, status: str) -> None:
        """Write the manifest with a status."""
        said = {
            "status": status, "format": FORMAT, "detente": version("detente"),
            "inputs": self.inputs,
        }  # fmt: skip
        if status == "finished":
            said |= {"results": self.shape(), "content": self.content()}
        text = json.dumps(said, indent=1)
        self.write("manifest.json", text.encode())

    def finished(self) -> bool:
        """Return whether the results of this run stand in the folder."""
        manifest = self.read("manifest.json")
        return (
            isinstance(manifest, dict)
            and manifest.get("status") == "finished"
            and manifest.get("results") == self.shape()
            and manifest.get("format") == FORMAT
            and (self.folder / "verdicts.json").exists()
            and (self.folder / "results.zarr").is_dir()
        )

    def shape(self) -> str:
        """Return a hash of the names and sizes of the files of the results.

        A chunk that is gone reads as missing numbers without a word, so a lost file
        must be seen here.
        """
        files = files_under(self.folder / "results.zarr")
        return hashlib.sha256(json.dumps(files).encode()).hexdigest()

    def content(self) -> str:
        """Return a hash of what the files of results and verdicts hold."""
        results = files_under(self.folder / "results.zarr")
        digest = hashlib.sha256()
        for name in (*(f"results.zarr/{file}" for file, _ in results), "verdicts.json"):
            with (self.folder / name).open("rb") as handle:
                whole = hashlib.file_digest(handle, "sha256").hexdigest()
            digest.update(f"{name} {whole}\n".encode())
        return digest.hexdigest()

    def clear(self) -> None:
        """Forget the batches, to do them again; results stand until new ones do.

        Raises:
            BusyError: If another process took the folder over.
        """
        self._still_ours()
        self._there = {}
        for file in listed_anew(self.folder / BATCHES).glob("*"):
            file.unlink()

    def keep(self, name: str, batch: "Batch") -> str:
        """Keep a finished batch.

        Returns:
            Name of its file, from the folder of the run.

        Raises:
            RunError: If it cannot be written.
        """
        with _uninterrupted():
            file, written = batches.packed(name, batch)
            self.write(file, written)
        return file

    def note(self, name: str, file: str) -> None:
        """Note which file a worker kept a batch in: a listing may not show it yet."""
        self._there[name] = [self.folder / file]

    def kept(self) -> set[str]:
        """Return the names of finished batches whose hash agrees."""
        return {
            name for name, files in batches.found(self.folder).items()
            if any(batches.content(file) is not None for file in files)
        }  # fmt: skip

    def load(self, name: str) -> "Batch":
        """Return a batch that `kept` names.

        Raises:
            RunError: If it is gone, or is not what was written.
        """
        if name not in self._there:
            self._there = batches.found(self.folder) | self._there
        return batches.unpacked(self.folder / BATCHES / name, self._there.get(name, ()))

    @contextmanager
    def tables(self, shape: "Shape") -> "Iterator[Tables]":
        """Write results: they stand where they belong once this ends well.

        Args:
            shape: Axes of the run.

        Raises:
            RunError: If they cannot be written.
            BusyError: If another process took the folder over.
        """
        from detente.runs.tables import Tables, UnwrittenError

        self._still_ours()
        target = self.folder / "results.zarr"
        # Where nothing can be renamed, the manifest alone says what is whole.
        beside = self.folder / BESIDE if is_local(target) else target
        remove_tree(beside)
        try:
            yield Tables(beside, shape, self._still_ours)
        except BaseException as problem:
            if beside != target:  # or it may be another's by now
                remove_tree(beside)
            if isinstance(problem, UnwrittenError):
                raise self._refused(problem) from None
            raise
        self._still_ours()
        if beside != target:
            remove_tree(target)
            beside.replace(target)

    def finish(self, verdicts: Mapping[str, Any]) -> None:
        """Write verdicts beside the results, then let the batches go.

        Raises:
            RunError: If they cannot be written.
            BusyError: If another process took the folder over.
        """
        self.write("verdicts.json", json.dumps(verdicts, indent=1).encode())
        self.manifest("finished")
        self._still_ours()  # or another reads them
        remove_tree(self.folder / BATCHES)

    def dataset(self) -> "xr.Dataset":
        """Return the results, read lazily.

        Raises:
            RunError: If they are not there.
        """
        import xarray as xr

        with suppress(OSError, ValueError), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a part that is not whole is told below
            found = xr.open_zarr(  # no chunks: the same where Dask is installed
                zarr_store(self.folder / "results.zarr"), consolidated=False,
                chunks=None,
            )  # fmt: skip
            if set(found.data_vars) >= KEPT:
                return found
        raise RunError.at(
            str(self.folder), "results.zarr", "none that can be read",
            "run the scenario again with --force",
        )  # fmt: skip
