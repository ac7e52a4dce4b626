"""Connecting to a server: with TLS, except on this machine; a certificate that nobody vouches for is pinned.

A server's own certificate proves nothing at the first visit, but later ones prove that it is still the same server, as
with ssh. A changed one is refused: it is either a new certificate, which the operator can tell, or somebody in between.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import quote

from hubbub.client.events import StrictTransport

from . import certificates, pins, sts
from .addresses import Address, host_and_port
from .certificates import fingerprint_of, trusting_nobody
from .files import reason
from .http import SAFE, Site
from .pins import Pins
from .questions import CertificateQuestion, Trust
from .streams import Plain, Stream
from .sts import Policies
from .trouble import CannotReach, NotTrusted

TIMEOUT = 10.0  # seconds for connecting, for the TLS handshake and for that of a WebSocket, each
EYEBALLS = 0.25  # seconds before the next of a host's addresses is tried, too (RFC 8305)


class Known(NamedTuple):
    """What is known of servers from earlier visits."""

    pins: Pins
    policies: Policies


def known(config: Path) -> Known:
    """What the files in this folder say."""
    return Known(Pins(config / pins.FILE_NAME), Policies(config / sts.FILE_NAME))


class Dialer:
    """Opens connections to one server. A policy of the server (IRCv3 sts) counts more than TLS and port of the address.

    `certificate`: ours, to log in by: a PEM file with its key.
    """

    def __init__(self, address: Address, known: Known, certificate: Path | None = None) -> None:
        self.address = address
        self.host = address.host
        self.port = address.port
        self.tls = address.encrypted
        self.pins, self.policies = known
        self.certificate = certificate
        self._upgraded = False  # the server itself has sent us to TLS
        self.duration: int | None = None  # of the policy, as the server has told it last
        strict = self.policies.find(self.host) if address.way == "tcp" else None
        if strict is not None and not self.tls:
            self.tls, self.port = True, strict

    async def __call__(self, trust: Trust) -> Stream:
        """A connection whose other end may be talked to. `trust` is asked about a certificate at the first visit.

        Raises CannotReach (try again later), NotTrusted (do not), Trouble("own-certificate"), Trouble("file").
        """
        if self.tls:
            stream = await self._open_tls(trust)
        else:
            stream = await self._open(None)
        return stream if self.address.way == "tcp" else await self._as_websocket(stream)

    async def site(self) -> Site:
        """A connection to the pages of the same server, with the same certificate. Raises Trouble."""
        stream = await (self._open_tls(_nobody_new) if self.tls else self._open(None))
        folder = self.address.path.partition("?")[0].rpartition("/")[0] if self.address.way == "ws" else ""
        return Site(stream, host_and_port(self.host, self.port), f"{quote(folder, safe=SAFE)}/")

    def heard(self, said: StrictTransport) -> bool:
        """Follow what the server says of TLS. True: the connection has to end, and the next one is over TLS."""
        if self.address.way == "ws":
            return False
        if not self.tls:
            if said.port is None:
                return False
            self.tls, self.port, self._upgraded = True, said.port, True
            return True
        if said.duration is not None:
            self.duration = said.duration
            self.policies.keep(self.host, self.port, said.duration)
        return False

    def ended(self) -> None:
        """A connection has ended: "clients MUST reschedule the expiry time when closing connections" (sts)."""
        if self.duration:
            self.policies.keep(self.host, self.port, self.duration)

    # TLS

    async def _open_tls(self, trust: Trust) -> Plain:
        pinned = self.pins.find(self.host, self.port)
        if pinned is None and not self.address.pin:
            try:
                return await self._open(self._with_ours(ssl.create_default_context()))
            except ssl.SSLCertVerificationError:
                pass
        stream = await self._open(self._with_ours(trusting_nobody()))
        try:
            await self._check(self._shown(stream), pinned, trust)
        except BaseException:
            stream.close()
            raise
        return stream

    async def _check(self, shown: str, pinned: str | None, trust: Trust) -> None:
        if pinned == shown:
            return
        if pinned is None:
            await self._check_new(shown, trust)
            self.pins.add(self.host, self.port, shown)
        elif not await self._is_vouched_for():
            raise self._refused("certificate-changed", known=pinned, shown=shown, file=self.pins.file)

    async def _check_new(self, shown: str, trust: Trust) -> None:
        invited = self.address.pin
        if invited:
            if shown != invited:
                raise self._refused("certificate-not-invited", invited=invited, shown=shown)
        elif self._is_strict():
            raise self._refused("certificate-strict", shown=shown, file=self.policies.file)
        elif not await trust(CertificateQuestion(self.host, self.port, shown)):
            raise self._refused("certificate-declined", shown=shown)

    async def _is_vouched_for(self) -> bool:
        """Whether the server has a public certificate now."""
        try:
            stream = await self._open(ssl.create_default_context())
        except (CannotReach, ssl.SSLCertVerificationError):
            return False
        stream.close()
        return True

    def _shown(self, stream: Plain) -> str:
        tls = cast(ssl.SSLObject, stream.writer.get_extra_info("ssl_object"))
        shown = fingerprint_of(tls)
        if shown is None:
            raise self._unreachable("broken-off", reason="the server showed no certificate", tls="asked")
        return shown

    def _with_ours(self, context: ssl.SSLContext) -> ssl.SSLContext:
        if self.certificate is not None:
            certificates.load(context, self.certificate)
        return context

    def _is_strict(self) -> bool:
        return self.policies.find(self.host) is not None

    def _refused(self, code: str, **details: object) -> NotTrusted:
        return NotTrusted(code, host=self.host, port=self.port, **details)

    # Connecting

    async def _open(self, context: ssl.SSLContext | None) -> Plain:
        patience = TIMEOUT if context else None
        try:
            async with asyncio.timeout(TIMEOUT):
                opened = await asyncio.open_connection(
                    *(self.host, self.port), ssl=context, ssl_handshake_timeout=patience, happy_eyeballs_delay=EYEBALLS
                )
                return Plain(*opened)
        except ssl.SSLCertVerificationError:
            raise
        except TimeoutError:
            raise self._unreachable("no-answer") from None
        except (OSError, UnicodeError) as error:
            raise self._trouble(error, chosen=context is not None) from None

    def _trouble(self, error: Exception, *, chosen: bool) -> CannotReach:
        """`chosen`: TLS was tried, and perhaps this server has none."""
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            return self._unreachable("no-lookup")
        if isinstance(error, socket.gaierror | UnicodeError):
            return self._unreachable("no-host")
        if isinstance(error, ConnectionRefusedError) or "Multiple exceptions" in str(error):
            return self._unreachable("refused")
        if isinstance(error, ssl.SSLError | ConnectionResetError | ConnectionAbortedError):
            free = chosen and not self._upgraded and not self._is_strict()
            return self._unreachable("broken-off", reason=_words(error), tls="chosen" if free else "")
        return self._unreachable("unreachable", reason=reason(error))

    def _unreachable(self, code: str, **details: object) -> CannotReach:
        return CannotReach(code, host=self.host, port=self.port, **details)

    async def _as_websocket(self, stream: Plain) -> Stream:
        from .websocket import shake_hands  # 30 ms that most visits do without

        try:
            async with asyncio.timeout(TIMEOUT):
                return await shake_hands(stream, self.host, self.port, self.address.path, secure=self.tls)
        except BaseException as error:
            stream.close()
            if isinstance(error, TimeoutError):
                raise self._unreachable("no-answer") from None
            if isinstance(error, OSError):
                raise self._trouble(error, chosen=self.tls) from None
            raise


async def _nobody_new(question: CertificateQuestion) -> bool:
    """What the chat has not trusted is not trusted for files either."""
    return False


def _words(error: Exception) -> str:
    """What went wrong with TLS. asyncio has words of its own for a connection that is closed meanwhile."""
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason or 'no common ground'})"
    if isinstance(error, OSError) and error.errno:
        return reason(error)
    return str(error) or "the connection was closed"
