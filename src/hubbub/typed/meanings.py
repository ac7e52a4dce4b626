"""What a typed text can mean: one frozen record for each meaning, named in spec/commands.json by its class."""

from __future__ import annotations

from enum import Enum

import msgspec


class Place(Enum):
    """Where the person is who types. In a conversation everything without a slash is said to the other person."""

    LOBBY = "lobby"
    ROOM = "room"
    CONVERSATION = "conversation"
    OUTSIDE = "outside"


class Say(msgspec.Struct, frozen=True):
    """A message to the room. `hint`: the command that the sender perhaps meant, as '/quit' (see `table.hint_text`)."""

    text: str
    hint: str | None = None


class Action(msgspec.Struct, frozen=True):
    """What the person does, for the room: '/me waves'."""

    text: str


class Edit(msgspec.Struct, frozen=True):
    """Another text for what the person said last."""

    text: str


class Private(msgspec.Struct, frozen=True):
    """A private message. `name` is as typed, not checked."""

    name: str
    text: str


class AskPrivate(msgspec.Struct, frozen=True):
    """Ask for the recipient of a private message, then for the text."""


class ListOnline(msgspec.Struct, frozen=True):
    """Who is online."""


class ListHere(msgspec.Struct, frozen=True):
    """Who is in this room."""


class ListRooms(msgspec.Struct, frozen=True):
    """Which rooms there are."""


class Join(msgspec.Struct, frozen=True):
    """Enter a room. `room` is as typed, with or without '#', not checked."""

    room: str


class Leave(msgspec.Struct, frozen=True):
    """Leave the named room (as typed), or the current one."""

    room: str | None = None


class Topic(msgspec.Struct, frozen=True):
    """Change the topic, or show it."""

    text: str | None = None


class RenameRoom(msgspec.Struct, frozen=True):
    """Give a room another name. Both are as typed, with or without '#', not checked."""

    room: str
    name: str
    text: str | None = None


class Kick(msgspec.Struct, frozen=True):
    """Make somebody (as typed) leave the room."""

    name: str
    text: str | None = None


class Invite(msgspec.Struct, frozen=True):
    """Let somebody (as typed) join the room."""

    name: str


class Modes(msgspec.Struct, frozen=True):
    """Change the room's modes, as in '+o bob', or show them. Bans and roles are modes as well."""

    words: str | None = None


class Ban(msgspec.Struct, frozen=True):
    """Keep those from the room whom a mask means (m:mask: from speaking only), for a `time` as typed, and say why."""

    mask: str
    time: str | None = None
    text: str | None = None


class Retention(msgspec.Struct, frozen=True):
    """Erase what is older than this time (as typed, or 'off') in the room, or say what holds."""

    time: str | None = None


class Expire(msgspec.Struct, frozen=True):
    """Let new messages disappear after this time (as typed, or 'off'), or say what holds.

    In the room, or in the private conversation with that name."""

    name: str | None = None
    time: str | None = None


class Pin(msgspec.Struct, frozen=True):
    """Pin the latest message of the room, or the latest with these words."""

    words: str | None = None


class Unpin(msgspec.Struct, frozen=True):
    """Take off what was pinned last in the room, or last of those with these words."""

    words: str | None = None


class ListPins(msgspec.Struct, frozen=True):
    """What is pinned in the room."""


class Upload(msgspec.Struct, frozen=True):
    """Share a file of one's own machine (as typed), or ask which. For programs that can read it."""

    file: str | None = None


class Rename(msgspec.Struct, frozen=True):
    """Take another name (as typed, not checked)."""

    name: str


class Register(msgspec.Struct, frozen=True):
    """Make an account of one's name, or change the password of the one that is logged in."""

    password: str


class Login(msgspec.Struct, frozen=True):
    """Show that a name (as typed) is one's own."""

    name: str
    password: str


class Serve(msgspec.Struct, frozen=True):
    """Something that the server understands by itself: its `command`, and the `words` after that."""

    command: str
    words: str | None = None


class Away(msgspec.Struct, frozen=True):
    """Away with a text, or back."""

    text: str | None = None


class History(msgspec.Struct, frozen=True):
    """The last messages; `count` from 1 to 1,000, or None: as many as is usual."""

    count: int | None = None


class Search(msgspec.Struct, frozen=True):
    """Messages that hold all the words; a part in quotes is a phrase."""

    words: str


class Help(msgspec.Struct, frozen=True):
    """All commands, or the named one (as typed, without its slash)."""

    command: str | None = None


class Quit(msgspec.Struct, frozen=True):
    """Goodbye, with or without words."""

    text: str | None = None


class Unknown(msgspec.Struct, frozen=True):
    """A slash and a word that is no command; nothing is sent. `word` is as typed, without the slash."""

    word: str
    closest: str | None = None


class Incomplete(msgspec.Struct, frozen=True):
    """A command that lacks something, or has something that it does not take; nothing is sent. `slip`: it has a
    password or a code, and another beginning than a command has."""

    usage: str
    slip: bool | None = None


class NoRoom(msgspec.Struct, frozen=True):
    """Words for a room from someone who is in none; nothing is sent, and the answer says how to join."""

    text: str


class Nothing(msgspec.Struct, frozen=True):
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
    | Upload
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
