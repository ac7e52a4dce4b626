"""Rooms: the current one, and where one is after leaving it."""

from __future__ import annotations

from msgspec import json
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.handed import hand_state


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


def test_a_key_is_typed_behind_the_name() -> None:
    chat = MemoryChat(lobby="#lobby")
    chat.irc("op").send("JOIN #tea", "MODE #tea +k sesame")
    alice = join(chat, "alice")
    assert told(alice, "/join tea") == ["! tea needs a key to join. Type it behind the name: /join tea key"]
    assert told(alice, "/join tea open") == ["! tea needs a key to join, and that was not it."]
    assert told(alice, "/join #Tea  sesame") == ["You are in tea now. In it: alice, op"]
    assert told(alice, "/join lobby") == ["You are in the lobby now. In it: alice"]
    assert told(alice, "/join tea sesame") == ["You are in tea now. In it: alice, op"]


@each(
    ("line", "room", "says"),
    [
        ("/join tea sesame", "tea", "There can be no room named tea …: a room name has no spaces."),
        ("/join #tea\tsesame", "tea", "There can be no room named tea …: a room name has no spaces."),
        ("/join vault sesame", "vault", "vault needs a key to join, and that was not it."),
        ("/join vault open sesame", "vault", "There can be no room named vault …: a room name has no spaces."),
    ],
)
def test_a_key_is_shown_nowhere_and_kept_nowhere(line: str, room: str, says: str) -> None:
    """Nor what might be one: in a room that has none, with too many words."""
    chat = MemoryChat(lobby="#lobby")
    chat.irc("op").send("JOIN #vault", "MODE #vault +k other")
    alice = join(chat, "alice")
    assert told(alice, line) == [f"! {says}"]
    assert b"sesame" not in json.encode(hand_state(alice.session))
    assert told(alice, "hello") == [
        f"! Nothing was sent: that was for {room}, and you are in the lobby. To say it here, type it again."
    ]
