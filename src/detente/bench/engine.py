"""Detente as a run uses it: the kernel, and all outcomes the scenario's claims need."""

from collections.abc import Callable

import numpy as np

from detente.bench.case import LENS, SEED, Case

__all__ = ["runner"]


def runner(case: Case) -> Callable[[np.ndarray], np.ndarray]:
    """Return members -> outcomes, NaN for all: they are other ones than the peers'.

    The spiral number, which is taken in one year only, is left out.
    """
    from detente.runs.machine import prepare

    prepare()

    from detente.claims.effects import needed_queries
    from detente.lenses import lens
    from detente.runs.engine import MEMBERS, Members
    from detente.runs.execute import Recipe
    from detente.runs.job import Variant
    from detente.worlds.load import load

    loaded = load(case.name.partition(",")[0])
    few = tuple(sorted(loaded.world.actors))[:2]
    engine = Recipe(loaded, needed_queries(loaded), few, 0, SEED).engine()
    plan = next(iter(engine.compiled.plans))
    drawn = lens.sample(lens.load(LENS), case.members, SEED)

    def batches(members: np.ndarray) -> np.ndarray:
        for at in range(0, len(members), MEMBERS):
            chosen = members[at : at + MEMBERS]
            engine.run(
                plan, Variant(plan).switches(),
                {key: x[chosen] for key, x in drawn.items()},
                Members.of(chosen.tolist(), 0), SEED, count_spiral=False,
            )  # fmt: skip
        return np.full((len(members), case.years, 3), np.nan)

    return batches
