"""MARKREAD (https://ircv3.net/specs/extensions/read-marker): how far a person has read."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import DiskFull, NoHistory
from hubbub.chat.world.session import Session
from hubbub.commands.messages import read_markers
from hubbub.dialects.irc.lines import from_server, shortened, standard_reply
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc.caps import Cap
from hubbub.irc.times import format_time, parse_time
from hubbub.wire.message import Message

READ_MARKER = Cap.READ_MARKER.value


def markread(chat: Chat, session: Session, message: Message) -> None:
    if not message.params or not message.params[0]:
        _fail(session, "NEED_MORE_PARAMS", text="Give a room or a name, and perhaps timestamp=...")
        return
    target = message.params[0]
    if len(message.params) == 1:
        show_marker(chat, session, target)
        return
    try:
        until = _time(message.params[1])
    except ValueError:
        _fail(session, "INVALID_PARAMS", message.params[1], text="That is no time: give timestamp=...")
        return
    try:
        if not read_markers.mark(chat, session, target, until):
            show_marker(chat, session, target)
    except NoHistory as refusal:
        _fail(session, "INVALID_PARAMS", target, text=sentence(refusal))
    except DiskFull as refusal:
        _fail(session, "INTERNAL_ERROR", target, text=sentence(refusal))


def show_marker(chat: Chat, session: Session, target: str) -> None:
    """Where the person has read up to: an answer, and what follows each JOIN for who asked for it."""
    name, until = read_markers.marker(chat, session, target)
    from_server(session, "MARKREAD", shortened(name, 64), "*" if until is None else f"timestamp={format_time(until)}")


def _time(text: str) -> int:
    """Raises ValueError."""
    kind, _, value = text.partition("=")
    if kind != "timestamp":
        raise ValueError(text)
    return parse_time(value)


def _fail(session: Session, code: str, *about: str, text: str) -> None:
    standard_reply(session, "FAIL", "MARKREAD", code, *(shortened(word, 64) for word in about), text=text)


VERBS: dict[str, Verb] = {
    "MARKREAD": Verb(markread, "MARKREAD <room|name> [timestamp=<time>]", "See or set how far you have read."),
}
