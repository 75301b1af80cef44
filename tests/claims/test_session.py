"""A run from Python: what it refuses, what it returns, what it takes up again."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import detente
from detente.claims.session import Run
from detente.core.errors import DetenteError, LensError, ScenarioError, UsageError

TINY: dict[str, Any] = {
    "lenses": ["prior", "spiral"], "draws": 40, "replicates": 2, "seed": 3,
    "workers": 1,
}  # fmt: skip
"""The inputs of the fixture `tiny_run`."""


def test_a_run_gives_each_claim_a_verdict_under_each_lens(tiny_run: Run) -> None:
    table = tiny_run.verdicts()
    assert [(row.claim, row.lens) for row in table.itertuples()] == [
        (claim, lens)
        for claim in ("rival-fears", "ally-safer")
        for lens in ("prior", "spiral")
    ]
    shares = table[["supports", "negligible", "opposes"]].to_numpy()
    np.testing.assert_allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert "tiny" in repr(tiny_run)
    assert len(repr(tiny_run).splitlines()) == 1


def test_what_a_run_says_is_json_without_nan(tiny_run: Run) -> None:
    said = json.loads(json.dumps(tiny_run.to_json(), allow_nan=False))
    assert said["scenario"] == "tiny"
    assert (said["seed"], said["draws"], said["replicates"]) == (3, 40, 2)
    assert said["lenses"] == ["prior", "spiral"]
    assert said["elapsed_s"] > 0
    assert said["failed_draws"] == []


def test_the_outcomes_of_a_run_are_labelled(tiny_run: Run) -> None:
    assert tiny_run.outcomes["outcome"].dims == (
        "lens", "plan", "draw", "replicate", "year", "query",
    )  # fmt: skip


def test_the_same_inputs_again_return_the_run_that_stands(
    tiny: Path, tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unwanted(*_: Any) -> None:
        pytest.fail("simulated again")

    monkeypatch.setattr("detente.claims.compute.compute", unwanted)
    again = detente.run(tiny, out=tiny_run.folder.parents[1], **TINY)
    assert again.reused
    assert not tiny_run.reused
    assert again.folder == tiny_run.folder
    assert again.to_json() == tiny_run.to_json() | {"reused": True}


def test_other_inputs_are_another_run(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.claims.compute.compute", lambda *_: {"claims": []})
    one = detente.run(tiny, out=tmp_path, **TINY)
    for change in (
        {"seed": 4},
        {"draws": 41},
        {"replicates": 1},
        {"lenses": ["prior"]},
    ):
        other = detente.run(tiny, out=tmp_path, **{**TINY, **change})
        assert other.folder != one.folder, change
    alike = detente.run(tiny, out=tmp_path, **{**TINY, "workers": 2})
    assert alike.folder == one.folder


def test_a_lens_named_twice_counts_once(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.claims.compute.compute", lambda *_: {"claims": []})
    one = detente.run(tiny, ["prior"], out=tmp_path)
    two = detente.run(tiny, ["prior", "prior"], out=tmp_path)
    assert one.folder == two.folder


@pytest.mark.parametrize(
    ("wrong", "kind", "named"),
    [
        ({"draws": 0}, UsageError, "draws"),
        ({"draws": -1}, UsageError, "draws"),
        ({"draws": 10**6 + 1}, UsageError, "draws"),
        ({"draws": 2.5}, UsageError, "draws"),
        ({"draws": True}, UsageError, "draws"),
        ({"replicates": 0}, UsageError, "replicates"),
        ({"seed": -1}, UsageError, "seed"),
        ({"seed": 2**32}, UsageError, "seed"),
        ({"seed": "one"}, UsageError, "seed"),
        ({"workers": 0}, UsageError, "workers"),
        ({"lenses": ["spirral"]}, LensError, "spiral"),
        ({"scenario": "nato-east-asa"}, ScenarioError, "nato-east-asia"),
    ],
)
def test_a_wrong_argument_gets_one_line_and_nothing_is_written(
    tiny: Path, tmp_path: Path, wrong: dict[str, Any], kind: type, named: str
) -> None:
    with pytest.raises(DetenteError) as refused:
        detente.run(**{"scenario": tiny, "out": tmp_path / "runs", **wrong})
    assert isinstance(refused.value, kind)
    assert named in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert not (tmp_path / "runs").exists()
