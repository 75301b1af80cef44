"""What is sent again and again is packed, and not sent to who has it."""

import gzip

import pytest
from starlette.testclient import TestClient

PAGE = "/s/nato-east-asia"


@pytest.mark.parametrize("path", ["/", PAGE, f"{PAGE}/picture.svg", "/assets/page.js"])
def test_who_has_a_page_gets_its_tag_alone(server: TestClient, path: str) -> None:
    first = server.get(path)
    assert first.headers["vary"] == "accept-encoding"
    again = server.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert server.get(path, headers={"if-none-match": 'W/"x"'}).status_code == 200


def test_what_is_large_is_packed_for_who_can_unpack_it(server: TestClient) -> None:
    plain = server.get(PAGE, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with server.stream("GET", PAGE, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 4
