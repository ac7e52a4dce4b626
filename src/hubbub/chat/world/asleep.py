"""All rooms, awake or not, and what is kept of one that sleeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from hubbub.chat.party import guest, number_of, party_of, visit_of
from hubbub.chat.ports.state import RoomState
from hubbub.irc.modes import Change

from .rooms import Room

if TYPE_CHECKING:
    from .state import World


AWAKE = ("recent", "members", "lists", "invited", "pins", "metadata")
"""What no room has that sleeps."""


class EveryRoom(Mapping[int, Room]):
    """All rooms by their logs. Those that sleep are shown as they would be awake, and sleep on."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __len__(self) -> int:
        return len(self._world.rooms) + self._world.asleep.left

    def __iter__(self) -> Iterator[int]:
        """In their order, without a copy of all; one may have ended meanwhile."""
        return (log for log in self._world.asleep.numbers() if log in self)

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
        room.readers = {party_of(number) if number > 0 else guest(-number) for number in saved.readers}
    if saved.modes is not None:
        room.flags = {}
        for letter, argument, by, at, until, why in saved.modes:
            room.change_mode(Change(True, letter, argument), by, at, until, why)
    return room


def state_of(room: Room) -> RoomState | None:
    """What is kept of it while it sleeps; None: there is more of it. Who set a mode when is asked of the log alone."""
    if any(map(room.has, AWAKE)) or room.retention or room.expiry:
        return None
    saved = RoomState(
        room.log,
        room.name,
        room.created,
        room.topic,
        room.topic_by,
        room.topic_at,
        room.last_seq,
        room.last_at,
        room.has_messages,
        [(letter, argument, "", 0, 0, "") for letter, argument in room.flags.items()],
    )
    if room.has("roles"):
        saved.roles = list(room.roles.items())
    if room.has("readers"):
        saved.readers = sorted(number_of(party) or -visit_of(party) for party in room.readers)
    return saved
