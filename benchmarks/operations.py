"""Time every operation of a compiled year: where the engine's time goes.

A batch of one plan of a scenario runs through the engine of a run under XLA's own
profiler. Printed are the operations that take most, as shares of all; which lines of
the code each is made of, XLA says in its dump (XLA_FLAGS=--xla_dump_to=FOLDER). Tests
nothing.

    python benchmarks/operations.py [--scenario NAME_OR_FOLDER] [--top 12]
"""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from kernel_speed import LENS, SEED, engine_of

BATCHES = 4
OUTER = ("while", "call", "conditional")
"""Operations that only hold others."""


def operations(folder: Path) -> Counter[str]:
    """Return the nanoseconds that each operation took in a trace."""
    from jax.profiler import ProfileData

    events = (
        event
        for file in folder.rglob("*.xplane.pb")
        for plane in ProfileData.from_file(str(file)).planes
        for line in plane.lines
        for event in line.events
    )
    spent: Counter[str] = Counter()
    for event in events:
        name = str(dict(event.stats).get("hlo_op") or "")
        if name and not name.startswith(OUTER):
            spent[name] += event.duration_ns
    return spent


def main() -> None:
    """Time, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--scenario", default="nato-east-asia")
    parser.add_argument("--top", type=int, default=12)
    options = parser.parse_args()
    engine, _ = engine_of(options.scenario)

    import jax

    from detente.lenses import lens
    from detente.runs.engine import MEMBERS, Members
    from detente.runs.job import Variant

    drawn = lens.sample(lens.load(LENS), MEMBERS, SEED)
    plan = list(engine.compiled.plans)[-1]

    def batch() -> None:
        engine.run(
            plan, Variant(plan).switches(), drawn, Members.of(range(MEMBERS), 0), SEED,
            count_spiral=False,
        )  # fmt: skip

    batch()
    with tempfile.TemporaryDirectory() as folder:
        with jax.profiler.trace(folder):
            for _ in range(BATCHES):
                batch()
        spent = operations(Path(folder))
    whole = sum(spent.values())
    actors, years = len(engine.compiled.actors), len(engine.compiled.years)
    work = actors * (actors - 1) * years * MEMBERS * BATCHES
    print(
        f"{options.scenario}, plan {plan}: {actors} actors, {years} years; "
        f"{len(spent)} operations, {whole / work:.0f} ns a pair-year"
    )
    for name, nanoseconds in spent.most_common(options.top):
        print(f"{nanoseconds / whole:>6.1%}  {name}")


if __name__ == "__main__":
    main()
