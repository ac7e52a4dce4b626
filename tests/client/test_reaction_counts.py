"""Counts of reactions in the client core (docs/ext/reactions.md)."""

from __future__ import annotations

import pytest
from tests.client.people import Town

from hubbub.client.events import Page
from hubbub.client.messages import reactions_of
from hubbub.terminal.lines import Lines
from hubbub.wire.message import Message


def test_a_page_of_history_has_them() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("deploy done")
    carol = town.chat.irc("carol", "message-tags")
    carol.send(
        "JOIN #lobby", f"@+draft/reply={town.chat.world.rooms['#lobby'].recent[-1].id:x};+draft/react=👍 TAGMSG #lobby"
    )
    page = next(event for event in alice.asked("/history") if isinstance(event, Page))
    assert page.messages[-1].reactions == (("👍", 1),)
    shown = [line.text for line in Lines(alice.client, lambda: town.chat.now).of(page)]
    assert any(text.endswith("[alice]: deploy done (👍 1)") for text in shown)


@pytest.mark.parametrize("value", ["", "{", "[1]", "7", '{"a":"b"}', '{"a":null}', "[" * 4000])
def test_what_is_no_count_is_none(value: str) -> None:
    message = Message({"hubbub.chat/reactions": value}, "bob!b@h", "PRIVMSG", ["#a", "x"])
    assert reactions_of(message) == ()
