"""Requests and uploads made up at random, many of them: does the page's API hold?

    python benchmarks/fuzz_page.py [REQUESTS] [SEED]

Does what `tests/interfaces/web/test_fuzz.py` does, with REQUESTS (400) of each kind,
other ones for each SEED. Prints how many answers had which status by operation, and
stops at the first that is a fault, or not as the OpenAPI document says.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.interfaces.web.fuzz import HOST, fuzzed
from tests.interfaces.web.spoilt import spoilt_texts, spoilt_zips

from detente.interfaces.web import scenarios as services
from detente.interfaces.web.app import create
from detente.interfaces.web.pool import Limits
from detente.worlds.load import CATALOG

REQUESTS, SEED = 400, 1
MANY = 10**9
FAULT = 500
SMALL = CATALOG / "two-states"


def _told(name: str, seen: Counter[int], began: float) -> None:
    counts = ", ".join(f"{status}: {n}" for status, n in sorted(seen.items()))
    print(f"{name:<48} {counts:<40} {time.monotonic() - began:6.1f} s", flush=True)


def _uploads(
    client: TestClient, strategy: Any, send: Callable[[Any], dict[str, Any]], path: str,
    requests: int, first: int,
) -> None:  # fmt: skip
    seen: Counter[int] = Counter()
    began = time.monotonic()

    @seed(first)
    @settings(
        max_examples=requests, database=None, deadline=None,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    @given(strategy)
    def test(content: Any) -> None:
        answer = client.post(path, **send(content))
        seen[answer.status_code] += 1
        if answer.status_code >= FAULT or "\n" in answer.text:
            raise RuntimeError(answer.text)

    test()
    _told(f"POST {path}, spoilt", seen, began)


def main() -> None:
    """Try, and print."""
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    services.UPLOADS = services.UPLOADS_OF_ALL = MANY
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(workers=0, waiting=MANY, each=MANY)
        app = create(Path(folder), limits, frozenset({HOST}), warm=False)
        known = {"scenario": ["two-states", "nato-east-asia"], "view": ["series"]}
        began = time.monotonic()
        for name, seen in fuzzed(app, known, requests, first):
            _told(name, seen, began)
            began = time.monotonic()
        client = TestClient(app, f"http://{HOST}")
        _uploads(client, spoilt_texts(SMALL), lambda texts: {"json": texts},
                 "/api/scenarios", requests, first)  # fmt: skip
        kind = {"headers": {"content-type": "application/zip"}}
        _uploads(client, spoilt_zips(SMALL), lambda file: {"content": file, **kind},
                 "/api/scenarios/zip", requests, first)  # fmt: skip


if __name__ == "__main__":
    main()
