"""TLS: the certificate (the operator's, or one we sign ourselves) and the context that every listener shares.

TLS 1.2 at least, ciphers that authenticate what they encrypt, no renegotiation, no ALPN (what is spoken is seen
from the first bytes).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import ssl
import stat
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from hubbub.log.sqlite.files import sync_directory
from hubbub.wire.client_hello import CHALLENGE

from . import fingerprints

logger = logging.getLogger(__name__)

CERTIFICATE = "tls.crt"
KEY = "tls.key"
_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL, for which ssl has no name

_NOT_YET_VALID, _EXPIRED = 9, 10  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


class BadCertificate(Exception):
    """The certificate cannot be used; the text says why."""


class NotValidNow(BadCertificate):
    """The certificate is good, but not today: it has expired, or the machine's clock is before its beginning."""

    def __init__(self, text: str, *, expired: bool) -> None:
        super().__init__(text)
        self.expired = expired


class Pair(msgspec.Struct, frozen=True):
    """A certificate chain and its private key, both PEM files. `own`: self-signed, made by us."""

    certificate: Path
    key: Path
    own: bool = False

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the first certificate, as pairs of hex digits with colons."""
        text = self.certificate.read_text("ascii", "replace")
        end = "-----END CERTIFICATE-----"
        first = text[text.find("-----BEGIN CERTIFICATE-----") :].partition(end)[0] + end
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(first)).hexdigest().upper()
        return ":".join(digest[i : i + 2] for i in range(0, len(digest), 2))

    @property
    def key_is_open(self) -> bool:
        """Whether everybody on this machine can read the private key."""
        return os.name == "posix" and bool(self.key.stat().st_mode & stat.S_IROTH)


class Served:
    """The certificate in use, in contexts that all listeners share: one asks clients for a certificate, one does not.

    `asking` is None where that is not possible.
    """

    def __init__(self, pair: Pair) -> None:
        """Raises BadCertificate; one that is not valid now is served and warned of, for there is no other."""
        self.pair = pair
        self._refused: tuple[tuple[int, ...], BadCertificate] = ((), BadCertificate())  # files, and what is wrong
        self.context = _empty_context()
        self.asking = _asking_context()
        try:
            check(self.pair)
        except NotValidNow as problem:
            logger.warning(
                "%s. It is served all the same, and clients will complain: %s",
                problem,
                "renew it, then: hubbub reload" if problem.expired else "is this machine's clock right?",
                extra={"event": "certificate_not_valid"},
            )
        self._load()

    def reload(self) -> None:
        """Serve what the files hold now, from the next handshake on. Raises BadCertificate and changes nothing."""
        self.look()
        self._load()

    async def reload_aside(self) -> None:
        """The same, and others have their turn while the files are looked at."""
        await asyncio.to_thread(self.look)
        try:
            self._load()
        except (OSError, ValueError) as error:
            raise BadCertificate(f"{self.pair.certificate} or its key changed while it was read: {error}") from error

    def look(self) -> None:
        """Whether what the files hold now could be served. Raises BadCertificate."""
        stamp = self.stamp
        try:
            check(self.pair)
        except BadCertificate as problem:
            self._refused = (stamp, problem)
            raise

    def change(self, pair: Pair) -> None:
        """Serve that one, from the next handshake on. Raises BadCertificate and changes nothing."""
        check(pair)
        self.pair = pair
        self._load()

    @property
    def stamp(self) -> tuple[int, ...]:
        """Another one when somebody has put other files there; empty: one of them is not there."""
        try:
            files = [path.stat() for path in (self.pair.certificate, self.pair.key)]
        except OSError:
            return ()
        return tuple(number for one in files for number in (one.st_mtime_ns, one.st_ino, one.st_size))

    @property
    def has_changed(self) -> bool:
        """Whether other files are there than those that were loaded, and nobody has tried them yet."""
        return self.stamp not in ((), self.loaded, self._refused[0])

    @property
    def next_start(self) -> str:
        """What is wrong with the files that are there now, of which this one knows nothing; empty: nothing."""
        stamp = self.stamp
        if not stamp:
            return f"{self.pair.certificate} or {self.pair.key} is not there any more"
        return str(self._refused[1]) if stamp == self._refused[0] != self.loaded else ""

    def _load(self) -> None:
        self.loaded = self.stamp
        for context in filter(None, (self.context, self.asking)):
            context.load_cert_chain(self.pair.certificate, self.pair.key)
        self.fingerprint = self.pair.fingerprint
        if self.pair.key_is_open:
            logger.warning(
                "everybody on this machine can read the private key %s", self.pair.key, extra={"event": "open_key"}
            )

    def context_for(self, *, certificate: bool) -> ssl.SSLContext:
        """The context for a client that is to be asked for a certificate, or not."""
        return self.asking if certificate and self.asking is not None else self.context


class Handshake(ssl.SSLObject):
    """One connection's TLS. `asked_host` is the name of us that the client gave (SNI); empty: none."""

    asked_host = ""


async def own_pair(directory: Path) -> Pair:
    """The self-signed certificate in the data directory, made when it is missing or has expired. Raises BadCertificate.

    One that is not valid yet was made by a clock that was right, or will be: clients have pinned it, and it stays. But
    one that was made because a clock was years ahead gives way to the one before, as soon as that is valid again.
    """
    pair = Pair(directory / CERTIFICATE, directory / KEY, own=True)
    before = Pair(directory / f"{CERTIFICATE}.before", directory / f"{KEY}.before", own=True)
    was_coming_back = before.certificate.exists() and not before.key.exists()
    problem = _problem(pair)
    is_early = isinstance(problem, NotValidNow) and not problem.expired
    if was_coming_back or (is_early and _problem(before) is None):
        _move(before, pair)
        problem = _problem(pair)
    if isinstance(problem, NotValidNow) and problem.expired:
        logger.warning("%s. A new one is made", problem, extra={"event": "certificate_expired"})
        _move(pair, before)
    if pair.certificate.exists() and pair.key.exists():
        return pair  # whoever serves it says what is wrong with it
    command = (sys.executable, "-m", f"{__package__}.selfsigned", str(pair.certificate), str(pair.key))
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=PIPE)
    _, complaint = await child.communicate()
    if child.returncode:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        raise BadCertificate(f"{pair.certificate} cannot be made: {last or child.returncode}")
    return pair


def _move(pair: Pair, place: Pair) -> None:
    """Put the pair there, the key first: a certificate without its key was left by somebody who was interrupted."""
    with suppress(OSError):
        for file, there in ((pair.key, place.key), (pair.certificate, place.certificate)):
            if file.exists():
                file.replace(there)
        sync_directory(place.certificate.parent)


def _problem(pair: Pair) -> BadCertificate | None:
    try:
        check(pair)
    except BadCertificate as problem:
        return problem
    return None


def check(pair: Pair) -> None:
    """Raise BadCertificate when certificate and key cannot be read or do not belong together, NotValidNow by date."""
    for path in (pair.certificate, pair.key):
        try:
            path.read_bytes()
        except OSError as error:
            raise BadCertificate(f"{path} cannot be read: {error.strerror}") from error
    server = _empty_context()
    try:
        # Without the callback OpenSSL would ask the terminal for the passphrase of an encrypted key.
        server.load_cert_chain(pair.certificate, pair.key, password=_no_passphrase)
    except ssl.SSLError as error:
        raise BadCertificate(_loading_failed(pair, error)) from error
    except (ValueError, OSError) as error:
        raise BadCertificate(f"{pair.key} cannot be used: {error}") from error
    _shake_hands(server, pair)


def _empty_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE+AESGCM:ECDHE+CHACHA20")
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.sslobject_class = Handshake
    context.sni_callback = _note_host
    return context


def challenge_context(file: Path) -> ssl.SSLContext:
    """What an authority is shown that looks by tls-alpn-01: the certificate and key in that file, and nothing else is
    spoken. Raises BadCertificate."""
    context = _empty_context()
    try:
        context.load_cert_chain(file, password=_no_passphrase)
    except (ssl.SSLError, ValueError, OSError) as error:
        raise BadCertificate(f"{file} cannot be used: {error}") from error
    context.set_alpn_protocols([CHALLENGE.decode()])
    return context


def _asking_context() -> ssl.SSLContext | None:
    context = _empty_context()
    try:
        fingerprints.ask(context)
    except fingerprints.CannotAsk as error:
        logger.info("nobody can log in with a client certificate: %s", error, extra={"event": "no_client_certificates"})
        return None
    return context


def _note_host(handshake: ssl.SSLObject | ssl.SSLSocket, host: str | None, _: ssl.SSLContext) -> None:
    if isinstance(handshake, Handshake):
        handshake.asked_host = (host or "").lower().removesuffix(".")


def _no_passphrase() -> str:
    raise ValueError("it is encrypted with a passphrase; hubbub needs one without")


def _loading_failed(pair: Pair, error: ssl.SSLError) -> str:
    if error.reason == "KEY_VALUES_MISMATCH":
        return f"The key {pair.key} does not belong to the certificate {pair.certificate}"
    return f"{pair.certificate} and {pair.key} are not a certificate and its key in PEM ({error.reason or error})"


def dates(pair: Pair) -> tuple[float, float]:
    """When the certificate begins and ends, in seconds since 1970; 0: nobody can tell. OpenSSL is asked, by a handshake
    in memory that minds no dates: a library for that would cost every server some megabytes."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
    server = _empty_context()
    try:
        client.load_verify_locations(pair.certificate)
        server.load_cert_chain(pair.certificate, pair.key, password=_no_passphrase)
        there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
        asking = client.wrap_bio(back, there)
        answering = server.wrap_bio(there, back, server_side=True)
        for side in (asking, answering, asking):
            with suppress(ssl.SSLWantReadError):
                side.do_handshake()
        known = asking.getpeercert() or {}
        return _seconds(str(known["notBefore"])), _seconds(str(known["notAfter"]))
    except (ssl.SSLError, OSError, ValueError, KeyError):
        return 0.0, 0.0


def _seconds(written: str) -> float:
    """`Jan  5 09:34:43 2018 GMT`, as OpenSSL writes it, in seconds since 1970. `ssl.cert_time_to_seconds` is not
    asked: it brings the calendar along."""
    month, day, clock, year, _ = written.split()
    number = "JanFebMarAprMayJunJulAugSepOctNovDec".index(month) // 3 + 1
    return datetime.fromisoformat(f"{year}-{number:02}-{day:0>2}T{clock}Z").timestamp()


def _shake_hands(server: ssl.SSLContext, pair: Pair) -> None:
    """A handshake with ourselves, in memory: OpenSSL tells whether a client would find the certificate expired."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    client.load_verify_locations(pair.certificate)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    asking = client.wrap_bio(back, there)
    answering = server.wrap_bio(there, back, server_side=True)
    try:
        for side in (asking, answering, asking):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
    except ssl.SSLCertVerificationError as error:
        if error.verify_code in (_NOT_YET_VALID, _EXPIRED):
            text = f"{pair.certificate} is not valid today: {error.verify_message}"
            raise NotValidNow(text, expired=error.verify_code == _EXPIRED) from error
        raise BadCertificate(f"{pair.certificate} cannot be used: {error.verify_message}") from error
    except ssl.SSLError as error:
        raise BadCertificate(f"{pair.certificate} cannot be used: {error.reason or error}") from error
