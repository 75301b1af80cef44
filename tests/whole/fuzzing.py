"""Mistakes made up by chance: command lines, lens files, data files, statements.

What the program owes to each: an answer, or one line and status 2; no traceback, and
nothing left behind. `benchmarks/fuzz.py` tries many more than the tests do.
"""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from hypothesis import strategies as st

from detente.core.errors import LensError, RunError
from detente.interfaces.cli import main as entry
from detente.lenses import lens as lenses
from detente.worlds.load import STARTER, write_template

__all__ = [
    "answer", "argument_lists", "data_file", "harmed", "lens_file", "lens_of",
    "shelf", "stubbed",
]  # fmt: skip

HEAVY = ("serve", "bench", "fit", "backtest", "play", "tournament", "theory", "run")
"""Commands that would work long: of these only what they ask for is tried."""

ABSENT = ("nowhere", "runs/none", "a/b", "../..", "/dev/null", "mine/world.toml")
WORDS = (
    "mine", "two-states", "prior", "record", "guarantee", "RIVAL=hawk", "HUB=hawkish",
    "belief.empathy=0.8", "belief.empathy=9", "RIVAL.empathy=.9", "RIVAL.revisionist=7",
    "RIVAL-HUB.tie=3", "guarantee.drop=2", "guarantee.add={a=", "RIVAL revisionist 70%",
    "belief.empathy >= 0.5 60%", "crisis.fear = 1.2 sd", "majors", "mine.toml", "add",
    "list", "check", "cite", "resume", "verify", "delete", "tcp://127.0.0.1:9",
    "s3:/x", "gopher://x", "memory://fuzz", "0", "-1", "1e9", "1950:1994", "999", "nan",
    "", " ", "--", "-", "=", "%s", "{}", "\x1b[2J", "é中", "a" * 300, *ABSENT,
)  # fmt: skip


def _options() -> dict[str, list[str]]:
    """Return the options of every command by its name."""
    _, parsers = entry.build_parser()
    return {name: parser.options() for name, parser in parsers.items()}


@st.composite
def argument_lists(draw: st.DrawFn) -> list[str]:
    """Draw a command line: a command, its options or others, and words of all kinds."""
    options = _options()
    command = draw(st.sampled_from(sorted(options)))
    every = sorted({each for some in options.values() for each in some})
    word = st.one_of(
        st.sampled_from(WORDS), st.sampled_from(options[command] or every),
        st.sampled_from(every), st.text(max_size=12), st.integers().map(str),
    )  # fmt: skip
    return [command, *draw(st.lists(word, max_size=6))]


@contextlib.contextmanager
def stubbed() -> Iterator[None]:
    """Let nothing be simulated, served or fetched while command lines are tried."""

    def stub(*_: Any, **__: Any) -> Any:
        raise RunError.at("run", "nothing to be simulated", "a run", "this is a trial")

    with contextlib.ExitStack() as stack:
        for target in (
            "detente.claims.compute.compute", "detente.record.fetch.fetch",
            "detente.decide.proposals.propose", "detente.runs.execute.Plant",
        ):  # fmt: skip
            stack.enter_context(mock.patch(target, stub))
        for name in set(HEAVY) - {"run"}:
            module = entry.COMMANDS[name]
            stack.enter_context(mock.patch.object(module, "execute", return_value=0))
        yield


@contextlib.contextmanager
def shelf(folder: Path) -> Iterator[None]:
    """Work in a folder with a right scenario, as a user would."""
    with contextlib.chdir(folder):
        if not Path("mine").exists():
            write_template("mine", folder)
        yield


def answer(argv: list[str]) -> str:
    """Return what is wrong with the answer to a command line, or nothing."""
    out, err = io.StringIO(), io.StringIO()
    before = _standing()
    with (
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", io.StringIO("")),
    ):  # fmt: skip
        status = entry.main(argv)
    said = err.getvalue()
    if status not in (0, 2):
        return f"status {status}: {said}"
    if "Traceback" in said:
        return "" if "--traceback" in argv else f"a traceback: {said}"
    if status == 2:
        lines = [line for line in said.splitlines() if line.startswith("detente: ")]
        if not lines or not all(line.isprintable() for line in lines):
            return f"no plain line: {said!r}"
        if "--out" not in argv and _standing() != before:
            return f"left behind: {_standing() - before}"
    return ""


def _standing() -> set[str]:
    """Return what stands in this folder, locks and empty folders aside."""
    return {str(f) for f in Path.cwd().rglob("*") if f.is_file() and f.name != "lock"}


VALUES = (
    "-1", "0", "1e400", "nan", "-inf", "true", "''", "[]", "{}", "[[[[]]]]", "{a=1}",
    "1979-05-27", "9" * 40, '"' + "x" * 500 + '"', '"\\u0000"', '"\\n"', "'''\n'''",
    '["a", 1]', "{a = {}}", '"../../etc"', '"<script>"', "\u00e9", "=", "", "0x",
    '"\\ud800"',
)  # fmt: skip
"""What stands where a value was; some are no TOML."""

KINDS = ("value", "value", "value", "drop", "cut", "text", "swap", "cell")


@st.composite
def harmed(draw: st.DrawFn, text: str) -> str:
    """Draw a text with one to three mistakes in it.

    Most have one, of a value: a file that no longer parses tries little else.
    """
    lines = text.splitlines()
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        line = lines[at] if lines else ""
        match draw(st.sampled_from(KINDS)):
            case "value":
                valued = [k for k, each in enumerate(lines) if "=" in each] or [at]
                at = draw(st.sampled_from(valued))
                key = "".join(lines[at : at + 1]).partition("=")[0]
                lines[at : at + 1] = [f"{key}= {draw(st.sampled_from(VALUES))}"]
            case "drop":
                lines[at : at + 1] = []
            case "cut":
                lines[at:] = [line[: draw(st.integers(0, 40))]]
            case "text":
                lines[at:at] = [draw(st.text(max_size=40))]
            case "swap":
                lines[at : at + 1] = [draw(st.sampled_from(lines or [""]))]
            case _:
                cells = line.split(",")
                cells[draw(st.integers(0, len(cells) - 1))] = draw(
                    st.one_of(st.sampled_from(VALUES), st.text(max_size=8))
                )
                lines[at : at + 1] = [",".join(cells)]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


def _lens_text(name: str) -> str:
    return (Path(lenses.__file__).parent / f"{name}.toml").read_text("utf-8")


def lens_file() -> st.SearchStrategy[str]:
    """Draw a lens file with mistakes in it."""
    names = st.sampled_from(["prior", "spiral", "record"])
    return names.flatmap(lambda name: harmed(_lens_text(name)))


def lens_of(text: str) -> str:
    """Return what is wrong with the answer to a lens file, or nothing."""
    try:
        lenses.parse("mine", text, "mine.toml")
    except LensError as error:
        said = str(error)
        return "" if said.isprintable() and ": expected " in said else said
    return ""


MAJORS = (
    "ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
    + "".join(f"2,{1816 + k},8,13,2016,12,31,2016\n" for k in range(14))
)  # fmt: skip


def data_file() -> st.SearchStrategy[bytes]:
    """Draw a file of a data set with mistakes in it, or any bytes."""
    wrong = harmed(MAJORS).map(lambda text: text.encode("utf-8", "surrogatepass"))
    return st.one_of(wrong, wrong.map(lambda raw: raw[::-1]), st.binary(max_size=200))


STARTING = (STARTER / "scenario.toml").read_text("utf-8")
