"""IRC over a WebSocket, as servers behind HTTP proxies are reached."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from tests.support.real_server import running

from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair
from hubbub.uplink import addresses
from hubbub.uplink.dial import Dialer, Known, known
from hubbub.uplink.questions import CertificateQuestion
from hubbub.uplink.streams import Stream
from hubbub.uplink.trouble import CannotReach

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def accepting(question: CertificateQuestion) -> bool:
    return True


async def dial(url: str, folder: Path) -> Stream:
    return await Dialer(addresses.read(url), known(folder))(accepting)


async def until(stream: Stream, wanted: bytes) -> bytes:
    """What came, with the line that begins like this at its end."""
    came = b""
    while wanted not in came:
        data = await stream.read()
        assert data, came
        came += data
    return came


@pytest.mark.parametrize("path", ["/", "/?x=1"])
async def test_a_chat_over_ws(tmp_path: Path, path: str) -> None:
    async with running() as server:
        stream = await dial(f"ws://127.0.0.1:{server.port}{path}", tmp_path)
        stream.write(b"NICK alice\r\nUSER u 0 * :r\r\nJOIN #team\r\nPRIVMSG #team :h\xc3\xbc\r\nPING over\r\n")
        came = await until(stream, b"PONG")
        assert all(line.count(b"\n") == 0 for line in came.split(b"\r\n"))
        assert b"Welcome" in came
        stream.close()


async def test_a_chat_over_wss_pins_the_certificate(tmp_path: Path) -> None:
    pair = Pair(tmp_path / "server.crt", tmp_path / "server.key")
    selfsigned.make(pair.certificate, pair.key)
    async with running(pair) as server:
        stream = await dial(f"wss://127.0.0.1:{server.port}", tmp_path)
        stream.write(b"NICK alice\r\nUSER u 0 * :r\r\nPING over\r\n")
        await until(stream, b"PONG")
        stream.close()
    assert known(tmp_path).pins.find("127.0.0.1", server.port) == pair.fingerprint


async def test_a_long_line_comes_whole(tmp_path: Path) -> None:
    async with running() as server:
        stream = await dial(f"ws://127.0.0.1:{server.port}", tmp_path)
        stream.write(b"CAP REQ :echo-message\r\nNICK alice\r\nUSER u 0 * :r\r\nCAP END\r\nJOIN #team\r\n")
        stream.write(b"PRIVMSG #team :" + b"x" * 400 + b"\r\n")
        assert b"x" * 400 in await until(stream, b"x" * 400 + b"\r\n")
        stream.close()


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[str]:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await answer(reader, writer)
        writer.close()

    listening = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"ws://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    finally:
        listening.close()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404 Not Found"),
        (b"HTTP/1.1 302 Found\r\nLocation: https://else.example/\r\nContent-Length: 0\r\n\r\n", "302 Found"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n", "no WebSocket"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "no HTTP"),
        (b"", "no HTTP"),
    ],
)
async def test_what_answers_otherwise_is_named(tmp_path: Path, sent: bytes, status: str) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)

    async with answering(answer) as url:
        with pytest.raises(CannotReach) as caught:
            await dial(url, tmp_path)
    assert (caught.value.code, caught.value.details["status"]) == ("no-websocket", status)


async def test_sts_is_not_for_websockets(tmp_path: Path) -> None:
    kept: Known = known(tmp_path)
    kept.policies.keep("localhost", 6697, 300)
    dialer = Dialer(addresses.read("ws://localhost:7777"), kept)
    assert (dialer.tls, dialer.port) == (False, 7777)
