"""What a typed text can mean: one frozen record for each meaning, named in spec/commands.json by its class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Place(Enum):
    """Where the person is who types. In a conversation everything without a slash is said to the other person."""

    LOBBY = "lobby"
    ROOM = "room"
    CONVERSATION = "conversation"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Say:
    """A message to the room. `hint`: the command that the sender perhaps meant, as '/quit' (see `table.hint_text`)."""

    text: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What the person does, for the room: '/me waves'."""

    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Another text for what the person said last."""

    text: str


@dataclass(frozen=True, slots=True)
class Private:
    """A private message. `name` is as typed, not checked."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AskPrivate:
    """Ask for the recipient of a private message, then for the text."""


@dataclass(frozen=True, slots=True)
class ListOnline:
    """Who is online."""


@dataclass(frozen=True, slots=True)
class ListHere:
    """Who is in this room."""


@dataclass(frozen=True, slots=True)
class ListRooms:
    """Which rooms there are."""


@dataclass(frozen=True, slots=True)
class Join:
    """Enter a room. `room` is as typed, with or without '#', not checked."""

    room: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the named room (as typed), or the current one."""

    room: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """Change the topic, or show it."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class RenameRoom:
    """Give a room another name. Both are as typed, with or without '#', not checked."""

    room: str
    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Kick:
    """Make somebody (as typed) leave the room."""

    name: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """Let somebody (as typed) join the room."""

    name: str


@dataclass(frozen=True, slots=True)
class Modes:
    """Change the room's modes, as in '+o bob', or show them. Bans and roles are modes as well."""

    words: str | None = None


@dataclass(frozen=True, slots=True)
class Ban:
    """Keep those from the room whom a mask means (m:mask: from speaking only), for a `time` as typed, and say why."""

    mask: str
    time: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """Erase what is older than this time (as typed, or 'off') in the room, or say what holds."""

    time: str | None = None


@dataclass(frozen=True, slots=True)
class Expire:
    """Let new messages disappear after this time (as typed, or 'off'), or say what holds.

    In the room, or in the private conversation with that name."""

    name: str | None = None
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """Pin the latest message of the room, or the latest with these words."""

    words: str | None = None


@dataclass(frozen=True, slots=True)
class Unpin:
    """Take off what was pinned last in the room, or last of those with these words."""

    words: str | None = None


@dataclass(frozen=True, slots=True)
class ListPins:
    """What is pinned in the room."""


@dataclass(frozen=True, slots=True)
class Rename:
    """Take another name (as typed, not checked)."""

    name: str


@dataclass(frozen=True, slots=True)
class Register:
    """Make an account of one's name, or change the password of the one that is logged in."""

    password: str


@dataclass(frozen=True, slots=True)
class Login:
    """Show that a name (as typed) is one's own."""

    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Serve:
    """Something that the server understands by itself: its `command`, and the `words` after that."""

    command: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """Away with a text, or back."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class History:
    """The last messages; `count` from 1 to 1,000, or None: as many as is usual."""

    count: int | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """Messages that hold all the words; a part in quotes is a phrase."""

    words: str


@dataclass(frozen=True, slots=True)
class Help:
    """All commands, or the named one (as typed, without its slash)."""

    command: str | None = None


@dataclass(frozen=True, slots=True)
class Quit:
    """Goodbye, with or without words."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A slash and a word that is no command; nothing is sent. `word` is as typed, without the slash."""

    word: str
    closest: str | None = None


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A command that lacks something, or has something that it does not take; nothing is sent."""

    usage: str


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Words for a room from someone who is in none; nothing is sent, and the answer says how to join."""

    text: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """An empty line, or only spaces."""


Meaning = (
    Say
    | Action
    | Edit
    | Private
    | AskPrivate
    | ListOnline
    | ListHere
    | ListRooms
    | Join
    | Leave
    | Topic
    | RenameRoom
    | Kick
    | Invite
    | Modes
    | Ban
    | Retention
    | Expire
    | Pin
    | Unpin
    | ListPins
    | Rename
    | Register
    | Login
    | Serve
    | Away
    | History
    | Search
    | Help
    | Quit
    | Unknown
    | Incomplete
    | NoRoom
    | Nothing
)
