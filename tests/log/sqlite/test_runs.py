"""Messages that share a row: which do, and that nobody can tell."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.log.book import NOW, Book, fold

from hubbub.chat.events import Entry, EntryEdited, EntryErased, LogTrimmed, MessageSent, RoomCreated
from hubbub.chat.party import NO_PARTY, Party
from hubbub.log.sqlite import SqliteLog, index, open_log
from hubbub.log.sqlite.behind import entries_behind
from hubbub.log.sqlite.fresh import Fresh
from hubbub.log.sqlite.lock import DirectoryLock
from hubbub.log.sqlite.rows import MESSAGE, entry_values
from hubbub.log.sqlite.runs import COLUMNS, FURTHER, SPAN, apart


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[SqliteLog]:
    log = open_log(tmp_path, fold)
    yield log
    await log.close()


@pytest.fixture
def book(log: SqliteLog) -> Book:
    book = Book(log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    return book


def run(book: Book, many: int, log: int = 1, party: Party = NO_PARTY) -> list[Entry]:
    """What somebody says in one go, kept."""
    first = book.message(log, "0", party=party)
    book.id += many - 1
    said = [replace(first, id=first.id + number, at=first.at + number, text=str(number)) for number in range(many)]
    book.now += many
    return book.keep(*said)


def sizes(log: SqliteLog) -> list[int]:
    """Of the rows, as they follow one another in the first log."""
    found: list[Any] = log._owner.execute("select 1 + further from entry where log = 1 order by seq").fetchall()
    return [size for (size,) in found]


async def test_what_is_said_in_one_go_is_one_row(log: SqliteLog, book: Book) -> None:
    said = run(book, 8) + run(book, 1) + run(book, FURTHER + 3)
    assert sizes(log) == [8, 1, FURTHER + 1, 2]
    assert await log.page(1, 1, 100) == said


async def test_no_row_reaches_into_the_next_span(log: SqliteLog, book: Book) -> None:
    book.id |= SPAN - 1
    book.id -= 3
    said = run(book, 8)
    assert sizes(log) == [3, 5]
    assert await log.page(1, 1, 100) == said


OTHER: dict[str, Any] = {
    "bot": True,
    "login": "alice",
    "target": "#other",
    "source": "bob!b@host",
    "notice": True,
    "tags": {"+a": "b"},
    "party": Party("v2"),
    "client_id": "c1",
    "held_for": "bob",
    "joined": (1,),
    "answers": "bob",
    "relayed_by": "bridge",
    "ends": NOW + 9,
    "lasts": 9,
}


@pytest.mark.parametrize("field", OTHER)
async def test_what_differs_in_more_has_a_row_of_its_own(log: SqliteLog, book: Book, field: str) -> None:
    assert set(OTHER) | {"id", "at", "log", "text", "edited", "files"} == set(MessageSent.__struct_fields__)
    first = book.message(1, "one")
    other = replace(book.message(1, "two"), at=first.at + 1, **{field: OTHER[field]})
    third = replace(book.message(1, "three"), at=first.at + 2)
    kept = [entry for one in (first, other, third) for entry in book.place(one)]
    log.append(kept, ())
    assert sizes(log) == [1, 1, 1]
    assert await log.page(1, 1, 9) == kept


@pytest.mark.parametrize(("ids", "times"), [(1, 0), (1, 2), (2, 1)])
async def test_nothing_comes_between(log: SqliteLog, book: Book, ids: int, times: int) -> None:
    """Of what was said in two goes each number, id and time has to be told."""
    first = book.message(1, "one")
    other = replace(first, id=first.id + ids, at=first.at + times, text="two")
    kept = book.place(first) + book.place(other)
    log.append(kept, ())
    assert sizes(log) == [1, 1]
    assert await log.page(1, 1, 9) == kept


async def test_who_was_told_in_between_takes_nothing_along(log: SqliteLog, book: Book) -> None:
    """Two who talk in turn, in one batch, in two rooms."""
    kept = []
    for log_, text in ((1, "one"), (2, "two"), (1, "three"), (1, "four")):
        kept += book.place(book.message(log_, text))
        book.now += 1
    log.append(kept, ())
    assert sizes(log) == [1, 2]
    assert await log.page(1, 1, 9) == [kept[0], *kept[2:]]
    assert await log.page(2, 1, 9) == [kept[1]]


@pytest.mark.parametrize("number", [0, 3, 7])
async def test_what_is_erased_is_nowhere(log: SqliteLog, book: Book, number: int, tmp_path: Path) -> None:
    said = run(book, 8)
    one = said[number]
    log.append((), [EntryErased(log=1, seq=one.seq, id=one.id)])
    assert await log.page(1, 1, 9) == [replace(entry, event=None) if entry is one else entry for entry in said]
    left = log._owner.execute("select group_concat(body ->> '$.text' || coalesce(texts, '')) from entry").get
    assert str(number) not in str(left)


async def test_what_is_edited_leaves_the_others_as_they_are(log: SqliteLog, book: Book) -> None:
    said = run(book, 8)
    message = said[3].event
    assert isinstance(message, MessageSent)
    other = replace(message, text="edited")
    log.append((), [EntryEdited(seq=said[3].seq, message=other)])
    assert await log.page(1, 1, 9) == [*said[:3], replace(said[3], event=other), *said[4:]]


async def test_a_log_lets_go_of_a_part_of_a_run(log: SqliteLog, book: Book) -> None:
    said = run(book, 8)
    log.append((), [LogTrimmed(log=1, seq=4)])
    assert await log.page(1, 1, 9) == said[3:]
    assert await log.place_of(1, said[2].id) is None
    assert await log.place_of(1, said[3].id) == 4


async def test_a_start_goes_on_behind_a_run(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    last = run(book, 8)[-1]
    await log.close()
    log = open_log(tmp_path, fold)
    state = log.load(NOW)
    assert [(room.last_seq, room.last_at) for room in state.rooms] == [(last.seq, last.at)]
    assert state.kept_at == last.at
    await log.close()


async def test_a_run_that_is_taken_apart_is_as_if_each_had_come_alone(log: SqliteLog, book: Book) -> None:
    said = run(book, 8)
    (columns,) = log._owner.execute(f"select {COLUMNS} from entry where log = 1").fetchall()
    assert [list(one) for one in apart(MESSAGE, columns)] == [entry_values([one]) for one in said]


async def test_so_many_are_looked_at_as_are_asked_for(log: SqliteLog, book: Book) -> None:
    """And the rest of a run, however many runs there are."""
    party = Party("v1")
    said = [one for _ in range(5) for one in run(book, 8, party=party)]
    assert await log.said_by(party, 0, 12) == (said[:16], said[15].id)
    assert await log.said_by(party, said[15].id, 8) == (said[16:24], said[23].id)
    assert await log.said_by(party, said[23].id, 100) == (said[24:], said[-1].id)
    assert await log.said_by(party, said[-1].id, 100) == ([], 0)


async def test_the_index_takes_so_many_at_once(
    log: SqliteLog, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [one for _ in range(5) for one in run(book, 8)]
    monkeypatch.setattr(index, "BATCH", 12)
    reading = index.Index(tmp_path / "other.db", tmp_path / "hubbub.db", Fresh(sys.maxsize))
    indexed = []
    while reading.fill():
        indexed.append(reading._connection.execute("select indexed from position").get)
    reading.close()
    assert indexed == [said[number].id for number in (15, 31, 39)]


async def test_how_far_the_index_is_behind_is_told_in_messages(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    await log.close()
    log = SqliteLog(tmp_path, fold, DirectoryLock(tmp_path))
    log._writer.load(NOW)  # without a thread that fills it
    log.append(book.place(book.message(1, "alone")), ())
    first = book.message(1, "0")
    run = [replace(first, id=first.id + n, at=first.at + n, text=str(n)) for n in range(8)]
    log.append([entry for one in run for entry in book.place(one)], ())
    assert entries_behind(tmp_path, 100) == 9
    assert entries_behind(tmp_path, 4) == 5
    await log.close()
