"""Strict transport security over real sockets: by which name a TLS client asks for us, and who is told nothing."""

from __future__ import annotations

import asyncio
import ssl

import msgspec
import pytest
from tests.support.real_engine import Client
from tests.support.real_server import Running, running, trusting

from hubbub.chat.limits.policy import Sts
from hubbub.server.entrance.tls import Pair

PROXIES = ("127.0.0.0/8",)
FAR = b"PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"


def be_strict(here: Running) -> None:
    chat = here.server.engine.chat
    chat.policy = msgspec.structs.replace(chat.policy, sts=Sts(6697, 300, False, ("irc.example.org",)))


async def shown(client: Client) -> str:
    """The word for it in CAP LS; empty when there is none."""
    client.writer.write(b"CAP LS 302\r\nCAP LIST\r\n")
    lines = await client.until(" CAP * LIST ")
    words = (word.removeprefix(":") for line in lines for word in line.split(" "))
    return next((word for word in words if word.startswith("sts=")), "")


async def over_tls(here: Running, name: str | None) -> Client:
    context: ssl.SSLContext = trusting()
    streams = await asyncio.open_connection("127.0.0.1", here.port, ssl=context, server_hostname=name or "127.0.0.1")
    client = Client(*streams)
    here.clients.append(client)
    return client


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("irc.example.org", "sts=duration=300"),
        ("IRC.Example.ORG", "sts=duration=300"),
        ("www.example.org", ""),
        (None, ""),  # an address is no name: nothing is sent
    ],
)
async def test_the_duration_is_for_those_who_ask_for_a_known_host(pair: Pair, name: str | None, told: str) -> None:
    """ "via TLS Server Name Indication (SNI)" """
    async with running(pair) as here:
        be_strict(here)
        assert await shown(await over_tls(here, name)) == told


async def test_the_port_is_for_those_who_come_from_elsewhere() -> None:
    """ "servers MUST send this key to insecurely connected clients"; within one machine nobody listens in."""
    async with running(proxies=PROXIES) as here:
        be_strict(here)
        client = await here.connect()
        client.writer.write(FAR)
        assert await shown(client) == "sts=port=6697"
    async with running() as here:
        be_strict(here)
        assert await shown(await here.connect()) == ""
