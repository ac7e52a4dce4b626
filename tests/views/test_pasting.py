"""What is pasted: asked about when it is much, and how many messages it would be."""

from __future__ import annotations

from tests.support.each import each

from hubbub.client.protocol.capabilities import FILES, MULTILINE
from hubbub.client.state.server import Server
from hubbub.views import pasting

PLAIN, LINES = Server(), Server(capabilities=frozenset({MULTILINE}))


@each(
    ("text", "asks"),
    [
        ("a\nb\nc\nd\ne", False),
        ("a\nb\nc\nd\ne\n", False),
        ("a\nb\nc\nd\ne\nf", True),
        ("x" * 700, False),
        ("x" * 701, True),
        ("\u00fc" * 351, True),
        ("\ud800", False),
        (" \n" * 12, False),
        (" " * 800, False),
    ],
)
def test_six_lines_or_two_messages_worth_are_asked_about(text: str, asks: bool) -> None:
    assert pasting.asks(text) is asks


@each(
    ("text", "server", "count"),
    [
        ("a\n\nb\n", PLAIN, 2),
        ("x" * 800, PLAIN, 3),
        ("a\nb\n", LINES, 1),
        ("a\n" * 101, LINES, 2),
        ("x" * 5000, LINES, 2),
        ("\ud800" * 800, PLAIN, 3),
    ],
)
def test_it_is_said_how_many_messages_they_are(text: str, server: Server, count: int) -> None:
    assert pasting.messages(text, server) == count


def test_it_is_asked_with_the_place_it_goes_to() -> None:
    title, sentence = pasting.question("a\n" * 12, "#tea", LINES)
    assert title == "Paste 12 lines?"
    assert sentence.startswith("It is 1 message to #tea. ")
    assert pasting.question("x" * 1200, "bob", PLAIN)[0] == "Paste 1,200 characters?"


def test_a_file_is_offered_where_the_server_keeps_some() -> None:
    assert not pasting.may_be_file(LINES)
    assert pasting.may_be_file(Server(capabilities=frozenset({FILES})))
