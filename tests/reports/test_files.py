"""Files of a report: whole, or not at all."""

import errno
from pathlib import Path

import pytest

from detente.core.errors import RunError
from detente.reports.files import write_whole


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "a" / "b" / "x.html", b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in path.parent.iterdir()] == ["x.html"]


def test_a_full_disk_leaves_the_older_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(b"old")

    def full(self: Path, content: bytes) -> int:
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RunError, match="No space left on device") as refused:
        write_whole(path, b"new")
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_under_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="expected a place that can be written"):
        write_whole(tmp_path / "file" / "x.html", b"new")


def test_a_folder_in_the_place_is_refused_and_left(tmp_path: Path) -> None:
    (tmp_path / "x.html").mkdir()
    with pytest.raises(RunError, match=r"x\.html"):
        write_whole(tmp_path / "x.html", b"new")
    assert [file.name for file in tmp_path.iterdir()] == ["x.html"]


@pytest.mark.parametrize("path", [".", "/"])
def test_a_place_without_a_name_is_refused_in_one_line(path: str) -> None:
    with pytest.raises(RunError, match="expected the name of a file") as refused:
        write_whole(Path(path), b"new")
    assert "\n" not in str(refused.value)
