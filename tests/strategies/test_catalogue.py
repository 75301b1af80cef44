"""Strategies by name."""

import pytest

from detente.core.errors import UsageError
from detente.strategies.catalogue import named
from detente.strategies.rules import RULES


@pytest.mark.parametrize("name", [*RULES, "scripted:fh"])
def test_each_rule_can_take_a_seat(name: str) -> None:
    strategy = named(name, 3)
    assert strategy.name == name
    assert strategy.start(3).shape == (3,)


def test_a_name_that_is_not_known_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match='did you mean "tit-for-tat"'):
        named("titfortat", 3)
