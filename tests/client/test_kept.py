"""What is kept over a restart: the same again, and nothing of what cannot be read."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.client.people import Town

from hubbub.client.session import Client
from hubbub.client.state.buffers import Draft
from hubbub.client.state.messages import Failure

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def example() -> dict[str, Any]:
    """What somebody in two rooms and a conversation keeps, who has said something without a connection."""
    town = Town()
    alice = town.person("alice")
    town.person("bob")
    town.rest()
    alice.asked("/join tea")
    alice.asked("@bob hi")
    alice.client.do("draft", 1, buffer="#tea", text="half")
    alice.online = False
    alice.lose()
    alice.typed("unsent")
    return json.loads(json.dumps(alice.client.kept()))  # type: ignore[no-any-return]


KEPT = example()


def test_it_is_the_same_again() -> None:
    client = Client("alice", "other")
    client.restore(KEPT)
    assert {**client.kept(), "outbox": None} == {**KEPT, "outbox": None}
    assert client.state.buffers["#tea"].draft == Draft("half")
    assert [room.name for room in client.rooms.all()] == ["#lobby", "#tea"]
    assert [message.text for message in client.state.buffers["#tea"].unsent.values()] == ["unsent"]
    assert client.current == "#tea"


def test_what_was_refused_stays_refused_and_what_is_not_known_is_said_so() -> None:
    client = Client("alice", "other")
    why = {"code": "404", "details": ["#tea"], "text": "no"}
    client.restore(
        {**KEPT, "outbox": None, "unsure": [["#tea", "x", "one", "said", 5, why], ["#tea", "y", "two", "said", 6]]}
    )
    first, second = client.state.buffers["#tea"].unsent.values()
    assert (first.status, first.failure) == ("failed", Failure("404", ("#tea",), "no"))
    assert (second.status, second.failure) == ("unsure", None)
    again = Client("alice", "third")
    again.restore(json.loads(json.dumps(client.kept())))
    assert [m.status for m in again.state.buffers["#tea"].unsent.values()] == ["failed", "unsure"]


def test_a_command_with_a_password_that_waits_in_the_field_is_not_kept() -> None:
    client = Client("alice", "other")
    client.restore(KEPT)
    client.do("draft", 1, buffer="#tea", text="/login alice hunter2")
    assert "hunter2" not in json.dumps(client.kept())
    assert client.state.buffers["#tea"].draft == Draft("/login alice hunter2")


def test_a_visit_goes_on_in_another_process() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("first")
    alice.online = False
    alice.lose(told=False)
    alice.typed("unsent")
    kept = json.loads(json.dumps(alice.client.kept()))
    bob.asked("missed")
    again = town.person("alice")
    again.client.restore(kept)
    town.rest()
    assert again.heard("#lobby") == [("bob", "missed"), ("alice", "unsent")]
    assert bob.heard("#lobby")[-1] == ("alice", "unsent")


@given(st.dictionaries(st.sampled_from(sorted(KEPT)), ANY), st.sampled_from(sorted(KEPT)))
def test_what_cannot_be_read_is_left_out(broken: dict[str, Any], missing: str) -> None:
    data = {key: value for key, value in KEPT.items() if key != missing} | broken
    client = Client("alice", "n")
    client.restore(data)
    client.connect()
    assert client.kept()
