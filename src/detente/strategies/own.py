"""A user's own strategy: a function of what its actor can know, in plain NumPy.

    def mine(view):
        growth = view["usual_growth"]           # log points of spending
        dispute = 0 * view["usual_dispute"]     # probability, each actor
        help = 1 + 0 * view["others"]           # factor on the odds of joining
        return growth, dispute, help

`view` holds NumPy arrays: `year` (since the start); `mine` and `theirs`, 0 for those
with whom a dispute was begun last year by the actor or by them, (N,); `belief`,
`threat`, `others`, `feared` (1 for the most feared), (N,); `tie`, `heat`, (N, N);
`log_arms`, `log_gdp`, (N,); `protection`, `trend` (growth of GDP, log points); and what
the law would have a security seeker do, `usual_growth` and `usual_dispute` (N,), or a
revisionist, `bent_growth`. Actors are in the order of their codes. Nobody's motive is
in it.

The function is called outside the compiled program, once a year and future: slow.
It is to return the same for the same view, and to keep nothing from call to call.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import jax
import jax.numpy as jnp
import numpy as np

from detente.core.errors import RunError, UsageError, nearest, one_line, shown
from detente.strategies.seats import Intent, Strategy, View

__all__ = ["fingerprint", "is_own", "own", "problem_raised", "sample"]

Own = Callable[[Mapping[str, Any]], Any]

PARTS = ("growth", "dispute", "help")

_RAISED: list[str] = []
"""What went wrong inside a compiled program, until somebody asks."""


def is_own(spec: str) -> bool:
    """Return whether a strategy is named as a file with a function."""
    return ".py" in spec


def fingerprint(spec: str) -> str:
    """Return the SHA-256 of the file that a strategy is in."""
    return hashlib.sha256(_file(spec)[0].read_bytes()).hexdigest()


def own(spec: str, actors: int) -> Strategy:
    """Return a user's strategy, checked once on a made-up view.

    Args:
        spec: Such as "mine.py:cautious".
        actors: Number of actors, N.

    Raises:
        UsageError: If there is no such function, or it raises or returns something else
            than it should.
    """
    function = _function(spec)
    shapes = Intent(
        *(cast("Any", jax.ShapeDtypeStruct(s, jnp.float32)) for s in _shapes(actors))
    )
    try:
        _call(function, spec, sample(actors), actors)
    except RunError as problem:
        raise UsageError(str(problem)) from None

    def ask(view: Mapping[str, Any]) -> Intent:
        plain = {name: np.asarray(x) for name, x in view.items()}
        try:
            return _call(function, spec, plain, actors)
        except RunError as problem:  # raised here it would be told with much noise
            _RAISED[:] = [str(problem)]
            return Intent(*(np.zeros(s, np.float32) for s in _shapes(actors)))  # type: ignore[arg-type]

    def decide(view: View, memory: Any) -> Intent:
        return jax.pure_callback(ask, shapes, view, vmap_method="sequential")

    return Strategy(spec, decide)


def problem_raised() -> str | None:
    """Return what a strategy did wrong in the program that just ran, if it did."""
    return _RAISED.pop() if _RAISED else None


def sample(actors: int) -> dict[str, Any]:
    """Return a view like those of a run, for trying a function out."""
    each, square = np.ones(actors, np.float32), np.zeros((actors, actors), np.float32)
    others = each.copy()
    others[0] = 0
    feared = 0 * each
    feared[-1] = 1
    small = np.float32(0.02)
    return {
        "year": np.int32(0), "mine": each, "theirs": each, "belief": 0.3 * others,
        "threat": 0.2 * others, "feared": feared, "others": others, "tie": square,
        "heat": square, "log_arms": 10 * each, "log_gdp": 13 * each,
        "protection": np.float32(0.5), "trend": small, "usual_growth": small,
        "bent_growth": 2 * small, "usual_dispute": small * others,
    }  # fmt: skip


def _shapes(actors: int) -> tuple[tuple[int, ...], ...]:
    return (), (actors,), (actors,)


def _file(spec: str) -> tuple[Path, str]:
    path, _, name = spec.rpartition(":")
    file = Path(path or name)
    if not path or not file.is_file():
        got = shown(spec) if not path else f"{shown(path)}, which is not there"
        raise UsageError.at(
            "strategy", "a file and a function in it", got, "write it like mine.py:plan"
        )
    return file, name


def _function(spec: str) -> Own:
    file, name = _file(spec)
    module_name = f"_strategy_{hashlib.sha256(str(file).encode()).hexdigest()[:12]}"
    found = importlib.util.spec_from_file_location(module_name, file)
    if found is None or found.loader is None:
        raise UsageError.at(
            f"strategy {spec}", "a Python file", shown(file.name), "end it in .py"
        )
    module = importlib.util.module_from_spec(found)
    sys.modules[module_name] = module
    try:
        found.loader.exec_module(module)
    except Exception as problem:
        raise UsageError.at(
            f"strategy {spec}",
            "a file that Python can read",
            _named(problem),
            "mend it",
        ) from problem
    function = getattr(module, name, None)
    if not callable(function):
        known = [key for key, x in vars(module).items() if callable(x)]
        raise UsageError.at(
            f"strategy {spec}", "a function of that file", shown(name),
            nearest(name, known),
        )  # fmt: skip
    return function


def _named(problem: Exception) -> str:
    return one_line(f"{type(problem).__name__}: {problem}")[:160]


def _call(function: Own, spec: str, view: Mapping[str, Any], actors: int) -> Intent:
    """Return what a function means to do, or say in one line what is wrong with it."""
    where = f"strategy {spec}, year {int(view['year'])}"
    wanted = "growth, dispute and help"
    try:
        said = function(view)
    except Exception as problem:  # whatever a user's code may raise
        raise RunError.at(
            where, f"a function that returns {wanted}", _named(problem), "mend it"
        ) from problem
    if not isinstance(said, tuple | list) or len(said) != len(PARTS):
        raise RunError.at(where, wanted, shown(said), "return all three")
    parts = []
    for name, part, shape in zip(PARTS, said, _shapes(actors), strict=True):
        try:
            array = np.asarray(part, np.float32)
        except (TypeError, ValueError):
            array = np.array(np.nan, np.float32)
        most = 1.0 if name == "dispute" else np.inf
        least = -np.inf if name == "growth" else 0.0
        if array.shape != shape:
            raise RunError.at(
                f"{where}, {name}", f"numbers of shape {shape}",
                f"shape {array.shape}", "give one an actor" if shape else "give one",
            )  # fmt: skip
        if not np.all(np.isfinite(array) & (array >= least) & (array <= most)):
            wrong = array[~(np.isfinite(array) & (array >= least) & (array <= most))]
            kind = {"growth": "a finite number", "dispute": "probabilities, 0 to 1",
                    "help": "factors, 0 or more"}[name]  # fmt: skip
            raise RunError.at(
                f"{where}, {name}", kind, f"{float(wrong.flat[0]):g}", "mend it"
            )
        parts.append(array)
    return Intent(*parts)
