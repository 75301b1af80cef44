"""The table of verdicts: a pure function of what `--json` prints."""

import doctest
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.interfaces.cli import table as module
from detente.interfaces.cli.table import WIDTH, only_plans, signed, table


def test_each_claim_has_its_heading_and_a_row_for_each_lens(
    result: dict[str, Any],
) -> None:
    lines = table(result).splitlines()
    at = lines.index(
        "rival-fears [ours, could well; index, 0 to 1, width 0.02] The rival is more "
        "afraid"
    )
    row = (
        "guarantee prior 62 30 8 +0.031 [-0.002, +0.090] - crisis.fear assumed "
        "supported"
    )
    assert " ".join(lines[at + 1].split()) == row
    assert "assumed*" in lines[at + 2]
    assert lines[at + 3] == ""


def test_rare_is_not_never_and_nearly_is_not_always(result: dict[str, Any]) -> None:
    line = next(line for line in table(result).splitlines() if ">99" in line)
    assert line.split()[2:5] == ["<1", ">99", "0"]


def test_hinge_and_refusal_stand_under_their_row(result: dict[str, Any]) -> None:
    text = table(result)
    assert "      hinge: deters iff +0.2 > +0.1\n" in text
    assert "      refused: needs 512 draws\n" in text


def test_other_plans_are_shown_on_request(result: dict[str, Any]) -> None:
    assert "  distance " not in table(result)
    assert "  distance " in table(result, everything=True)


def test_spiral_numbers_votes_and_failures_follow(result: dict[str, Any]) -> None:
    text = table(result)
    assert "0.80 [0.50, 1.21], above 1 in 12%" in text
    assert (
        "pact approves in 75% of draws; pivotal: HUB; a side payment worth 0.8 log "
        "odds would make it 88%; least willing: ALLY 50%" in " ".join(text.split())
    )
    assert "2: arms: NaN" in text
    assert text.endswith("3.2 s; results in runs/mine/abc")


def test_a_plan_is_picked_without_changing_the_result(result: dict[str, Any]) -> None:
    picked = only_plans(result, ["distance"])
    assert [row["plan"] for row in picked["claims"]] == ["distance"]
    assert picked["spiral_number"] == picked["votes"] == picked["failed_draws"] == []
    assert len(result["claims"]) == 5


def test_a_result_with_little_in_it_is_still_a_table() -> None:
    bare = {"scenario": "mine", "seed": 1, "draws": 1, "replicates": 1, "claims": []}
    assert table(bare).startswith("mine: 1 draws x 1 replicates, seed 1")


@pytest.mark.parametrize("hole", ["shares", "effect", "label", "verdict", "hinge"])
def test_what_is_missing_is_a_dash(result: dict[str, Any], hole: str) -> None:
    for row in result["claims"]:
        row[hole] = None
    assert "rival-fears" in table(result)


@given(st.text(max_size=200), st.floats(), st.floats(0.0, 1.0))
def test_no_line_is_too_wide_and_no_letter_moves_the_cursor(
    text: str, number: float, share: float
) -> None:
    row = {
        "id": text, "title": text, "lens": text, "plan": text, "author": text,
        "modality": text, "label": text, "verdict": text, "refused": None,
        "by_construction": text, "hinge": {"text": text},
        "shares": {"supports": share, "negligible": 0.5, "opposes": 0.5},
        "effect": {"median": number, "lo": number, "hi": number, "unit": text},
    }  # fmt: skip
    result = {"scenario": "mine", "seed": 1, "draws": 8, "replicates": 1}
    lines = table(result | {"claims": [row]}).split("\n")
    assert all(line.isprintable() for line in lines)
    assert all(len(line) <= WIDTH + 30 for line in lines)


def test_effects_are_written_with_sign_and_three_digits() -> None:
    assert doctest.testmod(module).failed == 0
    assert signed(math.nan) == signed(math.inf) == "-"
    assert signed(-12345.0) == "-12,345"
