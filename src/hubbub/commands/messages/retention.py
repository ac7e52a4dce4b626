"""How long messages stay in a room or a private conversation."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import Retention, RetentionChanged
from hubbub.chat.refusals import BadRetention
from hubbub.chat.rights import Action, check
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.session import Session
from hubbub.commands.messages import conversations, seeming
from hubbub.commands.people import privacy
from hubbub.commands.rooms.joining import find, member_of
from hubbub.typed.durations import DAY, milliseconds, spelt

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
    me, other, known = session.me, chat.world.user(target), _conversation(chat, session, target)
    name = other.name if other else target
    if known is not None:
        party = known.parties[known.other(me.party)]
    elif other is not None:
        party = other.party
    else:
        if not _is_known(chat, target):
            raise conversations.nobody(chat, session.me, target)
        raise BadRetention(target, reason=f"{target} is not here, and you have said nothing to each other yet")
    wanted = length(target, text)
    chat.check_space()
    arrives = privacy.arrives(chat, me, party, name)
    conversation = known or conversations.conversation_with(chat, me, party, name)
    _change(chat, session, conversation, name, "expiry", wanted, arrives=arrives)


def kept(chat: Chat, session: Session, target: str) -> tuple[str, int, int]:
    """The name of the room or person, the shortest retention that holds there (server's or own), and the expiry.

    Raises NoSuchRoom, or NobodyNamed for a name that was never here.
    """
    journal: Journal | None
    expiry: int | None = None
    if target.startswith("#"):
        journal = room = find(chat, session, target)
        target = room.name
    else:
        journal = conversation = _conversation(chat, session, target)
        if conversation is None and not _is_known(chat, target):
            raise conversations.nobody(chat, session.me, target)
        if conversation is not None and not privacy.reaches(chat, session.me, conversation):
            expiry = seeming.expiry(chat, session.me, conversation)
    own, of_server = journal.retention if journal else 0, chat.policy.keep_days * DAY
    if expiry is None:
        expiry = journal.expiry if journal else 0
    return target, min(filter(None, (own, of_server)), default=0), expiry


def _is_known(chat: Chat, name: str) -> bool:
    world = chat.world
    return bool(world.user(name) or world.accounts.named(name) or world.whowas.was_seen(name, chat.aged()) is not None)


def _conversation(chat: Chat, session: Session, name: str) -> Conversation | None:
    me, other = session.me, chat.world.user(name)
    found = chat.world.conversation(me.party, other.party) if other else None
    return found or chat.world.conversation_named(me.party, name)


def _change(
    chat: Chat,
    session: Session,
    journal: Journal,
    target: str,
    what: Retention,
    wanted: int,
    *,
    arrives: bool = True,
) -> None:
    """`arrives`: it happens; to who is blocked it only seems to."""
    me = session.me
    if (getattr(journal, what) if arrives else seeming.expiry(chat, me, journal)) == wanted:
        return
    chat.check_space()
    at = chat.stamp(journal) if arrives else seeming.stamp(chat, me, journal)
    event = RetentionChanged(
        id=chat.ids(), at=at, log=journal.log, target=target, source=me.source, what=what, length=wanted
    )
    if arrives:
        chat.emit(event, session)
    else:
        seeming.happen(chat, session, event)
        chat.world.local.seeming.expire(journal.log, me.party, wanted)
