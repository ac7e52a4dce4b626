"""What a person sees, as docs and the plain text mode have it too."""

from __future__ import annotations

import re

import pytest
from tests.client.people import Town

from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.terminal.lines import Line, Lines, clock
from hubbub.typed.sentences import WHAT_NOW

AT = 1_760_000_000_000


def shown(event: e.Event, lobby: str = "#lobby") -> list[Line]:
    town = Town(lobby)
    alice = town.person("alice")
    town.rest()
    return Lines(alice.client, lambda: AT).of(event)


def text(event: e.Event) -> str:
    (line,) = shown(event)
    return re.sub(r"^\[[0-9:]{8}\]", "[HH:MM:SS]", line.text)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (e.Message("#lobby", "bob", "hello", AT), "[HH:MM:SS] [bob]: hello"),
        (e.Message("#team", "bob", "hello", AT), "[HH:MM:SS] [bob] (in team): hello"),
        (e.Message("#team", "bob", "waves", AT, kind="did"), "[HH:MM:SS] * bob (in team) waves"),
        (
            e.Message("#team", "bob", "yes", AT, answers='carol: "tea?"'),
            '[HH:MM:SS] [bob] (in team, to carol: "tea?"): yes',
        ),
        (e.Reacted("#lobby", "bob", "👍", "tea?", AT), '[HH:MM:SS] * bob reacted with 👍 to "tea?"'),
        (
            e.Reacted("#team", "bob", "👍", "", AT, undone=True),
            "[HH:MM:SS] * bob took 👍 back from an earlier message in team",
        ),
        (e.Message("bob", "bob", "hi", AT, private=True), "[HH:MM:SS] Private message from bob: hi"),
        (
            e.Message("bob", "alice", "hi", AT, own=True, private=True),
            "[HH:MM:SS] Private message to bob delivered: hi",
        ),
        (
            e.Message("bob", "alice", "hi", AT, own=True, private=True, held=True),
            "[HH:MM:SS] Private message to bob: hi",
        ),
        (e.Joined("#lobby", "dave", AT), "[HH:MM:SS] * dave has joined the chat."),
        (e.Joined("#team", "dave", AT), "[HH:MM:SS] * dave has joined team."),
        (e.Left("#team", "dave", AT), "[HH:MM:SS] * dave has left team."),
        (e.Gone("dave", ("#lobby",), AT, "Connection lost"), "[HH:MM:SS] * dave has left the chat (connection lost)."),
        (e.Renamed("dave", "david", AT), "[HH:MM:SS] * dave is now known as david."),
        (e.Told("No.", error=True), "[HH:MM:SS] ! No."),
        (e.Welcomed("alice"), "Registration successful. Welcome to the chat, alice!"),
        (
            e.MembersAre("#lobby", ("alice", "bob"), entering=True),
            "[HH:MM:SS] You are in the lobby now. In it: alice, bob",
        ),
        (e.MembersAre("#team", ("alice", "bob")), "In team now (2): alice, bob"),
        (e.OnlineAre(("alice", "bob"), frozenset({"bob"})), "Online now (2): alice, bob (away)"),
        (e.RoomsAre(()), "There are no rooms yet. To make one, type: join room"),
        (e.Page("#lobby", ()), "Nothing has been said in the lobby yet."),
        (e.Page("", (), "red"), "Nothing was found for: red"),
        (e.Left("#lobby", "dave", AT), "[HH:MM:SS] * dave has left the chat (still online)."),
        (e.Left("#team", "alice", AT, own=True), "[HH:MM:SS] You have left team. You are in the lobby now."),
        (e.Kicked("#team", "dave", "bob", AT, "spam"), "[HH:MM:SS] * dave was removed from team by bob: spam"),
        (e.Kicked("#team", "alice", "bob", AT, own=True), "[HH:MM:SS] You were removed from team by bob"),
        (e.ModesChanged("#lobby", "bob", "+o dave", AT), "[HH:MM:SS] * bob changed the modes of the lobby: +o dave"),
        (e.Invited("#team", "bob", AT), "[HH:MM:SS] * bob invites you to team. To join, type: /join team"),
        (e.TopicSet("#team", "tea", AT, "bob"), "[HH:MM:SS] * bob changed the topic of team to: tea"),
        (e.TopicSet("#team", "tea", AT, "alice"), "[HH:MM:SS] The topic of team is now: tea"),
        (e.TopicSet("#team", "tea", AT), "The topic of team is: tea"),
        (
            e.Resync(""),
            "[HH:MM:SS] ! Some messages in private conversations may be missing: they could not be fetched.",
        ),
    ],
)
def test_events_as_lines(event: e.Event, expected: str) -> None:
    assert text(event) == expected


def test_lists_and_what_was_said_earlier_have_headings() -> None:
    said = e.Message("#lobby", "bob", "hi", AT, late=True)
    assert [
        [re.sub(r"^\[[-0-9: ]+\]", "[DATE]", line.text) for line in shown(event)]
        for event in (
            e.Page("#lobby", (said,)),
            e.Page("", (said, said), "hi"),
            e.Page("#lobby", (said,), entering=True),
            e.RoomsAre((("#team", 1, "plans"), ("#lobby", 2, ""))),
            e.OnlineAre(tuple(f"n{number}" for number in range(21))),
        )
    ] == [
        ["Earlier in the lobby:", "[DATE] [bob]: hi", "(That was earlier in the lobby.)"],
        ["Found (2):", "[DATE] [bob]: hi", "[DATE] [bob]: hi"],
        ["Earlier in the lobby (more with /history):", "[DATE] [bob]: hi"],
        ["Rooms:", "  lobby (2 members) (you are in it)", "  team (1 member): plans"],
        [f"Online now (21): {', '.join(f'n{number}' for number in range(20))}", "  n20"],
    ]


def test_who_arrives_is_told_who_is_there() -> None:
    for names, told in ((("alice", "bob"), "Online now: bob"), (("alice",), "Nobody else is here.")):
        assert shown(e.MembersAre("#lobby", names, entering=True, arriving=True)) == [Line(told), Line(WHAT_NOW)]


def test_programs_talk_among_themselves() -> None:
    assert shown(e.Message("#lobby", "bob", "\1VERSION\1", AT)) == []


def test_late_messages_show_their_date() -> None:
    (line,) = shown(e.Message("#lobby", "bob", "hello", AT, late=True))
    assert re.match(r"\[2025-10-0[89] [0-9:]{8}\] \[bob\]: hello", line.text)


def test_what_was_known_before_a_lost_connection_is_no_news() -> None:
    for event in (
        e.Joined("#team", "alice", AT, own=True, again=True),
        e.MembersAre("#team", ("alice",), entering=True, again=True),
        e.TopicSet("#team", "x", AT, again=True),
    ):
        assert shown(event) == []


def test_own_messages_and_the_server_have_colours_of_their_own() -> None:
    styles = [
        shown(event)[0].style
        for event in (
            e.Message("#lobby", "alice", "x", AT, own=True),
            e.Message("#lobby", "bob", "x", AT),
            e.Joined("#lobby", "bob", AT),
        )
    ]
    assert styles == ["own", "other", "server"]


EVIL = "\x1b[2J\x9b\x07\u202e"


@pytest.mark.parametrize(
    "event",
    [
        e.Message(f"#r{EVIL}", EVIL, EVIL, AT),
        e.Message(EVIL, EVIL, EVIL, AT, private=True, kind="did"),
        *(e.Joined(EVIL, EVIL, AT), e.Left(EVIL, EVIL, AT, EVIL), e.Left(EVIL, EVIL, AT, EVIL, own=True)),
        *(e.Gone(EVIL, (), AT, EVIL), e.Renamed(EVIL, EVIL, AT), e.Renamed(EVIL, EVIL, AT, own=True)),
        *(e.TopicSet(EVIL, EVIL, AT, EVIL), e.TopicSet(EVIL, EVIL, AT), e.TopicSet(EVIL, "", AT)),
        *(e.MembersAre(EVIL, (EVIL,), entering=True), e.OnlineAre((EVIL,)), e.RoomsAre(((EVIL, 1, EVIL),))),
        *(e.Told(EVIL), e.HelpShown((EVIL,)), e.Resync(EVIL), e.Unsure(EVIL, EVIL), e.Disconnected(EVIL)),
        *(e.Welcomed(EVIL), e.Welcomed(EVIL, again=True), e.NameRefused(EVIL, EVIL), e.PasswordRefused(EVIL)),
        *(e.Kicked(EVIL, EVIL, EVIL, AT, EVIL), e.Kicked(EVIL, EVIL, EVIL, AT, EVIL, own=True)),
        *(e.ModesChanged(EVIL, EVIL, EVIL, AT), e.Invited(EVIL, EVIL, AT), e.Page(EVIL, ()), e.Page(EVIL, (), EVIL)),
        e.Page(EVIL, (e.Message(EVIL, EVIL, EVIL, AT),), entering=True),
    ],
)
def test_no_text_of_others_reaches_the_terminal_raw(event: e.Event) -> None:
    lines = Lines(Client("alice", "n"), lambda: AT).of(event)
    assert lines
    assert all(line.text.isprintable() for line in lines)


def test_times_that_no_calendar_has() -> None:
    assert clock(-(10**18)) == clock(10**18) == "--:--:--"
