"""Cards: one claim, its verdicts, and what it asks for in words."""

from tests.reports.made_up import REFUSED, findings

from detente.reports.cards import cards


def test_there_is_a_card_for_each_claim_in_its_order() -> None:
    found = findings()
    assert [card.key for card in cards(found)] == list(found.scenario.claims)


def test_a_card_keeps_primary_plans_apart_from_others() -> None:
    card = cards(findings())[0]
    assert [(line.lens, line.plan) for line in card.lines] == [
        ("prior", "Guarantee"), ("spiral", "Guarantee")
    ]  # fmt: skip
    assert {line.plan for line in card.others} == {"Half way"}


def test_what_a_claim_asks_is_said_with_sides_years_and_plans() -> None:
    fears, arms, _, level = cards(findings())
    assert fears.parts == (
        "threat (Rival / Friends) rises by more than its width, 2028 to 2035: "
        "Guarantee against Keep at a distance",
    )
    assert arms.parts[0].startswith("arms (Rival) rises by more than its width")
    assert "lies below 0.05 probability a year by more than its width" in level.parts[0]
    assert "in Keep at a distance" in level.parts[0]


def test_effects_stand_in_units_that_their_width_shows() -> None:
    fears = cards(findings())[0]
    # Median two widths of 0.02, interval from -1 to 4 widths, in percentage points.
    assert fears.lines[0].effect == "+4.0 points [\u22122.0, +8.0]"
    assert fears.width.startswith("2.0 points: ")


def test_a_level_is_counted_from_its_line_and_says_so() -> None:
    fears, _, _, level = cards(findings())
    assert level.lines[0].effect.endswith("] from 5 % a year")
    assert (level.plan, fears.plan) == (
        "Keep at a distance", "Guarantee against Keep at a distance"
    )  # fmt: skip


def test_a_label_that_all_lenses_share_stands_once_on_the_card() -> None:
    fears = cards(findings())[0]
    assert fears.labels == ("assumed", "by construction")
    assert [line.labels for line in fears.lines] == [(), ()]


def test_a_label_of_one_lens_stands_on_its_line() -> None:
    found = findings()
    found.said["claims"][0]["label"] = "literature"
    card = cards(found)[0]
    assert card.labels == ("by construction",)
    assert [line.labels for line in card.lines] == [("literature",), ("assumed",)]


def test_a_refused_verdict_says_why_and_has_no_error() -> None:
    arms = cards(findings())[1]
    assert {line.refused for line in arms.lines} == {REFUSED}
    assert {line.error for line in arms.lines} == {"-"}


def test_the_hinge_and_what_a_verdict_leans_on_are_told() -> None:
    safer = cards(findings())[2]
    assert safer.lines[0].hinge.startswith("fear adds")
    assert safer.lines[0].leans == (
        "belief.engagement (50 % [40 % to 60 %], +, assumed)",
    )
