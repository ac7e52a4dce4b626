"""Messages that waited: shown once, with their date, and let go of only when they were written."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, screen, told
from tests.support.memory_chat import MemoryChat

from hubbub.chat.world.session import Nowhere


def test_held_messages_wait_until_they_were_written() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    bob.vanish()
    alice.send("@bob one", "/nick al", "@bob two")
    lost = join(chat, "bob")
    lost.session.acknowledged = ()
    lost.vanish()
    bob = chat.connect("plain")
    bob.send("bob")
    lines = screen(bob).splitlines()
    assert lines[-2].endswith("] Private message from alice: one")
    assert lines[-1].endswith("] Private message from al: two")
    assert "bob" in chat.world.held
    for written in bob.session.acknowledged:
        written()
    assert "bob" not in chat.world.held


def test_only_the_end_of_the_writing_acknowledges() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    bob.vanish()
    alice.send("@bob one")
    bob = chat.connect("plain")
    bob.session.endpoint = Nowhere()  # nothing is taken
    bob.send("bob")
    assert bob.session.acknowledged == ()


def test_a_change_of_name_takes_what_waits_for_it() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob, carol = join(chat, "alice"), join(chat, "bob"), join(chat, "carol")
    bob.vanish()
    assert told(alice, "@Bob psst") == [
        "bob is offline. Your message is kept for bob (or whoever next takes that name: bob is not registered)."
    ]
    heard(carol)
    assert told(carol, "/nick bob") == ["You are now known as bob.", "Private message from alice: psst"]
