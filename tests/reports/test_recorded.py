"""What the record can and cannot tell, on the page."""

from tests.reports.made_up import findings

from detente.lenses.lens import load
from detente.reports.page import html
from detente.reports.recorded import told


def test_it_counts_what_the_record_speaks_to() -> None:
    lines = list(told(findings()))
    spoken = sum(b.origin == "record" for b in load("record").beliefs.values())
    assert f"It speaks to {spoken} of the {len(load('record').beliefs)}" in lines[0]
    assert "belief.empathy" in lines[0]
    assert lines[0].endswith("This run did not ask it.")
    assert "assumed 6" in lines[1]
    assert any(line.startswith("prior: Log score") for line in lines)


def test_a_run_of_the_record_does_not_say_it_was_left_out() -> None:
    run = findings()
    run.lenses = ("record", *run.lenses)
    assert "did not ask" not in next(told(run))


def test_the_page_carries_it() -> None:
    assert "What the record can and cannot tell" in html(findings())
