"""The table of commands: help, near words and hints are made from it."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.support.each import each

from hubbub.typed import table
from hubbub.typed.grammar import read
from hubbub.typed.meanings import Place, Unknown

COMMANDS = st.sampled_from(table.COMMANDS)


def test_the_promised_words_are_there_once() -> None:
    words = [word for command in table.COMMANDS for word in command.words]
    promised = "list who rooms join leave topic me nick away history search help quit exit msg message register login "
    promised += "operator account rehash uban kick ban unban mute unmute op deop voice devoice invite mode edit "
    promised += "logout devices reset invite-link invited rename cert announce slow audit undo lockdown report reports "
    promised += "block unblock blocked private expire retention pin unpin pins token upload file"
    assert set(words) == set(promised.split())
    assert len(words) == len(set(words))


@each("word", list(table.words()))
def test_the_grammar_knows_every_word_of_the_table(word: str) -> None:
    assert not isinstance(read("/" + word, Place.ROOM), Unknown)


def test_a_served_command_takes_what_its_row_says() -> None:
    served = {command.name: command.needs for command in table.COMMANDS if command.served}
    assert (served["audit"], served["undo"], served["report"], served["reset"], served["cert"]) == (0, 1, 2, 3, 1)


def test_a_command_is_written_for_every_place_from_one_row() -> None:
    uban = table.find("uban")
    assert uban is not None
    assert uban.usage == "/uban add|del|info|list"
    assert uban.ordered("UBAN") == "UBAN ADD <target> [<2h>] [<why>] | DEL <target> | INFO <target> | LIST"
    assert uban.typed(uban.all_arguments("del")) == "/uban del target"
    assert uban.typed(uban.all_arguments("nonsense")).startswith("/uban add target [2h] [why] | del target | ")


@each(
    ("before", "what"),
    [
        ("/join", "room"),
        ("join", "room"),
        ("/kick ", "person"),
        ("/topic", ""),
        ("kick", ""),
        ("/nonsense", ""),
        ("", ""),
    ],
)
def test_what_is_completed_after_a_command(before: str, what: str) -> None:
    assert table.completes(before) == what


@each(
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
