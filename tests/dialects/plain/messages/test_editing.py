"""/edit: another text for what one said last."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.plain.messages.sending import TEXT_BYTES


def test_what_was_said_last_is_corrected() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    told(alice, "teh tea")
    heard(bob)
    assert told(alice, "/edit the tea") == ["Your message says now: the tea"]
    assert heard(bob) == ["[alice] (edited): the tea"]
    assert "[alice] (edited): the tea" in told(bob, "/history")
    assert told(bob, "/search teh") == ["Nothing was found for: teh"]


def test_what_one_did_stays_something_done() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    told(alice, "/me wvaes")
    heard(bob)
    assert told(alice, "/edit waves") == ["Your message says now: * alice waves"]
    assert heard(bob) == ["* alice (edited) waves"]


def test_a_private_message_is_corrected_for_both() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob, carol = (join(chat, name) for name in ("alice", "bob", "carol"))
    told(alice, "@bob pst")
    for person in (bob, carol):
        heard(person)
    assert told(alice, "/edit psst") == ["Your message says now: psst"]
    assert heard(bob) == ["Private message from alice (edited): psst"]
    assert heard(carol) == []


def test_there_may_be_nothing_to_correct() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    nothing = ["! There is nothing to correct: only what you said last, when it was one message."]
    assert told(alice, "/edit the tea") == nothing
    told(alice, "word " * 200)
    assert told(alice, "/edit the tea") == nothing


def test_a_correction_is_one_message() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    told(alice, "x")
    heard(bob)
    (answer,) = told(alice, "/edit " + "y" * (TEXT_BYTES + 1))
    assert answer.startswith(f"! That text has {TEXT_BYTES + 1} bytes; at most {TEXT_BYTES} fit here.")
    assert heard(bob) == []
