"""Results: batches put together, failures named, and the labelled data set."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.runs.engine import Batch
from detente.runs.job import Shape, Task
from detente.runs.views import Views
from detente.worlds.outcomes import OUTCOMES

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Failure", "Results", "rebuild"]

Take = Callable[[tuple[int, int], Views], None]
"""Called with the position of a lens and a plan, and what they look like."""


class Failure(NamedTuple):
    """A draw that did not stay finite, and is left out of every verdict."""

    lens: str
    plan: str
    draw: int
    replicate: int
    year: int
    outcome: str


class Results:
    """What verdicts are made from, in memory: a few numbers a member and year.

    Views of actors and pairs are many more: `Views` has them.

    Args:
        shape: Axes of the run; plans come before variants.
    """

    def __init__(self, shape: Shape) -> None:
        """Start with nothing filled in."""
        self.shape = shape
        members = (
            len(shape.lenses), len(shape.variants), shape.draws, shape.replicates
        )  # fmt: skip
        sizes = (*members, len(shape.years), len(shape.queries))
        self.outcomes, self.fear, self.gain = (
            np.full(sizes, np.nan, np.float32) for _ in range(3)
        )
        self.spiral = np.full(members, np.nan, np.float32)
        self.failures: list[Failure] = []

    def place(self, task: Task) -> tuple[int, int]:
        """Return the position of a task's lens and variant."""
        return (
            self.shape.lenses.index(task.lens),
            self.shape.variants.index(task.variant),
        )

    def add(self, task: Task, batch: Batch) -> np.ndarray:
        """Put a batch in its place; whatever is not finite is named and left out.

        Returns:
            1 for each draw of the task, NaN if it is left out.
        """
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
        return fine

    def dataset(self, attrs: Mapping[str, Any]) -> "xr.Dataset":
        """Return the results as a labelled data set with units and provenance.

        Args:
            attrs: Provenance: scenario, seed, version, hashes.
        """
        import xarray as xr

        s, plans = self.shape, self.shape.plans
        member = ("lens", "plan", "draw", "replicate")
        names = [" ".join(filter(None, q)) for q in s.queries]
        data = {
            "outcome": ((*member, "year", "query"), self.outcomes[:, :plans]),
            "outcome_without": (
                ("lens", "variant", "draw", "year", "query"),
                self.outcomes[:, plans:, :, 0],
            ),
            "for_fear": ((*member, "year", "query"), self.fear[:, :plans]),
            "for_gain": ((*member, "year", "query"), self.gain[:, :plans]),
            "spiral_number": (member[:3], self.spiral[:, :plans, :, 0]),
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
        }
        ds = xr.Dataset(data, coords, dict(attrs))
        ds["spiral_number"].attrs["unit"] = OUTCOMES["spiral_number"].unit
        ds["for_fear"].attrs["unit"] = ds["for_gain"].attrs["unit"] = "events a year"
        return ds


def rebuild(
    shape: Shape, done: Iterable[tuple[Task, Batch]], take: Take | None = None
) -> Results:
    """Return results from batches in the order of the job, whatever finished first.

    Args:
        shape: Axes of the run.
        done: Tasks and their batches, all of a lens and plan before the next.
        take: Handed the views of each lens and plan, which are then let go.
    """
    results = Results(shape)
    for at, batches in groupby(done, lambda each: results.place(each[0])):
        views = Views(shape) if take is not None and at[1] < shape.plans else None
        for task, batch in batches:
            fine = results.add(task, batch)
            if views is not None:
                views.add(task, batch, fine)
        if take is not None and views is not None:
            take(at, views)
    return results
