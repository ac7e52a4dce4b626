"""What a face asks for itself alone comes together, as records where the server has some, and stands nowhere."""

from __future__ import annotations

import pytest
from tests.client.people import Person, Town, notes_of

from hubbub.client.asides import ROW_TAG, record_of
from hubbub.client.changes import Noticed
from hubbub.client.events import Answered, Event, KeyWanted
from hubbub.client.session import Client
from hubbub.wire.message import parse


def do(person: Person, action: str, **arguments: str) -> None:
    person.events += person.client.do(action, person.town.chat.now, **arguments)


def answers(events: list[Event]) -> list[Answered]:
    return [event for event in events if isinstance(event, Answered)]


def test_a_list_comes_as_records_under_the_name_it_was_asked_by() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    do(alice, "block", name="eve")
    town.rest()
    alice.events.clear()
    do(alice, "ask", command="blocked", by="b")
    town.rest()
    (answered,) = answers(alice.events)
    assert answered.by == "b"
    assert [note.row for note in answered.notes if note.row] == [{"row": "blocked", "mask": "eve!*@*"}]
    assert not notes_of(alice.events), "they are told once"


def test_a_refusal_is_the_answer() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    do(alice, "ask", command="unblock", words="mallory", by="u")
    town.rest()
    (answered,) = answers(alice.events)
    assert [note.code for note in answered.notes if note.error] == ["NOT_BLOCKED"]


def test_nothing_comes_over_a_connection_that_is_gone_and_that_is_said() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    do(alice, "ask", command="blocked", by="lost")
    alice.lose()
    do(alice, "ask", command="blocked", by="away")
    assert [(each.by, each.notes[-1].code) for each in answers(alice.events)] == [
        ("lost", "no_connection"), ("away", "no_connection"),
    ]  # fmt: skip


def test_what_is_no_record_is_none() -> None:
    for value in ("", "x", "[1]", '{"a":1}', '{"row":5}', "[" * 100_000, "null"):
        line = parse(":s NOTICE alice :x", limited=False)
        line.tags = {ROW_TAG: value}
        assert record_of(line) is None, value


def test_what_is_done_by_name_is_answered_by_that_name_and_stands_in_no_timeline() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    bob.asked("/join vault")
    bob.asked("/mode +k sesame")
    alice.events.clear()
    before = len(alice.client.state.buffers["#lobby"].timeline)
    for key in ("wrong", "sesame"):
        do(alice, "join", room="vault", key=key, by=key)
        town.rest()
    assert [(each.by, [note.code for note in each.notes]) for each in answers(alice.events)] == [
        ("wrong", ["475"]), ("sesame", []),
    ]  # fmt: skip
    assert not [event for event in alice.events if isinstance(event, KeyWanted)], "who gave it hears of it"
    assert not notes_of(alice.events)
    assert len(alice.client.state.buffers["#lobby"].timeline) == before
    assert alice.client.current == "#vault"


def test_what_is_typed_by_name_and_what_cannot_be_done_is_answered_too() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.events += alice.client.typed("/kick nobody", town.chat.now, "#lobby", by="k")
    town.rest()
    do(alice, "rename", name="two words", by="r")
    alice.lose()
    do(alice, "rename", name="al", by="l")
    found = {each.by: [(note.code, note.error) for note in each.notes] for each in answers(alice.events)}
    assert found.pop("k")[0][1]
    assert found == {"r": [("bad_name", True)], "l": [("no_connection", True)]}
    assert not notes_of(alice.events)


def test_a_server_that_marks_no_answers_is_not_waited_for() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    assert answers(client.do("rename", 1, name="al", by="r")) == [Answered("r", ())]
    (answered,) = answers(client.do("ask", 1, command="blocked", by="b"))
    assert [note.code for note in answered.notes] == ["unmarked_answers"]
    refused = client.receive(b":s 433 alice al :Nickname is already in use\r\n", 1)
    assert [note.code for note in notes_of(refused)] == ["433"], "the person hears of it all the same"


def test_what_fails_by_a_fault_of_ours_leaves_nobody_waiting_for_what_is_done_next() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    with pytest.raises(KeyError):
        do(alice, "no_such_act", by="x")
    alice.asked("/kick nobody")
    assert [note.buffer for note in alice.events if isinstance(note, Noticed)][-1] == "#lobby"
    assert not answers(alice.events)
