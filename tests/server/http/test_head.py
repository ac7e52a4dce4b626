"""Rows 11, 34 and 42-46 of the bad inputs, as far as the head of a request tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.support.each import each

from hubbub.server.http.head import Head, judge, parse, queries
from hubbub.server.http.refused import Refused


def head(*lines: str, first: str = "GET / HTTP/1.1", host: str | None = "localhost") -> bytes:
    hosts = [] if host is None else [f"Host: {host}"]
    return "\r\n".join([first, *hosts, *lines, "", ""]).encode("latin-1")


def status(raw: bytes) -> int:
    """What a request is answered with; 200 when it is let through."""
    try:
        judge(parse(raw, 128), lambda host: host == "localhost")
    except Refused as refused:
        return refused.status
    return 200


def test_a_head_is_parsed() -> None:
    parsed = parse(head("Accept:  a, b \t", "accept:c", "X-Empty:", first="GET /x?y HTTP/1.1"), 128)
    assert (parsed.method, parsed.target, parsed.host) == ("GET", "/x?y", "localhost")
    assert parsed.all("accept") == ["a, b", "c"]
    assert parsed.all("x-empty") == [""]
    assert status(head()) == 200
    assert status(head(first="HEAD /healthz HTTP/1.0")) == 200
    assert status(head(first="GET /healthz HTTP/1.0", host=None)) == 200  # as load balancers ask
    assert parse(head(first="GET /healthz HTTP/1.0", host=None), 128).host == ""


@each(
    ("raw", "expected"),
    [
        (head(first="TRACE / HTTP/1.1"), 405),
        (head(first="BREW / HTTP/1.1"), 405),
        (head(first="GET / HTTP/2.0"), 400),
        (head(first="GET /"), 400),
        (head(first="GET  / HTTP/1.1"), 400),
        (head(first="get / HTTP/1.1"), 400),
        (head(first="GET /ä HTTP/1.1"), 400),
        (head(first="GET http://localhost/ HTTP/1.1"), 400),
        (head(first="CONNECT localhost:80 HTTP/1.1"), 405),
        (head(first="OPTIONS * HTTP/1.1"), 400),
        (head(first="GET * HTTP/1.1"), 400),
        (head(host=None), 400),
        (head(host=None, first="GET / HTTP/1.0"), 400),
        (head(host=None, first="GET /healthz HTTP/1.1"), 400),
        (head("Host: b", host="a", first="GET /healthz HTTP/1.0"), 400),
        (head(host="evil.example"), 400),
        (head("Host: localhost"), 400),
        (head(*["X: y"] * 127), 200),
        (head(*["X: y"] * 128), 431),
        (head(" folded: x"), 400),
        (head("Name : x"), 400),
        (head("NoColon"), 400),
        (head("X: a\0b"), 400),
        (head("X: a\rb"), 400),
        (b"GET / HTTP/1.1\nHost: localhost\r\n\r\n", 400),
    ],
)
def test_requests_that_are_refused(raw: bytes, expected: int) -> None:
    assert status(raw) == expected


@each(
    ("lines", "expected"),
    [
        (["Content-Length: 0"], 200),
        (["Content-Length: 5"], 200),
        (["Transfer-Encoding: Chunked"], 200),
        (["Content-Length: 5", "Transfer-Encoding: chunked"], 400),
        (["Content-Length: 5", "Content-Length: 6"], 400),
        (["Content-Length: 0", "Content-Length: 0"], 400),
        (["Content-Length: +5"], 400),
        (["Content-Length: -1"], 400),
        (["Content-Length: 5, 5"], 400),
        (["Content-Length: \xb2"], 400),
        (["Content-Length:"], 400),
        (["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"], 400),
        (["Transfer-Encoding: gzip, chunked"], 400),
        (["Transfer-Encoding: chunked", "Content-Length: 0"], 400),
        (["Transfer-Encoding:"], 400),
        (["Upgrade: websocket", "Content-Length: 5"], 400),
        (["Expect: 100-continue", "Content-Length: 5"], 200),
        (["Expect: 200-ok"], 417),
        (["Transfer-Encoding: identity"], 400),
    ],
)
def test_bodies_cannot_smuggle_a_request(lines: list[str], expected: int) -> None:
    assert status(head(*lines)) == expected


@each(
    "path",
    [
        "/..%2f..%2fetc/passwd",
        "/a%2Fb",
        "/%ff",
        "/%2e%2e/x",
        "/../x",
        "/..\\x",
        "/%5c..",
        "/a%00b",
        "/%252e%252e/",
        "/./x",
        "//evil",
    ],
)
def test_tricks_with_paths_find_nothing(path: str) -> None:
    assert status(head(first=f"GET {path} HTTP/1.1")) == 404


@each("prefix", ["", "/chat"])
def test_below_the_api_parts_of_a_path_are_names(prefix: str) -> None:
    def answered(path: str) -> int:
        try:
            judge(parse(head(first=f"GET {path} HTTP/1.1"), 128), lambda host: True, prefix)
        except Refused as refused:
            return refused.status
        return 200

    for part in ("a%2Fb", "a%2fb", "100%25", "%5Co", "a%2F%2Fb", "%252e%252e", "..%2f..%2fetc", "...", "%23a"):
        assert answered(f"{prefix}/api/v1/rooms/{part}") == 200
        assert answered(f"/api/v1/rooms/{part}/messages?limit=5") == 200
        if part not in ("...", "%23a"):
            assert answered(f"{prefix}/api/v2/rooms/{part}") == answered(f"/files/{part}/api/v1/") == 404
            assert answered(f"/elsewhere/api/v1/rooms/{part}") == 404
    for part in ("..", "%2e%2e", ".", "%2E", "a%00b", "%ff", "a//b", "\\o", "../../x", "%2e%2e/x"):
        assert answered(f"{prefix}/api/v1/rooms/{part}") == 404


def test_chunks_are_of_http_1_1() -> None:
    assert status(head("Transfer-Encoding: chunked", first="POST / HTTP/1.0")) == 400


@each("query", ["token=x", "a=b&access_token=x", "%74oken", "password="])
def test_no_secret_stands_in_an_address(query: str) -> None:
    """Bad input 53."""
    assert status(head(first=f"GET /healthz?{query} HTTP/1.1")) == 401


def test_a_query_is_read_or_refused() -> None:
    parsed = parse(head(first="GET /?a=%C3%A4&b=2&c HTTP/1.1"), 128)
    assert queries(parsed) == {"a": "ä", "b": "2", "c": ""}
    assert status(head(first="GET /?a=%ff HTTP/1.1")) == 400
    assert status(head(first=f"GET /?{'a&' * 100} HTTP/1.1")) == 400


@each(
    "fields, path, named",
    [
        ((), "/api/v1/rooms/tea/messages?limit=1&limit=2", "'limit' stands twice in the query"),
        ((), "/metrics?a=1&b=&%61=1", "'a' stands twice in the query"),
        ((), "/?<b>%0a=1&<b>%0a=1", "'<b>\\n' stands twice in the query"),
        (
            ("Content-Type: text/plain", "content-type: application/json"),
            "/",
            "'content-type' stands twice in the head",
        ),
        (("Range: bytes=0-1", "Range: bytes=2-3"), "/files/x", "'range' stands twice in the head"),
    ],
)
def test_what_is_given_twice_is_named(fields: tuple[str, ...], path: str, named: str) -> None:
    """Neither the first nor the last is taken in silence: "limit=1&limit=2" is a slip of who asks."""
    parsed = parse(head(*fields, first=f"GET {path} HTTP/1.1"), 128)
    with pytest.raises(Refused) as refused:
        judge(parsed, lambda host: True)
    assert refused.value.status == 400
    assert named in refused.value.sentence


def test_a_wish_for_a_websocket_is_seen() -> None:
    assert parse(head("Upgrade: h2c, WebSocket"), 128).wants_websocket
    assert not parse(head("Upgrade: h2c"), 128).wants_websocket
    assert not parse(head(), 128).wants_websocket


@given(some.binary(max_size=300))
def test_anything_is_either_a_head_or_refused(noise: bytes) -> None:
    try:
        parsed = parse(noise + b"\r\n\r\n", 16)
    except Refused:
        return
    assert isinstance(parsed, Head)
    assert len(parsed.fields) <= 16
    assert not any("\n" in value or "\r" in value for pair in parsed.fields for value in pair)
