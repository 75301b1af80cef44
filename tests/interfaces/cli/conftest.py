"""What these tests share: a small scenario, and a run whose result is given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.interfaces.cli import main as entry
from detente.worlds.load import write_template


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small right scenario, in the folder the program is started from."""
    monkeypatch.chdir(tmp_path)
    # A process started there finds the package, even if PYTHONPATH is relative.
    monkeypatch.setenv("PYTHONPATH", str(Path(entry.__file__).resolve().parents[3]))
    write_template("mine", tmp_path)
    return Path("mine")


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], folder: Path) -> Callable[..., str]:
    """Return a function that runs a wrong command line, and returns its one line."""

    def call(*argv: object) -> str:
        before = sorted(Path.cwd().rglob("*"))
        status = entry.main([str(each) for each in argv])
        out, err = capsys.readouterr()
        assert status == 2, err
        assert out == ""
        assert err.endswith("\n")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        assert sorted(Path.cwd().rglob("*")) == before
        return err.rstrip("\n")

    return call


def claim_row(**changes: Any) -> dict[str, Any]:
    """Return one claim as a run reports it."""
    return {
        "id": "rival-fears",
        "title": "The rival is more afraid",
        "lens": "prior",
        "plan": "guarantee",
        "baseline": "distance",
        "primary": True,
        "author": "ours",
        "reading": "spiral",
        "modality": "could well",
        "shares": {"supports": 0.62, "negligible": 0.3, "opposes": 0.08},
        "effect": {"median": 0.0314, "lo": -0.002, "hi": 0.09, "unit": "index, 0 to 1"},
        "ratio": None,
        "parts": [],
        "width": 0.02,
        "width_reason": "two percentage points",
        "refused": None,
        "label": "assumed",
        "by_construction": None,
        "assumed_share": 0.9,
        "leans_on": [{"parameter": "crisis.fear", "share": 0.4, "sign": 1}],
        "hinge": None,
        "verdict": "supported",
    } | changes


@pytest.fixture
def result() -> dict[str, Any]:
    """Return what a run of the small scenario might report."""
    return {
        "scenario": "mine",
        "seed": 1,
        "draws": 128,
        "replicates": 2,
        "claims": [
            claim_row(),
            claim_row(lens="spiral", by_construction="supports"),
            claim_row(
                id="ally-safer",
                title="The ally is attacked less",
                reading="deterrence",
                shares={"supports": 0.001, "negligible": 0.999, "opposes": 0.0},
                hinge={
                    "text": "deters iff +0.2 > +0.1",
                    "engagement_deters_share": 0.4,
                },
            ),
            claim_row(id="ally-safer", lens="spiral", refused="needs 512 draws"),
            claim_row(id="ally-safer", plan="distance", primary=False),
        ],
        "spiral_number": [
            {
                "lens": "prior",
                "plan": "guarantee",
                "median": 0.8,
                "lo": 0.5,
                "hi": 1.21,
                "above_one": 0.12,
            }
        ],
        "votes": [
            {
                "lens": "prior",
                "plan": "guarantee",
                "alliance": "pact",
                "approval": 0.75,
                "if_approved": None,
                "members": [
                    {"actor": "HUB", "yes": 0.75},
                    {"actor": "ALLY", "yes": 0.5},
                ],
                "pivotal": ["HUB"],
                "side_payment": {"log_odds": 0.81, "approval": 0.88},
            }
        ],
        "failed_draws": [
            {"lens": "spiral", "plan": "guarantee", "count": 2, "reason": "arms: NaN"}
        ],
        "elapsed_s": 3.21,
        "folder": "runs/mine/abc",
    }


class GivenRun:
    """A run whose result is known beforehand."""

    def __init__(self, result: dict[str, Any]) -> None:
        """Keep the result."""
        self.result, self.reused = result, False
        self.folder = Path(result["folder"])

    def report(self, path: Path) -> Path:
        """Write something where the report is to be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("the report")
        return path

    def to_json(self) -> dict[str, Any]:
        """Return the result."""
        return self.result


@pytest.fixture
def asked(
    monkeypatch: pytest.MonkeyPatch, result: dict[str, Any]
) -> list[dict[str, Any]]:
    """Let `detente.run` report the result, and return what it was asked."""
    calls: list[dict[str, Any]] = []

    def run(scenario: object, **options: Any) -> GivenRun:
        calls.append({"scenario": scenario, **options})
        options["progress"]("simulating", 1, 2, 65.0)
        options["progress"]("simulating", 2, 2, 0.0)
        return GivenRun(result)

    monkeypatch.setattr(detente, "run", run, raising=False)
    return calls
