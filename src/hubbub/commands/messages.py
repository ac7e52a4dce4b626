"""Saying things: to a room, to one person, and to somebody who is not here."""

from __future__ import annotations

import msgspec

from hubbub.chat import names
from hubbub.chat.events import ConversationClaimed, ConversationOpened, HeldDelivered, MessageSent, TagsSent
from hubbub.chat.people import User, waiting
from hubbub.chat.policy import may_send
from hubbub.chat.refusals import ClientIdReused, DiskFull, NobodyNamed, NoSuchRoom, NoText, NotInRoom, TooMuchHeld
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


class Held(msgspec.Struct, frozen=True):
    """Reply: the recipient is offline and the message is kept. `name` as they last wrote it."""

    name: str


class HeldMessages(msgspec.Struct, frozen=True):
    """Reply: what was sent to this name while nobody had it. To be acknowledged with `acknowledge`."""

    name: str
    messages: list[MessageSent]


def send(
    turn: Turn,
    session: Session,
    target: str,
    text: str,
    *,
    notice: bool = False,
    tags: dict[str, str] | None = None,
    client_id: str = "",
) -> None:
    """Say something in a room ("#room") or to a person (a name)."""
    if not text:
        raise NoText
    user: User = session.user  # type: ignore[assignment]
    if client_id and resent(turn, session, user, target, text, client_id):
        return
    if turn.disk_full:
        raise DiskFull
    if target[0] == "#":
        room = _room(turn, user, target)
        at = turn.stamp(room)
        turn.emit(
            MessageSent(turn.ids(), at, room.log, room.name, user.source, text, notice, tags, user.party, client_id),
            session,
        )
    else:
        _send_private(turn, session, user, target, text, notice, tags, client_id)


def tag(turn: Turn, session: Session, target: str, tags: dict[str, str]) -> None:
    """Send tags without text (typing, reactions). Not kept; nothing waits for who is offline."""
    user = session.user
    assert user is not None
    if target.startswith("#"):
        room = _room(turn, user, target)
        turn.emit(TagsSent(turn.ids(), turn.now, room.log, room.name, user.source, tags), session)
        return
    other = turn.world.user(target)
    if other is None:
        raise NobodyNamed(target)
    turn.emit(TagsSent(turn.ids(), turn.now, 0, other.name, user.source, tags), session)


def resent(turn: Turn, session: Session, user: User, target: str, text: str, client_id: str) -> bool:
    """Whether this visit has sent this very message before (G5); the sender is then told of the first one again.

    Raises ClientIdReused when it was another message.
    """
    visit = turn.world.visits.get(user.visit)
    if visit is None:
        return False
    first = visit.sent.get(client_id)
    if first is None and not visit.remembers_all:
        entry = turn.log.sent(user.party, client_id)
        first = entry.event if entry else None  # type: ignore[assignment]
    if first is None:
        return False
    if first.text != text or names.fold(first.target) != names.fold(target):
        raise ClientIdReused(client_id)
    for line in session.dialect.own(first, session):
        session.answer(line)
    return True


async def collect(turn: Turn, session: Session) -> None:
    """Hand over what waits for the name that this connection took. Does nothing when nothing waits."""
    user = session.user
    assert user is not None
    ids = turn.world.held.get(user.fold)
    if not ids:
        return
    entries = await turn.after(session, turn.log.entries(tuple(ids)))
    messages = [entry.event for entry in entries if isinstance(entry.event, MessageSent)]
    for message in messages:
        _claim(turn, user, message)
    session.dialect.reply(session, HeldMessages(user.fold, messages))


def acknowledge(turn: Turn, held: HeldMessages) -> None:
    """The held messages have reached their reader and wait no longer."""
    turn.emit(HeldDelivered(held.name, tuple(message.id for message in held.messages)))


def nobody(turn: Turn, name: str) -> NobodyNamed:
    """The refusal for a name that nobody has or had, with the closest name that somebody did."""
    known = [user.name for user in turn.world.users.values()]
    known += [name for name, _ in list(turn.world.seen.values())[-1000:]]
    closest = names.closest(name, known)
    sentence = NobodyNamed.sentence + (f" Did you mean {closest}?" if closest else "")
    return NobodyNamed(name, sentence.replace("{about}", "{about}"))


def _room(turn: Turn, user: User, target: str) -> Room:
    room = turn.world.room(target)
    if room is None:
        raise NoSuchRoom(target)
    if not may_send(room, user):
        raise NotInRoom(room.name)
    return room


def _send_private(
    turn: Turn,
    session: Session,
    user: User,
    target: str,
    text: str,
    notice: bool,
    tags: dict[str, str] | None,
    client_id: str,
) -> None:
    other = turn.world.user(target)
    name = other.name if other else turn.world.was_seen(target, turn.now)
    if name is None:
        raise nobody(turn, target)
    fold = "" if other else names.fold(name)
    if fold and len(turn.world.held.get(fold, ())) >= turn.policy.held_per_name:
        raise TooMuchHeld(name, limit=str(turn.policy.held_per_name))
    talk = _conversation(turn, user, other.party if other else waiting(fold), name)
    at = turn.stamp(talk)
    turn.emit(
        MessageSent(turn.ids(), at, talk.log, name, user.source, text, notice, tags, user.party, client_id, fold),
        session,
    )
    if fold:
        session.dialect.reply(session, Held(name))


def _conversation(turn: Turn, user: User, party: str, name: str) -> Conversation:
    world = turn.world
    talk = world.conversation(user.party, party)
    if talk is None:
        world.last_log += 1
        turn.emit(ConversationOpened(world.last_log, turn.now, (user.party, party), (user.name, name)))
        talk = world.conversation(user.party, party)
        assert talk is not None
    return talk


def _claim(turn: Turn, user: User, message: MessageSent) -> None:
    """The conversation in which the message waited is the reader's from now on."""
    talk = turn.world.journals.get(message.log)
    if not isinstance(talk, Conversation) or user.party in talk.parties:
        return
    if turn.world.conversation(message.party, user.party) is None:
        before = talk.parties[talk.other(message.party)]
        turn.emit(ConversationClaimed(message.log, before, user.party))
