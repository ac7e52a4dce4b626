"""What a person sees, as docs and the plain text mode have it too."""

from __future__ import annotations

import re
from typing import Any

from tests.client.people import Town
from tests.support.each import each
from tests.support.hostile import NAMES, OBEYED

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.session import Client
from hubbub.client.state.buffers import Buffer, Member, Topic
from hubbub.client.state.items import Happened, Happening, Note
from hubbub.client.state.messages import Message
from hubbub.client.state.store import RoomRow, Search
from hubbub.terminal.lines import Line, Lines, clock
from hubbub.typed.sentences import WHAT_NOW

AT = 1_760_000_000_000


def alice_in_lobby() -> Client:
    """A client that knows the lobby, and of a room."""
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.client.state.buffers["#team"] = Buffer("#team", "#team", "room")
    return alice.client


def shown(event: e.Event, client: Client | None = None) -> list[Line]:
    return Lines(client or alice_in_lobby(), lambda: AT).of(event)


def text(event: e.Event, client: Client | None = None) -> str:
    (line,) = shown(event, client)
    return re.sub(r"^\[[0-9:]{8}\]", "[HH:MM:SS]", line.text)


def said(buffer: str, sender: str, words: str, **more: Any) -> c.MessageAdded:
    private = not buffer.startswith("#")
    message = Message("m1", sender, words, AT, private=private, own=sender == "alice", **more)
    return c.MessageAdded(buffer, "m1", message)


def happened(kind: Happened, room: str = "#team", **fields: Any) -> c.HappeningAdded:
    return c.HappeningAdded(room, "h1", Happening(kind, "h1", AT, **fields))


def reacted(buffer: str, reaction: str, message: Message | None, *, undone: bool = False) -> c.MessageChanged:
    return c.MessageChanged(buffer, "m1", "unreacted" if undone else "reacted", "bob", reaction, AT, message=message)


def told(code: str, *details: str, words: str = "", error: bool = False) -> c.Noticed:
    return c.Noticed("", "~1", Note("~1", AT, code, details, words, error))


TEA = Message("m1", "carol", "tea?", AT)
LONG = Message("m2", "carol", "tea?\nOr is anybody coming to the garden?", AT)


@each(
    ("event", "expected"),
    [
        (said("#lobby", "bob", "hello"), "[HH:MM:SS] [bob]: hello"),
        (said("#team", "bob", "hello"), "[HH:MM:SS] [bob] (in team): hello"),
        (said("#team", "bob", "waves", kind="did"), "[HH:MM:SS] * bob (in team) waves"),
        (reacted("#lobby", "👍", TEA), '[HH:MM:SS] * bob reacted with 👍 to "tea?"'),
        (reacted("#lobby", "👍", LONG), '[HH:MM:SS] * bob reacted with 👍 to "tea? Or is anybody comin..."'),
        (
            reacted("#team", "👍", None, undone=True),
            "[HH:MM:SS] * bob took 👍 back from an earlier message in team",
        ),
        (said("bob", "bob", "hi"), "[HH:MM:SS] Private message from bob: hi"),
        (said("bob", "alice", "hi"), "[HH:MM:SS] Private message to bob delivered: hi"),
        (said("bob", "alice", "hi", status="kept"), "[HH:MM:SS] Private message to bob: hi"),
        (happened("joined", "#lobby", name="dave"), "[HH:MM:SS] * dave has joined the chat."),
        (happened("joined", name="dave"), "[HH:MM:SS] * dave has joined team."),
        (happened("left", name="dave"), "[HH:MM:SS] * dave has left team."),
        (
            e.PersonGone("dave", ("#lobby",), AT, "Connection lost"),
            "[HH:MM:SS] * dave has left the chat (connection lost).",
        ),
        (e.NameChanged("dave", "david", AT), "[HH:MM:SS] * dave is now known as david."),
        (told("404", words="No.", error=True), "[HH:MM:SS] ! No."),
        (e.Welcomed("alice"), "Registration successful. Welcome to the chat, alice!"),
        (c.PeopleListed(("alice", "bob"), frozenset({"bob"})), "Online now (2): alice, bob (away)"),
        (c.RoomsListed(), "There are no rooms yet. To make one, type: join room"),
        (c.HistoryLoaded("#lobby", "shown"), "Nothing has been said in the lobby yet."),
        (happened("left", "#lobby", name="dave"), "[HH:MM:SS] * dave has left the chat (still online)."),
        (happened("left", name="alice", own=True), "[HH:MM:SS] You have left team. You are in the lobby now."),
        (
            happened("kicked", name="dave", by="bob", text="spam"),
            "[HH:MM:SS] * dave was removed from team by bob: spam",
        ),
        (happened("kicked", name="alice", by="bob", own=True), "[HH:MM:SS] You were removed from team by bob"),
        (
            happened("modes", "#lobby", by="bob", text="+o dave"),
            "[HH:MM:SS] * bob changed the modes of the lobby: +o dave",
        ),
        (
            c.InvitationsChanged("#team", "bob", AT),
            "[HH:MM:SS] * bob invites you to team. To join, type: /join team",
        ),
        (happened("topic", by="bob", text="tea"), "[HH:MM:SS] * bob changed the topic of team to: tea"),
        (happened("topic", by="alice", text="tea"), "[HH:MM:SS] The topic of team is now: tea"),
        (
            c.HistoryLoaded("", "missed", failed=True),
            "[HH:MM:SS] ! More may have been said in private conversations than is shown here: /history shows it.",
        ),
        (told("324", "#team", "+n"), "[HH:MM:SS] The modes of team: +n"),
        (
            told("hint", "/quit"),
            "[HH:MM:SS] That was sent to everyone. If you wanted to say goodbye and disconnect, type /quit",
        ),
    ],
)
def test_events_as_lines(event: e.Event, expected: str) -> None:
    assert text(event) == expected


def test_replies_say_whom_they_answer() -> None:
    client = alice_in_lobby()
    client.state.buffers["#team"].timeline.add(TEA)
    assert text(said("#team", "bob", "yes", reply="m1"), client) == '[HH:MM:SS] [bob] (in team, to carol: "tea?"): yes'
    assert text(said("#team", "bob", "carol: yes", reply="m1"), client) == "[HH:MM:SS] [bob] (in team): carol: yes"
    assert text(said("#lobby", "bob", "yes", reply="?"), client) == "[HH:MM:SS] [bob] (to an earlier message): yes"


def test_what_becomes_of_messages_is_told_in_words() -> None:
    edited = c.MessageChanged("#lobby", "m1", "edited", "carol", at=AT + 1, message=TEA)
    assert text(edited) == "[HH:MM:SS] [carol] (edited): tea?"
    for by, about, did in (("carol", TEA, "took back a message"), ("bob", TEA, "removed a message of carol")):
        removed = c.MessageChanged("#lobby", "m1", "redacted", by, "oops", AT, message=about)
        assert text(removed) == f"[HH:MM:SS] [{by}] (notice): [{by} {did}: oops]"
    late = c.MessageChanged("#lobby", "m1", "edited", "carol", at=AT, late=True, message=TEA)
    expired = c.MessageChanged("#lobby", "m1", "redacted", "carol", "expired", AT, message=TEA)
    assert shown(late) == shown(expired) == []


def test_several_lines_are_several_lines() -> None:
    lines = shown(said("#lobby", "bob", "one\ntwo"))
    assert [line.text.partition("] ")[2] for line in lines] == ["[bob]: one", "[bob]: two"]


def test_who_is_in_a_room_is_told_to_who_enters_and_who_asks() -> None:
    client = alice_in_lobby()
    lobby, team = client.state.buffers["#lobby"], client.state.buffers["#team"]
    lobby.members = team.members = {name: Member(name) for name in ("bob", "alice")}
    team.topic = Topic("tea")
    assert text(e.Entered("#lobby"), client) == "[HH:MM:SS] You are in the lobby now. In it: alice, bob"
    assert text(e.MembersListed("#team", turned=True), client) == "[HH:MM:SS] You are in team now. In it: alice, bob"
    assert text(e.MembersListed("#team"), client) == "In team now (2): alice, bob"
    assert text(e.TopicTold("#team"), client) == "The topic of team is: tea"


def test_lists_and_what_was_said_earlier_have_headings() -> None:
    client = alice_in_lobby()
    hi = Message("m1", "bob", "hi", AT, late=True)
    client.state.buffers["#lobby"].timeline.add(hi)
    client.state.search = Search("hi", messages=(hi, hi), targets=("#lobby", "#lobby"), done=True)
    client.state.rooms = (RoomRow("#team", 1, "plans"), RoomRow("#lobby", 2, ""))
    assert [
        [re.sub(r"^\[[-0-9: ]+\]", "[DATE]", line.text) for line in shown(event, client)]
        for event in (
            c.HistoryLoaded("#lobby", "shown", ("m1",), wanted=20),
            c.SearchChanged(),
            c.HistoryLoaded("#lobby", "entering", ("m1",), wanted=10),
            c.RoomsListed(),
            c.PeopleListed(tuple(f"n{number}" for number in range(21))),
        )
    ] == [
        ["Earlier in the lobby:", "[DATE] [bob]: hi", "(That was earlier in the lobby.)"],
        ["Found (2):", "[DATE] [bob]: hi", "[DATE] [bob]: hi"],
        ["Earlier in the lobby (more with /history):", "[DATE] [bob]: hi"],
        ["Rooms:", "  lobby (2 members) (you are in it)", "  team (1 member): plans"],
        [f"Online now (21): {', '.join(f'n{number}' for number in range(20))}", "  n20"],
    ]
    client.state.search = Search("red", done=True)
    assert text(c.SearchChanged(), client) == "Nothing was found for: red"


def test_who_arrives_is_told_who_is_there() -> None:
    for names, words in ((("alice", "bob"), "Online now: bob"), (("alice",), "Nobody else is here.")):
        client = alice_in_lobby()
        client.state.buffers["#lobby"].members = {name: Member(name) for name in names}
        assert shown(e.Entered("#lobby", arriving=True), client) == [Line(words), Line(WHAT_NOW)]


def test_late_messages_show_their_date() -> None:
    (line,) = shown(said("#lobby", "bob", "hello", late=True))
    assert re.match(r"\[2025-10-0[89] [0-9:]{8}\] \[bob\]: hello", line.text)


def test_what_was_known_before_a_lost_connection_is_no_news() -> None:
    for event in (
        happened("joined", name="alice", own=True),
        happened("joined", name="bob", late=True),
        e.Entered("#team", again=True),
        e.TopicTold("#team", again=True),
    ):
        assert shown(event) == []


def test_who_starts_where_they_ended_is_told_where_that_is() -> None:
    client = alice_in_lobby()
    client.state.current = "#team"
    client.state.buffers["#team"].members = {"alice": Member("alice")}
    client.state.buffers["#tea"] = Buffer("#tea", "#tea", "room")
    lines = Lines(client, lambda: AT)
    events = [e.Welcomed("alice", again=False), e.Entered("#lobby", again=True, arriving=True)]
    events += [e.Entered("#team", again=True), e.Entered("#tea", again=True)]
    told = [re.sub(r"^\[.*?\] ", "", line.text) for event in events for line in lines.of(event)]
    assert told[1:] == [
        "Nobody else is here.",
        "You are in team now. In it: alice",
        "You are in tea, too.",
    ]


def test_own_messages_and_the_server_have_colours_of_their_own() -> None:
    styles = [
        shown(event)[0].style
        for event in (
            said("#lobby", "alice", "x"),
            said("#lobby", "bob", "x"),
            happened("joined", "#lobby", name="bob"),
        )
    ]
    assert styles == ["own", "other", "server"]


EVIL = "".join(NAMES)
EVIL_MESSAGE = Message("m1", EVIL, EVIL, AT)


def evil_client() -> Client:
    """A client in whose state everything is evil."""
    client = Client("alice", "n")
    buffer = client.state.buffers[EVIL] = Buffer(EVIL, EVIL, "room", topic=Topic(EVIL), members={EVIL: Member(EVIL)})
    buffer.timeline.add(EVIL_MESSAGE)
    client.state.rooms = (RoomRow(EVIL, 1, EVIL),)
    client.state.search = Search(EVIL, messages=(EVIL_MESSAGE,), targets=(EVIL,), done=True)
    return client


@each(
    "event",
    [
        *(said(f"#r{EVIL}", EVIL, EVIL), said(EVIL, EVIL, EVIL, kind="did"), said(EVIL, EVIL, EVIL, reply="m1")),
        *(reacted(EVIL, EVIL, EVIL_MESSAGE), reacted(f"#{EVIL}", EVIL, None)),
        *(happened("joined", EVIL, name=EVIL), happened("left", EVIL, name=EVIL, text=EVIL)),
        happened("left", EVIL, name=EVIL, text=EVIL, own=True),
        *(e.PersonGone(EVIL, (), AT, EVIL), e.NameChanged(EVIL, EVIL, AT), e.NameChanged(EVIL, EVIL, AT, own=True)),
        *(happened("topic", EVIL, by=EVIL, text=EVIL), happened("topic", EVIL, by=EVIL), e.TopicTold(EVIL)),
        *(e.Entered(EVIL), e.MembersListed(EVIL), c.PeopleListed((EVIL,)), c.RoomsListed(), c.SearchChanged()),
        *(told(EVIL, EVIL, words=EVIL), told("not_in_room", EVIL), told("324", EVIL, EVIL), told("471", EVIL, EVIL)),
        *(told("service", EVIL, "NOTICE", words=EVIL), told("301", EVIL, EVIL), told("unknown_command", EVIL, EVIL)),
        c.HistoryLoaded(EVIL, "missed", failed=True),
        c.MessageChanged(EVIL, "m1", "unsure", message=EVIL_MESSAGE),
        c.MessageChanged(EVIL, "m1", "redacted", EVIL, EVIL, AT, message=EVIL_MESSAGE),
        c.MessageChanged(EVIL, "m1", "edited", EVIL, at=AT, message=EVIL_MESSAGE),
        *(e.Disconnected(EVIL), e.Welcomed(EVIL), e.Welcomed(EVIL, again=True)),
        *(e.NameRefused(EVIL, EVIL), e.PasswordRefused(EVIL)),
        happened("kicked", EVIL, name=EVIL, by=EVIL, text=EVIL),
        happened("kicked", EVIL, name=EVIL, by=EVIL, text=EVIL, own=True),
        happened("room_renamed", EVIL, name=EVIL, before=EVIL, by=EVIL, text=EVIL),
        *(happened("modes", EVIL, by=EVIL, text=EVIL), c.InvitationsChanged(EVIL, EVIL, AT)),
        *(c.HistoryLoaded(EVIL, "shown"), c.HistoryLoaded(EVIL, "entering", ("m1",), wanted=10)),
    ],
)
def test_no_text_of_others_reaches_the_terminal_raw(event: e.Event) -> None:
    lines = Lines(evil_client(), lambda: AT).of(event)
    assert lines
    assert not any(OBEYED.search(line.text) for line in lines)


def test_times_that_no_calendar_has() -> None:
    assert clock(-(10**18)) == clock(10**18) == "--:--:--"
