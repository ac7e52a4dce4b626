"""What single connections are told when something happens, each by what it has asked for: metadata, and who comes.

https://ircv3.net/specs/extensions/metadata, https://ircv3.net/specs/extensions/monitor
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from hubbub.chat.events import MemberJoined, MetadataSeen, MetadataSet, NameCame
from hubbub.chat.names import fold
from hubbub.chat.rights import enters_silent
from hubbub.chat.world.people.metadata import Metadata
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.chat.world.state import World


class MetadataNotice(msgspec.Struct, frozen=True):
    """For a connection that hears of this key: `name` (a room or a person) has this value now; None: none."""

    name: str
    key: str
    value: str | None


class Appeared(msgspec.Struct, frozen=True):
    """For a connection that watches this person's name: here they are, and say this of themselves."""

    name: str
    metadata: Metadata


Notices = Iterable[tuple[msgspec.Struct, Iterable[Session]]]
"""What is told, and to whom."""


def of_change(world: World, event: MetadataSet) -> Notices:
    """Those who hear of a key of the room or of the person."""
    if event.quiet:
        return ()
    journal = world.journals[event.log] if event.log else None
    if isinstance(journal, Room):
        hearing: Iterable[Session] = (session for group in journal.listeners.values() for session in group)
        return _told(hearing, journal.name, event.key, event.value)
    user = world.parties[event.party]
    return _told(_around(world, user), user.name, event.key, event.value)


def of_seen(world: World, event: MetadataSeen) -> Notices:
    user = world.users[fold(event.name)]
    return _told(_around(world, user), user.name, event.key, event.value)


def of_newcomer(world: World, event: MemberJoined) -> Notices:
    """Those in the room hear what the newcomer says of themselves, unless they may not speak there."""
    user, room = world.users[fold(name_of(event.source))], world.journals[event.log]
    assert isinstance(room, Room), "only rooms are joined"
    return _of_newcomer(user, room) if user.metadata and not enters_silent(world, user, room) else ()


def _of_newcomer(user: User, room: Room) -> Iterator[tuple[msgspec.Struct, Iterable[Session]]]:
    others = [one for group in room.listeners.values() for one in group if one.user is not user]
    for key, value in user.metadata.items():
        yield from _told(others, user.name, key, value)


def of_watched(world: World, event: NameCame) -> Notices:
    """Who watches a name gets to know what its bearer says of themselves."""
    user = world.users[fold(name_of(event.source))]
    return [(Appeared(user.name, dict(user.metadata)), world.local.watchers.of(user.fold))]


def _around(world: World, user: User) -> Iterable[Session]:
    return chain(*world.neighbours(user).values(), world.local.watchers.of(user.fold))


def _told(sessions: Iterable[Session], name: str, key: str, value: str | None) -> Notices:
    return [(MetadataNotice(name, key, value), [session for session in sessions if key in session.subscribed])]
