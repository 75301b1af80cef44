"""Files of batches: their names say what they hold."""

from pathlib import Path

import pytest
from tests.runs.made_up import SHAPE, batch_of

from detente.core.errors import RunError
from detente.runs.batches import BATCHES, content, found, packed, unpacked
from detente.runs.job import tasks

TASK = tasks(SHAPE.lenses, SHAPE.variants, SHAPE.draws, SHAPE.replicates)[0]


def test_the_same_batch_is_the_same_file_and_another_is_not() -> None:
    assert packed(TASK.name, batch_of(TASK)) == packed(TASK.name, batch_of(TASK))
    other = batch_of(TASK)
    other.spiral[0] += 1
    assert packed(TASK.name, other)[0] != packed(TASK.name, batch_of(TASK))[0]


def test_a_harmed_file_does_not_hide_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / BATCHES).mkdir()
    name, written = packed(TASK.name, batch_of(TASK))
    (tmp_path / name).write_bytes(written)
    harmed = tmp_path / BATCHES / f"{TASK.name}.{'0' * 32}.npz"
    harmed.write_bytes(written[:-1])
    (tmp_path / BATCHES / "strange.npz").write_bytes(b"")
    files = found(tmp_path)[TASK.name]
    assert [content(file) is None for file in files] == [file == harmed
                                                        for file in files]  # fmt: skip
    assert unpacked(harmed, files).spiral.tolist() == batch_of(TASK).spiral.tolist()
    with pytest.raises(RunError, match="done anew"):
        unpacked(harmed, [harmed])
