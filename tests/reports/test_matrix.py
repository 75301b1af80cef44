"""Matrices: their cells, per cent, and the chart."""

from typing import Any

import numpy as np
import pytest
from tests.reports.made_up import ACTORS, findings

from detente.reports import matrix as module
from detente.reports.matrix import cells, matrix, per_cent, strongest
from detente.reports.nodes import Node


def test_nobody_perceives_itself() -> None:
    pairs = cells(findings())
    assert len(pairs) == len(ACTORS) * (len(ACTORS) - 1)
    assert all(one.key != other.key for one, other in pairs)


def test_the_members_of_a_node_perceive_one_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = (Node("A", "A", (0,)), Node("rest", "Rest", (1, 2, 3)))
    monkeypatch.setattr(module, "nodes", lambda run: shown)
    assert (shown[1], shown[1]) in cells(findings())
    assert (shown[0], shown[0]) not in cells(findings())


def test_values_are_whole_per_cent_of_the_years_shown() -> None:
    run = findings()
    pairs = cells(run)
    found = per_cent(run.pair("threat"), pairs, (0, 12))
    assert found.shape == (2, 3, 2, 12)
    keys = [(one.key, other.key) for one, other in pairs]
    assert found[0, 0, 0, keys.index(("ALLY", "RIVAL"))] == 20
    assert found[0, 1, 0, keys.index(("RIVAL", "ALLY"))] == 6


def test_the_strongest_are_those_farthest_from_zero() -> None:
    pairs = cells(findings())
    values = np.zeros(len(pairs))
    values[3], values[5] = -7.0, 4.0
    found = strongest(values, pairs, 2)
    assert [value for *_, value in found] == [-7.0, 4.0]
    assert found[0][:2] == pairs[3]


def test_cells_of_two_allies_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {entry["cell"] for entry in module._allied(findings())}  # noqa: SLF001
    assert names == {"Far|Hub", "Hub|Far"}


@pytest.mark.parametrize("room", [16, 3])
def test_numbers_stand_in_cells_where_there_is_room(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ROOM", room)
    chart: Any = matrix(findings(alliance=False), 60, "%", {})
    marks = [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]
    assert marks == (["rect", "text"] if room > 4 else ["rect"])
