"""Whose word for where a WebSocket comes from is believed."""

from __future__ import annotations

import pytest
from tests.server.http.test_websocket import until
from tests.support.each import each
from tests.support.real_server import Running, running
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from hubbub.chat.world.session import Session
from hubbub.server.http.head import Head
from hubbub.server.http.refused import Refused
from hubbub.server.http.x_forwarded import Forwarded, forwarded
from hubbub.settings import Limits, Web
from hubbub.wire.addresses import Networks

OURS = Networks(["192.0.2.0/24"])


def told(*fields: tuple[str, str], by: str = "192.0.2.1") -> Forwarded | None:
    return forwarded(Head("GET", "/", fields), by, OURS)


def test_the_last_who_is_no_proxy_is_the_client() -> None:
    chain = ("x-forwarded-for", "203.0.113.9, 198.51.100.7, 192.0.2.8")
    assert told(chain, ("x-forwarded-proto", "https")) == Forwarded("198.51.100.7", secure=True)
    assert told(("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "198.51.100.7")) == Forwarded(
        "198.51.100.7", secure=False
    )


def test_only_the_nearest_proxy_says_whether_it_was_tls() -> None:
    """What the client itself writes comes first."""
    twice = ("x-forwarded-proto", "https"), ("x-forwarded-proto", "http")
    assert told(("x-forwarded-for", "198.51.100.7"), *twice) == Forwarded("198.51.100.7", secure=False)


def test_addresses_in_all_their_forms() -> None:
    assert told(("x-forwarded-for", "[2001:DB8::7]")) == Forwarded("2001:db8::7", secure=False)
    assert told(("x-forwarded-for", "::ffff:198.51.100.7")) == Forwarded("198.51.100.7", secure=False)
    assert told(("x-forwarded-for", "198.51.100.7:4711")) == Forwarded("198.51.100.7", secure=False)
    assert told(("x-forwarded-for", "[2001:db8::7]:80")) == Forwarded("2001:db8::7", secure=False)
    for nonsense in (
        "1.2.3",
        "1.2.3.4:x",
        "1.2.3.4:123456",
        "[::1",
        "name",
        "name:80",
        ":80",
        "[]",
        "for=1.2.3.4",
        "1.2.3.4;",
    ):
        with pytest.raises(Refused):
            told(("x-forwarded-for", nonsense))


@each(
    "text",
    [
        "198.51.100.7:",
        "198.51.100.7:_port",
        '"198.51.100.7"',
        '"198.51.100.7:80"',
        "[198.51.100.7]:80",
        "[198.51.100.7]:",
    ],
)
def test_with_a_port_or_quoted_an_address_is_understood(text: str) -> None:
    """ "X-Forwarded-For with a port or `unknown` is refused with 400 -> understood"."""
    assert told(("x-forwarded-for", text)) == Forwarded("198.51.100.7", secure=False)


@each("word", ["unknown", "Unknown", "_hidden", "unknown:80", "_hidden:_port", '"unknown"', "[unknown]:1"])
def test_of_whom_a_proxy_does_not_know_the_nearest_known_stands_for_them(word: str) -> None:
    """X-Forwarded-For with `unknown` is understood, and not refused with 400."""
    assert told(("x-forwarded-for", f"203.0.113.9, {word}, 192.0.2.8")) == Forwarded("192.0.2.8", secure=False)
    alone = told(("x-forwarded-for", word))
    assert alone is not None
    assert alone.address.startswith("192.0.2.")


@pytest.mark.parametrize("socket", ["unix:", "unix:/run/other.sock", '"unix:"'])
def test_who_came_to_a_proxy_over_its_own_machines_socket_is_that_machine(socket: str) -> None:
    assert told(("x-forwarded-for", socket)) == Forwarded("192.0.2.1", secure=False)
    assert told(("x-forwarded-for", f"198.51.100.7, {socket}, 192.0.2.8")) == Forwarded("198.51.100.7", secure=False)
    assert told(("x-forwarded-for", f"{socket}, 198.51.100.7")) == Forwarded("198.51.100.7", secure=False)


def test_an_unknown_one_hides_all_that_stands_before_it() -> None:
    assert told(("x-forwarded-for", "203.0.113.9, unknown")) == Forwarded("192.0.2.1", secure=False)


@each(
    ("schemes", "secure"),
    [
        (["https"], True), (["HTTPS"], True), (["https, https"], True), (["https, http"], False),
        (["http, https"], False), (["http", "https"], False), (["wss"], True), (["ws"], False),
        (["https, wss"], True), (["wss, http"], False), ([""], False), ([], False),
    ],
)  # fmt: skip
def test_it_was_tls_when_all_that_is_said_of_it_says_so(schemes: list[str], secure: bool) -> None:
    said = [("x-forwarded-proto", scheme) for scheme in schemes]
    assert told(("x-forwarded-for", "198.51.100.7"), *said) == Forwarded("198.51.100.7", secure=secure)


@pytest.mark.parametrize("empty", ["", ",", " , "])
def test_what_was_forwarded_from_nobody_knows_where_is_not_the_machine_itself(empty: str) -> None:
    """A proxy that names nobody makes nobody's passwords safe."""
    assert told(("x-forwarded-for", empty)) == Forwarded("192.0.2.1", secure=False)
    assert told(("x-forwarded-proto", "http")) == Forwarded("192.0.2.1", secure=False)
    assert told(("x-forwarded-proto", "https")) == Forwarded("192.0.2.1", secure=True)
    assert told(("x-forwarded-for", empty), by="203.0.113.1") == Forwarded("203.0.113.1", secure=False)


def test_from_anybody_else_it_means_only_that_it_is_not_direct() -> None:
    fields = ("x-forwarded-for", "198.51.100.7"), ("x-forwarded-proto", "https")
    assert told(*fields, by="203.0.113.1") == Forwarded("203.0.113.1", secure=False)
    assert told() is None


async def session_behind(here: Running, **headers: str) -> Session:
    """The session of bob, who comes with these headers from loopback."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    async with connect(f"ws://127.0.0.1:{here.port}/", additional_headers=fields, proxy=None) as socket:
        await socket.send("NICK bob")
        await socket.send("USER bob 0 * :bob")
        await until(socket, " 422 ")
        user = here.server.engine.chat.world.user("bob")
        assert user is not None
        return user.sessions[0]


async def test_behind_a_trusted_proxy_people_have_their_own_address_and_are_secure_over_tls() -> None:
    async with running(web=Web(trusted_proxies=("127.0.0.1",))) as here:
        session = await session_behind(here, X_Forwarded_For="198.51.100.7", X_Forwarded_Proto="https")
        assert (session.address, session.secure) == ("198.51.100.7", True)


async def test_behind_a_proxy_that_nobody_named_nobody_is_taken_for_the_machine_itself() -> None:
    async with running() as here:
        session = await session_behind(here, X_Forwarded_For="198.51.100.7", X_Forwarded_Proto="https")
        assert (session.address, session.secure) == ("127.0.0.1", False)


async def test_limits_are_those_of_the_address_behind_the_proxy() -> None:
    few = Limits(connections_per_address=1, connections_per_private_address=1, connects_per_10min=9)
    async with running(web=Web(trusted_proxies=("127.0.0.1",)), limits=few, no_limits=False) as here:
        address = f"ws://127.0.0.1:{here.port}/"
        one, other = {"X-Forwarded-For": "198.51.100.7"}, {"X-Forwarded-For": "198.51.100.8"}
        async with (
            connect(address, additional_headers=one, proxy=None),
            connect(address, additional_headers=other, proxy=None),
        ):
            with pytest.raises(InvalidStatus) as refused:
                async with connect(address, additional_headers=one, proxy=None):
                    pass
        assert refused.value.response.status_code == 429


async def test_pages_behind_a_proxy_show_only_what_gets_through_it() -> None:
    head = "GET /clients HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    told = "X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-Proto: https\r\n\r\n"
    async with running(web=Web(trusted_proxies=("127.0.0.1",), irc="irc.example:6697")) as served:
        page = await served.ask(head + told)
        assert "hubbub chat https://localhost/" in page
        assert "wss://localhost/" in page
        assert "irc.example:6697" in page
        assert "nc localhost" not in page
        assert "openssl" not in page
        assert "nc localhost" in await served.ask(head + "\r\n")
    async with running() as served:  # nobody is believed
        assert "nc localhost" in await served.ask(head + told)
