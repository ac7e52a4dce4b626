"""Lost connections: nothing is missed, nothing is shown twice, nothing is said twice."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.client.people import Person, Town
from tests.support.examples import examples

from hubbub.client.changes import HistoryLoaded, MessageAdded
from hubbub.client.session import Client
from hubbub.client.state.messages import Message

CUTS = st.lists(st.integers(0, 6000), max_size=4)
STEPS = st.lists(
    st.sampled_from(
        [
            *("bob: hello", "bob: @alice psst", "alice: hi", "alice: @bob psst"),
            *("alice cut", "bob cut", "alice half", "bob half", "restart", "rest"),
        ]
    ),
    max_size=25,
)


@settings(max_examples=examples(80), deadline=None)
@given(STEPS, CUTS, CUTS, st.booleans())
def test_what_is_seen_live_and_caught_up_is_what_history_says(
    steps: list[str], alices: list[int], bobs: list[int], silently: bool
) -> None:
    town = Town()
    carol = town.person("carol")
    alice, bob = (town.person(name, cuts, silently=silently) for name, cuts in (("alice", alices), ("bob", bobs)))
    people = {"alice": alice, "bob": bob}
    town.rest()
    for number, step in enumerate(steps):
        act(town, people, step, number)
    town.rest()
    history = lobby_as_in_history(carol)
    for person in (alice, bob, carol):
        assert person.missing() == []
        assert person.unsure() == []
        assert person.heard("#lobby") == history
    assert texts(history, "alice") == wanted(steps, "alice: hi")
    assert texts(history, "bob") == wanted(steps, "bob: hello")
    for person, name in ((alice, "bob"), (bob, "alice")):
        assert texts(person.heard(name), "alice") == wanted(steps, "alice: @bob psst")
        assert texts(person.heard(name), "bob") == wanted(steps, "bob: @alice psst")
    assert private_order(alice) == private_order(bob)


def act(town: Town, people: dict[str, Person], step: str, number: int) -> None:
    name, _, what = step.partition(" ")
    match step:
        case "restart":
            town.restart()
        case "rest":
            town.rest()
        case "alice cut" | "bob cut":
            people[name].lose()
        case "alice half" | "bob half":
            people[name].breaks_sending = True
        case _:
            people[name.removesuffix(":")].typed(f"{what} {number}")
            for person in people.values():
                person.step()


def wanted(steps: list[str], which: str) -> list[str]:
    word = which.rpartition(" ")[2]
    return [f"{word} {number}" for number, step in enumerate(steps) if step == which]


def texts(heard: list[tuple[str, str]], name: str) -> list[str]:
    return [text for sender, text in heard if sender == name]


def lobby_as_in_history(person: Person) -> list[tuple[str, str]]:
    page = next(event for event in person.asked("/history 1000") if isinstance(event, HistoryLoaded))
    said = [person.client.state.item(page.buffer, id) for id in page.ids]
    return [(message.sender, message.text) for message in said if isinstance(message, Message)]


def private_order(person: Person) -> list[str]:
    return [message.text for message in person.messages() if message.private]


def test_many_missed_messages_come_page_by_page_in_order() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("first")
    alice.lose()
    alice.online = False
    for number in range(350):
        bob.typed(f"{number}")
    town.rest()
    alice.online = True
    town.rest()
    numbers = [int(text) for text in texts(alice.heard("#lobby"), "bob")]
    assert numbers == list(range(350))
    assert alice.sent.count(b"CHATHISTORY AFTER #lobby") == 4


def test_live_messages_wait_behind_what_was_missed() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("first")
    alice.lose()
    alice.online = False
    bob.asked("missed")
    alice.online = True
    while not alice.client.rooms.all()[0].present:
        alice.step()
    bob.typed("live")
    town.rest()
    assert alice.heard("#lobby") == [("alice", "first"), ("bob", "missed"), ("bob", "live")]
    assert [message.late for message in alice.messages()] == [False, True, False]


def test_a_point_that_the_server_forgot_brings_the_newest_and_says_so() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    bob.asked("one")
    town.replace()
    town.rest()
    bob.asked("two")
    assert alice.missing() == ["#lobby"]
    assert alice.heard("#lobby") == [("bob", "one"), ("bob", "two")]


def test_without_its_visit_nothing_is_sent_again() -> None:
    """The token is unknown, so the server could not tell that it has the message already."""
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.typed("perhaps")
    alice.client.bytes_to_send(1)  # it left, and no echo came
    town.replace()
    alice.typed("surely")
    town.rest()
    assert alice.unsure() == ["perhaps"]
    assert alice.heard("#lobby") == [("alice", "surely")]


CAPS = "batch echo-message message-tags labeled-response server-time draft/chathistory hubbub.chat/token"
ENTERING = (
    f":s CAP * LS :{CAPS}\r\n:s CAP * ACK :{CAPS}\r\n:s 001 alice :hi\r\n:s 005 alice LOBBY=#lobby :x\r\n"
    ":s 376 alice :end\r\n:s TOKEN t\r\n:alice!u@h JOIN #lobby\r\n:s 366 alice #lobby :end\r\n"
).encode()


def come_back() -> tuple[Client, str]:
    """A client that lost its connection before it was ready, and what it says on the next one."""
    client = Client("alice", "n")
    client.connect()
    client.receive(ENTERING + b"@msgid=m1 :bob!u@h PRIVMSG #lobby :one\r\n", 0)
    assert not client.ready
    client.connection_lost()
    client.connect()
    client.receive(ENTERING, 0)
    return client, client.bytes_to_send(1).decode()


def test_a_connection_lost_before_everything_was_entered_leaves_no_hole() -> None:
    _, said = come_back()
    assert "CHATHISTORY AFTER #lobby msgid=m1 100\r\n" in said


def test_an_answer_that_says_nothing_opens_the_gate() -> None:
    client, said = come_back()
    (label,) = re.findall(r"@label=(\S+) CHATHISTORY", said)
    assert client.receive(b"@msgid=m2 :bob!u@h PRIVMSG #lobby :two\r\n", 0) == []
    events = client.receive(f"@label={label} :s ACK\r\n".encode(), 0)
    assert [event.message.text for event in events if isinstance(event, MessageAdded)] == ["two"]


def test_held_messages_are_acknowledged_once_shown() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    bob.lose()
    bob.online = False
    shown = [event for event in alice.asked("@bob are you there?") if isinstance(event, MessageAdded)]
    assert shown[0].message.status == "kept"
    assert town.chat.world.held
    bob.online = True
    town.rest()
    assert bob.heard("alice") == [("alice", "are you there?")]
    assert not town.chat.world.held
