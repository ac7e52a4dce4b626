"""The PROXY protocol, versions 1 and 2: the header by which a proxy says for whom it connects.

https://www.haproxy.org/download/2.9/doc/proxy-protocol.txt
"""

from __future__ import annotations

import ipaddress
import re

import msgspec

from .addresses import plain

TEXT = b"PROXY "
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
FIXED = 16  # bytes of a version 2 header before the addresses
LONGEST_TEXT = 107  # bytes, with CR and LF
LONGEST_REST = 4096  # bytes of addresses and extensions that we are ready to read

_PORT = re.compile(r"0|[1-9][0-9]{0,4}")
_UNIX = 3
_FAMILIES = {0x11: (4, 12), 0x21: (16, 36)}  # TCP over IPv4 and IPv6: bytes of an address, and of all addresses


class BadHeader(ValueError):
    """This is no header of the PROXY protocol."""


class ProxyHeader(msgspec.Struct, frozen=True):
    """Whom a proxy speaks for; NOBODY_KNOWN: it does not know."""

    address: str
    port: int


NOBODY_KNOWN = ProxyHeader("", 0)


def parse_text(line: bytes) -> ProxyHeader:
    """A whole header of version 1, its end included. Raises BadHeader."""
    if not (line.startswith(TEXT) and line.endswith(b"\r\n") and len(line) <= LONGEST_TEXT):
        raise BadHeader("no header of version 1")
    words = line[:-2].decode("latin-1").split(" ")
    if words[1] == "UNKNOWN":
        return NOBODY_KNOWN
    version = {"TCP4": 4, "TCP6": 6}.get(words[1])
    if version is None or len(words) != 6 or not all(map(_PORT.fullmatch, words[4:])):
        raise BadHeader("no header of version 1")
    addresses = [_address(word) for word in words[2:4]]
    if any(address.version != version for address in addresses) or max(map(int, words[4:])) > 65535:
        raise BadHeader("addresses of another kind than it says")
    return ProxyHeader(plain(str(addresses[0])), int(words[4]))


def rest_of(fixed: bytes) -> int:
    """How many bytes follow the first 16 of a version 2 header. Raises BadHeader."""
    length = int.from_bytes(fixed[14:16])
    if not fixed.startswith(SIGNATURE) or fixed[12] >> 4 != 2 or length > LONGEST_REST:
        raise BadHeader("no header of version 2")
    return length


def parse_binary(header: bytes) -> ProxyHeader | None:
    """A whole header of version 2. None: LOCAL, the connection is the proxy's own, or comes from its machine over a
    socket of that. Raises BadHeader."""
    command, family = header[12] & 15, header[13]
    if command > 1:
        raise BadHeader("an unknown command")
    if command == 0 or family >> 4 == _UNIX:
        return None
    if family not in _FAMILIES:
        return NOBODY_KNOWN
    size, needed = _FAMILIES[family]
    addresses = header[FIXED : FIXED + needed]
    if len(addresses) < needed:
        raise BadHeader("shorter than its addresses")
    address = str(ipaddress.ip_address(addresses[:size]))
    return ProxyHeader(plain(address), int.from_bytes(addresses[2 * size : 2 * size + 2]))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        raise BadHeader("no address") from None
