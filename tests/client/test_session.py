"""A visit as a person has it: a name, rooms, private messages, and what comes back."""

from __future__ import annotations

import pytest
from tests.client.people import Town

from hubbub.client.events import (
    AskPrivate,
    Event,
    Gone,
    Invited,
    Joined,
    Kicked,
    Left,
    MembersAre,
    Message,
    ModesChanged,
    NameRefused,
    OnlineAre,
    Page,
    PlaceChanged,
    Quitting,
    Reacted,
    Ready,
    Renamed,
    RoomsAre,
    Settled,
    Told,
    TopicSet,
    Welcomed,
)
from hubbub.client.session import Client


def said(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Told)]


def only(events: list[Event], kind: type) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


def test_entering_brings_the_lobby_and_who_is_there() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    assert [type(event) for event in alice.events] == [Welcomed, Joined, PlaceChanged, MembersAre, Ready]
    assert alice.all(MembersAre)[0].names == ("alice", "bob")
    assert (alice.client.current, alice.client.lobby) == ("#lobby", "#lobby")
    assert [event.name for event in bob.all(Joined) if not event.own] == ["alice"]


def test_without_a_lobby_one_is_in_no_room() -> None:
    town = Town(lobby="")
    alice = town.person("alice")
    town.rest()
    assert (alice.client.ready, alice.client.current, alice.client.rooms.all()) == (True, None, [])
    assert [event.error for event in alice.asked("hello") if isinstance(event, Told)] == [True]
    assert only(alice.asked("who"), OnlineAre) == [OnlineAre(("alice",))]


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
    assert bob.events[seen:] == []


def test_what_is_typed_without_a_connection_is_sent_once_it_is_back() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.online = False
    alice.lose()
    assert [event.error for event in alice.typed("one") if isinstance(event, Told)] == [False]
    assert [event.error for event in alice.typed("/rooms") if isinstance(event, Told)] == [True]
    alice.typed("@bob two")
    alice.online = True
    town.rest()
    assert bob.heard("#lobby") == [("alice", "one")]
    assert bob.heard("alice") == [("alice", "two")]


def test_the_echo_is_what_one_sees_of_ones_own_messages() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    assert only(alice.typed("hello"), Message) == []
    assert len(alice.client.queue) == 1
    (echo,) = only(alice.asked(""), Message)
    assert isinstance(echo, Message)
    assert (echo.own, echo.text, echo.target, echo.private) == (True, "hello", "#lobby", False)
    assert len(alice.client.queue) == 0


def test_long_texts_are_split_at_words_and_keep_their_order() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    text = " ".join(f"word{number}" for number in range(1000))
    alice.asked(text)
    heard = [said for _, said in bob.heard("#lobby")]
    assert len(heard) > 10
    assert " ".join(heard) == text
    assert all(len(f"PRIVMSG #lobby :{part}\r\n") <= 512 for part in heard)


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
    assert alice.typed("/join #Team") == [PlaceChanged("#Team")]
    town.rest()
    assert alice.client.current == "#team"
    alice.asked("/topic what we do")
    alice.asked("exit")
    assert bob.heard("#team") == [("alice", "exit")]
    assert [(event.text, event.by) for event in bob.all(TopicSet) if event.by] == [("what we do", "alice")]
    assert only(alice.asked("/who here"), MembersAre) == [MembersAre("#team", ("alice", "bob"))]
    assert only(alice.asked("/rooms"), RoomsAre) == [RoomsAre((("#lobby", 2, ""), ("#team", 2, "what we do")))]
    alice.asked("leave")
    assert alice.client.current == "#lobby"
    assert [(event.room, event.name) for event in bob.all(Left)] == [("#team", "alice")]


def test_a_room_that_cannot_be_entered_leaves_one_where_one_was() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    events = alice.asked("/join a\x07b")
    assert [event.error for event in events if isinstance(event, Told)] == [True]
    assert alice.client.current == "#lobby"


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
    assert bob.all(Message)[-1].private
    assert [(event.target, event.own, event.held) for event in alice.all(Message)] == [("bob", True, False)]
    assert bob.client.unread.count("alice") == 1
    bob.typed("/quit")
    bob.step()
    bob.online = False
    held = alice.asked("@bob later")
    assert [event.held for event in held if isinstance(event, Message)] == [True]
    assert next(event.text for event in held if isinstance(event, Told)).startswith("bob is offline")
    nobody = alice.asked("@zedd hi")
    assert 'Nobody named "zedd"' in next(event.text for event in nobody if isinstance(event, Told) and event.error)
    assert len(alice.client.queue) == 0


def test_history_and_search_are_pages_and_nothing_new() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    for text in ("red apple", "green pear", "red pear"):
        alice.asked(text)
    (page,) = only(alice.asked("/history 2"), Page)
    assert isinstance(page, Page)
    assert [message.text for message in page.messages] == ["green pear", "red pear"]
    (found,) = only(alice.asked("/search red"), Page)
    assert isinstance(found, Page)
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
    assert alice.all(Page) == []
    alice.typed("/join team")
    alice.step()
    bob.typed("welcome")
    town.rest()
    (page,) = alice.all(Page)
    assert ([message.text for message in page.messages], page.entering) == ([f"{n}" for n in range(2, 12)], True)
    assert alice.heard("#team") == [("bob", "welcome")]
    alice.lose()
    town.rest()
    assert len(alice.all(Page)) == 1


def test_a_topic_is_told_after_the_names() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    for line in ("/join team", "/topic plans"):
        bob.asked(line)
    kinds = [type(event) for event in alice.asked("/join team")]
    assert kinds == [PlaceChanged, Joined, MembersAre, TopicSet]


def test_turning_to_a_room_tells_who_is_in_it() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    alice.asked("/join team")
    assert alice.asked("/join lobby") == [PlaceChanged("#lobby"), MembersAre("#lobby", ("alice",), entering=True)]


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
    assert [(event.room, event.by, event.modes) for event in alice.all(ModesChanged)] == [("#team", "zoe", "+v alice")]
    (kicked,) = alice.all(Kicked)
    assert (kicked.name, kicked.by, kicked.text, kicked.own) == ("alice", "zoe", "too loud", True)
    assert alice.client.current == "#lobby"
    assert alice.client.rooms.find("#team") is None
    assert [(event.name, event.own) for event in bob.all(Kicked)] == [("alice", False)]
    assert only(bob.asked("/who here"), MembersAre) == [MembersAre("#team", ("bob", "zoe"))]
    assert [(event.room, event.by) for event in alice.all(Invited)] == [("#tea", "zoe")]
    assert [event.text for event in alice.asked("/join team") if isinstance(event, Told)] == [
        "team is only for those who are invited."
    ]
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
        assert [event.modes for event in alice.asked(typed) if isinstance(event, ModesChanged)] == [modes]
    assert said(alice.asked("/mode +b")) == ["  m:bob!*@* (by alice)", "(That was the list b of tea.)"]
    assert said(bob.asked("/op bob")) == ["You may not do that in tea; ask one of its operators."]
    alice.asked("/kick bob too loud")
    assert [(event.by, event.text, event.own) for event in bob.all(Kicked)] == [("alice", "too loud", True)]
    assert said(alice.asked("/kick bob")) == ["bob is not in tea."]
    assert said(alice.asked("/invite bob")) == ["bob is invited to tea."]
    assert [event.room for event in bob.all(Invited)] == ["#tea"]


def test_outside_of_rooms_there_is_nothing_to_moderate() -> None:
    town = Town(lobby="")
    alice = town.person("alice")
    town.rest()
    for typed in ("/kick bob", "/mode +m", "/op bob", "/invite bob"):
        assert alice.asked(typed) == [Told("You are in no room. To enter one, type: join room", error=True)]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("471", "x is full."),
        ("473", "x is only for those who are invited."),
        ("474", "You are banned from x."),
        ("475", "x needs a key to join, and that was not it."),
    ],
)
def test_other_servers_refusals_are_told_in_our_words(number: str, text: str) -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.typed("/join x", 1)
    events = client.receive(f":s {number} alice #x :Cannot join channel (+l)\r\n".encode(), 1)
    assert events == [Told(text, error=True), PlaceChanged(None)]


def test_names_are_known_by_the_signs_that_the_server_puts_before_them() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 005 alice PREFIX=(ov)*+ :are supported\r\n:s 422 alice :none\r\n", 1)
    events = client.receive(b":alice!u@h JOIN #x\r\n:s 353 alice = #x :*+bob alice\r\n:s 366 alice #x :end\r\n", 1)
    assert only(events, MembersAre) == [MembersAre("#x", ("alice", "bob"), entering=True)]


def test_names_change_and_people_leave() -> None:
    town = Town()
    bob, alice = town.person("bob"), town.person("alice")
    town.rest()
    alice.asked("/nick alicia")
    assert (alice.client.name, bob.all(Renamed)[0].name) == ("alicia", "alicia")
    assert [event.own for event in alice.all(Renamed)] == [True]
    alice.typed("/quit see you")
    assert alice.all(Quitting) == [Quitting()]
    alice.step()
    bob.step()
    (gone,) = bob.all(Gone)
    assert (gone.name, gone.rooms, "see you" in gone.text) == ("alicia", ("#lobby",), True)


def test_settled_comes_when_all_is_accepted() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    for number in range(20):
        alice.typed(f"{number}")
    alice.client.settle()
    while not alice.all(Settled):
        assert alice.step()
    assert len(alice.all(Message)) == 20


def test_a_client_without_a_welcome_quits_at_once() -> None:
    client = Client("alice", "n")
    assert client.typed("/quit", 0) == [Quitting()]


@pytest.mark.parametrize("text", ["/quti", "/join", "@bob"])
def test_what_is_not_understood_is_not_sent(text: str) -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    sent = len(alice.sent)
    assert [event.error for event in alice.asked(text) if isinstance(event, Told)] == [True]
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
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.typed("/join x", 1)
    client.receive(b":alice!u@h JOIN #x\r\n:s 366 alice #x :end\r\n", 1)
    client.bytes_to_send(1)
    assert [event.text for event in client.typed("hello", 1) if isinstance(event, Message)] == ["hello"]
    assert client.bytes_to_send(1) == b"PRIVMSG #x :hello\r\n"


def test_replies_and_reactions_say_what_they_are_about() -> None:
    town = Town()
    alice = town.person("alice")
    town.rest()
    bob = town.chat.irc("bob", "message-tags")
    bob.send("JOIN #lobby")
    alice.asked("deploy done")
    (said,) = alice.all(Message)
    bob.send(
        f"@+draft/reply={said.id} PRIVMSG #lobby :thanks",
        f"@+draft/reply={said.id};+draft/react=👍 TAGMSG #lobby",
        f"@+reply={said.id};+draft/unreact=👍 TAGMSG #lobby",
        "@+reply=1234 PRIVMSG #lobby :what",
        f"@+reply={said.id} PRIVMSG #lobby :alice: good",
        "@+typing=active TAGMSG #lobby",
    )
    town.rest()
    assert [message.answers for message in alice.all(Message)] == [
        "", 'alice: "deploy done"', "an earlier message", "",
    ]  # fmt: skip
    first, second = alice.all(Reacted)
    assert (first.name, first.reaction, first.about, first.undone) == ("bob", "👍", "deploy done", False)
    assert second.undone
    (page,) = only(alice.asked("/history"), Page)
    assert isinstance(page, Page)
    assert [message.answers for message in page.messages][1] == 'alice: "deploy done"'
