"""Even-handed: one scenario finds for either reading, as the parameters have it.

Each school is moved twice as far from the prior as its lens has it, and made
narrow. Then the argument about NATO in East Asia must hold under the one and fail under
the other: what decides is the lens, not the equations.
"""

from collections.abc import Mapping

import numpy as np
import pytest

from detente.claims.compute import principals, probe  # pyright: ignore
from detente.claims.effects import needed_queries
from detente.claims.verdicts import Verdict, verdict
from detente.lenses.lens import Lens, load, sample
from detente.runs.engine import Batch
from detente.runs.execute import Plant, Recipe
from detente.runs.job import Shape, Task, Variant, tasks
from detente.runs.results import rebuild
from detente.worlds.compile import compile_scenario
from detente.worlds.load import load as load_scenario

SCHOOLS = ("spiral", "deterrence")
FURTHER = 2.0
"""How many times the distance of a lens from the prior its strong form lies away."""
NARROW = 0.3
"""Spread of the strong form, in prior standard deviations."""
DRAWS, SEED = 32, 1
BASELINE, PLAN = "stay-out", "full"

FOR_THE_ARGUMENT = ("china-arms", "china-sees-enemy")


def distance(lens: Lens) -> float:
    """Return how far a lens lies from the prior, in prior standard deviations."""
    prior = load("prior").beliefs
    steps = [
        (belief.centre - prior[name].centre) / prior[name].sd
        for name, belief in lens.beliefs.items()
        if prior[name].sd
    ]
    return float(np.linalg.norm(steps))


def strong(school: str) -> Lens:
    """Return a school further out on its own line from the prior, and narrow."""
    lens, prior = load(school), load("prior").beliefs
    beliefs = {
        name: belief._replace(
            centre=prior[name].centre + FURTHER * (belief.centre - prior[name].centre),
            sd=NARROW * prior[name].sd,
        )
        for name, belief in lens.beliefs.items()
    }
    return lens._replace(beliefs=beliefs)


@pytest.fixture(scope="module")
def found() -> Mapping[tuple[str, str], Verdict]:
    """Return the verdicts under both strong schools, by claim and school."""
    scenario = load_scenario("nato-east-asia")
    compiled = compile_scenario(scenario)
    lenses = {school: strong(school) for school in SCHOOLS}
    parameters = {school: sample(lens, DRAWS, SEED) for school, lens in lenses.items()}
    variants = (Variant(BASELINE), Variant(PLAN))
    queries = needed_queries(scenario)
    recipe = Recipe(
        scenario, queries, tuple(principals(scenario, compiled)),
        probe(scenario, compiled), SEED,
    )  # fmt: skip
    job = tasks(SCHOOLS, variants, DRAWS, 1)
    done: dict[str, Batch] = {}

    def keep(task: Task, batch: Batch) -> None:
        done[task.name] = batch

    with Plant(recipe, 2) as plant:
        plant.execute(job, parameters, keep, lambda *_: None)
    shape = Shape(SCHOOLS, variants, DRAWS, 1, compiled.years, queries, compiled.actors)
    results = rebuild(shape, [(task, done[task.name]) for task in job])
    return {
        (key, school): verdict(results, scenario, key, lens, PLAN, parameters[school])
        for key in (*FOR_THE_ARGUMENT, "tension-rises", "deters-force")
        for school, lens in lenses.items()
    }


def median(one: Verdict) -> float:
    """Return the median effect of the first part."""
    return float(np.median(one.parts[0].values))


def word(one: Verdict) -> str:
    """Return the verdict in a word, whatever chance adds with so few draws."""
    claim = load_scenario("nato-east-asia").claims[one.claim]
    return one._replace(refused="").word(claim)


def test_both_schools_lie_equally_far_from_the_prior() -> None:
    near = [distance(load(school)) for school in SCHOOLS]
    far = [distance(strong(school)) for school in SCHOOLS]
    assert near[0] == pytest.approx(near[1], rel=1e-6)
    assert far[0] == pytest.approx(far[1], rel=1e-6)
    assert far[0] == pytest.approx(FURTHER * near[0], rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("claim", FOR_THE_ARGUMENT)
def test_the_argument_holds_where_fear_rules(
    found: Mapping[tuple[str, str], Verdict], claim: str
) -> None:
    assert word(found[claim, "spiral"]) == "supported", found[claim, "spiral"].shares


@pytest.mark.slow
@pytest.mark.parametrize("claim", FOR_THE_ARGUMENT)
def test_the_argument_fails_where_deterrence_rules(
    found: Mapping[tuple[str, str], Verdict], claim: str
) -> None:
    one = found[claim, "deterrence"]
    assert word(one) != "supported", one.shares


@pytest.mark.slow
def test_engagement_adds_to_force_where_fear_rules_and_takes_from_it_where_gain_does(
    found: Mapping[tuple[str, str], Verdict],
) -> None:
    force = {school: median(found["deters-force", school]) for school in SCHOOLS}
    tension = {school: median(found["tension-rises", school]) for school in SCHOOLS}
    said = f"force {force}, tension {tension}"
    assert force["deterrence"] < 0, said
    assert force["spiral"] > 0, said
    assert tension["spiral"] > 0, said
