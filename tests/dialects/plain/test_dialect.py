"""The dialect as the server drives it."""

from __future__ import annotations

from typing import get_args

from tests.dialects.plain.typist import heard, join, screen, told, typed
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.refusals import DiskFullWaits
from hubbub.dialects.plain.commands import COMMANDS
from hubbub.dialects.plain.dialect import PLAIN, UNREADABLE
from hubbub.typed.meanings import Meaning
from hubbub.wire.lines import BadLine, BadLineCode


def test_every_meaning_has_its_command() -> None:
    assert set(COMMANDS) == set(get_args(Meaning))


@each("code", get_args(BadLineCode))
def test_a_bad_line_is_refused_and_reaches_nobody(code: BadLineCode) -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    assert told(alice, BadLine(code, "*")) == [f"! {UNREADABLE[code]}"]
    assert heard(bob) == []


def test_a_bad_line_before_the_name_keeps_the_question() -> None:
    alice = MemoryChat().connect("plain")
    assert typed(alice, BadLine("INVALID_UTF8", "*")).endswith("set your terminal to UTF-8.\r\n> ")
    assert told(alice, "alice")[0].startswith("Registration successful.")


def test_a_long_line_costs_as_much_as_the_messages_that_it_becomes() -> None:
    session = MemoryChat().connect("plain").session
    assert PLAIN.cost(session, "hi") == 1
    assert PLAIN.cost(session, "") == 1
    assert PLAIN.cost(session, BadLine("TOO_LONG", "*")) == 1
    assert 20 < PLAIN.cost(session, "x" * 9000) < 30


def test_the_farewell_names_the_reason() -> None:
    alice = join(MemoryChat(), "alice")
    alice.session.close("closed", "The server is stopping. Come back in 5 seconds.")
    alice.chat.commit()
    assert screen(alice).replace("\r  \r", "\r").lstrip("\r") == (
        "The server closes this connection: The server is stopping. Come back in 5 seconds.\r\n"
    )


def test_people_are_not_pinged() -> None:
    alice = join(MemoryChat(), "alice")
    assert not PLAIN.ping(alice.session)
    assert screen(alice) == ""


def test_a_refusal_between_lines_stands_among_the_messages() -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    PLAIN.refuse(alice.session, DiskFullWaits())
    alice.chat.commit()
    (line,) = heard(alice)
    assert line.startswith("! ")
    assert "What you sent or asked for last waits" in line


@each(
    "line",
    [
        "/away tea",
        "/mode +i",
        "/mode -k x",
        "/op bob",
        "/ban eve",
        "/mute eve",
        "/slow 30s",
        "/expire 1h",
        "/expire bob 1h",
    ],
)
def test_what_is_so_already_is_answered(line: str) -> None:
    """Silence says neither that it was done nor that it was not."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/join tea")
    bob.send("/join tea")
    if "-k" not in line:
        assert told(alice, line) not in ([], ["Nothing was changed: that is so already."])
    heard(bob)
    assert told(alice, line) == ["Nothing was changed: that is so already."]
    assert heard(bob) == []
