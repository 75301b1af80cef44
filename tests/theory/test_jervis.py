"""Jervis's four worlds in the kernel: the order of danger."""

from detente.theory.jervis import WORLDS, conflict


def test_the_first_world_is_the_most_dangerous_and_the_fourth_the_most_stable() -> None:
    omegas, deltas = zip(*WORLDS.values(), strict=True)
    first, second, third, fourth = conflict(list(omegas), list(deltas))
    assert first > max(second, third)
    assert fourth < min(second, third)
    assert first > 2 * fourth


def test_each_of_the_two_questions_orders_tension_alone() -> None:
    by_balance = conflict([0.5, 0.7, 1.4, 2.0], [0.5] * 4)
    assert by_balance == sorted(by_balance)
    by_telling = conflict([2.0] * 4, [0.9, 0.7, 0.3, 0.1])
    assert by_telling == sorted(by_telling)
