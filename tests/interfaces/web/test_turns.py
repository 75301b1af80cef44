"""Whose turn it is: fair to clients, and the server last."""

import pytest

from detente.interfaces.web.limits import FullError, Limits
from detente.interfaces.web.turns import HOUSE, Turns

ORDER = {"scenario": "x"}


@pytest.fixture
def turns() -> Turns:
    made = Turns(Limits(workers=0, waiting=5, each=3))
    for k, client in enumerate((HOUSE, "a", "a", "a", "b")):
        made.refuse_full(client)
        made.add(client, f"{client}{k}", ORDER)
    return made


def test_the_queue_gives_turns_and_puts_the_server_last(turns: Turns) -> None:
    with pytest.raises(FullError, match="at most 3 of yours"):
        turns.refuse_full("a")
    taken = []
    while (client := turns.next([])) is not None:
        taken.append(turns.take(client))
    assert taken == ["a1", "b4", "a2", "a3", f"{HOUSE}0"]


def test_whoever_has_fewer_runs_at_work_comes_first(turns: Turns) -> None:
    assert turns.next(["b"]) == "a"
    assert turns.next(["a", "b", "a"]) == "b"


def test_the_queue_of_all_is_full_for_everybody_but_the_server(turns: Turns) -> None:
    turns.add("b", "b5", ORDER)
    with pytest.raises(FullError, match="at most 5 that wait"):
        turns.refuse_full("c")
    turns.refuse_full(HOUSE)


def test_what_is_put_back_comes_first_but_after_one_that_is_hurried(
    turns: Turns,
) -> None:
    first = turns.take(HOUSE)
    turns.add(HOUSE, "looked at", ORDER)
    assert turns.hurry("looked at")
    assert not turns.hurry("looked at")
    turns.put_back(HOUSE, first)
    assert [turns.before(run) for run in ("looked at", first, "a3", "x")] == [
        0, 1, 2, None,
    ]  # fmt: skip
    assert turns.withdraw("looked at")
    assert not turns.withdraw("looked at")
    assert turns.hurried == set()
    assert sorted(turns.clear()) == [first, "a1", "a2", "a3", "b4"]
    assert turns.orders == {}


def test_no_queue_of_a_client_that_is_gone_is_kept(turns: Turns) -> None:
    for k in range(9):
        turns.add(f"once {k}", f"run {k}", ORDER)
        assert turns.withdraw(f"run {k}")
    assert turns.take("b") == "b4"
    assert list(turns._queues) == [HOUSE, "a"]  # noqa: SLF001
    turns.add("b", "b5", ORDER)  # it came after the others, and is no worse off
    assert (turns.next([]), turns.before("b5")) == ("a", 0)
