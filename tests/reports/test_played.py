"""What a seat is told, of a future made up by hand: two actors and three years."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from detente.reports.played import Stage, briefing, revealed
from detente.runs.seat import Future, Orders

YEARS, ACTORS = 3, 2


def _stage() -> Stage:
    seat: Any = SimpleNamespace(
        me=0, years=(2024, 2025, 2026), actors=("ME", "YOU"), ballots=()
    )
    return Stage(seat, ("Mine", "Yours"), ())


def _future(motive: list[int], believed: float) -> Future:
    each, pair = np.zeros((YEARS, ACTORS)), np.zeros((YEARS, ACTORS, ACTORS))
    aims = np.column_stack([motive, np.zeros(YEARS)])
    return Future(
        motive=aims, belief=pair + believed, threat=pair, tie=pair, log_arms=each,
        log_gdp=each, growth=each, usual=each[:, 0], dispute=pair, joined=pair,
        approved=each[:, :0], safe=each, climb=each, fall=each, step=each,
    )  # fmt: skip


def test_the_seat_is_told_in_the_year_in_which_its_aim_turns() -> None:
    future = _future([0, 1, 1], 0.5)
    told = ["\n".join(briefing(_stage(), future, t)) for t in range(YEARS)]
    assert "now it is to change the order of things" in told[1]
    assert "aim" not in told[0] + told[2]


@pytest.mark.parametrize(
    ("severity", "said"),
    [
        (np.nan, "in 0% of the years: you looked more dangerous than you were."),
        (0.0, "in 0% of the years: you looked more dangerous than you were."),
        (2.0, "in 0% of the years; your orders were judged as acts."),
    ],
)
def test_who_ordered_a_dispute_is_not_told_that_it_was_misread(
    severity: float, said: str
) -> None:
    orders, future = Orders.none(YEARS, ACTORS), _future([0, 0, 0], 0.5)
    orders.dispute[1, 1] = severity
    told = "\n".join(revealed(_stage(), future, future, orders))
    assert f"on average; by the aim you were dealt you were one {said}" in told
    assert ("you looked" in told) is not (severity > 0)
