"""Very many things that hardly anybody asks for, in some tens of bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import compress
from operator import not_
from typing import Generic, TypeVar

T = TypeVar("T")

PIECE = 512  # things in one piece: to put one in between, or to take one out, moves no more
HASHES = 64  # texts in one piece
_HASH = 0xFFFF_FFFF


class Packed(Collection[T], Generic[T]):
    """They stand as bytes in the order of their numbers, and are found by number in a few steps, and by texts. One that
    is asked for wakes: then only its number is here, in its place, until it falls asleep again or is no more.

    As a collection those that sleep are here, by their numbers. `left`: how many they are.
    """

    def __init__(self, code: str = "I") -> None:
        """`code`: as `Hashed` needs it for these numbers."""
        self.left = 0
        self._hashed = Hashed(code)
        self._pieces = [_Piece()]
        self._firsts = array("Q", [0])  # no number in a piece is lower; in the one before it all are
        self._last = -1  # no number is higher

    def __len__(self) -> int:
        return self.left

    def __iter__(self) -> Iterator[T]:
        return (saved for key in self.numbers() if (saved := self.look(key)) is not None)

    def __reversed__(self) -> Iterator[T]:
        """To be taken at once: nothing may come or go meanwhile."""
        keys = (key for piece in reversed(self._pieces) for key in reversed(piece.keys))
        return (saved for key in keys if (saved := self.look(key)) is not None)

    def __contains__(self, saved: object) -> bool:
        return any(one == saved for one in self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Collection) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def numbers(self) -> Iterator[int]:
        """The numbers of all, awake or not, in their order. Others may come and go meanwhile: of those that were there
        and stay, none is left out or comes twice."""
        after = 0
        while True:
            at = bisect_right(self._firsts, after) - 1
            some = self._from(at, after)
            while not some and at + 1 < len(self._pieces):
                at += 1
                some = self._from(at, after)
            if not some:
                return
            yield from some
            after = some[-1] + 1

    def has(self, key: int) -> bool:
        """Whether it sleeps."""
        piece, place = self._find(key)
        return place >= 0 and piece.begins[place] < piece.ends[place]

    def look(self, key: int) -> T | None:
        """What is kept of the one with this number; it sleeps on. None: it is not asleep."""
        piece, place = self._find(key)
        if place < 0 or piece.begins[place] == piece.ends[place]:
            return None
        return self._read(memoryview(piece.records)[piece.begins[place] : piece.ends[place]])

    def wake(self, key: int) -> T | None:
        """The same; from now on only its number is here."""
        saved = self.look(key)
        if saved is not None:
            piece, place = self._find(key)
            piece.take(place)
            self.left -= 1
            self._hashed.remove(key, self._texts(saved))
        return saved

    def note(self, key: int) -> None:
        """There is one with this number, and it is awake, if it was not known."""
        if key > self._last:
            self._append(key, b"")
        elif self._find(key)[1] < 0:
            self._insert(key, b"")

    def forget(self, key: int) -> None:
        """There is none with this number any more."""
        self.wake(key)
        piece, place = self._find(key)
        if place >= 0:
            piece.drop(place)
            if not piece.keys and len(self._pieces) > 1:
                at = self._pieces.index(piece)
                del self._pieces[at], self._firsts[at]
                self._firsts[0] = 0

    def all_here(self) -> None:
        """Those of a start: from now on they are found without delay."""
        self._hashed.divide()

    def _pack(self, key: int, record: bytes, saved: T) -> None:
        """It sleeps from now on; none with this number did."""
        if key > self._last:
            self._append(key, record)
        else:
            piece, place = self._find(key)
            if place < 0:
                self._insert(key, record)
            else:
                piece.put(place, record)
        self.left += 1
        self._hashed.add(key, self._texts(saved))

    def _append(self, key: int, record: bytes) -> None:
        """The highest of all: a start has very many of them, one after the other."""
        piece = self._pieces[-1]
        if len(piece.keys) >= PIECE:
            piece = _Piece()
            self._pieces.append(piece)
            self._firsts.append(key)
        piece.keys.append(key)
        piece.begins.append(len(piece.records))
        piece.records += record
        piece.ends.append(len(piece.records))
        piece.used += len(record)
        self._last = key

    def _insert(self, key: int, record: bytes) -> None:
        at = bisect_right(self._firsts, key) - 1
        piece = self._pieces[at]
        if len(piece.keys) >= PIECE:
            newer = piece.halved()
            self._pieces.insert(at + 1, newer)
            self._firsts.insert(at + 1, newer.keys[0])
            if key > newer.keys[0]:
                piece = newer
        piece.insert(key, record)

    def _find(self, key: int) -> tuple[_Piece, int]:
        """The piece where it is, and its place there; -1: it is not."""
        piece = self._pieces[bisect_right(self._firsts, key) - 1]
        place = bisect_left(piece.keys, key)
        return piece, place if place < len(piece.keys) and piece.keys[place] == key else -1

    def _from(self, at: int, key: int) -> array[int]:
        keys = self._pieces[at].keys
        return keys[bisect_left(keys, key) :]

    def _called(self, text: str) -> Iterator[tuple[int, T]]:
        """Those that sleep and may be found by this text, the latest first; they may wake meanwhile, and others."""
        for key in self._hashed.of(text):
            saved = self.look(key)
            if saved is not None:
                yield key, saved

    def _texts(self, saved: T) -> Iterable[str]:
        """What it is found by."""
        raise NotImplementedError

    def _read(self, record: memoryview) -> T:
        raise NotImplementedError


class _Piece:
    """Some of them: their numbers in order, and for each where its bytes begin and end; it has none while awake."""

    __slots__ = ("begins", "ends", "keys", "records", "used")

    def __init__(self) -> None:
        self.keys = array("Q")
        self.begins = array("I")
        self.ends = array("I")
        self.records = bytearray()
        self.used = 0  # of these bytes

    def insert(self, key: int, record: bytes) -> None:
        place = bisect_left(self.keys, key)
        self.keys.insert(place, key)
        self.begins.insert(place, 0)
        self.ends.insert(place, 0)
        self.put(place, record)

    def put(self, place: int, record: bytes) -> None:
        if len(self.records) > 2 * self.used + PIECE:
            self._close_up()
        self.begins[place] = len(self.records)
        self.records += record
        self.ends[place] = len(self.records)
        self.used += len(record)

    def take(self, place: int) -> None:
        self.used -= self.ends[place] - self.begins[place]
        self.ends[place] = self.begins[place]

    def drop(self, place: int) -> None:
        """The one there is awake, and no more."""
        del self.keys[place], self.begins[place], self.ends[place]

    def halved(self) -> _Piece:
        """The upper half of them as one more."""
        half, newer = len(self.keys) // 2, _Piece()
        for key, begin, end in zip(self.keys[half:], self.begins[half:], self.ends[half:], strict=True):
            newer.insert(key, bytes(self.records[begin:end]))
        del self.keys[half:], self.begins[half:], self.ends[half:]
        self.used -= newer.used
        self._close_up()
        return newer

    def _close_up(self) -> None:
        """Without the bytes of those that have woken."""
        records = bytearray()
        for place, (begin, end) in enumerate(zip(self.begins, self.ends, strict=True)):
            self.begins[place] = len(records)
            records += self.records[begin:end]
            self.ends[place] = len(records)
        self.records = records


class Hashed:
    """Numbers by the hashes of texts: a number may have several, and a text very many numbers. Whoever asks has to look
    whether it is so.

    They lie in pieces by the last bits of the hash, each in the order of hash and number as soon as somebody has asked
    there. With more of them one piece after the other is divided. A start puts in very many: they are only laid down
    until all are there, or somebody asks.
    """

    def __init__(self, code: str = "I") -> None:
        """`code`: of an array that can hold the numbers."""
        self._code = code
        self._laid = array("I"), array(code)  # hashes, and numbers
        self._hashes: list[array[int]] = []
        self._numbers: list[array[int]] = []
        self._ordered = bytearray()
        self._count = 0
        self._bits = 0  # by which they are divided, all but some: 0, 1, 3, 7 ...

    def add(self, number: int, texts: Iterable[str]) -> None:
        hashes, numbers = self._laid
        if self._hashes:
            self._put(number, texts)
            return
        for text in texts:
            hashes.append(hash(text) & _HASH)
            numbers.append(number)

    def divide(self) -> None:
        """All that were laid down are there."""
        if not self._hashes:
            hashes, numbers = self._laid
            self._count, self._laid = len(hashes), (array("I"), array(self._code))
            pieces = 1 << (self._count // HASHES).bit_length()
            self._bits = pieces - 1
            self._hashes = [array("I") for _ in range(pieces)]
            self._numbers = [array(self._code) for _ in range(pieces)]
            self._ordered = bytearray(pieces)
            puts = [(one.append, other.append) for one, other in zip(self._hashes, self._numbers, strict=True)]
            for hashed, number in zip(hashes, numbers, strict=True):
                put, put_number = puts[hashed & self._bits]
                put(hashed)
                put_number(number)

    def _put(self, number: int, texts: Iterable[str]) -> None:
        for text in texts:
            hashed = hash(text) & _HASH
            at = self._at(hashed)
            hashes, numbers = self._hashes[at], self._numbers[at]
            if self._ordered[at]:
                place = bisect_left(numbers, number, bisect_left(hashes, hashed), bisect_right(hashes, hashed))
                hashes.insert(place, hashed)
                numbers.insert(place, number)
            else:
                hashes.append(hashed)
                numbers.append(number)
            self._count += 1
            if self._count > HASHES * len(self._hashes):
                self._divide_next()

    def remove(self, number: int, texts: Iterable[str]) -> None:
        for text in texts:
            at, begin, end = self._span(text)
            place = bisect_left(self._numbers[at], number, begin, end)
            if place < end and self._numbers[at][place] == number:
                del self._hashes[at][place], self._numbers[at][place]
                self._count -= 1

    def of(self, text: str) -> Iterable[int]:
        """Which it may be, the highest first."""
        at, begin, end = self._span(text)
        return reversed(self._numbers[at][begin:end])

    def _span(self, text: str) -> tuple[int, int, int]:
        """In which piece they are, from where to where."""
        self.divide()
        hashed = hash(text) & _HASH
        at = self._at(hashed)
        if not self._ordered[at]:
            both = sorted(zip(self._hashes[at], self._numbers[at], strict=True))
            self._hashes[at] = array("I", [one for one, _ in both])
            self._numbers[at] = array(self._code, [one for _, one in both])
            self._ordered[at] = 1
        hashes = self._hashes[at]
        return at, bisect_left(hashes, hashed), bisect_right(hashes, hashed)

    def _at(self, hashed: int) -> int:
        at = hashed & self._bits
        return at if at < len(self._hashes) else at & (self._bits >> 1)

    def _divide_next(self) -> None:
        """The next piece that has not been: those whose hashes have one bit more are a new one."""
        new = len(self._hashes)
        if new > self._bits:
            self._bits = 2 * self._bits + 1
        at = new & (self._bits >> 1)
        hashes, numbers = self._hashes[at], self._numbers[at]
        go = [hashed & self._bits == new for hashed in hashes]
        stay = list(map(not_, go))
        self._hashes.append(array("I", compress(hashes, go)))
        self._numbers.append(array(self._code, compress(numbers, go)))
        self._hashes[at], self._numbers[at] = (
            array("I", compress(hashes, stay)),
            array(self._code, compress(numbers, stay)),
        )
        self._ordered.append(self._ordered[at])
