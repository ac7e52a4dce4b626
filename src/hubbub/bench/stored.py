"""A data folder with many stored messages, written through the log itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import apsw

from hubbub.chat.events import Entry, MessageSent, RoomCreated
from hubbub.chat.ids import Ids
from hubbub.chat.names import fold
from hubbub.log.sqlite import open_log

from .crowd import Tell

ROOMS = 100  # the first one has half of all messages
BATCH = 5_000
APART = 50  # milliseconds between two messages
INDEXING = 600.0  # seconds at most that the search index may take

ABOUT = ("harbour", "garden", "weather", "release", "supper", "bicycle", "concert", "library", "market", "railway")
FROM = ("Oslo", "Lagos", "Lima", "Kyoto", "Hanoi", "Porto", "Quito")
COMMON, RARE = "message", "garden Lima 4"
"""A word that stands in every message, and words that stand together in few, all of the first room."""


def room_name(number: int) -> str:
    return f"#stored{number}"


def make(directory: Path, messages: int, tell: Tell) -> int:
    """Write them, wait until the search index has them all, and return the time of the first (ms since 1970)."""
    now = time.time_ns() // 1_000_000
    first = now - messages * APART
    log = open_log(directory, fold)
    ids = Ids(log.load(first).generation)
    log.append([], [RoomCreated(log=room + 1, at=first, name=room_name(room)) for room in range(ROOMS)])
    entries = _entries(ids, first, messages)
    for written in range(0, messages, BATCH):
        log.append(list(islice(entries, BATCH)), [])
        if not written % 100_000:
            tell(f"{written:,} of {messages:,} messages written")
    _wait_for_index(directory / "search.db", ids.last, tell)
    asyncio.run(log.close())
    return first


def _entries(ids: Ids, first: int, messages: int) -> Iterator[Entry]:
    last_seq = [0] * ROOMS
    for number in range(messages):
        room = 0 if number % 2 else 1 + (number // 2) % (ROOMS - 1)
        last_seq[room] += 1
        at = first + number * APART
        event = MessageSent(
            id=ids(), at=at, log=room + 1, target=room_name(room), source="writer!guest@guest", text=_text(number)
        )
        yield Entry(room + 1, last_seq[room], event.id, at, event)


def _text(number: int) -> str:
    about, where = ABOUT[number % 10], FROM[number // 10 % 7]
    return (
        f"message {number} about the {about} in {where}, which has {number // 70 % 1000} and more to say about it all"
    )


def _wait_for_index(path: Path, last: int, tell: Tell) -> None:
    end = time.monotonic() + INDEXING
    while _indexed(path) < last:
        if time.monotonic() > end:
            raise TimeoutError("the search index did not get done")
        tell("waiting for the search index")
        time.sleep(0.5)


def _indexed(path: Path) -> int:
    """The highest id the index has taken in; 0 while it is being made."""
    try:
        index = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    except apsw.CantOpenError:
        return 0
    try:
        row = index.execute("select indexed from position").fetchone()
    except (apsw.SQLError, apsw.BusyError):
        return 0
    finally:
        index.close()
    return int(row[0]) if row else 0
