"""Lists of the server as rows: what each says, what can be done with it, and nothing of others that is not text."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.views.making import buffer, said, state

from hubbub.client.protocol.capabilities import CHANNEL_RENAME, PINS, ROWS
from hubbub.client.state.items import Note
from hubbub.views import acts, lists
from hubbub.views.lists import Do, answer

ALL = (
    lists.devices(), lists.tokens(), lists.certificates(), lists.blocked(), lists.bans("#[/]"), lists.reports("#[/]"),
    lists.acts("#[/]"), lists.invitations(),
)  # fmt: skip


def notes(*rows: dict[str, Any]) -> list[Note]:
    return [Note("", 0, "service", text="a sentence", row=row) for row in rows]


def test_a_device_can_be_logged_out_but_not_this_one() -> None:
    rows = answer(
        lists.devices(),
        notes(
            {"row": "device", "n": 1, "this": True, "by": "irc", "tls": True, "address": "::1", "since": 0},
            {"row": "device", "n": 2, "this": False, "by": "browser", "tls": False, "address": "::1", "since": 1000},
        ),
    ).rows
    assert [row.title for row in rows] == ["This one", "A browser"]
    assert [row.does for row in rows] == [(), (Do("Log it out", "DEVICES", "CLOSE 2", grave=True),)]
    assert "not encrypted" in rows[1].about
    assert "not encrypted" not in rows[0].about


def test_a_mute_is_told_from_a_ban_and_each_is_lifted_by_its_mask() -> None:
    masks = ("eve!*@*", "m:bob!*@*")
    rows = answer(lists.bans("#garden"), notes(*({"row": "ban", "mask": mask, "by": "al!u@h"} for mask in masks))).rows
    assert [(row.title, row.does[0].words, row.does[0].given) for row in rows] == [
        ("eve!*@*", "Lift the ban", "#garden -b eve!*@*"),
        ("bob!*@*", "Let them speak", "#garden -b m:bob!*@*"),
    ]
    assert rows[0].about == "by al"


def test_a_report_is_taken_closed_and_leads_to_what_was_said() -> None:
    row = {"row": "report", "n": 7, "about": "eve", "by": ["bob", "al"], "why": ["spam", "so it is"], "room": "#Garden"}
    (entry,) = answer(lists.reports(), notes(row | {"quote": "buy this", "id": "m1", "state": "open"})).rows
    assert (entry.title, entry.goes) == ("eve: “buy this”", ("#Garden", "m1"))
    assert "bob: spam" in entry.about
    assert [(do.given, bool(do.asks)) for do in entry.does] == [("TAKE 7", False), ("CLOSE 7", True)]
    (taken,) = answer(lists.reports(), notes(row | {"state": "taken", "taken_by": "al"})).rows
    assert [do.given for do in taken.does] == ["CLOSE 7"]
    assert taken.goes is None


def test_only_what_can_be_undone_offers_it() -> None:
    row = {"row": "act", "n": 3, "by": "al", "act": "ban", "target": "eve!*@*"}
    may, done, never = answer(
        lists.acts("#g"), notes(row | {"undoable": True}, row | {"undoable": True, "undone": True}, row)
    ).rows
    assert (may.title, [do.given for do in may.does]) == ("al: ban eve!*@*", ["3"])
    assert not done.does
    assert not never.does


def test_a_refusal_is_the_problem_and_records_of_other_kinds_are_left_out() -> None:
    refused = Note("", 0, "NOPE", text="You may not.", error=True)
    assert answer(lists.tokens(), [*notes({"row": "token", "name": "a"}), refused]).problem == "You may not."
    assert answer(lists.tokens(), notes({"row": "new_kind"}, {"row": "device"})).rows == ()


HOSTILE = st.sampled_from(["\x1b[2J", "\u202egpj.exe", "one\ntwo", "x\r\nQUIT"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | HOSTILE,
    lambda one: st.lists(one, max_size=3),
)
FIELDS = [
    *("n", "this", "by", "tls", "address", "since", "name", "scopes", "until", "used", "fingerprint", "mask", "at"),
    *("why", "about", "room", "quote", "id", "state", "taken_by", "act", "target", "text", "undoable", "uses"),
]


@given(row=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=12))
def test_whatever_a_server_says_is_a_row_of_printable_text(row: dict[str, Any]) -> None:
    """In every list: a row takes longer to think of than to be shown."""
    for listed in ALL:
        (kind,) = listed.kinds
        (entry,) = answer(listed, notes(row | {"row": kind})).rows
        for text in (entry.title, entry.about):
            assert not {"\x1b", "\u202e", "\n"} & set(text), listed.title
        for do in entry.does:
            assert not {"\r", "\n"} & set(do.given), listed.title


def test_pins_stand_last_first_and_those_that_are_not_loaded_too() -> None:
    garden = buffer("#garden", said("m1", "bob", "first\nand more"))
    garden.pins = ["gone", "m1"]
    rows = lists.pins(state(garden), "#garden", may_unpin=True)
    assert [(row.key, row.title) for row in rows] == [
        ("m1", "first and more"),
        ("gone", "A message that is not loaded"),
    ]
    assert [row.goes for row in rows] == [("#garden", "m1"), ("#garden", "gone")]
    assert not lists.pins(state(garden), "#garden", may_unpin=False)[0].does


def test_who_looks_after_a_room_is_offered_what_their_role_may() -> None:
    garden = buffer("#garden", members=("alice", "bob"))
    made = state(garden)
    made.server.capabilities = frozenset({ROWS, CHANNEL_RENAME, PINS})

    def offered(role: str) -> list[str]:
        garden.members["alice"].roles = role
        return [act.name for act in acts.of_keeping(made, garden)]

    assert offered("") == offered("v") == []
    assert offered("h") == ["bans", "reports"]
    assert offered("o") == ["modes", "rename_room", "invite_link", "invitations", "bans", "reports", "audit"]
    made.server.capabilities = frozenset()
    assert offered("o") == ["modes"], "lists need a server that answers with records"
    made.server.capabilities, made.server.lobby = frozenset({ROWS, CHANNEL_RENAME}), "#garden"
    assert "rename_room" not in offered("q"), "the lobby keeps its name"


def test_a_guest_may_log_in_and_who_has_an_account_may_log_out() -> None:
    made = state(buffer("#garden"))
    assert [act.name for act in acts.of_account(made)] == ["register", "log_in"]
    made.me.account, made.server.capabilities = "alice", frozenset({ROWS})
    names = [act.name for act in acts.of_account(made)]
    assert {"devices", "tokens", "certificates", "blocked", "private", "export", "log_out"} <= set(names)
    assert [act.grave for act in acts.of_account(made)][-1]


def test_what_an_invitation_is_good_for_is_said_as_far_as_it_is_known() -> None:
    told = lists.good_for({"uses": 1, "until": 1_790_000_000_000}, 24)
    assert told.startswith("Good for 1 person until ")
    assert "2026" in told
    assert lists.good_for({"uses": 1200, "until": None}, 24) == "Good for 1,200 people"
    assert lists.good_for({"uses": None, "until": "soon"}, 24) == "Good"
