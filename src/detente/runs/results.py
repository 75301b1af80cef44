"""Results: batches put together, failures named, and the labelled data set."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.runs.engine import Batch
from detente.runs.job import WHOLE_KEPT, Task, Variant
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS, Query
from detente.worlds.outcomes import OUTCOMES

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Failure", "Results", "Shape"]

_UNITS = {
    "arms": "million USD", "security": "probability a year", "threat": "index, 0 to 1",
    "credibility": "probability", "agrees": "probability", "posterior": "probability",
    "belief": "probability",
    "tie": "ladder level",
    "dispute": "probability a year",
}  # fmt: skip


class Shape(NamedTuple):
    """The axes of a run."""

    lenses: tuple[str, ...]
    variants: tuple[Variant, ...]
    draws: int
    replicates: int
    years: tuple[int, ...]
    queries: tuple[Query, ...]
    actors: tuple[str, ...]


class Failure(NamedTuple):
    """A draw that did not stay finite, and is left out of every verdict."""

    lens: str
    plan: str
    draw: int
    replicate: int
    year: int
    outcome: str


class Results:
    """Everything that a run keeps, in memory.

    Args:
        shape: Axes of the run; plans come before variants.
    """

    def __init__(self, shape: Shape) -> None:
        """Start with nothing filled in."""
        self.shape = shape
        y, q, n = len(shape.years), len(shape.queries), len(shape.actors)
        self.plans = sum(not variant.without for variant in shape.variants)
        cells = (len(shape.lenses), self.plans)
        axes = (len(shape.lenses), len(shape.variants))
        members = (*axes, shape.draws, shape.replicates)

        def empty(*sizes: int) -> np.ndarray:
            return np.full(sizes, np.nan, np.float32)

        self.outcomes = empty(*members, y, q)
        self.fear, self.gain = empty(*members, y, q), empty(*members, y, q)
        self.spiral = empty(*members)
        self.actors = empty(
            *cells, shape.draws, shape.replicates, y, len(ACTOR_VIEWS), n
        )
        self.mean, self.square = (
            np.zeros((*cells, y, len(PAIR_VIEWS), n, n), np.float32) for _ in range(2)
        )
        self.counted = np.zeros(cells, np.int64)
        self.whole: dict[tuple[int, int], list[tuple[int, int, np.ndarray]]] = {}
        self.failures: list[Failure] = []
        self._let_go = False

    def place(self, task: Task) -> tuple[int, int]:
        """Return the position of a task's lens and variant."""
        return (
            self.shape.lenses.index(task.lens),
            self.shape.variants.index(task.variant),
        )

    def add(self, task: Task, batch: Batch) -> None:
        """Put a batch in its place; whatever is not finite is named and left out."""
        at = self.place(task)
        count = len(task.draws)
        draws = slice(task.draws[0], task.draws[0] + count)
        where = (*at, draws, task.replicate)
        bad = ~np.isfinite(batch.outcomes[:count])
        for member in np.flatnonzero(bad.any(axis=(1, 2))):
            year, query = np.argwhere(bad[member])[0]
            self.failures.append(
                Failure(
                    task.lens, task.variant.label, task.draws[member], task.replicate,
                    self.shape.years[year], self.shape.queries[query].outcome,
                )
            )  # fmt: skip
        fine = np.where(bad.any(axis=(1, 2)), np.nan, 1.0).astype(np.float32)
        self.outcomes[where] = batch.outcomes[:count] * fine[:, None, None]
        self.fear[where] = batch.fear[:count] * fine[:, None, None]
        self.gain[where] = batch.gain[:count] * fine[:, None, None]
        self.spiral[where] = batch.spiral[:count] * fine
        if not batch.actors.size:
            return
        self.actors[where] = batch.actors[:count] * fine[:, None, None, None]
        finite = int(np.isfinite(fine).sum())
        self.counted[at] += finite
        for total, part in ((self.mean, batch.mean), (self.square, batch.square)):
            total[at] += (part - total[at]) * (finite / max(self.counted[at], 1))
        kept = self.whole.setdefault(at, [])
        for k in range(min(batch.whole.shape[1], count, WHOLE_KEPT - len(kept))):
            kept.append((task.draws[k], task.replicate, batch.whole[:, k]))

    def dataset(self, attrs: Mapping[str, Any]) -> "xr.Dataset":
        """Return the results as a labelled data set with units and provenance, once.

        Pair views of whole members are let go meanwhile: they are large.

        Args:
            attrs: Provenance: scenario, seed, version, hashes.

        Raises:
            RuntimeError: If it was asked before.
        """
        import xarray as xr

        if self._let_go:
            raise RuntimeError("results: expected to be asked once for a data set")
        self._let_go = True
        s, plans = self.shape, self.plans
        member = ("lens", "plan", "draw", "replicate")
        names = [" ".join(filter(None, q)) for q in s.queries]
        pair = ("lens", "plan", "year", "pair_view", "actor", "other")
        spread = np.sqrt(np.maximum(self.square - self.mean**2, 0))
        data = {
            "outcome": ((*member, "year", "query"), self.outcomes[:, :plans]),
            "outcome_without": (
                ("lens", "variant", "draw", "year", "query"),
                self.outcomes[:, plans:, :, 0],
            ),
            "for_fear": ((*member, "year", "query"), self.fear[:, :plans]),
            "for_gain": ((*member, "year", "query"), self.gain[:, :plans]),
            "spiral_number": (member[:3], self.spiral[:, :plans, :, 0]),
            "actor_view": ((*member, "year", "view", "actor"), self.actors),
            "pair_mean": (pair, self.mean),
            "pair_sd": (pair, spread.astype(np.float32)),
            "pair_whole": self._whole(),
        }
        coords = {
            "lens": list(s.lenses),
            "plan": [v.label for v in s.variants[:plans]],
            "variant": [v.label for v in s.variants[plans:]],
            "draw": np.arange(s.draws),
            "replicate": np.arange(s.replicates),
            "year": list(s.years),
            "query": names,
            "unit": ("query", [OUTCOMES[q.outcome].unit for q in s.queries]),
            "view": list(ACTOR_VIEWS),
            "view_unit": ("view", [_UNITS[v] for v in ACTOR_VIEWS]),
            "pair_view": list(PAIR_VIEWS),
            "pair_unit": ("pair_view", [_UNITS[v] for v in PAIR_VIEWS]),
            "actor": list(s.actors),
            "other": list(s.actors),
        }
        ds = xr.Dataset(data, coords, dict(attrs))
        ds["spiral_number"].attrs["unit"] = OUTCOMES["spiral_number"].unit
        ds["for_fear"].attrs["unit"] = ds["for_gain"].attrs["unit"] = "events a year"
        return ds

    def _whole(self) -> tuple[tuple[str, ...], np.ndarray, dict[str, Any]]:
        """Return pair views of whole members; those are named in the attributes."""
        s = self.shape
        most = max((len(kept) for kept in self.whole.values()), default=0)
        n, y = len(s.actors), len(s.years)
        out = np.empty(
            (len(s.lenses), self.plans, most, y, len(PAIR_VIEWS), n, n), np.float16
        )
        who: dict[str, list[list[int]]] = {}
        for a, lens in enumerate(s.lenses):
            for b, variant in enumerate(s.variants[: self.plans]):
                kept = self.whole.pop((a, b), [])  # let go: it is large
                out[a, b, len(kept) :] = np.nan
                for m, (_, _, values) in enumerate(kept):
                    out[a, b, m] = values
                who[f"{lens} {variant.label}"] = [[d, r] for d, r, _ in kept]
        dims = ("lens", "plan", "whole", "year", "pair_view", "actor", "other")
        return dims, out, {"draw_and_replicate": str(who)}


def rebuild(shape: Shape, done: Iterable[tuple[Task, Batch]]) -> Results:
    """Return results from batches in the order of the job, whatever finished first."""
    results = Results(shape)
    for task, batch in done:
        results.add(task, batch)
    return results
