"""Count the disputes a year that a scenario simulates under each lens.

Sums over all ordered pairs the probability that the one starts a dispute with the
other, given true motives, in the first year of the baseline plan and every seventh
after it: mean and median over draws, and what falls on pairs that are not politically
relevant. A level that runs away from its start says that the laws feed on themselves.
Prints; tests nothing.

    python benchmarks/dispute_level.py nato-east-asia --draws 32
"""

import argparse
from typing import Any

REPLICATES, BATCH, EVERY, SEED = 2, 8, 7, 1


def levels(scenario: str, draws: int) -> None:
    """Print a table of each lens."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    from detente.core.bits import stream
    from detente.dynamics.kernel import kernel
    from detente.dynamics.pairs import Dense
    from detente.dynamics.state import Switches
    from detente.dynamics.trajectory import simulate
    from detente.lenses import lens
    from detente.lenses.records import records
    from detente.worlds.compile import compile_scenario
    from detente.worlds.load import load

    loaded = load(scenario)
    compiled = compile_scenario(loaded)
    plan = compiled.plans[loaded.baseline]
    k = kernel(Dense(len(compiled.actors)))
    remote = jnp.asarray(plan.world.remote)

    def measure(moment: Any, actions: Any, after: Any) -> Any:
        z = moment.state.motive[:, None] + jnp.zeros_like(remote)
        chance = moment.intentions.crisis.probability(z)
        chance = chance * (1 - jnp.eye(len(compiled.actors)))
        trust = jnp.mean(moment.state.credibility)
        return jnp.stack([jnp.sum(chance), jnp.sum(chance * remote), trust])

    @jax.jit
    def run(p: Any, numbers: Any) -> Any:
        hidden = Switches(*jnp.array([0.0, 1.0, 0.0]))

        def one(p: Any, draw: Any) -> Any:
            def future(replicate: Any) -> Any:
                key = stream(np.uint32(SEED), draw, replicate)
                return simulate(
                    k, measure, key, plan.world, compiled.first, plan.moves, p, hidden
                )[1]

            return jax.vmap(future)(jnp.arange(REPLICATES, dtype=jnp.uint32))

        return jax.vmap(one)(p, numbers).mean(axis=1)

    shown = compiled.years[::EVERY]
    print(f"{scenario}, plan {loaded.baseline}, {draws} draws x {REPLICATES} futures")
    print(f"{'':33}" + "".join(f"{year:8}" for year in shown))
    for name in lens.catalogue():
        drawn = lens.sample(lens.load(name), draws, SEED)
        p = records({key: x.astype(np.float32) for key, x in drawn.items()})
        numbers = np.arange(draws, dtype=np.uint32)
        parts = [
            run(
                jax.tree.map(lambda x, a=a: x[a : a + BATCH], p), numbers[a : a + BATCH]
            )
            for a in range(0, draws, BATCH)
        ]
        found = np.concatenate(parts)[:, ::EVERY]
        rows = {
            "disputes a year, mean": found[..., 0].mean(axis=0),
            "median": np.median(found[..., 0], axis=0),
            "of remote pairs": found[..., 1].mean(axis=0),
            "credibility": found[..., 2].mean(axis=0),
        }
        for label, values in rows.items():
            head = name if label.startswith("disputes") else ""
            print(f"{head:11}{label:>22}" + "".join(f"{x:8.2f}" for x in values))


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("scenario", nargs="?", default="nato-east-asia")
    parser.add_argument("--draws", type=int, default=32)
    options = parser.parse_args()
    levels(options.scenario, options.draws)


if __name__ == "__main__":
    main()
