"""Tags without text: typing and the like, which nobody keeps, and reactions, which are."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import StatusSent, TagsSent
from hubbub.chat.refusals import NobodyNamed
from hubbub.chat.rights import ROLES_BY_SYMBOL, check_speak
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.messages import reactions
from hubbub.commands.messages.sending import role_of, room_of
from hubbub.commands.people import privacy


def tag(chat: Chat, session: Session, target: str, tags: dict[str, str]) -> None:
    """Send tags without text. Only reactions are kept; nothing waits for who is offline."""
    user = session.me
    if chat.world.lockdown:
        check_speak(chat.world.lockdown, user, target)
    if target.startswith("#"):
        _tag_in_room(chat, session, user, target, tags)
    elif target[0] in ROLES_BY_SYMBOL:
        room, target = role_of(chat, user, target)
        status = StatusSent(
            id=chat.ids(), at=chat.now, log=room.log, target=target, source=user.source, text="", tags=tags
        )
        chat.emit(status, session)
    else:
        _tag_privately(chat, session, user, target, tags)


def _tag_in_room(chat: Chat, session: Session, user: User, target: str, tags: dict[str, str]) -> None:
    room, reaction = room_of(chat, user, target), reactions.read(tags)
    if reaction is not None:
        reactions.react(chat, session, room, room.name, tags, reaction)
    else:
        chat.emit(_tags_sent(chat, user, room.log, room.name, tags), session)


def _tag_privately(chat: Chat, session: Session, user: User, target: str, tags: dict[str, str]) -> None:
    other, reaction = chat.world.user(target), reactions.read(tags)
    if other is None:
        raise NobodyNamed(target)
    conversation = chat.world.conversation(user.party, other.party)
    if not privacy.arrives(chat, user, other.party, other.name):
        chat.seem(_tags_sent(chat, user, 0, other.name, tags), session)
    elif reaction is not None and conversation is not None:
        reactions.react(chat, session, conversation, other.name, tags, reaction)
    else:
        chat.emit(_tags_sent(chat, user, 0, other.name, tags), session)


def _tags_sent(chat: Chat, user: User, log: int, target: str, tags: dict[str, str]) -> TagsSent:
    return TagsSent(id=chat.ids(), at=chat.now, log=log, target=target, source=user.source, tags=tags)
