"""Rows of a view as a page embeds them: nothing is lost, nothing stands twice."""

import json

import pandas as pd
import pytest
from tests.reports.made_up import HAPPENED, findings

from detente.reports.cube import cube
from detente.reports.view import table
from detente.reports.views import VIEWS


@pytest.mark.parametrize("name", list(VIEWS))
def test_a_slice_is_what_the_table_of_the_same_choices_shows(name: str) -> None:
    found, view = findings(happened=HAPPENED), VIEWS[name]
    packed = cube(view, found)
    all_rows = view.rows(found)  # once: a map has over a thousand slices
    view = view._replace(rows=lambda _: all_rows)
    for first in packed["slices"]:
        values = dict(
            zip([c["name"] for c in packed["choices"]], first.split("|"), strict=False)
        )
        rows = pd.DataFrame({**packed["shared"], **packed["slices"][first]})
        expected = table(view, found, **values)
        same, asked = (
            frame.astype(object).where(frame.notna(), None)
            for frame in (rows[list(expected.columns)], expected)
        )
        pd.testing.assert_frame_equal(same, asked)


@pytest.mark.parametrize("name", list(VIEWS))
def test_the_default_choices_have_rows_and_the_table_has_their_columns(
    name: str,
) -> None:
    packed = cube(VIEWS[name], findings(happened=HAPPENED))
    default = "|".join(choice["default"] for choice in packed["choices"])
    columns = {*packed["shared"], *packed["slices"][default]}
    assert {column["name"] for column in packed["columns"]} <= columns


@pytest.mark.parametrize("name", list(VIEWS))
def test_what_is_embedded_is_json_without_nan(name: str) -> None:
    json.dumps(cube(VIEWS[name], findings(happened=HAPPENED)), allow_nan=False)


def test_columns_that_every_slice_shares_stand_once() -> None:
    packed = cube(VIEWS["series"], findings())
    assert set(packed["shared"]) == {"lens", "plan", "year"}
    assert all(
        set(part) == {"lo", "median", "hi"} for part in packed["slices"].values()
    )
