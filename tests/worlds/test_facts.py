"""The figures of the catalogue against the data sets they are from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "check_facts.py"


@pytest.mark.skipif(
    not os.environ.get("DETENTE_DATA"),
    reason="DETENTE_DATA names no folder with the data sets",
)
def test_every_figure_agrees_with_its_source() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
