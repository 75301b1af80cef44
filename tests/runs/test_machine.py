"""The machine: one thread a process, and a cache that is the user's alone."""

import os
from pathlib import Path
from typing import Any

import jax
import pytest

from detente.runs.machine import prepare


@pytest.fixture
def set_in_jax(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return what would be set in JAX, and leave this process as it is."""
    seen: dict[str, Any] = {}
    monkeypatch.setattr(jax.config, "update", seen.__setitem__)
    monkeypatch.setenv("XLA_FLAGS", os.environ.get("XLA_FLAGS", ""))
    return seen


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
