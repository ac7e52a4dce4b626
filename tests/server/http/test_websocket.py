"""IRC over WebSocket. Bad inputs 32-41."""

from __future__ import annotations

import asyncio
import base64
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.support.real_engine import Client
from tests.support.real_server import Running, running, trusting
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from hubbub.server.entrance.tls import Pair
from hubbub.server.http.websocket import frame_binary, frame_text, is_between_messages, open_protocol
from hubbub.settings import Limits, Web

TEXT, BINARY = Subprotocol("text.ircv3.net"), Subprotocol("binary.ircv3.net")
KEY = base64.b64encode(b"0123456789abcdef").decode()


@asynccontextmanager
async def joined(served: Running, name: str, *subprotocols: Subprotocol) -> AsyncIterator[ClientConnection]:
    """Somebody on IRC over WebSocket, registered."""
    async with connect(f"ws://127.0.0.1:{served.port}/", subprotocols=subprotocols or None, proxy=None) as socket:
        await socket.send(f"NICK {name}")
        await socket.send(f"USER {name} 0 * :{name}")
        await until(socket, " 422 ")
        yield socket


async def until(socket: ClientConnection, part: str) -> str:
    async for message in socket:
        text = message if isinstance(message, str) else message.decode()
        assert "\n" not in text
        assert "\r" not in text
        if part in text:
            return text
    raise AssertionError(f"the connection ended before {part!r}")


def handshake(*lines: str, version: str = "13", key: str | None = KEY, upgrade: str = "websocket") -> str:
    """A request for a WebSocket, from somebody who may get it wrong."""
    keys = [f"Sec-WebSocket-Key: {key}"] if key else []
    head = ["GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade", f"Upgrade: {upgrade}", *keys]
    return "\r\n".join([*head, f"Sec-WebSocket-Version: {version}", *lines, "", ""])


def frame(first: int, payload: bytes, *, masked: bool = True, length: int | None = None) -> bytes:
    """A frame as a client sends it; the mask is all zeros."""
    size = len(payload) if length is None else length
    mask = 0x80 if masked else 0
    if size < 126:
        head = bytes((first, mask | size))
    elif size < 65536:
        head = bytes((first, mask | 126)) + struct.pack("!H", size)
    else:
        head = bytes((first, mask | 127)) + struct.pack("!Q", size)
    return head + (b"\0\0\0\0" if masked else b"") + payload


async def opened(served: Running) -> Client:
    """A raw connection after its opening handshake."""
    client = await served.connect()
    client.writer.write(handshake().encode())
    assert (await client.until("Sec-WebSocket-Accept"))[0] == "HTTP/1.1 101 Switching Protocols"
    assert await client.line() == ""
    return client


async def close_code(client: Client) -> int:
    """The code in the closing frame that everything ends with."""
    received = await client.reader.read()
    at = received.rindex(b"\x88")
    return int(struct.unpack("!H", received[at + 2 : at + 4])[0])


@pytest.mark.parametrize("subprotocol", [None, TEXT, BINARY])
async def test_a_conversation(subprotocol: Subprotocol | None) -> None:
    async with running() as served:
        offered = (subprotocol,) if subprotocol else ()
        async with joined(served, "alice", *offered) as alice, joined(served, "bob", *offered) as bob:
            assert alice.subprotocol == subprotocol
            await alice.send("JOIN #a")
            await bob.send("JOIN #a" if subprotocol is not BINARY else b"JOIN #a")
            await until(bob, " 366 ")
            await until(alice, "bob")
            await bob.send("PRIVMSG #a :h\u00e9llo")
            assert (await until(alice, "PRIVMSG")).endswith(":h\u00e9llo")


async def test_over_tls(pair: Pair) -> None:
    async with (
        running(pair) as served,
        connect(f"wss://127.0.0.1:{served.port}/any/path", ssl=trusting(), proxy=None) as socket,
    ):
        await socket.send("PING x")
        await socket.send("CAP LS 302")
        assert "CAP * LS" in await until(socket, "CAP")


async def test_a_long_line_has_a_longer_frame() -> None:
    async with running() as served, joined(served, "alice") as alice, joined(served, "bob") as bob:
        await alice.send(f"PRIVMSG bob :{'x' * 400}")
        assert (await until(bob, "PRIVMSG")).endswith("x" * 400)


def test_frames() -> None:
    assert frame_text(b"hi") == b"\x81\x02hi"
    assert frame_binary(b"x" * 126) == b"\x82\x7e\0\x7e" + b"x" * 126
    assert frame_text(b"x" * 65536)[:10] == b"\x81\x7f" + (65536).to_bytes(8, "big")


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "https://127.0.0.1.evil.example",
        "http://127.0.0.1:1",
        "https://127.0.0.1:{port}",
    ],
)
async def test_foreign_origins_are_refused(origin: str) -> None:
    async with running() as served:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"ws://127.0.0.1:{served.port}/", origin=Origin(origin.format(port=served.port)), proxy=None)
        assert refused.value.response.status_code == 403


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "https://chat.example", None])
async def test_our_own_origin_configured_ones_and_none_come_in(origin: str | None) -> None:
    async with running(web=Web(origins=("https://chat.example",))) as served:
        asked = Origin(origin.format(port=served.port)) if origin else None
        async with connect(f"ws://127.0.0.1:{served.port}/", origin=asked, proxy=None) as socket:
            await socket.send("CAP LS")
            await until(socket, "CAP")


async def test_the_clients_first_subprotocol_is_taken_and_unknown_ones_are_refused() -> None:
    async with running() as served:
        url = f"ws://127.0.0.1:{served.port}/"
        async with connect(url, subprotocols=[Subprotocol("x"), BINARY, TEXT], proxy=None) as socket:
            assert socket.subprotocol == BINARY
            await socket.send("CAP LS")
            assert isinstance(await socket.recv(), bytes)
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, subprotocols=[Subprotocol("x")], proxy=None)
        assert refused.value.response.status_code == 400


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (handshake(key=None), "400"),
        (handshake(key="short"), "400"),
        (handshake(version="8"), "426"),
        (handshake("Upgrade: websocket"), "426"),
        (handshake("Host: localhost"), "400"),
        (handshake().replace("GET", "POST"), "405"),
        (handshake().replace("localhost", "evil.example"), "400"),
        (handshake("Origin: http://localhost", "Origin: http://localhost"), "400"),
    ],
)
async def test_bad_handshakes(request_: str, expected: str) -> None:
    async with running() as served:
        answer = await served.ask(request_)
        assert answer.split(" ")[1] == expected
        assert "Content-Security-Policy" in answer
        if expected == "426":
            assert "Sec-WebSocket-Version: 13" in answer
        assert not served.server.engine.connections


async def test_compression_is_not_negotiated() -> None:
    async with (
        running() as served,
        connect(f"ws://127.0.0.1:{served.port}/", compression="deflate", proxy=None) as socket,
    ):
        assert socket.response is not None
        assert "Sec-WebSocket-Extensions" not in socket.response.headers


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (frame(0x81, b"CAP LS", masked=False), 1002),
        (frame(0xC1, b"CAP LS"), 1002),
        (frame(0x83, b"x"), 1002),
        (frame(0x89, b"x" * 126), 1002),
        (frame(0x80, b"x"), 1002),
        (frame(0x81, b"PRIVMSG #a :\xff"), 1007),
        (frame(0x81, b"x" * 20_000), 1009),
        (frame(0x81, b"", length=1 << 62), 1009),
        (frame(0x01, b"x" * 9000) + frame(0x80, b"x" * 9000), 1009),
        (frame(0x01, b"") + frame(0x00, b"") * 20_000, 1008),
        (frame(0x89, b"x") * 20_000, 1008),
    ],
)
async def test_bad_frames_close_with_their_code(sent: bytes, code: int) -> None:
    async with running() as served:
        client = await opened(served)
        client.writer.write(sent)
        assert await close_code(client) == code
        await served.until(lambda: not served.server.engine.connections)


@pytest.mark.parametrize(
    "message", ["NICK eve\r\nUSER e 0 * :e", "NICK eve\r\n", "NICK eve\n", "NICK eve\0", "\ufeffNICK eve"]
)
async def test_a_message_that_is_not_one_line_is_refused_whole(message: str) -> None:
    async with running() as served, connect(f"ws://127.0.0.1:{served.port}/", proxy=None) as socket:
        await socket.send(message)
        assert " INVALID_CHARACTER " in await until(socket, "FAIL")
        await socket.send("USER a 0 * :a")
        await socket.send("NICK alice")
        assert "001 alice" in await until(socket, " 001 ")


async def test_fragments_make_one_line() -> None:
    async with running() as served:
        client = await opened(served)
        client.writer.write(frame(0x01, b"CAP ") + frame(0x89, b"") + frame(0x80, b"LS"))
        assert await client.reader.readexactly(2) == b"\x8a\0"
        assert b"CAP * LS" in await client.reader.readuntil(b"LS")


async def test_a_client_that_says_goodbye_has_quit() -> None:
    async with running() as served, joined(served, "alice") as alice:
        await alice.send("JOIN #a")
        async with joined(served, "bob") as bob:
            await bob.send("JOIN #a")
            await until(bob, " 366 ")
        assert "lost" not in await until(alice, "QUIT")
        assert bob.close_code == 1000


async def test_quit_closes_with_a_handshake() -> None:
    async with running() as served, joined(served, "alice") as alice:
        await alice.send("QUIT :bye")
        async for _ in alice:
            pass
        assert alice.close_code == 1000


async def test_a_stopping_server_says_so() -> None:
    async with running() as served, joined(served, "alice") as alice:
        stopping = asyncio.create_task(served.server.engine.stop())
        await alice.wait_closed()
        assert alice.close_code == 1001
        assert "stopping" in str(alice.close_reason)
        await stopping


async def test_a_kept_http_connection_can_become_a_websocket() -> None:
    async with running() as served:
        client = await served.connect()
        client.send("GET /healthz HTTP/1.1", "Host: localhost", "")
        await client.until("ok")
        client.writer.write(handshake().encode())
        lines = await client.until("Sec-WebSocket-Accept")
        assert "HTTP/1.1 101 Switching Protocols" in lines
        client.writer.write(frame(0x81, b"CAP LS"))
        assert b"CAP * LS" in await client.reader.readuntil(b"LS")


async def test_flood_control_holds_for_websockets() -> None:
    limits = Limits(flood_burst=2, flood_rate=0.001)
    async with running(no_limits=False, limits=limits) as served, joined(served, "alice") as alice:
        for number in ("free", 0, 1, 2, 3):
            await alice.send(f"PING {number}")
        assert "PONG" in await until(alice, ":1")
        [connection] = served.server.engine.connections
        await served.until(lambda: connection.intake.waiting == ["PING 2", "PING 3"])
        alice.transport.abort()  # nobody reads its goodbye now


def test_whether_all_that_came_are_whole_messages_is_known_at_every_byte() -> None:
    """What another process goes on with has to begin with a frame; websockets tells it in its parser alone."""
    frame = b"\x81\x85\0\0\0\0hello"
    first, last = b"\x01\x85\0\0\0\0hello", b"\x80\x85\0\0\0\0hello"
    for many in range(len(frame) + 1):
        protocol = open_protocol(1000, binary=False)
        protocol.receive_data(frame[:many]) if many else None
        protocol.events_received()
        assert is_between_messages(protocol, bytearray()) is (many in (0, len(frame)))
    protocol = open_protocol(1000, binary=False)
    protocol.receive_data(first)
    assert not is_between_messages(protocol, bytearray())
    protocol.receive_data(last)
    assert is_between_messages(protocol, bytearray())
