"""A search as it is typed, narrowed by who, where and when (spec/narrowing.json)."""

from __future__ import annotations

from datetime import datetime

from tests.client.people import Town
from tests.support.each import each

from hubbub.client.state.store import Search


@each(
    ("typed", "wanted"),
    [
        ("tea", Search("tea")),
        ("in:tea from:@bob: green", Search("green", "#tea", "bob")),
        ("in:here x", Search("x", "#tea")),
        ("in:bob x", Search("x", "bob")),
        ("in:#tea after:2026-01-31", Search("", "#tea", after=int(datetime(2026, 1, 31).timestamp() * 1000))),
        ("x before:2026-02-01", Search("x", before=int(datetime(2026, 2, 1).timestamp() * 1000))),
        ("after:soon x", Search("after:soon x")),
    ],
)
def test_what_is_typed_is_what_is_asked_for(typed: str, wanted: Search) -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("/join tea")
    alice.asked(f"/search {typed}")
    town.rest()
    state = alice.client.state
    assert state.search is not None
    fields = ("words", "where", "sender", "after", "before")
    found = {name: getattr(state.search, name) for name in fields}
    assert found == {name: getattr(wanted, name) for name in fields}
