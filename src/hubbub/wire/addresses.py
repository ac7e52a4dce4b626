"""Network addresses: as text, as what counts as one, and in networks."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

KNOWN = 1024  # addresses that were asked about last: each is asked about again and again while somebody comes in

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
        "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


@lru_cache(maxsize=KNOWN)
def parse(text: str) -> IP:
    """The address, without its zone, IPv4 in IPv6 as IPv4. ValueError for what is none."""
    ip = ipaddress.ip_address(text.partition("%")[0])
    return getattr(ip, "ipv4_mapped", None) or ip


def is_address(text: str) -> bool:
    """Whether it is one, and no name."""
    try:
        parse(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=KNOWN)
def plain(text: str) -> str:
    """The same as text; what is no address stays as it is."""
    try:
        return str(parse(text))
    except ValueError:
        return text


@lru_cache(maxsize=KNOWN)
def network_of(address: str) -> str:
    """What counts as one: an IPv4 address, or the first address of the /64 that an IPv6 one is in."""
    try:
        ip = parse(address)
    except ValueError:
        return address
    return str(ip if ip.version == 4 else ipaddress.IPv6Address(int(ip) >> 64 << 64))


def is_loopback(address: str) -> bool:
    """Whether it is this very machine."""
    try:
        return parse(address).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=KNOWN)
def is_private(address: str) -> bool:
    """Whether it is this machine, or one near it: many may share such an address."""
    try:
        ip = parse(address)
    except ValueError:
        return False
    return any(ip.version == network.version and ip in network for network in _PRIVATE)


class Networks:
    """Some addresses and networks, asked of for every new connection."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """ValueError for what is neither."""
        self._networks = [ipaddress.ip_network(text, strict=False) for text in texts]

    def __contains__(self, address: str) -> bool:
        if not self._networks:
            return False
        try:
            ip = parse(address)
        except ValueError:
            return False
        return any(ip.version == network.version and ip in network for network in self._networks)
