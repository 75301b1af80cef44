"""Time the kernel alone: ordered-pair-years a second with the scenario's measures.

A batch is one plan of the scenario for 32 members, through the same engine as a run but
without the spiral number, verdicts or files. Counted are N(N - 1) ordered pairs x years
x members. One process works alone, then one a core all at once; a round is one batch of
every plan in every process, and lasts as long as its slowest process. Prints; tests
nothing.

    python benchmarks/kernel_speed.py --repeats 7
"""

import argparse
import multiprocessing
import os
import platform
import statistics
import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Barrier

    from detente.runs.engine import Engine

SEED = 1
PRINCIPALS = 6
LENS = "prior"
SECONDS_TO_START = 600.0  # compiling on a slow machine


class Rounds(NamedTuple):
    """What a process reports.

    Attributes:
        seconds: Of each round.
        pair_years: Evaluated in one round by one process.
        about: What a batch is, in words.
    """

    seconds: list[float]
    pair_years: int
    about: str


def worker(
    scenario: str, repeats: int, ready: "Barrier", said: "Queue[Rounds | str]"
) -> None:
    """Time rounds in one process, starting each together with the others."""
    try:
        said.put(rounds(scenario, repeats, ready))
    except Exception as problem:  # the parent is to say what went wrong
        ready.abort()
        said.put(f"{type(problem).__name__}: {problem}")


def engine_of(scenario: str) -> "tuple[Engine, int]":
    """Return the engine of a run of a scenario, and how many outcomes it asks for."""
    from detente.claims.effects import needed_queries
    from detente.runs.execute import Recipe
    from detente.worlds.load import load

    loaded = load(scenario)
    largest = sorted(
        loaded.world.actors,
        key=lambda code: -_figure(loaded.world.actors[code].spending),
    )
    queries = needed_queries(loaded)
    recipe = Recipe(loaded, queries, tuple(largest[:PRINCIPALS]), 0, SEED)
    return recipe.engine(), len(queries)


def rounds(scenario: str, repeats: int, ready: "Barrier") -> Rounds:
    """Build the engine as a run does, warm it up, and time rounds."""
    import numpy as np

    from detente.lenses import lens
    from detente.runs.engine import MEMBERS, Members
    from detente.runs.job import Variant

    engine, outcomes = engine_of(scenario)
    drawn = lens.sample(lens.load(LENS), MEMBERS, SEED)
    members = Members.of(range(MEMBERS), 0)

    def batch(plan: str) -> None:
        left = engine.run(
            plan, Variant(plan).switches(), drawn, members, SEED, count_spiral=False
        )
        if not np.isfinite(left.outcomes).any():
            raise ValueError(f"nothing finite under {plan}")

    plans = list(engine.compiled.plans)
    for plan in plans:
        batch(plan)
    seconds = []
    for _ in range(repeats):
        ready.wait(SECONDS_TO_START)
        began = time.perf_counter()
        for plan in plans:
            batch(plan)
        seconds.append(time.perf_counter() - began)
    count, years = len(engine.compiled.actors), len(engine.compiled.years)
    return Rounds(
        seconds,
        count * (count - 1) * years * MEMBERS * len(plans),
        f"{count} actors, {years} years, {MEMBERS} members, {len(plans)} plans, "
        f"{outcomes} outcomes",
    )


def _figure(figure: Any) -> float:
    """Return a figure, or the median of the distribution that stands for it."""
    return float(getattr(figure, "median", figure))


def together(options: argparse.Namespace, processes: int) -> list[Rounds]:
    """Return the rounds of processes that work at once.

    Raises:
        SystemExit: If one of them fails.
    """
    context = multiprocessing.get_context("spawn")
    ready, said = context.Barrier(processes), context.Queue()
    given = (options.scenario, options.repeats, ready, said)
    crew = [context.Process(target=worker, args=given) for _ in range(processes)]
    for process in crew:
        process.start()
    heard = [said.get() for _ in crew]
    for process in crew:
        process.join()
    wrong = [each for each in heard if isinstance(each, str)]
    if wrong:
        raise SystemExit("; ".join(wrong))
    return heard


def main() -> None:
    """Time, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--repeats", type=int, default=7, help="rounds timed")
    parser.add_argument(
        "--processes", type=int, nargs="+", default=[1, os.cpu_count() or 1]
    )
    options = parser.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}"
    )
    for k, processes in enumerate(dict.fromkeys(options.processes)):
        heard = together(options, processes)
        if k == 0:
            print(f"{options.scenario}: {heard[0].about}; median of {options.repeats}")
            print(f"{'processes':>9} {'ms a round':>12} {'pair-years a second':>22}")
        slowest = [max(each) for each in zip(*(h.seconds for h in heard), strict=True)]
        middle = statistics.median(slowest)
        rate = processes * heard[0].pair_years / middle
        print(f"{processes:>9} {1000 * middle:>12.0f} {rate:>22.3g}", flush=True)


if __name__ == "__main__":
    main()
