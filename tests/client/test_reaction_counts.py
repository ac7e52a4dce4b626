"""Counts of reactions in the client core (docs/ext/reactions.md)."""

from __future__ import annotations

from tests.client.people import Town
from tests.support.each import each

from hubbub.client.arrivals import reactions_of
from hubbub.client.changes import HistoryLoaded
from hubbub.client.state.messages import Message, Reaction
from hubbub.terminal.lines import Lines
from hubbub.wire.message import Message as Line


def test_a_page_of_history_has_them() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("deploy done")
    carol = town.chat.irc("carol", "message-tags")
    carol.send(
        "JOIN #lobby", f"@+draft/reply={town.chat.world.rooms['#lobby'].recent[-1].id:x};+draft/react=👍 TAGMSG #lobby"
    )
    bob = town.person("bob")
    town.rest()
    page = next(event for event in bob.asked("/history") if isinstance(event, HistoryLoaded))
    message = bob.client.state.item("#lobby", page.ids[-1])
    assert isinstance(message, Message)
    assert message.reactions == {"👍": Reaction(1, ("carol",))}
    shown = [line.text for line in Lines(bob.client, lambda: town.chat.now).of(page)]
    assert any(text.endswith("[alice]: deploy done (👍 1)") for text in shown)


@each("value", ["", "{", "[1]", "7", '{"a":"b"}', '{"a":null}', "[" * 4000])
def test_what_is_no_count_is_none(value: str) -> None:
    line = Line({"hubbub.chat/reactions": value}, None, "PRIVMSG", [])
    assert reactions_of(line, "alice") is None


def test_our_own_are_known_where_the_server_says_so() -> None:
    tags = {"hubbub.chat/reactions": '{"a":2,"b":1}', "hubbub.chat/own-reactions": '["a"]'}
    assert reactions_of(Line(tags, None, "PRIVMSG", []), "alice") == {
        "a": Reaction(2, ("alice",), own=True),
        "b": Reaction(1),
    }
