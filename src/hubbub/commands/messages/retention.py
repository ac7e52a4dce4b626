"""How long messages stay in a room or a private conversation."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import Retention, RetentionChanged
from hubbub.chat.refusals import BadRetention, DiskFull
from hubbub.chat.rights import Action, check
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.session import Session
from hubbub.commands.messages import sending
from hubbub.commands.people import privacy
from hubbub.commands.rooms.joining import find, member_of
from hubbub.typed.durations import milliseconds, spelt

DAY = 86_400_000
SHORTEST = 5_000


def length(about: str, text: str) -> int:
    """What was typed as a time, in milliseconds; "off" is 0. Raises BadRetention."""
    found = 0 if text.lower() == "off" else milliseconds(text)
    if text.lower() != "off" and found < SHORTEST:
        raise BadRetention(about, reason="say after which time, as in 30d, 12h or 10m (5s at least), or off")
    return found


def retain(chat: Chat, session: Session, name: str, text: str) -> None:
    """Have all that is older erased in a room; `text`: a time such as 30d, or "off".

    Raises BadRetention, NotOperator, DiskFull, and NoSuchRoom or NotInRoom.
    """
    user, room = member_of(chat, session, name)
    check(Action.SET_RETENTION, user, room)
    wanted, most = length(room.name, text), chat.policy.keep_days * DAY
    if most and wanted > most:
        raise BadRetention(room.name, reason=f"this server keeps all messages for {spelt(most)} only")
    _change(chat, session, room, room.name, "retention", wanted)


def expire(chat: Chat, session: Session, target: str, text: str) -> None:
    """Have what is said from now on disappear so long after, in a room or the conversation with somebody.

    Raises as `retain` does, NobodyNamed, and NotWanted.
    """
    if target.startswith("#"):
        user, room = member_of(chat, session, target)
        check(Action.SET_EXPIRY, user, room)
        _change(chat, session, room, room.name, "expiry", length(room.name, text))
        return
    me, other, known = session.user, chat.world.user(target), _conversation(chat, session, target)
    assert me is not None
    name = other.name if other else target
    if known is not None:
        party = known.parties[known.other(me.party)]
    elif other is not None:
        party = other.party
    else:
        if chat.world.whowas.was_seen(target, chat.now) is None:
            raise sending.nobody(chat, target)
        raise BadRetention(target, reason=f"{target} is not here, and you have said nothing to each other yet")
    wanted = length(target, text)
    if chat.disk_full:
        raise DiskFull
    if not privacy.arrives(chat, me, party, name):
        _seem_to_change(chat, session, me, name, wanted)
        return
    conversation = known or sending.conversation_with(chat, me, party, name)
    _change(chat, session, conversation, name, "expiry", wanted)


def kept(chat: Chat, session: Session, target: str) -> tuple[str, int, int]:
    """The name of the room or person, the shortest retention that holds there (server's or own), and the expiry.

    Raises NoSuchRoom.
    """
    journal: Journal | None
    if target.startswith("#"):
        journal = room = find(chat, session, target)
        target = room.name
    else:
        journal = _conversation(chat, session, target)
    own, of_server = journal.retention if journal else 0, chat.policy.keep_days * DAY
    return target, min(filter(None, (own, of_server)), default=0), journal.expiry if journal else 0


def _conversation(chat: Chat, session: Session, name: str) -> Conversation | None:
    me, other = session.user, chat.world.user(name)
    assert me is not None
    found = chat.world.conversation(me.party, other.party) if other else None
    return found or chat.world.conversation_named(me.party, name)


def _seem_to_change(chat: Chat, session: Session, user: User, name: str, wanted: int) -> None:
    """Who is blocked is shown, on all their devices, what anybody is whose words arrive."""
    event = RetentionChanged(
        id=chat.ids(), at=chat.now, log=0, target=name, source=user.source, what="expiry", length=wanted
    )
    event = msgspec.structs.replace(event, bot=user.is_bot, login=user.account)
    for line in session.dialect.own(event, session):
        session.answer(line)
    for device in user.sessions:
        if device is not session:
            sending.hear_oneself(device, event)


def _change(chat: Chat, session: Session, journal: Journal, target: str, what: Retention, wanted: int) -> None:
    assert session.user is not None
    if getattr(journal, what) == wanted:
        return
    if chat.disk_full:
        raise DiskFull
    at = chat.stamp(journal)
    chat.emit(
        RetentionChanged(
            id=chat.ids(), at=at, log=journal.log, target=target, source=session.user.source, what=what, length=wanted
        ),
        session,
    )
