"""A reader's statements: what they mean, and what is no statement."""

from pathlib import Path

import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.decide.beliefs import Beyond, Distribution, parsed, read

ACTORS = {"CHN": "China", "USA": "United States"}


def test_a_state_is_named_by_code_or_name() -> None:
    found = parsed(["chn revisionist 70%", "United States  revisionist 0 %"], ACTORS)
    assert found.motives == {"CHN": 0.7, "USA": 0.0}


def test_a_value_is_taken_to_the_unbounded_side() -> None:
    found = parsed(
        ["belief.empathy >= 0.5", "crisis.fear < 1 25%", "belief.words = -0.2 sd 0.3"],
        ACTORS,
    ).parameters
    assert found["belief.empathy"] == Beyond("belief.empathy", True, 0.0, 1.0)
    fear = found["crisis.fear"]
    assert isinstance(fear, Beyond)
    assert (fear.above, fear.chance) == (False, 0.25)
    assert found["belief.words"] == Distribution("belief.words", -0.2, 0.3)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["CHM revisionist 70%"], 'did you mean "CHN"'),
        (["CHN revisionist 170%"], "from 0% to 100%"),
        (["CHN revisionist -1%"], "from 0% to 100%"),
        (["CHN revisionist 0.7"], "write it like 70%"),
        (["belief.empthy >= 0.5"], 'did you mean "belief.empathy"'),
        (["belief.empathy >= 1.5"], "a number between 0 and 1"),
        (["belief.empathy >= much"], "a number"),
        (["belief.empathy >= 0.5 170%"], "from 0% to 100%"),
        (["belief.empathy = 0.5 sd -1"], "a standard deviation >= 0"),
        (["China is bad"], "a statement like"),
        (["CHN revisionist 70%", "China revisionist 60%"], "two about CHN"),
        ([], "at least one statement"),
    ],
)
def test_what_is_no_statement_gets_one_line(said: list[str], expected: str) -> None:
    with pytest.raises(UsageError) as refused:
        parsed(said, ACTORS)
    assert expected in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_a_file_holds_statements(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('title = "Mine"\nbelieve = ["CHN revisionist 70%"]\n')
    assert read(file) == ["CHN revisionist 70%"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("belive = []", 'did you mean "believe"'),
        ("believe = 3", "a list of statements, got 3"),
        ("believe = [", "a TOML file with statements"),
    ],
)
def test_a_wrong_file_gets_one_line(
    tmp_path: Path, content: str, expected: str
) -> None:
    (tmp_path / "mine.toml").write_text(content)
    with pytest.raises(UsageError) as refused:
        read(tmp_path / "mine.toml")
    assert expected in str(refused.value)
    with pytest.raises(UsageError, match=r"none\.toml"):
        read(tmp_path / "none.toml")


def test_chances_are_shares() -> None:
    chance = parsed(["CHN revisionist 12.5%"], ACTORS).motives["CHN"]
    np.testing.assert_allclose(chance, 0.125)
