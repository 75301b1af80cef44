"""Where figures come from: every table a reader would look for, with its reasons."""

from tests.reports.made_up import findings

from detente.lenses.lens import load, parameters
from detente.reports.sources import tables


def _by_title() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {table.title: table.rows for table in tables(findings())}


def test_rows_have_as_many_cells_as_their_head() -> None:
    for table in tables(findings()):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.head)}


def test_every_column_of_figures_names_unit_year_and_source() -> None:
    for name, unit, year, source, *_ in _by_title()["Columns of figures"]:
        assert name
        assert unit
        assert year.isdigit()
        assert source


def test_every_actor_has_its_figures() -> None:
    rows = _by_title()["Figures of the actors"]
    assert len(rows) == len(findings().scenario.world.actors)


def test_what_is_assumed_has_a_reason() -> None:
    assert all(row[-1] for row in _by_title()["What is assumed at the start"])


def test_every_parameter_of_a_lens_is_listed_with_its_origin() -> None:
    rows = _by_title()["Parameters under prior"]
    assert [row[0] for row in rows] == list(load("prior").beliefs)
    assert {row[0] for row in rows} == set(parameters())
    assert {row[4] for row in rows} <= {"record", "literature", "assumed"}


def test_the_median_of_a_parameter_is_the_centre_of_its_lens() -> None:
    rows = {row[0]: row[3] for row in _by_title()["Parameters under prior"]}
    # lenses/prior.toml: centre 0.5, sd 0.6 on the log odds; 1 / (1 + exp(0.987)) = .272
    assert rows["content.dialogue"] == "0.5 [0.272, 0.728]"


def test_moves_of_every_plan_are_listed_with_their_ground() -> None:
    rows = _by_title()["Moves of the plans"]
    assert {row[0] for row in rows} >= {"Guarantee", "Half way"}
