"""Which rooms have masks on their lists, and in which of them an account is meant by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.chat import names
from hubbub.chat.names.masks import ACCOUNT, MUTE

if TYPE_CHECKING:
    from hubbub.chat.world.rooms import Room

FORMS = (ACCOUNT, f"{MUTE}{ACCOUNT}")  # what a mask begins with that means an account, speaking or not


class Masked:
    """`rooms`: the logs of those with masks on their lists. No room that sleeps has any."""

    def __init__(self) -> None:
        self.rooms: dict[int, None] = {}
        self._accounts: dict[str, dict[int, None]] = {}  # folded mask -> logs of the rooms that have it on a list

    def of_account(self, name: str) -> list[int]:
        """The logs of the rooms with a mask on a list that is this very name, no pattern that fits it."""
        found = (self._accounts.get(names.fold(f"{form}{name}"), ()) for form in FORMS)
        return sorted({log for logs in found for log in logs})

    def add(self, room: Room) -> None:
        """A room with all that is on its lists."""
        for mask in {mask for masks in room.lists.values() for mask in masks} if room.has("lists") else ():
            self.changed(room, mask)

    def changed(self, room: Room, mask: str) -> None:
        """The mask was put on a list of the room, or taken off."""
        key = names.fold(mask)
        if room.lists:
            self.rooms[room.log] = None
        else:
            self.rooms.pop(room.log, None)
        if not key.startswith(FORMS):
            return
        if any(key in masks for masks in room.lists.values()):
            self._accounts.setdefault(key, {})[room.log] = None
        elif key in self._accounts:
            self._accounts[key].pop(room.log, None)
            if not self._accounts[key]:
                del self._accounts[key]

    def drop(self, room: Room) -> None:
        """The room has ended."""
        masks = {mask for masks in room.lists.values() for mask in masks} if room.has("lists") else set()
        room.lists = {}
        for mask in masks:
            self.changed(room, mask)
