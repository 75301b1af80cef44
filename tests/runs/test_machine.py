"""The machine: one thread a process, and a cache that is the user's alone."""

import os
import stat
from pathlib import Path
from typing import Any

import jax
import pytest

from detente.runs.machine import cache_folder, prepare


@pytest.fixture
def set_in_jax(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what would be set in JAX, and leave this process as it is."""
    seen: dict[str, Any] = {}
    monkeypatch.setattr(jax.config, "update", seen.__setitem__)
    monkeypatch.setenv("XLA_FLAGS", os.environ.get("XLA_FLAGS", ""))
    return seen


def test_programs_are_kept_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("DETENTE_CACHE", raising=False)
    assert cache_folder().is_relative_to(tmp_path / "xdg")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "own"))
    assert cache_folder().is_relative_to(tmp_path / "own")


def test_without_a_word_programs_are_kept_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DETENTE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder().is_relative_to(tmp_path / ".cache")


def test_nobody_else_may_write_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    (tmp_path / "detente" / "programs").mkdir(parents=True, mode=0o777)
    assert stat.S_IMODE(cache_folder().stat().st_mode) == 0o700


def test_a_process_computes_in_one_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_in_jax: dict[str, Any]
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path))
    monkeypatch.setenv("XLA_FLAGS", "--xla_of_ones_own")
    prepare()
    prepare()
    flags = os.environ["XLA_FLAGS"].split()
    assert "--xla_of_ones_own" in flags
    assert flags.count("--xla_cpu_multi_thread_eigen=false") == 1
    assert set_in_jax["jax_compilation_cache_dir"].startswith(str(tmp_path))


def test_a_home_that_cannot_be_written_is_no_reason_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_in_jax: dict[str, Any]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "file"))
    prepare()
    assert "jax_compilation_cache_dir" not in set_in_jax
