"""Requests and uploads made up at random: refused in one line, never a fault."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient
from tests.interfaces.web.fuzz import HOST, fuzzed
from tests.interfaces.web.spoilt import spoilt_texts, spoilt_zips

from detente.core.errors import ScenarioError
from detente.interfaces.web import scenarios as services
from detente.interfaces.web.app import create
from detente.interfaces.web.asked import Asked, Upload
from detente.interfaces.web.pool import Limits
from detente.worlds.load import load

REQUESTS = 7
SPOILT = settings(
    max_examples=60, derandomize=True, database=None, deadline=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink],
)  # fmt: skip
MANY = 10**6


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a server without processes, and without quotas."""
    root = tmp_path_factory.mktemp("fuzz")
    app = create(root, Limits(0, MANY, MANY), frozenset({HOST}), warm=False)
    with (
        pytest.MonkeyPatch.context() as patched,
        TestClient(app, f"http://{HOST}", raise_server_exceptions=True) as made,
    ):
        patched.setattr(services, "UPLOADS", MANY)
        patched.setattr(services, "UPLOADS_OF_ALL", MANY)
        yield made


def test_no_request_finds_a_fault_and_answers_are_as_documented(
    client: TestClient, tiny: Path, tmp_path: Path
) -> None:
    service: Any = client.app.state.service  # type: ignore[attr-defined]
    texts = {n: (tiny / f"{n}.toml").read_text() for n in ("scenario", "world")}
    own = service.scenarios.add("me", Upload(**texts))
    run = _stub(service, own, tmp_path)
    known = {
        "scenario": [own, "two-states"], "run": [run], "view": ["series"],
        "kind": ["csv", "json", "zarr", "scenario"],
    }  # fmt: skip
    answers = dict(fuzzed(client.app, known, REQUESTS))
    assert len(answers) == 21
    for name, seen in answers.items():
        assert max(seen) < 500, (name, seen)
        if name.endswith("positive") and not name.startswith("POST /api/scenarios"):
            assert min(seen) < 300 or "resume" in name or "DELETE" in name, (name, seen)


def _stub(service: Any, scenario: str, folder: Path) -> str:
    """Return the id of a run that is done, with as little to show as may be."""
    asked = Asked(scenario=scenario, lenses=["spiral"]).model_dump()
    size = {"draws": 128, "replicates": 2, "lenses": ["spiral"]}
    said = size | {
        "scenario": "tiny",
        "seed": 1,
        "changes": [],
        "command": "detente run",
        "claims": [],
    }
    view = {"name": "series", "title": "", "lead": "", "reading": "", "data": {}}
    for name, content in {
        "page/said.json": said, "page/views/series.json": view,
        "verdicts.json": {"claims": []}, "scenario.json": {},
        "results.zarr/zarr.json": {},
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content))
    run = service.register.add("me", asked, "done")
    service.register.result(run, size | {"folder": str(folder)})
    return run


def _refused_alike(answer: Any, told: str | None) -> None:
    if told is None:
        assert answer.status_code == 201, answer.text
        return
    assert 400 <= answer.status_code < 500
    assert answer.json() == {"error": told}
    assert "\n" not in told


def test_spoilt_scenarios_are_refused_as_the_command_line_refuses_them(
    client: TestClient, tiny: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "uploaded"
    folder.mkdir()

    @SPOILT
    @given(spoilt_texts(tiny))
    def test(texts: dict[str, str]) -> None:
        told = None
        for name, text in texts.items():
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        try:
            load(folder)
        except ScenarioError as problem:
            told = str(problem)
        _refused_alike(client.post("/api/scenarios", json=texts), told)

    test()


def test_spoilt_zips_are_refused_in_one_line(client: TestClient, tiny: Path) -> None:
    headers = {"content-type": "application/zip"}

    @SPOILT
    @given(spoilt_zips(tiny))
    def test(content: bytes) -> None:
        answer = client.post("/api/scenarios/zip", content=content, headers=headers)
        if answer.status_code != 201:  # a byte that does not matter was changed
            assert 400 <= answer.status_code < 500
            assert "\n" not in answer.json()["error"]

    test()
