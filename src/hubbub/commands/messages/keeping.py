"""How long messages stay in a room or a private conversation."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import Keeping, KeepingChanged
from hubbub.chat.journal import Journal
from hubbub.chat.people import User
from hubbub.chat.refusals import BadKeeping, DiskFull
from hubbub.chat.rights import Action, check
from hubbub.chat.rooms import Conversation
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import messages
from hubbub.commands.people import blocking
from hubbub.commands.rooms.rooms import find, member_of
from hubbub.typed.periods import milliseconds, spelt

DAY = 86_400_000
SHORTEST = 5_000


def length(about: str, text: str) -> int:
    """What was typed as a time, in milliseconds; "off" is 0. Raises BadKeeping."""
    found = 0 if text.lower() == "off" else milliseconds(text)
    if text.lower() != "off" and found < SHORTEST:
        raise BadKeeping(about, reason="say after which time, as in 30d, 12h or 10m (5s at least), or off")
    return found


def retain(turn: Turn, session: Session, name: str, text: str) -> None:
    """Have all that is older erased in a room; `text`: a time such as 30d, or "off".

    Raises BadKeeping, NotOperator, DiskFull, and NoSuchRoom or NotInRoom.
    """
    user, room = member_of(turn, session, name)
    check(Action.SET_RETENTION, user, room)
    wanted, most = length(room.name, text), turn.policy.keep_days * DAY
    if most and wanted > most:
        raise BadKeeping(room.name, reason=f"this server keeps all messages for {spelt(most)} only")
    _change(turn, session, room, room.name, "retention", wanted)


def expire(turn: Turn, session: Session, target: str, text: str) -> None:
    """Have what is said from now on disappear so long after, in a room or the conversation with somebody.

    Raises as `retain` does, NobodyNamed, and NotWanted.
    """
    if target.startswith("#"):
        user, room = member_of(turn, session, target)
        check(Action.SET_EXPIRY, user, room)
        _change(turn, session, room, room.name, "expiry", length(room.name, text))
        return
    me, other, known = session.user, turn.world.user(target), _conversation(turn, session, target)
    assert me is not None
    name = other.name if other else target
    if known is not None:
        party = known.parties[known.other(me.party)]
    elif other is not None:
        party = other.party
    else:
        if turn.world.former.was_seen(target, turn.now) is None:
            raise messages.nobody(turn, target)
        raise BadKeeping(target, reason=f"{target} is not here, and you have said nothing to each other yet")
    wanted = length(target, text)
    if turn.disk_full:
        raise DiskFull
    if not blocking.arrives(turn, me, party, name):
        _seem_to_change(turn, session, me, name, wanted)
        return
    talk = known or messages.conversation(turn, me, party, name)
    _change(turn, session, talk, name, "expiry", wanted)


def kept(turn: Turn, session: Session, target: str) -> tuple[str, int, int]:
    """The name of the room or person, the shortest retention that holds there (server's or own), and the expiry.

    Raises NoSuchRoom.
    """
    journal: Journal | None
    if target.startswith("#"):
        journal = room = find(turn, session, target)
        target = room.name
    else:
        journal = _conversation(turn, session, target)
    own, of_server = journal.retention if journal else 0, turn.policy.keep_days * DAY
    return target, min(filter(None, (own, of_server)), default=0), journal.expiry if journal else 0


def _conversation(turn: Turn, session: Session, name: str) -> Conversation | None:
    me, other = session.user, turn.world.user(name)
    assert me is not None
    found = turn.world.conversation(me.party, other.party) if other else None
    return found or turn.world.conversation_named(me.party, name)


def _seem_to_change(turn: Turn, session: Session, user: User, name: str, wanted: int) -> None:
    """Who is blocked is shown, on all their devices, what anybody is whose words arrive."""
    event = KeepingChanged(turn.ids(), turn.now, 0, name, user.source, "expiry", wanted)
    event = msgspec.structs.replace(event, bot=user.is_bot, login=user.account)
    for line in session.dialect.own(event, session):
        session.answer(line)
    for device in user.sessions:
        if device is not session:
            messages.hear_oneself(device, event)


def _change(turn: Turn, session: Session, journal: Journal, target: str, what: Keeping, wanted: int) -> None:
    assert session.user is not None
    if getattr(journal, what) == wanted:
        return
    if turn.disk_full:
        raise DiskFull
    at = turn.stamp(journal)
    turn.emit(KeepingChanged(turn.ids(), at, journal.log, target, session.user.source, what, wanted), session)
