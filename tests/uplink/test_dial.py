"""Connecting: who answers, and which certificates are believed."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives import serialization

from hubbub.server.entrance import selfsigned
from hubbub.uplink.addresses import Address
from hubbub.uplink.certificates import load
from hubbub.uplink.dial import Dialer, Known
from hubbub.uplink.pins import Pins
from hubbub.uplink.questions import CertificateQuestion
from hubbub.uplink.sts import Policies
from hubbub.uplink.trouble import BadCertificate, CannotReach, NotTrusted


@asynccontextmanager
async def server(ca: trustme.CA | None) -> AsyncIterator[int]:
    """Something that listens, with a certificate of that authority; yields its port."""
    context = None
    if ca is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ca.issue_cert("127.0.0.1").configure_cert(context)

    answers: set[asyncio.Task[None] | None] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers.add(asyncio.current_task())
        with suppress(OSError):
            await reader.readline()
            writer.write(b"? ?\r\n")
            writer.close()
            await writer.wait_closed()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()
        await listening.wait_closed()
        await asyncio.gather(*(task for task in answers if task is not None))


class Somebody:
    """Answers the question about a new certificate, and remembers having been asked."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.asked: list[str] = []

    async def __call__(self, question: CertificateQuestion) -> bool:
        self.asked.append(question.fingerprint)
        return self.answer


async def dial(port: int, pins: Pins, somebody: Somebody, tls: bool | None = True) -> None:
    stream = await dialer(port, pins, tls)(somebody)
    stream.close()


def dialer(port: int, pins: Pins, tls: bool | None = True, pin: str = "") -> Dialer:
    address = Address("127.0.0.1", port, tls=tls, pin=pin)
    return Dialer(address, Known(pins, Policies(pins.file.with_name("strict"))))


async def test_a_new_certificate_is_asked_about_once(tmp_path: Path) -> None:
    pins, somebody = Pins(tmp_path / "known"), Somebody(True)
    async with server(trustme.CA()) as port:
        await dial(port, pins, somebody)
        await dial(port, pins, somebody)
        assert pins.find("127.0.0.1", port) == somebody.asked[0]
    assert len(somebody.asked) == 1


async def test_a_certificate_that_is_not_accepted_is_not_remembered(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "known")
    async with server(trustme.CA()) as port:
        with pytest.raises(NotTrusted):
            await dial(port, pins, Somebody(False))
        assert pins.find("127.0.0.1", port) is None


async def test_a_changed_certificate_is_refused_without_a_question(tmp_path: Path) -> None:
    pins, somebody = Pins(tmp_path / "known"), Somebody(True)
    async with server(trustme.CA()) as port:
        pins.add("127.0.0.1", port, "AB:CD")
        with pytest.raises(NotTrusted, match=r"certificate-changed .*known=AB:CD"):
            await dial(port, pins, somebody)
        assert pins.find("127.0.0.1", port) == "AB:CD"
    assert somebody.asked == []


async def test_a_certificate_that_an_authority_vouches_for_needs_no_pin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    pins, somebody = Pins(tmp_path / "known"), Somebody(False)
    async with server(ca) as port:
        await dial(port, pins, somebody)
        assert pins.find("127.0.0.1", port) is None
        pins.add("127.0.0.1", port, "AB:CD")  # it had one of its own before
        await dial(port, pins, somebody)
    assert somebody.asked == []


async def test_the_certificate_of_an_invitation_is_believed_without_a_question(tmp_path: Path) -> None:
    pins, somebody = Pins(tmp_path / "known"), Somebody(True)
    async with server(trustme.CA()) as port:
        await dial(port, pins, somebody)
        (pin,) = somebody.asked
        invited = Pins(tmp_path / "invited")
        stream = await dialer(port, invited, pin=pin)(somebody)
        stream.close()
        assert invited.find("127.0.0.1", port) == pin
        with pytest.raises(NotTrusted, match=r"certificate-not-invited .*invited=AB:CD"):
            await dialer(port, Pins(tmp_path / "other"), pin="AB:CD")(somebody)
    assert len(somebody.asked) == 1


async def test_this_machine_needs_no_tls(tmp_path: Path) -> None:
    async with server(None) as port:
        await dial(port, Pins(tmp_path / "known"), Somebody(False), tls=None)


async def test_a_server_without_tls_is_told_apart_from_none(tmp_path: Path) -> None:
    pins, somebody = Pins(tmp_path / "known"), Somebody(True)
    async with server(None) as port:
        with pytest.raises(CannotReach, match=r"broken-off .*tls=chosen"):
            await dial(port, pins, somebody)
    with pytest.raises(CannotReach, match="refused"):
        await dial(port, pins, somebody, tls=False)


def test_our_own_certificate_may_be_none(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    (tmp_path / "noise").write_text("noise")
    with pytest.raises(BadCertificate, match=r"file=\S+/noise reason=not-pem"):
        load(context, tmp_path / "noise")
    with pytest.raises(BadCertificate, match=r"file=\S+/none reason=no such file"):
        load(context, tmp_path / "none")
    key, certificate = Path(tmp_path / "key"), Path(tmp_path / "certificate")
    selfsigned.make(certificate, key)
    secret = serialization.BestAvailableEncryption(b"secret")
    private = serialization.load_pem_private_key(key.read_bytes(), None)
    locked = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret)
    (tmp_path / "locked").write_bytes(locked + certificate.read_bytes())
    with pytest.raises(BadCertificate, match="reason=passphrase"):
        load(context, tmp_path / "locked")
