"""Bans from the whole server: whom the target of one means."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import msgspec

from hubbub.chat import names
from hubbub.chat.names import masks
from hubbub.chat.names.masks import Meaning, Who

ACCOUNT = "$a:"  # who is logged in to the account of this name

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Ban(msgspec.Struct, frozen=True):
    """Nobody whom `target` means comes in before `until` (milliseconds since 1970; 0: for ever)."""

    target: str  # as `whole` writes it
    at: int
    until: int
    by: str  # the name of who did it
    why: str

    def holds(self, now: int) -> bool:
        """Whether it is not over yet."""
        return not self.until or self.until > now


class AddressBans:
    """Those of the bans that are of addresses and networks, found by an address in one look-up for each length."""

    def __init__(self) -> None:
        self._prefixes: dict[tuple[int, int], dict[int, Ban]] = {}  # version and length -> leading bits -> ban

    def add(self, ban: Ban) -> None:
        """Any ban; one of something else is none of ours."""
        network = _network(ban.target)
        if network is not None:
            self._prefixes.setdefault(_length(network), {})[_bits(network)] = ban

    def remove(self, target: str) -> None:
        network = _network(target)
        if network is not None:
            of_length = self._prefixes.get(_length(network), {})
            of_length.pop(_bits(network), None)
            if not of_length:
                self._prefixes.pop(_length(network), None)

    def find(self, address: str, now: int) -> Ban | None:
        """A ban of this address that holds."""
        network = _network(address) if self._prefixes else None
        if network is None:
            return None
        for (version, length), of_length in self._prefixes.items():
            if version == network.version:
                ban = of_length.get(int(network.network_address) >> (network.max_prefixlen - length))
                if ban is not None and ban.holds(now):
                    return ban
        return None


class NameBans:
    """Those of the bans that are of names and accounts, each made ready once to be asked about whoever comes."""

    def __init__(self) -> None:
        self._bans: dict[str, tuple[Ban, Meaning]] = {}  # by folded target

    def add(self, ban: Ban) -> None:
        """Any ban; one of an address is none of ours."""
        if _network(ban.target) is None:
            self._bans[names.fold(ban.target)] = ban, _meaning(ban.target)

    def remove(self, target: str) -> None:
        self._bans.pop(names.fold(target), None)

    def find(self, who: Who, now: int) -> Ban | None:
        """A ban that means them and holds."""
        return next((ban for ban, meaning in self._bans.values() if meaning.holds(who) and ban.holds(now)), None)


def whole(target: str) -> str:
    """The target as it is listed: $a:account, an address or network, or nick!user@host. Raises masks.NoMask."""
    if target.startswith(ACCOUNT):
        name = target.removeprefix(ACCOUNT)
        masks.whole(masks.ACCOUNT + name)
        return target
    network = _network(target)
    if network is not None:
        return str(network[0]) if network.num_addresses == 1 else str(network)
    if target.startswith((masks.ACCOUNT, masks.MUTE)):
        raise masks.NoMask(f"an account is written {ACCOUNT}NAME")
    return masks.whole(target)


def means(target: str, source: str, account: str, address: str) -> bool:
    """Whether a whole target means who is `source` (nick!user@host), logged in to `account`, from `address`."""
    network = _network(target)
    if network is None:
        return _meaning(target).holds(Who(names.fold(account), (names.fold(source),)))
    theirs = _network(address)
    return theirs is not None and theirs.version == network.version and theirs[0] in network


def _meaning(target: str) -> Meaning:
    return masks.meaning(masks.ACCOUNT + target.removeprefix(ACCOUNT) if target.startswith(ACCOUNT) else target)


@lru_cache(maxsize=4096)
def _network(text: str) -> Network | None:
    """An address is a network of one. An IPv4 address inside IPv6 counts as what it is."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    if isinstance(network, ipaddress.IPv6Network) and network.num_addresses == 1 and network[0].ipv4_mapped:
        return ipaddress.ip_network(network[0].ipv4_mapped)
    return network


def _length(network: Network) -> tuple[int, int]:
    return network.version, network.prefixlen


def _bits(network: Network) -> int:
    return int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
