"""Rooms that nobody has asked for since the start, in some tens of bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hubbub.chat import names
from hubbub.irc.modes import MADE_WITH, PRIVATE, ROOM_MODES, Kind

from .state import RoomState

MADE = list(MADE_WITH)  # the modes of a new room, and of most

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(RoomState).decode
_HASH = 0xFFFF_FFFF


class Sleeping(Sequence[RoomState]):
    """They stand one behind the other as bytes, in the order of their logs; found by log in a few steps, by folded
    name in one or two. One that is asked for wakes: from then on it is a room like any other. As a sequence all are
    here, the awake ones as they were.

    `left`: how many sleep; `logs`: of all, in their order. `watched`: of those with masks on lists, which end by
    themselves. `private`: how many sleep that have history only for those who were there.
    """

    def __init__(self, rooms: Iterable[RoomState] = ()) -> None:
        self.watched: list[int] = []
        self.private = self.left = 0
        self.logs = array("Q")
        self._records = bytearray()
        self._begins = array("Q")
        self._hashes = array("I")  # of the folded names
        self._slots = array("I", [0] * 64)  # 1 + a place, at the hash of its name or behind it; at most half are taken
        self._awake = bytearray()  # for each place: whether it has been asked for
        for room in rooms:
            self.add(room)

    def __len__(self) -> int:
        return len(self.logs)

    def __getitem__(self, place: Any) -> Any:
        return self._saved(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def knows(self, log: int) -> bool:
        """Whether it sleeps or has slept."""
        return self._place(log) is not None

    def add(self, saved: RoomState) -> None:
        """One more, with a higher log than all before. Modes as those of a new room take no place."""
        if saved.modes is not None:
            self._note(saved, saved.modes)
        folded = hash(names.fold(saved.name)) & _HASH
        place = len(self.logs)
        self.logs.append(saved.log)
        self._hashes.append(folded)
        self._begins.append(len(self._records))
        self._records += _encode(saved)
        self._awake.append(0)
        self.left += 1
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

    def has(self, log: int) -> bool:
        """Whether it sleeps."""
        place = self._place(log)
        return place is not None and not self._awake[place]

    def look(self, log: int) -> RoomState | None:
        """What is kept of the room with this log; it sleeps on. None: it is not asleep."""
        place = self._place(log)
        return None if place is None or self._awake[place] else self._saved(place)

    def wake(self, log: int) -> RoomState | None:
        """The same; it is no more here."""
        place = self._place(log)
        return None if place is None or self._awake[place] else self._taken(place, self._saved(place))

    def wake_named(self, fold: str) -> RoomState | None:
        """The same of the room with this folded name."""
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

    def _place(self, log: int) -> int | None:
        place = bisect_left(self.logs, log)
        return place if place < len(self.logs) and self.logs[place] == log else None

    def _saved(self, place: int) -> RoomState:
        begins = self._begins
        end = begins[place + 1] if place + 1 < len(begins) else len(self._records)
        return _decode(memoryview(self._records)[begins[place] : end])

    def _taken(self, place: int, saved: RoomState) -> RoomState:
        self._awake[place] = 1
        self.left -= 1
        self.private -= not PRIVATE.isdisjoint(mode[0] for mode in saved.modes or ())
        return saved
