"""The rooms we are in, who is there with us, and what the server tells about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from hubbub.irc import casemap

from .events import Event, Gone, Joined, Left, MembersAre, Renamed, RoomRenamed, TopicSet

_MOST_ROOMS = 10_000  # and
_MOST_MEMBERS = 1_000_000  # in each: past these numbers a server's claims are not believed


@dataclass(slots=True)
class Room:
    """`members`: the names by their folded form. `wanted`: we were in it when the connection was lost; `present`:
    we are in it on this connection; `entering`: its names are not complete yet; `leaving`: our PART is on its way.
    """

    name: str
    topic: str = ""
    members: dict[str, str] = field(default_factory=dict)
    wanted: bool = False
    present: bool = False
    entering: bool = True
    leaving: bool = False
    _listed: dict[str, str] = field(default_factory=dict)
    _told: TopicSet | None = None  # to be shown after the names


class Rooms:
    """State of all our rooms. `name`: our own, as the server wrote it last."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.away: set[str] = set()
        self._rooms: dict[str, Room] = {}

    def all(self) -> list[Room]:
        """The rooms, in the order we joined them."""
        return list(self._rooms.values())

    def find(self, name: str) -> Room | None:
        """The room of that name, if we are in it (or were, when the connection was lost)."""
        return self._rooms.get(casemap.lower(name))

    def is_me(self, name: str) -> bool:
        return casemap.lower(name) == casemap.lower(self.name)

    def lost(self) -> None:
        """The connection is gone; we want to be in the same rooms again."""
        self.away.clear()
        for room in self._rooms.values():
            room.wanted = room.entering = True
            room.present = room.leaving = False
            room._told = None
            room.members.clear()
            room._listed.clear()

    def forget(self, name: str) -> Room | None:
        return self._rooms.pop(casemap.lower(name), None)

    def joined(self, room_name: str, name: str, at: int) -> list[Event]:
        """JOIN"""
        if self.is_me(name):
            return self._entered(room_name, at)
        room = self.find(room_name)
        if room is None or len(room.members) >= _MOST_MEMBERS:
            return []
        room.members[casemap.lower(name)] = name
        return [Joined(room.name, name, at)]

    def _entered(self, room_name: str, at: int) -> list[Event]:
        room = self.find(room_name)
        again = room is not None
        if room is None:
            if len(self._rooms) >= _MOST_ROOMS:
                return []
            room = self._rooms[casemap.lower(room_name)] = Room(room_name)
        room.name = room_name
        room.present = True
        room.members[casemap.lower(self.name)] = self.name
        return [Joined(room.name, self.name, at, own=True, again=again)]

    def left(self, room_name: str, name: str, at: int, text: str) -> list[Event]:
        """PART, or KICK"""
        room = self.find(room_name)
        if room is None:
            return []
        if self.is_me(name):
            self.forget(room_name)
            return [Left(room.name, self.name, at, text, own=True)]
        room.members.pop(casemap.lower(name), None)
        return [Left(room.name, name, at, text)]

    def quit(self, name: str, at: int, text: str) -> list[Event]:
        """QUIT"""
        if self.is_me(name):
            return []
        key = casemap.lower(name)
        self.away.discard(key)
        shared = [room for room in self._rooms.values() if room.members.pop(key, None) is not None]
        return [Gone(name, tuple(room.name for room in shared), at, text)] if shared else []

    def renamed(self, before: str, name: str, at: int) -> list[Event]:
        """NICK"""
        own = self.is_me(before)
        if own:
            self.name = name
        old, new = casemap.lower(before), casemap.lower(name)
        known = own
        for room in self._rooms.values():
            if room.members.pop(old, None) is not None:
                room.members[new] = name
                known = True
        if old in self.away:
            self.away.discard(old)
            self.away.add(new)
        return [Renamed(before, name, at, own)] if known else []

    def rename_room(self, before: str, name: str, at: int, by: str, text: str) -> list[Event]:
        """RENAME. The order of the rooms stays."""
        key = casemap.lower(before)
        if key not in self._rooms:
            return []
        self._rooms[key].name = name
        self._rooms = {casemap.lower(room.name): room for room in self._rooms.values()}
        return [RoomRenamed(before, name, by, at, text)]

    def topic(self, room_name: str, text: str, at: int, by: str = "") -> list[Event]:
        """TOPIC by someone, or the numerics that tell it."""
        room = self.find(room_name)
        if room is None:
            return []
        again = room.entering and room.wanted and room.topic == text
        room.topic = text
        event = TopicSet(room.name, text, at, by, again)
        if room.entering and not by:
            room._told = event
            return []
        return [event]

    def listed(self, room_name: str, names: list[str], signs: str) -> None:
        """One line of names, with the `signs` of their roles in front."""
        room = self.find(room_name)
        if room is None or len(room._listed) + len(names) > _MOST_MEMBERS:
            return
        for written in names:
            name = written.lstrip(signs).partition("!")[0]
            if name:
                room._listed[casemap.lower(name)] = name

    def list_ended(self, room_name: str) -> list[Event]:
        """The names are complete."""
        room = self.find(room_name)
        if room is None:
            return []
        room.members, room._listed = room._listed, {}
        entering, again = room.entering, room.wanted
        room.entering = room.wanted = False
        told, room._told = room._told, None
        if not entering:
            return []
        return [MembersAre(room.name, names_of(room), entering, again), *([told] if told else [])]


def names_of(room: Room) -> tuple[str, ...]:
    """The members, sorted without regard to case."""
    return tuple(room.members[key] for key in sorted(room.members))
