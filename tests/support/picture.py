"""A world as plain data, to compare two of them: all that events say, and nothing that is one process's alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

from hubbub.chat.world.accounts import Account
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.people.users import User, Visit
from hubbub.chat.world.state import World

APART = {
    "local",  # of the process
    "recent",  # what is remembered of the logs
    "sessions", "listeners", "metadata_until", "reaction_told_at",  # connections, and how fast they may be
    "found", "spelling", "ends",  # worked out from the rest, when it is asked for
    "cloak_key", "salt_key",  # of the server, for ever
    "asleep", "every_room", "absent", "numbers", "quiet", "_fallen", "called",  # of which each was woken before
    "__weakref__",
}  # fmt: skip


def picture(world: World) -> dict[str, Any]:
    """Each person, account, room and so on once, and by its name wherever else it stands."""
    for log in [*world.every_room, *world.quiet.numbers()]:
        world.journal(log)
    for number in list(world.accounts.numbers):
        world.accounts.numbers.get(number)
    woken: list[dict[Any, Any]] = [world.rooms, world.journals, world.conversations, *world.conversations.values()]
    for one in woken:
        for key in sorted(one):  # whichever woke first
            one[key] = one.pop(key)
    shown = {name: _plain(getattr(world, name)) for name in _fields(world)}
    for things in (world.users, world.journals, world.visits, world.accounts.numbers, world.invites.numbers):
        for thing in things.values():
            shown[_name(thing)] = {name: _plain(getattr(thing, name)) for name in _fields(thing)}
    return shown


def _name(thing: object) -> str:
    match thing:
        case User():
            return f"user {thing.party}"
        case Journal():
            return f"log {thing.log}"
        case Account() | Invite() | Visit():
            return f"{thing.__class__.__name__.removeprefix('Asleep')} {thing.number}"
    return ""


def _plain(value: object) -> object:
    if name := _name(value):
        return name
    match value:
        case Mapping():
            return [(_plain(key), _plain(one)) for key, one in value.items()]
        case list() | tuple() | deque():
            return [_plain(one) for one in value]
        case set() | frozenset():
            return sorted(map(repr, value))
        case str() | bytes() | int() | None:
            return repr(value)
    return {name: _plain(getattr(value, name)) for name in _fields(value)} or repr(value)


def _fields(thing: object) -> Iterator[str]:
    """What an object is made of, by slots or not."""
    names = [*slots(thing.__class__), *getattr(thing, "__dict__", ())]
    return (name for name in dict.fromkeys(names) if name not in APART)


def slots(kind: type) -> Iterator[str]:
    """The names of what an instance holds."""
    for one in kind.__mro__:
        yield from getattr(one, "__slots__", ())
