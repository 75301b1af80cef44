"""Two sides: nothing but their names tells them apart."""

import numpy as np

from detente.theory.two_sides import quiet, two_sides


def test_both_sides_are_alike() -> None:
    world = two_sides(allies=True)
    turned = [2, 3, 0, 1]
    for name in ("tie", "suspicion", "contiguous", "distance", "heat"):
        figure = np.asarray(getattr(world, name))
        np.testing.assert_array_equal(figure, figure[turned][:, turned])
    assert len(set(np.asarray(world.codes).tolist())) == 4
    assert world.tie[0, 1] == 4 == world.tie[2, 3]
    assert world.tie[0, 2] == 0


def test_alone_there_are_two_without_ties() -> None:
    world = two_sides(allies=False)
    assert world.codes.shape == (2,)
    assert not np.any(world.tie)
    assert quiet(world, 3).tie_floor.shape == (3, 2, 2)
