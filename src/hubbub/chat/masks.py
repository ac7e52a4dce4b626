"""Whom a mask on a room's list means: nick!user@host, or an extended mask (EXTBAN, IRCv3 account-extban)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hubbub.irc.masks import match

from . import names

if TYPE_CHECKING:
    from .people import User

ACCOUNT = "a:"  # who is logged in to the account of this name
MUTE = "m:"  # only keeps from speaking; any other mask follows
EXTENDED = "am"  # the letters, for ISUPPORT

_EXTENDED = re.compile(r"[A-Za-z]:")


class NoMask(ValueError):
    """Not a mask. The text is the reason, for people: 'it names no account'."""


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


def means(mask: str, user: User) -> bool:
    """Whether a listed mask, muting or not, is about this user."""
    mask = mask.removeprefix(MUTE)
    if mask.startswith(ACCOUNT):
        return bool(user.account) and match(names.fold(mask.removeprefix(ACCOUNT)), names.fold(user.account))
    return any(match(names.fold(mask), names.fold(source)) for source in user.sources())


def _whole_account(mask: str) -> str:
    name = mask.removeprefix(ACCOUNT)
    if not name or set(name) & set("!@:,"):
        raise NoMask("it names no account")
    return mask


def _whole_source(mask: str) -> str:
    nick, bang, rest = mask.partition("!")
    if not bang and "@" in nick:
        nick, rest = "*", nick
    user, _, host = rest.partition("@")
    return f"{nick or '*'}!{user or '*'}@{host or '*'}"
