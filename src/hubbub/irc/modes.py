"""The modes of rooms and users as tables; parsing, ISUPPORT and RPL_MYINFO are derived from them.

https://modern.ircdocs.horse/#channel-modes and the CHANMODES and PREFIX parameters of ISUPPORT.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from itertools import groupby

import msgspec


class Kind(Enum):
    """How a mode takes its argument; the values are the places in CHANMODES, prefixes stand in PREFIX."""

    LIST = 0  # A: a mask goes onto a list or off it; without one, the list is shown
    SETTING = 1  # B: an argument to set and to unset
    PARAMETER = 2  # C: an argument to set only
    FLAG = 3  # D: no argument
    PREFIX = 4  # somebody's standing in the room: a name


class RoomMode(msgspec.Struct, frozen=True):
    """`symbol` stands before the names of holders. Who may change it: `hubbub.chat.rights.table`."""

    letter: str
    kind: Kind
    help: str
    symbol: str = ""


ROOM_MODES: dict[str, RoomMode] = {
    mode.letter: mode
    for mode in (
        RoomMode("q", Kind.PREFIX, "owner", "~"),
        RoomMode("a", Kind.PREFIX, "admin", "&"),
        RoomMode("o", Kind.PREFIX, "operator", "@"),
        RoomMode("h", Kind.PREFIX, "half-operator", "%"),
        RoomMode("v", Kind.PREFIX, "may speak in a moderated room", "+"),
        RoomMode("b", Kind.LIST, "who may not join or speak"),
        RoomMode("e", Kind.LIST, "who may in spite of a ban"),
        RoomMode("I", Kind.LIST, "who may join without an invitation"),
        RoomMode("k", Kind.SETTING, "the key that one needs to join"),
        RoomMode("l", Kind.PARAMETER, "how many may be in the room, 1 to 999999999"),
        RoomMode("W", Kind.PARAMETER, "slow mode: how many seconds are between two messages of one person"),
        RoomMode("C", Kind.FLAG, "no CTCP messages but ACTION"),
        RoomMode("i", Kind.FLAG, "only the invited may join"),
        RoomMode("m", Kind.FLAG, "only those with a prefix may speak"),
        RoomMode("n", Kind.FLAG, "only members may speak"),
        RoomMode("p", Kind.FLAG, "not shown in lists to others"),
        RoomMode("s", Kind.FLAG, "not shown to others at all"),
        RoomMode("t", Kind.FLAG, "only operators may change the topic"),
    )
}
MADE_WITH = "n"  # the flags of a new room
PRIVATE = frozenset("ikps")  # with one of these the history is for those who were there
MOST_CHANGES = 20  # modes with an argument in one command (MODES)

PREFIXES: tuple[RoomMode, ...] = tuple(mode for mode in ROOM_MODES.values() if mode.kind is Kind.PREFIX)
"""Highest first."""

USER_MODES: dict[str, str] = {
    "B": "is a bot",
    "D": "takes no private messages",
    "R": "takes private messages only from people with an account",
    "c": "takes private messages only from people who share a room with them",
    "i": "not shown to those who share no room",
    "o": "is an operator of the server",
    "w": "hears WALLOPS",
}


GIVEN_MODES = frozenset("o")
"""User modes that nobody sets for themselves; they may be given up."""


class Change(msgspec.Struct, frozen=True):
    """One mode set or unset. `argument` empty: none; for a LIST mode that asks for the list."""

    set: bool
    letter: str
    argument: str = ""


class UnknownMode(ValueError):
    """There is no such mode. `letter`: the first that is unknown."""

    def __init__(self, letter: str) -> None:
        super().__init__(f"no such mode: {letter!r}")
        self.letter = letter


class MissingArgument(ValueError):
    """A mode that needs an argument was given none."""

    def __init__(self, letter: str) -> None:
        super().__init__(f"mode {letter} needs an argument")
        self.letter = letter


def parse_changes(params: Sequence[str]) -> Iterator[Change | UnknownMode | MissingArgument]:
    """`+ov-k alice bob key` -> changes in their order; what cannot be read comes as the error, and the rest goes on."""
    letters, *arguments = params or [""]
    left = iter(arguments)
    setting = True
    for letter in letters:
        if letter in "+-":
            setting = letter == "+"
            continue
        mode = ROOM_MODES.get(letter)
        if mode is None:
            yield UnknownMode(letter)
            continue
        argument = next(left, "") if takes_argument(mode, setting) else ""
        if not argument and takes_argument(mode, setting) and mode.kind is not Kind.LIST:
            yield MissingArgument(letter)
        else:
            yield Change(setting, letter, argument)


def parse_user_changes(text: str) -> Iterator[Change | UnknownMode]:
    """`+iw-o` -> changes of one's own modes in their order; unknown letters come as the error, and the rest goes on."""
    setting = True
    for letter in text:
        if letter in "+-":
            setting = letter == "+"
        else:
            yield Change(setting, letter) if letter in USER_MODES else UnknownMode(letter)


def takes_argument(mode: RoomMode, setting: bool) -> bool:
    """Whether the mode comes with an argument when it is set (or unset)."""
    return mode.kind in (Kind.LIST, Kind.SETTING, Kind.PREFIX) or (mode.kind is Kind.PARAMETER and setting)


def written(changes: Iterable[Change]) -> list[str]:
    """Changes as the parameters of a MODE message: the letters, then the arguments."""
    changes = list(changes)
    letters = "".join(
        ("+" if setting else "-") + "".join(change.letter for change in run)
        for setting, run in groupby(changes, key=lambda change: change.set)
    )
    return [letters, *(change.argument for change in changes if change.argument)]


def chanmodes() -> str:
    """The value of CHANMODES: A,B,C,D."""
    kinds = (Kind.LIST, Kind.SETTING, Kind.PARAMETER, Kind.FLAG)
    return ",".join("".join(mode.letter for mode in ROOM_MODES.values() if mode.kind is kind) for kind in kinds)


def prefix() -> str:
    """The value of PREFIX."""
    return f"({''.join(mode.letter for mode in PREFIXES)}){''.join(mode.symbol for mode in PREFIXES)}"


@cache
def user_letters() -> str:
    """All user modes, as RPL_MYINFO lists them."""
    return "".join(sorted(USER_MODES))


@cache
def letters(*, with_argument: bool = False) -> str:
    """All room modes, or those that take an argument, as RPL_MYINFO lists them."""
    return "".join(
        sorted(mode.letter for mode in ROOM_MODES.values() if not with_argument or takes_argument(mode, True))
    )
