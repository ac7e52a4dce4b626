"""Requests of ours over HTTP, against servers that answer in every way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TypeVar

import pytest

from hubbub.uplink import http
from hubbub.uplink.http import Answer, Site

T = TypeVar("T")


class Given:
    """A stream that has these pieces to read, then its end; `written`: what was sent."""

    def __init__(self, *pieces: bytes, full: bool = False) -> None:
        self.pieces = list(pieces)
        self.written = b""
        self.full = full

    async def read(self) -> bytes:
        await asyncio.sleep(0)
        return self.pieces.pop(0) if self.pieces else b""

    def write(self, data: bytes) -> None:
        self.written += data

    async def drain(self) -> None:
        if self.full:
            await asyncio.Event().wait()

    def close(self) -> None: ...


async def body(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def asked(stream: Given, *pieces: bytes) -> Answer:
    given = body(*pieces) if pieces else None
    return await http.ask(Site(stream, "tea:1", "/talk/"), "POST", "files", {"X": "1"}, given)


async def read(answer: Answer) -> bytes:
    return b"".join([piece async for piece in answer.pieces()])


async def test_bodies_of_every_kind() -> None:
    for head, rest, wanted in (
        (b"Content-Length: 5", (b"hel", b"lo!!"), b"hello"),
        (b"Transfer-Encoding: chunked", (b"3\r\nhel\r\n2;x=1", b"\r\nlo\r\n0\r\n\r\n"), b"hello"),
        (b"X: y", (b"hel", b"lo"), b"hello"),
        (b"Content-Length: 0", (), b""),
    ):
        answer = await asked(Given(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n", *rest))
        assert (answer.status, await read(answer)) == (200, wanted)


@pytest.mark.parametrize(
    "pieces",
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", b"hel"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"x\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"5\r\nhe"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"+5\r\nhello\r\n0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0x5\r\nhello\r\n0\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n", b"hello"),
        (b"SSH-2.0-OpenSSH\r\n",),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 9000,),
        (b"x" * 70_000,),
        (),
    ],
)
async def test_what_is_no_whole_answer_is_an_error(pieces: tuple[bytes, ...]) -> None:
    with pytest.raises(OSError, match="server"):
        await read(await asked(Given(*pieces)))


async def test_a_body_is_sent_once_it_is_wanted_and_no_further_than_the_answer() -> None:
    wanted = Given(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")
    assert (await asked(wanted, b"a", b"b")).status == 201
    head, _, sent = wanted.written.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /talk/files HTTP/1.1\r\nHost: tea:1\r\nX: 1\r\n")
    assert b"Expect: 100-continue" in head
    assert b"ab".startswith(sent)
    refused = Given(b"HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!", full=True)
    answer = await asked(refused, b"a", b"b", b"c")
    assert (answer.status, await answer.words(), refused.written.endswith(b"\r\n\r\n")) == (413, "no!", True)


async def test_a_field_with_a_line_end_is_never_sent() -> None:
    with pytest.raises(ValueError, match="line end"):
        await http.ask(Site(Given(), "tea", "/"), "GET", "x\r\ny", {})


async def test_a_server_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "SILENCE", 0.02)
    monkeypatch.setattr(http, "CONTINUE", 0.01)

    class Silent(Given):
        async def read(self) -> bytes:
            await asyncio.Event().wait()
            return b""

    with pytest.raises(TimeoutError):
        await asked(Silent(full=True), b"a", b"b")
    with pytest.raises(TimeoutError):
        await asked(Silent())


async def test_when_the_same_may_be_asked_again() -> None:
    for head, seconds in (
        (b"429 Slow Down\r\nRetry-After: 5", 5),
        (b"503 Not Now\r\nRetry-After: 0", 0),
        (b"503 Not Now\r\nRetry-After: 60", 60),
        (b"503 Not Now\r\nRetry-After: 61", None),  # who asked is told
        (b"503 Not Now\r\nRetry-After: Fri, 31 Dec 1999 23:59:59 GMT", None),
        (b"429 Slow Down\r\nX: 1", None),
        (b"201 Created\r\nRetry-After: 5", None),
    ):
        assert (await asked(Given(b"HTTP/1.1 " + head + b"\r\n\r\n"))).later == seconds
