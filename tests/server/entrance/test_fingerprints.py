"""Client certificates: who is asked for one, that any is taken, and what is known of it. Real TLS on every loop."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import trustme
from tests.server.entrance.test_tls import written
from tests.support.real_engine import Client
from tests.support.real_server import Running, running, trusting

from hubbub.server.entrance import fingerprints, selfsigned
from hubbub.server.entrance.tls import Pair, Served
from hubbub.server.process.run import loop_factory
from hubbub.settings import Gateway

LOOPS = (asyncio.new_event_loop, loop_factory())
LONG_AGO = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
REGISTER = ("NICK bob", "USER bob 0 * :Bob")


def self_signed(directory: Path) -> Pair:
    mine = Pair(directory / "mine.crt", directory / "mine.key")
    selfsigned.make(mine.certificate, mine.key)
    return mine


def by_an_authority(directory: Path) -> Pair:
    return written(directory, trustme.CA().issue_cert("bob@example.org"))


def expired(directory: Path) -> Pair:
    return written(directory, trustme.CA().issue_cert("bob@example.org", not_after=LONG_AGO))


async def come(here: Running, mine: Pair | None, *protocols: str, most: ssl.TLSVersion | None = None) -> Client:
    """A client over TLS with a certificate of its own."""
    context = trusting()
    if mine is not None:
        context.load_cert_chain(mine.certificate, mine.key)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    if most is not None:
        context.maximum_version = most
    client = Client(*await asyncio.open_connection("127.0.0.1", here.port, ssl=context))
    here.clients.append(client)
    return client


def on(loop: Callable[[], asyncio.AbstractEventLoop], test: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await test()

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(main())


async def shown_in_whois(client: Client) -> list[str]:
    client.send(*REGISTER, "WHOIS bob")
    return [line.rpartition(" ")[2] for line in await client.until(" 318 ") if " 276 " in line]


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("made", [self_signed, by_an_authority, expired])
@pytest.mark.parametrize("most", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_any_certificate_is_taken_and_known_by_its_sha_256(
    pair: Pair,
    tmp_path: Path,
    loop: Callable[[], asyncio.AbstractEventLoop],
    made: Callable[[Path], Pair],
    most: ssl.TLSVersion,
) -> None:
    """modern.ircdocs.horse, RPL_WHOISCERTFP: "<nick> :has client certificate fingerprint <fingerprint>" """
    mine = made(tmp_path)
    known = hashlib.sha256(ssl.PEM_cert_to_DER_cert(first(mine))).hexdigest()

    async def test() -> None:
        async with running(pair) as here:
            assert await shown_in_whois(await come(here, mine, most=most)) == [known]

    on(loop, test)


def first(pair: Pair) -> str:
    end = "-----END CERTIFICATE-----"
    return pair.certificate.read_text().partition(end)[0] + end


@pytest.mark.parametrize("loop", LOOPS)
def test_without_one_nothing_is_different(pair: Pair, loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    async def test() -> None:
        async with running(pair) as here:
            assert await shown_in_whois(await come(here, None)) == []

    on(loop, test)


@pytest.mark.parametrize("protocols", [("h2", "http/1.1"), ("http/1.1",)])
async def test_web_browsers_are_not_asked(pair: Pair, tmp_path: Path, protocols: tuple[str, ...]) -> None:
    """A browser would ask its person which certificate to show."""
    mine = self_signed(tmp_path)
    async with running(pair) as here:
        assert await shown_in_whois(await come(here, mine, *protocols)) == []
        other = await come(here, mine, "irc")
        other.send("PING 1")
        await other.until("PONG")
        assert sorted(bool(one.session.fingerprint) for one in here.server.engine.connections) == [False, True]


async def test_a_port_for_http_asks_nobody(pair: Pair, tmp_path: Path) -> None:
    mine = self_signed(tmp_path)
    async with running(pair, "http") as here:
        client = await come(here, mine)
        client.send("GET /nothing HTTP/1.1", "Host: localhost", "Connection: close", "")
        assert (await client.line()).startswith("HTTP/1.1 404")


async def test_a_hello_in_two_parts_is_waited_for(pair: Pair, tmp_path: Path) -> None:
    mine = self_signed(tmp_path)
    context = trusting()
    context.load_cert_chain(mine.certificate, mine.key)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    handshake = context.wrap_bio(back, there)
    with pytest.raises(ssl.SSLWantReadError):
        handshake.do_handshake()
    hello = there.read()
    async with running(pair) as here:
        waiting = here.server.entrance.waiting
        raw = await here.connect()
        raw.writer.write(hello[:100])
        await here.until(lambda: any("_read_hello" in repr(getattr(one, "timer", "")) for one in waiting))
        raw.writer.write(hello[100:])
        back.write(await raw.reader.read(1 << 16))
        handshake.do_handshake()
        handshake.write(b"NICK bob\r\n")
        raw.writer.write(there.read())
        await here.until(lambda: any(one.session.fingerprint for one in here.server.engine.connections))


async def test_a_gateways_certificate_is_not_its_users(pair: Pair, tmp_path: Path) -> None:
    gateways = (Gateway("web", "hunter2", ("127.0.0.1",)),)
    async with running(pair, gateways=gateways) as here:
        client = await come(here, self_signed(tmp_path))
        client.send("WEBIRC hunter2 web h 192.0.2.1 :secure")
        assert await shown_in_whois(client) == []


def test_on_a_python_that_is_not_known_nobody_is_asked(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "KNOWN", (3, 10))
    served = Served(pair)
    assert served.asking is None
    assert served.context_for(certificate=True) is served.context
    assert served.context.verify_mode is ssl.CERT_NONE


@pytest.mark.parametrize("loop", LOOPS)
def test_one_logs_in_by_it(pair: Pair, tmp_path: Path, loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
    mine = self_signed(tmp_path)

    async def test() -> None:
        async with running(pair) as here:
            first = await come(here, mine)
            first.send(*REGISTER, "NS REGISTER password1", "NS CERT ADD", "QUIT")
            await first.until("can log in to your account")
            again = await come(here, mine)
            again.send("CAP REQ sasl", *REGISTER, "AUTHENTICATE EXTERNAL", "AUTHENTICATE +", "CAP END")
            assert any(" 903 " in line for line in await again.until(" 001 "))

    on(loop, test)
