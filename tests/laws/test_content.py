"""Content: what a rung of the ladder is worth."""

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.laws.obligations import (
    PAIRS,
    Case,
    Obligations,
    per_pair,
    per_state,
    record,
)

from detente.laws import content
from detente.laws.content import ContentParams

SHARE = st.floats(0.01, 0.99)
LEVEL = st.floats(0, 4)


class TestObligations(Obligations):
    law = content
    cases = (
        Case(
            "defence_content",
            content.defence_content,
            (per_pair(0, 4), per_pair(0, 4)),
            (0, 1),
        ),
        Case(
            "relayed",
            lambda p, *x: content.relayed(p, *x, PAIRS),
            (per_pair(0, 1), per_state(0, 1), per_state(0, 1)),
        ),
        Case("offence", content.offence, (), (0, 1)),
        Case("offence", content.offence, (per_pair(0, 1),), (0, 1)),
    )


def ladder(**more: float) -> ContentParams:
    return record(
        ContentParams, dialogue=0.5, partnership=0.4, presence=0.5, pact=0.7, **more
    )


def test_each_rung_is_worth_the_product_of_the_shares_above_it(x64: None) -> None:
    """Pact .7; presence .5 * .7; partnership .4 * .35; dialogue .5 * .14.

    Between rungs 2 and 3: half way from .14 to .35.
    """
    level = jnp.array([0.0, 1, 2, 3, 4, 2.5])
    got = content.defence_content(ladder(solidarity=0.5), level, jnp.zeros(6))
    np.testing.assert_allclose(got, [0, 0.07, 0.14, 0.35, 0.7, 0.245], rtol=1e-12)


def test_a_tie_through_an_alliance_counts_where_it_is_worth_more(x64: None) -> None:
    """Solidarity .6: a pact with the alliance is worth .42 to each member."""
    direct = jnp.array([0.0, 3.0, 4.0])
    got = content.defence_content(ladder(solidarity=0.6), direct, jnp.full(3, 4.0))
    np.testing.assert_allclose(got, [0.42, 0.42, 0.7], rtol=1e-12)


def test_spokes_help_one_another_when_their_hub_is_tied_to_both(x64: None) -> None:
    """Hub 0; content .7 with spoke 1, .5 with spoke 2; relay .3: .3 * .7 * .5."""
    worth = jnp.array([[0, 0.7, 0.5], [0.7, 0, 0], [0.5, 0, 0]])
    hub, spokes = jnp.array([1.0, 0, 0]), jnp.array([0, 1.0, 1.0])
    params = record(ContentParams, relay=0.3)
    got = content.relayed(params, worth, hub, spokes, PAIRS)
    assert got[1, 2] == got[2, 1] == pytest.approx(0.105)
    np.testing.assert_array_equal(got[0], worth[0])
    np.testing.assert_array_equal(jnp.diag(got), 0)


def test_a_direct_tie_worth_more_than_the_relayed_one_stays() -> None:
    worth = jnp.array([[0, 0.7, 0.5], [0.7, 0, 0.4], [0.5, 0.4, 0]])
    hub, spokes = jnp.array([1.0, 0, 0]), jnp.array([0, 1.0, 1.0])
    params = record(ContentParams, relay=0.3)
    got = content.relayed(params, worth, hub, spokes, PAIRS)
    np.testing.assert_array_equal(got, worth)


def test_a_hub_binds_nobody_who_is_not_its_spoke() -> None:
    worth = jnp.array([[0, 0.7, 0.5], [0.7, 0, 0], [0.5, 0, 0]])
    hub, spokes = jnp.array([1.0, 0, 0]), jnp.array([0, 1.0, 0])
    params = record(ContentParams, relay=0.9)
    got = content.relayed(params, worth, hub, spokes, PAIRS)
    np.testing.assert_array_equal(got, worth)


@pytest.mark.parametrize(("told_apart", "perceived"), [(1, 0.3), (0.5, 0.65), (0, 1)])
def test_help_in_defence_looks_like_help_in_attack_when_they_cannot_be_told_apart(
    told_apart: float, perceived: float
) -> None:
    """c_O = .3 of c_D; outsiders add (1 - delta) of the other .7."""
    params = record(ContentParams, offence=0.3, distinguishability=told_apart)
    assert content.offence(params) == pytest.approx((0.3, perceived))


@given(SHARE, SHARE, SHARE, SHARE, SHARE, LEVEL, LEVEL, LEVEL)
def test_the_ladder_never_falls_and_never_exceeds_the_pact(
    dialogue: float,
    partnership: float,
    presence: float,
    pact: float,
    solidarity: float,
    low: float,
    high: float,
    through: float,
) -> None:
    params = record(
        ContentParams,
        dialogue=dialogue,
        partnership=partnership,
        presence=presence,
        pact=pact,
        solidarity=solidarity,
    )
    levels = jnp.asarray(sorted([low, high]))
    lower, higher = content.defence_content(params, levels, jnp.full(2, through))
    assert 0 <= lower <= higher + 1e-6
    assert higher <= pact + 1e-6


def test_inspection_shows_a_share_of_what_could_not_be_told_apart(x64: None) -> None:
    """Half of it: .3 + (1 - .4) (1 - .5) (1 - .3) = .51; all of it: the truth, .3."""
    params = record(ContentParams, offence=0.3, distinguishability=0.4)
    actual, perceived = content.offence(params, jnp.array([0.0, 0.5, 1.0]))
    assert actual == pytest.approx(0.3)
    np.testing.assert_allclose(perceived, [0.72, 0.51, 0.3], rtol=1e-12)
