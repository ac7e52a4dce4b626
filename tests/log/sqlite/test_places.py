"""Where entries stand, however far apart their ids are: what is read is what a log in memory says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.log.book import Book, fold
from tests.log.sqlite.steps import Steps
from tests.support.examples import ALL

from hubbub.chat.events import Entry, EntryEdited, EntryErased, Event, LogTrimmed, MessageSent, RoomCreated, RoomEnded
from hubbub.chat.party import Party
from hubbub.chat.ports import Log, LogFull, SearchFilter
from hubbub.log.memory import MemoryLog
from hubbub.log.sqlite import SqliteLog, open_log
from hubbub.log.sqlite.places import DOWN, JOINED, RANGE, ROW, UP
from hubbub.log.sqlite.read import place_at
from hubbub.log.sqlite.runs import COLUMNS, SPAN

ROOMS = (1, 2, 3)
PARTIES = (Party("v1"), Party("v2"))


def leap(book: Book, random: Random) -> None:
    """The next ids are of a later span, or of this one still."""
    book.id += random.choice([0, 0, 0, 1, SPAN // 3, SPAN, 5 * SPAN])
    book.now += 7


def run(book: Book, log: int, many: int) -> list[Entry]:
    """What somebody says in one go: times rise with the ids."""
    entries = []
    for number in range(many):
        party = PARTIES[number // 23]
        entries += book.place(book.message(log, f"word {number % 7}", party=party))
        book.now += 1
    return entries


def turn(book: Book, there: list[Entry], random: Random) -> tuple[list[Entry], list[Event]]:
    """What happens in one batch: mostly talk, in up to three rooms, or something that lets entries go."""
    entries: list[Entry] = []
    events: list[Event] = []
    for _ in range(random.randint(1, 6)):
        leap(book, random)
        log = random.choice(ROOMS)
        last = book.seqs.get(log, 0)
        what = random.random()
        if what < 0.1 and last:
            events.append(LogTrimmed(log=log, seq=random.randint(1, last)))
        elif what < 0.2:
            entries += book.place(book.quit(*random.sample(ROOMS, random.randint(1, 3))))
        elif what < 0.5:
            entries += run(book, log, random.randint(2, 40))
        else:
            entries += book.place(random.choice([book.joined(log), book.message(log, f"word {random.randint(1, 5)}")]))
    return entries, events


def erased(book: Book, there: list[Entry], random: Random) -> tuple[list[Entry], list[Event]]:
    said = [entry for entry in there if isinstance(entry.event, MessageSent)]
    return [], [EntryErased(log=one.log, seq=one.seq, id=one.id) for one in random.sample(said, min(2, len(said)))]


def edited(book: Book, there: list[Entry], random: Random) -> tuple[list[Entry], list[Event]]:
    said = [one for one in there if isinstance(one.event, MessageSent)]
    return [], [
        EntryEdited(seq=one.seq, message=replace(one.event, text="another word"))
        for one in random.sample(said, min(1, len(said)))
        if isinstance(one.event, MessageSent)
    ]


async def told(log: Log, book: Book, kept: list[Entry]) -> list[object]:
    answers: list[object] = []
    for room in ROOMS:
        last = book.seqs.get(room, 0)
        answers += [await log.page(room, first, first + 4) for first in range(0, last + 2, 3)]
        answers += [await log.page(room, 1, 1 << 40)]
        for seq in range(1, last + 3, 4):
            answers.append(await log.messages_before(room, seq, 3, seq // 2))
            answers.append(await log.messages_after(room, seq, 3, 1, events=True))
    for one in kept[::5]:
        answers += [await log.place_of(one.log, one.id), await log.place_at(one.log, one.at)]
        answers += [await log.entries([one.id, one.id + 1]), await log.oldest(one.id, 5)]
    readable = [(room, 1 + book.seqs.get(room, 0) // 3) for room in ROOMS]
    for one in kept[:: max(1, len(kept) // 4)]:
        for only in (SearchFilter(after=one.at), SearchFilter(before=one.at, oldest=True)):
            answers += [await log.search("word", readable, 9, only), await log.search("", readable, 9, only)]
    answers.append(await log.search("word", [(room, 1) for room in ROOMS], 500))
    return [*answers, *[await said_by(log, party) for party in PARTIES]]


async def said_by(log: Log, party: str) -> list[Entry]:
    """All of it, a little at a time: how much an engine looks at is its own affair."""
    said: list[Entry] = []
    found, last = await log.said_by(party, 0, 10)
    while last:
        said += found
        found, last = await log.said_by(party, last, 10)
    return said


@given(st.integers(0, 2**32))
@settings(max_examples=25 if ALL else 5, deadline=None)  # one takes a second or two
async def test_what_is_read_does_not_depend_on_the_spans(seed: int) -> None:
    random = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        memory, stored = MemoryLog(fold), open_log(Path(folder), fold)
        kept: list[Entry] = []
        for start in range(2):
            book = Book(memory, 1_700_000_000_000 + start * 10**6)
            assert [(room.log, room.last_seq, room.last_at) for room in stored.load(book.now).rooms] == [
                (room.log, room.last_seq, room.last_at) for room in book.state.rooms
            ]
            if not start:
                for log in (memory, stored):
                    log.append((), [RoomCreated(log=room, at=book.now, name=f"#r{room}") for room in ROOMS])
            for _ in range(random.randint(1, 6)):
                for happens in (turn, erased, edited):
                    there = [one for room in ROOMS for one in await memory.page(room, 1, 1 << 40)]
                    entries, events = happens(book, there, random)
                    kept += entries
                    for log in (memory, stored):
                        log.append(entries, events)
                assert await told(stored, book, kept) == await told(memory, book, kept)
            await stored.close()
            if start:
                (Path(folder) / "search.db").unlink()
            stored = open_log(Path(folder), fold)
            stored.load(book.now)
            memory.load(book.now)
            assert await told(stored, book, kept) == await told(memory, book, kept)
            await stored.close()
            stored = open_log(Path(folder), fold)
        stored.load(1_700_000_000_000 + 10**7)
        for log in (memory, stored):
            log.append((), [RoomEnded(log=2)])
        assert await stored.page(2, 1, 1 << 40) == []
        await stored.close()


@pytest.fixture
async def log(tmp_path: Path) -> SqliteLog:
    return open_log(tmp_path, fold)


async def test_what_a_full_disk_refused_is_found_when_it_is_kept(log: SqliteLog, tmp_path: Path) -> None:
    """Also the first words in a span of ids: that the log is in it is noted with the batch that is kept."""
    book = Book(log)
    first = book.say(1, "kept")
    owner = log._owner
    owner.pragma("max_page_count", owner.pragma("page_count"))
    book.id += SPAN
    refused = [entry for number in range(400) for entry in book.place(book.message(1, f"{number} {'x' * 400}"))]
    with pytest.raises(LogFull):
        log.append(refused, ())
    owner.pragma("max_page_count", 1 << 30)
    log.append(refused, ())
    log.append(later := book.place(book.message(1, "later")), ())
    assert await log.page(1, 1, 1000) == first + refused + later
    await log.close()


async def test_a_room_that_let_go_of_everything_is_found_again(log: SqliteLog) -> None:
    """In the span in which all of it stood."""
    book = Book(log)
    book.say(1, "one", "two")
    log.append((), [LogTrimmed(log=1, seq=3)])
    assert await log.page(1, 1, 9) == []
    assert await log.place_at(1, book.now + 1) == 0
    later = book.say(1, "three")
    assert await log.page(1, 1, 9) == later
    assert await log.place_at(1, book.now + 1) == 3
    await log.close()


async def test_an_ended_room_is_swept_whatever_is_said_of_where_it_stands(log: SqliteLog) -> None:
    """As in a damaged database."""
    book = Book(log)
    book.keep(RoomCreated(log=1, at=book.now, name="#a"))
    book.say(1, "one")
    log._owner.execute("insert into span values (1, 9000, 5), (1, 90000, 6)")
    log.append((), [RoomEnded(log=1)])
    later = book.say(2, "two")
    assert log._owner.execute("select distinct log from span").fetchall() == [(2,)]
    assert await log.page(2, 1, 9) == later
    await log.close()


async def test_no_question_looks_through_entries_of_others(log: SqliteLog, tmp_path: Path) -> None:
    log.load(1)
    asked = {"log": 1, "first": 1, "last": 9}
    connection = apsw.Connection(str(tmp_path / "hubbub.db"), flags=apsw.SQLITE_OPEN_READONLY)
    for query, given_ in (
        (f"select {COLUMNS} {RANGE} {UP}", asked),
        (f"select {COLUMNS} {RANGE} {DOWN} limit 1", asked),
        (f"select seq {ROW}", {"log": 1, "seq": 9}),
        (f"select entry.rowid from {JOINED} where span.log = 1 {DOWN} limit 1", {}),
    ):
        plan = [str(row[3]) for row in connection.execute(f"explain query plan {query}", given_)]
        assert not [step for step in plan if step.startswith(("SCAN", "USE TEMP"))], plan
    connection.close()
    await log.close()


async def test_the_place_of_a_time_takes_few_steps_in_a_long_log(log: SqliteLog, tmp_path: Path) -> None:
    """Two seeks for each half, thirteen halves."""
    book = Book(log)
    said = []
    for _ in range(5):
        book.now += 1
        said += book.say(1, *["word"] * 1_000)
        book.id += SPAN
    connection = apsw.Connection(str(tmp_path / "hubbub.db"), flags=apsw.SQLITE_OPEN_READONLY)
    assert place_at(connection, 1, said[0].at) == 0  # the schema is read
    steps = Steps(connection, 1)
    assert place_at(connection, 1, said[3_000].at) == 3_000
    assert 0 < steps.count < 1_200
    connection.close()
    await log.close()
