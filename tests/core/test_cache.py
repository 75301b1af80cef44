"""The user's cache: where the user says, and the user's alone."""

import stat
from pathlib import Path

import pytest

from detente.core.cache import cache_folder


def test_programs_are_kept_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("DETENTE_CACHE", raising=False)
    assert cache_folder("programs").is_relative_to(tmp_path / "xdg")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "own"))
    assert cache_folder("programs").is_relative_to(tmp_path / "own")


def test_without_a_word_programs_are_kept_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DETENTE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder("programs").is_relative_to(tmp_path / ".cache")


def test_a_user_without_a_home_is_told_like_any_other_folder_trouble(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("DETENTE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(OSError, match="home directory"):
        cache_folder("programs")


def test_nobody_else_may_write_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    (tmp_path / "detente" / "programs").mkdir(parents=True, mode=0o777)
    assert stat.S_IMODE(cache_folder("programs").stat().st_mode) == 0o700
