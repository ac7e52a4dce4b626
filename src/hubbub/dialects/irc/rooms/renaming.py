"""RENAME (IRCv3 draft/channel-rename), and what those see who cannot read it."""

from __future__ import annotations

from functools import partial

from hubbub.chat.chat import Chat
from hubbub.chat.events import MemberJoined, MemberLeft
from hubbub.chat.names import fold
from hubbub.chat.refusals import CannotRename
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session, Slices
from hubbub.commands.rooms import renaming
from hubbub.commands.rooms.renaming import Moved
from hubbub.dialects.irc.lines import shortened
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

from .joining import show_room

AT_ONCE = 50  # members
CHANNEL_RENAME = Cap.CHANNEL_RENAME.value


def rename(chat: Chat, session: Session, message: Message) -> None:
    """ "Server implementations MAY prevent channel renames that change the prefix type"."""
    before, name, *text = message.params
    if not name.startswith("#"):
        raise CannotRename(before, name=shortened(name, 64), reason="a room's name begins with #")
    renaming.rename(chat, session, before, name, text[0] if text else "")


def show_moved(session: Session, moved: Moved) -> None:
    """The fallback: PART, then all that is sent to who joins. Not when only the case has changed."""
    room, user = moved.room, session.user
    if state_of(session).caps & CHANNEL_RENAME or fold(moved.before) == room.fold or user is None:
        return
    if len(room.members) <= AT_ONCE:
        _show_moved(session, user, moved)
    else:
        session.answer_slowly(_moved(session, user, moved))


def _moved(session: Session, user: User, moved: Moved) -> Slices:
    """The same to very many, of each of whom all the others are told: as they take it."""
    if session.user is user:
        yield from session.answered(partial(_show_moved, session, user, moved))


def _show_moved(session: Session, user: User, moved: Moved) -> None:
    room, at = moved.room, session.chat.now
    left = MemberLeft(
        id=0,
        at=at,
        log=room.log,
        room=moved.before,
        source=user.source,
        text=moved.text,
        bot=user.is_bot,
        login=user.account,
    )
    joined = MemberJoined(
        id=0,
        at=at,
        log=room.log,
        room=room.name,
        source=user.source,
        realname=user.realname,
        account=user.account,
        bot=user.is_bot,
        login=user.account,
    )
    for event in (left, joined):
        for line in session.profile.lines((event,)):
            session.answer(line)
    show_room(session, room)


VERBS: dict[str, Verb] = {
    "RENAME": verb(rename, "rename", params=2, named=1, cost=2),
}
