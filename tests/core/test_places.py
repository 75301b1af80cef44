"""Places: paths and addresses alike, files whole or not at all."""

from pathlib import Path
from typing import Any

import pytest

from detente.core.errors import DataError, UsageError
from detente.core.places import (
    files_under,
    is_local,
    place,
    put,
    remove_tree,
    seen_by_all,
    size_of,
)

upath = pytest.importorskip("upath", reason="addresses need the extra cluster")


@pytest.fixture(params=["disk", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return an empty folder on a disk, and one that is an address."""
    if request.param == "disk":
        return tmp_path
    found = place(f"memory://{tmp_path.name}")
    remove_tree(found)
    return found


def test_a_path_stays_a_path_and_an_address_becomes_one() -> None:
    assert place("runs/tiny") == Path("runs/tiny")
    assert place(Path("runs")) == Path("runs")
    assert place("file:///runs/tiny") == Path("/runs/tiny")
    far = place("memory://runs/tiny")
    assert not is_local(far)
    assert place(far) is far
    assert str(far / "1" / "manifest.json") == "memory://runs/tiny/1/manifest.json"


@pytest.mark.parametrize("address", ["file://scratch/runs", "file://runs", "file://"])
def test_a_file_address_without_its_third_slash_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="write file:///") as refused:
        place(address)
    assert len(str(refused.value).splitlines()) == 1


def test_only_an_address_says_that_other_machines_see_it() -> None:
    assert seen_by_all("file:///runs")
    assert seen_by_all("s3://bucket/runs")
    assert not seen_by_all("/runs")
    assert not seen_by_all(Path("runs"))
    assert not seen_by_all("memory://runs")  # of this process alone


@pytest.mark.parametrize("address", ["nowhere://runs", "gopher://x/y"])
def test_an_unknown_address_gets_one_line(address: str) -> None:
    with pytest.raises(UsageError) as refused:
        place(address)
    assert len(str(refused.value).splitlines()) == 1
    assert "fsspec" in str(refused.value)


def test_without_the_extra_an_address_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "upath", None)
    with pytest.raises(DataError, match=r"detente\[cluster\]"):
        place("memory://runs")
    assert place("runs") == Path("runs")


def test_files_are_put_listed_measured_and_removed(folder: Path) -> None:
    (folder / "c").mkdir(parents=True, exist_ok=True)
    put(folder / "b.json", b"{}")
    put(folder / "c" / "0", b"1234")
    put(folder / "c" / "0", b"123")  # the later one stands
    put(folder / ".DS_Store", b"icons")
    assert files_under(folder) == [("b.json", 2), ("c/0", 3)]
    assert size_of(folder) == 2 + 3 + 5
    assert (folder / "c" / "0").read_bytes() == b"123"
    remove_tree(folder / "c")
    assert files_under(folder) == [("b.json", 2)]
    remove_tree(folder / "c")  # it is gone already


def test_what_a_service_says_is_an_error_of_writing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise RuntimeError("AccessDenied: not yours")

    far: Any = place("memory://runs")
    monkeypatch.setattr(type(far.fs), "pipe_file", denied)
    with pytest.raises(OSError, match="AccessDenied"):
        put(far / "x", b"1")


def test_what_a_service_will_not_remove_is_told_only_to_who_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied(*_: Any, **__: Any) -> None:
        raise RuntimeError("AccessDenied: not yours")

    far: Any = place("memory://runs")
    monkeypatch.setattr(type(far.fs), "rm", denied)
    remove_tree(far)
    with pytest.raises(OSError, match="AccessDenied"):
        remove_tree(far, ignore_errors=False)
