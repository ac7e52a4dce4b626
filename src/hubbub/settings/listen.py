"""Addresses to listen on: `[KIND://]ADDRESS:PORT` and what may be said of them."""

from __future__ import annotations

import ipaddress
import re
from typing import Literal, cast

import msgspec

from .model import Listen

Kind = Literal["any", "plain", "irc", "http", "metrics"]
KINDS: tuple[Kind, ...] = ("any", "plain", "irc", "http", "metrics")

_ADDRESS = re.compile(r"(?:(?P<kind>[^:/\[\]]*)://)?(?:\[(?P<v6>[^\[\]]*)\]|(?P<host>[^:\[\]]*)):(?P<port>[^:]*)")
_UNIX = re.compile(r"(?:(?P<kind>[^:/\[\]]*)://)?unix:(?P<path>.*)")
LONGEST_PATH = 100  # bytes of the path of a socket, that every system takes
_HOST = re.compile(r"(?!-)[A-Za-z0-9._-]{1,253}")


class Listener(msgspec.Struct, frozen=True):
    """One address to listen on. `host` empty: all addresses, IPv4 and IPv6. `port` 0: any free one. With a `path` it is
    a socket of this machine's file system, and has neither."""

    kind: Kind
    host: str
    port: int
    path: str = ""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return bool(self.path) or is_loopback(self.host)

    def __str__(self) -> str:
        if self.path:
            return f"unix:{self.path}" if self.kind == "any" else f"{self.kind}://unix:{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host or '*'}:{self.port}" if self.kind == "any" else f"{self.kind}://{host or '*'}:{self.port}"


def parse_listener(text: str) -> Listener:
    """`[KIND://]ADDRESS:PORT` as a Listener: IPv6 in brackets, `*` or nothing for all addresses; or `[KIND://]unix:PATH`.

    ValueError says what is wrong.
    """
    local = _UNIX.fullmatch(text)
    if local:
        return _local(local["kind"] or "any", local["path"])
    found = _ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(f'"{text}" is not of the form [KIND://]ADDRESS:PORT (an IPv6 address stands in brackets)')
    kind, v6, host, port = found.group("kind", "v6", "host", "port")
    if kind is not None and kind not in KINDS:
        raise ValueError(f'"{kind}" is no kind of listener; there are {", ".join(KINDS)}')
    if v6 is not None and not _is_ipv6(v6):
        raise ValueError(f'"{v6}" is not an IPv6 address')
    return checked(cast("Kind", kind or "any"), v6 or ("" if host in ("*", None) else host), _port(port))


def _local(kind: str, path: str) -> Listener:
    if kind not in KINDS:
        raise ValueError(f'"{kind}" is no kind of listener; there are {", ".join(KINDS)}')
    if not path.startswith("/") or len(path.encode()) > LONGEST_PATH:
        raise ValueError(f'"{path}" must be a whole path, of at most {LONGEST_PATH} bytes')
    return Listener(kind, "", 0, path)


def checked(kind: Kind, host: str, port: int) -> Listener:
    """The Listener, after a look at host and port. ValueError says what is wrong."""
    if host and not _is_ipv6(host) and not _is_host(host):
        raise ValueError(f'"{host}" is not an address or a host name')
    listener = Listener(kind, host, port)
    if not port and not listener.loopback:
        raise ValueError("port 0 (any free port) is for loopback addresses only: nobody else could know it")
    return listener


def listeners(listen: Listen) -> tuple[Listener, ...]:
    """All that `listen` asks for, the one port first. ValueError says what is wrong."""
    return (checked("any", listen.host, listen.port), *map(parse_listener, listen.addresses))


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine's loopback: a literal address, or `localhost`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _port(text: str) -> int:
    if not re.fullmatch("[0-9]{1,6}", text):
        raise ValueError(f'"{text}" is not a port number')
    if int(text) > 65535:
        raise ValueError(f"there is no port {int(text)}; the highest is 65535")
    return int(text)


def _is_ipv6(text: str) -> bool:
    try:
        ipaddress.IPv6Address(text)
    except ValueError:
        return False
    return True


def _is_host(text: str) -> bool:
    """Four numbers have to be an IPv4 address; other names are looked up when the server starts."""
    if re.fullmatch(r"[0-9.]+", text):
        try:
            ipaddress.IPv4Address(text)
        except ValueError:
            return False
    return bool(_HOST.fullmatch(text))
