"""By construction: whether anything within the prior could change a sign."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from tests.claims.made_up import filled, part, scenario_of

from detente.claims.corners import OUT, search, single_signed
from detente.core.parameters import unbounded
from detente.lenses.lens import Lens, load, parameters
from detente.runs.job import Task, tasks
from detente.runs.results import Results
from detente.worlds.schema import Scenario

NAMES = ("crisis.fear", "crisis.gain", "belief.words")
DRAWS = 60
LEVEL = 0.4

Effect = Callable[[Mapping[str, np.ndarray]], np.ndarray]


def three() -> Lens:
    """Return the prior with three of its parameters."""
    prior = load("prior")
    return prior._replace(beliefs={name: prior.beliefs[name] for name in NAMES})


def steps(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return how many standard deviations each parameter lies from its centre."""
    lens, known = three(), parameters()
    return {
        name: (
            np.array([unbounded(known[name].transform, float(each)) for each in x])
            - lens.beliefs[name].centre
        )
        / lens.beliefs[name].sd
        for name, x in values.items()
    }


def searched(
    effect: Effect, scenario: Scenario, *, fails: bool = False
) -> tuple[dict[str, str], list[list[Task]]]:
    """Return what a search finds, and the jobs it had carried out."""
    lens, known = three(), parameters()
    rng = np.random.default_rng(3)
    z = {name: np.clip(rng.standard_normal(DRAWS), -1.5, 1.5) for name in NAMES}
    draws = {
        name: np.exp(x) if known[name].transform == "positive" else x
        for name, x in (
            (n, lens.beliefs[n].centre + lens.beliefs[n].sd * z[n]) for n in NAMES
        )
    }
    jobs: list[list[Task]] = []

    def results(effects: np.ndarray) -> Results:
        table = {("", "tension"): np.full(len(effects), LEVEL)}
        return filled(scenario, table | {("guarantee", "tension"): LEVEL + effects})

    def simulate(
        job: Sequence[Task], at: Mapping[str, np.ndarray], members: int
    ) -> Results:
        jobs.append(list(job))
        assert {len(x) for x in at.values()} == {members}
        assert all(np.abs(x).max() <= OUT + 1e-6 for x in steps(at).values())
        found = effect(steps(at))
        return results(found * np.nan if fails else found)

    known_effects = results(effect(steps(draws)))
    found = search(scenario, lens, draws, known_effects, ["it"], simulate, 1)
    return found, jobs


def always(z: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return an effect that parameters scale but never turn."""
    return 0.01 * np.exp(z["crisis.fear"])


@pytest.mark.parametrize(
    ("values", "sign"),
    [
        ([0.1, 0.2], 1), ([-0.1, -0.2], -1), ([0.1, -0.1], 0), ([0.1, 0.0], 0),
        ([0.1, np.nan], 1), ([np.nan], 0), ([], 0),
    ],
)  # fmt: skip
def test_a_sign_is_single_if_every_finite_effect_has_it(
    values: list[float], sign: int
) -> None:
    assert single_signed(np.array(values)) == sign


def test_an_effect_that_no_parameter_turns_is_by_construction() -> None:
    assert searched(always, scenario_of(part()))[0] == {"it": "+"}
    assert searched(lambda z: -always(z), scenario_of(part()))[0] == {"it": "-"}


def test_an_effect_that_one_corner_turns_is_not() -> None:
    def three_apart(z: Mapping[str, np.ndarray]) -> np.ndarray:
        return 0.01 * (3.2 + z["crisis.fear"] - z["crisis.gain"])

    found, jobs = searched(three_apart, scenario_of(part()))
    assert found == {}
    assert len(jobs) == 1


def test_an_effect_that_the_draws_turned_already_is_not_searched() -> None:
    found, jobs = searched(lambda z: z["belief.words"], scenario_of(part()))
    assert (found, jobs) == ({}, [])


def test_a_level_has_no_sign_to_be_built_in() -> None:
    scenario = scenario_of(part(contrast="level", level=0.1))
    assert searched(always, scenario) == ({}, [])


def test_corners_that_all_failed_decide_nothing() -> None:
    assert searched(always, scenario_of(part()), fails=True)[0] == {}


def test_every_corner_is_tried_in_every_variant_and_once() -> None:
    scenario = scenario_of(part())
    _, (job,) = searched(always, scenario)
    count = max(max(task.draws) for task in job) + 1
    variants = list(dict.fromkeys(task.variant for task in job))
    assert job == tasks(["prior"], variants, count, 1)
