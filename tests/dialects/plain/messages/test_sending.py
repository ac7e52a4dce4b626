"""Saying things: who hears them, and lines that are too long for IRC."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat

from hubbub.chat.events import MessageSent
from hubbub.chat.names import NAME_BYTES, ROOM_BYTES
from hubbub.chat.names.cloaks import LONGEST
from hubbub.dialects.plain.messages.sending import TEXT_BYTES


def said(chat: MemoryChat) -> list[str]:
    """The texts in the room's log."""
    room = chat.world.rooms["#lobby"]
    return [entry.event.text for entry in room.recent if isinstance(entry.event, MessageSent)]


def test_the_longest_part_fits_a_line_of_irc() -> None:
    source = f"{'n' * NAME_BYTES}!{'u' * 10}@{'h' * LONGEST}"
    line = f":{source} PRIVMSG {'#' + 'r' * (ROOM_BYTES - 1)} :{'t' * TEXT_BYTES}\r\n"
    assert len(line) == 512


def test_a_long_line_is_split_at_words() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    text = " ".join(f"word{number}" for number in range(1000))
    assert told(alice, text) == []
    parts = said(chat)
    assert " ".join(parts) == text
    assert all(len(part) <= TEXT_BYTES for part in parts)
    assert heard(bob) == [f"[alice]: {part}" for part in parts]


def test_a_long_action_is_several_actions() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    alice.send("/me " + "waves " * 200)
    assert len(said(chat)) > 2
    for part in said(chat):
        assert part.startswith("\x01ACTION waves")
        assert part.endswith("\x01")
        assert len(part) <= TEXT_BYTES


def test_a_slash_can_be_said() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    heard(alice)
    assert told(alice, "//usr/bin") == []
    assert heard(bob) == ["[alice]: /usr/bin"]


def test_the_sender_is_told_that_the_reader_is_away() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    bob.send("/away at tea")
    assert told(alice, "@bob hi") == ["Private message to bob delivered: hi", "bob is away: at tea"]


def test_a_full_store_for_somebody_offline_is_an_error() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    bob.vanish()
    for _ in range(chat.core.policy.held_per_sender):
        alice.send("@bob hi")
    assert told(alice, "@bob hi")[0].startswith("! bob is offline, and 100 messages already wait there.")


def test_names_with_braces_can_be_meant() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, _ = join(chat, "alice"), join(chat, "b{b}")
    assert told(alice, "@b{{b} hi") == ['! Nobody named "b{{b}" has been here. Did you mean b{b}?']


def test_a_message_to_oneself_is_confirmed_and_arrives() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, "@alice hi") == ["Private message to alice delivered: hi", "Private message from alice: hi"]


def test_words_for_those_with_a_role_are_for_them_alone() -> None:
    """As on IRC: an @ in front of a name alone is left out, where it makes no difference."""
    chat = MemoryChat()
    alice, bob, carol = join(chat, "alice"), join(chat, "bob"), join(chat, "carol")
    alice.send("/join tea")
    for other in (bob, carol):
        other.send("/join tea")
    heard(alice), heard(carol)
    for typed in ("/msg @#tea one", "@@#tea one", "/message @#tea one"):
        assert told(bob, typed) == []
        assert [line.partition(": ")[2] for line in heard(alice)] == ["one"]
    assert heard(carol) == []
