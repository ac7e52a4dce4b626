"""Saying things: to a room, to those with a role in it, to one person."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent, StatusSent
from hubbub.chat.party import Party
from hubbub.chat.refusals import NoSuchRoom, NoText
from hubbub.chat.rights import ROLES_BY_SYMBOL, check_ctcp, check_pace, check_send, check_speak, may_see, silenced
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.messages import conversations, files, held, replying, resending, seeming
from hubbub.commands.people import privacy

CONTEXT = "+draft/channel-context"
Tags = dict[str, str] | None
Joined = tuple[int, ...] | None  # as in MessageSent


def send(
    chat: Chat,
    session: Session,
    target: str,
    text: str,
    *,
    notice: bool = False,
    tags: Tags = None,
    client_id: str = "",
    joined: Joined = None,
    further: bool = False,
    guess: bool = True,
) -> MessageSent | None:
    """Say something in a room ("#room") or to a person (a name). Without a token `client_id` has no effect; with one,
    `resending.recall` comes first.

    `joined` comes with a text of several lines; `further`: it goes on with the message before it, and slow mode does
    not count it; `guess`: for a name that nobody has, the closest one is told. Returns what is kept, if anything is.
    """
    if not text:
        raise NoText
    user = session.me
    if client_id:
        if chat.world.sender(user.party) is None:
            client_id = ""
        elif resending.resent(chat, session, user, target, text, client_id):
            session.last_active = chat.now
            return None
    if target[0] == "#":
        room = open_room(chat, session, user, target, text, further)
        return say(chat, session, user, room, (text,), notice, tags, client_id, joined)
    _check_now(chat, session, user, target)
    if target[0] in ROLES_BY_SYMBOL:
        _send_to_role(chat, session, user, target, text, notice, tags, joined, further)
        return None
    return _send_private(chat, session, user, target, text, notice, tags, client_id, joined, guess)


def open_room(chat: Chat, session: Session, user: User, target: str, text: str, further: bool = False) -> Room:
    """The room of that name, in which this text may be said now. `further`: as in `send`. Raises a Refusal."""
    _check_now(chat, session, user, target)
    room = room_of(chat, user, target)
    if "\x01" in text:
        check_ctcp(room, text)
    if room.slow_mode and not further:
        check_pace(chat.world.local, room, user)
    return room


def _check_now(chat: Chat, session: Session, user: User, target: str) -> None:
    """Whether anything may be said now. Who asks is active."""
    session.last_active = chat.now
    if chat.world.lockdown:
        check_speak(chat.world.lockdown, user, target)
    if chat.disk_full:
        chat.check_space()


def room_of(chat: Chat, user: User, target: str) -> Room:
    """The room of that name, in which they may speak. Raises NoSuchRoom, NotInRoom or CannotSend."""
    room = chat.world.room(target)
    if room is None or (user not in room.members and not may_see(room, user)):  # nothing tells of a hidden one
        raise NoSuchRoom(target)
    check_send(room, user)
    return room


def role_of(chat: Chat, user: User, target: str) -> tuple[Room, str]:
    """The room in `@%#room`, and the target with the lowest of its prefixes alone: they mean "or higher"."""
    name = target.lstrip("".join(ROLES_BY_SYMBOL))
    room = room_of(chat, user, name)
    lowest = min(target[: len(target) - len(name)], key=lambda symbol: ROLES_BY_SYMBOL[symbol])
    return room, lowest + room.name


def say(
    chat: Chat,
    session: Session,
    user: User,
    room: Room,
    texts: Sequence[str],
    notice: bool,
    tags: Tags = None,
    client_id: str = "",
    joined: Joined = None,
) -> MessageSent:
    """Say these texts in a room, one after the other, where that may be done (`open_room`). Of several nothing is said
    but words: no links of files, and nothing else is given with them. Returns the first as it is kept."""
    id, at, expiry, text = chat.ids.take(len(texts)), chat.stamp(room), room.expiry, texts[0]
    event = MessageSent(
        id=id,
        at=at,
        log=room.log,
        target=room.name,
        source=user.source,
        text=text,
        notice=notice,
        party=user.party,
        ends=chat.now + expiry if expiry else 0,
        lasts=expiry,
        files=files.linked(chat, user, text) if files.PATH in text else (),
        login=user.account,
    )
    if tags or client_id or joined is not None:
        words = replying.words(chat, user, room, tags, text) if tags else replying.NONE
        event = replace(event, tags=tags, client_id=client_id, joined=joined, answers=words.kept)
        return chat.emit(event, session, _shown(event, words))
    return chat.emit_all([event] if len(texts) == 1 else _alike(event, texts), session)[0]


def say_like(chat: Chat, session: Session, like: MessageSent, texts: Sequence[str]) -> None:
    """Say these texts, which are nothing but words, as the same connection has said `like` in its room. Nothing has
    happened since but messages, and nothing about it was for a time (slow mode, `/expire`): whoever might say it may do
    so still, and it differs in nothing else."""
    room: Room = chat.world.journals[like.log]  # type: ignore[assignment]
    session.last_active = chat.now
    first = replace(like, id=chat.ids.take(len(texts)), at=chat.stamp(room), text=texts[0])
    chat.emit_more([first] if len(texts) == 1 else _alike(first, texts), room, session)


def _alike(first: MessageSent, texts: Sequence[str]) -> list[MessageSent]:
    """It, which has the first of the texts, and behind it the others like it."""
    events, id, at = [first], first.id, first.at
    for text in texts[1:]:
        id += 1
        at += 1  # as `stamp` has it
        events.append(replace(first, id=id, at=at, text=text))
    return events


def _send_to_role(
    chat: Chat,
    session: Session,
    user: User,
    target: str,
    text: str,
    notice: bool,
    tags: Tags,
    joined: Joined,
    further: bool,
) -> None:
    room, target = role_of(chat, user, target)
    if "\x01" in text:
        check_ctcp(room, text)
    if room.slow_mode and not further:
        check_pace(chat.world.local, room, user)
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
        answers=replying.words(chat, user, room, tags, text).now,
    )
    chat.emit(status, session)


def _send_private(
    chat: Chat,
    session: Session,
    user: User,
    target: str,
    text: str,
    notice: bool,
    tags: Tags,
    client_id: str,
    joined: Joined,
    guess: bool,
) -> MessageSent | None:
    party, name, fold = _recipient(chat, session, target, guess)
    tags = in_context(chat, user, tags) if tags else None
    event = MessageSent(
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
        files=files.linked(chat, user, text) if files.PATH in text else (),
        login=user.account,
    )
    arrives = privacy.arrives(chat, user, party, name)
    conversation = conversations.conversation_with(chat, user, party, name)
    at = chat.stamp(conversation) if arrives else seeming.stamp(chat, user, conversation)
    words = replying.words(chat, user, conversation, tags, text)
    expiry = conversation.expiry if arrives else seeming.expiry(chat, user, conversation)
    event = replace(
        event,
        at=at,
        log=conversation.log,
        answers=words.kept,
        ends=chat.now + expiry if expiry else 0,
        lasts=expiry,
    )
    if not arrives:
        event = seeming.say(chat, session, replace(event, answers=words.now))
        held.tell(chat, session, event)
        return None
    event = chat.emit(event, session, _shown(event, words))
    held.tell(chat, session, event)
    return event


def in_context(chat: Chat, user: User, tags: dict[str, str]) -> Tags:
    """The tags without a room that what goes to one person is to be shown beside, unless its sender may speak there
    (https://ircv3.net/specs/client-tags/channel-context). A hidden room is dropped like one that nobody has."""
    if CONTEXT not in tags:
        return tags
    room = chat.world.room(tags[CONTEXT])
    if room is not None and may_see(room, user) and not silenced(chat.world, user, [room]):
        return tags
    return {tag: value for tag, value in tags.items() if tag != CONTEXT} or None


def _recipient(chat: Chat, session: Session, target: str, guess: bool) -> tuple[Party, str, str]:
    """The party of who is meant, their name, and, when they are not here, the folded name for which it waits.

    Raises NobodyNamed or TooMuchHeld.
    """
    other = chat.world.user(target)
    name = other.name if other else chat.world.whowas.was_seen(target, chat.aged())
    if name is None or (other is None and chat.world.accounts.rests_until(name, chat.aged())):
        raise conversations.nobody(chat, session.me, target, guess=guess)
    if other is not None and other.sessions:
        return other.party, name, ""
    fold = names.fold(name)
    party = other.party if other else held.awaited(chat, session.me, name, fold)
    held.check_share(chat, session, party, name, fold)
    return party, name, fold


def _shown(event: MessageSent, words: replying.Rendition) -> MessageSent | None:
    """The message as it is shown now, when that is more than what is kept."""
    return replace(event, answers=words.now) if words.now != words.kept else None
