"""Rooms that sleep, in some tens of bytes each."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from hubbub.chat import names
from hubbub.irc.modes import MADE_WITH, PRIVATE, ROOM_MODES, Kind

from .packed import Packed
from .state import RoomState

MADE = list(MADE_WITH)  # the modes of a new room, and of most

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(RoomState).decode


class Sleeping(Packed[RoomState]):
    """By log and by folded name.

    `watched`: the logs of those with masks on lists, which end by themselves. `private`: how many sleep that have
    history only for those who were there.
    """

    def __init__(self, rooms: Iterable[RoomState] = ()) -> None:
        super().__init__()
        self.watched: list[int] = []
        self.private = 0
        for room in rooms:
            self.add(room)

    def add(self, saved: RoomState) -> None:
        """It sleeps from now on. Modes as those of a new room take no place."""
        if saved.modes is not None:
            self._note(saved, saved.modes)
        self._pack(saved.log, _encode(saved), saved)

    def wake(self, key: int) -> RoomState | None:
        saved = super().wake(key)
        if saved is not None and saved.modes is not None:
            self.private -= not PRIVATE.isdisjoint(mode[0] for mode in saved.modes)
        return saved

    def wake_named(self, fold: str) -> RoomState | None:
        """What is kept of the room with this folded name; it is no more here."""
        for log, saved in self._called(fold):
            if names.fold(saved.name) == fold:
                return self.wake(log)
        return None

    def _note(self, saved: RoomState, modes: list[tuple[str, str, str, int, int, str]]) -> None:
        letters = [mode[0] for mode in modes]
        if letters == MADE:
            saved.modes = None
        self.private += not PRIVATE.isdisjoint(letters)
        if any(ROOM_MODES[letter].kind is Kind.LIST for letter in letters):
            self.watched.append(saved.log)

    def _texts(self, saved: RoomState) -> Iterable[str]:
        return (names.fold(saved.name),)

    def _read(self, record: memoryview) -> RoomState:
        return _decode(record)
