"""Every view keeps the promises of a view, and refuses what it is asked wrongly."""

import importlib
import json
import pkgutil
from typing import Any

import pytest
from tests.reports.made_up import HAPPENED, findings

from detente.core.errors import UsageError
from detente.reports import views
from detente.reports.findings import Findings
from detente.reports.view import ROWS, View, chosen, drawn, table

NAMES = [each.name for each in pkgutil.iter_modules(views.__path__)]

SMALL: tuple[dict[str, Any], ...] = (
    {},
    {"lenses": ("prior",)},
    {"plans": ("distance", "guarantee"), "alliance": False},
    {"lenses": ("spiral",), "plans": ("distance",), "alliance": False, "leans": False},
    {"votes": False, "hinge": False, "refused": False},
)


def view(name: str) -> View:
    """Return the view of a module."""
    return importlib.import_module(f"detente.reports.views.{name}").VIEW


@pytest.fixture(scope="module")
def run() -> Findings:
    """Return an ordinary run; whoever takes it only reads."""
    return findings(happened=HAPPENED)


@pytest.mark.parametrize("name", NAMES)
def test_a_view_is_called_like_its_file(name: str) -> None:
    assert view(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_rows_hold_the_choices_and_the_columns_of_the_table(
    name: str, run: Findings
) -> None:
    each = view(name)
    rows = each.rows(run)
    assert len(rows)
    assert {column.name for column in each.columns} <= set(rows.columns)
    for choice in each.choices(run):
        assert choice.default in choice.options
        assert set(rows[choice.name].astype(str)) <= set(choice.options)


@pytest.mark.parametrize("name", NAMES)
def test_the_default_choices_have_something_to_show(name: str, run: Findings) -> None:
    assert len(table(view(name), run))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_of_a_page_holds_no_rows_and_knows_no_choice(
    name: str, run: Findings
) -> None:
    chart = view(name).chart(run, {}).to_dict()
    assert ROWS not in chart.get("datasets", {})
    assert f'"name": "{ROWS}"' in json.dumps(chart)


@pytest.mark.parametrize("small", SMALL, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_every_run_is_drawn_or_said_to_have_nothing(
    name: str, small: dict[str, Any]
) -> None:
    each, few = view(name), findings(**small)
    reason = each.absent(few)
    if reason:
        with pytest.raises(UsageError, match=name) as error:
            drawn(each, few)
        assert "\n" not in str(error.value)
        return
    last = {choice.name: list(choice.options)[-1] for choice in each.choices(few)}
    chart: Any = drawn(each, few)
    json.dumps(chart.to_dict(), allow_nan=False)
    for name_, option in last.items():
        assert len(table(each, few, **{name_: option}))
    reading = each.reading(few)
    assert reading.endswith(".")
    assert "nan" not in reading


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_what_it_shows_to_those_who_do_not_see_it(
    name: str, run: Findings
) -> None:
    each = view(name)
    chart: Any = drawn(each, run)
    assert chart.to_dict()["description"] == f"{each.title}. {each.reading(run)}"


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_choice_is_refused_in_one_line(name: str, run: Findings) -> None:
    with pytest.raises(UsageError, match=f"^{name}, colour: expected") as error:
        drawn(view(name), run, colour="red")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_value_is_refused_in_one_line(name: str, run: Findings) -> None:
    each = view(name)
    for choice in each.choices(run):
        with pytest.raises(UsageError, match=f"^{name}, {choice.name}: ") as error:
            table(each, run, **{choice.name: "no such\nthing"})
        assert "\n" not in str(error.value)


def test_what_is_not_asked_for_takes_its_default(run: Findings) -> None:
    each = view("series")
    defaults = {choice.name: choice.default for choice in each.choices(run)}
    assert chosen(each, run, {}) == defaults
    assert chosen(each, run, {"show": "level"}) == defaults | {"show": "level"}
    assert chosen(each, run, {"show": "change"})["show"] == "change"


def test_a_table_leaves_the_columns_of_the_choices_out(run: Findings) -> None:
    rows = table(view("series"), run, outcome="arms RIVAL")
    assert list(rows.columns) == ["lens", "plan", "year", "lo", "median", "hi"]
    assert list(rows.index[:3]) == [0, 1, 2]
    assert len(rows) == 2 * 3 * 13


def test_a_near_miss_is_answered_with_what_was_meant(run: Findings) -> None:
    with pytest.raises(UsageError, match='did you mean "outcome"'):
        drawn(view("series"), run, outcom="arms RIVAL")
