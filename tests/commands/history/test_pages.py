"""Reading back: rights are those of the moment in which the answer is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from types import coroutine
from typing import Any

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import Entry
from hubbub.chat.names import fold
from hubbub.chat.ports import LogDamaged
from hubbub.chat.refusals import NoHistory, UnknownPoint
from hubbub.commands.history import pages
from hubbub.commands.history.pages import Point
from hubbub.log.memory import MemoryLog


@coroutine
def pause() -> Generator[None, None, None]:
    yield


class UnhurriedLog(MemoryLog):
    """Others have a turn before each answer."""

    async def page(self, log: int, first: int, last: int) -> list[Entry]:
        await pause()
        return await super().page(log, first, last)

    async def messages_after(self, log: int, seq: int, limit: int, first: int, *, events: bool = False) -> list[Entry]:
        await pause()
        return await super().messages_after(log, seq, limit, first, events=events)

    async def place_at(self, log: int, at: int) -> int:
        await pause()
        return await super().place_at(log, at)


def reading(person: Person, how: str) -> Awaitable[list[Entry]]:
    """All of #a, asked for in that way."""
    core, session = person.chat.core, person.session
    start, end = Point(at=person.chat.now - 1_000_000), Point(at=person.chat.now + 1_000_000)
    reads: dict[str, Callable[[], Awaitable[list[Entry]]]] = {
        "latest": lambda: pages.latest(core, session, "#a", start, 10),
        "before": lambda: pages.before(core, session, "#a", end, 10),
        "after": lambda: pages.after(core, session, "#a", start, 10),
        "around": lambda: pages.around(core, session, "#a", start, 10),
        "between": lambda: pages.between(core, session, "#a", start, end, 10),
    }
    return reads[how]()


def talk() -> tuple[MemoryChat, Person]:
    chat = MemoryChat(log=UnhurriedLog(fold))
    alice = chat.irc("alice")
    alice.send("JOIN #a", "PRIVMSG #a :one", "PRIVMSG #a :two")
    chat.world.recent.forget(chat.world.rooms["#a"])
    return chat, alice


WAYS = ["latest", "before", "after", "around", "between"]


async def finished(steps: Generator[object, None, list[Entry]]) -> list[str]:
    """What was read, when nothing more comes in between."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return [entry.event.text for entry in stop.value]


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("pauses", [1, 2])
async def test_who_leaves_while_the_log_is_read_gets_nothing(how: str, pauses: int) -> None:
    _, alice = talk()
    steps = reading(alice, how).__await__()
    for _ in range(pauses):
        next(steps)
    alice.send("PART #a")
    with pytest.raises(NoHistory):
        await finished(steps)


@pytest.mark.parametrize("how", WAYS)
async def test_who_stays_gets_all_of_it(how: str) -> None:
    _, alice = talk()
    assert await finished(reading(alice, how).__await__()) == ["one", "two"]


async def test_the_id_of_another_log_is_no_place_here() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a,#b", "PRIVMSG #b :secret")
    id = chat.log.kept(chat.world.rooms["#b"].log)[-1].id
    with pytest.raises(UnknownPoint):
        await pages.after(chat.core, alice.session, "#a", Point(id=id), 10)


async def test_looking_for_conversations_reads_no_pages_into_memory() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    for number in range(5):
        other = chat.irc(f"other{number}")
        alice.send(f"PRIVMSG other{number} :hi")
        other.take()
    for journal in chat.world.journals.values():
        chat.world.recent.forget(journal)
    found = await pages.targets(chat.core, alice.session, 0, 4_000_000_000_000, 3)
    assert [name for name, _ in found] == ["other0", "other1", "other2"]
    assert chat.world.recent.bytes == 0


class DamagedLog(MemoryLog):
    """Its older entries cannot be read."""

    async def messages_before(self, *about: Any, **more: Any) -> list[Entry]:
        raise LogDamaged("malformed")

    async def search(self, *about: Any) -> list[Entry]:
        raise LogDamaged("malformed")


def test_what_is_damaged_is_named_to_who_reads_it_and_everybody_goes_on() -> None:
    chat = MemoryChat(log=DamagedLog(fold), lobby="#a")
    alice = chat.irc("alice", "draft/chathistory", "draft/search", "batch", "standard-replies", "server-time")
    bob = chat.connect("plain")
    bob.send("bob")
    alice.send("JOIN #a", *(f"PRIVMSG #a :{number}" for number in range(300)))
    chat.world.recent.forget(chat.world.rooms["#a"])
    damaged = "This cannot be read: the server's database is damaged. Its operator finds more in its log."
    (answer,) = alice.ask("CHATHISTORY BEFORE #a timestamp=2100-01-01T00:00:00.000Z 500")
    assert answer == f":hubbub FAIL CHATHISTORY MESSAGE_ERROR BEFORE #a :{damaged}"
    assert alice.ask("SEARCH text=needle") == [f":hubbub FAIL SEARCH MESSAGE_ERROR :{damaged}"]
    bob.written = b""
    bob.send("/search needle", "/history 250")
    assert bob.written.decode().count(damaged) == 2
    assert len(alice.ask("PRIVMSG #a :on we go")) == 0
    assert b"on we go" in bob.written
