"""A seat: orders are obeyed, nothing else is, and the past does not move."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from detente.core.errors import UsageError
from detente.laws.alignment import Alignment
from detente.runs.seat import Seat, sought
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


def test_a_tie_takes_two_and_parting_one() -> None:
    """Chances .04 and .19 of a pair: each wants it by .2, and parts by .1."""
    pair = jnp.array([[0.0, 1.0], [1.0, 0.0]])
    law = Alignment(0.04 * pair, 0.19 * pair)
    for order, climb, fall in (
        (1, 0.2, 0.1), (0, 0.0, 0.1), (-1, 0.0, 1.0), (np.nan, 0.04, 0.19),
    ):  # fmt: skip
        got = sought(law, jnp.array([np.nan, order]), 0)
        assert got.climb[0, 1] == got.climb[1, 0] == pytest.approx(climb)
        assert got.fall[0, 1] == got.fall[1, 0] == pytest.approx(fall)
    both, neither = 0.2 * 0.2, (1 - 0.1) * (1 - 0.1)
    assert (both, 1 - neither) == pytest.approx((0.04, 0.19))
    # What treaty or plan holds cannot be left.
    held = sought(Alignment(0.04 * pair, 0.0 * pair), jnp.array([np.nan, -1.0]), 0)
    assert held.fall[0, 1] == 0


def test_a_seat_seeks_a_tie_steps_back_and_goes_no_closer(tiny: Path) -> None:
    seat = Seat(load(tiny), "RIVAL", "guarantee", "spiral", 5)  # where Ally agrees
    ally = seat.actors.index("ALLY")
    orders = seat.orders()
    plain = seat.future(orders)
    assert not plain.tie[:, seat.me].any()
    orders.align[:, ally] = 1
    closer = seat.future(orders)
    assert closer.step[0, ally] == 1
    assert closer.tie[1, seat.me, ally] == closer.tie[1, ally, seat.me] == 1
    assert (closer.tie >= plain.tie).all()
    np.testing.assert_array_equal(closer.dispute[0], plain.dispute[0])
    orders.align[1, ally] = -1
    orders.align[2:, ally] = 0
    apart = seat.future(orders)
    assert apart.tie[:, seat.me, ally].tolist() == [0, 1] + [0] * (len(seat.years) - 2)
