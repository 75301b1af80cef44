"""The roofline."""

from detente.bench.roofline import Roofline


def test_parts_are_needs_over_what_a_core_gives() -> None:
    roof = Roofline(1000, 20, 640, 80e9, 2e9, 64e9, 16e9)
    assert roof.parts() == {"arithmetic": 12.5, "elementary": 10.0, "cache": 10.0}
