"""Rules: each does what its author says, act by act."""

import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.strategies.catalogue import rule
from detente.strategies.rules import RULES, Last


def played(name: str, theirs: str, mine: str | None = None) -> list[float]:
    """Return the chances of a friendly act, given the other's acts and one's own."""
    own, memory, chances = rule(name), np.zeros(1), []
    acts = [1.0 if letter == "f" else 0.0 for letter in theirs]
    last_mine = 1.0
    for k, before in enumerate([1.0, *acts]):
        seen = Last(np.array([last_mine]), np.array([before]), memory, k)
        chances.append(float(own.friendly(seen)[0]))
        memory = own.remember(seen)
        last_mine = chances[-1]
        if mine is not None and k < len(mine):
            last_mine = 1.0 if mine[k] == "f" else 0.0
    return chances


@pytest.mark.parametrize(
    ("name", "theirs", "expected"),
    [
        ("tit-for-tat", "hhf", [1, 0, 0, 1]),
        ("generous-tit-for-tat", "hf", [1, 1 / 3, 1]),
        ("hawk", "ff", [0, 0, 0]),
        ("dove", "hh", [1, 1, 1]),
        ("random", "fh", [0.5, 0.5, 0.5]),
        ("grit", "hhhhhh", [1, 0, 1, 1, 1, 0, 1]),
        ("grit", "hfffff", [1, 0, 1, 1, 1, 1, 1]),
        ("scripted:ffh", "hhhhhh", [1, 1, 0, 1, 1, 0, 1]),
    ],
)
def test_a_rule_answers_as_it_is_said_to(
    name: str, theirs: str, expected: list[float]
) -> None:
    assert played(name, theirs) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "vector"),
    [
        ("tit-for-tat", (1, 0, 1, 0)),
        ("generous-tit-for-tat", (1, 1 / 3, 1, 1 / 3)),
        ("win-stay-lose-shift", (1, 0, 0, 1)),
        ("firm-but-fair", (1, 0, 1, 2 / 3)),
    ],
)
def test_rules_of_one_round_have_their_four_chances(
    name: str, vector: tuple[float, ...]
) -> None:
    """After both friendly, only oneself, only the other, neither."""
    mine, theirs = np.array([1.0, 1, 0, 0]), np.array([1.0, 0, 1, 0])
    found = RULES[name].friendly(Last(mine, theirs, 0 * mine, 1))
    np.testing.assert_allclose(found, vector)


def test_every_rule_gives_chances_whatever_it_sees() -> None:
    for each in RULES.values():
        for memory in (0.0, 1.0, 3.0):
            m, t = np.meshgrid([0.0, 1.0], [0.0, 1.0])
            chance = each.friendly(Last(m, t, memory + 0 * m, 5))
            assert np.all((chance >= 0) & (chance <= 1)), each.name
            assert chance.shape == m.shape, each.name


@pytest.mark.parametrize("name", ["scripted:", "scripted:ffx", "titfortat", "scripted"])
def test_a_rule_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="expected"):
        rule(name)
