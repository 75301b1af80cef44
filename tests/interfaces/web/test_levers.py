"""Levers: what the page can set is what the scenario has, and says what it sets."""

import pytest

import detente
from detente.claims.changes import read
from detente.interfaces.web.levers import levers


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nato-east-asia", {"us-asia.integration": 0.0}),
        ("nato-russia-1993", {"status_quo.1": 1.0}),
        ("two-states", {}),
    ],
)
def test_facts_have_a_slider_only_where_the_scenario_has_them(
    name: str, found: dict[str, float]
) -> None:
    scenario = detente.load(name)
    shown = [each for each in levers(scenario) if each["group"] == "world"]
    assert {each["key"]: each["usual"] for each in shown} == found
    for each in shown:
        for end in (each["low"], each["high"]):
            assert read([f"{each['key']}={end:g}"], scenario).said
