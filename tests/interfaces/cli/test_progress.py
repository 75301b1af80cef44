"""Progress: rewritten on a terminal, sparse in a log."""

import doctest
import io

import pytest

from detente.interfaces.cli import progress
from detente.interfaces.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return a clock that a test moves by hand."""
    now = [1000.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def test_a_log_gets_a_line_for_each_stage_and_few_between(clock: list[float]) -> None:
    stream = io.StringIO()
    show = Progress(stream=stream)
    for done in range(101):
        show("simulating", done, 100, 100.0 - done)
        clock[0] += 0.25
    show("judging", 0, 0, None)
    show.close()
    lines = stream.getvalue().splitlines()
    assert lines[0] == "simulating 0/100, 1 min 40 s left"
    assert lines[-1] == "judging"
    assert len(lines) == 4


def test_a_terminal_gets_one_line_that_is_rewritten_and_cleared(
    clock: list[float],
) -> None:
    stream = Terminal()
    show = Progress(stream=stream)
    show("simulating", 1, 2, 65.0)
    show("simulating", 1, 2, 65.0)
    show("simulating", 2, 2, 0.0)
    show.close()
    first, second, cleared, empty = stream.getvalue().split("\r")[1:]
    assert first == "simulating 1/2, 1 min 5 s left"
    assert second.rstrip() == "simulating 2/2"
    assert len(second) == len(first)
    assert cleared.strip() == empty == ""


def test_a_quiet_one_says_nothing() -> None:
    stream = io.StringIO()
    Progress(quiet=True, stream=stream)("simulating", 1, 2, 3.0)
    assert stream.getvalue() == ""


def test_times_are_written_briefly() -> None:
    assert doctest.testmod(progress).failed == 0
