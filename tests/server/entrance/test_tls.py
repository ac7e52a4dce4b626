"""Certificates: made, checked, loaded again. Bad input 80."""

from __future__ import annotations

import datetime
import socket
import ssl
import stat
from pathlib import Path

import pytest
import trustme
from tests.support.real_server import running
from tests.support.told import told

from hubbub.server.entrance import fingerprints
from hubbub.server.entrance.tls import (
    CERTIFICATE,
    KEY,
    BadCertificate,
    NotValidNow,
    Pair,
    Served,
    check,
    dates,
    own_pair,
)
from hubbub.settings import Limits


def written(directory: Path, leaf: trustme.LeafCert) -> Pair:
    pair = Pair(directory / "cert.pem", directory / "key.pem")
    leaf.private_key_pem.write_to_path(pair.key)
    pair.certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    pair.key.chmod(0o600)
    return pair


async def test_our_own_certificate_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    pair = await own_pair(tmp_path)
    assert stat.S_IMODE(pair.key.stat().st_mode) == 0o600
    check(pair)
    assert (await own_pair(tmp_path)).fingerprint == pair.fingerprint
    assert len(pair.fingerprint) == 95


def test_it_is_for_this_machine(pair: Pair) -> None:
    context = ssl.create_default_context(cafile=str(pair.certificate))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    server = Served(pair).context
    for name in ("localhost", "127.0.0.1", "::1", socket.gethostname()):
        there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = context.wrap_bio(back, there, server_hostname=name)
        answering = server.wrap_bio(there, back, server_side=True)
        for side in (client, answering):
            with pytest.raises(ssl.SSLWantReadError):
                side.do_handshake()
        client.do_handshake()  # raises SSLCertVerificationError for a name that is not in the certificate


def dated(directory: Path, begin: int, end: int) -> Pair:
    """The server's own certificate, valid from the first of January of one year to that of another."""
    leaf = trustme.CA().issue_cert(
        "chat.example",
        not_before=datetime.datetime(begin, 1, 1, tzinfo=datetime.UTC),
        not_after=datetime.datetime(end, 1, 1, tzinfo=datetime.UTC),
    )
    pair = Pair(directory / CERTIFICATE, directory / KEY, own=True)
    leaf.private_key_pem.write_to_path(pair.key)
    pair.certificate.write_bytes(leaf.cert_chain_pems[0].bytes())
    pair.key.chmod(0o600)
    return pair


async def test_our_own_is_made_anew_when_it_has_expired(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """ "The server's own certificate ... expired keeps it from starting"."""
    old = dated(tmp_path, 2010, 2020).fingerprint
    new = await own_pair(tmp_path)
    check(new)
    assert new.fingerprint != old
    assert "A new one is made" in caplog.text
    assert told(caplog) == ["certificate_expired"]


async def test_our_own_that_is_not_valid_yet_stays_for_it_is_pinned(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """ "The server's own certificate "not yet valid" (clock of 1970) ... keeps it from starting"."""
    old = dated(tmp_path, 2090, 2099).fingerprint
    served = Served(await own_pair(tmp_path))
    assert served.fingerprint == old
    assert "is this machine's clock right?" in caplog.text
    assert told(caplog) == ["certificate_not_valid"]


async def test_one_made_while_the_clock_was_years_ahead_gives_way_to_the_one_that_is_pinned(tmp_path: Path) -> None:
    """Clock jumps "years ahead on certificates": a start with such a clock makes a new one, and the next one, with the
    right clock, serves the old one again."""
    pinned = await own_pair(tmp_path)
    fingerprint = pinned.fingerprint
    for name in (CERTIFICATE, KEY):  # what that start has done: the pinned one is aside, and the new one is of later
        (tmp_path / name).rename(tmp_path / f"{name}.before")
    dated(tmp_path, 2090, 2099)
    assert (await own_pair(tmp_path)).fingerprint == fingerprint
    check(await own_pair(tmp_path))


@pytest.mark.parametrize("moved", [(KEY,), (KEY, CERTIFICATE)])
async def test_a_start_that_is_killed_while_one_comes_back_is_gone_on_with(
    tmp_path: Path, moved: tuple[str, ...]
) -> None:
    """A key without its certificate is no pair, and a server with such a pair would not start."""
    fingerprint = (await own_pair(tmp_path)).fingerprint
    for name in (CERTIFICATE, KEY):
        (tmp_path / name).rename(tmp_path / f"{name}.before")
    dated(tmp_path, 2090, 2099)
    for name in moved:
        (tmp_path / f"{name}.before").replace(tmp_path / name)
    pair = await own_pair(tmp_path)
    check(pair)
    assert pair.fingerprint == fingerprint


async def test_a_start_that_is_killed_while_a_new_one_is_made_makes_it_again(tmp_path: Path) -> None:
    old = dated(tmp_path, 2010, 2020)
    old.key.rename(tmp_path / f"{KEY}.before")
    old.certificate.rename(tmp_path / f"{CERTIFICATE}.before")
    dated(tmp_path, 2090, 2099).certificate.unlink()  # the key is there already
    check(await own_pair(tmp_path))


async def test_one_that_has_expired_stays_aside_in_case_the_clock_is_wrong(tmp_path: Path) -> None:
    old = dated(tmp_path, 2010, 2020).fingerprint
    new = await own_pair(tmp_path)
    aside = Pair(tmp_path / f"{CERTIFICATE}.before", tmp_path / f"{KEY}.before")
    assert aside.fingerprint == old
    assert stat.S_IMODE(aside.key.stat().st_mode) == 0o600
    assert (await own_pair(tmp_path)).fingerprint == new.fingerprint, "the new one stays: the old one has expired"


def test_a_given_one_that_has_expired_is_served_and_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    given = written(tmp_path, trustme.CA().issue_cert("chat.example", not_after=past))
    served = Served(given)
    assert served.fingerprint == given.fingerprint
    assert "renew it, then: hubbub reload" in caplog.text
    with pytest.raises(NotValidNow):
        served.reload()


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCertificate, match="cannot be made"):
        await own_pair(tmp_path / "missing")


def test_the_certificate_of_a_real_authority_is_fine(tmp_path: Path) -> None:
    check(written(tmp_path, trustme.CA().issue_cert("chat.example")))


@pytest.mark.parametrize("end", ["2037-01-05T09:34:43", "2049-12-31T23:59:59", "2051-07-14T00:00:00"])
def test_when_it_begins_and_ends(tmp_path: Path, end: str) -> None:
    moment = datetime.datetime.fromisoformat(end).replace(tzinfo=datetime.UTC)
    before = datetime.datetime(2036, 2, 29, 1, 2, 3, tzinfo=datetime.UTC)
    leaf = trustme.CA().issue_cert("chat.example.org", not_before=before, not_after=moment)
    assert dates(written(tmp_path, leaf)) == (before.timestamp(), moment.timestamp())


def test_of_something_else_nobody_can_tell(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    assert dates(Pair(tmp_path / "cert.pem", tmp_path / "cert.pem")) == (0, 0)


def test_a_key_that_does_not_belong_to_it(tmp_path: Path, pair: Pair) -> None:
    other = written(tmp_path, trustme.CA().issue_cert("chat.example"))
    with pytest.raises(BadCertificate, match="does not belong"):
        check(Pair(pair.certificate, other.key))


def test_an_expired_one(tmp_path: Path) -> None:
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    leaf = trustme.CA().issue_cert("chat.example", not_after=past)
    with pytest.raises(BadCertificate, match="expired"):
        check(written(tmp_path, leaf))


def test_files_that_are_missing_or_something_else(tmp_path: Path, pair: Pair) -> None:
    with pytest.raises(BadCertificate, match="cannot be read"):
        check(Pair(tmp_path / "none", pair.key))
    noise = tmp_path / "noise"
    noise.write_bytes(b"\0\xff not PEM")
    with pytest.raises(BadCertificate, match="PEM"):
        check(Pair(noise, pair.key))
    with pytest.raises(BadCertificate, match="PEM"):
        check(Pair(pair.certificate, noise))


def test_a_key_that_everybody_can_read_is_warned_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    open_pair = written(tmp_path, trustme.CA().issue_cert("chat.example"))
    Served(open_pair)
    assert not caplog.records
    open_pair.key.chmod(0o644)
    Served(open_pair)
    assert "can read the private key" in caplog.text
    assert told(caplog) == ["open_key"]


async def test_where_certificates_of_clients_cannot_be_read_that_is_said(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def cannot(context: ssl.SSLContext) -> None:
        raise fingerprints.CannotAsk("an OpenSSL of another kind")

    monkeypatch.setattr(fingerprints, "ask", cannot)
    caplog.set_level("INFO")
    Served(pair)
    assert told(caplog) == ["no_client_certificates"]


async def test_old_versions_and_ciphers_are_refused(pair: Pair) -> None:
    context = Served(pair).context
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2
    assert all(cipher["aead"] for cipher in context.get_ciphers())


async def test_a_certificate_is_loaded_again_without_dropping_anyone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    authority = trustme.CA()
    mine = written(tmp_path, authority.issue_cert("chat.example"))
    async with running(mine) as served:
        client = await served.connect(tls=True)
        before = served.server.fingerprint
        written(tmp_path, authority.issue_cert("chat.example"))
        await served.server.reload()
        assert served.server.fingerprint != before
        assert "certificate" in told(caplog)
        newcomer = await served.connect(tls=True)
        shown = newcomer.writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        assert ssl.DER_cert_to_PEM_cert(shown) in mine.certificate.read_text()
        client.send("alice")
        assert "What is your name?" in await client.line()

        mine.key.write_text("broken")
        await served.server.reload()
        assert "certificate in use stays" in caplog.text
        assert "bad_certificate" in told(caplog)
        await served.connect(tls=True)


async def test_a_handshake_that_never_ends_is_closed(pair: Pair) -> None:
    async with running(pair, limits=Limits(http_head_seconds=0.3)) as served:
        client = await served.connect()
        client.writer.write(b"\x16\x03\x01")
        assert await client.reader.read() == b""
        await served.until(lambda: served.server.entrance.count == 0)
