"""Typed text in, meaning out: the one grammar of every place where a person types.

The JavaScript implementation follows the same rules, and both are tested with spec/commands.json. To make that possible
"space" means the space and the tab of ASCII only, and letters are compared in lower case.

1. The line end is dropped. Nothing but spaces is no text.
2. A command begins with the first character of the text that can be seen; "//" stands for a slash that is said. One
   with a password or a code that has spaces in front, or other signs than one slash, is neither done nor said.
3. One space ends a word. Texts for people keep every other space as typed; other arguments lose those around them.
4. Outside of rooms some commands work without their slash, in a room "leave" alone does, in the lobby none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from hubbub.wire.numbers import whole

from . import table
from .durations import is_mistyped, milliseconds
from .meanings import (
    Action,
    AskPrivate,
    Away,
    Ban,
    Edit,
    Expire,
    Help,
    History,
    Incomplete,
    Invite,
    Join,
    Kick,
    Leave,
    ListHere,
    ListOnline,
    ListPins,
    ListRooms,
    Login,
    Meaning,
    Modes,
    NoRoom,
    Nothing,
    Pin,
    Place,
    Private,
    Quit,
    Register,
    Rename,
    RenameRoom,
    Retention,
    Say,
    Search,
    Serve,
    Topic,
    Unknown,
    Unpin,
    Upload,
)
from .person import person
from .secrets import may_slip, name_of, slipped

SPACES = " \t"
HISTORY_LIMIT = 1000  # messages; larger numbers are taken for this one

_WORD = re.compile(r"([^ \t]*)[ \t]?(.*)", re.DOTALL)
_ADDRESSED = re.compile(r"@([^ \t:]*)(?::[ \t]?|[ \t]|$)(.*)", re.DOTALL)
_NUMERAL = re.compile(r"[+-]?[0-9]")  # how a number or a time begins, and no name
_COMMANDS = ("/", "@")
_KINDS = ("a:", "m:")  # behind them a mask is one of accounts, or mutes
_TAKE_WORDS_WHEN_BARE = frozenset({"join", "message", "msg", "help"})


def read(text: str, place: Place) -> Meaning:
    """The one meaning of what was typed at that place. Any text has one; nothing is raised."""
    text = text.removesuffix("\n").removesuffix("\r")
    if not text.strip(SPACES + "\r\n"):
        return Nothing()
    if may_slip(text[0]):
        if meant := slipped(text.partition("\n")[0]):
            return Incomplete(usage(meant), slip=True)
        text = seen(text)
    if text.startswith("//"):
        return _said(text[1:], place)
    if text.startswith("/"):
        return _command(text, place)
    if text.startswith("@"):
        return _addressed(text)
    return _bare(text, place)


def seen(text: str) -> str:
    """Without what has no shape (byte order marks, marks of direction) in front of a command, which that would make
    words for everybody."""
    shown = next((at for at, letter in enumerate(text) if unicodedata.category(letter) != "Cf"), 0)
    return text[shown:] if text[shown : shown + 1] in _COMMANDS else text


def usage(begun: str) -> str:
    """How the command is typed that the text begins with, or nearly does."""
    name = name_of(begun)
    command = table.find(name) or table.find(table.closest_command(name) or "")
    return command.usage if command is not None and begun.startswith("/") else "@name text"


def is_command(text: str, place: Place) -> bool:
    """Whether it is no text for where one is: what stands behind it may be meant for where it leads. Help leads
    nowhere."""
    return not isinstance(read(text, place), (Say, Action, NoRoom, Nothing, Help))


def says(meaning: Meaning) -> bool:
    """Whether it puts words before others where one is."""
    return isinstance(meaning, (Say, Action, Topic)) and not asks(meaning)


def asks(meaning: Meaning) -> bool:
    """Whether it asks what holds in the room where one is, or what is in it, and changes nothing."""
    match meaning:
        case Topic(None) | Retention(None) | Expire(None, None) | ListPins():
            return True
        case Modes(words):
            return not (words or "").strip("+-beI")  # the letters of lists
    return False


def is_for_all(text: str) -> bool:
    """Whether it is words for everybody where one is, as far as it is written: no command, and nothing private."""
    return isinstance(read(text, Place.ROOM), (Say, Action))


def words(text: str) -> str | None:
    """What it says to everybody where one is; None: it is no message, or none for there."""
    meaning = read(text, Place.ROOM)
    return meaning.text if isinstance(meaning, Say) else None


def is_for_nobody(text: str) -> bool:
    """Whether nothing can be done with it where one is in no room: whoever typed it keeps it."""
    return isinstance(read(text, Place.OUTSIDE), NoRoom)


def comes_to_nothing(text: str) -> bool:
    """Whether it is a command with which nothing can be done, wherever one is: whoever typed it keeps it, and what is
    typed right behind it, which may be a password, goes on with it."""
    return isinstance(read(text, Place.ROOM), (Unknown, Incomplete))


def awaits_words(text: str) -> bool:
    """Whether it is a command and a space alone, as when words were to be pasted behind it and stand in other lines."""
    return seen(text).startswith("/") and text.endswith(" ") and len(text.split()) == 1


def _command(text: str, place: Place) -> Meaning:
    word, rest = _split(text[1:])
    command = table.find(word)
    if command is None:
        return Unknown(word, table.closest_command(word))
    meaning = _arguments(command, rest) or Incomplete(command.usage)
    if place is Place.OUTSIDE and isinstance(meaning, Action):
        return NoRoom(text)
    return meaning


def _arguments(command: table.Command, rest: str) -> Meaning | None:
    """What a command means with these words behind it; of what is served only that there are as many as it needs."""
    if not command.served:
        return _READERS[command.name](rest)
    words = rest.strip(SPACES)
    return Serve(command.name, words or None) if words or not command.needs else None


def _said(text: str, place: Place, hint: str | None = None) -> Meaning:
    return NoRoom(text) if place is Place.OUTSIDE else Say(text, hint)


def _addressed(text: str) -> Meaning:
    """'@name text'. Without a name or a text nothing is sent: it could have been meant for one person only."""
    found = _ADDRESSED.match(text)
    assert found is not None, "the pattern matches every text with that sign"
    name, words = found.groups()
    return _private(name, words) or Incomplete("@name text")


def _bare(text: str, place: Place) -> Meaning:
    word, rest = _split(text)
    command = table.find(word)
    alone = not rest.strip(SPACES)
    if command is None or not command.bare:
        return _said(text, place)
    if place is Place.OUTSIDE and (alone or word.lower() in _TAKE_WORDS_WHEN_BARE):
        return _command("/" + text, place)
    if place is Place.ROOM and alone and command.name == "leave":
        return Leave()
    hint = "/" + word.lower() if place is Place.LOBBY and alone else None
    return _said(text, place, hint)


def _split(text: str) -> tuple[str, str]:
    """The first word, and what follows it and one space."""
    found = _WORD.match(text)
    assert found is not None, "the pattern matches every text"
    word, rest = found.groups()
    return word, rest


# One reader for each command that is not served: its arguments as typed -> its meaning, or None where they do not fit.


def _private(name: str, text: str) -> Meaning | None:
    return Private(name, text) if name and text.strip(SPACES) else None


def _read_msg(rest: str) -> Meaning | None:
    if not rest.strip(SPACES):
        return AskPrivate()
    name, text = _split(rest.lstrip(SPACES))
    return _private(name if name.startswith("@#") else person(name), text)  # "@#room": those with that role


def _read_who(rest: str) -> Meaning | None:
    match rest.strip(SPACES).lower():
        case "":
            return ListOnline()
        case "here":
            return ListHere()
    return None


def _read_rooms(rest: str) -> Meaning | None:
    return None if rest.strip(SPACES) else ListRooms()


def _read_join(rest: str) -> Meaning | None:
    room = rest.strip(SPACES)
    return Join(room) if room else None


def _read_leave(rest: str) -> Meaning | None:
    return Leave(rest.strip(SPACES) or None)


def _read_topic(rest: str) -> Meaning | None:
    return Topic(rest.strip(SPACES) or None)


def _read_me(rest: str) -> Meaning | None:
    return Action(rest) if rest.strip(SPACES) else None


def _read_edit(rest: str) -> Meaning | None:
    return Edit(rest) if rest.strip(SPACES) else None


def _read_nick(rest: str) -> Meaning | None:
    name = rest.strip(SPACES)
    return Rename(name) if name else None


def _read_register(rest: str) -> Meaning | None:
    password = rest.strip(SPACES)
    return Register(password) if password else None


def _read_login(rest: str) -> Meaning | None:
    name, password = _split(rest.strip(SPACES))
    return Login(person(name), password.strip(SPACES)) if person(name) and password.strip(SPACES) else None


def _read_away(rest: str) -> Meaning | None:
    return Away(rest.strip(SPACES) or None)


def _read_history(rest: str) -> Meaning | None:
    number = rest.strip(SPACES)
    if not number:
        return History()
    count = whole(number, HISTORY_LIMIT)
    return History(count) if count else None


def _read_search(rest: str) -> Meaning | None:
    words = rest.strip(SPACES)
    return Search(words) if words else None


def _read_rename(rest: str) -> Meaning | None:
    room, more = _split(rest.strip(SPACES))
    name, text = _split(more.lstrip(SPACES))
    return RenameRoom(room, name, text.strip(SPACES) or None) if room and name else None


def _read_kick(rest: str) -> Meaning | None:
    name, text = _split(rest.strip(SPACES))
    return Kick(person(name), text.strip(SPACES) or None) if person(name) else None


def _read_invite(rest: str) -> Meaning | None:
    name = _one_word(rest)
    return Invite(name) if name else None


def _read_modes(rest: str) -> Meaning | None:
    return Modes(rest.strip(SPACES) or None)


def _read_mode(letter: str, kind: str = "") -> Callable[[str], Meaning | None]:
    """For a command that changes one mode for one name or mask. `kind`: what masks of that kind begin with."""

    def read_it(rest: str) -> Meaning | None:
        name = _one_word(rest, _masked)
        return Modes(f"{letter} {kind}{_masked(name.removeprefix(kind))}") if name else None

    return read_it


def _read_ban(kind: str = "") -> Callable[[str], Meaning | None]:
    """'/ban name [time] [why]'. A second word that is no time begins the reason."""

    def read_it(rest: str) -> Meaning | None:
        name, more = _split(rest.strip(SPACES))
        name, more = _masked(name.removeprefix("@").removeprefix(kind)), more.strip(SPACES)
        if not name:
            return None
        if not more:
            return Modes(f"+b {kind}{name}")
        time, text = _split(more)
        if is_mistyped(more):
            return None
        if not milliseconds(time):
            return Ban(kind + name, text=more)
        return Ban(kind + name, time, text.strip(SPACES) or None)

    return read_it


def _read_announce(rest: str) -> Meaning | None:
    match rest.strip(SPACES).lower():
        case "on":
            return Modes("+m")
        case "off":
            return Modes("-m")
    return None


def _read_slow(rest: str) -> Meaning | None:
    time = rest.strip(SPACES)
    if time.lower() == "off":
        return Modes("-W")
    seconds = milliseconds(time) // 1000
    return Modes(f"+W {seconds}") if seconds else None


def _read_retention(rest: str) -> Meaning | None:
    time = rest.strip(SPACES)
    return Retention(time or None) if not time or _is_term(time) else None


def _read_expire(rest: str) -> Meaning | None:
    """'/expire [name] [time]': a word that is no time is a name. What begins with a digit is none."""
    name, time = _split(rest.strip(SPACES))
    time = time.strip(SPACES)
    if _is_term(name):
        return None if time else Expire(None, name)
    if _NUMERAL.match(name):
        return None
    return Expire(person(name) or None, time or None) if not time or _is_term(time) else None


def _read_pin(rest: str) -> Meaning | None:
    return Pin(rest.strip(SPACES) or None)


def _read_unpin(rest: str) -> Meaning | None:
    return Unpin(rest.strip(SPACES) or None)


def _read_pins(rest: str) -> Meaning | None:
    return None if rest.strip(SPACES) else ListPins()


def _read_upload(rest: str) -> Meaning | None:
    return Upload(rest.strip(SPACES) or None)


def _is_term(word: str) -> bool:
    return word.lower() == "off" or bool(milliseconds(word))


def _one_word(rest: str, meant: Callable[[str], str] = person) -> str:
    """The name or mask that is all of the arguments; "" when there is none, or more."""
    name, more = _split(rest.strip(SPACES))
    return "" if more else meant(name)


def _masked(name: str) -> str:
    """The person or the mask; the beginning of one alone is no person."""
    return name if name in _KINDS else person(name)


def _read_help(rest: str) -> Meaning | None:
    return Help(rest.strip(SPACES).removeprefix("/") or None)


def _read_quit(rest: str) -> Meaning | None:
    return Quit(rest.strip(SPACES) or None)


_READERS: dict[str, Callable[[str], Meaning | None]] = {
    "msg": _read_msg,
    "who": _read_who,
    "rooms": _read_rooms,
    "join": _read_join,
    "leave": _read_leave,
    "topic": _read_topic,
    "me": _read_me,
    "edit": _read_edit,
    "nick": _read_nick,
    "register": _read_register,
    "login": _read_login,
    "away": _read_away,
    "history": _read_history,
    "search": _read_search,
    "rename": _read_rename,
    "kick": _read_kick,
    "ban": _read_ban(),
    "unban": _read_mode("-b"),
    "mute": _read_ban("m:"),
    "unmute": _read_mode("-b", "m:"),
    "op": _read_mode("+o"),
    "deop": _read_mode("-o"),
    "voice": _read_mode("+v"),
    "devoice": _read_mode("-v"),
    "invite": _read_invite,
    "announce": _read_announce,
    "slow": _read_slow,
    "retention": _read_retention,
    "expire": _read_expire,
    "pin": _read_pin,
    "unpin": _read_unpin,
    "pins": _read_pins,
    "upload": _read_upload,
    "mode": _read_modes,
    "help": _read_help,
    "quit": _read_quit,
}
