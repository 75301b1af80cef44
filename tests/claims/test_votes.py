"""How an alliance votes: rules counted by hand, the member on whom it turns."""

import itertools
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.claims.made_up import ACTORS, YEARS, part, scenario_of

from detente.claims.votes import _approval, _pivot, votes  # pyright: ignore
from detente.runs.job import Shape, Variant
from detente.worlds.compile import compile_scenario
from detente.worlds.measures import ACTOR_VIEWS

SHAPE = Shape(("prior",), (Variant("distance"), Variant("guarantee")), 40, 1, YEARS,
              (), ACTORS)  # fmt: skip
VOTE = {
    "lens", "plan", "alliance", "year", "rule", "approval", "approval_lo",
    "approval_hi", "members", "pivotal", "side_payment",
}  # fmt: skip


def told(yes: np.ndarray, plan: int = 1) -> list[dict[str, Any]]:
    """Return the votes if every member agrees with these probabilities, one a draw."""
    scenario = scenario_of(part())
    sizes = (40, 1, len(YEARS), len(ACTOR_VIEWS), len(ACTORS))
    actors = np.broadcast_to(yes[:, None, None, None, None], sizes)
    return votes(scenario, compile_scenario(scenario), SHAPE, (0, plan), actors)


def test_a_plan_is_approved_as_often_as_its_members_agree() -> None:
    (vote,) = told(np.repeat([0.25, 0.75], 20))
    assert vote.keys() == VOTE
    assert (vote["alliance"], vote["year"], vote["rule"]) == ("pact", 2025, "hub")
    assert (vote["lens"], vote["plan"]) == ("prior", "guarantee")
    assert vote["approval"] == pytest.approx(0.5)
    assert (vote["approval_lo"], vote["approval_hi"]) == pytest.approx((0.25, 0.75))
    assert vote["members"] == [{"actor": "HUB", "yes": 0.5}]
    assert vote["pivotal"] is None  # nobody is less willing than anybody else
    # Half of the refusals turned: 1/4 -> 5/8, 3/4 -> 7/8; log(1 + 1/p): 1.61 and 0.85.
    assert vote["side_payment"]["approval"] == pytest.approx(0.75)
    middle = (np.log(5) + np.log(7 / 3)) / 2
    assert vote["side_payment"]["log_odds"] == pytest.approx(middle)


def test_a_plan_that_asks_nobody_has_no_vote() -> None:
    assert told(np.full(40, 0.5), plan=0) == []


def test_draws_that_failed_do_not_vote() -> None:
    yes = np.full(40, 0.5)
    yes[:30] = np.nan
    (vote,) = told(yes)
    assert vote["approval"] == pytest.approx(0.5)
    assert told(np.full(40, np.nan)) == []


def test_a_vote_turns_on_the_least_willing_the_middle_one_or_the_hub() -> None:
    mean = np.array([0.9, 0.2, 0.6, 0.5, 0.7])
    assert _pivot("consensus", mean, None) == 1
    assert _pivot("majority", mean, None) == 2
    assert _pivot("majority", mean[:4], None) == 3  # three of four are needed
    assert _pivot("hub", mean, 0) == 0


def test_consensus_needs_every_member() -> None:
    yes = np.array([[0.9, 0.5, 0.8], [1.0, 1.0, 0.0]])
    np.testing.assert_allclose(_approval("consensus", yes, 0), [0.36, 0.0])


def test_a_hub_decides_alone_where_it_leads() -> None:
    yes = np.array([[0.9, 0.5, 0.8]])
    np.testing.assert_allclose(_approval("hub", yes, 1), [0.5])


@pytest.mark.parametrize("members", [1, 2, 3, 4, 5, 7])
def test_a_majority_is_what_counting_every_outcome_gives(members: int) -> None:
    yes = np.random.default_rng(members).uniform(size=(3, members))
    expected = np.zeros(3)
    for each in itertools.product([0, 1], repeat=members):
        if 2 * sum(each) > members:
            expected += np.where(each, yes, 1 - yes).prod(axis=1)
    np.testing.assert_allclose(_approval("majority", yes, None), expected, rtol=1e-12)


def test_every_key_is_explained_in_the_documentation() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
    explained = set(re.findall(r"`(\w+)`", page.read_text(encoding="utf-8")))
    assert explained >= VOTE | {"actor", "yes"}
