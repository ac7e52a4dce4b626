"""Bans from the whole server: whom the target of one means."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

import msgspec

from hubbub.chat import names
from hubbub.chat.names import masks
from hubbub.chat.names.masks import Meaning, Who
from hubbub.chat.world.people.users import User
from hubbub.irc.masks import Mask

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


class Aim:
    """Whom a whole target means: made once, and asked about everybody."""

    def __init__(self, target: str) -> None:
        self._of = _network(target)
        self._account = _meaning(target) if target.startswith(ACCOUNT) else None
        name, _, rest = names.fold(target).partition("!")
        username, _, host = rest.partition("@")
        self._name, self._username, self._host = map(_part, (name, username, host))

    def means(self, user: User, address: str) -> bool:
        """Whether it means somebody, or that address of theirs."""
        if self._of is not None:
            theirs = _network(address)
            return theirs is not None and theirs.version == self._of.version and theirs[0] in self._of
        if self._account is not None:
            return self._account.holds(masks.who(user))
        # No part of anybody has the signs between the parts: each is looked at alone, the cheapest first.
        if self._name is not None and not self._name.fits(user.fold):
            return False
        if self._username is not None and not self._username.fits(names.fold(user.username)):
            return False
        if self._host is None:
            return True
        hosts = (user.host, *(session.cloak for session in user.sessions if session.cloak))
        return any(map(self._host.fits, map(names.fold, hosts)))


def _part(mask: str) -> Mask | None:
    return None if mask == "*" else Mask(mask)


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
