"""Which names people and rooms may have, and which names are reserved.

Names follow the UsernameCasePreserved profile of PRECIS (RFC 8265, section 3.4), narrowed to letters, digits and the
special characters of IRC nicknames (RFC 2812, section 2.3.1). What makes two names one is in `confusables.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache

from hubbub.irc.caps import RELAY_SEPARATOR

from .confusables import ASKED, skeleton, skeletons, strict_skeleton
from .scripts import go_together

NAME_BYTES = 32  # of UTF-8
RELAYED_BYTES = 64  # of UTF-8
ROOM_BYTES = 64  # of UTF-8, the '#' included

# Those of IRC services, here and on other networks.
SERVICES = frozenset(
    {
        "NickServ", "ChanServ", "MemoServ", "OperServ", "BotServ", "HostServ", "HelpServ", "HistServ",
        "InfoServ", "StatServ", "SaslServ", "GroupServ", "AuthServ",
    }
)  # fmt: skip

# They, those of the server itself, the words that other chats use to address everybody, and those that
# would make others believe that the person runs the server.
RESERVED = frozenset(
    {
        *SERVICES, "Services", "Global", "Server", "System", "Hubbub",
        "Everyone", "Everybody", "All", "Here", "Channel", "Room", "Lobby", "Admin", "Administrator",
        "Moderator", "Operator", "Root", "Console",
    }
)  # fmt: skip


class InvalidName(ValueError):
    """A name that nobody can have. `reason` is for people: 'a name begins with a letter'."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


class InvalidRoomName(ValueError):
    """A name that no room can have. `reason` is for people: 'a room name has no spaces'."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name = name
        self.reason = reason


_FIRST = "a name begins with a letter"
_INSIDE = r"a name has only letters, digits and _ - [ ] { } \ ` ^ |"
SPECIALS = r"_-[]\`^{}|"
_ASCII_NAME = re.compile(r"[A-Za-z_\[\]\\`^{}|][A-Za-z0-9_\-\[\]\\`^{}|]*")
_MARKS = 4  # accents on one letter; UTS 39, section 5.4


def check_name(text: str, *, ascii_only: bool = False, longest: int = NAME_BYTES) -> str:
    """The name to use for what was typed (NFC, width mapped). InvalidName with the reason if it cannot be one.

    Neither reserved nor taken names are looked for here. `ascii_only`: letters from a to z only. `longest`: in bytes.
    """
    if not text:
        raise InvalidName(text, "a name cannot be empty")
    if len(text) > 4 * longest:
        raise InvalidName(text, _too_long(longest))
    if ascii_only and not text.isascii():
        raise InvalidName(text, "a name has only the letters a to z on this server")
    name = text if text.isascii() else _prepared(text)
    if not _ASCII_NAME.fullmatch(name):
        _check_letters(text, name)
    if len(name.encode()) > longest:
        raise InvalidName(text, _too_long(longest))
    return name


def _too_long(longest: int) -> str:
    return f"a name has at most {longest} bytes, which are {longest} letters from a to z, fewer of other scripts"


def _prepared(text: str) -> str:
    """The text after PRECIS, which alone knows the invisible, the deprecated and the rules of each script."""
    from precis_i18n import get_profile  # 25 ms, and most servers never meet such a name

    if any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise InvalidName(text, "a name has no invisible characters")
    try:
        return get_profile("UsernameCasePreserved").enforce(text)
    except UnicodeEncodeError as error:
        mixed = error.reason.endswith("bidi_rule")
        reason = "a name is written in one direction, from the first letter to the last" if mixed else _INSIDE
        raise InvalidName(text, reason) from None


def _check_letters(text: str, name: str) -> None:
    kinds = [unicodedata.category(letter) for letter in name]
    if any(
        kind[0] not in "LM" and kind != "Nd" and letter not in SPECIALS
        for letter, kind in zip(name, kinds, strict=True)
    ):
        raise InvalidName(text, _INSIDE)
    if kinds[0][0] != "L" and name[0] not in SPECIALS.replace("-", ""):
        raise InvalidName(text, _FIRST)
    if not go_together(name):
        raise InvalidName(text, "a name keeps to one alphabet")
    if len({ord(letter) - unicodedata.decimal(letter) for letter in name if letter.isdecimal()}) > 1:
        raise InvalidName(text, "a name keeps to one kind of digits")
    if "M" * (_MARKS + 1) in "".join(kind[0] for kind in kinds):
        raise InvalidName(text, f"a letter has at most {_MARKS} accents")


def check_relayed(text: str) -> str:
    """The name to show for somebody whom a bridge relays (NFC). InvalidName with the reason if it cannot be one.

    It holds RELAY_SEPARATOR, which nobody's name does here, and nothing that would break a line or a mask.
    """
    name = unicodedata.normalize("NFC", text)
    if RELAY_SEPARATOR not in name.strip(RELAY_SEPARATOR):
        raise InvalidName(text, f"the name of who is relayed has a {RELAY_SEPARATOR} in it, as in alice/matrix")
    if _UNRELAYED.search(name) or any(unicodedata.category(letter)[0] in "CZ" for letter in name):
        raise InvalidName(
            text, "the name of who is relayed has no spaces, nothing invisible and none of !+%@&#$:'\"?*,."
        )
    if len(name.encode()) > RELAYED_BYTES:
        raise InvalidName(text, f"the name of who is relayed has at most {RELAYED_BYTES} bytes")
    return name


@lru_cache(maxsize=ASKED)
def is_reserved(name: str) -> bool:
    """Whether the name is one of RESERVED or looks like one: a short word as itself or in letters of other scripts
    (somebody may be called Ali, which is nearly "All"), a long one also as in N1ckServ."""
    exactly, nearly = _reserved()
    return not exactly.isdisjoint(skeletons(name)) or strict_skeleton(name) in nearly


def is_service(name: str) -> bool:
    """Whether the name is one of SERVICES, or looks like one."""
    return strict_skeleton(name) in _services()


def is_among(name: str, reserved: Collection[str]) -> bool:
    """Whether the name is one of these, or looks the same."""
    return bool(reserved) and not {skeleton(one) for one in reserved}.isdisjoint(skeletons(name))


_UNRELAYED = re.compile(r"[!+%@&#$:'\"?*,.]")  # "Servers MUST also sanitize or reject" them (relaymsg)


@cache
def _services() -> frozenset[str]:
    return frozenset(map(strict_skeleton, SERVICES))


@cache
def _reserved() -> tuple[frozenset[str], frozenset[str]]:
    """Skeletons of all of them, and the strict ones of those that are long enough."""
    long = (name for name in RESERVED if len(name) >= _LONG)
    return frozenset(map(skeleton, RESERVED)), frozenset(map(strict_skeleton, long))


_LONG = 4  # letters; nearly every word of fewer has a person's name near it


# Characters that show nothing and are neither of the categories C nor Z: variation selectors, fillers, joiners
# (Default_Ignorable_Code_Point of Unicode's DerivedCoreProperties.txt) and the empty Braille pattern.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


@lru_cache(maxsize=ASKED)
def check_room(text: str, longest: int = ROOM_BYTES) -> str:
    """The room name to use (NFC, with its '#') for what was typed with or without it. InvalidRoomName if there is none.

    `longest`: in bytes, the '#' included.
    """
    if len(text) > 4 * longest:
        raise InvalidRoomName(text, _room_too_long(longest))
    room = "#" + unicodedata.normalize("NFC", text).removeprefix("#")
    if room == "#":
        raise InvalidRoomName(text, "a room name cannot be empty")
    if "," in room:
        raise InvalidRoomName(text, "a room name has no commas")
    kinds = {unicodedata.category(letter)[0] for letter in room}
    if "Z" in kinds:
        raise InvalidRoomName(text, "a room name has no spaces")
    if "C" in kinds or _INVISIBLE.search(room):
        raise InvalidRoomName(text, "a room name has no invisible characters")
    if len(room.encode()) > longest:
        raise InvalidRoomName(text, _room_too_long(longest))
    return room


def _room_too_long(longest: int) -> str:
    return f"a room name has at most {longest} bytes with its #"
