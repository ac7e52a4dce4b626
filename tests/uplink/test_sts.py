"""Servers that are reached over TLS only (IRCv3 sts): the file, the way there, and a whole upgrade."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import StringIO
from pathlib import Path

import pytest
import trustme

from hubbub.client.events import StrictTransport
from hubbub.client.session import Client
from hubbub.terminal.dialogue import Dialogue
from hubbub.terminal.pipe import Pipe
from hubbub.uplink.addresses import Address
from hubbub.uplink.dial import Dialer, Known
from hubbub.uplink.pins import Pins
from hubbub.uplink.questions import CertificateQuestion
from hubbub.uplink.sts import Policies
from hubbub.uplink.trouble import CannotReach, NotTrusted

HOST = "localhost"


def policies(folder: Path, now: float = 1000) -> Policies:
    return Policies(folder / "strict", lambda: now)


async def nobody(shown: CertificateQuestion) -> bool:
    """Whoever is asked about a certificate is asked too much here."""
    raise AssertionError(shown)


def dialer(folder: Path, port: int, now: float = 1000) -> Dialer:
    return Dialer(Address(HOST, port, tls=False), Known(Pins(folder / "known"), policies(folder, now)))


def test_a_policy_holds_until_its_end(tmp_path: Path) -> None:
    policies(tmp_path).keep("Chat.Example", 6697, 300)
    assert policies(tmp_path, 1299).find("chat.example") == 6697
    assert policies(tmp_path, 1300).find("chat.example") is None
    policies(tmp_path, 1200).keep("chat.example", 7000, 300)
    assert policies(tmp_path, 1400).find("chat.example") == 7000
    assert policies(tmp_path).find("other.example") is None


def test_a_duration_of_0_ends_it_and_addresses_have_none(tmp_path: Path) -> None:
    """ "A duration value of 0 indicates an immediate expiry"."""
    kept = policies(tmp_path)
    kept.keep("chat.example", 6697, 300)
    kept.keep("chat.example", 6697, 0)
    kept.keep("192.0.2.1", 6697, 300)
    assert kept.file.read_text() == ""
    policies(tmp_path / "none").keep("chat.example", 1, 0)
    assert not (tmp_path / "none").exists()


def test_lines_that_are_no_policies_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "strict").write_bytes(b"# mine\n\xff x y\nh 1\nh x 5000\nchat.example 6697 5000\n")
    assert policies(tmp_path).find("chat.example") == 6697
    assert policies(tmp_path).find("h") is None


def test_a_connection_without_tls_is_sent_to_the_port(tmp_path: Path) -> None:
    """ "it MUST close the insecure connection and reconnect securely on the stated port" """
    way = dialer(tmp_path, 7777)
    assert not way.heard(StrictTransport(None, 300))
    assert way.heard(StrictTransport(6697, 300))
    assert (way.tls, way.port) == (True, 6697)
    assert not (tmp_path / "strict").exists()


def test_a_connection_over_tls_keeps_the_duration_until_after_its_end(tmp_path: Path) -> None:
    """ "The new expiry time is calculated by adding the policy duration ... to the time the connection is closed"."""
    way = dialer(tmp_path, 7777)
    way.heard(StrictTransport(6697, None))
    assert not way.heard(StrictTransport(1, 300))
    assert policies(tmp_path).find(HOST) == 6697
    way.policies.clock = lambda: 1200
    way.ended()
    assert policies(tmp_path, 1450).find(HOST) == 6697
    way.heard(StrictTransport(None, 0))
    way.ended()
    assert policies(tmp_path).find(HOST) is None


def test_a_policy_counts_more_than_what_is_asked_for(tmp_path: Path) -> None:
    policies(tmp_path).keep(HOST, 6697, 300)
    assert (dialer(tmp_path, 7777).tls, dialer(tmp_path, 7777).port) == (True, 6697)
    later = dialer(tmp_path, 7777, now=2000)
    assert (later.tls, later.port) == (False, 7777)


@asynccontextmanager
async def server(sts: str, certificate: trustme.LeafCert | None = None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Something that says this of sts, lets nobody in; yields its port and what it has heard."""
    heard: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
    if certificate and context:
        certificate.configure_cert(context)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f":s CAP * LS :batch {sts}\r\n".encode())
        with suppress(OSError):
            while line := await reader.readline():
                heard.append(line.strip())
                if line.startswith(b"CAP REQ"):
                    writer.write(b":s 465 alice :enough\r\n")
        writer.close()

    listening = await asyncio.start_server(answer, HOST, 0, ssl=context)
    try:
        yield listening.sockets[0].getsockname()[1], heard
    finally:
        listening.close()


async def visited(way: Dialer) -> list[str]:
    """What a visit there shows."""
    shown = StringIO()
    dialogue = Dialogue(Client("alice", "n"), Pipe(shown), now=lambda: 0, chance=lambda: 0.5)
    assert await dialogue.run(way) == 1
    return shown.getvalue().splitlines()


async def test_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "it MUST first establish a secure connection ... and confirm that the STS persistence policy is present"."""
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    async with (
        server("sts=duration=300", ca.issue_cert(HOST)) as (safe, over_tls),
        server(f"sts=port={safe}") as (port, in_clear),
    ):
        shown = await visited(dialer(tmp_path, port))
        assert shown == ["This server is to be reached over TLS only: connecting again.", "! enough"]
        assert b"CAP REQ batch" in over_tls
        assert b"CAP REQ batch" not in in_clear
        heard = len(in_clear)
        assert await visited(dialer(tmp_path, port)) == ["! enough"]
        assert len(in_clear) == heard
    with pytest.raises(CannotReach):
        await dialer(tmp_path, port)(nobody)


async def test_while_a_policy_holds_nobody_is_asked_about_a_certificate(tmp_path: Path) -> None:
    """ "there should be no immediate user recourse"."""
    async with server("", trustme.CA().issue_cert(HOST)) as (port, _):
        policies(tmp_path).keep(HOST, port, 300)
        with pytest.raises(NotTrusted, match="certificate-strict"):
            await dialer(tmp_path, 1)(nobody)
