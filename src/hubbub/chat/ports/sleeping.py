"""Rooms that nobody has asked for since the start, in some tens of bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import msgspec

from hubbub.chat import names
from hubbub.irc.modes import MADE_WITH, PRIVATE, ROOM_MODES, Kind

from .packed import Packed
from .state import RoomState

MADE = list(MADE_WITH)  # the modes of a new room, and of most

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(RoomState).decode
_HASH = 0xFFFF_FFFF


class Sleeping(Packed[RoomState]):
    """By log, and by folded name in a step or two.

    `watched`: the logs of those with masks on lists, which end by themselves. `private`: how many sleep that have
    history only for those who were there.
    """

    def __init__(self, rooms: Iterable[RoomState] = ()) -> None:
        super().__init__()
        self.watched: list[int] = []
        self.private = 0
        self._hashes = array("I")  # of the folded names
        self._slots = array("I", [0] * 64)  # 1 + a place, at the hash of its name or behind it; at most half are taken
        for room in rooms:
            self.add(room)

    @property
    def logs(self) -> array[int]:
        return self.keys

    def add(self, saved: RoomState) -> None:
        """One more, with a higher log than all before. Modes as those of a new room take no place."""
        if saved.modes is not None:
            self._note(saved, saved.modes)
        folded = hash(names.fold(saved.name)) & _HASH
        self._hashes.append(folded)
        place = self._pack(saved.log, _encode(saved))
        if 2 * place >= len(self._slots):
            self._grow()
        else:
            self._put(place, folded)

    def _note(self, saved: RoomState, modes: list[tuple[str, str, str, int, int, str]]) -> None:
        letters = [mode[0] for mode in modes]
        if letters == MADE:
            saved.modes = None
        self.private += not PRIVATE.isdisjoint(letters)
        if any(ROOM_MODES[letter].kind is Kind.LIST for letter in letters):
            self.watched.append(saved.log)

    def _put(self, place: int, folded: int) -> None:
        slots, last = self._slots, len(self._slots) - 1
        at = folded & last
        while slots[at]:
            at = (at + 1) & last
        slots[at] = place + 1

    def _grow(self) -> None:
        self._slots = array("I", bytes(self._slots.itemsize * 4 * len(self._slots)))
        for place, folded in enumerate(self._hashes):
            self._put(place, folded)

    def wake_named(self, fold: str) -> RoomState | None:
        """What is kept of the room with this folded name; it is no more here."""
        slots, last = self._slots, len(self._slots) - 1
        folded = hash(fold) & _HASH
        at = folded & last
        while slots[at]:
            place = slots[at] - 1
            if self._hashes[place] == folded and not self._awake[place]:
                saved = self._saved(place)
                if names.fold(saved.name) == fold:
                    return self._taken(place, saved)
            at = (at + 1) & last
        return None

    def _saved(self, place: int) -> RoomState:
        return _decode(self._record(place))

    def _taken(self, place: int, saved: RoomState) -> RoomState:
        self.private -= not PRIVATE.isdisjoint(mode[0] for mode in saved.modes or ())
        return super()._taken(place, saved)
