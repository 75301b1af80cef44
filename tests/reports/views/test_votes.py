"""Votes member by member."""

import pytest
from tests.reports.made_up import findings

from detente.core.errors import UsageError
from detente.reports.findings import Findings
from detente.reports.view import drawn, table
from detente.reports.views.votes import VIEW


def ruled(rule: str, hub: str | None = None) -> Findings:
    """Return a run whose alliance decides by a rule."""
    run = findings()
    for vote in run.said["votes"]:
        vote["rule"] = rule
    pact = run.scenario.world.alliances["pact"]
    pact = pact.model_copy(update={"rule": rule, "hub": hub})
    world = run.scenario.world.model_copy(update={"alliances": {"pact": pact}})
    run.scenario = run.scenario.model_copy(update={"world": world})
    return run


def test_members_are_listed_with_the_most_willing_first() -> None:
    rows = table(VIEW, findings())
    prior = rows[rows.lens == "prior"]
    assert prior[["member", "yes"]].to_numpy().tolist() == [["Hub", 0.9], ["Far", 0.8]]
    assert len(rows) == 2 * 2


def test_the_choice_says_who_votes_on_what_and_by_which_rule() -> None:
    assert VIEW.choices(findings())[0].options == {
        "guarantee pact 2025": "Western Pact on guarantee, 2025 (every member must "
        "agree)"
    }
    said = next(iter(VIEW.choices(ruled("majority"))[0].options.values()))
    assert "more than half of the members must agree" in said
    said = next(iter(VIEW.choices(ruled("hub", "HUB"))[0].options.values()))
    assert "Hub decides alone" in said


def test_the_reading_names_who_is_pivotal() -> None:
    assert VIEW.reading(findings()) == (
        "Western Pact votes on guarantee in 2025, and every member must agree; the "
        "chance that it passes: prior 72 % [50 %, 90 %]; spiral 72 % [50 %, 90 %]. "
        "Least willing: prior Far; elsewhere members are not told apart. A side "
        "payment that turns half of the refusals of the member on whom the vote turns "
        "must be worth: prior 0.8 log odds, which makes the chance 81 %; spiral 0.7 "
        "log odds, which makes the chance 81 %."
    )


def test_members_who_hardly_differ_are_not_told_apart() -> None:
    run = findings()
    for vote in run.said["votes"]:
        vote["pivotal"] = None
    assert "their order means nothing." in VIEW.reading(run)


def test_where_a_hub_decides_alone_no_other_is_pivotal() -> None:
    assert "Least willing" not in VIEW.reading(ruled("hub", "HUB"))


@pytest.mark.parametrize(
    ("said", "ends"),
    [((0.986, 0.994), [0.8, 1]), ((0.31, 0.9), [0.3, 0.9]), ((0, 0), [0, 0.2])],
)
def test_members_who_hardly_differ_do_not_look_apart(
    said: tuple[float, float], ends: list[float]
) -> None:
    run = findings()
    for vote in run.said["votes"]:
        for member, yes in zip(vote["members"], said, strict=True):
            member["yes"] = yes
    chart = drawn(VIEW, run).to_dict()
    assert chart["encoding"]["x"]["scale"]["domain"] == ends


def test_a_run_in_which_nobody_votes_says_so() -> None:
    with pytest.raises(UsageError, match="asks for a vote"):
        drawn(VIEW, findings(votes=False))
    with pytest.raises(UsageError, match="asks for a vote"):
        drawn(VIEW, findings(alliance=False))
