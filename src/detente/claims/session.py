"""A run from start to verdicts, kept in its folder and taken up again from there."""

import json
import multiprocessing
import time
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from detente.claims.changes import Changes, pinned
from detente.claims.changes import read as read_changes
from detente.claims.usual import (
    DRAWS,
    LARGEST_SEED,
    LENSES,
    MOST_DRAWS,
    MOST_REPLICATES,
    REPLICATES,
)
from detente.core.errors import RunError, UsageError
from detente.core.places import place, seen_by_all
from detente.lenses import lens as lenses_
from detente.lenses.lens import Lens
from detente.runs.opening import opened
from detente.runs.store import Store, inputs_hash, source_hash
from detente.strategies.catalogue import named
from detente.strategies.own import fingerprint as own_fingerprint
from detente.strategies.own import is_own
from detente.worlds.load import fingerprint, load
from detente.worlds.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from detente.runs.execute import Progress

__all__ = [
    "DRAWS", "LENSES", "REPLICATES", "Asked", "Run", "ask", "run", "silent",
]  # fmt: skip

PRINCIPALS = 6
"""How many actors the spiral number is taken among: those that claims name, then the
largest spenders."""


class Run:
    """A finished run.

    Attributes:
        scenario: The scenario.
        folder: Where the run is kept.
        reused: Whether an earlier run with the same inputs was found.
    """

    def __init__(
        self, scenario: Scenario, store: Store, said: dict[str, Any], *, reused: bool
    ) -> None:
        """Keep what the run says, and where it stands."""
        self.scenario, self.folder, self.reused = scenario, store.folder, reused
        self._store, self._said = store, said

    def to_json(self) -> dict[str, Any]:
        """Return what the run says, as plain data with stable keys."""
        return {**self._said, "reused": self.reused, "folder": str(self.folder)}

    def verdicts(self) -> "pd.DataFrame":
        """Return the verdicts as a table, one row a claim, plan and lens."""
        import pandas as pd

        rows = [
            {
                "claim": c["id"], "by": c["author"], "plan": c["plan"],
                "primary": c["primary"], "lens": c["lens"], "verdict": c["verdict"],
                **c["shares"], **c["effect"], "width": c["width"], "label": c["label"],
                "by_construction": c["by_construction"],
                "assumed_share": c["assumed_share"],
            }
            for c in self._said["claims"]
        ]  # fmt: skip
        return pd.DataFrame(rows)

    @classmethod
    def opened(cls, name: str | Path, root: str | Path = "runs") -> Self:
        """Return a finished run that is kept in a folder.

        Args:
            name: Folder of the run, or name of a scenario: its newest finished run.
            root: Folder under which runs of a scenario are looked for.

        Raises:
            RunError: If there is none that can be read.
        """
        store = opened(name, root)
        try:
            scenario = Scenario.model_validate_json(store.bytes_of("scenario.json"))
        except ValueError as problem:
            raise RunError.at(
                str(store.folder), "scenario.json", "one that is not a scenario",
                "run the scenario again with --force",
            ) from problem  # fmt: skip
        return cls(scenario, store, store.read("verdicts.json"), reused=True)

    @classmethod
    def of(cls, other: "Run") -> Self:
        """Return another view of the same run, as an instance of this class."""
        if isinstance(other, cls):
            return other
        return cls(other.scenario, other._store, other._said, reused=other.reused)  # noqa: SLF001

    @property
    def made_from(self) -> dict[str, Any]:
        """What the run was made from: names, counts, seed, hashes and versions."""
        return dict(self._store.inputs)

    @property
    def lenses(self) -> "dict[str, Lens]":
        """The lenses as the run held them: with what was set."""
        made = self.made_from
        said = made.get("changes", ())
        return {
            name: pinned(said, lenses_.load(name), self.scenario)
            for name in made["lenses"]
        }

    def keep(self, name: str, said: Any) -> None:
        """Keep plain data in the folder of the run, in a JSON file of that name.

        Raises:
            RunError: If it cannot be written; what stood there stands unharmed.
        """
        self._store.write(name, json.dumps(said, indent=1).encode())

    def kept(self, name: str) -> Any:
        """Return plain data kept beside the results, or None if there is none."""
        return self._store.read(name)

    @property
    def outcomes(self) -> "xr.Dataset":
        """Return the results: named dimensions, units, provenance."""
        return self._store.dataset()

    def __repr__(self) -> str:
        """Return what was run, in one line."""
        s = self._said
        return (
            f"<run of {s['scenario']}: {len(s['claims'])} verdicts, {s['draws']} draws "
            f"x {s['replicates']} replicates, seed {s['seed']}, in {self.folder}>"
        )


def _whole(name: str, value: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise UsageError(
            f"{name}: expected a whole number from 1 to {most}, got {value!r}; give one"
        )
    return value


def silent(stage: str, done: int, total: int, left: float | None) -> None:
    """Report nothing: for whoever asks for no progress.

    Args:
        stage: Name of the stage.
        done: Steps done.
        total: Steps in all.
        left: Seconds left.
    """


def _own(scenario: Scenario) -> dict[str, Any]:
    """Return the contents of a user's strategies: they may change behind their names.

    Raises:
        UsageError: If one is no good.
    """
    specs = {
        spec
        for plan in (None, *scenario.plans)
        for spec in scenario.strategies_of(plan).values()
        if is_own(spec)
    }
    for spec in specs:
        named(spec, len(scenario.world.actors))
    return {"own": {s: own_fingerprint(s) for s in sorted(specs)}} if specs else {}


def run(
    scenario: str | Path | Scenario,
    lenses: Sequence[str] | str | None = None,
    draws: int = DRAWS,
    replicates: int = REPLICATES,
    seed: int = 1,
    out: str | Path | None = None,
    *,
    changes: "Iterable[str] | Mapping[str, Any]" = (),
    force: bool = False,
    workers: int | None = None,
    cluster: Any = None,
    progress: "Progress | None" = None,
) -> Run:
    """Run every plan of a scenario under every lens, and judge its claims.

    The same inputs again return the run that stands in its folder. A run that was
    stopped goes on from its finished batches, with equal results bit for bit.

    Args:
        scenario: Name in the catalogue, folder, or scenario.
        lenses: Names of lenses; record, prior, spiral and deterrence if none are given.
        draws: Parameter draws a lens: what we do not know.
        replicates: Futures a draw: chance.
        seed: Seed of draws and chance.
        out: Folder under which runs are kept, or an address that fsspec knows, such as
            "s3://bucket/runs"; "runs" by default.
        changes: What to assume instead, as `detente run --set` takes it:
            ["belief.empathy=0.8"], or {"belief.empathy": 0.8}.
        force: Whether to do it again even if it stands there.
        workers: Processes on this machine; one a core by default.
        cluster: Address of a Dask scheduler, its file, or what `distributed.Client`
            takes instead: its workers carry out the batches.
        progress: Called with stage, done, total and seconds left.

    Raises:
        DetenteError: If the scenario, a lens, an argument or the folder is no good.
    """
    began = time.monotonic()
    if multiprocessing.parent_process() is not None:
        raise UsageError(
            "run: expected a script whose own work stands under "
            'if __name__ == "__main__":, got one that a worker runs again; add it'
        )
    if workers is not None:
        _whole("workers", workers, 1024)
        if cluster is not None:
            raise UsageError.at(
                "workers", "none beside a cluster", str(workers),
                "leave it out: a cluster has its own",
            )  # fmt: skip
    asked = ask(scenario, lenses, draws, replicates, seed, out, changes)
    scenario, store = asked.changed.scenario, asked.store
    with store.locked():
        if force:
            store.clear()
        elif store.finished():
            said = store.read("verdicts.json")
            if said is not None:
                return Run(scenario, store, said, reused=True)
        from detente.claims.compute import compute

        said = compute(
            asked.changed, asked.lenses, store, workers, progress or silent, began,
            cluster,
        )  # fmt: skip
    return Run(scenario, store, said, reused=False)


class Asked(NamedTuple):
    """A run that is asked for, checked, before anything is simulated.

    Attributes:
        changed: The scenario, and what is set in it.
        lenses: The lenses, with what is set in them.
        store: Its folder, which need not be there.
    """

    changed: Changes
    lenses: tuple[Lens, ...]
    store: Store


def ask(
    scenario: str | Path | Scenario, lenses: Sequence[str] | str | None, draws: int,
    replicates: int, seed: int, out: str | Path | None,
    changes: Iterable[str] | Mapping[str, Any],
) -> Asked:  # fmt: skip
    """Return what a run would be; the arguments are those of `run`.

    Raises:
        DetenteError: If one of them is no good.
    """
    names = (lenses,) if isinstance(lenses, str) else lenses
    chosen = tuple(dict.fromkeys(names or LENSES))
    _whole("draws", draws, MOST_DRAWS)
    _whole("replicates", replicates, MOST_REPLICATES)
    if not isinstance(seed, int) or not 0 <= seed <= LARGEST_SEED:
        raise UsageError(
            f"seed: expected a whole number from 0 to {LARGEST_SEED}, got {seed!r}; "
            "give one"
        )
    loaded = scenario if isinstance(scenario, Scenario) else load(scenario)
    changed = read_changes(changes, loaded)
    views = tuple(changed.lens(lenses_.load(name)) for name in chosen)
    inputs: dict[str, Any] = {
        "scenario": loaded.slug, "fingerprint": fingerprint(changed.scenario),
        "lenses": chosen, "draws": draws, "replicates": replicates, "seed": seed,
        "code": source_hash(),
        "libraries": [f"{name} {version(name)}" for name in ("jax", "jaxlib", "numpy")],
    }  # fmt: skip
    if changed.said:
        inputs["changes"] = changed.said
    inputs |= _own(changed.scenario)
    folder = place(out or "runs") / loaded.slug / inputs_hash(inputs)
    return Asked(changed, views, Store(folder, inputs, shared=seen_by_all(out or "")))
