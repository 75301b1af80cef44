"""Who stands for itself, and who stands together."""

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, findings, labelled

from detente.reports.findings import Findings
from detente.reports.nodes import MOST, Node, between, nodes
from detente.runs.job import Shape, Variant
from detente.runs.results import Results
from detente.worlds.load import load
from detente.worlds.measures import ACTOR_VIEWS
from detente.worlds.schema import Scenario


def empty(scenario: Scenario, arms: dict[str, float] | None = None) -> Findings:
    """Return a run of a scenario in which arms alone are known."""
    actors = tuple(sorted(scenario.world.actors))
    plan = next(iter(scenario.plans))
    shape = Shape(
        ("prior",), (Variant(plan),), 1, 1, (scenario.world.start,), (), actors
    )
    seen = np.full((1, 1, 1, 1, 1, len(ACTOR_VIEWS), len(actors)), np.nan)
    for code, value in (arms or {}).items():
        seen[..., 0, actors.index(code)] = value
    results = labelled(Results(shape), {}, actor_view=seen)
    said = {"lenses": ["prior"], "plans": [plan], "baseline": plan, "claims": []}
    return Findings(said, scenario, results, {})


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return load("nato-east-asia")


def test_a_small_world_stands_as_it_is() -> None:
    shown = nodes(findings())
    assert [node.key for node in shown] == list(ACTORS)
    assert [node.places for node in shown] == [(0,), (1,), (2,), (3,)]


def test_named_actors_partners_and_spokes_stand_alone(flagship: Scenario) -> None:
    shown = nodes(empty(flagship))
    assert len(shown) == MOST
    keys = [node.key for node in shown]
    assert set(keys) >= {"CHN", "RUS", "USA", "JPN", "KOR", "AUS", "NZL", "PHL"}
    assert shown[-1].title == "NATO (other 30)"
    assert len(shown[-1].places) == 30


def test_nobody_stands_twice(flagship: Scenario) -> None:
    places = [place for node in nodes(empty(flagship)) for place in node.places]
    assert len(places) == len(set(places))


def test_those_who_spend_most_come_first_among_the_others(flagship: Scenario) -> None:
    keys = [node.key for node in nodes(empty(flagship, {"BLR": 5.0, "IND": 9.0}))]
    assert keys.index("IND") < keys.index("BLR")


def test_an_alliance_without_a_lone_member_keeps_its_full_number(
    flagship: Scenario,
) -> None:
    world = flagship.world
    members = tuple(c for c in world.alliances["nato"].members if c != "USA")
    nato = world.alliances["nato"].model_copy(
        update={"members": members, "hub": None,
                "joined": dict.fromkeys(members, 1949)}
    )  # fmt: skip
    alone = world.model_copy(update={"alliances": {"nato": nato}})
    shown = nodes(empty(flagship.model_copy(update={"world": alone})))
    assert shown[-1].title == "NATO (30)"


def test_many_alliances_leave_room_for_actors(flagship: Scenario) -> None:
    world = flagship.world
    codes = sorted(world.actors)
    some = {
        f"pact-{k}": world.alliances["nato"].model_copy(
            update={"members": tuple(codes[3 * k : 3 * k + 3]), "name": f"Pact {k}"}
        )
        for k in range(16)
    }
    many = world.model_copy(update={"alliances": some})
    shown = nodes(empty(flagship.model_copy(update={"world": many})))
    assert len(shown) <= MOST
    assert "CHN" in [node.key for node in shown]


def test_between_is_the_mean_over_pairs_of_two_different_actors() -> None:
    x = np.arange(16.0).reshape(4, 4)
    one, rest = Node("A", "A", (0,)), Node("p", "P", (1, 2, 3))
    assert between(x, one, rest) == pytest.approx((1 + 2 + 3) / 3)
    assert between(x, rest, one) == pytest.approx((4 + 8 + 12) / 3)
    assert between(x, rest, rest) == pytest.approx((6 + 7 + 9 + 11 + 13 + 14) / 6)
    assert between(x, one, one) == 0
