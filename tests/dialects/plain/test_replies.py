"""Messages that waited: shown once, with their date, and let go of only when they were written."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, screen, told
from tests.support.each import each
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


@each(
    ("line", "says"),
    [
        ("/nick #lobby", "The name #lobby cannot be used: a name has only"),
        ("/kick #tea", 'Nobody named "#tea" is here.'),
        ("/block #tea", "#tea cannot be blocked: no name begins like that."),
        ("/search ##", "Search looks for words and numbers, and there are none in: ##"),
        ("/msg #nope hi", "There is no room named nope."),
        ("/invite bob", "bob is in tea already."),
    ],
)
def test_what_is_no_room_is_named_as_it_was_typed(line: str, says: str) -> None:
    """People know rooms without their sign; of a name it is what is wrong with it."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/join tea")
    bob.send("/join tea")
    assert told(alice, line)[0].startswith(f"! {says}")
