"""Whatever people type, in whatever order: an answer, no accident, and a prompt exactly where one belongs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person

from hubbub.dialects.plain.screen import is_prompted
from hubbub.dialects.plain.state import state_of
from hubbub.dialects.plain.whereabouts import place
from hubbub.typed import table
from hubbub.typed.meanings import Place
from hubbub.wire.lines import BadLine

WORDS = st.sampled_from(
    ["alice", "Bob", "carol", "#lobby", "lobby", "garden", "here", "5", "a b", "x" * 500, "é", "{0}"]
)
COMMANDS = st.builds(
    lambda slash, word, rest: f"{slash}{word} {rest}".rstrip(),
    st.sampled_from(["/", ""]),
    st.sampled_from([*table.words(), "nosuch"]).filter(lambda word: word not in ("quit", "exit")),
    WORDS | st.just(""),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=20)
LINES = COMMANDS | WORDS | TEXTS | st.builds("@{} {}".format, WORDS, TEXTS) | st.just(BadLine("INVALID_UTF8", "*"))


@settings(max_examples=examples(150))
@given(st.sampled_from(["", "#lobby"]), st.lists(st.tuples(st.integers(0, 2), LINES), max_size=25))
def test_the_prompt_shows_exactly_where_it_belongs(lobby: str, typed: list[tuple[int, str | BadLine]]) -> None:
    chat = MemoryChat(lobby=lobby)
    people: list[Person] = [chat.connect("plain") for _ in range(3)]
    for person, name in zip(people, ("alice", "bob", "carol"), strict=True):
        person.send(name)
    for who, line in typed:
        people[who].send(line)
        for person in people:
            asked = state_of(person.session).question is not None
            outside = place(person.session) is Place.OUTSIDE
            assert is_prompted(person.session) == (asked or outside)
            assert person.written.endswith(b"> " if asked or outside else b"\n")
