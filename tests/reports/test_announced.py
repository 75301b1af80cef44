"""A plan in words: every kind of move is said, and every vote by what it is about."""

import detente
from detente.reports.announced import _WORDS, announced, proposals
from detente.worlds.moves import MOVE_KINDS


def test_every_kind_of_move_has_words() -> None:
    assert set(_WORDS) == set(MOVE_KINDS)


def test_a_vote_is_named_by_what_is_proposed() -> None:
    scenario = detente.load("nato-east-asia")
    (about,) = proposals(scenario, "office", [("nato", 2024)])
    assert about == (
        "North Atlantic Treaty Organization votes: North Atlantic Treaty Organization "
        "and Japan, a presence"
    )


def test_what_needs_a_vote_is_not_announced() -> None:
    scenario = detente.load("nato-east-asia")
    told = announced(scenario, "office")
    assert (2024, "Sweden in North Atlantic Treaty Organization") in told
    assert not any("Japan, a presence" in text for _, text in told)
    assert any("and 26 more" in text for _, text in told)
