"""What a face asks for itself alone comes together, as records where the server has some, and stands nowhere."""

from __future__ import annotations

from tests.client.people import Person, Town, notes_of

from hubbub.client.asides import ROW_TAG, record_of
from hubbub.client.events import Answered, Event
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
