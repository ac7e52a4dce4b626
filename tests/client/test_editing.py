"""/edit in the client core: it corrects what one said last, and shows what others corrected."""

from __future__ import annotations

from tests.client.people import Person, Town, notes_of

from hubbub.client.changes import MessageChanged
from hubbub.client.state.messages import Message


def said(person: Person) -> list[tuple[str, str, bool]]:
    """The messages of the lobby: kind, text, whether it was edited."""
    messages = [item for item in person.buffer("#lobby").timeline if isinstance(item, Message)]
    return [(message.kind, message.text, bool(message.edited_at)) for message in messages]


def test_both_see_the_new_text_as_one() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("teh tea")
    alice.asked("/edit the tea")
    for person in (alice, bob):
        assert [message.text for message in person.messages()] == ["teh tea"]
        (change,) = person.all(MessageChanged)
        assert (change.change, change.id, change.by) == ("edited", person.messages()[0].id, "alice")
        assert said(person) == [("said", "the tea", True)]
    alice.asked("/edit our tea")
    assert said(bob) == [("said", "our tea", True)]


def test_what_one_did_stays_something_done() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("/me wvaes")
    alice.asked("/edit waves")
    assert said(bob) == [("did", "waves", True)]


def test_there_may_be_nothing_to_correct() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    assert [(note.code, note.error) for note in notes_of(alice.asked("/edit the tea"))] == [("nothing_to_edit", True)]
