"""What verdicts lean on: parameters with their share, sign and origin."""

import pytest
from tests.reports.made_up import findings

from detente.core.errors import UsageError
from detente.lenses.lens import parameters
from detente.reports.view import drawn, table
from detente.reports.views.leaning import VIEW


def test_there_is_one_mark_a_claim_and_parameter_it_leans_on() -> None:
    rows = table(VIEW, findings())
    shown = rows[["claim", "parameter", "share", "lo", "hi", "sign", "origin"]]
    assert shown.to_numpy().tolist() == [
        ["The rival is more afraid", "belief.engagement", 0.5, 0.4, 0.6, "+",
         "assumed"],
        ["The rival is more afraid", "crisis.fear", 0.2, 0.1, 0.3, "\u2212",
         "literature"],
        ["The ally is attacked less", "belief.engagement", 0.5, 0.4, 0.6, "+",
         "assumed"],
    ]  # fmt: skip


def test_parameters_are_ordered_by_what_they_explain_in_all() -> None:
    rows = table(VIEW, findings())
    total = dict(zip(rows.parameter, rows.total, strict=True))
    assert total == {"belief.engagement": 1.0, "crisis.fear": 0.2}


def test_a_parameter_says_what_it_means() -> None:
    first = table(VIEW, findings()).iloc[0]
    known = parameters()["belief.engagement"]
    assert (first["meaning"], first["unit"]) == (known.meaning, known.unit)


def test_a_parameter_that_laws_no_longer_have_is_still_shown() -> None:
    run = findings()
    for row in run.said["claims"]:
        row["leans_on"] = [{**each, "parameter": "old.one"} for each in row["leans_on"]]
    assert set(table(VIEW, run).parameter) == {"old.one"}
    assert VIEW.reading(run).startswith("old.one (of another version) moves")


def test_only_lenses_under_which_something_leans_can_be_chosen() -> None:
    run = findings()
    for row in run.said["claims"]:
        if row["lens"] == "prior":
            row["leans_on"] = []
    assert list(VIEW.choices(run)[0].options) == ["spiral"]


def test_the_reading_names_the_most_frequent_first_parameter() -> None:
    said = VIEW.reading(findings())
    assert said.startswith("belief.engagement (")
    assert "moves the effect most in 4 of 8 verdicts" in said
    # assumed shares: 0.5 of one claim and 1 of the other
    assert "On average 75 % of what parameters explain" in said


def test_an_effect_that_turns_is_marked_both_ways() -> None:
    run = findings()
    for row in run.said["claims"]:
        row["leans_on"] = [{**each, "sign": 0} for each in row["leans_on"]]
    assert set(table(VIEW, run).sign) == {"\u00b1"}


def test_a_run_that_kept_no_intervals_is_still_shown() -> None:
    run = findings()
    for row in run.said["claims"]:
        row["leans_on"] = [
            {k: v for k, v in each.items() if k not in ("lo", "hi")}
            for each in row["leans_on"]
        ]
    assert table(VIEW, run).lo.isna().all()


def test_a_verdict_that_leans_on_nothing_says_how_many_draws_would_tell() -> None:
    run = findings()
    run.said["claims"][0] |= {"leans_on": [], "draws_to_tell": 500}
    assert "about 500 draws would tell" in VIEW.reading(run)


def test_a_run_that_leans_on_nothing_says_so() -> None:
    with pytest.raises(UsageError, match=r"no parameter moves.*about 500 draws"):
        drawn(VIEW, findings(leans=False))
