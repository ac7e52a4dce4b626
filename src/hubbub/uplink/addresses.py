"""What people write where a server's address is asked for.

`host`, `host:port`, `host port`, `[2001:db8::1]:7777`, `irc://` and `ircs://` as other clients have them, `ws://` and
`wss://`, the address of a web page (`https://chat.example.org/`), `hubbub://host:port/`, and the links of invitations.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from hubbub.typed import links
from hubbub.typed.links import InviteLink

from .trouble import Trouble

PORT = 7777
REASONS = ("empty", "host", "port", "scheme", "user", "link")  # of "bad-address"
Way = Literal["tcp", "ws"]


class Scheme(NamedTuple):
    """How a URL of some kind is reached. `tls` None: except on this machine."""

    way: Way
    tls: bool | None
    port: int


SCHEMES = {
    "hubbub": Scheme("tcp", None, PORT),
    "irc": Scheme("tcp", False, 6667),
    "ircs": Scheme("tcp", True, 6697),
    "ws": Scheme("ws", False, 80),
    "wss": Scheme("ws", True, 443),
    "http": Scheme("ws", False, 80),
    "https": Scheme("ws", True, 443),
}

_HOST = re.compile(r"[^\s/?#@\[\]:%\x00-\x1f\x7f]+")
_ZONE = re.compile(r"[A-Za-z0-9._-]+")  # of a link-local address
_PORTS = re.compile(r"[0-9]{1,5}")


class Address(NamedTuple):
    """Where a server is, and how it is reached. `tls` None: encrypted, except on this machine.

    `path`: of the WebSocket; `room`: where to go there; `code`, `pin`: of an invitation, and the certificate that it
    promises. `str()` gives what `read` understands again, without the invitation.
    """

    host: str
    port: int = PORT
    way: Way = "tcp"
    tls: bool | None = None
    path: str = "/"
    room: str = ""
    code: str = ""
    pin: str = ""

    @property
    def place(self) -> str:
        """HOST:PORT, which names a server in files and sentences."""
        return host_and_port(self.host, self.port)

    @property
    def leads(self) -> str:
        """Where there: a room, or wherever the code of an invitation leads; '' for neither."""
        return self.code or self.room

    @property
    def encrypted(self) -> bool:
        return not is_loopback(self.host) if self.tls is None else self.tls

    def __str__(self) -> str:
        if self.way == "tcp" and self.tls is None:
            return self.place
        if self.way == "tcp":
            return f"{'ircs' if self.tls else 'irc'}://{self.place}"
        return f"{'wss' if self.encrypted else 'ws'}://{self.place}{self.path}"


def read(text: str, port: int = PORT) -> Address:
    """The address that somebody wrote. `port`: for one that names none and is no URL. Raises Trouble("bad-address")."""
    text = text.strip().strip("\ufeff")
    if not text:
        raise _bad(text, "empty")
    return _of_url(text) if "://" in text else _of_words(text, port)


def of_link(link: InviteLink) -> Address:
    """The way by which an invitation leads in."""
    parts = urlsplit(link.url)
    through_web = parts.scheme == "https" or (parts.scheme == "http" and (parts.port is None or parts.path != ""))
    way: Way = "ws" if through_web else "tcp"
    return Address(link.host, link.port, way, link.tls or None, f"{parts.path}/", code=link.code, pin=link.pin)


def host_and_port(host: str, port: int) -> str:
    """HOST:PORT, with brackets around an IPv6 address."""
    return f"[{host.lower()}]:{port}" if ":" in host else f"{host.lower()}:{port}"


def is_loopback(host: str) -> bool:
    """Whether the host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")


def _of_words(text: str, port: int) -> Address:
    """No URL: a host, perhaps with its port behind a colon or a space."""
    host, _, given = text.rstrip("/").partition(" ")
    given = given.strip()
    if not given and not _is_ipv6(host):
        host, given = _split_port(host)
    return Address(_host(host, text), _port(given, text) if given else port)


def _split_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        host, _, rest = text.partition("]")
        return host + "]", rest.removeprefix(":")
    host, _, given = text.partition(":")
    return host, given


def _of_url(text: str) -> Address:
    try:
        parts = urlsplit(text)
        given = parts.port
    except ValueError:
        raise _bad(text, "port") from None
    scheme = SCHEMES.get(parts.scheme)
    if scheme is None:
        raise _bad(text, "scheme")
    if parts.username is not None:
        raise _bad(text, "user")
    if parts.path.rstrip("/").endswith(links.PATH) and links.is_link(text):
        return _of_invitation(text)
    host = _host(parts.hostname or "", text)
    if given == 0:
        raise _bad(text, "port")
    return Address(host, given or scheme.port, scheme.way, scheme.tls, *_inside(parts, scheme.way))


def _of_invitation(text: str) -> Address:
    try:
        return of_link(links.read(text))
    except links.NoLink as error:
        raise _bad(text, "link", str(error)) from None


def _inside(parts: SplitResult, way: Way) -> tuple[str, str]:
    """The path of a WebSocket, and the room that is named behind a host."""
    fragment = unquote(parts.fragment)
    if way == "ws":
        query = f"?{parts.query}" if parts.query else ""
        return (parts.path or "/") + query, f"#{fragment}" if fragment else ""
    room = unquote(parts.path).strip("/") or fragment
    return "/", f"#{room.lstrip('#')}" if room else ""


def _host(text: str, whole: str) -> str:
    in_brackets = text.startswith("[") and text.endswith("]")
    host = text[1:-1] if in_brackets else text
    if not (_is_ipv6(host) or (_HOST.fullmatch(host) and not in_brackets)):
        raise _bad(whole, "host")
    return host.lower()


def _is_ipv6(text: str) -> bool:
    address, scoped, zone = text.partition("%")
    try:
        ipaddress.IPv6Address(address)
    except ValueError:
        return False
    return not scoped or _ZONE.fullmatch(zone) is not None


def _port(text: str, whole: str) -> int:
    number = int(text) if text.isascii() and _PORTS.fullmatch(text) else 0
    if not 0 < number < 65536:
        raise _bad(whole, "port")
    return number


def _bad(text: str, reason: str, why: str = "") -> Trouble:
    return Trouble("bad-address", address=text, reason=reason, why=why)
