"""Rooms: the current one, and where one is after leaving it."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat


def test_leaving_leads_to_the_lobby_or_else_to_another_room_or_outside() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    alice.send("/join one", "/join two", "/leave lobby")
    assert told(alice, "leave") == ["You have left two. You are in one now."]
    assert told(alice, "/join lobby")[0] == "You are in the lobby now. In it: alice"
    assert told(alice, "/join #one") == ["You are in one now. In it: alice"]
    assert told(alice, "leave") == ["You have left one. You are in the lobby now."]
    assert told(alice, "/leave") == [
        "You have left the lobby.",
        "You are in no room. Type message, who, rooms, join room, help or exit.",
    ]
    assert told(alice, "/leave") == ["! You are in no room. To enter one, type: join room"]


def test_leaving_another_room_keeps_the_current_one() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    alice.send("/join one", "/join two")
    assert told(alice, "/leave ONE") == ["You have left one. You are in two now."]


def test_topics() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, "/topic") == ["The lobby has no topic."]
    assert told(alice, "/topic \x02plans") == ["The topic of the lobby is now: plans"]
    assert told(alice, "/topic") == ["The topic of the lobby is: plans"]
    assert told(alice, "/topic " + "x" * 400) == ["! A topic has at most 390 bytes; yours has 400. It was not changed."]


def test_no_rooms_yet() -> None:
    assert told(join(MemoryChat(), "alice"), "/rooms") == ["There are no rooms yet. To make one, type: join room"]


def test_a_room_name_is_shown_as_it_was_made() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/join teamChat")
    assert told(bob, "/join #TEAMCHAT") == ["You are in teamChat now. In it: alice, bob"]
    heard(alice)
    bob.send("hi")
    assert heard(alice) == ["[bob] (in teamChat): hi"]
