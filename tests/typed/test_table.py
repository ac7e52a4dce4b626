"""The table of commands: help, near words and hints are made from it."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hubbub.typed import table
from hubbub.typed.grammar import read
from hubbub.typed.meanings import Place, Unknown

COMMANDS = st.sampled_from(table.COMMANDS)


def test_the_promised_words_are_there_once() -> None:
    words = [word for command in table.COMMANDS for word in command.words]
    promised = "list who rooms join leave topic me nick away history search help quit exit msg message register login "
    promised += "operator account rehash uban kick ban unban mute unmute op deop voice devoice invite mode edit "
    promised += "logout devices reset invite-link invited rename cert announce slow audit undo lockdown report reports "
    promised += "block unblock blocked private expire retention pin unpin pins"
    assert set(words) == set(promised.split())
    assert len(words) == len(set(words))


@pytest.mark.parametrize("word", list(table.words()))
def test_the_grammar_knows_every_word_of_the_table(word: str) -> None:
    assert not isinstance(read("/" + word, Place.ROOM), Unknown)


def test_help_has_a_line_for_every_command_the_two_signs_and_operators_help() -> None:
    lines = table.help_text() + table.help_text("operators")
    assert len(lines) == len(table.COMMANDS) + 3
    for command in table.COMMANDS:
        assert sum(line.startswith(command.usage + " ") and line.endswith(command.help) for line in lines) == 1
    assert len({line.index("  ") for line in lines if line.startswith("/history")}) == 1
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("word", ["msg", "/msg", "message", "MESSAGE"])
def test_help_about_one_command_says_its_usage_its_details_and_its_other_names(word: str) -> None:
    assert table.help_text(word) == [
        "/msg name text  send a private message",
        "@name text and @name: text do the same.",
        "/message alone asks for the recipient, then for the text.",
        "Someone who is not online gets the message when they come.",
        "Also: /message",
    ]


def test_help_about_an_unknown_command_names_the_closest() -> None:
    assert table.help_text("/jion") == ["There is no such command. Did you mean /join?"]
    assert table.help_text("xyzzy") == ["There is no such command."]


@pytest.mark.parametrize(
    ("word", "closest"),
    [
        ("jion", "join"), ("JOINN", "join"), ("hist", "history"), ("serch", "search"), ("mesage", "message"),
        ("m", "me"), ("w", None), ("wh", "who"), ("tpoic", "topic"), ("", None), ("xyzzy", None),
        ("registre", "register"),
        ("l" * 5000, None),
    ],
)  # fmt: skip
def test_the_closest_command(word: str, closest: str | None) -> None:
    assert table.closest_command(word) == closest


@given(COMMANDS, st.data())
def test_one_slip_in_a_long_word_is_always_forgiven(command: table.Command, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word for word in command.words if len(word) >= 5] or ["topic"]))
    place = data.draw(st.integers(0, len(word) - 1))
    slip = word[:place] + word[place + 1 :]
    assume(not any(known.startswith(slip) for known in table.words()))  # /unban without its n is /uban
    assert table.closest_command(slip) == word
    assert table.closest_command(word[:place] + "x" + word[place + 1 :]) == word
    assert table.closest_command(word[:place] + word[place : place + 2][::-1] + word[place + 2 :]) == word


def test_a_hint_says_what_it_is_for() -> None:
    assert table.hint_text("/quit") == "to say goodbye and disconnect, type /quit"
    assert table.hint_text("/exit") == "to say goodbye and disconnect, type /exit"
