"""Bans from the whole server: whom the target of one means."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

import msgspec

from hubbub.chat import names
from hubbub.chat.names import masks
from hubbub.chat.names.masks import Meaning, Who
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.irc.masks import Mask

LETTERS = 3  # of a mask, by which it is found
ACCOUNT = "$a:"  # who is logged in to the account of this name

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
OverBy = Callable[[int], int]  # by which time of day what began then is over (`Chat.over_by`)


class Ban(msgspec.Struct, frozen=True):
    """Nobody whom `target` means comes in before `until` (milliseconds since 1970; 0: for ever)."""

    target: str  # as `whole` writes it
    at: int
    until: int
    by: str  # the name of who did it
    why: str

    def holds(self, over_by: OverBy) -> bool:
        """Whether it is not over yet."""
        return not self.until or self.until > over_by(self.at)


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

    def find(self, address: str, over_by: OverBy) -> Ban | None:
        """A ban of this address that holds."""
        network = _network(address) if self._prefixes else None
        if network is None:
            return None
        for (version, length), of_length in self._prefixes.items():
            if version == network.version:
                ban = of_length.get(int(network.network_address) >> (network.max_prefixlen - length))
                if ban is not None and ban.holds(over_by):
                    return ban
        return None


class NameBans:
    """Those of the bans that are of names and accounts, each made ready once to be asked about whoever comes.

    Whoever fits a mask has each text in it that stands between its wildcards, so each mask lies under a few letters of
    its longest one, and only those are asked whose letters somebody has.
    """

    def __init__(self) -> None:
        self._bans: dict[str, tuple[Ban, Meaning, str]] = {}  # by folded target; under which letters
        self._under: dict[str, dict[str, None]] = {}  # letters -> folded targets

    def add(self, ban: Ban) -> None:
        """Any ban; one of an address is none of ours."""
        if _network(ban.target) is None:
            self.remove(ban.target)
            key, meaning = names.fold(ban.target), _meaning(ban.target)
            letters = min(_letters(_longest(key)), key=lambda some: len(self._under.get(some, ())))
            self._bans[key] = ban, meaning, letters
            self._under.setdefault(letters, {})[key] = None

    def remove(self, target: str) -> None:
        key = names.fold(target)
        *_, letters = self._bans.pop(key, ("",))
        under = self._under.get(letters, {})
        under.pop(key, None)
        if not under:
            self._under.pop(letters, None)

    def find(self, who: Who, over_by: OverBy) -> Ban | None:
        """A ban that means them and holds."""
        under = self._under
        had = [letters for text in (who.account, *who.sources) for letters in _all_letters(text) if letters in under]
        for letters in dict.fromkeys(had):
            for key in under[letters]:
                ban, meaning, _ = self._bans[key]
                if meaning.holds(who) and ban.holds(over_by):
                    return ban
        return None


def _longest(target: str) -> str:
    """The longest text that whoever fits a folded target has in them."""
    text = target.removeprefix(ACCOUNT)
    return "" if "\\" in text else max(re.split("[*?]", text), key=len)


def _letters(text: str) -> list[str]:
    """Each three letters of it that stand together, or itself when it is shorter."""
    return [text[start : start + LETTERS] for start in range(max(1, len(text) - LETTERS + 1))]


def _all_letters(text: str) -> list[str]:
    """All that a mask may lie under which somebody fits by this text."""
    return [text[start : start + size] for size in range(LETTERS + 1) for start in range(len(text) - size + 1)]


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


def check_possible(target: str) -> None:
    """Raises masks.NoMask for a whole target that can mean nobody, with what would mean somebody."""
    if _network(target) is not None:
        return
    if target.startswith(ACCOUNT):
        masks.check_possible(masks.ACCOUNT + target.removeprefix(ACCOUNT))
    elif target.startswith("$"):
        raise masks.NoMask(f"an account is written {ACCOUNT}NAME")
    elif masks.looks_like_address(target):
        raise masks.NoMask("an address or a network stands alone, as 192.0.2.7 or 192.0.2.0/24")
    else:
        masks.check_possible(target)


class Aim:
    """Whom a whole target means: made once, and asked about everybody."""

    def __init__(self, target: str) -> None:
        self._of = _network(target)
        if self._of is not None:
            self._version = self._of.version
            self._first, self._last = int(self._of.network_address), int(self._of.broadcast_address)
            self._begins = _beginning(self._of)
        self._account = _meaning(target) if target.startswith(ACCOUNT) else None
        name, _, rest = names.fold(target).partition("!")
        username, _, host = rest.partition("@")
        self._name, self._username, self._host = map(_part, (name, username, host))

    def hits(self, user: User) -> list[Session] | None:
        """Which connections of somebody it means, perhaps none of who has none; None: it does not mean them."""
        if self._of is not None:
            return [session for session in user.sessions if self._holds(session.address)] or None
        return list(user.sessions) if self._means(user) else None

    def means(self, user: User, address: str) -> bool:
        """Whether it means somebody, or that address of theirs."""
        return self._holds(address) if self._of is not None else self._means(user)

    def _holds(self, address: str) -> bool:
        if ":" not in address and not address.startswith(self._begins):
            return False
        version, number = _place(address)
        return version == self._version and self._first <= number <= self._last

    def _means(self, user: User) -> bool:
        if self._account is not None:
            return bool(user.account) and self._account.holds(Who(names.fold(user.account), ()))
        # No part of anybody has the signs between the parts: each is looked at alone, the cheapest first.
        if self._name is not None and not self._name.fits(user.fold):
            return False
        if self._username is not None and not self._username.fits(names.fold(user.username)):
            return False
        if self._host is None or self._host.fits(names.fold(user.host)):
            return True
        return any(self._host.fits(session.cloak) for session in user.sessions if session.cloak)


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


def _beginning(network: Network) -> str:
    """How the IPv4 addresses in it are written at least; of IPv6 there is none."""
    if network.version == 6:
        return "no"
    whole = str(network.network_address).split(".")[: network.prefixlen // 8]
    return ".".join(whole) + ("." if 0 < len(whole) < 4 else "")


@lru_cache(maxsize=16_384)
def _place(address: str) -> tuple[int, int]:
    """The version and the number of an address; of what is none, no version that there is."""
    try:
        if ":" not in address:
            return 4, int(ipaddress.IPv4Address(address))
        of_six = ipaddress.IPv6Address(address)
    except ValueError:
        return 0, 0
    return (4, int(of_six.ipv4_mapped)) if of_six.ipv4_mapped else (6, int(of_six))


def _length(network: Network) -> tuple[int, int]:
    return network.version, network.prefixlen


def _bits(network: Network) -> int:
    return int(network.network_address) >> (network.max_prefixlen - network.prefixlen)
