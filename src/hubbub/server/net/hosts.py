"""Which host names are ours, and at which addresses others can reach us."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable

from hubbub.wire.addresses import is_address, is_loopback

_HOST = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]{1,253})(?::(?P<port>[0-9]{1,5}))?")


class OwnHosts:
    """Literal addresses, localhost, the machine's own names, *.local and the configured names (DNS rebinding)."""

    def __init__(self, configured: Iterable[str] = ()) -> None:
        machine = socket.gethostname().lower()
        self._names = {"localhost", machine, machine.partition(".")[0], *(name.lower() for name in configured)} - {""}

    def ours(self, host: str) -> bool:
        """Whether the value of a Host header (name, or name:port) is one of our own."""
        found = _HOST.fullmatch(host)
        if not found or not 0 < int(found["port"] or 1) < 65536:
            return False
        name = found["name"].lower().removesuffix(".")
        return name in self._names or name.endswith(".local") or is_address(name.strip("[]"))


def split_host(host: str) -> tuple[str, int | None]:
    """The name (an IPv6 address without its brackets) and the port in the value of a Host header."""
    found = _HOST.fullmatch(host)
    if found is None:
        return host, None
    return found["name"].strip("[]"), int(found["port"]) if found["port"] else None


def reachable_addresses() -> list[str]:
    """The addresses by which this machine's own network knows it, IPv4 first. Nothing is sent to find out."""
    found = []
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))
                found.append(str(probe.getsockname()[0]))
        except OSError:
            continue
    return [address for address in found if not is_loopback(address)]
