"""All rooms, whether somebody has asked for them since the start or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hubbub.chat.party import party_of
from hubbub.chat.ports.state import RoomState
from hubbub.irc.modes import Change

from .rooms import Room

if TYPE_CHECKING:
    from .state import World


class EveryRoom(Mapping[int, Room]):
    """All rooms by their logs. Those that sleep are shown as they would be awake, and sleep on."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __len__(self) -> int:
        return len(self._world.rooms) + self._world.asleep.left

    def __iter__(self) -> Iterator[int]:
        """Without a copy of those that were there at the start; one may have ended meanwhile."""
        asleep, rooms = self._world.asleep, self._world.rooms
        newest = asleep.logs[-1] if asleep.logs else 0  # when the server started
        yield from (log for log in asleep.logs if log in self)
        yield from [room.log for room in rooms.values() if room.log > newest]

    def __contains__(self, log: object) -> bool:
        world = self._world
        return isinstance(log, int) and (isinstance(world.journals.get(log), Room) or world.asleep.has(log))

    def __getitem__(self, log: int) -> Room:
        room = self.get(log)
        if room is None:
            raise KeyError(log)
        return room

    def get(self, log: int, default: Room | None = None) -> Room | None:  # type: ignore[override]
        awake = self._world.journals.get(log)
        if awake is not None:
            return awake if isinstance(awake, Room) else default
        saved = self._world.asleep.look(log)
        return default if saved is None else room_of(saved)


def room_of(saved: RoomState) -> Room:
    """The room as it is kept."""
    room = Room(saved.log, saved.name, saved.created, saved.last_seq, saved.last_at)
    room.topic, room.topic_by, room.topic_at = saved.topic, saved.topic_by, saved.topic_at
    room.has_messages = saved.has_messages
    if saved.roles:
        room.roles = dict(saved.roles)
    if saved.readers:
        room.readers = set(map(party_of, saved.readers))
    if saved.modes is not None:
        room.flags = {}
        for letter, argument, by, at, until, why in saved.modes:
            room.change_mode(Change(True, letter, argument), by, at, until, why)
    return room
