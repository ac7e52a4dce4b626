"""Files that are damaged, deleted or replaced while the server runs."""

from __future__ import annotations

import logging
from pathlib import Path

import apsw
import pytest
from msgspec.structs import replace
from tests.log.book import NOW, Book, fold
from tests.support.conditions import until
from tests.support.told import told

from hubbub.chat.events import (
    Entry,
    EntryEdited,
    EntryErased,
    LogTrimmed,
    ReportMade,
    RoomCreated,
    RoomEnded,
)
from hubbub.chat.party import NO_PARTY
from hubbub.chat.ports import LogBroken, LogDamaged
from hubbub.chat.world.moderation.reports import Report
from hubbub.log.sqlite import CannotOpen, SqliteLog, files, mark, open_log, write
from hubbub.log.sqlite.behind import entries_behind

TEXT = "x" * 400


async def filled(folder: Path) -> tuple[list[Entry], list[Entry]]:
    """A closed database with old and new messages in #r1."""
    log = open_log(folder, fold)
    book = Book(log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    old, new = book.say(1, *[f"old {TEXT}"] * 300), book.say(1, *[f"new {TEXT}"] * 300)
    await log.close()
    return old, new


def damage(path: Path, text: bytes) -> None:
    """Spoil the header of the first page that holds this."""
    data = bytearray(path.read_bytes())
    page = data.index(text) // files.PAGE * files.PAGE
    data[page : page + 100] = b"\xff" * 100
    path.write_bytes(data)


async def test_a_damaged_page_of_history_is_named_and_the_rest_is_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old, new = await filled(tmp_path)
    damage(tmp_path / "hubbub.db", b"old x")
    (tmp_path / "search.db").unlink()
    log = open_log(tmp_path, fold)
    book = Book(log)
    book.seqs[1] = new[-1].seq
    with caplog.at_level(logging.CRITICAL):
        for _ in range(2):
            with pytest.raises(LogDamaged):
                await log.page(1, 1, old[-1].seq)
    (said,) = [record.getMessage() for record in caplog.records if record.levelno == logging.CRITICAL]
    assert "database_damaged" in told(caplog)
    assert f"The database {tmp_path / 'hubbub.db'} is damaged" in said
    assert f"hubbub restore COPY --data {tmp_path}" in said
    assert await log.page(1, new[100].seq, new[-1].seq) == new[100:]
    more = book.say(1, "goes on")
    assert await log.messages_before(1, 10_000, 1, 1) == more
    with pytest.raises(LogDamaged):
        await log.search("old", [(1, 1)], 500)
    await log.close()


SPOILT = {
    "no JSON": (b'["1","2"', b'["1","2x'),
    "no UTF-8": (b'["1","2"', b'["1","\xff"'),
    "no message in front": (b'"text":"0"', b'"text":"0x'),
}


@pytest.mark.parametrize("how", SPOILT)
async def test_a_damaged_run_is_named_and_its_room_can_be_ended(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Also where it is the last that a start sees."""
    log = open_log(tmp_path, fold)
    book = Book(log)
    book.keep(*[RoomCreated(log=number, at=NOW, name=f"#r{number}") for number in (1, 2)])
    other = book.say(2, "other")
    book.say(1, *map(str, range(8)))
    await log.close()
    (tmp_path / "search.db").unlink()
    data = (tmp_path / "hubbub.db").read_bytes()
    assert data.count(SPOILT[how][0]) == 1
    (tmp_path / "hubbub.db").write_bytes(data.replace(*SPOILT[how]))
    log = open_log(tmp_path, fold)
    book = Book(log)
    for question in (log.page(1, 1, 9), log.messages_before(1, 9, 3, 1)):
        with pytest.raises(LogDamaged):
            await question
    assert "database_damaged" in told(caplog)
    assert await log.page(2, 1, 9) == other
    later = book.say(1, *map(str, range(8, 12)))
    assert await log.messages_before(1, 20, 3, 1) == later[1:]  # nothing else is looked at for that
    book.keep(RoomEnded(log=1))
    assert await log.page(1, 1, 9) == []
    assert await log.page(2, 1, 9) == other
    await log.close()


async def spoilt(folder: Path, how: str) -> tuple[SqliteLog, Book, list[Entry]]:
    """A log in which a run of eight cannot be read, between a message before and another behind."""
    log = open_log(folder, fold)
    book = Book(log)
    book.keep(*[RoomCreated(log=number, at=NOW, name=f"#r{number}") for number in (1, 2)])
    said = book.say(1, "before")
    book.now += 10
    said += book.say(1, *map(str, range(8)))
    book.now += 10
    said += book.say(1, "behind")
    await log.close()
    (folder / "search.db").unlink()
    data = (folder / "hubbub.db").read_bytes()
    assert data.count(SPOILT[how][0]) == 1
    (folder / "hubbub.db").write_bytes(data.replace(*SPOILT[how]))
    log = open_log(folder, fold)
    return log, Book(log), said


def without(entry: Entry, at: int) -> Entry:
    """As it is told where it cannot be read."""
    return Entry(entry.log, entry.seq, entry.id, at, None)


@pytest.mark.parametrize("how", SPOILT)
async def test_what_is_erased_in_a_damaged_run_ends_nothing_and_the_run_stays(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Who asks reads it first, and is told; here the writer is the first to see the damage."""
    log, book, said = await spoilt(tmp_path, how)
    for one in (said[1], said[4], said[8]):  # the first of the run, one of it and the last
        log.append([], [EntryErased(log=1, seq=one.seq, id=one.id)])
        log.append([], [EntryEdited(seq=one.seq, message=replace(book.message(1, "edited"), id=one.id))])
    log.append([], [LogTrimmed(log=1, seq=said[4].seq)])  # to a place within it
    assert told(caplog).count("database_damaged") == 1
    assert "what is from number 2 of log 1 on" in caplog.text
    log.append([], [EntryErased(log=1, seq=said[9].seq, id=said[9].id)])  # all else is done
    assert await log.oldest(0, 99) == [without(one, said[8].at) for one in said[1:9]]
    assert [one.event for one in await log.page(1, 10, 11)] == [None]
    more = book.say(2, "goes on")
    assert await log.page(2, 1, 9) == more
    await log.close()
    data = (tmp_path / "hubbub.db").read_bytes()  # mended, all is there that was not to go
    (tmp_path / "hubbub.db").write_bytes(data.replace(*SPOILT[how][::-1]))
    log = open_log(tmp_path, fold)
    assert await log.page(1, 1, 9) == said[1:9]
    await log.close()


@pytest.mark.parametrize("how", SPOILT)
async def test_a_damaged_run_goes_where_nothing_of_it_is_wanted(tmp_path: Path, how: str) -> None:
    """The log goes on counting behind it."""
    log, book, said = await spoilt(tmp_path, how)
    for found in (await log.oldest(0, 99), await log.oldest_of(1, 0, 99)):
        assert found == [said[0], *(without(one, said[8].at) for one in said[1:9]), said[9]]
    assert await log.oldest(said[3].id, 2) == [without(one, said[8].at) for one in said[4:6]]
    assert await log.oldest_of(1, said[8].seq, 5) == said[9:]
    gone = [EntryErased(log=1, seq=one.seq, id=one.id, unread=True) for one in said[:9]]
    log.append([], [*gone[:3], LogTrimmed(log=1, seq=said[2].seq)])
    assert [(one.seq, one.event) for one in await log.page(1, 1, 9)] == [(seq, None) for seq in range(3, 10)]
    log.append([], [*gone[3:], LogTrimmed(log=1, seq=said[8].seq)])
    assert await log.page(1, 1, 99) == [without(said[8], said[8].at), said[9]]
    assert book.say(1, "goes on")[0].seq == 11
    await log.close()
    log = open_log(tmp_path, fold)
    assert next(iter(log.load(NOW).rooms)).last_seq == 11
    await log.close()


@pytest.mark.parametrize("how", SPOILT)
async def test_what_cannot_be_read_is_told_to_who_looks_for_what_somebody_said(tmp_path: Path, how: str) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    messages = [replace(book.message(1, str(number), party="a7"), at=NOW + number) for number in range(8)]
    said = book.keep(*messages)
    other = book.keep(book.message(1, "other", party="a8"))
    await log.close()
    data = (tmp_path / "hubbub.db").read_bytes()
    (tmp_path / "hubbub.db").write_bytes(data.replace(*SPOILT[how]))
    log = open_log(tmp_path, fold)
    found, last = await log.said_by("a7", 0, 99)
    assert found == [without(one, said[-1].at) for one in said]
    assert last == other[0].id
    assert await log.said_by("a8", 0, 99) == (other, last)
    await log.close()


@pytest.mark.parametrize("how", SPOILT)
async def test_the_index_takes_in_all_that_is_not_damaged(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    log, book, said = await spoilt(tmp_path, how)
    log.append([], [EntryErased(log=1, seq=said[0].seq, id=said[0].id)])  # whose block has some of the run
    more = book.say(1, "behind it all")
    await until(lambda: log._indexer is not None and log._indexer.path() is not None)
    await until(lambda: not entries_behind(tmp_path, 9))
    assert await log.search("behind", [(1, 1)], 9) == [*more, said[9]]
    assert ("is not found by its words" in caplog.text) == (how != "no UTF-8")  # the words around that one are
    await log.close()


def spoil_leaf(folder: Path, tree: str) -> None:
    """The header of the second leaf of this table or index."""
    connection = apsw.Connection(str(folder / "hubbub.db"))
    leaves = "select pageno from dbstat where name = ? and pagetype = 'leaf' order by path limit 1 offset 1"
    page = int(connection.execute(leaves, (tree,)).get)
    connection.close()
    data = bytearray((folder / "hubbub.db").read_bytes())
    data[(page - 1) * files.PAGE : (page - 1) * files.PAGE + 100] = b"\xff" * 100
    (folder / "hubbub.db").write_bytes(data)


async def lasting(folder: Path, tree: str, since: int = NOW, until: int = NOW) -> list[Entry]:
    """A closed database with messages of two rooms from one time, and one of another, that is damaged there."""
    log = open_log(folder, fold)
    book = Book(log, since)
    book.keep(*[RoomCreated(log=number, at=NOW, name=f"#r{number}") for number in (1, 2)])
    said = [one for n in range(1500) for one in (*book.say(1, f"a {n}"), *book.say(2, f"b {n}"))]
    book.now = max(book.now, until)
    said += book.say(2, "last")
    await log.close()
    spoil_leaf(folder, tree)
    return said


@pytest.mark.parametrize("tree", ["entry_by_id", "entry_by_place"])
async def test_who_has_ended_by_damage_where_it_wrote_does_not_do_so_at_each_start(
    tmp_path: Path, tree: str, caplog: pytest.LogCaptureFixture
) -> None:
    said = await lasting(tmp_path, tree)
    log = open_log(tmp_path, fold)
    assert not log.is_damaged
    book = Book(log)
    of_one = [one for one in said if one.log == 1]
    with pytest.raises(LogBroken, match="put back a copy"):
        log.append([], [LogTrimmed(log=1, seq=of_one[-1].seq)])
    await log.close()
    for _ in range(2):
        caplog.clear()
        log = open_log(tmp_path, fold)
        assert log.is_damaged
        assert told(caplog) == ["database_damaged"]
        assert "nothing is erased by itself" in caplog.text
        book = Book(log)
        assert book.state.rooms
        more = book.say(2, "goes on")
        assert await log.messages_before(2, 1 << 40, 1, 1) == more
        book.keep(RoomEnded(log=1))  # whose entries stay, too
        await log.close()
    mark.place(tmp_path / "hubbub.db").unlink()
    log = open_log(tmp_path, fold)
    assert not log.is_damaged
    await log.close()


async def test_a_mark_says_nothing_of_another_file(tmp_path: Path) -> None:
    await filled(tmp_path)
    database = tmp_path / "hubbub.db"
    mark.make(database, "malformed")
    assert mark.read(database) == "malformed"
    (tmp_path / "again").write_bytes(database.read_bytes())
    database.unlink()
    (tmp_path / "again").rename(database)
    assert mark.read(database) == ""
    mark.place(database).write_bytes(b"\xff")
    assert mark.read(database) == ""


async def test_a_start_goes_on_without_a_report_that_cannot_be_read(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    reports = [Report(number, NOW, 0, "", "eve", NO_PARTY, "bob", NO_PARTY, f"why {number}") for number in (1, 2, 3)]
    book.keep(*(ReportMade(at=NOW, server="hubbub", report=report) for report in reports))
    await log.close()
    on_disk(tmp_path, b'"why":"why 2"', b'"why":"why 2x')
    log = open_log(tmp_path, fold)
    state = log.load(NOW)
    assert (state.reports, state.last_report) == ([reports[0], reports[2]], 3)
    assert told(caplog) == ["database_damaged"]
    assert "report 2" in caplog.text
    await log.close()


async def test_where_a_start_cannot_do_without_it_is_said_what_helps(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    Book(log).keep(RoomCreated(log=1, at=NOW, name="#r1"))
    await log.close()
    on_disk(tmp_path, b"#r1", b"#r\xff")
    log = open_log(tmp_path, fold)
    with pytest.raises(CannotOpen, match=r"is damaged .* put back a copy: hubbub restore COPY"):
        log.load(NOW)
    await log.close()


def on_disk(folder: Path, before: bytes, after: bytes) -> None:
    data = (folder / "hubbub.db").read_bytes()
    assert data.count(before) == 1
    (folder / "hubbub.db").write_bytes(data.replace(before, after))


@pytest.fixture
async def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[SqliteLog, Book, list[Entry]]:
    """A log in use, that looks after its files at every commit."""
    monkeypatch.setattr(write, "WATCH", 0.0)
    log = open_log(tmp_path / "data", fold)
    book = Book(log)
    return log, book, [*book.keep(RoomCreated(log=1, at=NOW, name="#r1")), *book.say(1, "one", "two")]


async def found(folder: Path) -> list[Entry]:
    """What the next start has."""
    log = open_log(folder, fold)
    assert [room.name for room in log.load(NOW).rooms] == ["#r1"]
    entries = await log.page(1, 1, 99)
    await log.close()
    return entries


@pytest.mark.parametrize(
    "deleted", [["hubbub.db"], ["hubbub.db", "hubbub.db-wal", "hubbub.db-shm"], ["hubbub.db-wal"], ["hubbub.db-shm"]]
)
async def test_deleted_files_are_noticed_and_nothing_is_lost(
    tmp_path: Path,
    running: tuple[SqliteLog, Book, list[Entry]],
    deleted: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    log, book, said = running
    for name in deleted:
        (tmp_path / "data" / name).unlink()
    with pytest.raises(LogBroken, match=f"Somebody deleted or replaced {deleted[0]}.*Start the server again"):
        book.say(1, "three")
    assert told(caplog) == ["database_lost"]
    with pytest.raises(LogBroken):
        book.say(1, "four")
    await log.close()
    assert await found(tmp_path / "data") == said


async def test_a_database_with_small_pages_is_saved_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As versions before had them; the file that is written for it is one of today's at first."""
    monkeypatch.setattr(write, "WATCH", 0.0)
    monkeypatch.setattr(files, "PAGE", 4096)
    log = open_log(tmp_path / "data", fold)
    monkeypatch.undo()
    monkeypatch.setattr(write, "WATCH", 0.0)
    book = Book(log)
    said = [*book.keep(RoomCreated(log=1, at=NOW, name="#r1")), *book.say(1, "one", "two")]
    (tmp_path / "data" / "hubbub.db").unlink()
    with pytest.raises(LogBroken, match="Start the server again"):
        book.say(1, "three")
    await log.close()
    assert await found(tmp_path / "data") == said
    assert page_size(tmp_path / "data" / "hubbub.db") == 4096


async def test_a_new_database_has_large_pages(tmp_path: Path) -> None:
    log = open_log(tmp_path / "data", fold)
    Book(log).say(1, "one")
    await until(lambda: log._indexer is not None and log._indexer.path() is not None)
    await log.close()
    assert [page_size(tmp_path / "data" / name) for name in ("hubbub.db", "search.db")] == [files.PAGE] * 2


def page_size(path: Path) -> int:
    """Bytes of a page, as the header has it (https://sqlite.org/fileformat2.html, 1.3)."""
    return int.from_bytes(path.read_bytes()[16:18], "big")


async def test_where_another_database_was_put_all_is_saved_beside_it(
    tmp_path: Path, running: tuple[SqliteLog, Book, list[Entry]]
) -> None:
    log, book, said = running
    data, other = tmp_path / "data", tmp_path / "other"
    earlier = open_log(other, fold)
    Book(earlier).keep(RoomCreated(log=1, at=NOW, name="#earlier"))
    await earlier.close()
    (other / "hubbub.db").replace(data / "hubbub.db")
    with pytest.raises(LogBroken, match=r"saved as .*hubbub.db.rescued"):
        book.say(1, "three")
    await log.close()
    for name in ("hubbub.db-wal", "hubbub.db-shm"):
        (data / name).unlink(missing_ok=True)
    (data / "hubbub.db.rescued").replace(data / "hubbub.db")
    assert await found(data) == said


async def test_it_is_noticed_while_nothing_is_said(
    tmp_path: Path, running: tuple[SqliteLog, Book, list[Entry]], monkeypatch: pytest.MonkeyPatch
) -> None:
    log, _, said = running
    (tmp_path / "data" / "hubbub.db").unlink()
    log._writer.checkpoint()  # as the indexer does when it is calm, every few seconds
    assert (tmp_path / "data" / "hubbub.db").exists()
    with pytest.raises(LogBroken):
        log.append((), ())
    await log.close()
    assert await found(tmp_path / "data") == said


async def test_what_cannot_be_saved_is_said(tmp_path: Path, running: tuple[SqliteLog, Book, list[Entry]]) -> None:
    log, book, _ = running
    (tmp_path / "data" / "hubbub.db").unlink()
    (tmp_path / "data" / "hubbub.db.new").mkdir()
    with pytest.raises(LogBroken, match="could not be saved"):
        book.say(1, "three")
    await log.close()


async def test_a_damaged_log_is_not_indexed_over_and_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await filled(tmp_path)
    damage(tmp_path / "hubbub.db", b"old x")
    (tmp_path / "search.db").unlink()
    with caplog.at_level(logging.WARNING):
        log = open_log(tmp_path, fold)
        log.load(NOW)
        await until(lambda: "cannot be made" in caplog.text)
        await log.close()
    assert caplog.text.count("made anew") == 1
    connection = apsw.Connection(str(tmp_path / "hubbub.db"))
    assert connection.execute("select count(*) from start").get == 2
    connection.close()
