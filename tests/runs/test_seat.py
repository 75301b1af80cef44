"""A seat: orders are obeyed, nothing else is, and the past does not move."""

from pathlib import Path

import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.runs.seat import Seat
from detente.worlds.load import load


@pytest.fixture(scope="module")
def seat(tiny: Path) -> Seat:
    """Return the rival's seat in a small scenario."""
    scenario = load(tiny)
    return Seat(scenario, "RIVAL", "guarantee", "spiral", 4)


def test_what_is_ordered_is_done(seat: Seat) -> None:
    orders = seat.orders()
    other = (seat.me + 1) % len(seat.actors)
    orders.growth[2] = 0.25
    orders.dispute[3] = 0.0
    orders.dispute[3, other] = 3.0
    future = seat.future(orders)
    assert future.growth[2, seat.me] == np.float32(0.25)
    assert future.dispute[3, seat.me].tolist() == [
        3.0 * (j == other) for j in range(len(seat.actors))
    ]


def test_years_before_an_order_are_those_without_it(seat: Seat) -> None:
    orders = seat.orders()
    plain = seat.future(orders)
    orders.growth[5] = 0.5
    orders.dispute[5] = 4.0
    moved = seat.future(orders)
    for name in plain._fields:
        before, after = getattr(plain, name), getattr(moved, name)
        # Acts of the year itself follow the order; all that it began with stands.
        np.testing.assert_array_equal(before[:5], after[:5], err_msg=name)
    assert not np.array_equal(plain.belief[6], moved.belief[6])
    assert moved.dispute[5, seat.me, seat.me] == 0


def test_who_is_told_to_stay_out_joins_nobody(tiny: Path) -> None:
    seat = Seat(load(tiny), "HUB", "guarantee", "prior", 28)  # where it joins one
    orders = seat.orders()
    assert seat.future(orders).joined[:, seat.me].any()
    orders.help[:] = 0
    assert not seat.future(orders).joined[:, seat.me].any()


@pytest.mark.parametrize("vote", [0.0, 1.0])
def test_a_member_votes_as_ordered_and_others_have_no_say(
    tiny: Path, vote: float
) -> None:
    for actor, counts in (("HUB", True), ("RIVAL", False)):
        seat = Seat(load(tiny), actor, "guarantee", "prior", 28)
        year = seat.years.index(2025)
        assert seat.votes_in(2025) == [0] * counts
        assert not seat.votes_in(2024)
        orders = seat.orders()
        plain = seat.future(orders).approved
        orders.vote[year] = vote
        got = seat.future(orders).approved
        assert (got[:year] == 0).all()
        assert (got[year:] == (vote if counts else plain[year:])).all()


@pytest.mark.parametrize(
    ("actor", "plan", "said"),
    [("RIVL", "guarantee", "RIVAL"), ("RIVAL", "garantee", "guarantee")],
)
def test_an_unknown_actor_or_plan_gets_one_line(
    tiny: Path, actor: str, plan: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        Seat(load(tiny), actor, plan, "prior", 1)
