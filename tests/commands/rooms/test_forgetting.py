"""Rooms that stay for ever: "caps per visit, address and day; a room without an owner that has been empty and silent
for some days is forgotten (a setting); memory returns"."""

from __future__ import annotations

import pytest
from tests.dialects.plain.typist import join, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.commands.rooms import forgetting

DAY = 86_400_000
CAPS = Policy(new_rooms_per_day=3, new_rooms_per_address=5)


def made(person: Person, *names: str) -> list[str]:
    """Those of the rooms that could be made, and left with a word in them."""
    return [name for name in names if told(person, f"/join {name}", "hi", "/leave")[0].startswith("You are in")]


def guest(chat: MemoryChat, name: str, address: str = "198.51.100.1") -> Person:
    person = chat.connect("plain", address=address)
    person.send(name)
    return person


def test_a_visit_makes_so_many_rooms_in_a_day() -> None:
    chat = MemoryChat(CAPS, lobby="#lobby")
    alice = guest(chat, "alice")
    assert made(alice, "a", "b", "c", "d") == ["a", "b", "c"]
    assert told(alice, "/join d")[0] == (
        "! d cannot be made: 3 new rooms a day are as many as one person may make. Rooms that are there can be joined."
    )
    assert made(alice, "a") == ["a"], "it is there"
    chat.now += DAY
    assert made(alice, "d") == ["d"]


def test_other_visits_from_the_same_address_count_together() -> None:
    chat = MemoryChat(CAPS, lobby="#lobby")
    assert made(guest(chat, "alice"), "a", "b", "c") == ["a", "b", "c"]
    assert made(guest(chat, "bob"), "d", "e", "f") == ["d", "e"]
    assert made(guest(chat, "carol", "198.51.100.2"), "f") == ["f"]


def test_on_irc_it_is_405_and_the_setting_of_the_clock_is_no_way_around() -> None:
    chat = MemoryChat(CAPS)
    alice = chat.irc("alice")
    alice.send("JOIN #a,#b,#c", "PRIVMSG #a :x")
    chat.set_forward(2 * DAY)
    (answer,) = alice.ask("JOIN #d")
    assert " 405 alice #d :" in answer


def passed(chat: MemoryChat, days: int) -> None:
    chat.now += days * DAY
    chat.tell_time()
    for _ in range(3):
        forgetting.forget_silent(chat.core)
        chat.commit()


@pytest.fixture
def chat() -> MemoryChat:
    return MemoryChat(Policy(forget_rooms_days=30), lobby="#lobby")


def test_a_room_that_belongs_to_nobody_is_forgotten_with_its_memory(chat: MemoryChat) -> None:
    alice = guest(chat, "alice")
    assert made(alice, "a", "b") == ["a", "b"]
    held = len(chat.world.journals), chat.world.recent.bytes
    passed(chat, 29)
    assert (len(chat.world.journals), chat.world.recent.bytes) == held
    made(alice, "b")
    passed(chat, 2)
    assert sorted(chat.world.rooms) == ["#b", "#lobby"]
    passed(chat, 31)
    assert sorted(chat.world.rooms) == ["#lobby"]
    assert len(chat.world.journals) == 1
    again = MemoryChat(lobby="#lobby", log=chat.log, now=chat.now)
    assert [room.name for room in again.world.every_room.values()] == ["#lobby"]


def test_what_is_owned_or_has_somebody_in_it_stays(chat: MemoryChat) -> None:
    owner = chat.connect("plain", secure=True)
    owner.send("owner", "/register password1", "/join mine", "hi", "/leave", "/join staying")
    guest(chat, "bob").send("/join full", "hi")
    passed(chat, 400)
    assert sorted(chat.world.rooms) == ["#full", "#lobby", "#mine", "#staying"]


def test_nothing_is_forgotten_where_that_is_not_wanted() -> None:
    chat = MemoryChat(lobby="#lobby")
    made(join(chat, "alice"), "a")
    passed(chat, 4000)
    assert "#a" in chat.world.rooms


def test_many_are_forgotten_a_few_at_a_time(chat: MemoryChat) -> None:
    """No chore holds the others up."""
    alice = guest(chat, "alice")
    made(alice, *(f"r{number}" for number in range(50)))
    chat.now += 31 * DAY
    chat.tell_time()
    sizes = []
    for _ in range(4):
        forgetting.forget_silent(chat.core)
        sizes.append(len(chat.world.rooms))
    chat.commit()
    assert sizes == [31, 11, 1, 1]
