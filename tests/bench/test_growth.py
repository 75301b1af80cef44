"""Growth with actors, years and draws."""

import pytest

from detente.bench import growth as grown
from detente.bench.growth import growth


def test_every_size_is_timed_and_more_draws_take_more_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, sizes in (("YEARS", (2,)), ("DRAWS", (32, 96)), ("ACTORS", (4, 6))):
        monkeypatch.setattr(grown, name, sizes)
    monkeypatch.setattr(grown, "REPEATS", 1)
    monkeypatch.setattr(grown, "flagship", lambda *_: grown.invented(3, 8, years=2))
    rows = list(growth(["numpy"], 1, lambda _: None))
    assert [(each.what, each.size) for each in rows] == [
        ("years", 2), ("draws", 32), ("draws", 96), ("actors", 4), ("actors", 6),
    ]  # fmt: skip
    one, three = rows[1:3]
    work = [each.rate * each.seconds for each in (one, three)]
    assert work[1] == pytest.approx(3 * work[0])
