"""Verdicts as bars: shares, the threshold of the author's words, and the verdict."""

import pytest
from tests.reports.made_up import ACTORS, REFUSED, findings

from detente.core.errors import UsageError
from detente.reports.view import drawn, table
from detente.reports.views.verdicts import VIEW, titles, wrapped


def test_there_is_one_bar_a_claim_and_lens_with_shares_that_add_up() -> None:
    rows = table(VIEW, findings())
    assert len(rows) == 4 * 2
    total = rows[["supports", "negligible", "opposes"]].sum(axis=1)
    assert total.to_list() == pytest.approx([1] * 8)
    ally = rows[rows.claim == "The ally is attacked less"].iloc[0]
    assert (ally["supports"], ally["opposes"]) == (0.1, 0.7)
    assert ally["verdict"] == "opposed"


def test_claims_keep_the_order_of_the_scenario() -> None:
    rows = table(VIEW, findings())
    assert list(dict.fromkeys(rows.claim)) == [
        "The rival is more afraid", "The rival arms", "The ally is attacked less",
        "The rival is no danger to the ally",
    ]  # fmt: skip
    assert sorted(set(rows.place)) == [0, 1, 2, 3]


def test_a_bar_says_why_it_is_refused_and_what_is_by_construction() -> None:
    rows = table(VIEW, findings()).set_index(["claim", "lens"])
    refused = rows.loc[("The rival arms", "prior")]
    assert (refused["verdict"], refused["said"]) == ("refused", REFUSED)
    built = rows.loc[("The rival is more afraid", "prior")]
    assert (built["verdict"], built["said"]) == ("supported*", "by construction")


def test_the_mark_stands_where_the_words_of_the_author_ask_for() -> None:
    run = findings()
    for row in run.said["claims"]:
        row["modality"] = "bound to" if row["id"] == "rival-arms" else "risks"
    rows = table(VIEW, run)
    assert set(rows[rows.claim == "The rival arms"].needs) == {0.9}
    assert set(rows[rows.claim != "The rival arms"].needs) == {0.2}


def test_claims_can_be_chosen_by_whose_they_are() -> None:
    run = findings()
    assert set(table(VIEW, run, by="author").claim) == {
        "The rival is more afraid", "The rival arms",
    }  # fmt: skip
    assert len(table(VIEW, run, by="ours")) == 4


def test_only_kinds_of_claims_that_there_are_can_be_chosen() -> None:
    alone = findings(plans=("distance",))
    assert list(VIEW.choices(alone)[0].options) == ["all", "ours"]
    with pytest.raises(UsageError, match="by: expected one of its values"):
        drawn(VIEW, alone, by="author")


def test_equal_titles_are_told_apart() -> None:
    run = findings()
    for row in run.said["claims"]:
        row["title"] = "It" if row["id"].startswith("rival") else row["title"]
    assert titles(run)["rival-arms"] == "It (rival-arms)"
    assert titles(run)["no-danger"] == "The rival is no danger to the ally"
    assert table(VIEW, run).claim.nunique() == 4


def test_only_primary_plans_are_shown() -> None:
    assert set(table(VIEW, findings()).plan) == {"guarantee", "distance"}


def test_the_reading_counts_verdicts_by_lens() -> None:
    assert VIEW.reading(findings()) == (
        "Of 4 claims, prior: 2 supported, 1 opposed, 1 refused; "
        "spiral: 2 supported, 1 opposed, 1 refused."
    )


def test_a_run_that_judges_nothing_says_so() -> None:
    run = findings()
    run.said["claims"].clear()
    with pytest.raises(UsageError, match="judges no claim"):
        drawn(VIEW, run)


def test_the_order_of_the_actors_changes_nothing() -> None:
    turned = findings(actors=tuple(reversed(ACTORS)))
    assert VIEW.rows(turned).equals(VIEW.rows(findings()))


def test_a_chart_that_stands_alone_has_a_title_and_a_page_gives_its_own() -> None:
    run = findings()
    assert drawn(VIEW, run).to_dict()["title"]["text"] == VIEW.title
    assert "title" not in VIEW.chart(run, {}).to_dict()


def test_long_titles_are_broken_between_words() -> None:
    assert "{1,40}" in wrapped(40)
    assert "<= 40" in wrapped(40)
