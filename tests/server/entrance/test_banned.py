"""Connections from banned addresses end before anything is read of them, and before TLS."""

from __future__ import annotations

import pytest
from tests.support.real_server import Running, running

from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.server.entrance.tls import Pair

WORDS = "You are banned from this server: noise"


def ban(here: Running, target: str = "127.0.0.0/8", until: int = 0) -> None:
    chat = here.server.engine.chat
    chat.begin()
    chat.emit(ServerBanned(at=chat.now, target=target, until=until, by="root", why="noise"))


@pytest.mark.parametrize("said", ["hello", ""])
async def test_whoever_speaks_or_waits_is_told(said: str) -> None:
    async with running() as here:
        ban(here)
        client = await here.connect()
        if said:
            client.send(said)
        assert await client.rest() == [f"ERROR :{WORDS}"]
        await here.until(lambda: here.server.entrance.count == 0)
        assert here.server.engine.connections == set()


async def test_an_irc_client_gets_the_numeric() -> None:
    """ERR_YOUREBANNEDCREEP: "Returned after an attempt to connect and register with a server ... banned" """
    async with running() as here:
        ban(here)
        client = await here.connect()
        client.send("CAP LS 302", "NICK bob", "USER bob 0 * :Bob")
        assert await client.rest() == [f":test 465 * :{WORDS}", f"ERROR :{WORDS}"]


async def test_on_a_port_for_plain_text_at_once() -> None:
    async with running(None, "plain") as here:
        ban(here)
        assert await (await here.connect()).rest() == [f"ERROR :{WORDS}"]
        await here.until(lambda: here.server.entrance.count == 0)


async def test_a_browser_gets_403() -> None:
    async with running() as here:
        ban(here)
        answer = await here.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert answer.startswith("HTTP/1.1 403 Forbidden\r\n")
        assert WORDS in answer


async def test_nothing_is_said_to_tls(pair: Pair) -> None:
    async with running(pair) as here:
        ban(here)
        client = await here.connect()
        client.writer.write(b"\x16\x03\x01\x02\x00")
        try:
            said = await client.reader.read()
        except ConnectionResetError:  # what it had sent was not read
            said = b""
        assert said == b""
        await here.until(lambda: here.server.entrance.count == 0)


async def test_others_come_in_and_so_does_everybody_when_it_is_over() -> None:
    async with running() as here:
        ban(here, "192.0.2.0/24")
        ban(here, "127.0.0.1", until=1)
        client = await here.connect()
        client.send("")
        assert "What is your name?" in await client.line()
        ban(here)
        assert await (await here.connect()).rest() == [f"ERROR :{WORDS}"]
        chat = here.server.engine.chat
        chat.emit(ServerBanLifted(at=chat.now, target="127.0.0.0/8"))
        client = await here.connect()
        client.send("")
        assert "What is your name?" in await client.line()


async def test_the_address_is_the_one_that_a_proxy_tells() -> None:
    async with running(proxies=("127.0.0.0/8",)) as here:
        ban(here, "192.0.2.7")
        client = await here.connect()
        client.writer.write(b"PROXY TCP4 192.0.2.7 192.0.2.1 1000 7777\r\nNICK bob\r\n")
        assert (await client.rest())[-1] == f"ERROR :{WORDS}"
