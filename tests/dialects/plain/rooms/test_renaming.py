"""/rename: another name for a room."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat


def test_a_room_is_renamed() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    for person in (alice, bob):
        told(person, "/join tea")
    told(bob, "teh tea")
    heard(alice)
    assert told(alice, "/rename tea #coffee we woke up") == ["The room tea is called coffee now."]
    assert heard(bob) == ["* alice renamed the room tea to coffee: we woke up"]
    assert told(bob, "/edit the tea") == ["Your message says now: the tea"]
    assert heard(alice) == ["[bob] (in coffee, edited): the tea"]


def test_what_cannot_be() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    told(alice, "/join tea")
    told(bob, "/join milk")
    assert told(alice, "/rename tea milk") == ["! tea cannot become milk: there is a room of that name already."]
    assert told(alice, "/rename milk beer") == ["! You are not in milk."]
    assert told(alice, "/rename nowhere beer") == ["! There is no room named nowhere."]
    assert told(alice, "/rename tea a,b")[0].startswith("! ")
    assert told(bob, "/rename lobby hall")[0].startswith("! ")
