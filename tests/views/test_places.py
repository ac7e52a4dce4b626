"""The list of places: its order, its one sign, and where to go next."""

from __future__ import annotations

import re

from hubbub.client.state.buffers import Draft
from hubbub.views.places import Frozen, PlaceRow, next_place, next_with_news, people, rooms
from hubbub.views.titles import title

from .making import buffer, know, state


def test_the_lobby_then_rooms_by_name_then_people_by_last_word() -> None:
    made = state(buffer("#zoo"), buffer("bob"), buffer("#lobby"), buffer("dave"), buffer("#Art"))
    made.buffers["dave"].last_at = 5
    assert [row.name for row in rooms(made)] == ["lobby", "Art", "zoo"]
    assert [row.name for row in people(made)] == ["dave", "bob"]


def test_each_place_has_the_sign_that_matters_most() -> None:
    made = state(buffer("#here"), buffer("#a"), buffer("#b"), buffer("#c"), buffer("bob"))
    a, b, c, bob = (made.buffers[key] for key in ("#a", "#b", "#c", "bob"))
    a.unread, a.mentions = 7, 2
    b.unread, b.notify = 48, "nothing"
    c.draft = Draft("half a")
    bob.unread = 1
    know(made, "bob", online=True, away="lunch")
    rows = {row.key: row for row in [*rooms(made), *people(made)]}
    assert (rows["#a"].count, rows["#a"].badge, rows["#a"].loud) == (2, True, True)
    assert (rows["#b"].count, rows["#b"].badge, rows["#b"].loud, rows["#b"].muted) == (48, False, False, True)
    assert (rows["#c"].count, rows["#c"].draft) == (0, True)
    assert (rows["bob"].count, rows["bob"].badge, rows["bob"].presence) == (1, True, "away")
    assert rows["#here"].here


def test_the_order_is_frozen_while_the_list_is_in_use() -> None:
    order = Frozen()
    first = [PlaceRow(key, key, "person") for key in "abc"]
    assert [row.key for row in order.arrange(first, held=False)] == ["a", "b", "c"]
    changed = [PlaceRow(key, key, "person") for key in "dcba"]
    assert [row.key for row in order.arrange(changed, held=True)] == ["a", "b", "c", "d"]
    assert [row.key for row in order.arrange(changed, held=False)] == ["d", "c", "b", "a"]


def test_where_to_go_next() -> None:
    rows = [
        PlaceRow("a", "a", "room", loud=True),
        PlaceRow("b", "b", "room", here=True),
        PlaceRow("c", "c", "room"),
        PlaceRow("d", "d", "room", loud=True, badge=True),
    ]
    assert [found.key for step in (1, -1) if (found := next_place(rows, step))] == ["c", "a"]
    found = next_with_news(rows)
    assert found is not None
    assert found.key == "d"
    assert next_with_news(rows[1:3]) is None
    assert next_place([], 1) is None


def test_the_title_counts_what_is_meant_for_me() -> None:
    made = state(buffer("#[/]🎉"), buffer("#a"), buffer("bob"))
    assert (
        title(made, "chat.example.org", "connected as alice") == "[/]□ · chat.example.org · connected as alice — hubbub"
    )
    made.buffers["#a"].unread = 3
    assert title(made, "s", "x").startswith("• ")
    made.buffers["#a"].mentions, made.buffers["bob"].unread = 1, 2
    assert title(made, "s" * 200, "x").startswith("(3) [/]□ · sss")
    for room, server in (("r", "s" * 200), ("r" * 300, "s"), ("r" * 300, "s" * 200), ("r" * 300, "chat.example.org")):
        made.buffers["#[/]🎉"].name = f"#{room}"
        shown = title(made, server, "connection lost")
        assert re.fullmatch(r"\(3\) r.*….* · connection lost — hubbub", shown), shown
        assert len(shown) == 80
    assert " · chat.example.org · connection lost" in shown
    assert len(title(made, server, "x" * 200)) == 80
