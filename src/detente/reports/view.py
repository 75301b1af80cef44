"""A view: rows to look up, choices among them, and a chart of what is chosen.

Every picture of a report is a view, and a view is a table first: the same rows stand
behind the chart, in the table under it, in the files that are saved and in what Python
returns. Charts name their data `rows` and hold none of their own, so that a page can
put other rows into the same chart.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.core.errors import UsageError, nearest, shown
from detente.reports.findings import Findings
from detente.reports.theme import PAPER, config

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

__all__ = ["ROWS", "Choice", "Column", "View", "chosen", "drawn", "table"]

ROWS = "rows"
"""Name of the data of every chart."""


class Choice(NamedTuple):
    """One dimension of which a chart shows one value at a time.

    Attributes:
        name: Column of the rows.
        title: What to call it.
        options: Title of each value, in order.
        default: Value shown first.
        slider: Whether to choose along a slider rather than from a list.
    """

    name: str
    title: str
    options: Mapping[str, str]
    default: str
    slider: bool = False


class Column(NamedTuple):
    """One column of a view's table.

    Attributes:
        name: Column of the rows.
        title: Head of the column, with its unit.
        digits: Digits after the point, or None for text and whole numbers.
    """

    name: str
    title: str
    digits: int | None = None


class View(NamedTuple):
    """One thing to look at.

    Attributes:
        name: Name, in Python and as an address within a page.
        title: Title: what one looks at.
        lead: How to read it: one to three sentences.
        columns: Columns of the table under the chart, choices left out.
        choices: What can be chosen.
        rows: All rows, choices included; columns named as in `columns`, and any
            further ones that only the chart needs.
        chart: The chart of the rows that are chosen. It is given the choices, for
            titles, or nothing where a page shows them itself.
        reading: One or two sentences with the numbers that stand out at the default
            choices; also what a screen reader says of the chart.
        absent: Why a run has nothing to show here, or "".
        least: Narrowest width (pixels) at which the chart can be read; a narrower page
            scrolls it.
        aspect: Height for each pixel of width, or 0 if the height is the chart's own.
    """

    name: str
    title: str
    lead: str
    columns: tuple[Column, ...]
    choices: Callable[[Findings], tuple[Choice, ...]]
    rows: Callable[[Findings], "pd.DataFrame"]
    chart: Callable[[Findings, Mapping[str, str]], "alt.TopLevelMixin"]
    reading: Callable[[Findings], str]
    absent: Callable[[Findings], str] = lambda findings: ""
    least: int = 0
    aspect: float = 0


def chosen(view: View, findings: Findings, asked: Mapping[str, Any]) -> dict[str, str]:
    """Return the value of every choice: what is asked for, else the default.

    Raises:
        UsageError: If a choice or value does not exist, or there is nothing to show.
    """
    reason = view.absent(findings)
    if reason:
        raise UsageError.at(view.name, "something to show", "nothing", reason)
    choices = {choice.name: choice for choice in view.choices(findings)}
    for name, value in asked.items():
        if name not in choices:
            raise UsageError.at(
                f"{view.name}, {name}", "a choice of this view", shown(name),
                nearest(name, choices),
            )  # fmt: skip
        if str(value) not in choices[name].options:
            raise UsageError.at(
                f"{view.name}, {name}", "one of its values", shown(value),
                nearest(str(value), choices[name].options),
            )  # fmt: skip
    return {
        name: str(asked.get(name, choice.default)) for name, choice in choices.items()
    }


def table(view: View, findings: Findings, **choices: Any) -> "pd.DataFrame":
    """Return the rows that are chosen, without the columns of the choices."""
    values = chosen(view, findings, choices)
    rows = view.rows(findings)
    for name, value in values.items():
        rows = rows.loc[rows[name].astype(str) == value]
    return rows.drop(columns=list(values)).reset_index(drop=True)


def drawn(view: View, findings: Findings, **choices: Any) -> "alt.TopLevelMixin":
    """Return the chart of the rows that are chosen.

    Raises:
        UsageError: If a choice does not exist, or there is nothing to show.
    """
    values = chosen(view, findings, choices)
    chart: Any = view.chart(findings, values)
    rows = table(view, findings, **choices)
    chart = chart.properties(description=f"{view.title}. {view.reading(findings)}")
    chart.config = config(**PAPER)
    chart.datasets = {ROWS: rows.to_dict("records")}
    return chart
