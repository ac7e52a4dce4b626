"""Calls of the HTTP API as no program should make them: each with parts, queries and bodies that may fit or not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from tests.support.any_line import ODD, WORDS

from hubbub.server.http.api.calls import Call
from hubbub.server.http.api.table import CALLS

WITHOUT = {"/stop", "/restart", "/events", "/copies", "/backup"}  # they end the server, never end, or take seconds
VALUES: Sequence[Any] = (
    None, True, False, 0, -1, 1, 2**63, 1e400, 0.5, "", " ", [], {}, [[]], [1, "a", None], {"a": {"b": []}}, "x" * 5000,
    "\ud800", "\0", "\r\n", "2026-01-01T00:00:00.000Z", "9999-99-99T99:99:99Z", "2h", "1w", "off", "secret-word",
    ["say", "read"], ["say:#room"],
)  # fmt: skip
HEADERS = (
    "Idempotency-Key: a", "Idempotency-Key: é", "Content-Length: 0", "Content-Length: -1", "Transfer-Encoding: chunked",
    "Expect: 100-continue", "Authorization: Bearer x", "Authorization: Basic eA==", "X-Forwarded-For: unknown:1",
    "Origin: null", "Cookie: a=b", "Accept: text/event-stream", "Range: bytes=9-1", "Host: evil", "A", ": b", " c",
    "Content-Type: text/plain", "Content-Encoding: gzip", "Connection: Upgrade", "Upgrade: websocket", "If-Match: *",
)  # fmt: skip


def any_call(random: Random, token: str, msgid: str) -> bytes:
    """A request, whole or not quite. `msgid`: of some message that there is."""
    call = random.choice([call for call in CALLS if call.path not in WITHOUT])
    method = (
        call.method if random.random() < 0.95 else random.choice(["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "get"])
    )
    body = _body(random, call, msgid) if call.body is not None or random.random() < 0.05 else b""
    headers = ["Host: localhost", f"Authorization: Bearer {token}"]
    if body:
        headers += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    if random.random() < 0.05:
        headers.insert(random.randrange(len(headers) + 1), random.choice(HEADERS))
    head = "\r\n".join([f"{method} /api/v1{_path(random, call, msgid)} HTTP/1.1", *headers, "", ""])
    whole = head.encode(errors="replace") + body
    if random.random() < 0.02:
        at = random.randrange(len(whole))
        whole = whole[:at] + random.choice(ODD).encode(errors="surrogatepass") + whole[at + random.randrange(3) :]
    return whole


def _path(random: Random, call: Call, msgid: str) -> str:
    path = call.path
    for part in call.parts:
        word = random.choice([msgid, "room", "lobby", "alice", "1", "@#room", *random.choices(WORDS, k=2)])
        path = path.replace(
            f"{{{part}}}", quote(word.replace("{msgid}", msgid), safe="#" if random.random() < 0.1 else "")
        )
    if random.random() < 0.03:
        path += random.choice(["/", "//", "/..", "%00", "%ff", "?", "#x", "%2e%2e/"])
    if call.query is None and random.random() < 0.9:
        return path
    names = call.query.__struct_fields__ if call.query is not None else ("a",)
    chosen = random.choices(names, k=random.randrange(3)) if names else []
    return f"{path}?{urlencode([(name, _word(random, msgid)) for name in chosen])}"


def _word(random: Random, msgid: str) -> str:
    return random.choice([msgid, "1", "0", "-1", "5", "true", *random.choices(WORDS, k=3)]).replace("{msgid}", msgid)


def _body(random: Random, call: Call, msgid: str) -> bytes:
    names = call.body.__struct_fields__ if call.body is not None else ("a",)
    given = {name: _value(random, msgid) for name in names if random.random() < 0.8}
    if random.random() < 0.05:
        given[random.choice(WORDS)] = _value(random, msgid)
    written = json.dumps(given if random.random() < 0.95 else _value(random, msgid))
    return written.encode() if random.random() < 0.95 else written[: random.randrange(len(written) + 1)].encode()


def _value(random: Random, msgid: str) -> Any:
    return _word(random, msgid) if random.random() < 0.6 else random.choice(VALUES)
