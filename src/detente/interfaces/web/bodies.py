"""What is sent again and again: packed once, and not at all to who has it."""

import gzip
import hashlib
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

__all__ = ["FOR_EVER", "Packed", "answered", "packed"]

FOR_EVER = "public, max-age=31536000, immutable"
"""For what has another address when its content is another."""

ASK_AGAIN = "private, no-cache"
"""A browser keeps it, and asks each time whether it still stands."""

LEAST = 1000
"""Bytes under which packing saves nothing."""

NOT_MODIFIED = 304


class Packed(NamedTuple):
    """The body of an answer.

    Attributes:
        content: As it is.
        small: By gzip, or nothing where that saves nothing.
        tag: Its entity tag, which changes with the content.
        kind: Media type.
    """

    content: bytes
    small: bytes
    tag: str
    kind: str


def packed(content: bytes, kind: str) -> Packed:
    """Return content with its tag, packed."""
    small = gzip.compress(content, mtime=0) if len(content) > LEAST else b""
    # Weak: it is that of the content, packed or not.
    return Packed(
        content, small, f'W/"{hashlib.sha256(content).hexdigest()[:20]}"', kind
    )


def answered(request: Request, sent: Packed, keep: str = ASK_AGAIN) -> Response:
    """Return the answer to a request: nothing if the client has the body already.

    Args:
        request: What was asked.
        sent: The body.
        keep: How long it may be kept, as the header `cache-control` says it.
    """
    headers = {"cache-control": keep, "etag": sent.tag, "vary": "accept-encoding"}
    if sent.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    if sent.small and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(sent.small, media_type=sent.kind, headers=headers)
    return Response(sent.content, media_type=sent.kind, headers=headers)
