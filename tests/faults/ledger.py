"""What people were told and shown, what is stored, and whether the one keeps the promises made by the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec

MARK = re.compile(r"<(\w+):(\d+)>")


def mark(sender: str, number: int) -> str:
    """What makes a text unlike all others: the `number`-th of `sender`, a name used by one connection only."""
    return f"<{sender}:{number}>"


class Stored(msgspec.Struct, frozen=True):
    """An entry of a log. `mark` is empty for what is no message of a test, `target` for what is no message."""

    log: int
    seq: int
    id: int
    mark: str
    target: str


class Ledger:
    """Everything the people of a test were told (`accepted`) and shown. `reached` is called from the goal on."""

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.heard: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.goal = 0
        self.reached: Callable[[], None] = lambda: None

    def show(self, mark: str, msgid: str = "") -> None:
        """Somebody saw the message, under that id if they can see ids."""
        ids = self.shown[mark]
        if msgid:
            ids.add(msgid)

    def hear(self, listener: str, target: str, mark: str) -> None:
        """Somebody who hears all of a room from some moment on heard this in it."""
        self.heard[listener, target].append(mark)

    def accept(self, mark: str) -> None:
        """The sender was told that it is safe."""
        self.accepted.add(mark)
        if len(self.accepted) >= self.goal:
            self.reached()


def broken_promises(ledger: Ledger, stored: Sequence[Stored]) -> list[str]:
    """A line for each promise that is broken; empty when all are kept."""
    return [
        *_lost(ledger, stored),
        *_phantoms(ledger, stored),
        *_numbering(stored),
        *_doubles(stored),
        *_sender_order(stored),
        *_holes(ledger, stored),
    ]


def _lost(ledger: Ledger, stored: Sequence[Stored]) -> Iterator[str]:
    lost = ledger.accepted - {entry.mark for entry in stored}
    if lost:
        yield f"G1: {len(lost)} accepted and not stored, such as {min(lost)}"


def _phantoms(ledger: Ledger, stored: Sequence[Stored]) -> Iterator[str]:
    ids = {entry.mark: f"{entry.id:x}" for entry in stored}
    phantoms = [mark for mark in ledger.shown if mark not in ids]
    if phantoms:
        yield f"G2: {len(phantoms)} shown and not stored, such as {phantoms[0]}"
    for mark, shown in ledger.shown.items():
        if mark in ids and not shown <= {ids[mark]}:
            yield f"G2: {mark} was shown as {shown} and is stored as {ids[mark]}"


def _numbering(stored: Sequence[Stored]) -> Iterator[str]:
    numbers: dict[int, list[int]] = defaultdict(list)
    for entry in stored:
        numbers[entry.log].append(entry.seq)
    for log, seqs in numbers.items():
        if seqs != list(range(1, len(seqs) + 1)):
            yield f"G3: the {len(seqs)} entries of log {log} are not numbered 1, 2, 3 ..."


def _doubles(stored: Sequence[Stored]) -> Iterator[str]:
    messages = [entry for entry in stored if entry.target]
    marks = [entry.mark for entry in messages if entry.mark]
    if len(marks) != len(set(marks)):
        yield f"{len(marks) - len(set(marks))} messages are stored twice"
    places = {(entry.log, entry.id) for entry in stored}
    if len(places) != len(stored) or len({entry.id for entry in messages}) != len(messages):
        yield "G6: an id was used twice"


def _sender_order(stored: Sequence[Stored]) -> Iterator[str]:
    last: dict[tuple[str, int], int] = {}
    for entry in stored:
        found = MARK.match(entry.mark)
        if found:
            place, number = (found[1], entry.log), int(found[2])
            if number <= last.get(place, -1):
                yield f"G4: {entry.mark} is stored after number {last[place]}"
            last[place] = number


def _holes(ledger: Ledger, stored: Sequence[Stored]) -> Iterator[str]:
    """What a listener heard is a stretch of the room's history: nothing is missing, doubled or swapped."""
    rooms: dict[str, list[str]] = defaultdict(list)
    for entry in stored:
        if entry.mark:
            rooms[entry.target].append(entry.mark)
    for (listener, target), heard in ledger.heard.items():
        room = rooms[target]
        start = room.index(heard[0]) if heard[0] in room else 0
        if room[start : start + len(heard)] != heard:
            yield f"G3, G12: {listener} heard {target} with a hole, a double or in another order"
