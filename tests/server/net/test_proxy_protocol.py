"""Addresses that proxies and gateways tell, over real sockets. Bad input 12."""

from __future__ import annotations

import pytest
from tests.support.real_engine import Client
from tests.support.real_server import Running, running, trusting

from hubbub.server.entrance.tls import Pair
from hubbub.settings import Gateway, Limits
from hubbub.wire.addresses import Networks
from hubbub.wire.proxy import SIGNATURE

REGISTER = "NICK bob\r\nUSER b 0 * :B\r\n"
LINE = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"
BINARY = SIGNATURE + b"\x21\x11\x00\x0c" + bytes((192, 0, 2, 7, 198, 51, 100, 1, 1, 2, 3, 4))
PROXIES = ("127.0.0.0/8",)
FEW = Limits(connections_per_address=1, connections_per_private_address=2, connects_per_10min=9)


async def come(here: Running, header: bytes, then: str = REGISTER) -> Client:
    client = await here.connect()
    client.writer.write(header + then.encode())
    return client


async def said(client: Client) -> list[str]:
    """What it was told, until it was disconnected."""
    try:
        return await client.rest()
    except ConnectionResetError:  # before it had been read, what it had said went along with all that it was told
        return []


def address_of(here: Running, name: str = "bob") -> str:
    user = here.server.engine.chat.world.user(name)
    assert user is not None
    return user.sessions[0].address


@pytest.mark.parametrize("header", [LINE.encode(), BINARY], ids=["1", "2"])
async def test_a_trusted_proxy_is_believed(header: bytes) -> None:
    async with running(proxies=PROXIES) as here:
        await (await come(here, header)).until(" 001 ")
        assert address_of(here) == "192.0.2.7"


async def test_tls_begins_after_the_header(pair: Pair) -> None:
    async with running(pair, proxies=PROXIES) as here:
        client = await come(here, BINARY, "")
        await client.writer.start_tls(trusting())
        client.writer.write(REGISTER.encode())
        await client.until(" 001 ")
        assert address_of(here) == "192.0.2.7"


async def test_a_health_check_is_the_proxy_itself() -> None:
    async with running(proxies=PROXIES) as here:
        await (await come(here, SIGNATURE + b"\x20\x00\x00\x00")).until(" 001 ")
        assert address_of(here) == "127.0.0.1"


@pytest.mark.parametrize("header", [b"", b"PROXY nonsense\r\n", b"PROXY " + b"x" * 200, SIGNATURE + b"\x99\x99\0\0"])
async def test_a_proxy_that_does_not_say_is_refused(header: bytes) -> None:
    """ "MUST not try to guess whether the protocol header is present or not" """
    async with running(proxies=PROXIES) as here:
        client = await come(here, header)
        assert not [line for line in await said(client) if " 001 " in line]
        await here.until(lambda: here.server.entrance.count == 0)


@pytest.mark.parametrize("header", [LINE.encode(), BINARY], ids=["1", "2"])
async def test_a_stranger_is_not_believed(header: bytes) -> None:
    async with running(proxies=("192.0.2.0/24",)) as here:
        client = await come(here, header)
        assert not [line for line in await said(client) if " 001 " in line]
        assert here.server.engine.chat.world.users == {}


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        (b"PROXY UNKNOWN\r\n", False),
        (SIGNATURE + b"\x21\0\0\0", False),
        (SIGNATURE + b"\x21\x12\0\x0c" + b"\x01" * 12, False),  # UDP, so nobody who is here
        (SIGNATURE + b"\x21\x31\0\xd8" + b"\0" * 216, True),  # a socket of the proxy's machine
        (SIGNATURE + b"\x20\0\0\0", True),  # LOCAL
    ],
    ids=["unknown", "unspecified", "udp", "unix", "local"],
)
async def test_who_comes_from_nobody_knows_where_is_not_of_this_machine(header: bytes, *, is_taken: bool) -> None:
    """ "no password is taken where others can read along": a proxy of this machine said of it that it did not know."""
    async with running(proxies=PROXIES, password="sesame-open") as here:
        client = await come(here, header, f"PASS sesame-open\r\n{REGISTER}")
        lines = await client.until(" 001 ") if is_taken else await client.rest()
        assert any(" 001 " in line for line in lines) is is_taken


async def test_limits_count_the_address_that_is_told() -> None:
    async with running(proxies=PROXIES, limits=FEW, no_limits=False) as here:
        for name, address in (("a", "192.0.2.1"), ("b", "192.0.2.2"), ("c", "192.0.2.3")):
            header = LINE.replace("192.0.2.7", address).encode()
            await (await come(here, header, REGISTER.replace("bob", name))).until(" 001 ")
        refused = await come(here, LINE.replace("192.0.2.7", "192.0.2.1").encode(), "")
        assert "Too many connections" in (await refused.rest())[0]


async def test_a_gateways_users_are_counted_by_their_own_addresses() -> None:
    gateways = (Gateway("web", "hunter2", PROXIES),)
    async with running(gateways=gateways, limits=FEW, no_limits=False) as here:
        for name, address in (("a", "192.0.2.1"), ("b", "192.0.2.2"), ("c", "192.0.2.3")):
            said = f"WEBIRC hunter2 web h {address} secure\r\n{REGISTER.replace('bob', name)}"
            await (await come(here, b"", said)).until(" 001 ")
            assert address_of(here, name) == address
        assert not here.server.engine.chat.world.users["a"].sessions[0].secure
        refused = await come(here, b"", "WEBIRC hunter2 web h 192.0.2.1\r\n")
        assert "Too many connections" in (await refused.rest())[0]


async def test_webirc_from_a_stranger_ends_the_connection() -> None:
    async with running(gateways=(Gateway("web", "hunter2", ("192.0.2.1",)),)) as here:
        stranger = await come(here, b"", f"WEBIRC hunter2 web h 198.51.100.1\r\n{REGISTER}")
        lines = await stranger.rest()
        assert [line.split(" ")[0] for line in lines] == ["ERROR"]
        assert here.server.engine.chat.world.users == {}


def test_networks() -> None:
    networks = Networks(("10.0.0.0/8", "2001:db8::/32", "192.0.2.1"))
    assert "10.1.2.3" in networks
    assert "2001:db8::1" in networks
    assert "192.0.2.1" in networks
    assert "192.0.2.2" not in networks
    assert "nonsense" not in networks
    assert "10.1.2.3" not in Networks()
