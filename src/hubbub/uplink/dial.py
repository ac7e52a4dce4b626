"""Connecting to a server: with TLS, except on this machine; a certificate that nobody vouches for is pinned.

A server's own certificate proves nothing at the first visit, but later ones prove that it is still the same server, as
with ssh. A changed one is refused: it is either a new certificate, which the operator can tell, or somebody in between.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import cast

from hubbub.client.events import StrictTransport

from .pins import Pins, fingerprint
from .sts import Policies

TIMEOUT = 10.0  # seconds for connecting and for the TLS handshake, each

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Trust = Callable[[str], Awaitable[bool]]  # shown a fingerprint for the first time, is it accepted?


class CannotReach(Exception):
    """Nobody answers there, or not as expected. Trying again later makes sense."""


class BadCertificate(Exception):
    """Our own certificate cannot be shown; the text says why."""


class NotTrusted(Exception):
    """The server's certificate was refused. Trying again does not help."""


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


class Dialer:
    """Opens connections to one server. `tls` None: unless the server is on this machine.

    A policy of the server (IRCv3 sts) counts more than `tls`, and more than the port for connections without TLS.

    `certificate`: ours, to log in by: a PEM file with its key. `pin`: the fingerprint that the server's certificate
    has, says who invited us; nobody is asked then.
    """

    def __init__(
        self,
        host: str,
        port: int,
        pins: Pins,
        policies: Policies,
        trust: Trust,
        tls: bool | None = None,
        pin: str = "",
        certificate: Path | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.pins = pins
        self.policies = policies
        self._upgraded = False  # the server itself has sent us to TLS
        self.duration: int | None = None  # of the policy, as the server has told it last
        self.trust = trust
        self.pin = pin
        self.certificate = certificate
        self.tls = not is_loopback(host) if tls is None else tls
        strict = policies.find(host)
        if strict is not None and not self.tls:
            self.tls, self.port = True, strict

    async def __call__(self) -> Stream:
        """A connection whose other end may be talked to. Raises CannotReach or NotTrusted."""
        if not self.tls:
            return await self._open(None)
        pinned = self.pins.find(self.host, self.port)
        if pinned is None and not self.pin:
            try:
                return await self._open(self._with_ours(ssl.create_default_context()))
            except ssl.SSLCertVerificationError:
                pass
        stream = await self._open(self._with_ours(_unverified()))
        try:
            await self._check(_fingerprint_of(stream[1]), pinned)
        except BaseException:
            stream[1].close()
            raise
        return stream

    def heard(self, said: StrictTransport) -> bool:
        """Follow what the server says of TLS. True: the connection has to end, and the next one is over TLS."""
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

    async def _check(self, shown: str, pinned: str | None) -> None:
        if pinned == shown:
            return
        if pinned is None:
            if self.pin and shown != self.pin:
                raise NotTrusted(
                    f"The certificate of {self.host}:{self.port} is not the one of the invitation. That one is\n  "
                    f"{self.pin}\nand the server shows\n  {shown}\nSomebody may be between you and the server, or it "
                    "has a new certificate. Ask who invited you."
                )
            if not self.pin and self._is_strict():
                raise NotTrusted(
                    f"{self.host} has asked for safe connections only, and shows a certificate that nobody vouches "
                    "for.\nSomebody may be between you and the server. Ask its operator.\n"
                    f"If the certificate is right, remove the line of this server from {self.policies.file}"
                )
            if not self.pin and not await self.trust(shown):
                raise NotTrusted("The certificate was not accepted.")
            self.pins.add(self.host, self.port, shown)
            return
        if await self._is_vouched_for():
            return
        raise NotTrusted(
            f"The certificate of {self.host}:{self.port} has changed. It was\n  {pinned}\nand now it is\n  {shown}\n"
            "Either the server has a new one, or somebody is between you and the server. Ask its operator.\n"
            f"If the new one is right, remove the line of this server from {self.pins.file}"
        )

    async def _is_vouched_for(self) -> bool:
        """Whether the server has a public certificate now."""
        try:
            _, writer = await self._open(ssl.create_default_context())
        except (CannotReach, ssl.SSLCertVerificationError):
            return False
        writer.close()
        return True

    def _with_ours(self, context: ssl.SSLContext) -> ssl.SSLContext:
        if self.certificate is not None:
            load(context, self.certificate)
        return context

    def _is_strict(self) -> bool:
        return self.policies.find(self.host) is not None

    async def _open(self, context: ssl.SSLContext | None) -> Stream:
        where = f"{self.host}:{self.port}"
        try:
            async with asyncio.timeout(TIMEOUT):
                return await asyncio.open_connection(
                    self.host, self.port, ssl=context, ssl_handshake_timeout=TIMEOUT if context else None
                )
        except ssl.SSLCertVerificationError:
            raise
        except TimeoutError:
            raise CannotReach(f"cannot reach {where}: no answer; is the server running?") from None
        except (ssl.SSLError, ConnectionResetError, ConnectionAbortedError) as error:
            hint = (
                "; for a server without TLS there is --no-tls"
                if context and not self._upgraded and not self._is_strict()
                else ""
            )
            raise CannotReach(f"cannot talk to {where}: {_words(error)}{hint}") from None
        except (OSError, UnicodeError) as error:
            raise CannotReach(f"cannot reach {where}: {_words(error)}; is the server running?") from None


def load(context: ssl.SSLContext, certificate: Path) -> None:
    """Show this certificate of ours. Raises BadCertificate."""
    try:
        context.load_cert_chain(certificate, password=_no_passphrase)  # without one, OpenSSL would ask the terminal
    except ssl.SSLError:
        raise BadCertificate(f"{certificate} is no PEM file with a certificate and its key") from None
    except (OSError, ValueError) as error:
        raise BadCertificate(f"{certificate} cannot be used: {_words(error)}") from None


def _no_passphrase() -> str:
    raise ValueError("its key is encrypted with a passphrase")


def _unverified() -> ssl.SSLContext:
    """TLS in which the certificate is looked at by us."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _fingerprint_of(writer: asyncio.StreamWriter) -> str:
    tls = cast(ssl.SSLObject, writer.get_extra_info("ssl_object"))
    certificate = tls.getpeercert(binary_form=True)
    if certificate is None:
        raise CannotReach("the server showed no certificate")
    return fingerprint(certificate)


def _words(error: Exception) -> str:
    """What went wrong. asyncio puts words of its own into an OSError; the system's are better known."""
    if isinstance(error, ssl.SSLError):
        return f"TLS failed ({error.reason or 'no common ground'})"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno).lower()
    if isinstance(error, OSError) and "Multiple exceptions" in str(error):
        return "connection refused"
    return str(error) or "the connection was closed"
