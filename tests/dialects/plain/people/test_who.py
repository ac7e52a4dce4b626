"""Who is here, names, being away, goodbye."""

from __future__ import annotations

import pytest
from tests.dialects.plain.typist import heard, join, screen, told
from tests.support.memory_chat import MemoryChat


def test_long_lists_have_several_lines() -> None:
    chat = MemoryChat(lobby="#lobby")
    people = [join(chat, f"user{number:03}") for number in range(52)]
    lines = told(people[0], "/list")
    assert lines[0].startswith("Online now (52): user000, user001, ")
    assert len(lines) == 3
    assert lines[2] == "  " + ", ".join(f"user{number:03}" for number in range(40, 52))
    assert told(people[0], "/who here")[0].startswith("In the lobby now (52): user000, ")


def test_the_welcome_names_fifty() -> None:
    chat = MemoryChat(lobby="#lobby")
    for number in range(53):
        join(chat, f"user{number:03}")
    alice = chat.connect("plain")
    alice.send("alice")
    assert ", user049 and 3 more (type /who to see all)\r\n" in screen(alice)


def test_who_here_outside_rooms_is_refused() -> None:
    assert told(join(MemoryChat(), "alice"), "/who here") == ["! You are in no room. To enter one, type: join room"]


def test_names() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    heard(alice)
    assert told(bob, "/nick alice") == ["! The name alice is taken. Please choose another one."]
    assert told(bob, "/nick bob") == ["Your name is bob."]
    assert told(bob, "/nick rob") == ["You are now known as rob."]
    assert heard(alice) == ["* bob is now known as rob."]


def test_away_and_back() -> None:
    alice = join(MemoryChat(), "alice")
    assert told(alice, "/away") == ["You are here. To say that you are away, type /away and a text."]
    assert told(alice, "/away tea") == ["You are away now: tea"]
    assert told(alice, "/who") == ["Online now (1): alice (away: tea)"]
    assert told(alice, "/away") == ["You are back."]


@pytest.mark.parametrize(("line", "text"), [("/quit", ""), ("/exit", ""), ("/quit see you", "see you")])
def test_goodbye(line: str, text: str) -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    heard(alice)
    assert told(bob, line) == ["Goodbye, bob!"]
    assert bob.closed == text
    reason = f"quit: {text}" if text else "quit"
    assert heard(alice) == [f"* bob has left the chat ({reason})."]
