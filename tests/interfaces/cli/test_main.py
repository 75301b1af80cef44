"""The entry of the command line: help, mistakes, interruption, closed pipes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from detente.core.errors import DetenteError
from detente.interfaces.cli import main as entry
from detente.interfaces.cli.main import COMMANDS, main

PROGRAM = [sys.executable, "-m", "detente.interfaces.cli"]
HEAVY = {"jax", "jaxlib", "numpy", "pandas", "pydantic", "scipy", "xarray", "zarr"}

Refused = Callable[..., str]


def started(*argv: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [*PROGRAM, *argv],
        capture_output=True,
        text=True,
        check=False,
        **options,  # pyright: ignore[reportArgumentType, reportCallIssue]
    )


def test_importing_and_help_load_no_heavy_library() -> None:
    program = (
        "import sys, detente.interfaces.cli.main as entry; "
        "entry.main(['--help']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "argparse" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_printed(
    command: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"] if command else ["--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: detente")
    assert err == ""


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("detente ")


@pytest.mark.parametrize(
    ("argv", "answer"),
    [
        ([], 'expected COMMAND, got nothing; see "detente --help"'),
        (["rnu"], 'got "rnu"; did you mean "run"?'),
        (["--traceback", "shwo"], 'did you mean "show"?'),
        (["zzz"], 'got "zzz"; see "detente --help"'),
        (["run"], 'expected SCENARIO, got nothing; see "detente run --help"'),
        (["run", "mine", "--drws", "3"], 'got "--drws"; did you mean "--draws"?'),
        (["run", "mine", "--drws=3"], 'got "--drws"; did you mean "--draws"?'),
        (["list", "--jsno"], 'did you mean "--json"?'),
        (["show", "mine", "more"], 'no more arguments, got "more"'),
        (["check"], "expected PATH, got nothing"),
        (["run", "mine", "--seed"], "argument --seed: expected one argument"),
    ],
)
def test_a_mistyped_command_line_gets_one_line(
    refused: Refused, argv: list[str], answer: str
) -> None:
    assert answer in refused(*[each for each in argv if each != "--traceback"])


def test_a_traceback_is_shown_only_on_request(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", "nope"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    for argv in (["show", "nope", "--traceback"], ["--traceback", "show", "nope"]):
        assert main(argv) == 2
        err = capsys.readouterr().err
        assert "Traceback" in err
        assert err.splitlines()[-1].startswith("detente: scenario: expected a name")


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (DetenteError("a\nb"), 2, "detente: a\\nb"),
        (OSError(28, "No space left on device"), 2, "detente: cannot read or write"),
        (ZeroDivisionError("x"), 1, "detente: a fault of detente itself: ZeroDiv"),
        (KeyboardInterrupt(), 130, "detente: stopped"),
        (BrokenPipeError(), 141, ""),
        (SystemExit(3), 3, ""),
    ],
)
def test_each_error_has_its_exit_status_and_at_most_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    status: int,
    line: str,
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr(entry, "_dispatch", fail)
    assert main(["list"]) == status
    err = capsys.readouterr().err
    assert err.startswith(line)
    assert err.count("\n") == (1 if line else 0)


def test_a_stopped_run_says_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_dispatch", stop)
    assert main(["run", "mine"]) == 130
    assert "the same command again goes on from there" in capsys.readouterr().err


def test_a_wrong_input_ends_the_process_with_status_two(folder: Path) -> None:
    for name, text in (("scenario.toml", "\0\1"), ("world.toml", "x = " + "[" * 9_999)):
        (folder / name).write_text(text)
        for command in ("run", "show", "check"):
            done = started(command, str(folder))
            assert (done.returncode, done.stdout) == (2, "")
            assert done.stderr.startswith("detente: mine/scenario.toml: expected")
            assert done.stderr.count("\n") == 1


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, "show", str(folder)],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, "show", str(folder)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("detente: cannot read or write")
    assert done.stderr.count("\n") == 1


def test_a_terminal_without_the_letter_still_shows_the_name(folder: Path) -> None:
    file = folder / "world.toml"
    file.write_text(file.read_text("utf-8").replace('"Ally"', '"Türkiye"'), "utf-8")
    done = started("show", "mine", env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "T\\xfcrkiye" in done.stdout


def test_ctrl_c_leaves_one_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    program = (
        "import sys, time, pathlib\n"
        "from detente.interfaces.cli import main as entry\n"
        "def wait(arguments):\n"
        f"    pathlib.Path({str(ready)!r}).touch()\n"
        "    time.sleep(60)\n"
        "entry._dispatch = wait\n"
        "sys.exit(entry.main(['run', 'mine']))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if ready.exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.startswith("detente: stopped")
    assert err.count("\n") == 1
