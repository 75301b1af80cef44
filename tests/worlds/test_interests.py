"""Interests and allowed moves: defaults, and one line for what is wrong."""

import tomllib
from typing import Any

import pytest

from detente.core.errors import ScenarioError
from detente.worlds.compile import compile_scenario
from detente.worlds.load import STARTER, load, parse
from detente.worlds.schema import Scenario

WAR = {
    "title": "War", "whose": "all", "outcome": "force", "of": "RIVAL",
    "toward": "friends", "both_ways": True, "years": [2028, 2035], "wants": "less",
    "why": "it is war",
}  # fmt: skip
TIE = {"kind": "tie", "by": "HUB", "to": ["ALLY"], "level": 2, "year": 2025}


def scenario(
    interest: dict[str, Any] | None = None, search: dict[str, Any] | None = None
) -> Scenario:
    """Return the starter scenario with an interest and a search."""
    argument = tomllib.loads((STARTER / "scenario.toml").read_text("utf-8"))
    facts = tomllib.loads((STARTER / "world.toml").read_text("utf-8"))
    if interest is not None:
        argument["interests"] = {"war": interest}
    if search is not None:
        argument["search"] = {"moves": [search]}
    return parse(argument, facts, "made-up")


def test_without_interests_it_is_security_of_whom_claims_name_and_arms() -> None:
    found = scenario().wanted
    assert list(found) == ["rival", "friends", "ally", "arms-bill"]
    assert {each.outcome for each in found.values()} == {"security", "burden"}
    assert found["arms-bill"].years == (2028, 2035)
    assert [each.sign for each in found.values()] == [1, 1, 1, -1]


def test_stated_interests_stand_alone() -> None:
    found = scenario(WAR).wanted
    assert list(found) == ["war"]
    assert found["war"].least == 0.01


def test_everyone_is_a_side_of_all_actors() -> None:
    sides = compile_scenario(scenario()).sides
    assert sides["everyone"].all()


@pytest.mark.parametrize("wrong", ["outcome", "of", "years", "both_ways", "arms"])
def test_a_wrong_interest_is_told_in_one_line(wrong: str) -> None:
    change, said = {
        "outcome": (
            {"outcome": "forse"},
            "interests.war.outcome: expected an outcome measured every year, got "
            '"forse"; did you mean "force"?',
        ),
        "of": (
            {"of": "RIVEL"},
            'interests.war.of: expected an actor, alliance or group, got "RIVEL"; did '
            'you mean "RIVAL"?',
        ),
        "years": (
            {"years": [2030, 2099]},
            "interests.war.years: expected a first and a last year from 2023 to 2035, "
            "got [2030, 2099]",
        ),
        "both_ways": (
            {"outcome": "security", "toward": None},
            "interests.war.both_ways: expected a yearly probability of two sides",
        ),
        "arms": (
            {"outcome": "arms", "toward": None, "both_ways": False},
            "interests.war.width: expected a width in million current USD, got nothing",
        ),
    }[wrong]
    interest = {k: x for k, x in (WAR | change).items() if x is not None}
    with pytest.raises(ScenarioError) as error:
        scenario(interest)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ({"move": TIE, "years": [2019]}, "search.moves#1.years.year: expected a year"),
        ({"move": TIE, "levels": [7]}, "numbers that level may be, got 7"),
        ({"move": TIE, "levels": [1.5]}, "numbers that level may be, got 1.5"),
        (
            {"move": {"kind": "join", "by": "ALLY", "to": "pakt", "year": 2025}},
            'search.moves#1.move.to: expected an alliance, got "pakt"',
        ),
    ],
)
def test_a_move_that_cannot_be_allowed_is_told(
    search: dict[str, Any], said: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        scenario(search=search)
    assert said in str(error.value)


def test_the_first_scenario_states_six_interests() -> None:
    assert list(load("nato-east-asia").interests) == [
        "europe", "influence", "china", "partners", "war", "arms-bill",
    ]  # fmt: skip
