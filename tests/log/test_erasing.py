"""What the log says of what is to be erased, and what is left of it."""

from __future__ import annotations

from tests.log.book import NOW, Book
from tests.log.conftest import Engine

from hubbub.chat.events import EntryErased, LogTrimmed, Retention, RetentionChanged, RoomCreated, RoomEnded
from hubbub.chat.ports import RetentionState


async def test_what_is_due_comes_in_the_order_of_its_time(engine: Engine) -> None:
    book = Book(engine.log)
    first, second = (book.message(1, text, ends=NOW + lasts, lasts=lasts) for text, lasts in (("a", 20), ("b", 10)))
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"), first, second, book.message(1, "stays"))
    assert await engine.log.due(NOW + 9, 5) == []
    assert await engine.log.due(NOW + 20, 5) == [(second.id, 1), (first.id, 1)]
    assert await engine.log.due(NOW + 20, 1) == [(second.id, 1)]
    assert await engine.log.due(NOW + 20, 5, NOW - 1) == [(second.id, 1), (first.id, 1)]
    assert await engine.log.due(NOW + 20, 5, NOW) == []
    log = await engine.reopen()
    log.load(NOW)
    log.append([], [EntryErased(log=1, seq=2, id=second.id)])
    assert await log.due(NOW + 20, 5) == [(first.id, 1)]


async def test_the_oldest_of_all_logs_come_first_and_tombstones_not_at_all(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"), RoomCreated(log=2, at=NOW, name="#r2"))
    entries = book.say(1, "a") + book.say(2, "b") + book.keep(book.quit(1, 2)) + book.say(1, "c")
    assert await engine.log.oldest(0, 9) == entries
    assert await engine.log.oldest(entries[0].id, 2) == entries[1:3]
    engine.log.append([], [EntryErased(log=2, seq=1, id=entries[1].id)])
    assert await engine.log.oldest(0, 2) == [entries[0], entries[2]]


async def test_a_trimmed_log_begins_later_and_goes_on_counting(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"), RoomCreated(log=2, at=NOW, name="#r2"))
    entries = book.say(1, "a", "b", "c")
    other = book.say(2, "x")
    engine.log.append(
        [], [*(EntryErased(log=1, seq=entry.seq, id=entry.id) for entry in entries), LogTrimmed(log=1, seq=3)]
    )
    log = await engine.reopen()
    assert next(iter(log.load(NOW).rooms)).last_seq == 3
    assert [(entry.seq, entry.event) for entry in await log.page(1, 1, 9)] == [(3, None)]
    assert await log.page(2, 1, 9) == other
    assert await log.place_at(1, NOW) == 0
    assert await log.place_of(1, entries[0].id) is None
    assert await log.search("b", [(1, 1)], 9) == []


async def test_how_long_messages_stay_comes_back_until_the_room_ends(engine: Engine) -> None:
    book = Book(engine.log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"), RoomCreated(log=2, at=NOW, name="#r2"))
    changes: list[tuple[int, Retention, int]] = [
        (1, "retention", 7),
        (1, "expiry", 8),
        (2, "expiry", 9),
        (1, "retention", 0),
    ]
    for number, what, length in changes:
        book.keep(
            RetentionChanged(id=1, at=NOW, log=number, target=f"#r{number}", source="al!a@h", what=what, length=length)
        )
    log = await engine.reopen()
    assert log.load(NOW).retentions == [RetentionState(1, 0, 8), RetentionState(2, 0, 9)]
    log.append([], [RoomEnded(log=1)])
    assert log.load(NOW).retentions == [RetentionState(2, 0, 9)]
