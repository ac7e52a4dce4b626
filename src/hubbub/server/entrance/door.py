"""From an accepted socket to what reads it: the first byte tells TLS, which is spoken here.

Only the first byte is waited for, and what came with it is looked at once: who waited for a whole line would be told of
the same bytes again and again while a slow client holds back the rest (of a TLS hello, a few more looks follow, at
longer and longer intervals).
"""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Sequence
from typing import Any, Protocol

import msgspec

from hubbub.server.core.turned_away import TurnedAway
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.peer import Peer
from hubbub.settings import Limits
from hubbub.wire.addresses import Networks, is_loopback
from hubbub.wire.client_hello import CHALLENGE, HTTP, BadHello, Hello, read_hello

from .refusing import refuse_banned
from .tls import Served

logger = logging.getLogger(__name__)

TLS_HELLO = b"\x16"
SILENCE = 1.5  # seconds after which whoever says nothing is greeted
FIRST_BYTES = 512  # that are looked at before the loop has the socket: a whole line of IRC
HELLO_BYTES = 16_384  # of a ClientHello that are looked at
HELLO_WAITS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)  # seconds, for the rest of one that is not whole yet
TLS_GOODBYE = 2.0  # seconds for the closing handshake of TLS


class Host(Protocol):
    """What a door needs of the process that it is in."""

    loop: asyncio.AbstractEventLoop
    limits: Limits
    turned_away: TurnedAway

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run something in the background, under a name; its failure is logged."""


class Waiting(Protocol):
    """Somebody who has not said yet what they are."""

    peer: Peer

    def drop(self) -> None:
        """Nothing came of it."""


class Door(ABC):
    """Where every accepted socket comes in.

    Who speaks TLS waits until `tls` is known: while a new certificate is made, others can come in already.
    """

    def __init__(self, host: Host, addresses: Addresses) -> None:
        self.host = host
        self.addresses = addresses
        self.tls: asyncio.Future[Served] = host.loop.create_future()
        self.count = 0
        self.waiting: set[Waiting] = set()
        self.can_peek = True
        self.challenges: dict[str, ssl.SSLContext] = {}  # by host, while an authority looks whether it is ours
        self.proxies = Networks()  # who has to begin with a PROXY header
        self.gateways = Networks()  # who tells later for whom they connect

    def welcome(
        self, sock: socket.socket, address: str, port: int, kind: str, banned: str = "", *, outside: bool = False
    ) -> None:
        """Take over an accepted, non-blocking socket whose address was admitted.

        `banned`: why nobody from there may come in; they are told so once it is clear that they do not speak TLS.
        `outside`: who is there came from nobody knows where, by the proxy whose address that is.
        """
        self.count += 1
        counted = Admission(self, "" if address in self.gateways else address)
        peer = Peer(address, port, is_loopback(address) and not outside, kind, counted=counted)
        if kind == "plain" or not self.can_peek:
            self._let_in(sock, peer, banned)
            return
        first = first_bytes(sock)
        if first and not banned and not first.startswith(TLS_HELLO):  # nearly always, where many come at once
            self.hand_over(sock, peer, tls=False, first=first)
            return
        try:
            FirstByte(self, sock, peer, banned).start(first)
        except NotImplementedError:  # Windows' default loop: no TLS on the shared port there
            self.can_peek = False
            self._let_in(sock, peer, banned)

    def _let_in(self, sock: socket.socket, peer: Peer, banned: str) -> None:
        if banned:
            self.refuse(sock, peer, banned)
        else:
            self.hand_over(sock, peer, tls=False)

    def refuse(self, sock: socket.socket, peer: Peer, banned: str) -> None:
        """Nobody who is banned comes in."""
        self.host.turned_away.note("ban", peer.address)
        refuse_banned(sock, self.name, banned)
        peer.counted.gone()

    def hand_over(
        self,
        sock: socket.socket,
        peer: Peer,
        *,
        tls: bool,
        greet: bool = False,
        certificate: bool = False,
        first: bytes = b"",
    ) -> None:
        """Give the socket to the loop. `greet`: it was silent long enough; `certificate`: ask for one; `first`: what is
        to be read, as far as it was looked at."""
        work = self._connect_securely(sock, peer, certificate) if tls else self._connect(sock, peer, greet, first)
        self.host.spawn(work, "opening")

    def show(self, sock: socket.socket, peer: Peer, challenge: ssl.SSLContext) -> None:
        """An authority looks: it sees the certificate that it wants, and that is all."""
        self.host.spawn(self._show(sock, peer, challenge), "challenge")

    @abstractmethod
    def first_protocol(self, peer: Peer, greet: bool, first: bytes = b"") -> asyncio.Protocol:
        """What reads the connection from its first byte. `greet`: it was silent long enough; `first`: what it will
        read, as far as that is known."""

    @abstractmethod
    def why_not(self, address: str) -> str:
        """Why nobody from there may come in; empty: they may."""

    @property
    @abstractmethod
    def name(self) -> str:
        """The server's, for those who are not let in."""

    def close(self) -> None:
        """The server stops: let go of all who have not said yet what they are."""
        for waiting in list(self.waiting):
            waiting.drop()

    async def _connect(self, sock: socket.socket, peer: Peer, greet: bool, first: bytes) -> None:
        try:
            await self.host.loop.connect_accepted_socket(lambda: self.first_protocol(peer, greet, first), sock)
        except (OSError, asyncio.CancelledError) as error:
            self._gone(sock, peer, error)

    async def _connect_securely(self, sock: socket.socket, peer: Peer, certificate: bool) -> None:
        peer = msgspec.structs.replace(peer, secure=True, carrier="tls")
        try:
            served = await asyncio.shield(self.tls)
            await self.host.loop.connect_accepted_socket(
                lambda: self.first_protocol(peer, False),
                sock,
                ssl=served.context_for(certificate=certificate),
                ssl_handshake_timeout=self.host.limits.http_head_seconds,
                ssl_shutdown_timeout=TLS_GOODBYE,
            )
        except (OSError, asyncio.CancelledError) as error:  # port scanners, and clients that do not trust us
            self._gone(sock, peer, error)

    async def _show(self, sock: socket.socket, peer: Peer, challenge: ssl.SSLContext) -> None:
        try:
            await self.host.loop.connect_accepted_socket(
                lambda: Shown(peer),
                sock,
                ssl=challenge,
                ssl_handshake_timeout=self.host.limits.http_head_seconds,
                ssl_shutdown_timeout=TLS_GOODBYE,
            )
        except (OSError, asyncio.CancelledError) as error:
            self._gone(sock, peer, error)

    def _gone(self, sock: socket.socket, peer: Peer, error: BaseException) -> None:
        logger.debug("a connection ended before it began: %s", error)
        sock.close()
        peer.counted.gone()


class Admission:
    """Where a connection is counted; `address` empty: not with any address, as gateways until they say who comes."""

    __slots__ = ("address", "door")

    def __init__(self, door: Door, address: str) -> None:
        self.door = door
        self.address = address

    def move(self, address: str) -> str | None:
        """Count it with this address from now on; or return the reason why that has too many already."""
        reason = self.door.addresses.admit(address)
        if reason is None:
            self.door.addresses.leave(self.address)
            self.address = address
        return reason

    def gone(self) -> None:
        """It has ended."""
        self.door.count -= 1
        self.door.addresses.leave(self.address)


class Shown(asyncio.Protocol):
    """Over TLS with an authority nothing is said (RFC 8737, 3)."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        self.peer.counted.gone()


def first_bytes(sock: socket.socket) -> bytes | None:
    """What came first; nothing at the end of the connection, None as long as nothing came."""
    try:
        return sock.recv(FIRST_BYTES, socket.MSG_PEEK)
    except (BlockingIOError, InterruptedError):
        return None
    except OSError:
        return b""


class FirstByte:
    """A socket that has said nothing yet; the loop does not own it."""

    __slots__ = ("banned", "door", "peer", "sock", "timer", "watched")

    def __init__(self, door: Door, sock: socket.socket, peer: Peer, banned: str) -> None:
        self.door = door
        self.sock = sock
        self.peer = peer
        self.banned = banned
        self.timer: asyncio.TimerHandle | None = None
        self.watched = False  # by the loop, for the byte

    def start(self, first: bytes | None) -> None:
        """Look at what they have sent who had to wait for us; or wait for a byte, or for a silence that is long."""
        loop = self.door.host.loop
        if first is None:
            loop.add_reader(self.sock, self._readable)
            self.watched = True
            self.timer = loop.call_later(SILENCE, self._silent)
        self.door.waiting.add(self)
        if first is not None:
            self._heard(first)

    def drop(self) -> None:
        """Nobody is there, or nothing came."""
        self._stop()
        self.sock.close()
        self.peer.counted.gone()

    def _readable(self) -> None:
        first = first_bytes(self.sock)
        if first is not None:
            self._heard(first)

    def _heard(self, first: bytes) -> None:
        secure = first.startswith(TLS_HELLO)
        if not first or (self.banned and secure):
            self.drop()
        elif self.banned:
            self._refuse()
        elif secure and (self.peer.kind not in ("http", "metrics") or self.door.challenges):
            self._wait_no_more()
            self._read_hello(HELLO_WAITS)
        else:
            self._pass_on(tls=secure, first=first)

    def _read_hello(self, waits: Sequence[float]) -> None:
        """Ask for a certificate, but not in a browser, which would ask its person in turn: those offer HTTP (ALPN).

        Without the whole ClientHello nobody is asked.
        """
        try:
            hello = read_hello(self.sock.recv(HELLO_BYTES, socket.MSG_PEEK))
        except (OSError, BadHello):
            hello, waits = None, ()
        if hello is None and waits:
            self.timer = self.door.host.loop.call_later(waits[0], self._read_hello, waits[1:])
        elif hello is not None and not hello.host.isascii():  # "represented as a byte string using ASCII" (RFC 6066, 3)
            self.drop()
        elif hello is not None and (challenge := self._challenge(hello)) is not None:
            self._stop()
            self.door.show(self.sock, self.peer, challenge)
        else:
            self._pass_on(tls=True, certificate=hello is not None and HTTP.isdisjoint(hello.protocols))

    def _challenge(self, hello: Hello) -> ssl.SSLContext | None:
        """What an authority wants to see, if that is who it is."""
        if CHALLENGE not in hello.protocols:
            return None
        return self.door.challenges.get(hello.host.decode("ascii").lower().removesuffix("."))

    def _silent(self) -> None:
        """A person waits for a greeting. A browser's spare connection, or an IRC or HTTP client, does not.

        Who spoke while the process had no time was not silent.
        """
        if first_bytes(self.sock) is not None:
            self._readable()
            return
        if self.banned:
            self._refuse()
            return
        if self.peer.kind == "any" and not self.door.addresses.speaks_http(self.peer.address):
            self._pass_on(tls=False, greet=True)
            return
        left = max(0.0, self.door.host.limits.registration_seconds - SILENCE)
        self.timer = self.door.host.loop.call_later(left, self.drop)

    def _refuse(self) -> None:
        self._stop()
        self.door.refuse(self.sock, self.peer, self.banned)

    def _pass_on(self, *, tls: bool, greet: bool = False, certificate: bool = False, first: bytes = b"") -> None:
        self._stop()
        self.door.hand_over(self.sock, self.peer, tls=tls, greet=greet, certificate=certificate, first=first)

    def _stop(self) -> None:
        self._wait_no_more()
        self.door.waiting.discard(self)

    def _wait_no_more(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
        if self.watched:
            self.door.host.loop.remove_reader(self.sock)
            self.watched = False
