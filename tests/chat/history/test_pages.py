"""Pages from memory are pages from the log, whatever is evicted, recalled or said while they are read."""

from __future__ import annotations

from collections.abc import Awaitable, Generator
from types import coroutine
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, run

from hubbub.chat.events import Entry
from hubbub.chat.history import pages
from hubbub.chat.names import fold
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.state import World
from hubbub.commands.messages import sending
from hubbub.commands.rooms import joining
from hubbub.log.memory import MemoryLog


@coroutine
def pause() -> Generator[None, None, None]:
    """Let others have a turn."""
    yield


class UnhurriedLog(MemoryLog):
    """Others may have a turn before and after each look into it."""

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        return await between_pauses(super().page(log, first, last))

    async def messages_before(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await between_pauses(super().messages_before(log, seq, limit, first, events=events))

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        return await between_pauses(super().messages_after(log, seq, limit, first, events=events))


async def between_pauses(reading: Awaitable[list[Entry]]) -> list[Entry]:
    await pause()
    found = await reading
    await pause()
    return found


class Talk:
    """Somebody in a room, who says things and changes the topic."""

    def __init__(self, log: MemoryLog | None = None) -> None:
        self.chat = MemoryChat(log=log)
        self.session = self.chat.irc("alice").session
        joining.join(self.chat.core, self.session, "#a")
        self.chat.commit()
        self.chat.settled = self.settled  # type: ignore[method-assign]

    @property
    def journal(self) -> Journal:
        return self.chat.world.rooms["#a"]

    async def settled(self) -> None:
        self.chat.commit()

    def do(self, act: str) -> None:
        core = self.chat.core
        if act == "say":
            sending.send(core, self.session, "#a", "hello")
        elif act == "topic":
            joining.set_topic(core, self.session, "#a", "tea")
        elif act == "commit":
            self.chat.commit()
        elif act == "evict":
            self.chat.world.recent.forget(self.journal)
        elif act == "recall":
            run(pages.recall(core, self.session, self.journal))

    def messages(self) -> list[int]:
        self.chat.commit()
        kept = self.chat.log.kept(self.journal.log)
        return [entry.seq for entry in kept if pages.is_message(entry)]


acts = st.sampled_from(["say", "say", "topic", "commit", "evict", "recall"])
quick_acts = st.sampled_from(["say", "topic", "commit", "evict"])
seqs = st.integers(0, 40)
limits = st.integers(0, 12)
firsts = st.integers(1, 30)


def read(reading: Awaitable[list[Entry]]) -> list[int]:
    found: list[Entry] = []

    async def keep() -> None:
        found.extend(await reading)

    run(keep())
    return [entry.seq for entry in found]


@given(st.lists(acts, max_size=40), seqs, limits, firsts)
@settings(max_examples=examples(150), deadline=None)
def test_pages_from_memory_are_pages_from_the_log(done: list[str], seq: int, limit: int, first: int) -> None:
    talk = Talk()
    for act in done:
        talk.do(act)
    everything = talk.messages()
    core, session, journal = talk.chat.core, talk.session, talk.journal
    before = [one for one in everything if first <= one < seq]
    assert read(pages.messages_before(core, session, journal, seq, limit, first)) == before[-limit or len(before) :]
    after = [one for one in everything if one > seq and one >= first][:limit]
    assert read(pages.messages_after(core, session, journal, seq, limit, first)) == after
    last = []

    async def look() -> None:
        last.append(await pages.last_message(core, session, journal, first))

    run(look())
    assert (last[0].seq if last[0] else None) == max((one for one in everything if one >= first), default=None)


@given(st.lists(acts, max_size=30), st.lists(st.lists(quick_acts, max_size=6), max_size=8), seqs, limits, firsts)
@example(done=["say", "evict"], meanwhile=[[], ["say", "evict", "say"]], seq=0, limit=12, first=1)
@settings(max_examples=examples(150), deadline=None)
def test_what_happens_during_a_read_makes_no_hole_and_no_double(
    done: list[str], meanwhile: list[list[str]], seq: int, limit: int, first: int
) -> None:
    for direction in ("before", "after"):
        talk = Talk(UnhurriedLog(fold))
        for act in done:
            if act != "recall":
                talk.do(act)
        known = talk.messages()
        core, journal = talk.chat.core, talk.journal
        place = min(seq, journal.last_seq + 1)
        look = pages.messages_before if direction == "before" else pages.messages_after
        found = step_by_step(talk, look(core, talk.session, journal, place, limit, first), meanwhile)
        if direction == "before":
            expected = [one for one in known if first <= one < place]
            assert found == (expected[-limit:] if limit else [])
        else:
            later = [one for one in talk.messages() if one > place and one >= first]
            assert found == later[: len(found)]
            assert len(found) >= min(limit, len([one for one in known if one > place and one >= first]))
            assert len(found) <= limit
        check_recent(talk.chat.world, journal)


def step_by_step(talk: Talk, reading: Awaitable[list[Entry]], meanwhile: list[list[str]]) -> list[int]:
    steps = reading.__await__()
    turns = iter(meanwhile)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            found: list[Any] = stop.value
            return [entry.seq for entry in found]
        for act in next(turns, []):
            talk.do(act)


def check_recent(world: World, journal: Journal) -> None:
    """What is in memory has no hole up to the last entry, and its bytes are counted."""
    assert [entry.seq for entry in journal.recent] == list(range(journal.first_recent, journal.last_seq + 1))
    held = world.recent.bytes
    for other in world.journals.values():
        world.recent.forget(other)
    assert world.recent.bytes == 0 <= held


def test_a_read_that_outlives_its_room_leaves_nothing_behind() -> None:
    talk = Talk(UnhurriedLog(fold))
    talk.do("topic")
    talk.do("commit")
    talk.do("evict")
    journal = talk.journal
    steps = pages.recall(talk.chat.core, talk.session, journal).__await__()
    next(steps)
    joining.leave(talk.chat.core, talk.session, "#a")
    assert not talk.chat.world.journals
    assert list(steps) == [None]
    assert talk.chat.world.recent.bytes == 0


@given(st.lists(st.sampled_from(["say", "topic"]), min_size=1, max_size=40), st.lists(st.integers(1, 5), min_size=60))
@settings(max_examples=examples(40), deadline=None)
def test_pages_put_together_are_the_whole(done: list[str], sizes: list[int]) -> None:
    talk = Talk()
    for act in done:
        talk.do(act)
    everything = talk.messages()
    core, session, journal = talk.chat.core, talk.session, talk.journal
    forwards: list[int] = []
    backwards: list[int] = []
    for size in sizes:
        talk.chat.world.recent.forget(journal)
        place = backwards[0] if backwards else journal.last_seq + 1
        backwards[:0] = read(pages.messages_before(core, session, journal, place, size, 1))
        forwards += read(pages.messages_after(core, session, journal, forwards[-1] if forwards else 0, size, 1))
    assert forwards == backwards == everything
