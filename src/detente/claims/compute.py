"""The work of a run: simulate what is missing, judge, and write."""

import importlib
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import jax
import numpy as np

from detente.claims.changes import Changes
from detente.claims.corners import search
from detente.claims.effects import SPIRAL, needed_queries, needed_variants
from detente.claims.report import as_json
from detente.claims.session import PRINCIPALS
from detente.claims.verdicts import Verdict, judged, verdicts
from detente.claims.votes import votes
from detente.lenses.lens import Lens, sample
from detente.runs.engine import Batch
from detente.runs.execute import Plant, Progress, Recipe
from detente.runs.job import Shape, Task, tasks
from detente.runs.results import Results, rebuild
from detente.runs.store import Store
from detente.runs.views import Views
from detente.worlds.compile import Compiled, compile_scenario
from detente.worlds.schema import Scenario

__all__ = ["compute", "principals", "probe"]


def principals(scenario: Scenario, compiled: Compiled) -> list[str]:
    """Return the actors among whom the spiral number is taken."""
    named: dict[str, None] = {}
    for claim in scenario.claims.values():
        for part in claim.parts:
            for side in (part.of, part.toward):
                mask = compiled.sides.get(side or "", np.zeros(0))
                if mask.sum() == 1:
                    named[compiled.actors[int(np.argmax(mask))]] = None
    world = next(iter(compiled.plans.values())).world
    rest = [compiled.actors[k] for k in np.argsort(-np.asarray(world.spending))]
    return list(dict.fromkeys([*named, *rest]))[:PRINCIPALS]


def probe(scenario: Scenario, compiled: Compiled) -> int:
    """Return the position of the year in which the spiral number is taken."""
    windows = [
        part.years for claim in scenario.claims.values() for part in claim.parts
        if part.outcome == SPIRAL
    ] or [(compiled.years[len(compiled.years) // 2], compiled.years[-1])]  # fmt: skip
    first, last = windows[0]
    return compiled.years.index((first + last) // 2)


def compute(
    changed: Changes, lenses: Sequence[Lens], store: Store, workers: int | None,
    progress: Progress, began: float, cluster: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """Carry out a run in its folder and return what it says.

    Args:
        changed: The scenario, and what is set in it.
        lenses: Lenses, with what is set in them.
        store: Its folder, held by this process.
        workers: Processes of this machine; one a core if None.
        progress: Told of every batch.
        began: When the run began (`time.monotonic`).
        cluster: Address of a Dask scheduler that takes the place of workers, or None.
    """
    progress("preparing", 0, 1, None)
    scenario, inputs = changed.scenario, store.inputs
    seed, draws = inputs["seed"], inputs["draws"]
    compiled = compile_scenario(scenario)
    queries, variants = needed_queries(scenario), needed_variants(scenario)
    names = tuple(lens.name for lens in lenses)
    parameters = {lens.name: sample(lens, draws, seed) for lens in lenses}
    recipe = Recipe(
        scenario, queries, tuple(principals(scenario, compiled)),
        probe(scenario, compiled), seed, tuple(sorted(changed.motives.items())),
        empathy=tuple(sorted(changed.empathy.items())),
        own=tuple(inputs.get("own", {}).items()),
    )  # fmt: skip
    store.begin()
    store.write("scenario.json", scenario.model_dump_json(indent=1).encode())
    done = store.kept()
    job = tasks(names, variants, draws, inputs["replicates"])
    missing = [task for task in job if task.name not in done]

    def keep(task: Task, batch: Batch) -> None:
        store.keep(task.name, batch)

    shape = Shape(
        names, variants, draws, inputs["replicates"], compiled.years, queries,
        compiled.actors,
    )  # fmt: skip
    # Libraries for the last step load while the workers compile.
    threading.Thread(target=importlib.import_module, args=("xarray",)).start()
    with Plant(recipe, workers, cluster) as plant:
        plant.execute(missing, parameters, keep, progress, shared=store)
        results, asked = _gathered(
            job, shape, scenario, compiled, store, progress, inputs
        )
        found = verdicts(results, scenario, list(lenses), parameters)
        found = _constructed(scenario, lenses, parameters, results, found, plant, seed,
                             progress)  # fmt: skip
    said = as_json(
        scenario, results, asked, found,
        {lens.name: {k: b.origin for k, b in lens.beliefs.items()} for lens in lenses},
        {
            "seed": seed, "draws": draws, "replicates": inputs["replicates"],
            "lenses": list(names), "plans": list(scenario.plans),
            "baseline": scenario.baseline, "corners_searched": "prior" in names,
            "elapsed_s": round(time.monotonic() - began, 2),
            "changes": list(changed.said),
        },
    )  # fmt: skip
    store.finish(said)
    progress("done", 1, 1, 0.0)
    return said


def _gathered(
    job: Sequence[Task], shape: Shape, scenario: Scenario, compiled: Compiled,
    store: Store, progress: Progress, inputs: Mapping[str, Any],
) -> tuple[Results, list[dict[str, Any]]]:  # fmt: skip
    """Write the results, one lens and plan at a time; return outcomes and votes."""
    found: list[dict[str, Any]] = []
    done, cells = 0, len(shape.lenses) * shape.plans

    with store.tables(shape) as tables:

        def take(at: tuple[int, int], views: Views) -> None:
            nonlocal done
            found.extend(votes(scenario, compiled, shape, at, views.actors))
            tables.put(at, views)
            done += 1
            progress("writing", done, cells, None)

        progress("writing", 0, cells, None)
        batches = ((task, store.load(task.name)) for task in job)
        results = rebuild(shape, batches, take)
        tables.finish(results.dataset(_provenance(scenario, inputs)))
    # As a plan asks for them, each under all lenses before the next.
    ballots = [(name, *b) for name, p in compiled.plans.items() for b in p.ballots]
    found.sort(key=lambda v: ballots.index((v["plan"], v["alliance"], v["year"])))
    return results, found


def _provenance(scenario: Scenario, inputs: Mapping[str, Any]) -> dict[str, Any]:
    from importlib.metadata import version

    return {
        "title": scenario.title,
        "argument": scenario.source,
        "detente": version("detente"),
        "jax": jax.__version__,
        **{k: v if isinstance(v, int) else str(v) for k, v in inputs.items()},
    }


def _constructed(
    scenario: Scenario, lenses: Sequence[Lens],
    parameters: Mapping[str, Mapping[str, np.ndarray]], results: Results,
    found: list[Verdict], plant: Plant, seed: int, progress: Progress,
) -> list[Verdict]:  # fmt: skip
    """Return the verdicts with those marked that the prior cannot overturn."""
    prior = next((lens for lens in lenses if lens.name == "prior"), None)
    if prior is None:
        return found
    keys = [
        key for key, claim in scenario.claims.items()
        if judged(results, scenario, claim, claim.plan)
    ]  # fmt: skip

    def simulate(
        job: Sequence[Task], at: Mapping[str, np.ndarray], members: int
    ) -> Results:
        here = Shape(*results.shape)._replace(
            lenses=(prior.name,), draws=members, replicates=1
        )
        done: dict[str, Batch] = {}
        plant.execute(
            job, {prior.name: at},
            lambda task, batch: done.__setitem__(task.name, batch), progress,
            "searching corners", slim=True,
        )  # fmt: skip
        return rebuild(here, [(task, done[task.name]) for task in job])

    decided = search(
        scenario, prior, parameters[prior.name], results, keys, simulate, seed
    )
    return [
        v._replace(by_construction=decided.get(v.claim, "")) if v.primary else v
        for v in found
    ]
