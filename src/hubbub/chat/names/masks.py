"""Whom a mask on a room's list means: nick!user@host, or an extended mask (EXTBAN, IRCv3 account-extban)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hubbub.chat import names
from hubbub.chat.names.rules import SPECIALS
from hubbub.irc.masks import Mask

if TYPE_CHECKING:
    from hubbub.chat.world.people.users import User

ACCOUNT = "a:"  # who is logged in to the account of this name
MUTE = "m:"  # only keeps from speaking; any other mask follows
EXTENDED = "am"  # the letters, for ISUPPORT

_NETWORK = re.compile(r"[0-9a-fA-F.:]+/[0-9]{1,3}")
_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9*?]*){1,3}|[0-9a-fA-F]*:[0-9a-fA-F:.*?]*")
USER_LETTERS = 10
_USER = re.compile(r"[A-Za-z0-9*?]*")
_EXTENDED = re.compile(r"[A-Za-z]:")
_CLOAK = re.compile(r"[0-9a-f]{0,16}\.ip")
_HOST_ENDS = (".ip", ".account", "guest")


class Who(NamedTuple):
    """What masks are asked about, folded: the name of the account, empty for a guest, and each nick!user@host."""

    account: str
    sources: tuple[str, ...]


class Meaning:
    """Whom a listed mask means, muting or not; made once, asked often."""

    __slots__ = ("_mask", "_of_account", "mutes")

    def __init__(self, mask: str) -> None:
        self.mutes = mask.startswith(MUTE)
        mask = mask.removeprefix(MUTE)
        self._of_account = mask.startswith(ACCOUNT)
        self._mask = Mask(names.fold(mask.removeprefix(ACCOUNT)))

    def holds(self, who: Who) -> bool:
        """Whether it means them."""
        if self._of_account:
            return bool(who.account) and self._mask.fits(who.account)
        return any(map(self._mask.fits, who.sources))


class NoMask(ValueError):
    """Not a mask. The text is the reason, for people: 'it names no account'."""


@lru_cache(maxsize=4096)
def meaning(mask: str) -> Meaning:
    """Of a mask that is kept as text."""
    return Meaning(mask)


def who(user: User) -> Who:
    """Somebody as they are now."""
    return Who(names.fold(user.account), tuple(map(names.fold, user.sources())))


def whole(mask: str) -> str:
    """The mask as it is listed: the parts of nick!user@host that were left out are *. Raises NoMask."""
    if mask.startswith(MUTE):
        rest = mask.removeprefix(MUTE)
        if not rest or rest.startswith(MUTE):
            raise NoMask(f"behind {MUTE} stands a mask")
        return MUTE + whole(rest)
    if mask.startswith(ACCOUNT):
        return _whole_account(mask)
    if _EXTENDED.match(mask):
        raise NoMask(f"only {' and '.join(f'{letter}:' for letter in EXTENDED)} have a meaning")
    return _whole_source(mask)


def check_possible(mask: str) -> None:
    """Raises NoMask for a whole mask that can mean nobody, with what would mean somebody."""
    mask = mask.removeprefix(MUTE)
    if mask.startswith(ACCOUNT):
        _check_name(mask.removeprefix(ACCOUNT))
        return
    nick, user, host = _parts(mask)
    if nick.startswith("$"):
        raise NoMask(f"accounts are meant by {ACCOUNT}NAME here, without $")
    if _NETWORK.fullmatch(host) or _NETWORK.fullmatch(nick):
        raise NoMask("masks are of names and hidden hosts; networks can only be banned from the server")
    if looks_like_address(mask):
        raise NoMask("masks are of names and hidden hosts, not of addresses; /whois shows somebody's host")
    if nick.startswith(("#", ":", "@", "&", "+", "%", "~")):
        raise NoMask("no name begins like that")
    _check_name(nick)
    if not _USER.fullmatch(user):
        raise NoMask("the part behind ! has letters and digits only")
    if _least(user) > USER_LETTERS:
        raise NoMask(f"the part behind ! has at most {USER_LETTERS} letters")
    if set(host) & set("!@,/") or any(map(_is_control, host)):
        raise NoMask("no host has such characters in it")
    if not _may_be_host(names.fold(host)):
        raise NoMask("a host here ends in .ip or .account; /whois shows somebody's host")


def looks_like_address(mask: str) -> bool:
    """Whether a whole mask would mean an address or a network, which no name and no host is."""
    nick, _, host = _parts(mask)
    return ":" in host or any(_NETWORK.fullmatch(part) or _ADDRESS.fullmatch(part) for part in (nick, host))


def _parts(mask: str) -> tuple[str, str, str]:
    """The name, the user name and the host in a whole mask."""
    nick, _, rest = mask.partition("!")
    user, _, host = rest.partition("@")
    return nick, user, host


def _may_be_host(host: str) -> bool:
    """Whether a folded mask can mean a host as there are here (`cloaks`): by its end, behind the last star."""
    end = re.split(r"[*?]", host)[-1]
    if end == host:
        name = host.removesuffix(".account")
        return host == "guest" or _CLOAK.fullmatch(host) is not None or (name != host and _may_be_name(name))
    return any(one.endswith(end) for one in _HOST_ENDS) or _CLOAK.fullmatch(end) is not None or end.endswith(".account")


def _may_be_name(name: str) -> bool:
    try:
        _check_name(name)
    except NoMask:
        return False
    return bool(name)


def _check_name(nick: str) -> None:
    """Whether a name may be like that."""
    if not all(map(_may_be_in_name, nick)):
        raise NoMask("no name has such characters in it")
    if nick[:1] == "-" or nick[:1].isdecimal():
        raise NoMask("a name begins with a letter")
    if _least(nick) > names.NAME_BYTES:
        raise NoMask(f"a name has at most {names.NAME_BYTES} bytes")


def _least(mask: str) -> int:
    """Bytes of the shortest text that the mask means."""
    return len(mask.replace("*", "").encode())


def _may_be_in_name(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return kind[0] in "LM" or kind == "Nd" or letter in SPECIALS or letter in "*?"


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C"


def _whole_account(mask: str) -> str:
    name = mask.removeprefix(ACCOUNT)
    if not name or set(name) & set("!@:,"):
        raise NoMask("it names no account")
    return mask


def _whole_source(mask: str) -> str:
    if not mask.strip("!@"):
        raise NoMask("it names nobody; everybody is *!*@*")
    nick, bang, rest = mask.partition("!")
    if not bang and "@" in nick:
        nick, rest = "*", nick
    user, _, host = rest.partition("@")
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"
