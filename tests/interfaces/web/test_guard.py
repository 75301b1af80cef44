"""The guard: strangers are refused, and pages may do little."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from detente.interfaces.web.app import LOCAL, create
from detente.interfaces.web.guard import LARGEST_BODY
from detente.interfaces.web.pool import Limits

TOKEN = "a-token-of-these-tests"  # noqa: S105


def test_another_name_of_the_server_is_refused(server: TestClient) -> None:
    answer = server.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert answer.json()["error"].startswith("host: expected")


@pytest.mark.parametrize("host", ["localhost:8000", "[::1]:8000", "127.0.0.1"])
def test_names_of_this_machine_are_good(server: TestClient, host: str) -> None:
    assert server.get("/api/scenarios", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://127.0.0.1:9999"},
    ],
)
def test_what_another_page_sends_is_refused(
    server: TestClient, headers: dict[str, str]
) -> None:
    assert server.post("/api/runs", json={}, headers=headers).status_code == 403
    assert server.delete("/api/runs/x", headers=headers).status_code == 403


def test_a_page_evaluates_nothing_and_loads_from_here_alone(server: TestClient) -> None:
    headers = server.get("/").headers
    policy = headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_a_page_has_no_script_or_style_of_its_own_and_names_no_other_host(
    server: TestClient,
) -> None:
    text = server.get("/s/nato-east-asia").text
    assert text.count("<script") == 4
    assert "<style" not in text
    for piece in (
        text.split("src=")[1:] + text.split('<link rel="stylesheet" href=')[1:]
    ):
        assert piece.startswith('"/')


def test_too_much_is_refused_whether_or_not_it_says_how_much(
    server: TestClient,
) -> None:
    large = b"x" * (LARGEST_BODY + 1)
    assert server.post("/api/scenarios", content=large).status_code == 413
    pieces = (b"x" * 1_000_000 for _ in range(LARGEST_BODY // 1_000_000 + 2))
    assert server.post("/api/scenarios", content=pieces).status_code == 413


@pytest.mark.parametrize("path", [
    "/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/..%2f..%2fapp.py",
    "/s/..", "/s/..%2f..", "/s/..%5c..", "/s/%2fetc", "/api/runs/..",
    "/api/scenarios/..%2f..%2fetc", "/api/runs/x/views/..%2f..%2fmanifest",
])  # fmt: skip
def test_no_path_of_a_client_is_one_of_a_file(server: TestClient, path: str) -> None:
    # As sent: a client would take dots and slashes out first.
    assert _status(server.app, path) == 404


def _status(app: Any, path: str) -> int:
    """Return the status of an answer to a path that no client has tidied up."""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1",
        "method": "GET", "scheme": "http", "path": unquote(path),
        "raw_path": path.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000")], "client": ("127.0.0.1", 9),
        "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(app(scope, receive, send))
    return said[0]["status"]


def test_a_path_is_sent_as_it_is(server: TestClient) -> None:
    assert _status(server.app, "/assets/page.js") == 200
    assert _status(server.app, "/assets/../assets/page.js") == 404


@pytest.fixture
def guarded(tmp_path: Path) -> TestClient:
    """Return a client of a server that asks for a token."""
    app = create(tmp_path, Limits(workers=0), LOCAL, TOKEN, warm=False)
    return TestClient(app, "http://127.0.0.1", follow_redirects=False)


def test_without_the_token_nothing_is_answered(guarded: TestClient) -> None:
    for headers in (
        {},
        {"authorization": "Bearer wrong"},
        {"cookie": "detente_token=x"},
    ):
        assert guarded.get("/", headers=headers).status_code == 401
    assert guarded.get("/?token=wrong").status_code == 401
    assert guarded.post(f"/api/runs?token={TOKEN}", json={}).status_code == 401


def test_the_token_is_shown_once_and_leaves_the_address(guarded: TestClient) -> None:
    first = guarded.get(f"http://127.0.0.1//evil.example/s?set=a&token={TOKEN}")
    assert first.status_code == 303
    assert first.headers["location"] == "/evil.example/s?set=a"
    first = guarded.get(f"/?token={TOKEN}")
    assert first.headers["location"] == "/"
    assert "HttpOnly; SameSite=Strict" in first.headers["set-cookie"]
    assert guarded.get("/").status_code == 200


def test_a_script_shows_the_token_in_a_header(guarded: TestClient) -> None:
    headers = {"authorization": f"Bearer {TOKEN}"}
    assert guarded.get("/api/scenarios", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/s/%E4%B8%AD", "/s/%E4%B8%AD"),
        ("/%5Cevil.example", "/evil.example"),
        ("/%5C/%5Cevil.example", "/evil.example"),
        ("/s/a%0d%0aset-cookie:b", "/s/a%0D%0Aset-cookie%3Ab"),
        ("/s/a%3Fb", "/s/a%3Fb"),
    ],
)
def test_the_address_that_a_token_leads_to_is_of_this_server(
    guarded: TestClient, path: str, place: str
) -> None:
    answer = guarded.get(f"{path}?token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == place


def test_cookies_of_other_applications_do_no_harm(guarded: TestClient) -> None:
    cookie = f'theirs={{"a": [1, "b"]}}; detente_token={TOKEN}; =; odd'
    assert guarded.get("/", headers={"cookie": cookie}).status_code == 200
