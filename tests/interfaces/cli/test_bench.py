"""`detente bench`: its table, and what it refuses."""

import importlib.util
import json
from typing import Any

import pytest

from detente.interfaces.cli import bench
from detente.interfaces.cli.bench_table import table
from detente.interfaces.cli.main import main
from detente.interfaces.cli.table import WIDTH


def row(name: str, rate: float, agreement: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "name": name, "seconds": 3.0, "members": 64, "rate": rate, "least": 0.9 * rate,
        "most": 1.1 * rate, "core_ns": 2e9 / rate, "memory": 700.0, "compile": 12.0,
        "agreement": agreement, "equal": agreement and agreement["equal"],
        "detente is faster by": 3e7 / rate,
        "and needs less processor time by": 2.5e7 / rate,
    }  # fmt: skip


FOUND: dict[str, Any] = {
    "machine": {
        "processor": "Some Processor", "cores": 4, "cores used": 2, "system": "Linux",
        "python": "3.11", "libraries": {"jax": "1", "numpy": "2"}, "load": [0.1, 2.0],
    },
    "case": {"name": "nowhere", "actors": 4, "years": 3, "rounds": 5,
             "draws compared": 64},
    "peers": [
        row("detente", 3e7, None),
        row("numba", 1.5e7, {"equal": True, "errors": 0.0, "same": 1.0}),
        row("mesa", 1e5, {"equal": False, "errors": 7.25, "same": 0.0}),
    ],
    "roofline": {
        "operations": 982.0, "functions": 24.0, "bytes": 644.0, "arithmetic": 8e10,
        "elementary": 1.5e9, "cache": 7e10, "memory": 1.5e10,
        "ns": {"arithmetic": 12.0, "elementary": 16.0, "cache": 9.0},
    },
    "growth": [{"what": "actors", "size": 25, "peer": "detente", "seconds": 0.5,
                "rate": 3e7, "core_ns": 60.0, "memory": 500.0}],
}  # fmt: skip


def test_the_table_says_ratios_and_whether_outcomes_are_equal() -> None:
    said = table(FOUND).splitlines()
    numba = next(line for line in said if line.startswith("numba "))
    assert "1.5e+07" in numba
    assert numba.split()[-8:-5] == ["133.3", "1.67", "700"]
    assert numba.endswith("yes, act by act")
    mesa = next(line for line in said if line.startswith("mesa "))
    assert mesa.endswith("no, 7.2 s.e.")
    assert any("at least 16 ns" in line for line in said)
    assert said[-1].split()[:3] == ["actors", "25", "detente"]
    assert all(len(line) <= WIDTH for line in said)


def test_unequal_outcomes_are_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "_measured", lambda *_: FOUND)
    assert main(["bench", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == FOUND


def test_a_missing_library_is_named_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = importlib.util.find_spec("json")
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "mesa" else there
    )
    monkeypatch.setattr(bench, "_measured", lambda *_: FOUND)
    assert main(["bench", "--peers"]) == 2
    assert capsys.readouterr().err == (
        "detente: --peers: expected mesa to be installed, got nothing; "
        'run: pip install "detente[bench]"\n'
    )


def test_the_machine_is_described() -> None:
    found = bench.machine()
    assert found["processor"]
    assert found["cores"] >= 1
    assert "jax" in found["libraries"]
