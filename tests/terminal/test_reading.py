"""How much the line client shows at once, and what waits for `/read`."""

from __future__ import annotations

from typing import Any

import pytest
from tests.support.each import each

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.client.state.items import Happening
from hubbub.client.state.messages import Message
from hubbub.terminal.lines import Line
from hubbub.terminal.reading import Reading

LINE = Line("something")


def said(**more: Any) -> c.MessageAdded:
    return c.MessageAdded("#tea", "m", Message("m", "bob", "hello", 1, **more))


def changed(change: c.Change, by: str, **more: Any) -> c.MessageChanged:
    return c.MessageChanged("#tea", "m", change, by, message=said(**more).message)


def happened(name: str) -> c.HappeningAdded:
    return c.HappeningAdded("#tea", "h", Happening("joined", "h", 1, name, own=name == "alice"))


@each(
    ("event", "shown_to"),
    [
        (said(), "all"),
        (said(mention=True), "all mine"),
        (said(own=True), "all mine nothing"),
        (changed("edited", "bob"), "all"),
        (changed("reacted", "bob", own=True), "all mine"),
        (changed("redacted", "bob", mention=True), "all mine"),
        (changed("reacted", "alice"), "all mine nothing"),
        (changed("failed", ""), "all mine nothing"),
        (happened("bob"), "all"),
        (happened("alice"), "all mine nothing"),
        (e.PersonGone("bob", ("#tea",), 1, "quit"), "all"),
        (e.NameChanged("bob", "bob2", 1), "all"),
        (e.NameChanged("alice", "alice2", 1, own=True), "all mine nothing"),
        (c.InvitationsChanged("#tea", "bob", 1), "all mine"),
        (c.PeopleListed(("bob",)), "all mine nothing"),
        (e.Disconnected("gone"), "all mine nothing"),
    ],
)
def test_what_is_shown_at_once_to_whom(event: object, shown_to: str) -> None:
    for verbosity in ("all", "mine", "nothing"):
        reading = Reading(Client("alice", "n"))
        reading.typed(f"/verbosity {verbosity}")
        shown = reading.now(event, [LINE])
        assert (shown, list(reading.waiting)) == (([LINE], []) if verbosity in shown_to.split() else ([], [LINE]))


def test_what_waits_is_read_once_and_survives_a_restart() -> None:
    first, again = Reading(Client("alice", "n")), Reading(Client("alice", "n"))
    assert first.began() == []
    assert first.typed("/Verbosity nothing") == [
        Line("Only what you do and ask for is shown; for the rest, type /read")
    ]
    first.now(said(), [Line("[bob]: hello", "other")])
    again.restore(first.kept())
    assert [line.text for line in again.began()][1:] == ["1 line waits for /read"]
    for reading in (first, again):
        assert reading.typed("/read") == [Line("[bob]: hello", "other")]
        assert reading.typed("/read ") == [Line("Nothing waits to be read.")]
        assert reading.verbosity == "nothing"


@pytest.mark.parametrize("text", ["/verbosity loud", "/help read", "/help /verbosity"])
def test_they_say_what_they_take(text: str) -> None:
    lines = Reading(Client("alice", "n")).typed(text)
    assert lines is not None
    assert [line.text.split("  ")[0].removeprefix("! ") for line in lines] == [
        "/read" if text.endswith("read") else "/verbosity [all|mine|nothing]"
    ]


@each("text", ["read", "//read", "/reading", "/help", "@bob /read", "/read a b"])
def test_all_else_is_for_the_chat(text: str) -> None:
    assert Reading(Client("alice", "n")).typed(text) is None
