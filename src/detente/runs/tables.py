"""The views of a run on disk: Zarr arrays, filled one lens and plan at a time.

A chunk belongs to one lens, plan and view, so that a chart reads what it shows, and
results of any size pass through the memory that one lens and plan take.
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.core.places import is_local, service, zarr_store
from detente.runs.job import Shape, whole_kept
from detente.runs.views import UNITS, Views
from detente.worlds.measures import ACTOR_VIEWS, PAIR_VIEWS

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["DIMS", "Tables", "UnwrittenError"]

CHUNK = 2**22
"""Numbers in a chunk at most, where draws can be cut."""

_PAIR = ("year", "pair_view", "actor", "other")

DIMS = {
    "actor_view": ("draw", "replicate", "year", "view", "actor"),
    "pair_mean": _PAIR,
    "pair_sd": _PAIR,
    "pair_whole": ("whole", *_PAIR),
}
"""Axes of each array, after lens and plan."""


class UnwrittenError(OSError):
    """The data set cannot be written; it says why in the words of the system."""


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Tell what stops a write from faults of whoever asks for it.

    Raises:
        UnwrittenError: If it is refused.
    """
    try:
        if is_local(folder):
            yield
        else:
            with service():  # each service has errors of its own
                yield
    except OSError as problem:
        raise UnwrittenError(problem.errno, problem.strerror or str(problem)) from None


class Tables:
    """The data set of a run while it is written.

    Args:
        folder: Folder of the data set; what stands there goes.
        shape: Axes of the run.
        check: Called before anything is written; it may raise.

    Raises:
        UnwrittenError: If it cannot be written; so do the methods.
    """

    def __init__(
        self, folder: Path, shape: Shape, check: Callable[[], None] = lambda: None
    ) -> None:
        """Make the arrays, empty."""
        self._folder, self._shape, self._check = folder, shape, check
        self._who: dict[str, list[list[int]]] = {}
        check()
        with _writing(folder):
            self._where = zarr_store(folder)
            self._arrays = self._made()

    def _made(self) -> dict[str, Any]:
        import zarr

        shape = self._shape
        n = len(shape.actors)
        sizes = {
            "lens": len(shape.lenses), "plan": shape.plans, "draw": shape.draws,
            "replicate": shape.replicates, "year": len(shape.years), "actor": n,
            "other": n, "view": len(ACTOR_VIEWS), "pair_view": len(PAIR_VIEWS),
            "whole": whole_kept(shape.draws, shape.replicates),
        }  # fmt: skip
        together = max(CHUNK // (shape.replicates * len(shape.years) * n), 1)
        single = dict.fromkeys(("lens", "plan", "view", "pair_view"), 1)
        chunks = {**sizes, **single, "draw": min(together, shape.draws)}
        group = zarr.open_group(self._where, mode="w", zarr_format=3)
        return {
            name: group.create_array(
                name, shape=tuple(sizes[d] for d in ("lens", "plan", *dims)),
                chunks=tuple(chunks[d] for d in ("lens", "plan", *dims)),
                dtype="float16" if name == "pair_whole" else "float32",
                fill_value=np.nan, dimension_names=("lens", "plan", *dims),
            )
            for name, dims in DIMS.items()
        }  # fmt: skip

    def put(self, at: tuple[int, int], views: Views) -> None:
        """Write the views of one lens and plan.

        Args:
            at: Position of the lens and the plan.
            views: Their views.
        """
        tables = {
            "actor_view": views.actors, "pair_mean": views.mean,
            "pair_sd": views.spread, "pair_whole": views.whole,
        }  # fmt: skip
        self._check()
        with _writing(self._folder):
            for name, values in tables.items():
                self._arrays[name][at] = values
        a, b = at
        label = f"{self._shape.lenses[a]} {self._shape.variants[b].label}"
        self._who[label] = [list(each) for each in views.who]

    def finish(self, rest: "xr.Dataset") -> None:
        """Write all that is not a view, and the names along the axes of views.

        Args:
            rest: Outcomes and the like, with provenance.
        """
        actors = list(self._shape.actors)
        named = rest.assign_coords({
            "view": list(ACTOR_VIEWS),
            "view_unit": ("view", [UNITS[v] for v in ACTOR_VIEWS]),
            "pair_view": list(PAIR_VIEWS),
            "pair_unit": ("pair_view", [UNITS[v] for v in PAIR_VIEWS]),
            "actor": actors,
            "other": actors,
        })  # fmt: skip
        self._check()
        with _writing(self._folder), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # text coordinates: no v3 spec yet
            self._arrays["pair_whole"].attrs["draw_and_replicate"] = str(self._who)
            named.to_zarr(self._where, mode="a", consolidated=False, zarr_format=3)
