"""Very many things that hardly anybody asks for, in some tens of bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_HASH = 0xFFFF_FFFF


class Packed(Sequence[T], Generic[T]):
    """They stand one behind the other as bytes, in the order of their numbers, and are found by number in a few steps.
    One that is asked for wakes: from then on it is a thing like any other. As a sequence all are here, the awake ones
    as they were.

    `left`: how many sleep; `keys`: the numbers of all, in their order.
    """

    def __init__(self) -> None:
        self.left = 0
        self.keys = array("Q")
        self._records = bytearray()
        self._begins = array("Q")
        self._awake = bytearray()  # for each place: whether it has been asked for

    def __len__(self) -> int:
        return len(self.keys)

    def __getitem__(self, place: Any) -> Any:
        return self._saved(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def knows(self, key: int) -> bool:
        """Whether it sleeps or has slept."""
        return self._place(key) is not None

    def has(self, key: int) -> bool:
        """Whether it sleeps."""
        place = self._place(key)
        return place is not None and not self._awake[place]

    def look(self, key: int) -> T | None:
        """What is kept of the one with this number; it sleeps on. None: it is not asleep."""
        place = self._place(key)
        return None if place is None or self._awake[place] else self._saved(place)

    def wake(self, key: int) -> T | None:
        """The same; it is no more here."""
        place = self._place(key)
        return None if place is None or self._awake[place] else self._taken(place, self._saved(place))

    def _pack(self, key: int, record: bytes) -> int:
        """One more, with a higher number than all before; its place."""
        self.keys.append(key)
        self._begins.append(len(self._records))
        self._records += record
        self._awake.append(0)
        self.left += 1
        return len(self.keys) - 1

    def _place(self, key: int) -> int | None:
        place = bisect_left(self.keys, key)
        return place if place < len(self.keys) and self.keys[place] == key else None

    def _record(self, place: int) -> memoryview:
        begins = self._begins
        end = begins[place + 1] if place + 1 < len(begins) else len(self._records)
        return memoryview(self._records)[begins[place] : end]

    def _saved(self, place: int) -> T:
        raise NotImplementedError

    def _taken(self, place: int, saved: T) -> T:
        self._awake[place] = 1
        self.left -= 1
        return saved


class Hashed:
    """Places by the hashes of texts, of which a place may have several, and a text very many places. Whoever asks has
    to look whether it is so."""

    def __init__(self) -> None:
        self._hashes = array("I")
        self._places = array("I")
        self._before = array("I")  # 1 + the number of the one before it in the same slot; 0: there is none
        self._slots = array("I", [0] * 64)  # 1 + the number of the latest of those whose hashes end alike

    def add(self, place: int, *texts: str) -> None:
        """One more place; `link` is to follow the last one of many."""
        for text in texts:
            self._hashes.append(hash(text) & _HASH)
            self._places.append(place)

    def link(self) -> None:
        """Make those that were added be found. All at once, for that costs a tenth, and a start adds very many."""
        hashes, slots, before = self._hashes, self._slots, self._before
        if len(hashes) > len(slots):
            slots = self._slots = array("I", bytes(slots.itemsize << len(hashes).bit_length()))
            before = self._before = array("I")
        last = len(slots) - 1
        for number in range(len(before), len(hashes)):
            at = hashes[number] & last
            before.append(slots[at])
            slots[at] = number + 1

    def places(self, text: str) -> Iterator[int]:
        """Where it may be, the latest first."""
        if len(self._before) < len(self._hashes):
            self.link()
        wanted = hash(text) & _HASH
        number = self._slots[wanted & (len(self._slots) - 1)]
        while number:
            if self._hashes[number - 1] == wanted:
                yield self._places[number - 1]
            number = self._before[number - 1]
