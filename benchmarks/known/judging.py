"""How detente judges known worlds: the same engine, widths and shares as any run."""

import multiprocessing
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from detente.claims.effects import effect, needed_queries
from detente.claims.verdicts import ERROR_SHARE, shares_of
from detente.lenses import lens as lenses_
from detente.runs.engine import Engine, Members
from detente.runs.job import Shape, Variant, tasks
from detente.runs.machine import prepare
from detente.runs.results import Results
from detente.worlds.compile import compile_scenario
from detente.worlds.outcomes import width_for
from detente.worlds.schema import Scenario
from known.settings import CLAIMED, PLANS, draw, written
from known.truths import ROUND, TRUTHS, aims

__all__ = ["OWN", "Job", "Judged", "judge_all"]

OWN = "own worlds"
"""Model of the control: the truth is one draw of the lens itself, the share that of the
others. If shares meant nothing even there, the rule of verdicts would be at fault."""


class Job(NamedTuple):
    """What every worker is told.

    Attributes:
        lenses: Names of lenses.
        draws: Parameter draws a lens.
        replicates: Futures a draw.
        told: Whether the analyst is told the rival's aims.
    """

    lenses: tuple[str, ...]
    draws: int
    replicates: int
    told: bool


class Judged(NamedTuple):
    """One claim in one world under one lens.

    Attributes:
        world: Number of the world.
        model: The model that made it.
        lens: Lens.
        plan: Plan.
        outcome: Outcome.
        up: Share of draws in which it rises by more than the width.
        down: Share in which it falls by more.
        sure: Whether the Monte Carlo error lets a verdict be given.
        truth: 1 it rises by more than the width, -1 it falls, 0 neither.
    """

    world: int
    model: str
    lens: str
    plan: str
    outcome: str
    up: float
    down: float
    sure: bool
    truth: int


class _Judge:
    """Holds the one engine that all worlds of a worker share."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.views = {name: lenses_.load(name) for name in job.lenses}
        self.engine: Engine | None = None

    def results(self, scenario: Scenario, seed: int) -> Results:
        """Return the results of every plan under every lens."""
        compiled, queries = compile_scenario(scenario), needed_queries(scenario)
        if self.engine is None:
            self.engine = Engine(compiled, queries, compiled.actors, 0)
        self.engine.compiled = compiled  # the same shapes, so the same program
        variants = tuple(Variant(plan) for plan in scenario.plans)
        shape = Shape(
            self.job.lenses, variants, self.job.draws, self.job.replicates,
            compiled.years, queries, compiled.actors,
        )  # fmt: skip
        drawn = {
            name: lenses_.sample(view, self.job.draws, seed)
            for name, view in self.views.items()
        }
        results = Results(shape)
        for task in tasks(
            self.job.lenses, variants, self.job.draws, self.job.replicates
        ):
            chosen = list(task.draws)
            at = {key: x[chosen] for key, x in drawn[task.lens].items()}
            batch = self.engine.run(
                task.variant.plan, task.variant.switches(), at,
                Members.of(task.draws, task.replicate), seed, count_spiral=False,
            )  # fmt: skip
            results.add(task, batch)
        return results

    def world(self, number: int) -> Iterator[Judged]:
        """Yield every claim of a world under every lens, beside its truth."""
        rng = np.random.default_rng([number, 5])
        setting = draw(rng)
        model = ROUND[number % len(ROUND)]
        truth = TRUTHS[model](setting, rng)
        told = aims(model, setting) if self.job.told else None
        scenario = written(setting, number, np.random.default_rng([number, 6]), told)
        results = self.results(scenario, number)
        for plan in PLANS:
            for outcome in CLAIMED:
                if (plan, outcome) not in truth:
                    continue
                claim = scenario.claims[f"{plan}-{outcome}"]
                known = _beyond(truth[plan, outcome], outcome)
                for name in self.job.lenses:
                    found = effect(
                        results, scenario, name, Variant(plan), claim.parts[0]
                    )
                    shares = shares_of(claim, [found])
                    error = np.sqrt(found.chance / np.isfinite(found.values).sum())
                    sure = bool(error <= ERROR_SHARE * found.width)
                    yield Judged(
                        number, model, name, plan, outcome, shares.supports,
                        shares.opposes, sure, known,
                    )  # fmt: skip
                    one, rest = found.values[0], found.values[1:]
                    if np.isfinite(one):
                        shares = shares_of(claim, [found._replace(values=rest)])
                        yield Judged(
                            number, OWN, name, plan, outcome, shares.supports,
                            shares.opposes, sure, _beyond(float(one), outcome),
                        )  # fmt: skip


def _beyond(effect_: float, outcome: str) -> int:
    """Return 1 if an effect is above the width of its outcome, -1 below, else 0."""
    found = width_for(outcome, "ratio")
    width = found[0] if found else 0.0
    return int(effect_ > width) - int(effect_ < -width)


_HERE: list[_Judge] = []


def _begin(job: Job) -> None:
    prepare()
    _HERE[:] = [_Judge(job)]


def _world(number: int) -> list[Judged]:
    return list(_HERE[0].world(number))


def judge_all(job: Job, worlds: Sequence[int], workers: int) -> list[Judged]:
    """Return what is said of every world, in their order.

    Args:
        job: What every worker is told.
        worlds: Numbers of worlds; the model goes round with the number.
        workers: Processes.
    """
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _begin, (job,)) as pool:
        return [row for rows in pool.imap(_world, worlds, 4) for row in rows]
