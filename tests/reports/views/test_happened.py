"""What really happened, as a table, a chart and a sentence."""

from collections.abc import Iterator

import pytest
from tests.reports.made_up import HAPPENED, findings

from detente.reports.findings import Findings
from detente.reports.laid_over import Laid, laid_over
from detente.reports.sources import tables
from detente.reports.view import drawn, table
from detente.reports.views import happened
from detente.reports.views.happened import VIEW
from detente.reports.views.series import VIEW as SERIES


def test_a_row_stands_for_each_series_and_lens() -> None:
    rows = table(VIEW, findings(happened=HAPPENED))
    assert len(rows) == 4
    first = rows.iloc[0]
    assert first["series"] == "Burden: Rival"
    assert (first["inside"], first["below"], first["above"]) == (1, 1, 1)
    assert set(rows["unit"]) == {"% of GDP", "years in which one began"}


def test_the_reading_counts_by_lens_and_says_what_it_does_not_test() -> None:
    said = VIEW.reading(findings(happened=HAPPENED))
    assert "prior 2 of 4 (50 %)" in said
    assert "levels, not effects" in said


@pytest.mark.parametrize(("start", "seen"), [(1898, False), (1950, True)])
def test_the_reading_says_where_a_lens_was_fitted_on_these_years(
    monkeypatch: pytest.MonkeyPatch, start: int, seen: bool
) -> None:
    def moved(found: Findings) -> Iterator[Laid]:
        for each in laid_over(found):
            yield each._replace(lens="record", years=(start, start + 12))

    found = findings(happened=HAPPENED, lenses=("record",))
    assert "fitted on" not in VIEW.reading(findings(happened=HAPPENED))
    monkeypatch.setattr(happened, "laid_over", moved)
    said = "The lens record was fitted on the record of 1950-2010, these years among"
    assert (said in VIEW.reading(found)) is seen


def test_a_scenario_without_a_record_says_so() -> None:
    assert "no record" in VIEW.absent(findings())
    assert VIEW.absent(findings(happened=HAPPENED)) == ""


def test_the_chart_is_valid() -> None:
    assert drawn(VIEW, findings(happened=HAPPENED)).to_dict()["description"]


def test_the_series_draw_the_record_as_a_line_of_its_own() -> None:
    found = findings(happened=HAPPENED)
    rows = table(SERIES, found, outcome="burden RIVAL", show="level")
    line = rows[(rows.plan == "recorded") & (rows.lens == "spiral")]
    assert line["median"].to_list() == [0.13, 0.5, 0.1]
    assert "recorded" not in set(table(SERIES, found, show="change")["plan"])
    assert "really happened" in SERIES.reading(found)
    assert drawn(SERIES, found, outcome="burden RIVAL", show="level").to_dict()


def test_the_sources_list_the_recorded_values() -> None:
    found = [t for t in tables(findings(happened=HAPPENED)) if "happened" in t.title]
    assert "2024 0.5" in found[0].rows[0][2]
