"""People: who is online, who is away, under which real name."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import AwayChanged, RealnameChanged
from hubbub.chat.names import fold
from hubbub.chat.refusals import RealnameKept, TextTooLong
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import presence
from hubbub.commands.people.in_order import InOrder
from hubbub.wire.truncate import cut


def online(chat: Chat, asker: Session) -> InOrder[User]:
    """Everybody who has a connection and whom the asker may find, by name; the console finds all."""
    me, all_of_them = asker.user, asker.console
    return known(chat).that(lambda user: bool(user.sessions) and (all_of_them or rights.may_find(user, me)))


def known(chat: Chat) -> InOrder[User]:
    """Everybody who is in the chat, connected or not, by name."""
    return by_name(chat.world.users.values())


def members(room: Room) -> InOrder[User]:
    """The room's members, by name."""
    return by_name(room.members)


def by_name(users: Iterable[User]) -> InOrder[User]:
    """These people, by name."""
    return InOrder(users, attrgetter("fold"))


def set_away(chat: Chat, session: Session, text: str) -> None:
    """Be away with this text; an empty one means being back."""
    user = session.me
    check_away(chat, text)
    if text:
        text = rights.heard(chat.world, user, user.rooms, text) or rights.AWAY
    if text != user.away:
        chat.emit(AwayChanged(at=chat.now, source=user.source, text=text), session)
        if not chat.disk_full:
            presence.note(chat, user)


def check_away(chat: Chat, text: str) -> None:
    """Whether one may be away with this text. Raises TextTooLong."""
    _check_length(text, chat.policy.away_bytes)


def set_realname(chat: Chat, session: Session, realname: str) -> None:
    """Change the real name that others can ask for. Raises TextTooLong, or RealnameKept where they may not speak."""
    user = session.me
    _check_length(realname, chat.policy.realname_bytes)
    if rights.silenced(chat.world, user, user.rooms):
        raise RealnameKept
    chat.emit(RealnameChanged(at=chat.now, source=user.source, realname=realname), session)


def follow_realname(chat: Chat, user: User, realname: str) -> None:
    """Who has come back has the real name that they gave last, unless they may not speak.

    Clients that ask for none give the name in its place: that is no other one.
    """
    realname = realname.strip() and cut(realname, chat.policy.realname_bytes)
    if fold(realname) in (user.fold, fold(user.account)):
        return
    silenced = rights.silenced(chat.world, user, user.rooms)
    if realname and realname != user.realname and not silenced:
        chat.emit(
            RealnameChanged(at=chat.now, source=user.source, realname=realname, bot=user.is_bot, login=user.account)
        )


def _check_length(text: str, limit: int) -> None:
    length = len(text.encode())
    if length > limit:
        raise TextTooLong(limit=str(limit), length=str(length))
