"""Tags without text: typing and the like, which nobody keeps, reactions, and what is kept as its sender wants it."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial

from hubbub.chat.chat import Chat
from hubbub.chat.events import StatusSent, TagsKept, TagsSent
from hubbub.chat.refusals import NobodyNamed
from hubbub.chat.rights import ROLES_BY_SYMBOL, check_pace, check_speak, tags_speak
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import conversations, reactions, seeming
from hubbub.commands.messages.sending import in_context, role_of, room_of
from hubbub.commands.people import privacy
from hubbub.irc.tags import PERSIST_TAGS


def tag(chat: Chat, session: Session, target: str, tags: dict[str, str]) -> Awaitable[None] | None:
    """Send tags without text. Only reactions are kept, and what has one of PERSIST_TAGS; nothing waits for who is
    offline.

    Waits only for a reaction to a message that is not among the recent ones. Raises what `send` does, and NoHistory or
    UnknownMessage for a reaction to what is not there or may not be read.
    """
    user = session.me
    _check(chat, user, target)
    if target.startswith("#"):
        return _tag_in_room(chat, session, user, target, tags)
    if target[0] not in ROLES_BY_SYMBOL:
        return _tag_privately(chat, session, user, target, tags)
    room, target = role_of(chat, user, target)
    _check_pace(chat, user, room, tags)
    status = StatusSent(id=chat.ids(), at=chat.now, log=room.log, target=target, source=user.source, text="", tags=tags)
    chat.emit(status, session)
    return None


def _check(chat: Chat, user: User, target: str) -> None:
    """Raise what keeps somebody from sending tags there now."""
    if chat.world.lockdown:
        check_speak(chat.world.lockdown, user, target)
    if target.startswith("#"):
        room_of(chat, user, target)


def _check_in_room(chat: Chat, user: User, target: str, tags: dict[str, str]) -> None:
    _check(chat, user, target)
    _check_pace(chat, user, room_of(chat, user, target), tags)


def _check_pace(chat: Chat, user: User, room: Room, tags: dict[str, str]) -> None:
    """Raise what slow mode has against words in tags."""
    if room.slow_mode and tags_speak(tags):
        check_pace(chat.world.local, room, user)


def _tag_in_room(chat: Chat, session: Session, user: User, target: str, tags: dict[str, str]) -> Awaitable[None] | None:
    room, reaction = room_of(chat, user, target), reactions.read(tags, target)
    _check_pace(chat, user, room, tags)
    if reaction is not None:
        return reactions.react(
            chat, session, room.name, tags, reaction, partial(_check_in_room, chat, user, target, tags)
        )
    if is_kept(tags):
        _keep(chat, session, room, room.name, tags)
    else:
        chat.emit(_tags_sent(chat, user, room.log, room.name, tags), session)
    return None


def is_kept(tags: dict[str, str]) -> bool:
    """Whether their sender wants these tags to be kept: "servers should ignore any tag value" of that tag."""
    return any(tag in tags for tag in PERSIST_TAGS)


def _keep(
    chat: Chat,
    session: Session,
    journal: Room | Conversation,
    target: str,
    tags: dict[str, str],
    *,
    arrives: bool = True,
) -> None:
    """Raises DiskFull."""
    chat.check_space()
    user = session.me
    kept = TagsKept(
        id=chat.ids(),
        at=chat.stamp(journal) if arrives else seeming.stamp(chat, user, journal),
        log=journal.log,
        target=target,
        source=user.source,
        tags=tags,
        party=user.party,
    )
    if arrives:
        chat.emit(kept, session)
    else:
        seeming.say(chat, session, kept)


def _tag_privately(
    chat: Chat, session: Session, user: User, target: str, tags: dict[str, str]
) -> Awaitable[None] | None:
    other = chat.world.user(target)
    if other is None:
        raise NobodyNamed(target)
    reaction = reactions.read(tags, other.name)
    tags = in_context(chat, user, tags) or {}
    arrives = privacy.arrives(chat, user, other.party, other.name)
    if reaction is not None:
        return reactions.react(chat, session, other.name, tags, reaction, lambda: _check(chat, user, target))
    if is_kept(tags):
        chat.check_space()
        conversation = conversations.conversation_with(chat, user, other.party, other.name)
        _keep(chat, session, conversation, other.name, tags, arrives=arrives)
    elif arrives:
        chat.emit(_tags_sent(chat, user, 0, other.name, tags), session)
    else:
        chat.seem(_tags_sent(chat, user, 0, other.name, tags), session)
    return None


def _tags_sent(chat: Chat, user: User, log: int, target: str, tags: dict[str, str]) -> TagsSent:
    return TagsSent(id=chat.ids(), at=chat.now, log=log, target=target, source=user.source, tags=tags)
