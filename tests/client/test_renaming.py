"""Rooms that get another name, in the client core: the same room, and nothing of it is lost."""

from __future__ import annotations

from tests.client.people import Person, Town, notes_of

from hubbub.client.state.messages import Message


def in_tea() -> tuple[Town, Person, Person]:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    for person in (alice, bob):
        person.asked("/join tea")
    return town, alice, bob


def test_words_go_to_the_room_under_its_other_name() -> None:
    _, alice, bob = in_tea()
    bob.asked("teh tea")
    alice.asked("/rename tea coffee we woke up")
    for person in (alice, bob):
        (told,) = person.happened("room_renamed")
        assert (told.before, told.name, told.by, told.text) == ("#tea", "#coffee", "alice", "we woke up")
        assert person.client.current == "#coffee"
        assert person.happened("left") == []
        assert "#tea" not in person.client.state.buffers
    bob.asked("/edit the tea")
    bob.asked("still here")
    said = [item for item in alice.buffer("#coffee").timeline if isinstance(item, Message)]
    assert [(message.text, bool(message.edited_at)) for message in said] == [("the tea", True), ("still here", False)]


def test_a_server_that_cannot_rename_says_so() -> None:
    _, alice, bob = in_tea()
    assert [note.error for note in notes_of(bob.asked("/rename tea coffee"))] == [True]
    assert [note.code for note in notes_of(alice.asked("/rename tea ,"))] == ["bad_room_name"]


def test_what_was_missed_comes_under_the_other_name() -> None:
    """The room is renamed while its history is asked for again."""
    town, alice, bob = in_tea()
    bob.asked("one")
    alice.lose()
    alice.online = False
    bob.asked("two")
    alice.online = True
    while len(alice.client.questions) == 0:
        assert alice.step()
    room = town.chat.world.rooms["#tea"]
    room.members[town.chat.world.users["bob"]].prefixes = "o"
    for text in ("/rename tea coffee", "three"):
        bob.typed(text)
        bob.step()
    town.rest()
    bob.asked("four")
    assert [message.text for message in alice.messages()] == ["one", "two", "three", "four"]
    assert not alice.client.catchup.busy
