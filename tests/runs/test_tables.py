"""The views of a run on disk: named, whole, each chunk of one lens and plan."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
import zarr
from tests.runs.made_up import SHAPE, batch_of

from detente.runs import tables as tables_
from detente.runs.job import tasks, whole_kept
from detente.runs.results import rebuild
from detente.runs.tables import DIMS, Tables, UnwrittenError
from detente.runs.views import Views

JOB = tasks(SHAPE.lenses, SHAPE.variants, SHAPE.draws, SHAPE.replicates)


def written(folder: Path) -> dict[tuple[int, int], Views]:
    """Write the made-up run; return its views by lens and plan."""
    every: dict[tuple[int, int], Views] = {}
    tables = Tables(folder, SHAPE)

    def take(at: tuple[int, int], views: Views) -> None:
        every[at] = views
        tables.put(at, views)

    results = rebuild(SHAPE, ((task, batch_of(task)) for task in JOB), take)
    tables.finish(results.dataset({"seed": 1}))
    return every


@pytest.mark.parametrize("chunk", [tables_.CHUNK, 200])  # 200: draws are cut
def test_views_open_again_with_names_and_units(
    tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_, "CHUNK", chunk)
    every = written(tmp_path / "x.zarr")
    ds = xr.open_zarr(tmp_path / "x.zarr", consolidated=False, chunks=None).load()
    assert len(every) == len(SHAPE.lenses) * SHAPE.plans
    for (a, b), views in every.items():
        here = ds.isel(lens=a, plan=b)
        for name, expected in [
            ("actor_view", views.actors), ("pair_mean", views.mean),
            ("pair_sd", views.spread), ("pair_whole", views.whole),
        ]:  # fmt: skip
            assert ds[name].dims == ("lens", "plan", *DIMS[name])
            np.testing.assert_array_equal(here[name], expected, err_msg=name)
    assert list(ds["actor"].values) == list(ds["other"].values) == list(SHAPE.actors)
    assert ds["view_unit"].sel(view="arms") == "million USD"
    assert ds["pair_unit"].sel(pair_view="tie") == "ladder level"
    assert ds.attrs["seed"] == 1
    assert ds.sizes["whole"] == whole_kept(SHAPE.draws, SHAPE.replicates)
    assert "prior distance" in ds["pair_whole"].attrs["draw_and_replicate"]


def test_no_two_lenses_plans_or_views_share_a_chunk(tmp_path: Path) -> None:
    Tables(tmp_path / "x.zarr", SHAPE)
    group = zarr.open_group(tmp_path / "x.zarr", mode="r")
    for name, dims in DIMS.items():
        array = group[name]
        assert isinstance(array, zarr.Array)
        sizes = dict(zip(("lens", "plan", *dims), array.chunks, strict=True))
        apart = sizes.keys() & {"lens", "plan", "view", "pair_view"}
        assert all(sizes[dim] == 1 for dim in apart), name


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(
    tmp_path: Path,
) -> None:
    (tmp_path / "x.zarr").write_text("a file")
    with pytest.raises(UnwrittenError, match="exists"):
        Tables(tmp_path / "x.zarr", SHAPE)
