"""The words of a report: numbers a reader can take in, and sentences that are true."""

import doctest
from collections.abc import Callable
from typing import Any

import pytest
from tests.reports.made_up import findings

from detente.reports import words
from detente.reports.findings import Findings


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(words).failed == 0


@pytest.mark.parametrize(
    ("value", "unit", "width", "written"),
    [
        (-0.0161, "probability a year", 0.01, "\u22121.6 points of yearly chance"),
        (0.0, "ratio - 1", 0.1, "0 %"),
        (-0.004, "ratio - 1", 0.1, "0 %"),
        (0.47, "steps of the ladder", 0.1, "+0.47 levels of tie"),
        (0.061, "probability", 0.02, "+6.1 points"),
        (-1234.5, "million current USD", None, "\u22121,234 million current USD"),
        (None, "ratio - 1", 0.1, "-"),
        (float("nan"), "ratio - 1", 0.1, "-"),
    ],
)
def test_an_effect_shows_a_tenth_of_its_width(
    value: float | None, unit: str, width: float | None, written: str
) -> None:
    assert words.quantity(value, unit, width) == written


def test_nought_has_no_sign_whichever_side_it_was_rounded_from() -> None:
    assert words.quantity(-1e-9, "share", 0.02) == "0.0 points"
    assert words.quantity(1e-9, "share", 0.02) == "0.0 points"


def _with(found: Findings, change: Callable[[Any], dict[str, Any]]) -> Findings:
    rows = [row | change(row) for row in found.said["claims"]]
    said = {**found.said, "claims": rows}
    return Findings(said, found.scenario, found.results, found.made_from)


def test_the_answer_counts_what_each_lens_supports() -> None:
    said, parted, hinge = (text for _, text in words.answer(findings()))
    # Of the argument's two claims one is by construction and the other refused; of the
    # rival's two one is supported and one opposed.
    assert said.startswith(
        "Of the argument's 1 and the rival reading's 2 claims that assert an effect, "
        "prior supports none of the argument's and 1 of the rival reading's, most "
        "clearly \u201cThe rival is no danger to the ally\u201d; spiral supports none "
        "of the argument's and 1 of the rival reading's,"
    )
    assert "2 verdicts are refused" in said
    assert "\u201cThe rival is more afraid\u201d* and" in parted
    assert "part on none of the 4 claims" in parted
    assert parted.endswith("4 claims. 1 claim has a verdict from one lens or none.")
    assert "belief.engagement" in hinge
    assert "comes first in 4, with 50 % of their spread" in hinge
    assert "All 6 verdicts given rest on assumptions" in hinge


def test_a_claim_that_both_readings_expect_is_said_to_count_for_its_own() -> None:
    found, told = findings(), "also where its note says that the other expects the same"
    assert told not in words.answer(found)[0][1]
    claims = dict(found.scenario.claims)
    claims["no-danger"] = claims["no-danger"].model_copy(update={"note": "Both do."})
    noted = found.scenario.model_copy(update={"claims": claims})
    found = Findings(found.said, noted, found.results, found.made_from)
    assert told in words.answer(found)[0][1]


def test_the_answer_counts_what_no_two_lenses_speak_to() -> None:
    def refuse(row: dict[str, Any]) -> dict[str, Any]:
        return {"verdict": "refused"} if row["lens"] == "spiral" else {}

    parted = words.answer(_with(findings(), refuse))[1][1]
    assert parted.endswith("4 claims. 4 claims have a verdict from one lens or none.")


def test_the_answer_says_in_how_many_draws_denial_outweighs_fear() -> None:
    hinge = words.answer(findings())[2][1]
    assert hinge.startswith("A plan keeps force away where it takes more from gain")
    # Both lenses share the hinge made up for the claim about force.
    assert (
        "for \u201cThe ally is attacked less\u201d their sum falls, however little, in "
        "these shares of draws: prior 40 %, spiral 40 %." in hinge
    )
    assert "gain" not in words.answer(findings(hinge=False))[2][1]


def test_lenses_that_differ_are_said_to_part_widest_first() -> None:
    def change(row: Any) -> dict[str, Any]:
        if row["lens"] == "spiral" and row["id"] == "no-danger":
            shares = {"supports": 0.0, "negligible": 0.0, "opposes": 1.0}
            return {"verdict": "opposed", "shares": shares}
        if row["lens"] == "spiral" and row["id"] == "ally-safer":
            return {"verdict": "negligible"}
        return {}

    found = _with(findings(), change)
    apart = words.parted(found)
    assert [title for title, _ in apart] == [
        "The rival is no danger to the ally",
        "The ally is attacked less",
    ]
    assert apart[0][1] == {"prior": "supported", "spiral": "opposed"}
    assert "They part on 2 of 4 claims" in words.answer(found)[1][1]


def test_a_refused_verdict_parts_nobody() -> None:
    def change(row: Any) -> dict[str, Any]:
        refused = row["lens"] == "spiral"
        return {"verdict": "refused", "refused": "noisy"} if refused else {}

    assert words.parted(_with(findings(), change)) == []


def test_nothing_parts_under_a_single_lens() -> None:
    assert "Only the lens prior" in words.answer(findings(lenses=("prior",)))[1][1]


def test_a_run_in_which_nothing_leans_says_so() -> None:
    assert "No parameter" in words.answer(findings(leans=False))[2][1]


def test_a_negligible_verdict_does_not_hide_its_tail() -> None:
    found = _with(findings(), lambda row: {"verdict": "negligible"})
    said = words.answer(found)[0][1]
    # Two claims have 60 % of the draws in support, one 70 % in opposition, one both.
    assert "prior supports none; spiral supports none." in said
    assert (
        "In 8 of 8 verdicts the effect is negligible in at least half of the draws, "
        "though in 8 of these a fifth or more of the draws lie to one side." in said
    )
    rows = {row["id"]: row for row in found.verdicts()}
    assert words.aside(rows["rival-fears"]) == "but 60 % support"
    assert words.aside(rows["ally-safer"]) == "but 70 % oppose"
    assert words.aside(findings().verdicts()[0]) == ""


def test_claims_that_deny_an_effect_are_not_counted_as_finding_one() -> None:
    found = findings()
    claim = found.scenario.claims["ally-safer"]
    part = claim.parts[0].model_copy(update={"holds_if": "not_above"})
    claims = found.scenario.claims | {
        "ally-safer": claim.model_copy(update={"parts": (part,)})
    }
    found.scenario = found.scenario.model_copy(update={"claims": claims})
    assert found.denies("ally-safer")
    assert not found.denies("no-danger")  # a level asserts something
    assert "the rival reading's 1 claims that assert" in words.answer(found)[0][1]


def test_levels_are_written_for_people() -> None:
    assert words.level(0.5, "share") == "50 %"
    assert words.level(0.12, "per year, 1 = runaway") == "0.12 (1 = runaway)"


def test_every_verdict_and_label_that_occurs_is_explained() -> None:
    rows = findings().said["claims"]
    assert {row["verdict"] for row in rows} <= set(words.VERDICTS)
    assert {row["label"] for row in rows} <= set(words.LABELS)
    assert {row["modality"] for row in rows} <= set(words.MODALITIES)
