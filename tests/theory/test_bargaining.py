"""Bargaining: the demand is the best there is, and who declines fights in time."""

from hypothesis import given
from hypothesis import strategies as st

from detente.theory.bargaining import (
    best_demand,
    preventive_war,
    raced_risk,
    war_risk,
)

SHARE = st.floats(0.05, 0.6)


@given(SHARE, SHARE, SHARE, st.floats(-0.3, 0.3))
def test_no_other_demand_pays_more(
    chance: float, cost: float, highest: float, off: float
) -> None:
    def worth(asked: float) -> float:
        refused = min(max((asked - chance) / highest, 0.0), 1.0)
        return asked * (1 - refused) + (chance - cost) * refused

    best = best_demand(chance, cost, highest)
    assert worth(best) >= worth(best + off) - 1e-12


@given(SHARE, SHARE, SHARE)
def test_war_is_the_chance_that_the_demand_is_refused(
    chance: float, cost: float, highest: float
) -> None:
    refused = (best_demand(chance, cost, highest) - chance) / highest
    assert abs(war_risk(cost, highest) - refused) < 1e-12
    assert war_risk(cost, highest) < 0.5


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0.1, 0.99))
def test_the_declining_state_fights_iff_all_that_it_could_be_given_is_less(
    now: float, then: float, rising: float, declining: float, patience: float
) -> None:
    """War now for ever, against everything now and what the other then leaves it."""
    weight = 1 / (1 - patience)
    war = (1 - now - declining) * weight
    peace = 1 + patience * (1 - then + rising) * weight
    if abs(war - peace) > 1e-9:
        assert preventive_war(now, then, (rising, declining), patience) == (war > peace)


@given(SHARE, SHARE, st.floats(0, 1))
def test_a_race_that_shows_strength_never_makes_war_likelier(
    cost: float, highest: float, share: float
) -> None:
    """Hawks' counterpoint to the spiral; a race in which all build tells nothing."""
    assert raced_risk(cost, highest, share * highest) <= war_risk(cost, highest) + 1e-12
    for nothing in (0.0, highest):
        assert abs(raced_risk(cost, highest, nothing) - war_risk(cost, highest)) < 1e-12
