""" "What was typed or piped for one place is never said in another": in the client core, where it is typed ahead."""

from __future__ import annotations

from tests.client.people import Person, Town

from hubbub.client.state.messages import Message


def closed_room() -> tuple[Town, Person, Person]:
    """Bob is in a room which nobody may enter without an invitation; alice is in the lobby with him."""
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    bob.asked("/join tea")
    bob.asked("/mode +i")
    return town, alice, bob


def displaced(person: Person) -> str | None:
    return person.client.displaced


def said(person: Person, key: str) -> list[str]:
    return [item.text for item in person.buffer(key).timeline if isinstance(item, Message)]


def test_lines_behind_a_refused_join_are_said_nowhere() -> None:
    town, alice, bob = closed_room()
    for text in ("/join tea", *(f"line {number}" for number in range(30)), "/me acts", "/topic words"):
        alice.typed(text)
    town.rest()
    assert alice.client.current == "#lobby"
    assert displaced(alice) == "#tea"
    assert said(bob, "#lobby") == said(bob, "#tea") == []
    assert bob.buffer("#lobby").topic.text == bob.buffer("#tea").topic.text == ""
    assert not alice.client.queue


def test_the_same_when_they_wait_behind_others() -> None:
    """The join itself has to wait until what was typed before it is accepted; what leads elsewhere counts again."""
    town, alice, bob = closed_room()
    before, ahead = [f"before {n}" for n in range(20)], [f"ahead {n}" for n in range(20)]
    for text in (*before, "/join tea", *ahead, "/join lobby", "after", "/join tea", *ahead, "leave", "at last"):
        alice.typed(text)
    town.rest()
    assert said(bob, "#lobby") == [*before, "after", "at last"]
    assert said(bob, "#tea") == []


def test_who_is_removed_says_nothing_elsewhere() -> None:
    town, alice, bob = closed_room()
    bob.asked("/mode -i")
    alice.asked("/join tea")
    for number in range(30):
        alice.typed(f"line {number}")
    alice.typed("/who")
    alice.typed("ahead")
    bob.asked("/kick alice")
    town.rest()
    assert displaced(alice) == "#tea"
    assert said(bob, "#lobby") == []
    assert "ahead" not in said(bob, "#tea")


def test_a_connection_that_is_lost_while_entering_displaces() -> None:
    town, alice, bob = closed_room()
    bob.asked("/mode -i")
    alice.typed("/join tea")
    alice.lose()
    assert displaced(alice) == "#tea"
    town.rest()
    assert displaced(alice) == "#tea"


def test_whoever_moves_is_where_they_want_to_be() -> None:
    _, alice, _ = closed_room()
    alice.asked("/join tea")
    assert displaced(alice) == "#tea"
    alice.asked("/join lobby")
    assert displaced(alice) is None
    alice.asked("/join tea")
    alice.asked("/join garden")
    assert (displaced(alice), alice.client.current) == (None, "#garden")
    alice.asked("leave")
    assert (displaced(alice), alice.client.current) == (None, "#lobby")


def test_a_room_that_is_renamed_displaces_nobody() -> None:
    _, alice, bob = closed_room()
    bob.asked("/mode -i")
    alice.asked("/join tea")
    bob.asked("/rename tea coffee")
    assert (displaced(alice), alice.client.current) == (None, "#coffee")
