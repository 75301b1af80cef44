"""A run in a notebook: a row a claim, a cell a lens, and nothing that could run."""

from tests.reports.made_up import findings

from detente.reports.summary import summary


def test_each_claim_has_a_row_and_each_lens_a_cell() -> None:
    text = summary(findings())
    assert text.count("<tr>") == 1 + 4
    assert text.count("<td>") == 4 * 2
    assert "The rival is more afraid" in text
    assert "+4.0 points" in text


def test_titles_are_text() -> None:
    found = findings()
    claim = found.scenario.claims["rival-fears"]
    claims = found.scenario.claims | {
        "rival-fears": claim.model_copy(update={"title": "<b>bold</b>"})
    }
    found.scenario = found.scenario.model_copy(update={"claims": claims})
    assert "&lt;b&gt;bold" in summary(found)
    assert "<b>bold" not in summary(found)
