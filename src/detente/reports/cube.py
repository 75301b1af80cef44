"""Rows of a view as a page embeds them: once what all slices share, then the slices."""

from typing import Any

from detente.reports.findings import Findings
from detente.reports.view import View

__all__ = ["JOIN", "cube"]

JOIN = "|"
"""Between the values of the choices in the key of a slice."""


def _plain(values: Any) -> list[Any]:
    """Return the values of a column as JSON has them; a missing number is null."""
    if values.dtype.kind == "f":
        return [
            None if x != x else int(x) if x == int(x) and abs(x) < 1e15 else x
            for x in values.tolist()
        ]
    return values.tolist()


def cube(view: View, findings: Findings) -> dict[str, Any]:
    """Return the rows of a view by the values of its choices.

    Returns:
        `choices`, `columns` (those of the table), `shared` (columns that are the same
        in every slice) and `slices` (the other columns, by the values of the choices
        in order, joined by "|").
    """
    choices = view.choices(findings)
    rows = view.rows(findings)
    names = [choice.name for choice in choices]
    inner = [name for name in rows.columns if name not in names]
    slices: dict[str, dict[str, list[Any]]] = {}
    if names:
        keys = rows[names[0]].astype(str)
        for name in names[1:]:
            keys = keys + JOIN + rows[name].astype(str)
        for key, part in rows[inner].groupby(keys, sort=False):
            slices[str(key)] = {name: _plain(part[name]) for name in inner}
    else:
        slices[""] = {name: _plain(rows[name]) for name in inner}
    first = next(iter(slices.values()))
    same = [n for n in inner if all(part[n] == first[n] for part in slices.values())]
    return {
        "choices": [
            {**choice._asdict(), "options": list(choice.options.items())}
            for choice in choices
        ],
        "columns": [column._asdict() for column in view.columns],
        "shared": {name: first[name] for name in same},
        "slices": {
            key: {name: part[name] for name in inner if name not in same}
            for key, part in slices.items()
        },
    }
