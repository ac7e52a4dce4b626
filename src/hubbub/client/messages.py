"""A PRIVMSG or NOTICE of the server -> the message a person sees, and typed text -> the lines that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import msgspec

from hubbub.irc import casemap
from hubbub.irc.times import parse_time
from hubbub.typed.splitting import split_at_words
from hubbub.wire import message as wire

from .events import Kind, Message
from .link import EDITED, REACTIONS, clean

_ACTION = "\1ACTION "
_MOST_REACTIONS = 8  # different ones, to one message
_COUNTS = msgspec.json.Decoder(dict[str, int])
_SMALLEST = 64  # bytes of text in a line, however long the target is: the server then says what is wrong


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a line. `held`: the message waits for who is offline, as a note in the same answer says."""

    now: int
    label: str = ""
    late: bool = False
    held: bool = False


def time_of(message: wire.Message, now: int) -> int:
    """The server's time of a line, or `now` when it gives none that can be read."""
    try:
        return parse_time((message.tags or {}).get("time", ""))
    except ValueError:
        return now


def id_of(message: wire.Message) -> str:
    return (message.tags or {}).get("msgid", "")


def reference_of(message: wire.Message) -> str:
    """The id of the message that this one replies to, or reacts to."""
    tags = message.tags or {}
    return tags.get("+draft/reply", "") or tags.get("+reply", "")


def sender_of(message: wire.Message) -> str:
    """The name of who sent it; a server's is the server's name."""
    return (message.source or "").partition("!")[0]


def read(message: wire.Message, me: str, now: int, *, late: bool = False, held: bool = False) -> Message | None:
    """The message, or its new text, as an event; None for a line without a target or text."""
    edit = message.command == "EDIT"
    if len(message.params) < (3 if edit else 2):
        return None
    to, text = message.params[0], message.params[2 if edit else 1]
    sender = sender_of(message)
    own = casemap.lower(sender) == casemap.lower(me)
    private = not is_room(to)
    target = sender if private and not own else to
    kind: Kind = "notice" if message.command == "NOTICE" else "said"
    if text.startswith(_ACTION):
        kind, text = "did", text[len(_ACTION) :].removesuffix("\1")
    edited = edit or EDITED in (message.tags or {})
    return Message(
        target, sender, text, time_of(message, now), id_of(message), own, private, kind, late, held, edited,
        reference_of(message), reactions=reactions_of(message),
    )  # fmt: skip


def reactions_of(message: wire.Message) -> tuple[tuple[str, int], ...]:
    """What a message of history says of the reactions to it (docs/ext/reactions.md)."""
    try:
        counts = _COUNTS.decode((message.tags or {}).get(REACTIONS, "{}"))
    except msgspec.MsgspecError:
        return ()
    return tuple(islice(counts.items(), _MOST_REACTIONS))


def is_room(target: str) -> bool:
    return target.startswith("#")


def lines_of(target: str, text: str, *, action: bool = False) -> list[str]:
    """The text in parts that fit one line each to that target, split at words."""
    around = len(f"PRIVMSG {target} :".encode()) + (len(_ACTION) + 1 if action else 0)
    parts = split_at_words(clean(text), max(_SMALLEST, wire.BODY_LIMIT - around))
    return [f"{_ACTION}{part}\1" for part in parts] if action else parts
