"""The index agrees with the words, and a search is complete however far behind, stale or damaged the index is."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Any, ClassVar

import apsw
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.log.book import NOW, Book, fold
from tests.log.sqlite.steps import Steps
from tests.support.conditions import until
from tests.support.examples import examples

from hubbub.chat.events import (
    Entry,
    EntryEdited,
    EntryErased,
    Event,
    MemberJoined,
    MessageSent,
    RoomCreated,
    RoomEnded,
)
from hubbub.chat.ports import SearchFilter
from hubbub.log.memory import MemoryLog
from hubbub.log.sqlite import index, open_log, search
from hubbub.log.sqlite import indexer as indexing
from hubbub.log.sqlite.behind import entries_behind
from hubbub.log.sqlite.files import open_owner, open_reader
from hubbub.log.sqlite.fresh import Fresh
from hubbub.log.sqlite.index import BLOCK, Index
from hubbub.log.sqlite.indexer import Indexer
from hubbub.log.sqlite.read import entries, page
from hubbub.log.sqlite.runs import COLUMNS, SPAN, entries_of
from hubbub.log.sqlite.schema import prepare
from hubbub.log.sqlite.search import MOST_ASKED, Search
from hubbub.log.sqlite.write import Writer
from hubbub.log.words import WordBreaker
from hubbub.typed.durations import DAY

HOSTILE = [
    '"', '"""', "*", "cat*", "AND", "NOT cat", "NEAR(", "NEAR(cat dog)", "-cat", "text:cat", "log:l2", "l2", "^cat",
    "{log}: l1", "cat)", "('", "\0cat", "cat\0", "; drop table words", "cat " * 300, "a" * 5000,
]  # fmt: skip


class Indexed:
    """A log and its index without the thread, so that a test says how far the index has come.

    `handed`: what is said is handed to the index; else it reads it in the log.
    """

    def __init__(self, directory: Path, handed: bool = True) -> None:
        self.path = directory / "hubbub.db"
        self.index_path = directory / "search.db"
        prepare(self.path)
        self.owner = open_owner(self.path, "off")
        self.writer = Writer(self.owner, fold)
        self.id = self.writer.load(NOW).generation << 30
        self.seq = 0
        self.reader = open_reader(self.path)
        self.handed = handed
        self.fresh = Fresh(0 if handed else sys.maxsize)
        self.index = Index(self.index_path, self.path, self.fresh)
        self.damaged = 0
        self.ask = Search(lambda: self.index_path, self._note)

    def say(self, *texts: str, log: int = 1) -> None:
        for one in self.entries(*texts, log=log):
            self.append([one])

    def entries(self, *texts: str, log: int = 1) -> list[Entry]:
        """Of what is said next."""
        entries = []
        for text in texts:
            self.id += 1
            self.seq += 1
            event = MessageSent(id=self.id, at=NOW, log=log, target="#r", source="a!a@h", text=text)
            entries.append(Entry(log, self.seq, self.id, NOW, event))
        return entries

    def append(self, entries: list[Entry], *changes: Event) -> None:
        with self.fresh.guard:
            self.writer.append(entries, changes)
            self.fresh.put(entries)

    def fill(self) -> None:
        while self.index.fill():
            pass

    def search(self, query: str, *logs: int, first: int = 1, limit: int = 100) -> list[str]:
        found = self.ask(self.reader, query, dict.fromkeys(logs or (1,), first), limit)
        return [entry.event.text for entry in found if isinstance(entry.event, MessageSent)]

    def oldest(self, query: str, only: SearchFilter, limit: int = 100) -> list[str]:
        found = self.ask(self.reader, query, {1: 1}, limit, only)
        return [entry.event.text for entry in found if isinstance(entry.event, MessageSent)]

    def proposals(self, query: str) -> list[int]:
        """What the index alone says: the ids of the messages that the words stand in."""
        connection = open_reader(self.index_path)
        found = []
        for column in range(BLOCK):
            rows: list[Any] = connection.execute(
                "select rowid from words where words match ?", (f"t{column} : ({query})",)
            ).fetchall()
            found += [self.message_of(document, column) for (document,) in rows]
        connection.close()
        return sorted(found)

    def message_of(self, document: int, column: int) -> int:
        """The id of the message in that column of the document with that id."""
        (last,) = entries(self.reader, [document])
        (found,) = page(self.reader, last.log, *[last.seq // BLOCK * BLOCK + column] * 2)
        return found.id

    def documents(self) -> list[int]:
        """The ids of all of them."""
        connection = open_reader(self.index_path)
        rows: list[Any] = connection.execute("select rowid from words order by rowid").fetchall()
        connection.close()
        return [id for (id,) in rows]

    def close(self) -> None:
        self.index.close()
        self.reader.close()
        self.writer.close()

    def _note(self) -> None:
        self.damaged += 1


@pytest.fixture(params=[True, False], ids=["handed", "read"])
def indexed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Indexed]:
    indexed = Indexed(tmp_path, request.param)
    yield indexed
    indexed.close()


def test_a_search_joins_what_is_indexed_and_what_is_not(indexed: Indexed) -> None:
    indexed.say("cat one", "dog", "cat two")
    indexed.fill()
    indexed.say("cat three", "dog", "cat four")
    assert indexed.search("cat") == ["cat four", "cat three", "cat two", "cat one"]
    assert indexed.search("cat", limit=3) == ["cat four", "cat three", "cat two"]
    assert indexed.search("cat", first=3) == ["cat four", "cat three", "cat two"]
    assert len(indexed.proposals("cat")) == 2


@pytest.mark.parametrize("only", [None, SearchFilter(oldest=True), SearchFilter(after=NOW)], ids=repr)
def test_what_is_not_indexed_is_found_without_a_look_at_what_is(indexed: Indexed, only: SearchFilter | None) -> None:
    indexed.append(indexed.entries(*["dog"] * 5_000))
    indexed.fill()
    indexed.say("cat")
    tens = Steps(indexed.reader, 10)
    assert len(indexed.ask(indexed.reader, "cat", {1: 1}, 100, only)) == 1
    assert 0 < tens.count < 300


def test_how_far_the_index_is_behind(indexed: Indexed) -> None:
    folder = indexed.path.parent
    indexed.say("a cat", "a dog")
    assert entries_behind(folder, 10) == 2
    assert entries_behind(folder, 1) == 2  # and maybe more
    indexed.fill()
    assert entries_behind(folder, 10) == 0
    assert entries_behind(folder / "elsewhere", 10) == 0


def test_more_is_asked_of_the_index_until_the_limit_is_reached(indexed: Indexed) -> None:
    indexed.say(*(f"cat {number}" for number in range(5)))
    indexed.say(*(f"cat {number}" for number in range(300)), log=2)
    indexed.fill()
    assert indexed.search("cat", limit=3) == ["cat 4", "cat 3", "cat 2"]
    many = [1, *range(100, 700)]  # more logs than are named in the expression
    assert indexed.search("cat", *many, limit=3) == ["cat 4", "cat 3", "cat 2"]


def test_of_very_many_words_the_index_is_asked_for_those_that_tell_most(indexed: Indexed) -> None:
    """Each costs it time in every document that has the others; the log looks for all of them."""
    common = [f"w{n}" for n in range(2 * MOST_ASKED)]
    indexed.say(" ".join([*common, "extraordinary"]), " ".join([*common, "extraordinary", "x"]), " ".join(common))
    indexed.index.fill()
    query = " ".join([*common, "x", "extraordinary"])
    assert indexed.search(query) == [" ".join([*common, "extraordinary", "x"])]
    asked = [(word,) for word in query.split()]
    assert len(search._telling(asked)) == MOST_ASKED
    assert ("extraordinary",) in search._telling(asked)
    assert search._telling(asked[:MOST_ASKED]) == asked[:MOST_ASKED]


def test_the_index_holds_only_messages(indexed: Indexed) -> None:
    indexed.append([Entry(1, 1, indexed.id + 1, NOW, None)])
    indexed.id, indexed.seq = indexed.id + 1, 1
    indexed.say("cat")
    indexed.fill()
    assert indexed.documents() == indexed.proposals("cat") == [indexed.id]


def test_what_was_erased_after_indexing_is_not_found(indexed: Indexed) -> None:
    indexed.say("cat one", "cat two")
    indexed.fill()
    indexed.owner.execute("update entry set body = null where seq = 1")
    assert indexed.search("cat") == ["cat two"]


def test_an_ended_room_leaves_no_words_in_the_index(indexed: Indexed) -> None:
    indexed.writer.append((), [RoomCreated(log=2, at=NOW, name="#b")])
    indexed.say("secret cat", log=2)
    indexed.say("open cat")
    indexed.fill()
    indexed.writer.append((), [RoomEnded(log=2)])
    indexed.fill()
    assert indexed.proposals("secret") == []
    assert len(indexed.proposals("cat")) == 1


def test_words_are_let_go_of_while_people_talk_on(indexed: Indexed) -> None:
    indexed.writer.append((), [RoomCreated(log=2, at=NOW, name="#b")])
    indexed.say("cat in the room", log=2)
    indexed.say("secret cat")
    erased = indexed.id
    indexed.fill()
    indexed.append([], RoomEnded(log=2), EntryErased(log=1, seq=indexed.seq, id=erased))
    indexed.say("a dog meanwhile")
    more = indexed.index.fill()
    if indexed.handed:
        assert indexed.proposals("cat") == []  # in the same go: while all talk there is none without something new
    assert more
    indexed.fill()
    assert indexed.proposals("cat") == []
    assert indexed.proposals("dog") == [indexed.id]


def test_one_go_takes_all_there_is_and_leaves_the_rest_for_later(indexed: Indexed) -> None:
    indexed.fill()
    indexed.say("cat one", "cat two")
    if indexed.handed:
        assert not indexed.index.fill()  # so that what comes meanwhile is gathered
    indexed.fill()
    assert len(indexed.proposals("cat")) == 2


@pytest.mark.parametrize("filled", [True, False])
def test_what_looks_like_syntax_is_words(indexed: Indexed, filled: bool) -> None:
    texts = ["cat", "dog", "cat and dog", "near cat dog", "not cat", "l2", "text cat log l2", "drop table words; cat"]
    indexed.say(*texts)
    indexed.say("elsewhere l2 cat", log=2)
    if filled:
        indexed.fill()
    words = WordBreaker()

    def meant(query: str) -> list[str]:
        phrases = words.phrases(query)
        return [text for text in reversed(texts) if phrases and words.hold(text, phrases)]

    assert {query: indexed.search(query) for query in HOSTILE} == {query: meant(query) for query in HOSTILE}


LETTERS = st.text(
    st.sampled_from("aAbé\u0301\u0302\u0345\u035cßＡ天気ター서울ไทกิنكِهि्नİıΣς中 \"*-:'\n_😀1२"), min_size=1, max_size=12
)


@given(texts=st.lists(LETTERS, min_size=1, max_size=6), query=LETTERS, handed=st.booleans())
@settings(max_examples=examples(60), deadline=None)
def test_the_index_agrees_with_the_words(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: str, handed: bool
) -> None:
    indexed = Indexed(tmp_path_factory.mktemp("log"), handed)
    indexed.say(*texts, texts[0] + query)
    before = indexed.search(query)
    indexed.fill()
    after = indexed.search(query)
    indexed.close()
    assert before == after
    assert not WordBreaker().phrases(query) or indexed.damaged == 0


def test_the_index_knows_no_codes(indexed: Indexed) -> None:
    """Formatting is no part of a word, nor is the ACTION of what somebody does."""
    indexed.say("\x0304,01red\x03 tea", "\x01ACTION drinks tea\x01")
    indexed.fill()
    assert indexed.search("red") == ["\x0304,01red\x03 tea"]
    assert indexed.search("drinks") == ["\x01ACTION drinks tea\x01"]
    assert indexed.search("0304") == indexed.search("action") == []


def test_an_index_of_another_version_is_made_anew(indexed: Indexed) -> None:
    indexed.say("cat")
    indexed.fill()
    indexed.index._connection.pragma("user_version", 99)
    indexed.index.close()
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)
    assert indexed.proposals("cat") == []
    indexed.fill()
    assert len(indexed.proposals("cat")) == 1


@pytest.mark.parametrize("statement", ["update position set source = 'x'", "update position set indexed = 1 << 62"])
def test_an_index_of_another_log_is_made_anew(indexed: Indexed, statement: str) -> None:
    indexed.say("cat")
    indexed.fill()
    indexed.index._connection.execute(statement)
    indexed.index.close()
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)
    assert indexed.proposals("cat") == []


@pytest.mark.parametrize("damage", [b"", b"not a database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_index_is_made_anew_at_the_start(indexed: Indexed, damage: bytes) -> None:
    indexed.say("cat")
    indexed.fill()
    indexed.index.close()
    indexed.index_path.write_bytes(damage)
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)
    indexed.fill()
    assert len(indexed.proposals("cat")) == 1


def test_the_oldest_are_found_first_where_they_are_wanted(indexed: Indexed) -> None:
    indexed.say("cat one", "dog", "cat two")
    indexed.fill()
    indexed.say("cat three", "cat four")
    assert indexed.oldest("cat", SearchFilter(oldest=True)) == ["cat one", "cat two", "cat three", "cat four"]
    assert indexed.oldest("cat", SearchFilter(oldest=True), limit=3) == ["cat one", "cat two", "cat three"]
    assert indexed.oldest("cat", SearchFilter("a"), limit=3) == ["cat four", "cat three", "cat two"]
    assert indexed.oldest("cat", SearchFilter("b")) == []


def test_what_a_sender_said_is_looked_for_among_so_many(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.log.sqlite.search.MOST_READ", 2)
    indexed.say("cat one", "cat two", "cat three")
    assert indexed.oldest("cat", SearchFilter("a")) == indexed.oldest("", SearchFilter("a")) == ["cat three", "cat two"]
    indexed.fill()
    assert indexed.oldest("cat", SearchFilter("a")) == ["cat three", "cat two"]
    assert indexed.search("cat") == ["cat three", "cat two", "cat one"]


def test_a_search_goes_on_without_a_readable_index(indexed: Indexed) -> None:
    indexed.say("cat")
    indexed.fill()
    indexed.index.close()
    indexed.index_path.write_bytes(b"\xff" * 20_000)
    assert indexed.search("cat") == ["cat"]
    assert indexed.damaged == 1
    indexed.index_path.unlink()
    assert indexed.search("cat") == ["cat"]
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)


async def test_the_thread_goes_on_where_the_last_process_stopped(tmp_path: Path) -> None:
    for number in range(3):
        log = open_log(tmp_path, fold)
        book = Book(log, NOW + number * DAY)
        if number == 0:
            book.keep(RoomCreated(log=1, at=NOW, name="#r1"))
        book.say(1, *(f"cat {number}" for _ in range(300)))
        assert len(await log.search("cat", [(1, 1)], 9999)) == 300 * (number + 1)
        await log.close()


def test_the_thread_fills_the_index_and_then_calls_for_a_checkpoint(indexed: Indexed) -> None:
    indexed.index.discard()
    indexed.say(*(f"cat {number}" for number in range(600)))
    calm = threading.Event()
    indexer = Indexer(indexed.index_path, indexed.path, indexed.fresh, calm.set)
    assert calm.wait(30)
    assert indexer.path() == indexed.index_path
    assert len(indexed.proposals("cat")) == 600
    calm.clear()
    indexed.say("cat again")
    indexer.wake()
    assert calm.wait(30)
    assert len(indexed.proposals("cat")) == 601
    calm.clear()
    indexer.rebuild()
    assert calm.wait(30)
    assert len(indexed.proposals("cat")) == 601
    indexer.stop()
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)


class Bites(Index):
    """Tells how much was there each time it was filled."""

    taken: ClassVar[list[int]] = []

    def fill(self) -> bool:
        self.taken.append(self._fresh.count)
        return super().fill()


@pytest.fixture
def gathering(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> Iterator[Indexer]:
    """The thread, when it has filled once, and gathers for ever."""
    monkeypatch.setattr(indexing, "_GATHER", 1e6)
    monkeypatch.setattr(indexing, "BATCH", 6)
    monkeypatch.setattr(indexing, "Index", Bites)
    monkeypatch.setattr(Bites, "taken", [])
    indexed.index.close()
    indexed.say("cat")
    indexer = Indexer(indexed.index_path, indexed.path, indexed.fresh, lambda: None)
    yield indexer
    indexer.stop()
    indexed.index = Index(indexed.index_path, indexed.path, indexed.fresh)


@pytest.mark.parametrize("indexed", [True], indirect=True)
async def test_what_comes_while_people_talk_is_gathered_until_somebody_searches(
    indexed: Indexed, gathering: Indexer
) -> None:
    await until(lambda: len(indexed.proposals("cat")) == 1 if gathering.path() else False)
    Bites.taken.clear()
    for number in range(5):
        indexed.say(f"cat {number}")
        gathering.wake()
    assert sorted(indexed.search("cat")) == ["cat", *(f"cat {number}" for number in range(5))]
    gathering.hurry()
    await until(lambda: len(indexed.proposals("cat")) == 6)
    assert Bites.taken == [5]


@pytest.mark.parametrize("indexed", [True], indirect=True)
async def test_a_whole_bite_is_taken_without_a_search(indexed: Indexed, gathering: Indexer) -> None:
    await until(lambda: len(indexed.proposals("cat")) == 1 if gathering.path() else False)
    Bites.taken.clear()
    for number in range(6):
        indexed.say(f"cat {number}")
        gathering.wake()
    await until(lambda: len(indexed.proposals("cat")) == 7)
    assert Bites.taken == [6]


@pytest.mark.parametrize("indexed", [True], indirect=True)
async def test_who_stops_while_it_gathers_does_not_wait(indexed: Indexed, gathering: Indexer) -> None:
    await until(lambda: len(indexed.proposals("cat")) == 1 if gathering.path() else False)
    indexed.say("cat again")
    gathering.stop()
    assert not gathering._thread.is_alive()
    assert indexed.search("again") == ["cat again"]


def test_texts_of_all_kinds_go_in_with_many_others(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one statement takes: those that stay prepared, and the rest."""
    rows = 51
    monkeypatch.setattr(index, "_ROWS", rows)
    many = (2 * rows + 1) * BLOCK + 3
    indexed.append(indexed.entries(*(("naïve" if n % 7 == 0 else f"cat {n}") for n in range(many))))
    indexed.fill()
    assert len(indexed.proposals("cat")) == sum(n % 7 != 0 for n in range(many))
    assert len(indexed.proposals("naive")) == sum(n % 7 == 0 for n in range(many))
    there = (1, rows * BLOCK - 1, rows * BLOCK + 1, many - 1)
    assert [len(indexed.proposals(str(n))) for n in there] == [n % 7 != 0 for n in there]


@pytest.mark.parametrize("indexed", [True], indirect=True)
def test_a_whole_statement_stays_prepared(indexed: Indexed) -> None:
    """As only what has no more SQL than apsw keeps does."""
    for _ in range(2):
        indexed.append(indexed.entries(*["cat"] * (index._ROWS * BLOCK)))
        indexed.fill()
    assert indexed.index._connection.cache_stats()["too_big"] == 0


class Talk:
    """What is done to a log with its index, and what a search has to find then, from all that was said."""

    WORDS = ("cat", "dog", "天气", "naïve")
    QUERIES = ("cat", "天气", "cat dog", '"dog cat"', "naive 天 cat", "气天", "bird")

    def __init__(self, indexed: Indexed) -> None:
        self.indexed = indexed
        self.seqs = {1: 0, 2: 0, 3: 0}
        self.said: dict[int, Entry] = {}
        self.ended: set[int] = set()
        self.now = NOW
        self.breaker = WordBreaker()

    def say(self, log: int, *texts: str) -> None:
        self.indexed.append([self.place(log, text) for text in texts])

    def place(self, log: int, text: str) -> Entry:
        self.seqs[log] += 1
        self.indexed.id += 1
        self.now += 1
        id = self.indexed.id
        event = MessageSent(id=id, at=self.now, log=log, target="#r", source="a!a@h", text=text)
        self.said[id] = one = Entry(log, self.seqs[log], id, self.now, event)
        return one

    def come(self, log: int) -> None:
        """Something that is no message."""
        self.seqs[log] += 1
        self.indexed.id += 1
        event = MemberJoined(id=self.indexed.id, at=self.now, log=log, room="#r", source="a!a@h")
        self.indexed.append([Entry(log, self.seqs[log], event.id, self.now, event)])

    def jump(self, ids: int) -> None:
        self.indexed.id += ids

    def erase(self, number: int) -> None:
        for one in self.chosen(number):
            del self.said[one.id]
            self.indexed.append([], EntryErased(log=one.log, seq=one.seq, id=one.id))

    def edit(self, number: int, text: str) -> None:
        for one in self.chosen(number):
            assert isinstance(one.event, MessageSent)
            event = msgspec.structs.replace(one.event, text=text)
            self.said[one.id] = msgspec.structs.replace(one, event=event)
            self.indexed.append([], EntryEdited(seq=one.seq, message=event))

    def end(self, log: int) -> None:
        self.ended.add(log)
        self.indexed.append([], RoomEnded(log=log))

    def fill(self, many: int) -> None:
        """That many goes."""
        for _ in range(many):
            self.indexed.index.fill()

    def chosen(self, number: int) -> list[Entry]:
        there = [one for one in self.said.values() if one.log not in self.ended]
        return [there[number % len(there)]] if there else []

    def texts(self, query: str, only: SearchFilter, first: int) -> list[tuple[int, str]]:
        """What a search has to find."""
        phrases = self.breaker.phrases(query)
        found = []
        for one in sorted(self.said.values(), key=lambda one: one.id, reverse=not only.oldest):
            assert isinstance(one.event, MessageSent)
            if one.log in self.ended or one.seq < first or not only.after <= one.at <= only.before:
                continue
            if self.breaker.hold(one.event.text, phrases):
                found.append((one.id, one.event.text))
        return found

    def agree(self) -> None:
        """All searches find what they have to."""
        firsts = [log for log in self.seqs if log not in self.ended]
        middle = (NOW + self.now) // 2
        filters = [SearchFilter(), SearchFilter(oldest=True), SearchFilter(before=middle), SearchFilter("", middle)]
        bounds = cycle([(1, 100), (3, 100), (1, 3)])
        for query, only in product(self.QUERIES, filters):
            first, limit = next(bounds)
            entries = self.indexed.ask(self.indexed.reader, query, dict.fromkeys(firsts, first), limit, only)
            found = [(one.id, one.event.text) for one in entries if isinstance(one.event, MessageSent)]
            assert found == self.texts(query, only, first)[:limit], (query, only, first, limit)

    def agree_by_words(self) -> None:
        """The index itself has each word of each message once, and no others."""
        for word in ("cat", "dog", "naive"):
            there = {one.id for one in self.said.values() if one.log not in self.ended}
            expected = [id for id, _ in self.texts(word, SearchFilter(oldest=True), 1) if id in there]
            assert self.indexed.proposals(word) == expected


_LOGS = st.integers(1, 3)
_TEXTS = st.lists(st.sampled_from(Talk.WORDS), min_size=1, max_size=3).map(" ".join)
_NUMBERS = st.integers(0, 99)
_DONE = st.one_of(
    st.tuples(st.just("say"), _LOGS, _TEXTS),
    st.tuples(st.just("say"), _LOGS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _TEXTS),
    st.tuples(st.just("come"), _LOGS),
    st.tuples(st.just("jump"), st.sampled_from([1, SPAN // 2, SPAN])),
    st.tuples(st.just("erase"), _NUMBERS),
    st.tuples(st.just("edit"), _NUMBERS, _TEXTS),
    st.tuples(st.just("fill"), st.integers(1, 3)),
    st.tuples(st.just("end"), st.just(3)),
)


@given(done=st.lists(_DONE, min_size=1, max_size=25), handed=st.booleans())
@settings(max_examples=examples(25), deadline=None)
def test_searches_find_what_they_have_to_whatever_was_done(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[Any, ...]], handed: bool
) -> None:
    talk = Talk(Indexed(tmp_path_factory.mktemp("log"), handed))
    for what, *how in done:
        if what not in ("say", "come", "end") or how[0] not in talk.ended:
            getattr(talk, what)(*how)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hubbub.log.sqlite.search._CHUNK", 2)  # few are enough for what comes in several
        talk.agree()
        talk.indexed.fill()
        talk.agree()
    talk.agree_by_words()
    talk.indexed.close()


def test_the_order_is_that_of_the_messages(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of several logs overlap, and are looked at a few at a time."""
    monkeypatch.setattr("hubbub.log.sqlite.search._CHUNK", 2)
    talk = Talk(indexed)
    for number in range(6 * BLOCK):
        talk.say(1 + number % 3, "cat")
        talk.jump(SPAN // 16)
    talk.fill(2)
    talk.say(1, "cat")
    talk.agree()


@pytest.mark.parametrize("indexed", [True], indirect=True)
def test_what_is_made_again_is_only_what_is_in(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a block of which something was erased, and something more is said meanwhile."""
    talk = Talk(indexed)
    talk.say(1, "cat", "cat")
    talk.fill(1)
    talk.erase(0)
    take = indexed.fresh.take

    def taken(position: int) -> list[Entry] | None:
        fresh = take(position)
        talk.say(1, "cat")
        return fresh

    with monkeypatch.context() as patch:
        patch.setattr(indexed.fresh, "take", taken)
        talk.fill(1)
    talk.fill(1)
    talk.agree_by_words()


@pytest.mark.parametrize("many", [BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_nothing_is_lost_at_the_ends_of_a_block(indexed: Indexed, many: int) -> None:
    """A block that comes in two goes has two documents, one that is erased in the middle stays whole at its ends."""
    talk = Talk(indexed)
    talk.say(1, *["cat"] * many)
    talk.fill(2)
    talk.say(1, *["dog"] * BLOCK)
    talk.say(2, "cat")
    talk.fill(2)
    goes = (range(1, many + 1), range(many + 1, many + BLOCK + 1))
    assert len(indexed.documents()) == sum(len({seq // BLOCK for seq in seqs}) for seqs in goes) + 1
    talk.agree_by_words()
    for number in (many, many - 1, 0):
        talk.erase(number)
        talk.fill(2)
        talk.agree_by_words()
    talk.agree()


async def test_both_engines_find_the_same(tmp_path: Path) -> None:
    texts = ["今天天气很好", "naïve cat", "cat naive", "서울에서", "天 气"]
    found = []
    for log in (MemoryLog(fold), open_log(tmp_path, fold)):
        Book(log).say(1, *texts)
        found.append([await log.search(query, [(1, 1)], 9) for query in ("天气", "NAÏVE", "서울", '"naive cat"')])
        await log.close()
    assert found[0] == found[1]
    assert [len(entries) for entries in found[0]] == [2, 2, 1, 1]


def test_what_was_edited_is_found_by_its_new_words_at_once(indexed: Indexed) -> None:
    indexed.say("cat one", "dog two", "cat three")
    indexed.fill()
    row: Any = indexed.owner.execute(f"select {COLUMNS} from entry where seq = 2").fetchone()
    (said,) = [one.event for one in entries_of([row])]
    assert isinstance(said, MessageSent)
    indexed.writer.append([], [EntryEdited(seq=2, message=msgspec.structs.replace(said, text="cat two"))])
    for _ in range(2):
        assert indexed.search("dog") == []
        assert indexed.search("cat") == ["cat three", "cat two", "cat one"]
        assert indexed.search("cat", limit=2) == ["cat three", "cat two"]
        indexed.fill()
    assert indexed.proposals("dog") == []
    assert len(indexed.proposals("cat")) == 3


def test_the_words_of_what_was_erased_leave_the_index(tmp_path: Path) -> None:
    log = Indexed(tmp_path)
    log.say("first secret", "second secret")
    log.fill()
    log.writer.append([], [EntryErased(log=1, seq=1, id=log.id - 1)])
    log.fill()
    assert log.proposals("secret") == [log.id]
    log.close()


def test_what_is_gone_before_the_index_comes_leaves_no_words(indexed: Indexed) -> None:
    indexed.say("erased secret", "edited secret", "kept")
    indexed.say("ended secret", log=2)
    row: Any = indexed.owner.execute(f"select {COLUMNS} from entry where seq = 2").fetchone()
    (said,) = [one.event for one in entries_of([row])]
    assert isinstance(said, MessageSent)
    indexed.append([], EntryErased(log=1, seq=1, id=said.id - 1))
    indexed.append([], EntryEdited(seq=2, message=msgspec.structs.replace(said, text="edited")))
    indexed.append([], RoomEnded(log=2))
    indexed.fill()
    assert indexed.proposals("secret") == []
    assert indexed.proposals("edited OR kept") == [said.id, said.id + 1]


def test_what_was_not_handed_over_is_read(indexed: Indexed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index is behind by more than is kept for it, now and then."""
    monkeypatch.setattr("hubbub.log.sqlite.fresh.MOST", 4)
    said = 0
    for many in (3, 1, 9, 2, 12, 1):
        indexed.say(*(f"cat {said + number}" for number in range(many)))
        said += many
        indexed.fill()
        assert len(indexed.proposals("cat")) == said
    assert len(indexed.search("cat")) == said


def test_what_a_failed_batch_had_taken_is_read(indexed: Indexed) -> None:
    indexed.say("cat one", "cat two")
    connection = indexed.index._connection
    connection.set_authorizer(lambda action, *_: apsw.SQLITE_DENY if action == apsw.SQLITE_UPDATE else apsw.SQLITE_OK)
    with pytest.raises(apsw.AuthError):
        indexed.index.fill()
    connection.set_authorizer(None)
    indexed.say("cat three")
    indexed.fill()
    assert len(indexed.proposals("cat")) == 3


async def test_readers_look_at_hardly_more_than_they_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a search cheap: without the index, each message is looked at."""
    log = open_log(tmp_path, fold)
    book = Book(log)
    book.say(1, *["hay"] * 1500, "needle", *["hay"] * 500)
    looked_at: list[str] = []
    hold = WordBreaker.hold

    def watched(self: WordBreaker, text: str, phrases: Any) -> bool:
        looked_at.append(text)
        return hold(self, text, phrases)

    monkeypatch.setattr(WordBreaker, "hold", watched)
    async with asyncio.timeout(20):  # until the index has come so far
        while not 0 < len(looked_at) < 10:
            looked_at.clear()
            (found,) = await log.search("needle", [(1, 1)], 9)
    assert looked_at[-1] == "needle"
    for _ in range(4):  # both readers
        both = [log.search("needle", [(1, 1)], 9) for _ in range(2)]
        assert await asyncio.gather(*both) == [[found]] * 2
    assert len(looked_at) < 20
    await log.close()


async def test_no_reader_is_without_the_index(tmp_path: Path) -> None:
    """Rule: no reader can exist without what it needs; each of them is asked, though they are made before the index."""
    log = open_log(tmp_path / "data", fold)
    try:
        both = threading.Barrier(2)

        def knows(reader: Any) -> Any:
            both.wait(10)  # so that each thread has one
            return reader.search._path()

        before = await asyncio.gather(*(log._readers.run(knows) for _ in range(2)))
        assert before == [None, None]
        log.load(NOW)
        await until(lambda: log._index() is not None)
        after = await asyncio.gather(*(log._readers.run(knows) for _ in range(2)))
        assert after == [tmp_path / "data" / "search.db"] * 2
    finally:
        await log.close()
