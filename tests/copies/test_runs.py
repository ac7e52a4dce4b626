"""Copies of databases in which messages share rows."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
from msgspec.structs import replace
from tests.log.book import NOW, Book, fold

from hubbub.chat.events import Entry, EntryErased, RoomCreated
from hubbub.copies.manifest import contents
from hubbub.copies.restoring import erase_again
from hubbub.log.sqlite import open_log

TEXTS = [f"text number {number}" for number in range(8)]


async def said_in(folder: Path) -> list[Entry]:
    log = open_log(folder, fold)
    book = Book(log)
    book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
    said = book.say(1, *TEXTS)
    await log.close()
    return said


async def test_what_was_erased_later_is_erased_again_alone(tmp_path: Path) -> None:
    then, later = tmp_path / "then", tmp_path / "later"
    said = await said_in(then)
    shutil.copytree(then, later)
    log = open_log(later, fold)
    log.load(NOW + 9)
    log.append((), [EntryErased(log=1, seq=3, id=said[2].id)])
    await log.close()
    assert erase_again(then / "hubbub.db", later / "hubbub.db") == 1
    assert TEXTS[2].encode() not in (then / "hubbub.db").read_bytes()
    log = open_log(then, fold)
    log.load(NOW + 9)
    assert await log.page(1, 1, 9) == [*said[:2], replace(said[2], event=None), *said[3:]]
    await log.close()


async def test_a_manifest_tells_of_each_message(tmp_path: Path) -> None:
    said = await said_in(tmp_path / "data")
    database = tmp_path / "data" / "hubbub.db"
    held = contents(database)
    assert (held.entries, held.messages, held.last_at) == (8, 8, said[-1].at)
    (log,) = held.logs
    assert (log.first, log.last, log.entries) == (1, 8, 8)
    connection = apsw.Connection(str(database))
    connection.execute("update entry set texts = replace(texts, 'number 7', 'number 8')")
    connection.close()
    (changed,) = contents(database).logs
    assert changed.sha256 != log.sha256
