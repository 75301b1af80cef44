"""Cores: those that a process may use, not those that there are."""

import os

import pytest

from detente.core.cores import cores


@pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="the system keeps nobody to a core"
)
def test_a_process_that_is_kept_to_one_core_has_one() -> None:
    before = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(before)})
        assert cores() == 1
    finally:
        os.sched_setaffinity(0, before)
    assert cores() == len(before)


def test_a_system_that_keeps_nobody_to_a_core_has_those_that_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cores() == 7
