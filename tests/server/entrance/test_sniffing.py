"""One port: who is there is told by what they say first. Bad inputs 6, 10, 11 and 12."""

from __future__ import annotations

import asyncio
import socket

import pytest
from tests.support.real_server import running

from hubbub.server.entrance import door
from hubbub.server.entrance.door import FIRST_BYTES, Admission
from hubbub.server.entrance.sniffing import Greeted, OpeningProtocol
from hubbub.server.entrance.tls import Pair
from hubbub.server.http.protocol import HttpConnection
from hubbub.server.net.line_protocol import LineProtocol
from hubbub.server.net.peer import Peer
from hubbub.settings import Limits


@pytest.mark.parametrize("tls", [False, True])
async def test_an_irc_client_is_seen_by_its_first_line(pair: Pair, tls: bool) -> None:
    async with running(pair) as served:
        client = await served.connect(tls=tls)
        client.send("CAP LS 302")
        assert "CAP * LS" in await client.line()


@pytest.mark.parametrize("tls", [False, True])
async def test_whoever_types_a_name_is_a_person(pair: Pair, tls: bool) -> None:
    async with running(pair) as served:
        client = await served.connect(tls=tls)
        client.send("alice")
        assert "What is your name?" in await client.line()
        assert "alice" in await client.line()


async def test_somebody_may_be_called_nick() -> None:
    async with running() as served:
        client = await served.connect()
        client.send("nick")
        assert "What is your name?" in await client.line()
        assert "Welcome to the chat, nick!" in await client.line()


async def test_enter_brings_the_greeting_once() -> None:
    async with running() as served:
        client = await served.connect()
        client.send("", "alice")
        lines = await client.until("Registration successful")
        assert len(lines) == 2


@pytest.mark.parametrize("tls", [False, True])
async def test_silence_is_greeted(pair: Pair, tls: bool) -> None:
    async with running(pair) as served:
        client = await served.connect(tls=tls)
        assert "What is your name?" in await client.line()
        client.send("alice")
        assert "Welcome to the chat, alice!" in await client.line()


async def test_who_speaks_just_as_the_silence_ends_was_not_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a busy process comes to both at the same time."""
    monkeypatch.setattr(door, "SILENCE", 0.0)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    async with running() as served:
        served.server.entrance.welcome(ours, "127.0.0.1", 1, "any")
        asyncio.get_running_loop().call_soon(theirs.send, b"CAP LS 302\r\n")  # it looked at the socket before
        reader, writer = await asyncio.open_connection(sock=theirs)
        assert b" CAP * LS " in await reader.readline()
        writer.close()


async def test_who_has_spoken_before_they_are_let_in_is_not_waited_for() -> None:
    """As those do whom a busy process takes in late: the loop is not asked to watch for what is there."""
    async with running() as served:
        entrance = served.server.entrance
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.send(b"CAP LS 302\r\n")
        entrance.welcome(ours, "127.0.0.1", 1, "any")
        assert not entrance.waiting
        reader, writer = await asyncio.open_connection(sock=theirs)
        assert b" CAP * LS " in await reader.readline()
        writer.close()


@pytest.mark.parametrize(
    ("kind", "said", "protocol"),
    [
        ("any", b"NICK alice\r\nUSER", LineProtocol),
        ("irc", b"NICK alice\r\n", LineProtocol),
        ("any", b"@" + b"a" * FIRST_BYTES + b" NICK alice\r\n", OpeningProtocol),
        ("any", b"NICK ali", OpeningProtocol),
        ("any", b"GET / HTTP/1.1\r\n", OpeningProtocol),
        ("any", b"alice\r\n", OpeningProtocol),
        ("any", b"", OpeningProtocol),
        ("plain", b"NICK alice\r\n", Greeted),
        ("http", b"NICK alice\r\n", HttpConnection),
    ],
)
async def test_whose_first_line_of_irc_has_come_is_read_as_irc_at_once(
    kind: str, said: bytes, protocol: type[asyncio.Protocol]
) -> None:
    """Of all others what comes first is read before it is clear who is there."""
    async with running() as served:
        peer = Peer("127.0.0.1", 1, False, kind)
        assert type(served.server.entrance.first_protocol(peer, False, said[:FIRST_BYTES])) is protocol


async def test_who_is_gone_before_they_are_let_in_is_not_counted() -> None:
    async with running() as served:
        entrance = served.server.entrance
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.close()
        entrance.welcome(ours, "127.0.0.1", 1, "any")
        assert (entrance.count, entrance.waiting, ours.fileno()) == (0, set(), -1)


async def test_half_a_tls_hello_that_was_there_before_is_waited_for_and_let_go_of_at_the_end(pair: Pair) -> None:
    async with running(pair) as served:
        entrance = served.server.entrance
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.send(b"\x16\x03\x01")
        entrance.welcome(ours, "127.0.0.1", 1, "any")
        assert len(entrance.waiting) == 1
        entrance.close()
        assert (entrance.count, entrance.waiting, ours.fileno()) == (0, set(), -1)
        theirs.close()


async def test_who_spoke_behind_tls_as_the_silence_ended_was_not_silent_either() -> None:
    """There the socket cannot be looked at; what has come is read a moment later."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    async with running() as served:
        entrance, loop = served.server.entrance, asyncio.get_running_loop()
        entrance.count += 1
        peer = Peer("127.0.0.1", 1, False, "any", counted=Admission(entrance, "127.0.0.1"))
        _, opening = await loop.connect_accepted_socket(lambda: OpeningProtocol(entrance, peer), ours)
        theirs.send(b"CAP LS 302\r\n")
        opening._silent()
        reader, writer = await asyncio.open_connection(sock=theirs)
        assert b" CAP * LS " in await reader.readline()
        writer.close()


async def test_an_irc_client_that_was_slow_is_still_one() -> None:
    """It never reads a prompt: that would stand before its first answer, and break the line."""
    async with running() as served:
        client = await served.connect()
        assert (await client.line()).startswith("Welcome to ")
        client.send("CAP LS", "NICK slow", "USER s 0 * :s", "CAP END")
        lines = await client.until(" 001 ")
        assert lines[0].startswith(":")
        assert " CAP * LS :" in lines[0]
        assert " 001 slow " in lines[-1]


async def test_a_person_who_was_silent_has_a_prompt_with_enter() -> None:
    async with running() as served:
        client = await served.connect()
        await client.line()
        client.send("", "alice")
        assert (await client.line()).startswith("> ")


async def test_a_browsers_spare_connection_stays_silent_and_is_closed_in_time() -> None:
    async with running(limits=Limits(registration_seconds=2)) as served:
        served.server.entrance.addresses.spoke_http("127.0.0.1")
        client = await served.connect()
        assert await client.rest() == []
        assert served.server.entrance.count == 0


async def test_a_browser_that_asks_late_is_answered_on_its_spare_connection() -> None:
    async with running() as served:
        await served.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        client = await served.connect()
        served.server.entrance.engine.loop.call_later(1.7, client.send, "GET /healthz HTTP/1.1", "Host: localhost", "")
        assert await client.line() == "HTTP/1.1 200 OK"


async def test_a_slow_browser_is_never_a_session() -> None:
    """Row 11, after the greeting: the IRC commands in the body do not run."""
    async with running() as served:
        client = await served.connect()
        await client.line()
        client.send("POST / HTTP/1.1", "Host: localhost", "", "NICK evil", "USER e 0 * :e", "JOIN #lobby")
        assert not any("evil" in line for line in await client.rest())
        assert not served.server.engine.chat.world.users


@pytest.mark.parametrize("kind", ["any", "irc", "http", "plain"])
async def test_irc_commands_in_the_body_of_a_request_never_run(kind: str) -> None:
    async with running(None, kind) as served:
        answer = await served.ask("POST / HTTP/1.1\r\nHost: localhost\r\n\r\nNICK evil\r\nUSER e 0 * :e\r\n")
        assert answer.startswith("Welcome" if kind == "plain" else "HTTP/1.1 40")
        assert not served.server.engine.chat.world.users


@pytest.mark.parametrize("header", [b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nNICK x\r\n", b"\r\n\r\n\0\r\nQUIT\n!"])
async def test_a_stranger_is_not_believed_about_addresses(header: bytes) -> None:
    async with running() as served:
        assert await served.ask(header) == ""
        assert not served.server.engine.connections


async def test_tls_on_a_plain_listener_is_closed() -> None:
    async with running(None, "plain") as served:
        client = await served.connect()
        await client.line()
        client.writer.write(b"\x16\x03\x01\x02\0\x01")
        await client.reader.read()
        await served.until(lambda: served.server.entrance.count == 0)


async def test_tls_inside_tls_is_closed(pair: Pair) -> None:
    async with running(pair) as served:
        assert await served.ask(b"\x16\x03\x01\x02\0\x01", tls=True) == ""


async def test_listeners_for_one_kind_only(pair: Pair) -> None:
    async with running(pair, "plain", "irc", "http") as served:
        plain, irc, http = [await served.connect(which) for which in range(3)]
        assert "What is your name?" in await plain.line()
        irc.send("HELLO there")
        assert " 451 " in await irc.line()
        http.send("NICK x", "", "")
        assert await http.line() == "HTTP/1.1 400 Bad Request"


async def test_a_byte_order_mark_before_the_first_command_is_named() -> None:
    async with running() as served:
        client = await served.connect()
        client.writer.write(b"\xef\xbb\xbfNICK x\r\n")
        assert "FAIL NICK" in await client.line()


async def test_a_mebibyte_without_an_end_of_line_is_closed() -> None:
    async with running() as served:
        client = await served.connect()
        client.writer.write(b"x" * 16_000)
        lines = await client.rest()
        assert "too long" in lines[-1]


async def test_half_a_line_is_given_up_in_time() -> None:
    async with running(limits=Limits(registration_seconds=0.5)) as served:
        assert await served.ask("NIC") == "Registration timed out\r\n"


async def test_every_end_is_counted(pair: Pair) -> None:
    async with running(pair, no_limits=False) as served:
        await served.ask("alice\r\n/quit\r\n")
        await served.ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", tls=True)
        gone = await served.connect()
        gone.writer.transport.abort()
        await served.ask(b"\x16garbage that is no handshake")
        await served.until(lambda: served.server.entrance.count == 0)
        assert not any(network.connected for network in served.server.entrance.addresses._networks.values())
