"""JOIN, PART, TOPIC, NAMES, LIST and MODE."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.limits.throttle import ADDRESS_FREE, TEN_MINUTES
from hubbub.chat.world import rooms as world_rooms
from hubbub.chat.world.session import Told, text_line
from hubbub.dialects.irc.rooms import joining as rooms


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_joining_shows_the_join_the_topic_and_the_names() -> None:
    """ "RPL_NAMREPLY messages sent by the server MUST include the requesting client that has just joined" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert alice.ask("JOIN #a") == [
        ":alice!alice@guest JOIN #a",
        ":hubbub 353 alice = #a :@alice",
        ":hubbub 366 alice #a :End of NAMES",
    ]
    alice.send("TOPIC #a :tea time")
    alice.take()
    joined, topic, who_when, names, end = bob.ask("JOIN #A")
    assert joined == ":bob!bob@guest JOIN #a"
    assert topic == ":hubbub 332 bob #a :tea time"
    assert who_when == ":hubbub 333 bob #a alice!alice@guest 1760000000"
    assert names == ":hubbub 353 bob = #a :@alice bob"
    assert end.startswith(":hubbub 366 bob #a :")
    assert alice.take() == [":bob!bob@guest JOIN #a"]
    assert bob.ask("JOIN #a") == []


def test_extended_join_tells_account_and_real_name() -> None:
    """extended-join: ":nick!user@host JOIN #channel * :real name" for who is logged in to no account."""
    chat = MemoryChat()
    alice = chat.irc("alice", "extended-join")
    alice.send("JOIN #a")
    alice.take()
    chat.irc("bob").send("JOIN #a")
    assert alice.take() == [":bob!bob@guest JOIN #a * :Bob"]


def test_several_rooms_are_joined_one_by_one_and_left_by_join_0() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    joins = [line for line in alice.ask("JOIN #a,#b,,#a") if " JOIN " in line]
    assert joins == [":alice!alice@guest JOIN #a", ":alice!alice@guest JOIN #b"]
    assert alice.ask("JOIN 0") == [":alice!alice@guest PART #a", ":alice!alice@guest PART #b"]


def test_one_may_be_in_so_many_rooms_and_no_more() -> None:
    alice = MemoryChat(Policy(rooms_per_user=2)).irc("alice")
    answers = alice.ask("JOIN #a,#b,#c,#d,#e")
    assert numerics(answers)[-1] == "405"
    assert answers[-1].startswith(":hubbub 405 alice #c :")
    assert numerics(answers).count("405") == 1
    assert numerics(alice.ask("JOIN #a")) == []


@each("name", ["a", "#", "#a\x07b", "&a", "#" + "x" * 64, "#a\u200bb"])
def test_names_that_no_room_can_have(name: str) -> None:
    assert numerics(MemoryChat().irc("alice").ask(f"JOIN {name}")) == ["476"]


def test_the_longest_name_of_a_room() -> None:
    assert numerics(MemoryChat().irc("alice").ask("JOIN #" + "x" * 63))[0] == "JOIN"


def test_a_room_name_with_a_space_is_no_room() -> None:
    assert numerics(MemoryChat().irc("alice").ask("JOIN :#a b")) == ["476"]


def test_leaving_is_told_to_everybody_in_the_room_with_the_reason() -> None:
    """PART: "the user will receive a PART message from the server for each channel they have been removed from" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a,#b")
    alice.take()
    bob.take()
    parts = [":alice!alice@guest PART #a :so long", ":alice!alice@guest PART #b :so long"]
    assert alice.ask("PART #a,#b :so long") == parts
    assert bob.take() == parts
    assert alice.ask("PART #b")[0].startswith(":hubbub 442 alice #b :")
    assert alice.ask("PART #none")[0].startswith(":hubbub 403 alice #none :")
    assert numerics(alice.ask("PART")) == ["461"]
    assert numerics(alice.ask("JOIN")) == ["461"]


def test_topics_are_shown_set_and_taken_away() -> None:
    """TOPIC: "every client in that channel (including the author of the topic change) will receive a TOPIC" """
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.take()
    assert alice.ask("TOPIC #a") == [":hubbub 331 alice #a :No topic is set"]
    assert alice.ask("TOPIC #a :tea time") == [":alice!alice@guest TOPIC #a :tea time"]
    assert bob.take() == [":alice!alice@guest TOPIC #a :tea time"]
    assert numerics(bob.ask("TOPIC #a")) == ["332", "333"]
    assert bob.ask("TOPIC #a :") == [":bob!bob@guest TOPIC #a :"]
    assert numerics(alice.ask("TOPIC #a")) == ["331"]
    assert alice.ask("TOPIC #none")[0].startswith(":hubbub 403 alice #none :")
    carol = chat.irc("carol")
    assert carol.ask("TOPIC #a :mine")[0].startswith(":hubbub 442 carol #a :")


def test_a_topic_too_long_is_refused_and_not_cut() -> None:
    chat = MemoryChat(Policy(topic_bytes=10))
    alice = chat.irc("alice", "standard-replies")
    alice.send("JOIN #a", "TOPIC #a :" + "é" * 5)
    alice.take()
    assert alice.ask("TOPIC #a :" + "é" * 6)[0].startswith(":hubbub FAIL TOPIC TOPIC_TOO_LONG #a :")
    assert alice.ask("TOPIC #a")[0].endswith(" " + "é" * 5)


def test_names_answers_each_room_and_ends_also_for_none() -> None:
    """NAMES: "If the channel name is invalid or the channel does not exist, one RPL_ENDOFNAMES"; without parameter
    "servers SHOULD return one RPL_ENDOFNAMES numeric with the <channel> parameter set to an asterisk"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "userhost-in-names")
    alice.send("JOIN #a")
    assert numerics(bob.ask("NAMES #a,#none")) == ["353", "366", "366"]
    assert bob.ask("NAMES #a")[0] == ":hubbub 353 bob = #a :@alice!alice@guest"
    assert bob.ask("NAMES #none") == [":hubbub 366 bob #none :End of NAMES"]
    assert bob.ask("NAMES") == [":hubbub 366 bob * :End of NAMES"]
    alice.send("PRIVMSG #a :x", "PART #a")
    assert numerics(bob.ask("NAMES #a")) == ["366"]


def test_names_follow_all_that_happens_to_the_members() -> None:
    """They stand in one text, which is asked for after each change: by who reads all prefixes it is not used."""
    chat = MemoryChat()
    alice, bob, carol, dave = (chat.irc(name) for name in ("alice", "bob", "carol", "dave"))
    reader = chat.irc("reader", "multi-prefix")

    def names() -> str:
        shown, made = (person.ask("NAMES #a")[0].split(" :")[1] for person in (alice, reader))
        assert shown == made.replace("@+", "@")
        return shown

    for person in (alice, reader, bob, carol):
        person.send("JOIN #a")
    assert names() == "@alice reader bob carol"
    dave.send("JOIN #a")
    assert names() == "@alice reader bob carol dave"
    bob.send("NICK robert")
    assert names() == "@alice reader robert carol dave"
    alice.send("MODE #a +vo carol carol")
    assert names() == "@alice reader robert @carol dave"
    alice.send("MODE #a -o carol")
    assert names() == "@alice reader robert +carol dave"
    bob.send("PART #a")
    assert names() == "@alice reader +carol dave"
    alice.send("KICK #a dave")
    assert names() == "@alice reader +carol"
    bob.send("JOIN #a")
    carol.send("QUIT")
    assert names() == "@alice reader robert"


def test_the_names_of_a_room_that_grows_large_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_rooms, "ROLL", 2)
    chat = MemoryChat()
    people = [chat.irc(name) for name in ("alice", "bob", "carol", "dave")]
    for person in people:
        person.send("JOIN #a")
        people[0].ask("NAMES #a")
    assert people[0].ask("NAMES #a")[0].endswith(" = #a :@alice bob carol dave")


def test_many_names_come_in_lines_that_fit() -> None:
    chat = MemoryChat()
    people = [chat.irc(f"somebody-with-a-name-{number}") for number in range(40)]
    for person in people:
        person.send("JOIN #a")
    lines = people[0].ask("NAMES #a")
    assert all(len(line.encode()) <= 510 for line in lines)
    names = [name for line in lines if " 353 " in line for name in line.split(" :")[1].split(" ")]
    assert len(names) == len(set(names)) == 40


def test_list_shows_all_rooms_or_those_asked_for() -> None:
    """RPL_LIST: "<client> <channel> <client count> :<topic>"."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #tea,#Bär", "TOPIC #tea :green tea")
    assert alice.ask("LIST #TEA,#none") == [
        ":hubbub 321 alice Channel :Users  Name",
        ":hubbub 322 alice #tea 1 :green tea",
        ":hubbub 323 alice :End of LIST",
    ]
    assert alice.ask("LIST #BÄR")[1] == ":hubbub 322 alice #Bär 1 :"
    assert len(alice.ask("LIST")) == 4
    assert numerics(alice.ask("LIST #t*")) == ["321", "322", "323"]


def test_a_long_list_is_complete() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    for number in range(100):
        alice.send(f"JOIN #room{number}")
    bob = chat.irc("bob")
    bob.send("JOIN #other")
    assert numerics(bob.ask("LIST")) == ["321", *["322"] * 101, "323"]


def test_the_modes_of_a_room_and_of_oneself() -> None:
    """RPL_CHANNELMODEIS and RPL_CREATIONTIME; "ERR_USERSDONTMATCH" for the modes of others."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("bob")
    alice.send("JOIN #a")
    modes, created = alice.ask("MODE #a")
    assert modes == ":hubbub 324 alice #a +n"
    assert created == ":hubbub 329 alice #a 1760000000"
    assert numerics(alice.ask("MODE #a b")) == ["368"]
    assert alice.ask("MODE #a +X")[0].startswith(":hubbub 472 alice X :")
    assert alice.ask("MODE alice") == [":hubbub 221 alice +"]
    assert numerics(alice.ask("MODE bob")) == ["502"]
    assert alice.ask("MODE zed")[0].startswith(":hubbub 401 alice zed :")
    assert alice.ask("MODE #none")[0].startswith(":hubbub 403 alice #none :")
    assert numerics(alice.ask("MODE")) == ["461"]


def test_multi_prefix_shows_all_that_somebody_is() -> None:
    """multi-prefix: "all possible prefixes which apply to a user in NAMES, WHO and WHOIS output", "in order of 'rank',
    from highest to lowest"; to others the highest alone."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "multi-prefix")
    for person in (alice, bob):
        person.send("JOIN #a")
    alice.send("MODE #a +v alice")
    assert bob.ask("NAMES #a")[0] == ":hubbub 353 bob = #a :@+alice bob"
    assert alice.ask("NAMES #a")[0] == ":hubbub 353 alice = #a :@alice bob"
    assert " H@+ :0 Alice" in bob.ask("WHO alice")[0]
    assert " H@ :0 Alice" in alice.ask("WHO #a")[0]
    assert ":hubbub 319 bob alice :@+#a" in bob.ask("WHOIS alice")
    assert ":hubbub 319 alice alice :@#a" in alice.ask("WHOIS alice")


def test_names_of_several_rooms_come_room_by_room() -> None:
    """NAMES: "For each channel that exists ... one of more RPL_NAMREPLY numerics ... and a single RPL_ENDOFNAMES"; "if
    ... the channel does not exist, one RPL_ENDOFNAMES numeric containing the given channel name should be returned" """
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a,#b")
    assert alice.ask("NAMES #a,#none,#b,#a") == [
        ":hubbub 353 alice = #a :@alice",
        ":hubbub 366 alice #a :End of NAMES",
        ":hubbub 366 alice #none :End of NAMES",
        ":hubbub 353 alice = #b :@alice",
        ":hubbub 366 alice #b :End of NAMES",
    ]


def test_who_guesses_keys_has_to_wait() -> None:
    """By address and room, whatever the connection; nobody else waits, and a right one is not told from a wrong one."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a", "MODE #a +k right", "JOIN #b", "MODE #b +k right")
    bob, eve = chat.irc("bob"), chat.irc("eve")
    for guess in range(ADDRESS_FREE):
        assert " 475 " in (bob, eve)[guess % 2].ask(f"JOIN #a wrong{guess}")[0]
    assert not chat.core.world.local.guesses.wait(bob.session.address, "bob", chat.core.clock), (
        "no password waits for it"
    )
    alice.send("INVITE eve #a")
    eve.take()
    assert " JOIN #a" in eve.ask("JOIN #a wrong")[0], "who is invited needs no key, and guesses none"
    bob = chat.irc("ben", "standard-replies")
    assert " 475 " in bob.ask("JOIN #a")[0], "who gives none does not guess"
    for key in ("wrong", "right"):
        (refused,) = bob.ask(f"JOIN #a {key}")
        assert refused.startswith(":hubbub FAIL JOIN TEMPORARILY_UNAVAILABLE #a :Too many tries")
    assert " JOIN #b" in bob.ask("JOIN #b right")[0]
    carol = chat.connect(address="198.51.100.1")
    carol.send("NICK carol", "USER carol 0 * :Carol")
    assert " JOIN #a" in carol.ask("JOIN #a right")[-3]
    chat.now += TEN_MINUTES
    assert " JOIN #a" in bob.ask("JOIN #a right")[0]


class Reader(Person):
    """Notes in how many parts each long reply was made, and the most that was in one."""

    def flush(self, outbox: Sequence[Told]) -> None:
        made = [item if isinstance(item, bytes) else list(item) for item in self.session.made(outbox)]
        self.chat.parts += [len(item) for item in made if isinstance(item, list)]  # type: ignore[attr-defined]
        super().flush([item if isinstance(item, bytes) else iter(item) for item in made])


def crowded(people: int) -> tuple[MemoryChat, Reader]:
    """A room with many, and one more who is an operator of it."""
    chat = MemoryChat()
    chat.parts = []  # type: ignore[attr-defined]
    reader = Reader(chat, "irc", "192.0.2.1", True, text_line)
    reader.send("NICK reader", "USER r 0 * :r", "JOIN #a")
    for number in range(people):
        chat.irc(f"user{number:03}").send("JOIN #a")
    reader.take()
    return chat, reader


def test_the_names_of_very_many_are_made_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms whatever its arguments ... long answers in slices"."""
    monkeypatch.setattr(rooms, "MEMBERS", 7)
    chat, reader = crowded(60)
    lines = reader.ask("NAMES #a")
    assert chat.parts == [60 // 7 + 2]  # type: ignore[attr-defined]
    assert numerics(lines) == ["353"] * 2 + ["366"]
    assert all(len(line.encode()) <= 510 for line in lines)
    shown = " ".join(line.rpartition(":")[2] for line in lines[:-1]).split(" ")
    assert shown == ["@reader", *(f"user{number:03}" for number in range(60))]


def test_many_rooms_in_a_line_are_entered_and_left_some_in_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are in each hear of it."""
    turns = 0

    async def others_have_their_turn() -> None:
        nonlocal turns
        turns += 1

    chat = MemoryChat(Policy(rooms_per_user=10))
    monkeypatch.setattr(chat, "pause", others_have_their_turn)
    alice = chat.irc("alice")
    names = [f"#a{number}" for number in range(12)]
    lines = alice.ask(f"JOIN {','.join(names)}")
    assert turns == 10 // rooms.AT_ONCE
    assert [line.rpartition(" ")[2] for line in lines if " JOIN " in line] == names[:10]
    assert lines[-1].split(" ")[1:4] == ["405", "alice", names[10]]
    assert [line.rpartition(" ")[2] for line in alice.ask(f"PART {','.join(names[:6])}")] == names[:6]
    assert [line.rpartition(" ")[2] for line in alice.ask("JOIN 0")] == names[6:10]
    assert turns == 10 // rooms.AT_ONCE + 1
    for name in ("bob", "carol"):
        chat.irc(name).send("JOIN #tea")
    monkeypatch.setattr(rooms, "MEMBERS", 2)
    alice.send("JOIN #tea")
    room = chat.world.room("#tea")
    assert room is not None
    room.members.change(alice.session.me, "o", has=True)
    assert [line.split(" ")[3] for line in alice.ask("KICK #tea bob,carol")] == ["bob", "carol"]
    assert turns == 10 // rooms.AT_ONCE + 3


def test_who_comes_back_to_many_rooms_is_shown_some_at_a_time() -> None:
    chat = MemoryChat(Policy(rooms_per_user=100))
    chat.parts = []  # type: ignore[attr-defined]
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER a 0 * :a", "NS REGISTER password1")
    alice.send(*(f"JOIN #a{number:02}" for number in range(12)))
    alice.take()
    reader = Reader(chat, "irc", "192.0.2.1", True, text_line)
    plain = b64encode(b"\0alice\0password1").decode()
    reader.send(
        "CAP REQ :sasl", "NICK alice", "USER a 0 * :a", "AUTHENTICATE PLAIN", f"AUTHENTICATE {plain}", "CAP END"
    )
    lines = reader.take()
    assert max(chat.parts) >= 12  # type: ignore[attr-defined]
    assert [line.rpartition(" ")[2] for line in lines if " JOIN " in line] == [f"#a{number:02}" for number in range(12)]
    assert sum(" 366 " in line for line in lines) == 12
