"""A line of the server -> what arrives in a buffer by it: a message, a happening, or what becomes of a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hubbub.irc import ctcp
from hubbub.irc.tags import EDITED_TAG, OWN_REACTIONS_TAG, REACT_TAG, REACTOR_TAG, REPLY_TAGS, UNREACT_TAG
from hubbub.irc.times import parse_time
from hubbub.wire.message import Message as Line

from .protocol.capabilities import FILES, REACTIONS
from .protocol.isupport import status_target
from .state.files import File, read_files
from .state.items import Happened, Happening
from .state.messages import Message, Reaction, Said, Status

if TYPE_CHECKING:
    from .session import Client

_MOST_REACTIONS = 8  # different ones, to one message
_COUNTS = msgspec.json.Decoder(dict[str, int])
_NAMES = msgspec.json.Decoder(list[str])


class Edit(msgspec.Struct, frozen=True):
    """Another text for the message with the id `message`; `id` and `at` are those of the edit."""

    id: str
    at: int
    message: str
    by: str
    text: str
    kind: Said = "said"
    files: tuple[File, ...] = ()


class Redaction(msgspec.Struct, frozen=True):
    """The message with the id `message` is removed."""

    id: str
    at: int
    message: str
    by: str
    text: str


class Reacting(msgspec.Struct, frozen=True):
    """Somebody reacts to the message with the id `message`, or (`undone`) takes that back.

    `account`: whose it is, if that is known, or which guest's: who has one is the same person under any name.
    """

    id: str
    at: int
    message: str
    by: str
    text: str
    undone: bool
    account: str = ""


Thing = Message | Happening | Edit | Redaction | Reacting


class Arrival(msgspec.Struct, frozen=True):
    """A thing, and where it arrives: the room as written, or the other person of a conversation. `late`: from history;
    `seq`: the number of the received line.
    """

    target: str
    thing: Thing
    late: bool = False
    seq: int = 0

    @property
    def private(self) -> bool:
        return not is_room(self.target)


class Around(msgspec.Struct, frozen=True):
    """What surrounds a line. `held`: the message waits for who is offline, as a note in the same answer says."""

    now: int
    label: str = ""
    late: bool = False
    held: bool = False


def read(client: Client, line: Line, around: Around) -> Arrival | None:
    """What the line brings; None when it is nothing that stands in a buffer, or lacks what it needs.

    Of what happens to a person in all their rooms at once (QUIT, NICK) the target is '': the page says in which.
    """
    least, reader = _READERS.get(line.command, (0, None))
    if reader is None or len(line.params) < least:
        return None
    found = reader(client, line, around)
    return found and replace(found, seq=client.counted.seq)


def time_of(line: Line, now: int) -> int:
    """The server's time of a line, or `now` when it gives none that can be read."""
    try:
        return parse_time((line.tags or {}).get("time", ""))
    except ValueError:
        return now


def id_of(client: Client, line: Line) -> str:
    """The server's id of what the line says, or one of ours."""
    return (line.tags or {}).get("msgid", "") or client.identity.local_id()


def reference_of(line: Line) -> str:
    """The id of the message that this one replies to, or reacts to."""
    tags = line.tags or {}
    return next(filter(None, (tags.get(tag, "") for tag in REPLY_TAGS)), "")


def name_of(line: Line) -> str:
    """The name of who sent it; a server's is the server's name."""
    return (line.source or "").partition("!")[0]


def is_room(target: str) -> bool:
    return target.startswith("#")


def is_ctcp(thing: Thing) -> bool:
    """Whether programs talk to each other; what somebody does (ACTION) is for people."""
    return isinstance(thing, Message) and ctcp.is_ctcp(thing.text)


def reactions_of(line: Line, me: str) -> dict[str, Reaction] | None:
    """What a message of history says of the reactions to it (docs/ext/reactions.md); None when it says nothing."""
    tags = line.tags or {}
    try:
        counts = _COUNTS.decode(tags.get(REACTIONS, "{}"))
        own = _NAMES.decode(tags.get(OWN_REACTIONS_TAG, "[]"))
    except msgspec.MsgspecError:
        return None
    return {
        text: Reaction(count, (me,) if text in own else (), text in own)
        for text, count in islice(counts.items(), _MOST_REACTIONS)
        if count > 0
    } or None


def _message(client: Client, line: Line, around: Around) -> Arrival:
    tags, sender = line.tags or {}, name_of(line)
    sign, to = status_target(client.link.supports, line.params[0])
    own = client.identity.was_me(sender, tags.get("account", ""), time_of(line, around.now), late=around.late)
    private = not is_room(to)
    kind, text = _kind_of(line.command, line.params[1])
    message = Message(
        id_of(client, line),
        sender,
        text,
        time_of(line, around.now),
        kind,
        account=tags.get("account", ""),
        own=own,
        private=private,
        client_id=tags.get("hubbub.chat/client-id", "") if own else "",
        status=_status(held=around.held and own),
        edited_at=_edited_at(tags.get(EDITED_TAG)),
        reply=reference_of(line),
        reactions=reactions_of(line, client.name),
        late=around.late,
        bot="bot" in tags,
        only_for=sign,
        files=read_files(tags.get(FILES, "")),
    )
    return Arrival(sender if private and not own else to, message, around.late)


def _kind_of(command: str, text: str) -> tuple[Said, str]:
    if text.startswith(ctcp.ACTION):
        return "did", text[len(ctcp.ACTION) :].removesuffix(ctcp.DELIMITER)
    return ("notice" if command == "NOTICE" else "said"), text


def _status(*, held: bool) -> Status:
    return "kept" if held else "sent"


def _edited_at(time: str | None) -> int:
    if time is None:
        return 0
    try:
        return parse_time(time)
    except ValueError:
        return 1  # some time


def _target(client: Client, line: Line) -> str:
    """Where something that was done to a message belongs."""
    to, by = line.params[0], name_of(line)
    return to if is_room(to) or client.state.is_me(by) else by


def _edit(client: Client, line: Line, around: Around) -> Arrival:
    kind, text = _kind_of("PRIVMSG", line.params[2])
    edit = Edit(id_of(client, line), time_of(line, around.now), line.params[1], name_of(line), text, kind, _files(line))
    return Arrival(_target(client, line), edit, around.late)


def _files(line: Line) -> tuple[File, ...]:
    return read_files((line.tags or {}).get(FILES, ""))


def _redaction(client: Client, line: Line, around: Around) -> Arrival:
    why = line.params[2] if len(line.params) > 2 else ""
    gone = Redaction(id_of(client, line), time_of(line, around.now), line.params[1], name_of(line), why)
    return Arrival(_target(client, line), gone, around.late)


def _identity(tags: Mapping[str, str]) -> str:
    """Whose a reaction is, whatever their name: an account's, or a guest's, which is no account's name."""
    reactor = tags.get(REACTOR_TAG, "")
    return tags.get("account", "") or (reactor and f"*{reactor}")


def _reacting(client: Client, line: Line, around: Around) -> Arrival | None:
    tags = line.tags or {}
    reaction, about = tags.get(REACT_TAG, "") or tags.get(UNREACT_TAG, ""), reference_of(line)
    if not reaction or not about:
        return None
    id, at, by = id_of(client, line), time_of(line, around.now), name_of(line)
    thing = Reacting(id, at, about, by, reaction, REACT_TAG not in tags, _identity(tags))
    return Arrival(_target(client, line), thing, around.late)


def _happening(kind: Happened) -> Callable[[Client, Line, Around], Arrival | None]:
    def read_it(client: Client, line: Line, around: Around) -> Arrival | None:
        room, fields = _FIELDS[kind](line)
        about = fields.get("before", "") or fields.get("name", "") or fields.get("by", "")
        own = client.identity.was_me(about, "", time_of(line, around.now), late=around.late)
        happening = Happening(kind, id_of(client, line), time_of(line, around.now), own=own, late=around.late, **fields)
        return Arrival(room, happening, around.late)

    return read_it


def _text(line: Line, place: int) -> str:
    return line.params[place] if len(line.params) > place else ""


def _kicked(line: Line) -> tuple[str, dict[str, str]]:
    by, why = name_of(line), _text(line, 2)
    return line.params[0], {"name": line.params[1], "by": by, "text": "" if why == by else why}


_FIELDS: dict[Happened, Callable[[Line], tuple[str, dict[str, str]]]] = {
    "joined": lambda line: (line.params[0], {"name": name_of(line)}),
    "left": lambda line: (line.params[0], {"name": name_of(line), "text": _text(line, 1)}),
    "quit": lambda line: ("", {"name": name_of(line), "text": _text(line, 0)}),
    "kicked": _kicked,
    "renamed": lambda line: ("", {"before": name_of(line), "name": line.params[0]}),
    "topic": lambda line: (line.params[0], {"by": name_of(line), "text": line.params[1]}),
    "modes": lambda line: (line.params[0], {"by": name_of(line), "text": " ".join(line.params[1:])}),
    "room_renamed": lambda line: (
        line.params[1],
        {"by": name_of(line), "before": line.params[0], "name": line.params[1], "text": _text(line, 2)},
    ),
    "invited": lambda line: (line.params[1], {"by": name_of(line), "name": line.params[0]}),
}
_READERS: dict[str, tuple[int, Callable[[Client, Line, Around], Arrival | None]]] = {
    "PRIVMSG": (2, _message),
    "NOTICE": (2, _message),
    "EDIT": (3, _edit),
    "REDACT": (2, _redaction),
    "TAGMSG": (1, _reacting),
    "JOIN": (1, _happening("joined")),
    "PART": (1, _happening("left")),
    "QUIT": (0, _happening("quit")),
    "KICK": (2, _happening("kicked")),
    "NICK": (1, _happening("renamed")),
    "TOPIC": (2, _happening("topic")),
    "MODE": (2, _happening("modes")),
    "RENAME": (2, _happening("room_renamed")),
    "INVITE": (2, _happening("invited")),
}
