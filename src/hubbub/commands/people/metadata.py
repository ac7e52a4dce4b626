"""What people and rooms say of themselves: showing and changing it, and hearing of changes.

https://ircv3.net/specs/extensions/metadata
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import MetadataSeen, MetadataSet
from hubbub.chat.party import NO_PARTY
from hubbub.chat.refusals import (
    BadMetadataKey,
    BadMetadataValue,
    MetadataTooFast,
    NoMetadataOf,
    NotYourMetadata,
    TooManySubscriptions,
    TooMuchMetadata,
)
from hubbub.chat.rights import Action
from hubbub.chat.world.people.metadata import Metadata, is_key, use
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.irc.caps import METADATA_KEY_BYTES, METADATA_KEYS, METADATA_SUBSCRIPTIONS, METADATA_VALUE_BYTES


def find(chat: Chat, session: Session, name: str) -> User | Room:
    """The person or room whose metadata one may see; `*` is oneself. Raises NoMetadataOf.

    What is said of a private room is for those who are in it.
    """
    me = session.user
    if name.startswith("#"):
        room = chat.world.room(name)
        if room is not None and (not room.is_private or (me is not None and room in me.rooms)):
            return room
    elif name == "*" and me is not None:
        return me
    else:
        user = chat.world.user(name)
        if user is not None and (user is me or rights.may_find(user, me)):
            return user
    raise NoMetadataOf(name)


def change(chat: Chat, session: Session, name: str, key: str, value: str | None) -> tuple[User | Room, bool]:
    """Give a key of oneself or of a room another value; None: remove it. Whose it is, and whether it had one before.

    Raises NoMetadataOf, BadMetadataKey, NotYourMetadata and others.
    """
    target = find(chat, session, name)
    check_key(key)
    _check_mine(session, target, key)
    check_value(key, value or "")
    if value:
        _check_words(chat, session.me, target)
    had = key in target.metadata
    if target.metadata.get(key) == value:
        return target, had
    if not had and len(target.metadata) >= METADATA_KEYS:
        raise TooMuchMetadata(target.name, str(METADATA_KEYS), limit=str(METADATA_KEYS))
    _use(chat, session, target, key)
    _set(chat, session, target, key, value)
    return target, had


def _check_words(chat: Chat, user: User, target: User | Room) -> None:
    """What is said of a room is read there, and what is said of oneself in all of one's rooms."""
    rights.check_speak(chat.world.lockdown, user, target.name)
    for room in user.rooms if isinstance(target, User) else ():
        rights.check_words(chat.world, user, room)


def clear(chat: Chat, session: Session, name: str) -> tuple[User | Room, list[str]]:
    """Remove all keys of oneself or of a room; whose they were, and which."""
    target = find(chat, session, name)
    _check_mine(session, target, "*")
    keys = list(target.metadata)
    if keys:
        _use(chat, session, target, "*")
    for key in keys:
        _set(chat, session, target, key, None)
    return target, keys


def bring(chat: Chat, session: Session, metadata: Mapping[str, str]) -> None:
    """What somebody said of themselves before they were let in; of too many keys the first ones.

    Nothing of it while they may not speak.
    """
    user = session.me
    if not metadata or rights.silenced(chat.world, user, user.rooms):
        return
    for key, value in metadata.items():
        full = key not in user.metadata and len(user.metadata) >= METADATA_KEYS
        if user.metadata.get(key) != value and not full and not chat.disk_full:
            _set(chat, session, user, key, value)


def became(chat: Chat, user: User, before: Metadata) -> None:
    """Somebody who is here is the owner of another account, or of none; `before` is what they said until then.

    Into an account they take with them what it does not say itself.
    """
    for key, value in before.items():
        if user.account and key not in user.metadata and len(user.metadata) < METADATA_KEYS and not chat.disk_full:
            chat.emit(
                MetadataSet(at=chat.now, log=0, party=user.party, account=user.number, key=key, value=value, quiet=True)
            )
    for key in dict.fromkeys([*before, *user.metadata]):
        now = user.metadata.get(key)
        if now != before.get(key):
            chat.emit(MetadataSeen(at=chat.now, name=user.name, key=key, value=now))


def subscribe(session: Session, keys: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Hear of these keys from now on: each with whether it is new. Raises TooManySubscriptions at the first too many.

    Keys that cannot be are passed over.
    """
    for key in keys:
        if not is_key(key):
            continue
        if len(session.subscribed) >= METADATA_SUBSCRIPTIONS:
            raise TooManySubscriptions(key, str(METADATA_SUBSCRIPTIONS), limit=str(METADATA_SUBSCRIPTIONS))
        new = key not in session.subscribed
        if new:
            session.subscribed = (*session.subscribed, key)
        yield key, new


def visible(chat: Chat, session: Session) -> list[User | Room]:
    """All whose changes one hears of: oneself, one's rooms, the people in them, and those whose names one watches."""
    user = session.me
    found: dict[User | Room, None] = {user: None}
    for room in user.rooms:
        found.update(dict.fromkeys(with_members(room)))
    watched = (chat.world.user(fold) for fold in session.watched)
    found.update(dict.fromkeys(one for one in watched if one is not None))
    return list(found)


def with_members(target: User | Room) -> list[User | Room]:
    """A room and all who are in it; a person alone."""
    return [target, *target.members] if isinstance(target, Room) else [target]


def check_key(key: str) -> None:
    """Raises BadMetadataKey."""
    if not is_key(key):
        raise BadMetadataKey(key, limit=str(METADATA_KEY_BYTES))


def check_value(key: str, value: str) -> None:
    """Raises BadMetadataValue."""
    length = len(value.encode())
    if length > METADATA_VALUE_BYTES:
        raise BadMetadataValue(key, length=str(length), limit=str(METADATA_VALUE_BYTES))


def _check_mine(session: Session, target: User | Room, key: str) -> None:
    user = session.me
    if target is not user and not (isinstance(target, Room) and rights.may(Action.SET_METADATA, user, target)):
        raise NotYourMetadata(target.name, key)


def _use(chat: Chat, session: Session, target: User | Room, key: str) -> None:
    """One change is asked for. Raises MetadataTooFast, DiskFull."""
    chat.check_space()
    session.me.metadata_until, wait = use(session.me.metadata_until, chat.clock)
    if wait:
        seconds = str(-(-wait // 1000))
        raise MetadataTooFast(target.name, key, seconds, seconds=seconds)


def _set(chat: Chat, session: Session, target: User | Room, key: str, value: str | None) -> None:
    log, party, account = (target.log, NO_PARTY, 0) if isinstance(target, Room) else (0, target.party, target.number)
    chat.emit(MetadataSet(at=chat.now, log=log, party=party, account=account, key=key, value=value), session)
