"""Pinning: kept over a restart, gone with the message, noted and undone."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat, Person

CAPS = ("echo-message", "message-tags", "draft/message-redaction", "hubbub.chat/pins")


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(";")[0].partition(" ")[0]


def pinned(chat: MemoryChat) -> tuple[Person, str]:
    """alice, operator of #a, and the id of a message of hers that she has pinned."""
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    alice.take()
    id = msgid(alice.ask("PRIVMSG #a :tea at five")[0])
    alice.send(f"PIN #a {id}")
    alice.take()
    return alice, id


def pins(chat: MemoryChat) -> list[str]:
    room = chat.world.room("#a")
    assert room is not None
    return [f"{id:x}" for id in room.pins]


def test_pins_and_their_order_are_there_after_a_restart() -> None:
    chat = MemoryChat()
    alice, id = pinned(chat)
    second = msgid(alice.ask("PRIVMSG #a :cake")[0])
    alice.send(f"PIN #a {second}")
    alice.send(f"UNPIN #a {id}")
    alice.send(f"PIN #a {id}")
    before = chat.world.rooms["#a"].pins
    again = MemoryChat(log=chat.log)
    assert pins(again) == [second, id]
    assert again.world.rooms["#a"].pins == before


def test_a_message_that_is_taken_back_is_pinned_no_more() -> None:
    chat = MemoryChat()
    alice, id = pinned(chat)
    seen = alice.ask(f"REDACT #a {id}")
    assert seen[-1] == f":hubbub UNPIN #a {id}"
    assert pins(chat) == pins(MemoryChat(log=chat.log)) == []
    assert "UNKNOWN_MSGID" in alice.ask(f"PIN #a {id}")[0] or "no such message" in alice.ask(f"PIN #a {id}")[0]


def test_acts_are_noted_and_undone() -> None:
    chat = MemoryChat()
    alice, id = pinned(chat)
    assert any(" pin alice" in line for line in alice.ask("AUDIT #a"))
    assert f":alice!alice@guest UNPIN #a {id}" in alice.ask("UNDO 1")
    assert pins(chat) == []
    assert f":alice!alice@guest PIN #a {id}" in alice.ask("UNDO 2")
    assert pins(chat) == [id]
    assert any("what is pinned in #a" in line for line in alice.ask("UNDO 2")), "it is pinned already"
    alice.send(f"UNPIN #a {id}")
    alice.send(f"REDACT #a {id}")
    alice.take()
    assert any("the message is not there any more" in line for line in alice.ask("UNDO 4"))
    assert pins(chat) == []


def test_the_pins_of_a_room_end_with_it() -> None:
    chat = MemoryChat()
    alice, _ = pinned(chat)
    alice.send("MODE #a +s")
    alice.send("PART #a")
    assert "#a" not in chat.world.rooms
    alice.send("JOIN #a")
    assert pins(MemoryChat(log=chat.log)) == []


def test_typed_in_plain_text() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob, carol = join(chat, "alice"), join(chat, "bob"), join(chat, "carol")
    alice.send("/join tea")
    bob.send("/join tea", "tea at five")
    heard(alice), heard(bob), heard(carol)
    assert told(alice, "/pin five") == ['* alice pinned a message of bob ("tea at five") in tea.']
    assert heard(bob) == ['* alice pinned a message of bob ("tea at five") in tea.']
    assert told(bob, "/pins") == ["One message is pinned in tea.", "  [bob]: tea at five (pinned by alice)"]
    assert told(bob, "/unpin") == ["! Only moderators of tea and above may pin messages there."]
    assert "One message is pinned in tea. To see them, type: /pins" in told(carol, "/join tea")
    heard(alice)
    assert told(alice, "/unpin") == ['* alice took a message of bob ("tea at five") off the pins in tea.']
    assert told(alice, "/pins") == ["Nothing is pinned in tea."]
