"""The accept loop: a task for each listening socket, many connections a turn, and what to do without descriptors."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress

from hubbub.server.net.addresses import FULL, LIMITS, SHORT
from hubbub.server.net.proxy_protocol import read_header
from hubbub.settings import Listener
from hubbub.wire.addresses import plain
from hubbub.wire.proxy import NOBODY_KNOWN, BadHeader, ProxyHeader

from .door import Door
from .refusing import answer, begun, refusal, refuse

logger = logging.getLogger(__name__)

HERE = "127.0.0.1"
BACKLOG = 4096
AT_ONCE = 64  # connections accepted in one turn of the loop
RESERVE = 256  # descriptors kept free of connections
PAUSE = 0.05  # seconds to wait after having refused someone for lack of descriptors
HEARD_OUT = 64  # connections at once that are refused only when they have begun to speak
BEGINNING = 0.5  # seconds that they have for that
INHERITED = sys.platform == "linux"  # there a connection has the options of the socket that it was accepted on


class QuickSocket(socket.socket):
    """One whose family and type are plain numbers. Both are asked for again and again while a connection is opened, and
    to make enumerations of them took 4 µs of each, as much as accepting it does."""

    __slots__ = ()
    family = socket.SocketType.family  # type: ignore[assignment]
    type = socket.SocketType.type  # type: ignore[assignment]


class CannotListen(Exception):
    """An address cannot be listened on; the text names it and says why."""


def listen_on(listener: Listener) -> list[socket.socket]:
    """The listening sockets for one address, IPv4 and IPv6 where it means both. Raises CannotListen."""
    sockets: list[socket.socket] = []
    try:
        if listener.path:
            return [_local_socket(listener.path)]
        for family, address in _addresses(listener):
            port = sockets[0].getsockname()[1] if sockets else listener.port
            sockets.append(_socket(family, (address, port)))
    except OSError as error:
        for sock in sockets:
            stop_listening(sock)
        raise CannotListen(f"Cannot listen on {listener}: {_reason(error, listener)}") from error
    return sockets


def _addresses(listener: Listener) -> list[tuple[int, str]]:
    if not listener.host:
        return [(socket.AF_INET6, "::")] if _has_ipv6() else [(socket.AF_INET, "0.0.0.0")]
    try:
        found = socket.getaddrinfo(listener.host, listener.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError:  # from IDNA: an empty label, or one that is too long
        raise socket.gaierror(socket.EAI_NONAME, "that can be no name of a host") from None
    addresses = list(dict.fromkeys((int(family), str(address[0])) for family, _, _, _, address in found))
    return addresses if len(addresses) == 1 else [pair for pair in addresses if _can_bind(*pair)] or addresses


def _has_ipv6() -> bool:
    return socket.has_dualstack_ipv6() and _can_bind(socket.AF_INET6, "::")


def _can_bind(family: int, address: str) -> bool:
    """Whether the machine has this address at all: `localhost` names ::1 also where IPv6 is off."""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True


def _socket(family: int, address: tuple[str, int]) -> socket.socket:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # on Windows it would let two servers share a port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if address[0] == "::" else 1)
        sock.bind(address)
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock


def _local_socket(path: str) -> socket.socket:
    """A socket in the file system, for whoever may write in its folder. What an earlier server left is replaced."""
    if not hasattr(socket, "AF_UNIX"):
        raise OSError("this system has no such sockets")
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(os.lstat(path).st_mode):
            raise OSError("something else is there; move it away")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            if probe.connect_ex(path) == 0:
                raise OSError("another server listens there")
        os.unlink(path)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.bind(path)
        os.chmod(path, 0o666)  # who may reach it, the rights of its folder say
        sock.listen(BACKLOG)
        sock.setblocking(False)
    except BaseException:
        sock.close()
        raise
    return sock


def stop_listening(sock: socket.socket) -> None:
    """Close it, and leave nothing in the file system where nobody else listens."""
    path = sock.getsockname() if sock.family not in (socket.AF_INET, socket.AF_INET6) else ""
    sock.close()
    if not path:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.setblocking(False)
        is_left = probe.connect_ex(path) == errno.ECONNREFUSED  # else systemd, or another server, has it
    if is_left:
        with suppress(OSError):  # whose folder forbids it replaces the file with the next start
            os.unlink(path)


def _reason(error: OSError, listener: Listener) -> str:
    if listener.path:
        return f"{error.strerror or error}."
    if error.errno == errno.EADDRINUSE:
        return "the port is taken. Is another server running? Choose another one with --port."
    if error.errno == errno.EADDRNOTAVAIL:
        return "this machine does not have that address."
    if error.errno == errno.EACCES:
        return "ports below 1024 need special rights. Choose a higher one with --port."
    return f"{error.strerror or error}."


class Acceptor:
    """Accepts on some sockets of one kind, until it is closed. `most` is how many connections there may be in all."""

    def __init__(self, door: Door, sockets: Sequence[socket.socket], kind: str, most: int) -> None:
        self.door = door
        self.sockets = sockets
        self.kind = kind
        self.most = most
        self.spare: int | None = None
        self.tasks: list[asyncio.Task[None]] = []
        self.hearing = 0  # of those that are refused

    def open(self) -> None:
        """Begin to accept."""
        self.spare = os.open(os.devnull, os.O_RDONLY)
        for sock in self.sockets:
            _prepare(sock)
            sock.__class__ = QuickSocket
        loop = self.door.host.loop
        self.tasks = [loop.create_task(self._accept(sock), name="accept") for sock in self.sockets]

    async def rest(self) -> None:
        """Accept nobody for now: they wait, and the sockets stay as they are."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def close(self) -> None:
        """Accept nobody any more."""
        await self.rest()
        for sock in self.sockets:
            stop_listening(sock)
        if self.spare is not None:
            os.close(self.spare)
            self.spare = None

    async def _accept(self, listening: socket.socket) -> None:
        loop = self.door.host.loop
        while True:
            refused = False
            try:
                sock, address = await loop.sock_accept(listening)
                refused = self._take(sock, address)
                refused |= self._accept_waiting(listening)
            except OSError as error:
                if error.errno in SHORT:
                    refused = self._turn_away(listening)
                elif error.errno != errno.ECONNABORTED:
                    logger.warning("accept failed: %s", error)
                    refused = True
            if refused:
                await asyncio.sleep(PAUSE)

    def _accept_waiting(self, listening: socket.socket) -> bool:
        """Take those who wait already. True when someone had to be refused for lack of room."""
        refused = False
        for _ in range(AT_ONCE):
            try:
                sock, address = listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                break
            refused |= self._take(sock, address)
        return refused

    def _take(self, sock: socket.socket, address: tuple[str, int] | str) -> bool:
        """Let a connection in, or refuse it. True when there is no room for anybody."""
        sock.__class__ = QuickSocket
        if not isinstance(address, tuple):  # whoever connects by a path is on this machine
            address = (HERE, 0)
        if self.door.count >= self.most:
            self._refuse_politely(sock, FULL)
            return True
        peer = plain(address[0])
        if peer in self.door.proxies:
            self.door.count += 1
            self.door.host.spawn(self._take_proxied(sock, peer, address[1]), "PROXY header")
        else:
            self._admit(sock, peer, address[1])
        return False

    def _admit(self, sock: socket.socket, address: str, port: int, *, outside: bool = False) -> None:
        """Let a connection in that comes from there, or say why not. `outside`: others may read along, wherever that
        is."""
        counted = address not in self.door.gateways
        reason = self.door.addresses.admit(address) if counted else None
        if reason is not None:
            self._refuse_politely(sock, reason, address)
            return
        try:
            sock.setblocking(False)
            _prepare(sock)
        except OSError:  # it is gone already
            sock.close()
            if counted:
                self.door.addresses.leave(address)
            return
        why_not = self.door.why_not(address) if counted else ""
        self.door.welcome(sock, address, port, self.kind, why_not, outside=outside)

    def _refuse_politely(self, sock: socket.socket, reason: str, address: str = "") -> None:
        """In words for whoever it is: a browser takes only an answer of HTTP for one, and may not have asked yet."""
        self.door.host.turned_away.note(LIMITS.get(reason, "full"), address)
        first = begun(sock)
        if first or self.hearing >= HEARD_OUT:
            answer(sock, refusal(first, reason))
        else:
            self.hearing += 1
            self.door.host.spawn(self._hear_out(sock, reason), "refusal")

    async def _hear_out(self, sock: socket.socket, reason: str) -> None:
        first = b""
        try:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(BEGINNING):
                    first = await self.door.host.loop.sock_recv(sock, 4096)
        finally:
            self.hearing -= 1
            answer(sock, refusal(first, reason))

    async def _take_proxied(self, sock: socket.socket, address: str, port: int) -> None:
        """A trusted proxy says first for whom it connects."""
        try:
            sock.setblocking(False)
            async with asyncio.timeout(self.door.host.limits.http_head_seconds):
                told = await read_header(sock)
        except (OSError, TimeoutError, BadHeader) as error:
            logger.warning("no PROXY header from %s: %s", address, error or "it took too long")
            sock.close()
        except asyncio.CancelledError:
            sock.close()
            raise
        else:
            known = told or ProxyHeader(address, port)
            if known is NOBODY_KNOWN:  # "use the real connection's parameters": but not as if it were of this machine
                self._admit(sock, address, port, outside=True)
            else:
                self._admit(sock, known.address, known.port)
        finally:
            self.door.count -= 1

    def _turn_away(self, listening: socket.socket) -> bool:
        """No descriptor is left: give up the spare one for as long as it takes to refuse someone. Always True."""
        if self.spare is not None:
            os.close(self.spare)
            self.spare = None
        try:
            for _ in range(AT_ONCE):
                sock, _ = listening.accept()
                self.door.host.turned_away.note("full", "")
                refuse(sock, FULL)
        except OSError:  # nobody else waits, or the descriptor went elsewhere
            pass
        try:
            self.spare = os.open(os.devnull, os.O_RDONLY)
        except OSError:
            logger.debug("the spare descriptor is taken for now")
        return True


def _prepare(sock: socket.socket) -> None:
    """Small writes at once, and news of dead peers: asked after 60 s of silence, every 15 s, given up after 4."""
    if INHERITED and _is_prepared(sock):
        return  # it has them all; not so who came before we opened, to a socket of systemd or of an earlier hubbub
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)  # telnet's urgent bytes stay where they belong
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 15), ("TCP_KEEPCNT", 4), ("TCP_USER_TIMEOUT", 120_000)):
        option = getattr(socket, name, None)
        if option is not None:
            sock.setsockopt(socket.IPPROTO_TCP, option, value)


def _is_prepared(sock: socket.socket) -> bool:
    try:
        return bool(sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    except OSError:  # it is gone already, or no TCP
        return False
