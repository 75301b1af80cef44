"""A finished run found again, and every reason why one cannot be read in one line."""

import json
import os
import shutil
from pathlib import Path

import pytest

import detente
from detente.claims.session import Run
from detente.core.errors import RunError
from detente.runs.opening import opened


@pytest.fixture
def folder(tiny_run: Run, tmp_path: Path) -> Path:
    """Return a copy of a finished run under `runs`."""
    target = tmp_path / "runs" / "tiny" / tiny_run.folder.name
    shutil.copytree(tiny_run.folder, target)
    return target


def refused(folder: Path | str, root: Path | str = "runs") -> str:
    with pytest.raises(RunError) as found:
        opened(folder, root)
    assert "\n" not in str(found.value)
    return str(found.value)


def test_a_run_is_opened_by_its_folder(folder: Path, tiny_run: Run) -> None:
    again = Run.opened(folder)
    assert again.scenario == tiny_run.scenario
    assert again.reused
    said = tiny_run.to_json() | {"folder": str(folder), "reused": True}
    assert again.to_json() == said
    assert again.outcomes.equals(tiny_run.outcomes)


def test_a_scenario_stands_for_its_newest_finished_run(folder: Path) -> None:
    newer = folder.with_name("newer")
    shutil.copytree(folder, newer)
    os.utime(newer / "manifest.json", (2e9, 2e9))
    broken = folder.with_name("stopped")
    shutil.copytree(folder, broken)
    said = json.loads((broken / "manifest.json").read_text())
    (broken / "manifest.json").write_text(json.dumps(said | {"status": "running"}))
    os.utime(broken / "manifest.json", (3e9, 3e9))
    root = folder.parents[1]
    assert opened("tiny", root).folder == newer


def test_a_broken_run_beside_a_finished_one_hides_nothing(folder: Path) -> None:
    broken = folder.with_name("broken")
    broken.mkdir()
    (broken / "manifest.json").write_text("[")
    assert opened("tiny", folder.parents[1]).folder == folder


def test_a_name_that_was_never_run_says_how_to(tmp_path: Path) -> None:
    line = refused("nobody", tmp_path)
    assert 'got "nobody"' in line
    assert "detente run nobody" in line


def test_an_unfinished_run_can_go_on(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(said | {"status": "running"}))
    assert "it goes on from there" in refused(folder)


@pytest.mark.parametrize(
    "change", [{"format": 1, "detente": "0.0.9"}, {"format": None}]
)
def test_a_run_of_another_version_is_named_as_one(
    folder: Path, change: dict[str, object]
) -> None:
    said = json.loads((folder / "manifest.json").read_text()) | change
    (folder / "manifest.json").write_text(json.dumps(said))
    line = refused(folder)
    assert "expected a run in format" in line
    assert "run the scenario again" in line


def test_a_run_from_before_formats_were_numbered_is_refused(folder: Path) -> None:
    said = json.loads((folder / "manifest.json").read_text())
    del said["format"], said["detente"]
    (folder / "manifest.json").write_text(json.dumps(said))
    assert "format 1 of detente 0.1.0" in refused(folder)


@pytest.mark.parametrize("part", ["verdicts.json", "scenario.json", "results.zarr"])
def test_a_part_that_is_gone_is_named(folder: Path, part: str) -> None:
    gone = folder / part
    if gone.is_dir():
        shutil.rmtree(gone)
    else:
        gone.unlink()
    line = refused(folder)
    assert part in line
    assert "--force" in line


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("verdicts.json", "[]"),
        ("verdicts.json", '{"claims": []}'),
        ("scenario.json", "[]"),
        ("scenario.json", '{"title": 1}'),
    ],
)
def test_a_part_that_is_something_else_is_named(
    folder: Path, part: str, content: str
) -> None:
    (folder / part).write_text(content)
    assert part in refused(folder)


def test_a_scenario_that_is_none_is_refused(folder: Path) -> None:
    said = json.loads((folder / "scenario.json").read_text())
    (folder / "scenario.json").write_text(json.dumps(said | {"horizon": "soon"}))
    with pytest.raises(RunError, match="not a scenario"):
        Run.opened(folder)


def test_results_that_lost_a_variable_are_refused(folder: Path) -> None:
    shutil.rmtree(folder / "results.zarr" / "outcome")
    with pytest.raises(RunError, match=r"results\.zarr"):
        _ = Run.opened(folder).outcomes


def chunks(folder: Path, variable: str) -> list[Path]:
    """Return the files that hold the numbers of a variable."""
    found = (folder / "results.zarr" / variable).rglob("c/**/*")
    return [file for file in found if file.is_file()]


def test_a_chunk_that_is_gone_is_not_read_as_missing_numbers(folder: Path) -> None:
    chunks(folder, "outcome")[0].unlink()
    line = refused(folder)
    assert "expected results.zarr as it was written" in line
    assert "--force" in line


def test_numbers_that_cannot_be_read_are_refused(folder: Path) -> None:
    for chunk in chunks(folder, "pair_mean"):
        chunk.write_bytes(bytes(chunk.stat().st_size))
    with pytest.raises(RunError, match="pair_mean"):
        detente.open_run(folder).findings.pair("belief")


def test_a_manifest_of_something_else_is_refused(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1]")
    assert "expected the manifest of a run" in refused(folder)
