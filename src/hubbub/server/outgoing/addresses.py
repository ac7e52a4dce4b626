"""Where the server may connect to when somebody gives it an address: the public internet, and what the operator allows.

A name is resolved once, all its addresses are judged, and the connection goes to one of these and to nothing else: a
name that means something else a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import msgspec

from hubbub.wire.addresses import IP, parse

LONGEST = 1024  # bytes of an address
HTTPS = 443
RESOLVING = 5.0  # seconds
RESOLVERS = 2  # names at once; the others wait
MOST_WAITING = 100

_VISIBLE = re.compile(r"[!-\[\]-~]+")  # ASCII that is seen, but no backslash: readers differ on what that is
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_EMBEDDED = (  # networks of IPv6 in which an address of IPv4 stands: how many bits behind it
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),  # RFC 6052
    (ipaddress.IPv6Network("2002::/16"), 80),  # RFC 3056
)

Resolve = Callable[[str, int], list[str]]


class BadAddress(Exception):
    """The server does not go there; the text says why."""


class NotFound(Exception):
    """Nobody knows now where that is."""


class RequestAddress(msgspec.Struct, frozen=True):
    """Where a request goes: `target` is the path with its query."""

    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}" if self.port == HTTPS else f"https://{host}:{self.port}"


class Allowed:
    """What the operator allows besides: host names, addresses and networks, on whatever port."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.names: set[str] = set()
        self.networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for text in texts:
            try:
                self.networks.append(ipaddress.ip_network(text, strict=False))
            except ValueError:
                self.names.add(text.lower().rstrip("."))

    def __contains__(self, ip: IP) -> bool:
        return any(ip.version == network.version and ip in network for network in self.networks)


def place_of(url: str, allowed: Allowed) -> RequestAddress:
    """What an address means, if the server could go there. Raises BadAddress."""
    if len(url) > LONGEST:
        raise BadAddress(f"an address has at most {LONGEST} characters")
    if not _VISIBLE.fullmatch(url):
        raise BadAddress("an address has visible ASCII characters only")
    try:
        parts = urlsplit(url)
        port = HTTPS if parts.port is None else parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        raise BadAddress("that is no address") from None
    if parts.scheme != "https":
        raise BadAddress("the address does not begin with https://")
    if "@" in parts.netloc:
        raise BadAddress("there is a name or password in it")
    if parts.fragment or "#" in url:
        raise BadAddress("there is a # in it")
    _check_host(host, port, allowed, bracketed="[" in parts.netloc)
    return RequestAddress(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _check_host(host: str, port: int, allowed: Allowed, *, bracketed: bool) -> None:
    if host in allowed.names:
        return
    try:
        ip = parse(host)
    except ValueError:
        ip = None
    if ip is not None or bracketed:
        if ip is None or ip not in allowed:
            raise BadAddress("it needs a host name, not an address in numbers")
        return
    if not _NAME.fullmatch(host) or len(host) > 253 or _NUMBER.fullmatch(host.rpartition(".")[2]):
        raise BadAddress("that is no host name of the public internet")
    if port != HTTPS and not allowed.networks:
        raise BadAddress(f"port {port} is not the one of https")


def is_public(ip: IP) -> bool:
    """Whether it is somewhere in the public internet, and no way around to somewhere else."""
    if isinstance(ip, ipaddress.IPv6Address):
        for network, behind in _EMBEDDED:
            if ip in network:
                return is_public(ipaddress.IPv4Address(int(ip) >> behind & 0xFFFFFFFF))
        if ip.is_site_local or ip.teredo is not None:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


class Resolver:
    """Finds out where names are, in threads of its own: a slow one keeps nothing else waiting."""

    def __init__(self, allowed: Allowed, resolve: Resolve | None = None) -> None:
        self.allowed = allowed
        self.resolve = resolve or _ask_system
        self.waiting = 0
        self._threads = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolving")

    async def addresses(self, place: RequestAddress) -> list[str]:
        """Where it is, all of it fit to go to. Raises BadAddress or NotFound."""
        try:
            found = [str(parse(place.host))]
        except ValueError:
            found = await self._ask(place)
        known = [parse(text) for text in found]
        if not known:
            raise NotFound(place.host)
        for ip in known:
            self._judge(place, ip)
        return [str(ip) for ip in known]

    def _judge(self, place: RequestAddress, ip: IP) -> None:
        if place.host in self.allowed.names or ip in self.allowed:
            return
        if not is_public(ip):
            raise BadAddress("it is not in the public internet")
        if place.port != HTTPS:
            raise BadAddress(f"port {place.port} is not the one of https")

    async def _ask(self, place: RequestAddress) -> list[str]:
        if self.waiting >= MOST_WAITING:
            raise NotFound(place.host)
        self.waiting += 1
        loop = asyncio.get_running_loop()
        asked = loop.run_in_executor(self._threads, self.resolve, place.host, place.port)
        asked.add_done_callback(self._answered)
        try:
            return await asyncio.wait_for(asyncio.shield(asked), RESOLVING)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise NotFound(place.host) from error

    def _answered(self, asked: asyncio.Future[list[str]]) -> None:
        self.waiting -= 1
        if not asked.cancelled():
            asked.exception()  # it was told of, or nobody waits any more

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _ask_system(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
