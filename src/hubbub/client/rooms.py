"""Which rooms we are in on this connection, and which we want to be in on the next one."""

from __future__ import annotations

import msgspec

from hubbub.irc import casemap

from .state.buffers import Member

MOST_ROOMS = 10_000  # and
MOST_MEMBERS = 1_000_000  # in each: past these numbers a server's claims are not believed


class Presence(msgspec.Struct):
    """`wanted`: we were in it when the connection was lost; `present`: we are in it on this connection; `entering`: its
    names are not complete yet; `leaving`: our PART is on its way; `listed`: the names so far; `joined_at`: when we came
    in; `told`: the topic was told meanwhile, and (`again`) is the one that we knew; `detailed`: a face has asked for
    more than the names.
    """

    name: str
    wanted: bool = False
    present: bool = False
    entering: bool = True
    leaving: bool = False
    joined_at: int = 0
    told: bool = False
    again: bool = False
    detailed: bool = False
    listed: dict[str, Member] = msgspec.field(default_factory=dict)


class Rooms:
    """The rooms, in the order we joined them."""

    def __init__(self) -> None:
        self._rooms: dict[str, Presence] = {}

    def all(self) -> list[Presence]:
        return list(self._rooms.values())

    def find(self, name: str) -> Presence | None:
        """The room of that name, if we are in it (or were, when the connection was lost)."""
        return self._rooms.get(casemap.lower(name))

    def add(self, name: str) -> Presence | None:
        """A room that we come into, perhaps again; None when there are too many."""
        found = self.find(name)
        if found is None:
            if len(self._rooms) >= MOST_ROOMS:
                return None
            found = self._rooms[casemap.lower(name)] = Presence(name)
        return found

    def lost(self) -> None:
        """The connection is gone; we want to be in the same rooms again."""
        for room in self._rooms.values():
            room.wanted = room.entering = True
            room.present = room.leaving = room.told = room.again = False
            room.listed.clear()

    def forget(self, name: str) -> Presence | None:
        return self._rooms.pop(casemap.lower(name), None)

    def rename(self, before: str, name: str) -> None:
        """The order of the rooms stays."""
        room = self.find(before)
        if room is not None:
            room.name = name
            self._rooms = {casemap.lower(one.name): one for one in self._rooms.values()}
