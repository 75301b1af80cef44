"""The form of messages, and the tree of errors."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core import errors
from detente.core.errors import (
    DetenteError,
    ScenarioError,
    complaint,
    nearest,
    one_line,
    shown,
)


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(errors).failed == 0


def test_a_message_says_where_what_was_expected_what_came_and_what_to_do() -> None:
    error = ScenarioError.at("world.toml, start", "a year", '"soon"', "write 2023")
    assert isinstance(error, ScenarioError)
    assert str(error) == 'world.toml, start: expected a year, got "soon"; write 2023'


def test_every_error_is_in_the_tree_and_in_its_drawing() -> None:
    classes = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(classes) >= 5
    for each in classes:
        assert issubclass(each, DetenteError)
        assert each.__name__ in (errors.__doc__ or "")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("JPM", 'did you mean "JPN"?'),
        ("jpn", 'did you mean "JPN"?'),
        ("zzzzz", 'there is "JPN", "CHN", "nato"'),
    ],
)
def test_the_nearest_name_is_suggested(written: str, hint: str) -> None:
    assert nearest(written, ["JPN", "CHN", "nato"]) == hint


def test_a_long_list_is_cut_and_an_empty_one_is_said_to_be_empty() -> None:
    names = [f"{letter}{letter}" for letter in "abcdefghij"]
    assert nearest("?", names, limit=2) == 'there is "aa", "bb" and 8 more'
    assert nearest("x", []) == "there is none to choose from"


@given(st.text(max_size=200))
def test_any_text_comes_out_on_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert complaint(text, text, text, text).isprintable()


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(nested)
def test_any_value_is_described_briefly(value: object) -> None:
    assert shown(value).isprintable()
    assert len(shown(value)) < 600


def test_a_number_too_long_to_print_is_described() -> None:
    assert shown(16**9000) == "a very large whole number"
