"""Saying things: to a room, to one person, and to somebody who is not here."""

from __future__ import annotations

from itertools import islice

import msgspec

from hubbub.chat import names
from hubbub.chat.events import (
    ConversationClaimed,
    ConversationOpened,
    Event,
    HeldDelivered,
    MessageSent,
    StatusSent,
    TagsSent,
)
from hubbub.chat.naming import under_present_name
from hubbub.chat.people import User, gone, visit_of, waiting
from hubbub.chat.refusals import ClientIdReused, DiskFull, NobodyNamed, NoSuchRoom, NoText, TooMuchHeld
from hubbub.chat.rights import ROLES_BY_SYMBOL, check_pace, check_send, check_speak
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import reactions, replying
from hubbub.commands.people import blocking


class Held(msgspec.Struct, frozen=True):
    """Reply: the recipient is offline and the message is kept. `name` as they last wrote it."""

    name: str
    registered: bool = False


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
    joined: tuple[int, ...] | None = None,
    further: bool = False,
) -> MessageSent | None:
    """Say something in a room ("#room") or to a person (a name). Without a token `client_id` has no effect.

    `joined` comes with a text of several lines (see MessageSent); `further`: it goes on with the message before it,
    and slow mode does not count it. Returns what is kept, if anything new is.
    """
    if not text:
        raise NoText
    session.last_active = turn.now
    user: User = session.user  # type: ignore[assignment]
    if client_id:
        if turn.world.sender(user.party) is None:
            client_id = ""
        elif resent(turn, session, user, target, text, client_id):
            return None
    if turn.world.lockdown:
        check_speak(turn.world.lockdown, user, target)
    if turn.disk_full:
        raise DiskFull
    if target[0] == "#":
        room = _room(turn, user, target)
        if room.pace and not further:
            check_pace(room, user, turn.now)
        at = turn.stamp(room)
        words = replying.words(turn, user, room, tags, text)
        event = MessageSent(
            turn.ids(), at, room.log, room.name, user.source, text, notice, tags, user.party, client_id, "", joined,
            None, words.kept, ends=at + room.expiry if room.expiry else 0, login=user.account,
        )  # fmt: skip
        return turn.emit(event, session, _told(event, words))
    if target[0] in ROLES_BY_SYMBOL:
        room, target = _standing(turn, user, target)
        answers = replying.words(turn, user, room, tags, text).now
        status = StatusSent(turn.ids(), turn.now, room.log, target, user.source, text, notice, tags, joined, answers)
        turn.emit(status, session)
        return None
    return _send_private(turn, session, user, target, text, notice, tags, client_id, joined)


def tag(turn: Turn, session: Session, target: str, tags: dict[str, str]) -> None:
    """Send tags without text. Only reactions are kept; nothing waits for who is offline."""
    user = session.user
    assert user is not None
    if turn.world.lockdown:
        check_speak(turn.world.lockdown, user, target)
    reaction = reactions.read(tags)
    if target.startswith("#"):
        room = _room(turn, user, target)
        if reaction is not None:
            reactions.react(turn, session, room, room.name, tags, reaction)
            return
        turn.emit(TagsSent(turn.ids(), turn.now, room.log, room.name, user.source, tags), session)
        return
    if target[0] in ROLES_BY_SYMBOL:
        room, target = _standing(turn, user, target)
        turn.emit(StatusSent(turn.ids(), turn.now, room.log, target, user.source, "", False, tags), session)
        return
    other = turn.world.user(target)
    if other is None:
        raise NobodyNamed(target)
    talk = turn.world.conversation(user.party, other.party)
    if not blocking.arrives(turn, user, other.party, other.name):
        _seem_to_send(session, TagsSent(turn.ids(), turn.now, 0, other.name, user.source, tags))
        return
    if reaction is not None and talk is not None:
        event: Event = reactions.react(turn, session, talk, other.name, tags, reaction)
    else:
        event = turn.emit(TagsSent(turn.ids(), turn.now, 0, other.name, user.source, tags), session)
    if other is user:
        hear_oneself(session, event)


def resent(turn: Turn, session: Session, user: User, target: str, text: str, client_id: str) -> bool:
    """Whether this visit has sent this very message before (G5); the sender is then told of the first one again.

    Raises ClientIdReused when it was another message.
    """
    sender = turn.world.sender(user.party)
    assert sender is not None
    known, first = client_id in sender.sent, sender.sent.get(client_id)
    if not known and not sender.remembers_all:
        entry = turn.log.sent(user.party, client_id)
        known, first = entry is not None, entry.event if entry else None  # type: ignore[assignment]
    if not known:
        return False
    if first is None:
        raise ClientIdReused(client_id, "The message with that id was removed; it was not sent again.")
    another = first.text != text and first.edited is None  # what was said before an edit, nobody knows any more
    if another or not _same_target(turn, first, target):
        raise ClientIdReused(client_id)
    for line in session.dialect.own(under_present_name(turn.world, first.log, first), session):
        session.answer(line)
    return True


def _same_target(turn: Turn, first: MessageSent, target: str) -> bool:
    """Whether the message went there; a room that was renamed meanwhile may be named by either name."""
    if names.fold(first.target) == names.fold(target):
        return True
    room = turn.world.room(target)
    return room is not None and room.log == first.log


async def collect(turn: Turn, session: Session) -> None:
    """Hand over what waits for the name that this connection took. Does nothing when nothing waits."""
    user = session.user
    assert user is not None
    fold = user.fold
    ids = turn.world.held.get(fold)
    if not ids:
        return
    entries = await turn.after(session, turn.log.entries(tuple(ids)))
    still = turn.world.held.get(fold, {}) if session.user is user and user.fold == fold else {}
    found = [turn.world.recent.as_now(entry).event for entry in entries if entry.id in still]
    messages = [message for message in found if isinstance(message, MessageSent)]
    for message in messages:
        _claim(turn, user, message)
    if messages:
        session.dialect.reply(session, HeldMessages(fold, messages))


def acknowledge(turn: Turn, held: HeldMessages) -> None:
    """The held messages have reached their reader and wait no longer."""
    turn.emit(HeldDelivered(held.name, tuple(message.id for message in held.messages)))


def nobody(turn: Turn, name: str) -> NobodyNamed:
    """The refusal for a name that nobody has or had, with the closest name that somebody did."""
    known = [user.name for user in islice(turn.world.users.values(), 1000)]
    known += [seen for seen, _ in islice(reversed(turn.world.former.used.values()), 1000)]
    closest = names.closest(name, known)
    if closest is None:
        return NobodyNamed(name)
    return NobodyNamed(name, NobodyNamed.sentence + " Did you mean {closest}?", closest=closest)


def _told(event: MessageSent, words: replying.Words) -> MessageSent | None:
    """The message as it is shown now, when that is more than what is kept."""
    return msgspec.structs.replace(event, answers=words.now) if words.now != words.kept else None


def _room(turn: Turn, user: User, target: str) -> Room:
    room = turn.world.room(target)
    if room is None:
        raise NoSuchRoom(target)
    check_send(room, user)
    return room


def _standing(turn: Turn, user: User, target: str) -> tuple[Room, str]:
    """The room in `@%#room`, and the target with the lowest of its prefixes alone: they mean "or higher"."""
    name = target.lstrip("".join(ROLES_BY_SYMBOL))
    room = _room(turn, user, name)
    lowest = min(target[: len(target) - len(name)], key=lambda symbol: ROLES_BY_SYMBOL[symbol])
    return room, lowest + room.name


def _send_private(
    turn: Turn,
    session: Session,
    user: User,
    target: str,
    text: str,
    notice: bool,
    tags: dict[str, str] | None,
    client_id: str,
    joined: tuple[int, ...] | None,
) -> MessageSent | None:
    other = turn.world.user(target)
    is_here = other is not None and bool(other.sessions)
    name = other.name if other else turn.world.former.was_seen(target, turn.now)
    if name is None or (other is None and turn.world.accounts.rests_until(name, turn.now)):
        raise nobody(turn, target)
    fold = "" if is_here else names.fold(name)
    if fold and len(turn.world.held.get(fold, ())) >= turn.policy.held_per_name:
        raise TooMuchHeld(name, limit=str(turn.policy.held_per_name))
    party = other.party if other else _awaited(turn, user, name, fold)
    if not blocking.arrives(turn, user, party, name):
        seeming = MessageSent(
            turn.ids(), turn.now, 0, name, user.source, text, notice, tags, user.party, client_id, fold, joined,
            login=user.account,
        )  # fmt: skip
        _seem_to_send(session, seeming)
        _tell_held(turn, session, seeming)
        return None
    talk = conversation(turn, user, party, name)
    at = turn.stamp(talk)
    words = replying.words(turn, user, talk, tags, text)
    event = MessageSent(
        turn.ids(), at, talk.log, name, user.source, text, notice, tags, user.party, client_id, fold, joined, None,
        words.kept, ends=at + talk.expiry if talk.expiry else 0, login=user.account,
    )  # fmt: skip
    event = turn.emit(event, session, _told(event, words))
    if other is user:
        hear_oneself(session, event)
    elif len(user.sessions) > 1:
        _show_devices(session, user, event)
    _tell_held(turn, session, event)
    return event


def _tell_held(turn: Turn, session: Session, event: MessageSent) -> None:
    """That the recipient is not here, and that the message is kept."""
    if event.held_for and not event.notice:
        name = event.target
        session.dialect.reply(session, Held(name, registered=turn.world.accounts.named(name) is not None))


def _seem_to_send(session: Session, event: Event) -> None:
    """Who is blocked is shown, on all their devices, what anybody is whose words arrive."""
    assert session.user is not None
    for line in session.dialect.own(event, session):
        session.answer(line)
    for device in session.user.sessions:
        if device is not session and device.dialect.knows_own:
            hear_oneself(device, event)
    if isinstance(event, MessageSent):
        _show_devices(session, session.user, event)


def hear_oneself(session: Session, event: Event) -> None:
    """What one says to oneself arrives like what anybody else says, beside its echo and without a label."""
    data = session.profile.render(event)
    if data is not None:
        session.send(data)


def _show_devices(session: Session, user: User, event: Event) -> None:
    """Other connections of the sender that cannot tell own messages from others' are shown it as the sender is."""
    for device in user.sessions:
        if device is not session and not device.dialect.knows_own:
            for line in device.dialect.own(event, device):
                device.send(device.profile.frame(line))


def _awaited(turn: Turn, user: User, name: str, fold: str) -> str:
    """Whose a held message is: the account's, the guest's who may come back, or whoever's who takes the name."""
    account = turn.world.accounts.named(name)
    if account is not None:
        return account.party
    talk = turn.world.conversation_named(user.party, name)
    party = talk.parties[talk.other(user.party)] if talk else ""
    may_come_back = visit_of(party) in turn.world.visits and party not in turn.world.parties
    return party if may_come_back else waiting(fold)


def conversation(turn: Turn, user: User, party: str, name: str) -> Conversation:
    """What these two have said to each other, from now on if not before."""
    world = turn.world
    talk = world.conversation(user.party, party)
    if talk is None:
        world.last_log += 1
        turn.emit(ConversationOpened(world.last_log, turn.now, (user.party, party), (user.name, name)))
        talk = world.conversation(user.party, party)
        assert talk is not None
    return talk


def _claim(turn: Turn, user: User, message: MessageSent) -> None:
    """The conversation in which the message waited for whoever takes the name is the reader's from now on.

    When these two have one already, it is nobody's: else the next one of that name could read what this one got.
    """
    talk = turn.world.journals.get(message.log)
    before = waiting(message.held_for)
    if isinstance(talk, Conversation) and before in talk.parties:
        taken = turn.world.conversation(message.party, user.party) is not None
        turn.emit(ConversationClaimed(message.log, before, gone(message.log) if taken else user.party))
