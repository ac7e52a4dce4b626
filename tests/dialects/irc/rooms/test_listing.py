"""LIST with conditions, by https://modern.ircdocs.horse/#list-message and #elist-parameter."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.dialects.irc.rooms.joining import LIST_SLICE

MINUTE = 60_000


def rooms(person: Person, line: str) -> list[str]:
    start, *found, end = person.ask(line)
    assert (start.split(" ")[1], end.split(" ")[1]) == ("321", "323")
    return [one.split(" ")[3] for one in found]


@pytest.fixture
def alice() -> Person:
    """#old is 60 minutes old with a topic of 30; #new is 10 minutes old, with two members and a topic of 5."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #old")
    chat.now += 30 * MINUTE
    alice.send("TOPIC #old :tea")
    chat.now += 20 * MINUTE
    alice.send("JOIN #new")
    bob.send("JOIN #new")
    chat.now += 5 * MINUTE
    alice.send("TOPIC #new :cake")
    chat.now += 5 * MINUTE
    return alice


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (">1", ["#new"]),
        ("<2", ["#old"]),
        ("C<20", ["#new"]),
        ("C>20", ["#old"]),
        ("T<20", ["#new"]),
        ("T>20", ["#old"]),
        ("*e*", ["#new"]),
        ("!*e*", ["#old"]),
        ("#OLD,#new", ["#old", "#new"]),
        ("*,>1", ["#new"]),
        ("#old,#new <2,T>20", ["#old"]),
        ("", ["#old", "#new"]),
    ],
)
def test_conditions_filter_the_rooms(alice: Person, condition: str, found: list[str]) -> None:
    """ "the server filters the returned list of channels with the given conditions" """
    assert rooms(alice, f"LIST {condition}") == found


def test_secret_rooms_are_listed_to_their_members(alice: Person) -> None:
    """ "A channel that is set to secret will not show up in responses to the LIST ... unless the client sending the
    command is joined to the channel." """
    alice.send("JOIN #secret", "MODE #secret +s")
    assert rooms(alice, "LIST #secret") == ["#secret"]
    assert rooms(alice.chat.irc("carol"), "LIST #secret") == []


def test_it_is_advertised() -> None:
    """ "The ELIST parameter indicates that the server supports search extensions to the LIST command." """
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    tokens = " ".join(line for line in someone.take() if " 005 " in line)
    assert " ELIST=CMNTU " in tokens
    assert " SAFELIST " in tokens


def test_many_rooms_are_compared_a_few_at_a_time() -> None:
    """Rule: no command holds the loop whatever its arguments; long answers are made in slices, comparing included."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    for number in range(100):
        alice.send(f"JOIN #room{number}")
    alice.take()
    masks = ",".join(f"*no{number}*" for number in range(45))
    session = alice.session
    session.dialect.handle(chat.core, session, f"LIST {masks}")
    (slices,) = [item for item in session.made(session.outbox) if not isinstance(item, bytes)]
    assert len(list(slices)) == 100 / LIST_SLICE
    chat.commit()
