"""/edit in the client core: it corrects what one said last, and shows what others corrected."""

from __future__ import annotations

from tests.client.people import Town

from hubbub.client.events import Message, Told


def test_both_see_the_new_text_as_one() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("teh tea")
    alice.asked("/edit the tea")
    for person in (alice, bob):
        said = person.all(Message)
        assert [(message.text, message.edited) for message in said] == [("teh tea", False), ("the tea", True)]
    alice.asked("/edit our tea")
    assert (bob.all(Message)[-1].text, bob.all(Message)[-1].edited) == ("our tea", True)


def test_what_one_did_stays_something_done() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("/me wvaes")
    alice.asked("/edit waves")
    assert [(message.kind, message.text) for message in bob.all(Message)] == [("did", "wvaes"), ("did", "waves")]


def test_there_may_be_nothing_to_correct() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    (answer,) = alice.asked("/edit the tea")
    assert isinstance(answer, Told)
    assert answer.error
