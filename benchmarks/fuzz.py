"""Try mistakes by chance, many more than the tests do, and print what was tried.

python benchmarks/fuzz.py            # a thousand of each kind
python benchmarks/fuzz.py 20000      # as many as that

Exit status 1 if one was answered by a traceback, by more than a line, or left files.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from hypothesis import HealthCheck, given, settings
from tests.whole import fuzzing

TRIED = 1000


def data(folder: Path) -> Callable[[bytes], str]:
    """Return a function that tries a data file."""

    def tried(raw: bytes) -> str:
        (folder / "given.csv").write_bytes(raw)
        return fuzzing.answer(["data", "add", "given.csv"])

    return tried


def scenario(folder: Path) -> Callable[[str], str]:
    """Return a function that tries a scenario file."""
    file = folder / "mine" / "scenario.toml"

    def tried(text: str) -> str:
        right = file.read_bytes()
        file.write_text(text, "utf-8", errors="surrogatepass")
        said = fuzzing.answer(["check", "mine"])
        said = said or fuzzing.answer(["run", "mine", "--quiet"])
        file.write_bytes(right)
        return said

    return tried


def attempt(name: str, strategy: Any, tried: Callable[[Any], str], count: int) -> int:
    """Try a kind of mistake, print how often each answer came, return the faults."""
    began, answers, faults = time.monotonic(), Counter[str](), []

    @settings(max_examples=count, deadline=None, database=None, derandomize=False,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(strategy)
    def one(given_: Any) -> None:
        try:
            said = tried(given_)
        except Exception as problem:
            said = f"{type(problem).__name__}: {problem}"
        answers["as it should be" if not said else "a fault"] += 1
        if said and len(faults) < 5:
            faults.append((given_, said))

    one()
    print(f"{name}: {dict(answers)} in {time.monotonic() - began:.0f} s", flush=True)
    for given_, said in faults:
        print(f"  {given_!r:.400}\n    {said[-400:]}")
    return answers["a fault"]


def main() -> int:
    """Try every kind."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TRIED
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["DETENTE_DATA_STORE"] = str(folder / "store")
        os.environ["DETENTE_CACHE"] = str(folder / "cache")
        with fuzzing.shelf(folder), fuzzing.stubbed():
            kinds = (
                ("command lines", fuzzing.argument_lists(), fuzzing.answer),
                ("scenario files", fuzzing.harmed(fuzzing.STARTING), scenario(folder)),
                ("lens files", fuzzing.lens_file(), fuzzing.lens_of),
                ("data files", fuzzing.data_file(), data(folder)),
            )
            return int(sum(attempt(*kind, count) for kind in kinds) > 0)


if __name__ == "__main__":
    sys.exit(main())
