"""What these tests share: a server without processes, and a run that stands there."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from detente.interfaces.api import run
from detente.interfaces.web import shown
from detente.interfaces.web.app import create
from detente.interfaces.web.asked import Asked, stages
from detente.interfaces.web.pool import Limits

ASKED = {"lenses": ["spiral", "deterrence"], "draws": 40, "replicates": 1, "seed": 3}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Return a client of a server whose runs wait for ever."""
    app = create(tmp_path_factory.mktemp("runs"), Limits(workers=0), warm=False)
    with TestClient(app, "http://127.0.0.1:8000") as client:
        yield client


@pytest.fixture
def browser(server: TestClient) -> Callable[[], TestClient]:
    """Return what opens a browser: a client of the server with cookies of its own."""
    return lambda: TestClient(server.app, server.base_url)


@pytest.fixture(scope="module")
def own(server: TestClient, tiny: Path) -> str:
    """Return the id of the small scenario, uploaded."""
    files = {
        name: (tiny / f"{name}.toml").read_text() for name in ("scenario", "world")
    }
    return server.post("/api/scenarios", json=files | {"name": "tiny"}).json()["id"]


@pytest.fixture(scope="module")
def done(server: TestClient, own: str) -> dict[str, Any]:
    """Return a run that stood there when it was asked for."""
    service: Any = server.app.state.service  # type: ignore[attr-defined]
    asked = ASKED | {"scenario": own, "changes": ["belief.empathy=0.8"]}
    for stage in stages(Asked(**asked)):
        made = run(
            service.scenarios.place(own), stage.lenses, stage.draws, stage.replicates,
            3, service.root, changes=asked["changes"], workers=1,
        )  # fmt: skip
        shown.write(made)
        if stage.last:
            shown.draw(made)
    answer = server.post("/api/runs", json=asked)
    assert answer.status_code == 201, answer.text
    return answer.json()
