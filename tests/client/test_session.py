"""A visit as a person has it: a name, rooms, private messages, and what comes back."""

from __future__ import annotations

import pytest
from tests.client.people import Person, Town, notes_of

from hubbub.client.changes import (
    CurrentChanged,
    HappeningAdded,
    HistoryLoaded,
    InvitationsChanged,
    MessageAdded,
    MessageChanged,
    PeopleListed,
)
from hubbub.client.events import (
    AskPrivate,
    Entered,
    Event,
    KeyWanted,
    MembersListed,
    NameChanged,
    NameRefused,
    PersonGone,
    Quitting,
    Ready,
    Settled,
    TopicTold,
    Welcomed,
)
from hubbub.client.session import Client
from hubbub.client.state.messages import Message
from hubbub.client.state.store import RoomRow
from hubbub.views.notes import words_of

TOLD_BY_OLD_FACES = (Welcomed, HappeningAdded, CurrentChanged, Entered, TopicTold, Ready)


def said(events: list[Event]) -> list[str]:
    return [words_of(note) for note in notes_of(events)]


def errors(events: list[Event]) -> list[bool]:
    return [note.error for note in notes_of(events)]


def only(events: list[Event], kind: type) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


def test_entering_brings_the_lobby_and_who_is_there() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    kinds = [type(event) for event in alice.events if isinstance(event, TOLD_BY_OLD_FACES)]
    assert kinds == [Welcomed, HappeningAdded, CurrentChanged, Entered, Ready]
    assert sorted(alice.buffer("#lobby").members) == ["alice", "bob"]
    assert (alice.client.current, alice.client.lobby) == ("#lobby", "#lobby")
    assert [joined.name for joined in bob.happened("joined") if not joined.own] == ["alice"]


def test_without_a_lobby_one_is_in_no_room() -> None:
    town = Town(lobby="")
    alice = town.person("alice")
    town.rest()
    assert (alice.client.ready, alice.client.current, alice.client.rooms.all()) == (True, None, [])
    assert errors(alice.asked("hello")) == [True]
    assert only(alice.asked("who"), PeopleListed) == [PeopleListed(("alice",))]


def test_a_name_that_is_taken_is_asked_for_again() -> None:
    town = Town()
    town.person("alice")
    town.rest()
    other = town.person("alice")
    town.rest()
    (refused,) = other.all(NameRefused)
    assert "taken" in refused.reason
    assert not other.client.choose_name("al ice")
    assert other.client.choose_name("alice2")
    town.rest()
    assert other.all(Welcomed) == [Welcomed("alice2")]


def test_a_lost_connection_comes_back_under_the_same_name_and_nobody_notices() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.asked("/join team")
    seen = len(bob.events)
    alice.lose(told=False)
    town.rest()
    assert alice.all(Welcomed)[1:] == [Welcomed("alice", again=True)]
    assert [room.name for room in alice.client.rooms.all()] == ["#lobby", "#team"]
    assert alice.client.current == "#team"
    assert [event for event in bob.events[seen:] if isinstance(event, HappeningAdded)] == []


def test_what_is_typed_without_a_connection_is_sent_once_it_is_back() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.online = False
    alice.lose()
    assert errors(alice.typed("one")) == [False]
    assert errors(alice.typed("/rooms")) == [True]
    alice.typed("@bob two")
    alice.online = True
    town.rest()
    assert bob.heard("#lobby") == [("alice", "one")]
    assert bob.heard("alice") == [("alice", "two")]


def test_the_echo_is_what_one_sees_of_ones_own_messages() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    assert only(alice.typed("hello"), MessageAdded) == []
    assert [message.status for message in alice.buffer("#lobby").unsent.values()] == ["sending"]
    assert len(alice.client.queue) == 1
    (added,) = only(alice.asked(""), MessageAdded)
    assert isinstance(added, MessageAdded)
    echo = added.message
    assert (echo.own, echo.text, added.buffer, echo.private) == (True, "hello", "#lobby", False)
    assert len(alice.client.queue) == 0
    assert alice.buffer("#lobby").unsent == {}


def test_long_texts_are_one_message_as_far_as_the_server_allows() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    nc = town.chat.irc("nc", "message-tags")
    nc.send("JOIN #lobby")
    town.rest()
    text = " ".join(f"word{number}" for number in range(1000))
    alice.asked(text)
    heard = [said for _, said in bob.heard("#lobby")]
    assert len(heard) == 2
    assert " ".join(heard) == text
    assert len(heard[0]) > 4000
    lines = [line.partition(" PRIVMSG #lobby :")[2] for line in nc.take() if " PRIVMSG #lobby :" in line]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(f"PRIVMSG #lobby :{part}\r\n") <= 512 for part in lines)


def test_without_multiline_long_texts_are_split_at_words_and_keep_their_order() -> None:
    client = plain_client()
    text = " ".join(f"word{number}" for number in range(1000))
    client.typed(text, 1)
    client.typed("after", 1)
    lines = [line.partition(" :")[2] for line in client.bytes_to_send(1).decode().split("\r\n") if line]
    assert len(lines) > 10
    assert " ".join(lines) == f"{text} after"
    assert all(len(f"PRIVMSG #x :{part}\r\n") <= 512 for part in lines)


def test_commands_wait_for_the_messages_typed_before_them() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    for number in range(30):
        alice.typed(f"{number}")
    alice.typed("/leave")
    alice.typed("/join team")
    alice.typed("in the team")
    town.rest()
    assert [text for _, text in bob.heard("#lobby")] == [f"{number}" for number in range(30)]
    assert alice.heard("#team") == [("alice", "in the team")]


def test_rooms_are_entered_talked_in_and_left() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    bob.asked("/join team")
    assert only(alice.typed("/join #Team"), CurrentChanged) == [CurrentChanged("#team")]
    assert alice.client.current == "#Team"
    town.rest()
    assert alice.client.current == "#team"
    alice.asked("/topic what we do")
    alice.asked("exit")
    assert bob.heard("#team") == [("alice", "exit")]
    assert [(topic.text, topic.by) for topic in bob.happened("topic")] == [("what we do", "alice")]
    assert bob.buffer("#team").topic.text == "what we do"
    assert only(alice.asked("/who here"), MembersListed) == [MembersListed("#team")]
    assert sorted(alice.buffer("#team").members) == ["alice", "bob"]
    alice.asked("/rooms")
    assert alice.client.state.rooms == (RoomRow("#lobby", 2, ""), RoomRow("#team", 2, "what we do"))
    alice.asked("leave")
    assert alice.client.current == "#lobby"
    assert [left.name for left in bob.happened("left")] == ["alice"]
    assert "#team" not in alice.client.state.buffers


def test_a_room_that_cannot_be_entered_leaves_one_where_one_was() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    events = alice.asked("/join a\x07b")
    assert errors(events) == [True]
    assert alice.client.current == "#lobby"
    assert list(alice.client.state.buffers) == ["#lobby"]


def test_a_connection_lost_while_entering_a_room_leaves_one_where_one_was() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.typed("/join team")
    alice.client.bytes_to_send(1)
    alice.lose()
    assert alice.client.current == "#lobby"


def test_private_messages_to_who_is_here_who_is_not_and_nobody() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.asked("@bob: hi")
    assert bob.messages()[-1].private
    assert [(event.buffer, event.message.own, event.message.status) for event in alice.all(MessageAdded)] == [
        ("bob", True, "sent")
    ]
    assert (bob.buffer("alice").unread, bob.buffer("alice").mentions) == (1, 1)
    bob.typed("/quit")
    bob.step()
    bob.online = False
    held = alice.asked("@bob later")
    assert [event.message.status for event in held if isinstance(event, MessageAdded)] == ["kept"]
    assert next(iter(said(held))).startswith("bob is offline")
    alice.asked("@zedd hi")
    (failed,) = alice.buffer("zedd").unsent.values()
    assert failed.failure is not None
    assert (failed.status, failed.failure.code) == ("failed", "401")
    assert 'Nobody named "zedd"' in failed.failure.text
    assert len(alice.client.queue) == 0


def test_history_and_search_are_pages_and_nothing_new() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    for text in ("red apple", "green pear", "red pear"):
        alice.asked(text)
    (page,) = only(alice.asked("/history 2"), HistoryLoaded)
    assert isinstance(page, HistoryLoaded)
    assert page_of(alice, page)[-page.wanted :] == ["green pear", "red pear"]
    alice.asked("/search red")
    found = alice.client.state.search
    assert found is not None
    assert ([message.text for message in found.messages], found.words) == (["red apple", "red pear"], "red")


def test_who_enters_sees_the_last_messages_once() -> None:
    town = Town()
    bob = town.person("bob")
    town.rest()
    bob.typed("/join team")
    for number in range(12):
        bob.asked(f"{number}")
    alice = town.person("alice")
    town.rest()
    alice.events.clear()
    alice.typed("/join team")
    alice.step()
    bob.typed("welcome")
    town.rest()
    (page,) = alice.all(HistoryLoaded)
    assert (page_of(alice, page)[-page.wanted :], page.cause) == ([f"{n}" for n in range(2, 12)], "entering")
    assert alice.heard("#team") == [("bob", "welcome")]
    alice.lose()
    town.rest()
    assert len(alice.all(HistoryLoaded)) == 1


def test_a_topic_is_told_after_the_names() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    for line in ("/join team", "/topic plans"):
        bob.asked(line)
    kinds = [type(event) for event in alice.asked("/join team") if isinstance(event, TOLD_BY_OLD_FACES)]
    assert kinds == [CurrentChanged, HappeningAdded, Entered, TopicTold]


def test_turning_to_a_room_tells_who_is_in_it() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("/join team")
    assert alice.asked("/join lobby") == [CurrentChanged("#lobby"), MembersListed("#lobby", turned=True)]


def test_a_room_that_one_is_leaving_can_be_entered_again_at_once() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("/join team")
    alice.typed("/leave")
    alice.typed("/join team")
    alice.asked("here again")
    assert alice.client.current == "#team"
    assert alice.heard("#team") == [("alice", "here again")]


def test_who_is_removed_is_back_in_the_lobby() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    zoe = town.chat.irc("zoe")
    zoe.send("JOIN #team")
    town.rest()
    bob.asked("/join team")
    alice.asked("/join team")
    zoe.send(
        "MODE #team +v alice", "KICK #team alice :too loud", "MODE #team +i", "INVITE bob #team", "INVITE alice #tea"
    )
    zoe.send("JOIN #tea", "INVITE alice #tea")
    town.rest()
    assert [(modes.by, modes.text) for modes in alice.happened("modes")] == [("zoe", "+v alice")]
    (kicked,) = alice.happened("kicked")
    assert (kicked.name, kicked.by, kicked.text, kicked.own) == ("alice", "zoe", "too loud", True)
    assert alice.client.current == "#lobby"
    assert alice.client.rooms.find("#team") is None
    assert not alice.buffer("#team").joined
    assert [(kicked.name, kicked.own) for kicked in bob.happened("kicked")] == [("alice", False)]
    assert {key: member.roles for key, member in bob.buffer("#team").members.items()} == {"bob": "", "zoe": "o"}
    assert [(event.room, event.by) for event in alice.all(InvitationsChanged)] == [("#tea", "zoe")]
    assert said(alice.asked("/join team")) == ["team is only for those who are invited."]
    assert alice.client.current == "#lobby"


def test_rooms_are_moderated_by_typed_commands() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    alice.asked("/join tea")
    bob.asked("/join tea")
    assert said(alice.asked("/mode")) == ["The modes of tea: +n"]
    for typed, modes in (
        ("/op bob", "+o bob"),
        ("/deop bob", "-o bob"),
        ("/mute bob too loud", "+b m:bob!*@*"),
        ("/mute bob 2h", "+b m:bob!*@*"),
        ("/mode +i", "+i"),
    ):
        happened = [event.happening for event in alice.asked(typed) if isinstance(event, HappeningAdded)]
        assert [happening.text for happening in happened if happening.kind == "modes"] == [modes]
    assert alice.buffer("#tea").modes == {"n": "", "i": ""}
    assert alice.buffer("#tea").members["bob"].roles == ""
    assert said(alice.asked("/mode +b")) == ["  m:bob!*@* (by alice)", "(That was the list b of tea.)"]
    assert said(bob.asked("/op bob")) == ["You may not do that in tea; ask one of its operators."]
    alice.asked("/kick bob too loud")
    assert [(kicked.by, kicked.text, kicked.own) for kicked in bob.happened("kicked")] == [("alice", "too loud", True)]
    assert said(alice.asked("/kick bob")) == ["bob is not in tea."]
    assert said(alice.asked("/invite bob")) == ["bob is invited to tea."]
    assert [invitation.room for invitation in bob.client.state.invitations] == ["#tea"]


def test_outside_of_rooms_there_is_nothing_to_moderate() -> None:
    town = Town(lobby="")
    alice = town.person("alice")
    town.rest()
    for typed in ("/kick bob", "/mode +m", "/op bob", "/invite bob"):
        events = alice.asked(typed)
        assert (said(events), errors(events)) == (["You are in no room. To enter one, type: join room"], [True])


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("471", "x is full."),
        ("473", "x is only for those who are invited."),
        ("474", "You are banned from x."),
    ],
)
def test_other_servers_refusals_are_told_in_our_words(number: str, text: str) -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.typed("/join x", 1)
    events = client.receive(f":s {number} alice #x :Cannot join channel (+l)\r\n".encode(), 1)
    assert (said(events), only(events, CurrentChanged)) == ([text], [CurrentChanged(None)])
    assert client.state.buffers == {}


def test_a_room_whose_key_is_wanted_is_none_that_one_is_in() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.typed("/join x", 1)
    events = client.receive(b":s 475 alice #x :Cannot join channel (+k)\r\n", 1)
    [wanted] = only(events, KeyWanted)
    assert isinstance(wanted, KeyWanted)
    assert (wanted.room, wanted.note.code, wanted.note.error) == ("#x", "475", True)
    assert only(events, CurrentChanged) == [CurrentChanged(None)]
    assert client.state.buffers == {}


def test_names_are_known_by_the_signs_that_the_server_puts_before_them() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 005 alice PREFIX=(ov)*+ :are supported\r\n:s 422 alice :none\r\n", 1)
    events = client.receive(b":alice!u@h JOIN #x\r\n:s 353 alice = #x :*+bob alice\r\n:s 366 alice #x :end\r\n", 1)
    assert only(events, Entered) == [Entered("#x")]
    assert {key: member.roles for key, member in client.state.buffers["#x"].members.items()} == {
        "bob": "ov",
        "alice": "",
    }


def test_names_change_and_people_leave() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.asked("/nick alicia")
    assert (alice.client.name, bob.all(NameChanged)[0].name) == ("alicia", "alicia")
    assert [event.own for event in alice.all(NameChanged)] == [True]
    alice.typed("/quit see you")
    assert alice.all(Quitting) == [Quitting()]
    alice.step()
    bob.step()
    (gone,) = bob.all(PersonGone)
    assert (gone.name, gone.buffers, "see you" in gone.text) == ("alicia", ("#lobby",), True)
    assert [happening.kind for happening in bob.happened("renamed", "quit")] == ["renamed", "quit"]


def test_settled_comes_when_all_is_accepted() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    for number in range(20):
        alice.typed(f"{number}")
    alice.client.settle()
    while not alice.all(Settled):
        assert alice.step()
    assert len(alice.messages()) == 20


def test_a_client_without_a_welcome_quits_at_once() -> None:
    client = Client("alice", "n")
    assert client.typed("/quit", 0) == [Quitting()]


@pytest.mark.parametrize("text", ["/quti", "/join", "@bob"])
def test_what_is_not_understood_is_not_sent(text: str) -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    sent = len(alice.sent)
    assert errors(alice.asked(text)) == [True]
    assert len(alice.sent) == sent


def test_message_alone_asks() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.rest()
    assert alice.typed("/message") == [AskPrivate()]
    alice.client.private("bob", "hi", 0)
    town.rest()
    assert bob.heard("alice") == [("alice", "hi")]


def test_other_servers_without_our_extensions() -> None:
    client = plain_client()
    assert [event.message.text for event in client.typed("hello", 1) if isinstance(event, MessageAdded)] == ["hello"]
    assert client.bytes_to_send(1) == b"PRIVMSG #x :hello\r\n"
    assert client.state.buffers["#x"].unsent == {}


def plain_client() -> Client:
    """A client in a room of a server that has no extensions at all."""
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.typed("/join x", 1)
    client.receive(b":alice!u@h JOIN #x\r\n:s 366 alice #x :end\r\n", 1)
    client.bytes_to_send(1)
    return client


def page_of(person: Person, page: HistoryLoaded) -> list[str]:
    """The texts of a page."""
    items = [person.client.state.item(page.buffer, id) for id in page.ids]
    return [item.text for item in items if isinstance(item, Message)]


def test_replies_and_reactions_say_what_they_are_about() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    bob = town.chat.irc("bob", "message-tags")
    bob.send("JOIN #lobby")
    alice.asked("deploy done")
    (done,) = alice.messages()
    bob.send(
        f"@+draft/reply={done.id} PRIVMSG #lobby :thanks",
        f"@+draft/reply={done.id};+draft/react=👍 TAGMSG #lobby",
        f"@+reply={done.id};+draft/unreact=👍 TAGMSG #lobby",
        "@+reply=1234 PRIVMSG #lobby :what",
        f"@+reply={done.id} PRIVMSG #lobby :alice: good",
        "@+typing=active TAGMSG #lobby",
    )
    town.rest()
    assert [message.reply for message in alice.messages()] == ["", done.id, "1234", done.id]
    assert [message.mention for message in alice.messages()] == [False, True, False, True]
    first, second = alice.all(MessageChanged)
    assert (first.by, first.text, first.id, first.change) == ("bob", "👍", done.id, "reacted")
    assert first.message is not None
    assert first.message.reactions is not None
    assert first.message.reactions["👍"].names == ("bob",)
    assert second.change == "unreacted"
    assert second.message is not None
    assert second.message.reactions is None
    assert alice.buffer("#lobby").typing.keys() == {"bob"}
