"""Why, and what would overturn it, on the page."""

import pytest

import detente
from detente.claims.session import Run as PlainRun
from detente.decide.overturn import FILE as OVER_FILE
from detente.decide.why import FILE as WHY_FILE
from detente.reports.cards import cards
from detente.reports.page import html
from detente.reports.why import told

WHY = {
    "draws": 32, "replicates": 2,
    "parts": [
        {
            "outcome": "threat", "of": "RIVAL", "toward": "friends",
            "years": [2028, 2035], "contrast": "difference", "none": None,
            "unit": "index, 0 to 1", "effect": {"mean": 0.05},
            "steps": [
                {"source": "plan", "route": "fear", "mean": 0.06, "interaction": 0.0},
                {"source": "arms", "route": "fear", "mean": -0.015,
                 "interaction": 0.01},
                {"source": "memory", "route": "hostility", "mean": 1e-5,
                 "interaction": 0.0},
            ],
            "behind": [
                {"what": "clashes", "of": "RIVAL", "toward": "ALLY", "begun": 0.5,
                 "joined": 0.25},
                {"what": "belief", "of": "RIVAL", "toward": "ALLY",
                 "unit": "probability", "effect": {"mean": 0.01},
                 "steps": [{"source": "words", "route": None, "mean": 0.01}]},
            ],
            "carriers": [
                {"who": ["RIVAL", "ALLY"], "change": 0.04, "of_what": "threat"}
            ],
        },
    ],
    "futures": [
        {"which": "typical", "draw": 3, "replicate": 1, "effect": 0.04,
         "events": [{"year": 2030, "text": "they meet", "where": "plan"}]},
    ],
}  # fmt: skip
OVER = {
    "farthest": 3.0,
    "flips": [
        {"size": 1, "distance": None, "parameters": []},
        {"size": 2, "distance": 1.25, "shares": {"supports": 0.4}, "parameters": [
            {"parameter": "crisis.fear", "from": 2.0, "to": 1.0, "origin": "assumed"},
        ]},
    ],
    "boxes": {"base": 0.7, "holds": None, "fails": {
        "limits": [{"parameter": "crisis.fear", "low": None, "high": 1.2}],
        "coverage": 0.8, "density": 0.9, "draws": 30,
    }},
}  # fmt: skip


@pytest.fixture
def run(tiny_run: PlainRun, monkeypatch: pytest.MonkeyPatch) -> detente.Run:
    """Return the small run, explained by hand."""
    run = detente.open_run(tiny_run.folder)
    kept = {WHY_FILE: {"rival-fears prior": WHY},
            OVER_FILE: {"rival-fears prior": OVER}}  # fmt: skip
    monkeypatch.setattr(run.findings, "kept", kept)
    return run


def test_bars_grow_from_the_middle_to_the_side_of_their_sign(run: detente.Run) -> None:
    (found,) = told(run.findings, "rival-fears")
    first, second = found.trails[0].steps  # the third is too small to be shown
    assert (first.left, first.width, first.mixed) == (50.0, 50.0, False)
    assert (second.left, second.width, second.mixed) == (37.5, 12.5, True)


def test_what_stands_behind_and_who_carries_it_are_sentences(run: detente.Run) -> None:
    trail = told(run.findings, "rival-fears")[0].trails[0]
    assert trail.behind[0].endswith("+0.5 begun between them, +0.25 met by joining "
                                    "others.")  # fmt: skip
    assert "declared purposes" in trail.behind[1]
    assert trail.carried.startswith("Change of threat is largest for ")


def test_only_a_confirmed_flip_is_told(run: detente.Run) -> None:
    found = told(run.findings, "rival-fears")[0]
    assert len(found.flips) == 1
    assert "1.25 standard deviations away: crisis.fear from 2 to 1" in found.flips[0]
    assert found.boxes == (
        "It does not hold in 90 % of the draws where crisis.fear is below 1.2; 80 % of "
        "all such draws lie there.",
    )


def test_the_page_shows_it_and_only_where_it_was_explained(run: detente.Run) -> None:
    by_key = {card.key: card for card in cards(run.findings)}
    assert by_key["rival-fears"].told
    assert not by_key["ally-safer"].told
    page = html(run.findings)
    assert page.count("Why, and what would overturn it") == 1
    assert "they meet" in page


def test_where_nothing_overturns_it_that_is_said(
    run: detente.Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    still = OVER | {"flips": [{"size": 8, "distance": None, "parameters": []}]}
    kept = {OVER_FILE: {"rival-fears prior": still}}
    monkeypatch.setattr(run.findings, "kept", kept)
    (text,) = told(run.findings, "rival-fears")[0].flips
    assert text.startswith("Nothing that was tried overturns it: up to 8 parameters")
