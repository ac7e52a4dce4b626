"""Saying things: to a room, to one person, and to somebody who is not here."""

from __future__ import annotations

from itertools import islice

import msgspec

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import (
    ConversationClaimed,
    ConversationOpened,
    Event,
    HeldDelivered,
    MessageSent,
    StatusSent,
    TagsSent,
)
from hubbub.chat.history.present_names import under_present_name
from hubbub.chat.refusals import ClientIdReused, DiskFull, NobodyNamed, NoSuchRoom, NoText, TooMuchHeld
from hubbub.chat.rights import ROLES_BY_SYMBOL, check_pace, check_send, check_speak
from hubbub.chat.world.people.users import User, gone, visit_of, waiting
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import reactions, replying
from hubbub.commands.people import privacy


class Held(msgspec.Struct, frozen=True):
    """Reply: the recipient is offline and the message is kept. `name` as they last wrote it."""

    name: str
    registered: bool = False


class HeldMessages(msgspec.Struct, frozen=True):
    """Reply: what was sent to this name while nobody had it. To be acknowledged with `acknowledge`."""

    name: str
    messages: list[MessageSent]


def send(
    chat: Chat,
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
    session.last_active = chat.now
    user: User = session.user  # type: ignore[assignment]
    if client_id:
        if chat.world.sender(user.party) is None:
            client_id = ""
        elif resent(chat, session, user, target, text, client_id):
            return None
    if chat.world.lockdown:
        check_speak(chat.world.lockdown, user, target)
    if chat.disk_full:
        raise DiskFull
    if target[0] == "#":
        room = _room(chat, user, target)
        if room.pace and not further:
            check_pace(room, user, chat.now)
        at = chat.stamp(room)
        words = replying.words(chat, user, room, tags, text)
        event = MessageSent(
            id=chat.ids(),
            at=at,
            log=room.log,
            target=room.name,
            source=user.source,
            text=text,
            notice=notice,
            tags=tags,
            party=user.party,
            client_id=client_id,
            joined=joined,
            answers=words.kept,
            ends=at + room.expiry if room.expiry else 0,
            login=user.account,
        )
        return chat.emit(event, session, _told(event, words))
    if target[0] in ROLES_BY_SYMBOL:
        room, target = _standing(chat, user, target)
        answers = replying.words(chat, user, room, tags, text).now
        status = StatusSent(
            id=chat.ids(),
            at=chat.now,
            log=room.log,
            target=target,
            source=user.source,
            text=text,
            notice=notice,
            tags=tags,
            joined=joined,
            answers=answers,
        )
        chat.emit(status, session)
        return None
    return _send_private(chat, session, user, target, text, notice, tags, client_id, joined)


def tag(chat: Chat, session: Session, target: str, tags: dict[str, str]) -> None:
    """Send tags without text. Only reactions are kept; nothing waits for who is offline."""
    user = session.user
    assert user is not None
    if chat.world.lockdown:
        check_speak(chat.world.lockdown, user, target)
    reaction = reactions.read(tags)
    if target.startswith("#"):
        room = _room(chat, user, target)
        if reaction is not None:
            reactions.react(chat, session, room, room.name, tags, reaction)
            return
        chat.emit(
            TagsSent(id=chat.ids(), at=chat.now, log=room.log, target=room.name, source=user.source, tags=tags), session
        )
        return
    if target[0] in ROLES_BY_SYMBOL:
        room, target = _standing(chat, user, target)
        chat.emit(
            StatusSent(
                id=chat.ids(),
                at=chat.now,
                log=room.log,
                target=target,
                source=user.source,
                text="",
                notice=False,
                tags=tags,
            ),
            session,
        )
        return
    other = chat.world.user(target)
    if other is None:
        raise NobodyNamed(target)
    conversation = chat.world.conversation(user.party, other.party)
    if not privacy.arrives(chat, user, other.party, other.name):
        _seem_to_send(
            session, TagsSent(id=chat.ids(), at=chat.now, log=0, target=other.name, source=user.source, tags=tags)
        )
        return
    if reaction is not None and conversation is not None:
        event: Event = reactions.react(chat, session, conversation, other.name, tags, reaction)
    else:
        event = chat.emit(
            TagsSent(id=chat.ids(), at=chat.now, log=0, target=other.name, source=user.source, tags=tags), session
        )
    if other is user:
        hear_oneself(session, event)


def resent(chat: Chat, session: Session, user: User, target: str, text: str, client_id: str) -> bool:
    """Whether this visit has sent this very message before (G5); the sender is then told of the first one again.

    Raises ClientIdReused when it was another message.
    """
    sender = chat.world.sender(user.party)
    assert sender is not None
    known, first = client_id in sender.sent, sender.sent.get(client_id)
    if not known and not sender.remembers_all:
        entry = chat.log.sent(user.party, client_id)
        known, first = entry is not None, entry.event if entry else None  # type: ignore[assignment]
    if not known:
        return False
    if first is None:
        raise ClientIdReused(client_id, "The message with that id was removed; it was not sent again.")
    another = first.text != text and first.edited is None  # what was said before an edit, nobody knows any more
    if another or not _same_target(chat, first, target):
        raise ClientIdReused(client_id)
    for line in session.dialect.own(under_present_name(chat.world, first.log, first), session):
        session.answer(line)
    return True


def _same_target(chat: Chat, first: MessageSent, target: str) -> bool:
    """Whether the message went there; a room that was renamed meanwhile may be named by either name."""
    if names.fold(first.target) == names.fold(target):
        return True
    room = chat.world.room(target)
    return room is not None and room.log == first.log


async def collect(chat: Chat, session: Session) -> None:
    """Hand over what waits for the name that this connection took. Does nothing when nothing waits."""
    user = session.user
    assert user is not None
    fold = user.fold
    ids = chat.world.held.get(fold)
    if not ids:
        return
    entries = await chat.after(session, chat.log.entries(tuple(ids)))
    still = chat.world.held.get(fold, {}) if session.user is user and user.fold == fold else {}
    found = [chat.world.recent.as_now(entry).event for entry in entries if entry.id in still]
    messages = [message for message in found if isinstance(message, MessageSent)]
    for message in messages:
        _claim(chat, user, message)
    if messages:
        session.dialect.reply(session, HeldMessages(fold, messages))


def acknowledge(chat: Chat, held: HeldMessages) -> None:
    """The held messages have reached their reader and wait no longer."""
    chat.emit(HeldDelivered(name=held.name, ids=tuple(message.id for message in held.messages)))


def nobody(chat: Chat, name: str) -> NobodyNamed:
    """The refusal for a name that nobody has or had, with the closest name that somebody did."""
    known = [user.name for user in islice(chat.world.users.values(), 1000)]
    known += [seen for seen, _ in islice(reversed(chat.world.whowas.used.values()), 1000)]
    closest = names.closest(name, known)
    if closest is None:
        return NobodyNamed(name)
    return NobodyNamed(name, NobodyNamed.sentence + " Did you mean {closest}?", closest=closest)


def _told(event: MessageSent, words: replying.Rendition) -> MessageSent | None:
    """The message as it is shown now, when that is more than what is kept."""
    return msgspec.structs.replace(event, answers=words.now) if words.now != words.kept else None


def _room(chat: Chat, user: User, target: str) -> Room:
    room = chat.world.room(target)
    if room is None:
        raise NoSuchRoom(target)
    check_send(room, user)
    return room


def _standing(chat: Chat, user: User, target: str) -> tuple[Room, str]:
    """The room in `@%#room`, and the target with the lowest of its prefixes alone: they mean "or higher"."""
    name = target.lstrip("".join(ROLES_BY_SYMBOL))
    room = _room(chat, user, name)
    lowest = min(target[: len(target) - len(name)], key=lambda symbol: ROLES_BY_SYMBOL[symbol])
    return room, lowest + room.name


def _send_private(
    chat: Chat,
    session: Session,
    user: User,
    target: str,
    text: str,
    notice: bool,
    tags: dict[str, str] | None,
    client_id: str,
    joined: tuple[int, ...] | None,
) -> MessageSent | None:
    other = chat.world.user(target)
    is_here = other is not None and bool(other.sessions)
    name = other.name if other else chat.world.whowas.was_seen(target, chat.now)
    if name is None or (other is None and chat.world.accounts.rests_until(name, chat.now)):
        raise nobody(chat, target)
    fold = "" if is_here else names.fold(name)
    if fold and len(chat.world.held.get(fold, ())) >= chat.policy.held_per_name:
        raise TooMuchHeld(name, limit=str(chat.policy.held_per_name))
    party = other.party if other else _awaited(chat, user, name, fold)
    if not privacy.arrives(chat, user, party, name):
        seeming = MessageSent(
            id=chat.ids(),
            at=chat.now,
            log=0,
            target=name,
            source=user.source,
            text=text,
            notice=notice,
            tags=tags,
            party=user.party,
            client_id=client_id,
            held_for=fold,
            joined=joined,
            login=user.account,
        )
        _seem_to_send(session, seeming)
        _tell_held(chat, session, seeming)
        return None
    conversation = conversation_with(chat, user, party, name)
    at = chat.stamp(conversation)
    words = replying.words(chat, user, conversation, tags, text)
    event = MessageSent(
        id=chat.ids(),
        at=at,
        log=conversation.log,
        target=name,
        source=user.source,
        text=text,
        notice=notice,
        tags=tags,
        party=user.party,
        client_id=client_id,
        held_for=fold,
        joined=joined,
        answers=words.kept,
        ends=at + conversation.expiry if conversation.expiry else 0,
        login=user.account,
    )
    event = chat.emit(event, session, _told(event, words))
    if other is user:
        hear_oneself(session, event)
    elif len(user.sessions) > 1:
        _show_devices(session, user, event)
    _tell_held(chat, session, event)
    return event


def _tell_held(chat: Chat, session: Session, event: MessageSent) -> None:
    """That the recipient is not here, and that the message is kept."""
    if event.held_for and not event.notice:
        name = event.target
        session.dialect.reply(session, Held(name, registered=chat.world.accounts.named(name) is not None))


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


def _awaited(chat: Chat, user: User, name: str, fold: str) -> str:
    """Whose a held message is: the account's, the guest's who may come back, or whoever's who takes the name."""
    account = chat.world.accounts.named(name)
    if account is not None:
        return account.party
    conversation = chat.world.conversation_named(user.party, name)
    party = conversation.parties[conversation.other(user.party)] if conversation else ""
    may_come_back = visit_of(party) in chat.world.visits and party not in chat.world.parties
    return party if may_come_back else waiting(fold)


def conversation_with(chat: Chat, user: User, party: str, name: str) -> Conversation:
    """What these two have said to each other, from now on if not before."""
    world = chat.world
    conversation = world.conversation(user.party, party)
    if conversation is None:
        world.last_log += 1
        chat.emit(
            ConversationOpened(log=world.last_log, at=chat.now, parties=(user.party, party), names=(user.name, name))
        )
        conversation = world.conversation(user.party, party)
        assert conversation is not None
    return conversation


def _claim(chat: Chat, user: User, message: MessageSent) -> None:
    """The conversation in which the message waited for whoever takes the name is the reader's from now on.

    When these two have one already, it is nobody's: else the next one of that name could read what this one got.
    """
    conversation = chat.world.journals.get(message.log)
    before = waiting(message.held_for)
    if isinstance(conversation, Conversation) and before in conversation.parties:
        taken = chat.world.conversation(message.party, user.party) is not None
        chat.emit(ConversationClaimed(log=message.log, before=before, party=gone(message.log) if taken else user.party))
