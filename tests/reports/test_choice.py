"""Which plan, by which interest, in words; what is worth learning; readers' views."""

import pytest
from tests.reports.made_up import findings

from detente.reports.choice import choice, held, lessons, said
from detente.reports.findings import Findings


def kept(**files: object) -> Findings:
    run = findings()
    run.kept = {name.replace("_", "."): said for name, said in files.items()}
    return run


def test_the_best_plan_is_named_where_the_difference_counts() -> None:
    found = {each.title: each for each in choice(findings())}
    # Outcomes grow by .02 a plan: two widths of security, under one of burden.
    security, bill = found["Security of RIVAL"], found["Arms bill of all"]
    assert security.by_lens == {"prior": "Half way", "spiral": "Half way"}
    assert security.least == "Half way"
    assert bill.by_lens["prior"] == bill.least == "no difference that counts"
    assert set(security.unsure.values()) == {""}


def test_the_answer_names_interests_and_what_is_good_for_all() -> None:
    text = said(findings())
    assert "Under prior a difference between plans counts for Security of " in text
    assert "good for all " in text
    assert "interests: Half way" in text
    assert text.endswith("Interests are not weighed against one another.")


def test_a_run_of_one_plan_does_not_choose() -> None:
    assert choice(findings(plans=("distance",))) == ()
    assert said(findings(plans=("distance",))) == ""


def test_lessons_are_told_once_they_were_asked_for() -> None:
    assert list(lessons(findings())) == []
    wanted = findings().scenario.wanted
    key = next(k for k, x in wanted.items() if x.title == "Arms bill of all")
    row = {"name": "crisis.fear", "widths": 0.5, "interest": key, "lens": "prior"}
    block = {"interests": [{"perfect_widths": 0.8}]}
    told = list(
        lessons(kept(decision_json={"learning": {"first": [row], "lenses": [block]}}))
    )
    assert told == [
        "To know crisis.fear would gain 0.50 widths for Arms bill of all under prior.",
        "To know everything, chance included, would gain at most 0.80 widths, less "
        "than what counts.",
    ]


@pytest.mark.parametrize("changed", [True, False])
def test_a_view_says_what_changes(changed: bool) -> None:
    row = {
        "title": "It arms", "lens": "prior", "primary": True, "changed": changed,
        "before": {"verdict": "undecided", "shares": {"supports": 0.4}},
        "after": {"verdict": "supported", "shares": {"supports": 0.7}},
    }  # fmt: skip
    view = {
        "believe": ["CHN revisionist 70%"], "claims": [row],
        "lenses": [{"lens": "prior", "how": "re-weighted", "effective": 60.2,
                    "members": 128}],
    }  # fmt: skip
    (found,) = held(kept(views_json={"CHN revisionist 70%": view}))
    assert found.beliefs == "CHN revisionist 70%"
    assert found.how == "prior re-weighted (60 of 128 members agree with it)"
    assert bool(found.changed) == changed
    if changed:
        assert found.changed[0].endswith(
            "undecided (40 % of draws support it) becomes supported (70 %)"
        )


def test_a_run_that_did_not_measure_an_interest_says_which() -> None:
    run = findings()
    names = [str(name) for name in run.results["query"].to_numpy()]
    kept_ = [k for k, name in enumerate(names) if "security" not in name]
    run.results = run.results.isel(query=kept_)
    assert run.stakes is None
    assert "security" in run.stakeless
    assert choice(run) == ()
