"""RETENTION and EXPIRE: how long messages stay (docs/moderation.md)."""

from __future__ import annotations

from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import keeping
from hubbub.dialects.irc.lines import from_server, nick_of
from hubbub.dialects.irc.verb import Verb
from hubbub.typed import wording
from hubbub.wire.message import Message


def retention(turn: Turn, session: Session, message: Message) -> None:
    if len(message.params) > 1:
        keeping.retain(turn, session, message.params[0], message.params[1])
    else:
        _show(turn, session, message.params[0])


def expire(turn: Turn, session: Session, message: Message) -> None:
    if len(message.params) > 1:
        keeping.expire(turn, session, message.params[0], message.params[1])
    else:
        _show(turn, session, message.params[0])


def show_to_newcomer(session: Session, room: Room) -> None:
    """What holds in this room beyond what holds on the whole server."""
    for line in wording.keeping("here", room.retention, room.expiry):
        from_server(session, "NOTICE", room.name, line)


def _show(turn: Turn, session: Session, target: str) -> None:
    name, retention, expiry = keeping.kept(turn, session, target)
    where = f"in {name}" if name.startswith("#") else f"in your conversation with {name}"
    for line in wording.keeping(where, retention, expiry) or [wording.all_kept(where)]:
        from_server(session, "NOTICE", nick_of(session), line)


VERBS = {
    "RETENTION": Verb(
        retention, "RETENTION <room> [<time>|off]", "Has what is older erased, or shows what holds.", params=1
    ),
    "EXPIRE": Verb(
        expire, "EXPIRE <room>|<name> [<time>|off]", "Lets new messages disappear, or shows what holds.", params=1
    ),
}
