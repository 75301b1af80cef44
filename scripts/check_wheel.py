"""Build sdist and wheel, install the wheel in a fresh environment, and try it there.

Prints a line for each thing that was tried, and exits 1 at the first that fails: the
sdist holds every tracked file that it should; the wheel, built from the sdist, holds
every file of the package and the mark that it is typed; every command works outside the
repository; a scenario is run and verified; a type checker sees the types of the API.
Without uv nothing is tried, which fails where CI is set.

    python scripts/check_wheel.py             # a minute or two
    python scripts/check_wheel.py --no-run    # without the simulation
"""

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = "."
"""How names begin of what a repository has and a release has not."""

USER = """
import detente as dt
from typing_extensions import assert_type

run = dt.run("two-states", draws=4, workers=1)
assert_type(run, dt.Run)
dt.run("two-states", draws="many")  # a checker must refuse this
"""


class WrongError(Exception):
    """Something is not as a release must be."""


def check(good: object, message: str) -> None:
    """Raise WrongError with a message unless something holds."""
    if not good:
        raise WrongError(message)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Print what is tried, and how it went."""
    began = time.monotonic()
    try:
        yield
    except (subprocess.CalledProcessError, WrongError, ValueError, OSError) as problem:
        said = getattr(problem, "stderr", "") or getattr(problem, "stdout", "")
        print(f"FAILED  {what}: {problem}\n{said}")
        sys.exit(1)
    print(f"ok      {what} ({time.monotonic() - began:.1f} s)", flush=True)


def call(*command: object, where: Path, **env: str) -> str:
    """Return what a command prints; it sees nothing of the repository."""
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=where, env=clean | env, text=True,
        capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def build(target: Path) -> tuple[Path, Path]:
    """Return an sdist, and a wheel that was built from it."""
    call(sys.executable, "-m", "uv", "build", "--quiet", "--out-dir", target, ROOT,
         where=ROOT)  # fmt: skip
    (sdist,), (wheel,) = target.glob("*.tar.gz"), target.glob("*.whl")
    return sdist, wheel


def tracked(under: str = "") -> set[str]:
    """Return the files of the repository."""
    names = call("git", "ls-files", under or ".", where=ROOT).splitlines()
    return {name for name in names if not name.startswith(LEFT_OUT)}


def contents(sdist: Path, wheel: Path) -> None:
    """Check that nothing is missing in either."""
    with tarfile.open(sdist) as tar:
        held = {name.partition("/")[2] for name in tar.getnames()}
    lacking = tracked() - held
    check(not lacking, f"the sdist lacks {sorted(lacking)[:5]}")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    lacking = {n.removeprefix("src/") for n in tracked("src")} - packed
    check(not lacking, f"the wheel lacks {sorted(lacking)[:5]}")
    check("detente/py.typed" in packed, "the wheel lacks detente/py.typed")
    strange = [n for n in packed if not n.startswith(("detente/", "detente-"))]
    check(not strange, f"the wheel also has {strange[:5]}")


def install(wheel: Path, target: Path) -> Path:
    """Return the programs of a fresh environment that has the wheel alone."""
    venv.create(target, with_pip=False)
    call(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python",
         target / "bin" / "python", "-c", ROOT / "constraints.txt", wheel,
         where=target)  # fmt: skip
    return target / "bin"


def commands(programs: Path, folder: Path) -> None:
    """Try every command without a simulation."""
    detente = programs / "detente"
    said = call(detente, "--help", where=folder)
    names = call(
        programs / "python", "-c",
        "from detente.interfaces.cli.main import COMMANDS; print(*COMMANDS)",
        where=folder,
    ).split()  # fmt: skip
    for name in names:
        check(name in said, f"detente --help does not name {name}")
        call(detente, name, "--help", where=folder)
    for line in ("--version", "list", "show two-states", "check nato-east-asia",
                 "doctor", "theory", "data list", "runs list", "new mine"):  # fmt: skip
        call(detente, *line.split(), where=folder, DETENTE_CACHE=str(folder / "cache"))
    mode = (folder / "cache/detente/programs").stat().st_mode & 0o777
    check(mode == 0o700, f"others may use the cache of programs: mode {mode:o}")


def simulation(programs: Path, folder: Path) -> None:
    """Run a scenario, and check what it left."""
    detente = programs / "detente"
    call(detente, "run", "mine", "--draws", "8", "--replicates", "1", "--quiet",
         "--lens", "prior", "--workers", "1", where=folder)  # fmt: skip
    (kept,) = (folder / "runs" / "mine").iterdir()
    check((kept / "report.html").stat().st_size, "the report is empty")
    call(detente, "runs", "verify", kept, where=folder)


def types(programs: Path, folder: Path) -> None:
    """Let a type checker read a user's script."""
    (folder / "script.py").write_text(USER)
    checker: Sequence[object] = (
        sys.executable, "-m", "basedpyright", "--pythonpath", programs / "python",
        "--outputjson", "script.py",
    )  # fmt: skip
    done = subprocess.run(
        [str(part) for part in checker], cwd=folder, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    said = done.stdout.strip()
    check(said.startswith("{"), f"the checker crashed: {done.stderr[-2000:]}")
    errors = [
        each["range"]["start"]["line"] for each in
        json.loads(said)["generalDiagnostics"] if each["severity"] == "error"
    ]  # fmt: skip
    check(errors == [6], f"a checker sees {said[:2000]}")


def main() -> None:
    """Try all of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--no-run", action="store_true", help="simulate nothing")
    options = parser.parse_args()
    if importlib.util.find_spec("uv") is None:
        print("left out: it needs uv")
        sys.exit(1 if os.environ.get("CI") else 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (work := folder / "work").mkdir()
        with step("sdist, and a wheel from it"):
            sdist, wheel = build(folder / "dist")
        with step("nothing is missing"):
            contents(sdist, wheel)
        with step(f"{wheel.name} in a fresh environment"):
            programs = install(wheel, folder / "env")
        with step("every command"):
            commands(programs, work)
        if not options.no_run:
            with step("a run"):
                simulation(programs, work)
        with step("types"):
            types(programs, work)


if __name__ == "__main__":
    main()
