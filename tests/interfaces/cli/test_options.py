"""The kinds of value that options take."""

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.errors import UsageError
from detente.interfaces.cli.options import Parser, refuse_unknown, whole_number


@given(st.integers(1, 100))
def test_a_whole_number_in_range_is_taken(number: int) -> None:
    assert whole_number(1, 100, 8)(str(number)) == number


@pytest.mark.parametrize("text", ["0", "-1", "101", "1.5", "many", "", "9" * 9_000])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match=r"got .*like 8"):
        whole_number(1, 100, 8)(text)


@given(st.text(max_size=50))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = whole_number(1, 100, 8)(text)
    except argparse.ArgumentTypeError:
        return
    assert 1 <= number <= 100


def test_what_no_option_took_is_refused() -> None:
    parser = Parser(prog="detente run")
    parser.add_argument("--draws")
    refuse_unknown(parser, [])
    with pytest.raises(UsageError, match=r"^run: .*--darws.*did you mean .--draws"):
        refuse_unknown(parser, ["3", "--darws"])
    with pytest.raises(UsageError, match="no more arguments"):
        refuse_unknown(parser, ["3"])
