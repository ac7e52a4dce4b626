"""How clients end, and what they had said: "lines already received are handled", and no end leaves a fault in the
log."""

from __future__ import annotations

import asyncio
import logging
import random
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from tests.support.real_engine import Client, connected
from tests.support.real_server import Running, running, trusting
from tests.support.server_process import server_process

from hubbub.server.entrance.tls import Pair, own_pair
from hubbub.settings import Limits

SLOW = Limits(flood_burst=3, flood_rate=100)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return asyncio.run(own_pair(tmp_path_factory.mktemp("tls")))


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """The log, in which there is no exception at the end."""
    caplog.set_level(logging.INFO)
    yield caplog
    assert [record.getMessage() for record in caplog.get_records("call") if record.exc_info] == []


async def listener(served: Running) -> Client:
    client = await served.connect()
    client.send("NICK ear", "USER ear 0 * :ear", "JOIN #lobby")
    await client.until(" 366 ")
    return client


def reset(client: Client) -> None:
    """The connection is cut: the other side gets an error instead of an end."""
    sock = client.writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.writer.transport.abort()


@pytest.mark.parametrize("how", ["tls", "close", "reset", "half"])
async def test_lines_already_received_are_said_when_the_client_ends(
    how: str, pair: Pair, log: pytest.LogCaptureFixture
) -> None:
    """ "TLS: lines already received are dropped when the client ends (`ncat --ssl` says 5 of 12)". Closed, cut or half
    closed connections are of the same kind."""
    said = [f"line {number}" for number in range(12)]
    async with running(pair, limits=SLOW, no_limits=False) as served:
        ear = await listener(served)
        talker = await served.connect(tls=how == "tls")
        talker.writer.write("".join(f"{line}\n" for line in ("talker", *said)).encode())
        if how in ("close", "reset"):  # what came in one piece is there before the end is
            await talker.until("Welcome")
        if how == "reset":
            reset(talker)
        elif how == "half":
            talker.writer.write_eof()
        else:
            talker.writer.close()
        lines = await ear.until(" QUIT :")
        assert [line.partition(" :")[2] for line in lines if " PRIVMSG #lobby :" in line] == said
        await served.until(lambda: served.server.entrance.count == 1)
        assert len(served.server.engine.connections) == 1


def _says_and_ends(port: int, name: str, said: list[str], *, tls: bool, farewell: bool) -> None:
    with socket.create_connection(("127.0.0.1", port)) as below:
        talker = trusting().wrap_socket(below) if tls else below
        talker.sendall(f"NICK {name}\r\nUSER {name} 0 * :{name}\r\nJOIN #lobby\r\n".encode())
        heard = b""
        while b" 366 " not in heard:
            heard += talker.recv(65_536)
        talker.sendall("".join(f"PRIVMSG #lobby :{line}\r\n" for line in said).encode())
        if farewell:
            assert isinstance(talker, ssl.SSLSocket)
            with suppress(OSError):
                talker.unwrap()
        socket.socket.shutdown(talker, socket.SHUT_WR)
        with suppress(OSError):
            while talker.recv(65_536):
                pass
        talker.close()


async def test_all_of_what_was_said_in_one_go_is_heard_whatever_end_is_behind_it(tmp_path: Path) -> None:
    """The same of more than is taken in a turn, on the loop that a server has (uvloop), which forgets what came over
    TLS and was not to be read yet. The end is that of TCP, with and without a farewell of TLS before it."""
    said = [f"{number} {'x' * 90}" for number in range(400)]
    async with server_process(tmp_path) as server:
        ear = await connected(server.port, say=b"NICK ear\r\nUSER ear 0 * :ear\r\nJOIN #lobby\r\n")
        await ear.until(" 366 ")
        for name in ("ann", "bob", "cyd"):
            tls, farewell = name != "ann", name == "cyd"
            await asyncio.to_thread(_says_and_ends, server.port, name, said, tls=tls, farewell=farewell)
            lines = await ear.until(" QUIT :")
            assert [line.partition(" :")[2] for line in lines if " PRIVMSG #lobby :" in line] == said, name
        ear.writer.transport.abort()


@pytest.mark.parametrize("text", ["talker\nhello\nbye", "talker\nbye"])
async def test_the_last_line_of_a_person_needs_no_end(text: str, log: pytest.LogCaptureFixture) -> None:
    """ "The last line without a line end from `nc -N` is lost"."""
    async with running() as served:
        ear = await listener(served)
        talker = await served.connect()
        talker.writer.write(text.encode())
        talker.writer.write_eof()
        lines = await ear.until(" QUIT :")
        assert [line for line in lines if line.endswith("PRIVMSG #lobby :bye")]


async def test_a_name_alone_without_an_end_is_a_name() -> None:
    async with running() as served:
        ear = await listener(served)
        talker = await served.connect()
        talker.writer.write(b"talker")
        talker.writer.write_eof()
        assert any("JOIN #lobby" in line for line in await ear.until(" QUIT :"))


async def test_half_a_line_of_a_program_is_not_done() -> None:
    async with running() as served:
        ear = await listener(served)
        talker = await served.connect()
        talker.send("NICK bot", "USER bot 0 * :bot", "JOIN #lobby")
        talker.writer.write(b"PRIVMSG #lobby :transfer 10")
        talker.writer.write_eof()
        assert not any("transfer" in line for line in await ear.until(" QUIT "))


def frame(data: bytes, kind: int = 1) -> bytes:
    assert len(data) < 126
    return bytes((0x80 | kind, 0x80 | len(data))) + bytes(4) + data


HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


@pytest.mark.parametrize("last", [frame(struct.pack("!H", 1000), 8), frame(b"QUIT"), b""])
@pytest.mark.parametrize("whole", [True, False])
async def test_a_websocket_that_speaks_and_closes_in_one_segment(
    last: bytes, whole: bool, log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "A WebSocket client that speaks and closes in one segment ... leave[s] a traceback in the log": what it said is
    said, whether it comes with the request or behind it, and whether it says goodbye or only ends. Once its end is
    there, nothing is waited for."""
    monkeypatch.setattr("hubbub.server.net.phases.LINGER", 1000)
    said = [frame(line.encode()) for line in ("NICK web", "USER w 0 * :w", "JOIN #lobby", "PRIVMSG #lobby :hi")]
    async with running(limits=SLOW, no_limits=False) as served:
        ear = await listener(served)
        client = await served.connect()
        if whole:
            client.writer.write(HANDSHAKE + b"".join(said) + last)
        else:
            client.writer.write(HANDSHAKE)
            await client.until("Accept:")
            client.writer.write(b"".join(said) + last)
        if not last:
            client.writer.write_eof()
        lines = await ear.until(" QUIT :")
        assert any(line.endswith("PRIVMSG #lobby :hi") for line in lines)
        client.writer.close()
        await served.until(lambda: served.server.entrance.count == 1)
    assert not [record for record in log.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "bad", [b"\xf1\x80" + bytes(4), b"\x81\x01x", b"\x88\x80" + bytes(4), b"\x82\xfe\xff\xff" + bytes(99)]
)
async def test_a_websocket_that_speaks_and_breaks_the_rules_in_one_segment(
    bad: bytes, log: pytest.LogCaptureFixture
) -> None:
    """Its connection says nothing more behind the last words."""
    said = [frame(line.encode()) for line in ("NICK web", "USER w 0 * :w", *["PING x"] * 9)]
    async with running(limits=SLOW, no_limits=False) as served:
        client = await served.connect()
        client.writer.write(HANDSHAKE)
        await client.until("Accept:")
        client.writer.write(b"".join(said) + bad)
        await client.reader.read()
        client.writer.close()
        await served.until(lambda: served.server.entrance.count == 0)


async def test_a_reset_anywhere_leaves_no_fault_in_the_log(pair: Pair, log: pytest.LogCaptureFixture) -> None:
    """ "A reset in the middle of `/private`": a command that waits must not begin for who is gone."""
    chance = random.Random(11)
    lines = ["/private", "/private all", "ear", "a text", "/history", "/search a", "/join x"]
    async with running(pair) as served:
        await listener(served)
        for number in range(60):
            client = await served.connect(tls=chance.random() < 0.2)
            said = [f"someone{number}", *(chance.choice(lines) for _ in range(chance.randrange(1, 7)))]
            client.writer.write("".join(f"{line}\n" for line in said).encode())
            if chance.random() < 0.7:
                await client.until("Welcome")
            reset(client)
        await served.until(lambda: served.server.entrance.count == 1)
        assert len(served.server.engine.connections) == 1


async def test_a_name_of_us_that_is_no_ascii_is_no_fault_of_ours(
    pair: Pair, log: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """ "An SNI that is not ASCII" left Python's own complaint on standard error."""
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        trusting().wrap_bio(back, there, server_hostname="chat.example").do_handshake()
    hello = there.read().replace(b"chat.example", "chät.exampl".encode())
    async with running(pair) as served:
        client = await served.connect()
        client.writer.write(hello)
        with suppress(ConnectionResetError):
            assert await client.reader.read() == b""
        slow = await served.connect()
        slow.writer.write(hello[:50])
        await asyncio.sleep(0)
        slow.writer.write(hello[50:])
        with suppress(ConnectionResetError):
            assert len(await slow.reader.read()) <= 7  # an alert of TLS
        await served.until(lambda: served.server.entrance.count == 0)
    assert "Traceback" not in capfd.readouterr().err


async def test_who_came_and_left_at_once_came_from_somewhere(log: pytest.LogCaptureFixture) -> None:
    """ "Who came and left at once has no address in the log"."""
    async with running() as served:
        client = await served.connect()
        client.send("NICK brief", "USER b 0 * :b", "QUIT")
        await client.rest()
        await served.until(lambda: served.server.entrance.count == 0)
        came = next(record.getMessage() for record in log.records if "brief came" in record.getMessage())
    assert came.startswith("brief came from 127.0.0.1 (irc)")
