"""Who may race whom: derived from claims, never from the names of states."""

from typing import Any

from tests.reports.made_up import ACTORS, findings

from detente.reports.findings import Findings
from detente.reports.rivals import Pair, pairs


def about(*sides: tuple[str, str | None, str | None], **more: Any) -> Findings:
    """Return a run whose claims are about these outcomes and sides."""
    run = findings(**more)
    template = next(iter(run.scenario.claims.values()))
    part = template.parts[0]
    parts = tuple(
        part.model_copy(update={"outcome": outcome, "of": of, "toward": toward})
        for outcome, of, toward in sides
    )
    claims = {"it": template.model_copy(update={"parts": parts})}
    run.scenario = run.scenario.model_copy(update={"claims": claims})
    return run


def names(run: Findings) -> list[tuple[str, str]]:
    """Return the names of the sides of each pair."""
    return [(pair.one, pair.other) for pair in pairs(run)]


def test_sides_that_a_claim_sets_against_each_other_come_first() -> None:
    run = about(("arms", "FAR", None), ("tension", "RIVAL", "friends"))
    assert names(run)[0] == ("RIVAL", "friends")
    assert pairs(run)[0].places == ((3,), (2, 0))  # RIVAL; HUB and ALLY


def test_sides_that_share_an_actor_race_nobody() -> None:
    assert names(about(("tension", "HUB", "friends"))) != [("HUB", "friends")]


def test_mostly_the_same_sides_are_shown_once() -> None:
    one = Pair("a", "b", ((0, 1, 2), (3,)))
    assert one.like(Pair("c", "b", ((0, 1), (3,))))
    assert one.like(Pair("b", "c", ((3,), (0, 1))))
    assert not one.like(Pair("c", "b", ((0,), (3,))))
    assert not one.like(Pair("a", "c", ((0, 1, 2), (4,))))
    both = about(("threat", "RIVAL", "friends"), ("force", "friends", "RIVAL"))
    assert names(both)[:2] != [("RIVAL", "friends"), ("friends", "RIVAL")]


def test_single_actors_that_are_named_follow_unless_they_are_friends() -> None:
    # ties at the start in the run: ALLY and RIVAL 0, ALLY and FAR 1
    run = about(("arms", "ALLY", None), ("arms", "RIVAL", None), ("arms", "FAR", None))
    assert ("ALLY", "RIVAL") in names(run)
    assert ("ALLY", "FAR") not in names(run)


def test_where_claims_name_nobody_the_largest_spenders_are_shown() -> None:
    assert names(about(("tragic_share", None, None))) == [("HUB", "RIVAL")]


def test_the_order_of_actors_in_the_results_changes_nothing() -> None:
    turned = tuple(reversed(ACTORS))
    assert names(findings()) == names(findings(actors=turned))
    there = [[{turned[k] for k in side} for side in pair.places]
             for pair in pairs(findings(actors=turned))]  # fmt: skip
    here = [[{ACTORS[k] for k in side} for side in pair.places]
            for pair in pairs(findings())]  # fmt: skip
    assert there == here
