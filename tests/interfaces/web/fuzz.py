"""Requests made up from what the API says of itself, half of them about what is there.

Schemathesis makes them from the OpenAPI document, right ones and wrong ones; every
answer is checked against that document: its status, its kind and its content.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

__all__ = ["HOST", "fuzzed"]

HOST = "testserver"
"""Name under which Schemathesis asks."""

ZIP = "/api/scenarios/zip"
"""It has no schema to make files from; `zipped` files are tried apart."""

STATEMENTS = (
    "belief.empathy=0.5", "HUB.empathy=1", "belief.empathy=0.6:0.9", "HUB.tie=3", "=",
    "belief.empathy=nan", "full.drop=99999999999999999999", "a" * 50, "full.add={",
    'full.add={kind = "tie"}', "HUB-HUB.tie=1", "belief.empathy=1e999", "\x00=\x00",
)  # fmt: skip

# What is well formed may still be about nothing, such as a lens that there is not.
LEFT_OUT = [positive_data_acceptance]

Known = dict[str, list[str]]


def fuzzed(
    app: Any, known: Known, examples: int, seed: int | None = None
) -> Iterator[tuple[str, Counter[int]]]:
    """Try each operation, with right requests and wrong ones.

    Args:
        app: The server, which must answer to `HOST`.
        known: Values that are there by name of a part of a path: scenario, run, view.
        examples: Requests of each kind and operation.
        seed: Seed of the random numbers; the same requests each time if none is given.

    Yields:
        Operation and kind, and how many answers had which status.

    Raises:
        AssertionError: If an answer is not as the document says.
    """
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    for found in schema.exclude(path=ZIP).get_all_operations():
        operation = found.ok()
        modes = [GenerationMode.POSITIVE]
        if operation.body or operation.query:  # else nothing of it can be wrong
            modes.append(GenerationMode.NEGATIVE)
        for mode in modes:
            seen: Counter[int] = Counter()
            _test(operation.as_strategy(mode), known, seen, examples, seed)()
            yield f"{operation.label}, {mode.name.lower()}", seen


def _test(
    cases: Any, known: Known, seen: Counter[int], examples: int, seed: int | None
) -> Callable[[], None]:
    @settings(
        max_examples=examples, derandomize=seed is None, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        verbosity=Verbosity.quiet,
    )  # fmt: skip
    @given(cases, st.randoms(use_true_random=False))
    def test(case: Any, chance: random.Random) -> None:
        _about_what_is_there(case, known, chance)
        answer = case.call()
        seen[answer.status_code] += 1
        case.validate_response(answer, excluded_checks=LEFT_OUT)
        if answer.status_code >= 400:
            error = answer.json()["error"]
            assert error, "what is refused must say why"
            assert "\n" not in error, error

    if seed is not None:
        from hypothesis import seed as seeded

        test = seeded(seed)(test)
    return test


def _about_what_is_there(case: Any, known: Known, chance: random.Random) -> None:
    """Put what is there into half of the requests, where it fits."""
    for name in case.path_parameters or ():
        if name in known and chance.random() < 0.8:
            case.path_parameters[name] = chance.choice(known[name])
    body = case.body
    right = case.meta.generation.mode is GenerationMode.POSITIVE
    if right and case.operation.label == "POST /api/runs" and chance.random() < 0.8:
        body["scenario"] = chance.choice(known["scenario"])
        if chance.random() < 0.8:
            body["lenses"] = ["spiral"]
        if chance.random() < 0.8:
            body["plans"] = []
        if chance.random() < 0.8:
            body["changes"] = chance.sample(STATEMENTS, chance.randint(0, 2))
