"""The guard: who may ask, how much may be sent, what a browser may do with a page."""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

__all__ = ["POLICY", "Guard"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Scripts and styles from here alone, nothing evaluated; charts set styles of marks."""

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
COOKIE = "detente_token"
SAFE = ("GET", "HEAD", "OPTIONS")
MEGABYTES = 6
LARGEST_BODY = MEGABYTES * 1_000_000
"""Bytes of a request: files of a scenario, 2 MB each at most, written as JSON."""


TOO_LARGE = 413, f"body: expected at most {MEGABYTES} MB, got more; send less"


class Guard:
    """Middleware that refuses strangers and adds the headers of safety.

    Args:
        app: What is guarded.
        hosts: Names under which the server may be asked.
        token: What a client must show, or "" if none is needed.
    """

    def __init__(self, app: Any, hosts: frozenset[str], token: str = "") -> None:
        """Keep the rules."""
        self.app, self.hosts, self.token = app, hosts, token

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer, refuse, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {
            k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]
        }
        refused = self._refusal(scope, headers)
        safe = _with_headers(send)
        if refused:
            await _answer(safe, *refused)
            return
        entry = self._entry(scope, headers)
        if entry is not None:
            await _answer(safe, *entry)
            return
        await self._pass_on(scope, receive, safe)

    def _refusal(self, scope: Any, headers: dict[str, str]) -> tuple[int, str] | None:
        """Return why a request is refused, whoever asks."""
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return (
                421,
                "host: expected this server's name, got another; use its own address",
            )
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return TOO_LARGE
        if scope["method"] in SAFE:
            return None
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2] != host:
            return (
                403,
                "origin: expected a page of this server, got another's; ask from here",
            )
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return (
                403,
                "origin: expected a page of this server, got another's; ask from here",
            )
        return None

    def _entry(
        self, scope: Any, headers: dict[str, str]
    ) -> tuple[int, str, dict[str, str]] | None:
        """Return the answer to one without a token, or to one that first shows it."""
        if not self.token:
            return None
        query = parse_qsl(
            scope["query_string"].decode("latin-1"), keep_blank_values=True
        )
        shown = dict(query).get("token")
        if shown is not None and scope["method"] == "GET" and self._right(shown):
            rest = urlencode([(k, v) for k, v in query if k != "token"])
            # Not what was asked for word by word: "//elsewhere" is another server, and
            # browsers take "\\" for "/".
            path = "/" + quote(scope["path"].lstrip("/\\"))
            return 303, "", {
                "location": path + (f"?{rest}" if rest else ""),
                "set-cookie": f"{COOKIE}={self.token}; HttpOnly; SameSite=Strict; "
                "Path=/",
            }  # fmt: skip
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if self._right(bearer) or self._right(_cookie(headers.get("cookie", ""))):
            return None
        return (
            401,
            "token: expected the one the server printed, got none; add ?token=...",
            {},
        )

    def _right(self, shown: str) -> bool:
        return secrets.compare_digest(shown.encode(), self.token.encode())

    async def _pass_on(self, scope: Any, receive: Receive, send: Send) -> None:
        """Pass a request on, and count what it sends."""
        taken, answered = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                return {"type": "http.disconnect"}
            return message

        async def told(message: Message) -> None:
            nonlocal answered
            if taken <= LARGEST_BODY:
                await send(message)
            elif not answered:
                answered = True
                await _answer(send, *TOO_LARGE)

        await self.app(scope, counted, told)
        if taken > LARGEST_BODY and not answered:
            await _answer(send, *TOO_LARGE)


def _name(host: str) -> str:
    """Return a host without its port.

    >>> _name("localhost:8000"), _name("[::1]:8000"), _name("[::1]")
    ('localhost', '[::1]', '[::1]')
    """
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _cookie(text: str) -> str:
    """Return the value of our cookie, whatever other applications have set.

    >>> _cookie('other={"a": 1, "b": [2]}; detente_token=abc')
    'abc'
    """
    for each in text.split(";"):
        name, _, value = each.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def _with_headers(send: Send) -> Send:
    """Return a `send` that adds the headers of safety."""

    async def call(message: Message) -> None:
        if message["type"] == "http.response.start":
            there = {name for name, _ in message.get("headers", ())}
            added = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            if b"cache-control" not in there:
                added.append((b"cache-control", b"no-store"))
            message["headers"] = [*message.get("headers", ()), *added]
        await send(message)

    return call


async def _answer(
    send: Send, status: int, text: str, headers: dict[str, str] | None = None
) -> None:
    """Send a short answer."""
    import json

    body = json.dumps({"error": text}).encode() if text else b""
    lines = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    lines += [(k.encode(), v.encode("latin-1")) for k, v in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": lines})
    await send({"type": "http.response.body", "body": body})
