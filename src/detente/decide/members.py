"""The members of a finished run, put together again from what it kept.

A member is a parameter draw and a replicate. A run keeps no parameters: seed and lens
make them again, which needs the code that made the run.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from detente.claims.changes import of_actors
from detente.claims.effects import needed_queries, needed_variants
from detente.claims.session import Run
from detente.core.errors import RunError, UsageError, nearest, shown
from detente.lenses.lens import Lens, sample
from detente.runs.job import Shape
from detente.runs.results import Results
from detente.runs.store import source_hash
from detente.worlds.schema import Scenario

__all__ = ["Finished", "enough", "finished", "one_of", "plain"]


class Finished(NamedTuple):
    """A finished run in memory.

    Attributes:
        scenario: Its scenario.
        results: Outcomes and spiral numbers by lens, variant, draw and replicate.
        lenses: Its lenses by name.
        parameters: Draws by lens and parameter, natural units, shape (D,).
        seed: Its seed.
    """

    scenario: Scenario
    results: Results
    lenses: Mapping[str, Lens]
    parameters: Mapping[str, Mapping[str, np.ndarray]]
    seed: int


def finished(run: Run) -> Finished:
    """Return a finished run in memory.

    Raises:
        RunError: If other code made it, so that its draws cannot be made again.
    """
    said = run.to_json()
    if run.made_from.get("code") != source_hash():
        raise RunError.at(
            str(run.folder), "a run made by this version of the code",
            "one made by another", f"run it again: detente run {said['scenario']}",
        )  # fmt: skip
    plain(run)
    kept, scenario = run.outcomes, run.scenario
    shape = Shape(
        tuple(said["lenses"]), needed_variants(scenario), said["draws"],
        said["replicates"], tuple(int(year) for year in kept["year"].values),
        needed_queries(scenario), tuple(str(code) for code in kept["actor"].values),
    )  # fmt: skip
    results = Results(shape)
    plans = shape.plans
    results.outcomes[:, :plans] = kept["outcome"].to_numpy()
    results.outcomes[:, plans:, :, 0] = kept["outcome_without"].to_numpy()
    results.spiral[:, :plans, :, 0] = kept["spiral_number"].to_numpy()
    lenses = run.lenses
    parameters = {
        name: sample(lens, shape.draws, said["seed"]) for name, lens in lenses.items()
    }
    return Finished(scenario, results, lenses, parameters, said["seed"])


def plain(run: Run) -> None:
    """Refuse a run in which something of a single actor is set.

    Raises:
        RunError: If it is: beliefs and paths are told of the world as it stands.
    """
    if of_actors(run.made_from.get("changes", ())):
        raise RunError.at(
            str(run.folder), "a run in which no actor's empathy or motive is set",
            ", ".join(run.made_from["changes"]),
            "run the scenario without, and state it with detente view",
        )  # fmt: skip


def one_of(what: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that a run does not have.

    Raises:
        UsageError: If it is not known; the nearest that is known is suggested.
    """
    options = list(dict.fromkeys(known))
    if name not in options:
        raise UsageError.at(
            what, f"a {what} of the run", shown(name), nearest(name, options)
        )


def enough(run: Run, fewest: int, purpose: str) -> None:
    """Refuse a run of too few draws.

    Raises:
        UsageError: If it has fewer; it says how many are needed.
    """
    draws = int(run.made_from["draws"])
    if draws < fewest:
        raise UsageError.at(
            purpose, f"a run of at least {fewest} draws", str(draws),
            "run the scenario with more --draws",
        )  # fmt: skip
