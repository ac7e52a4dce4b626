"""RETENTION and EXPIRE: how long messages stay (docs/moderation.md)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import retention
from hubbub.dialects.irc.lines import from_server, tell_all
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.services.record import row
from hubbub.typed import sentences
from hubbub.wire.message import Message


def set_retention(chat: Chat, session: Session, message: Message) -> None:
    if len(message.params) > 1:
        retention.retain(chat, session, message.params[0], message.params[1])
    else:
        _show(chat, session, message.params[0])


def expire(chat: Chat, session: Session, message: Message) -> None:
    if len(message.params) > 1:
        retention.expire(chat, session, message.params[0], message.params[1])
    else:
        _show(chat, session, message.params[0])


def show_to_newcomer(session: Session, room: Room) -> None:
    """What holds in this room beyond what holds on the whole server."""
    for line in sentences.keeping("here", room.retention, room.expiry):
        from_server(session, "NOTICE", room.name, line)


def _show(chat: Chat, session: Session, target: str) -> None:
    name, stays, expiry = retention.kept(chat, session, target)
    where = f"in {name}" if name.startswith("#") else f"in your conversation with {name}"
    first, *others = sentences.keeping(where, stays, expiry) or [sentences.all_kept(where)]
    tell_all(session, [row("keeping", first, about=name, retention=stays, expiry=expiry), *others])


VERBS: dict[str, Verb] = {
    "RETENTION": verb(set_retention, "retention", params=1, named=1),
    "EXPIRE": verb(expire, "expire", params=1, named=1),
}
