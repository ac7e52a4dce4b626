"""Whether people reach the server as the settings say, seen from outside: by real sockets, of hubbub and of others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.real_server import running

from hubbub.doctor.finding import Case
from hubbub.doctor.outside import look
from hubbub.server.entrance.selfsigned import make
from hubbub.server.entrance.tls import Pair
from hubbub.settings import Settings, Web


async def found(url: str) -> list[str]:
    """What is said of it."""
    case = Case(Settings(web=Web(url=url)), Path("/nowhere"), None, True, time.time())
    return [one.what for one in await asyncio.to_thread(lambda: list(look(case)))]


@asynccontextmanager
async def other(health: bytes, page: bytes) -> AsyncIterator[int]:
    """The port of a program that answers so."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = health if b"/healthz" in head else page
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_server_that_is_reached_is_fine() -> None:
    async with running() as served:
        assert await found(f"http://127.0.0.1:{served.port}") == []


async def test_a_certificate_that_nobody_believes(tmp_path: Path) -> None:
    pair = Pair(tmp_path / "tls.crt", tmp_path / "tls.key", own=True)
    make(pair.certificate, pair.key)
    async with running(pair) as served:
        assert await found(f"https://localhost:{served.port}") == ["url_certificate"]


@pytest.mark.parametrize(
    ("health", "page", "what"),
    [(b"hello", b"", ["url_other"]), (b"ok\n", b"<html>", ["proxy_no_websocket"])],
)
async def test_something_that_is_in_between(health: bytes, page: bytes, what: list[str]) -> None:
    async with other(health, page) as port:
        assert await found(f"http://127.0.0.1:{port}") == what


async def test_nobody_there() -> None:
    async with other(b"", b"") as port:
        pass
    assert await found(f"http://127.0.0.1:{port}") == ["url_unreachable"]
