"""How long messages stay."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import retention
from hubbub.dialects.plain.screen import say, say_all
from hubbub.dialects.plain.whereabouts import room_meant, shown
from hubbub.typed import sentences
from hubbub.typed.meanings import Expire, Retention


def set_retention(chat: Chat, session: Session, meaning: Retention) -> None:
    name = room_meant(session, meaning).name
    if meaning.time is None:
        _show(chat, session, name)
    else:
        retention.retain(chat, session, name, meaning.time)


def expire(chat: Chat, session: Session, meaning: Expire) -> None:
    target = meaning.name or room_meant(session, meaning).name
    if meaning.time is None:
        _show(chat, session, target)
    else:
        retention.expire(chat, session, target, meaning.time)


def show_to_newcomer(chat: Chat, session: Session, room: Room) -> None:
    """What holds in this room beyond what holds on the whole server."""
    for line in sentences.keeping(_where(chat, room.name), room.retention, room.expiry):
        say(session, line)


def _show(chat: Chat, session: Session, target: str) -> None:
    name, stays, expiry = retention.kept(chat, session, target)
    where = _where(chat, name)
    say_all(session, sentences.keeping(where, stays, expiry) or [sentences.all_kept(where)])


def _where(chat: Chat, target: str) -> str:
    room = target.startswith("#")
    return f"in {shown(target, chat.world.lobby)}" if room else f"in your conversation with {target}"
