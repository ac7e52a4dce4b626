"""No line that reaches a client has another line in it: what a call says in one is refused when it does not fit one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.server.http.api.stage import Stage, staged

BREAKS = ["bye\r", "bye\n", "a\nQUIT", "a\r\nKILL bob :x", "a\0b"]
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/rooms/tea/leave", {"reason": ...}),
    ("PATCH", "/rooms/tea", {"topic": ...}),
    ("PATCH", "/rooms/tea", {"name": "tee", "reason": ...}),
    ("POST", "/rooms/tea/kick", {"name": "bob", "reason": ...}),
    ("POST", "/rooms/tea/bans", {"mask": "bob", "reason": ...}),
    ("POST", "/rooms/tea/bans", {"mask": ...}),
    ("POST", "/rooms/tea/invite", {"name": ...}),
    ("POST", "/bans", {"target": "bob", "reason": ...}),
    ("POST", "/bans", {"target": ...}),
    ("POST", "/reports", {"what": "bob", "why": ...}),
    ("PUT", "/me/away", {"text": ...}),
    ("POST", "/say", {"text": ...}),
    ("PUT", "/accounts/bob/suspension", {"reason": ...}),
    ("POST", "/people/bob/kill", {"reason": ...}),
    ("PUT", "/reports/1", {"state": "taken", "note": ...}),
]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


@pytest.mark.parametrize("text", BREAKS)
async def test_a_text_of_a_call_that_breaks_a_line_is_refused(stage: Stage, text: str) -> None:
    """Found by a fuzzer: a program's `{"reason": "\\r"}` was read as the reason of its PART."""
    alice, bob = await stage.person("alice", "#tea", operator=True), await stage.person("bob", "#tea")
    program = await stage.program(alice)
    for method, path, body in CALLS:
        status, problem = await program.ask(method, path, {k: text if v is ... else v for k, v in body.items()})
        assert status in (400, 422), (method, path, body, problem)
        assert problem["detail"]
    status, problem = await program.ask("POST", "/rooms/tea/leave", {"reason": text})
    assert (status, problem["code"], problem["about"]) == (422, "BAD_TEXT", "reason")
    id = await program.say("tea", "words")
    quoted = text.replace("\r", "%0D").replace("\n", "%0A").replace("\0", "%00").replace(" ", "%20")
    status, _ = await program.ask("DELETE", f"/rooms/tea/messages/{id}?reason={quoted}")
    assert status in (400, 422)
    await program.say("tea", "end")
    heard = await bob.until("PRIVMSG #tea :end")
    assert not any(word in " ".join(heard) for word in ("bye", "QUIT", "KILL", "PART", "TOPIC", "KICK", "REDACT"))
