"""What a bus says to NATS and hears of it: passwords, TLS, several servers, one that hangs, and what is none at all."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.nats import Nats

from hubbub.bus import CannotReach
from hubbub.bus.nats import connect
from hubbub.bus.nats_wire import NatsAddress, Wire
from hubbub.server.entrance.selfsigned import make

Start = Callable[..., Nats]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a NATS with these options."""
    started: list[Nats] = []

    def one(*options: str) -> Nats:
        started.append(Nats(*options))
        return started[-1]

    yield one
    for server in started:
        server.process.send_signal(signal.SIGCONT)
        server.remove()


async def talks(address: str) -> None:
    """That something which is said there is heard."""
    bus, heard = await connect(address, "test"), list[bytes]()
    await bus.subscribe("s", heard.append)
    bus.publish("s", b"said")
    await until(lambda: heard == [b"said"])
    await bus.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_it_does_not_matter_how_what_comes_is_cut() -> None:
    said = b'INFO {"max_payload":9}\r\nPONG\r\nMSG a.b 3 4\r\n\r\n\r\n\r\n+OK\r\n'
    said += b"MSG a.b 0 back 0\r\n\r\nMSG c 10 5\r\nMSG a\r\n"
    for size in range(1, len(said) + 1):
        heard: list[tuple[int, bytes]] = []
        wire = Wire(lambda number, data, heard=heard: heard.append((number, data)))  # type: ignore[misc]
        for at in range(0, len(said), size):
            wire.data_received(said[at : at + size])
        assert heard == [(3, b"\r\n\r\n"), (0, b""), (10, b"MSG a")]
        assert wire.info.max_payload == 9


async def test_names_and_tokens_may_have_any_signs(start: Start) -> None:
    guarded = start("--user", "ann", "--pass", "a@b/c%")
    await talks(guarded.address.replace("//", "//ann:a%40b%2Fc%25@"))
    token = start("--auth", "secret")
    await talks(token.address.replace("//", "//secret@"))


async def test_over_tls_a_certificate_is_asked_for(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = tmp_path / "own.crt", tmp_path / "own.key"
    make(certificate, key)
    server = start("--tls", "--tlscert", str(certificate), "--tlskey", str(key))
    for scheme in ("nats", "tls"):
        address = server.address.replace("nats", scheme)
        with pytest.raises(CannotReach, match=r"its certificate is not trusted here .*SSL_CERT_FILE"):
            await connect(address, "test")
        with monkeypatch.context() as trusting:
            trusting.setenv("SSL_CERT_FILE", str(certificate))
            await talks(address)
    with pytest.raises(CannotReach, match="it speaks no TLS"):
        await connect(start().address.replace("nats", "tls"), "test")


async def test_one_that_takes_too_little_is_not_used(start: Start, tmp_path: Path) -> None:
    settings = tmp_path / "small.conf"
    settings.write_text("max_payload: 65536\n", encoding="utf-8")
    with pytest.raises(CannotReach, match="takes no more than 65536 bytes in one message: set max_payload to 1048576"):
        await connect(start("-c", str(settings)).address, "test")


def _is_told(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return words in caplog.text


async def test_why_one_that_is_back_is_not_used_is_told_once(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubbub.bus.nats.AGAIN", 0.01)
    settings = tmp_path / "nats.conf"
    settings.write_text("", encoding="utf-8")
    server = start("-c", str(settings))
    bus = await connect(server.address, "test")
    for words, says in (
        ("max_payload: 65536", "takes no more than 65536 bytes"),
        ("authorization { token: x }", "us."),
    ):
        caplog.clear()
        server.stop()
        settings.write_text(words, encoding="utf-8")
        await asyncio.to_thread(server.start)
        await until(partial(_is_told, caplog, says))
        with caplog.at_level("DEBUG", "hubbub.bus.nats"):
            await until(lambda: [one.levelname for one in caplog.records].count("DEBUG") > 5)
        told = [one for one in caplog.records if one.levelname == "WARNING" and says in one.getMessage()]
        assert len(told) == 1
        server.stop()
        settings.write_text("", encoding="utf-8")
        await asyncio.to_thread(server.start)
        await until(lambda: bus.is_up)
    await bus.close()


async def test_of_several_servers_any_will_do_and_those_that_are_not_named_too(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    routes = free_port(), free_port()
    named, other = [
        start("--cluster_name", "c", "--cluster", f"nats://127.0.0.1:{mine}", "--routes", f"nats://127.0.0.1:{its}")
        for mine, its in (routes, routes[::-1])
    ]
    other.stop()
    bus, heard = await connect(f"nats://127.0.0.1:1, {named.address}", "test"), list[bytes]()
    await bus.subscribe("s", heard.append)
    other.start()  # and NATS tells who is connected
    await until(lambda: bus._wire is not None and f"127.0.0.1:{other.port}" in bus._wire.info.connect_urls)
    named.stop()
    await until(lambda: f"NATS at 127.0.0.1:{other.port} is back" in caplog.text)
    bus.publish("s", b"said")
    await until(lambda: heard == [b"said"])
    await bus.close()


async def test_one_that_answers_nothing_any_more_is_lost(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.bus.nats.LOOK", 0.05)
    server = start()
    bus = await connect(server.address, "test")
    server.process.send_signal(signal.SIGSTOP)
    await until(lambda: not bus.is_up)
    server.process.send_signal(signal.SIGCONT)
    await until(lambda: bus.is_up)
    await bus.close()


@asynccontextmanager
async def something_else(first: bytes) -> AsyncIterator[str]:
    over: list[asyncio.Event] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        over.append(asyncio.Event())
        writer.write(first)
        with suppress(ConnectionError):
            await reader.read()
        writer.transport.abort()
        over[-1].set()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"nats://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        for one in over:
            await one.wait()


@pytest.mark.parametrize(
    "first",
    [
        *(b"SSH-2.0-OpenSSH_9.2\r\n", b"INFO x\r\n", b"x" * 70_000, b"MSG\r\n", b"MSG a 1 -15\r\n"),
        bytes(range(128, 192)) + b"\r\n",  # the same in each process of the tests: it is in the test's name
    ],
)
async def test_something_else_than_nats_is_called_so(first: bytes) -> None:
    async with something_else(first) as address:
        with pytest.raises(CannotReach, match="something else than NATS"):
            await connect(address, "test")


async def test_who_says_nothing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.bus.nats.CONNECTING", 0.05)
    async with something_else(b"") as address:
        with pytest.raises(CannotReach, match=r"it did not answer within 0\.05 seconds"):
            await connect(address, "test")


@pytest.mark.parametrize("host", ["a..b", f"{'x' * 70}.example"])
async def test_a_host_that_cannot_be_is_called_so(host: str) -> None:
    with pytest.raises(CannotReach, match=f"no host can be called {host}"):
        await connect(f"nats://{host}", "test")


async def test_what_it_does_not_permit_is_told_and_ends_nothing(
    start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = tmp_path / "bound.conf"
    settings.write_text(
        'authorization { users: [{ user: a, password: b, permissions: { publish: "s", subscribe: "s" } }] }\n',
        encoding="utf-8",
    )
    bus = await connect(start("-c", str(settings)).address.replace("//", "//a:b@"), "test")
    heard: list[bytes] = []
    for subject in ("other", "s"):
        await bus.subscribe(subject, heard.append)
        bus.publish(subject, subject.encode())
    await until(lambda: heard == [b"s"])
    told = [record for record in caplog.records if getattr(record, "event", "") == "bus_forbids"]
    assert ["other" in record.getMessage() for record in told] == [True]
    await bus.close()


def test_an_address_names_a_host() -> None:
    assert NatsAddress.of("nats://[::1]") == NatsAddress("::1", 4222, None, None, tls=False, certified="::1")
    beside = NatsAddress.of("tls://a:b@c:1").beside("10.0.0.1:2")
    assert beside == NatsAddress("10.0.0.1", 2, "a", "b", tls=True, certified="c")
    for wrong in ("nats://", "nats://h:port"):
        with pytest.raises(ValueError, match=r"host|[Pp]ort"):
            NatsAddress.of(wrong)
