"""Rooms: which are remembered, and which end."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def test_a_room_in_which_nothing_was_said_ends_with_its_last_member() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a", "TOPIC #a :tea")
    bob.send("JOIN #a")
    log = chat.world.rooms["#a"].log
    alice.send("PART #a")
    assert chat.world.rooms
    bob.vanish()
    assert chat.world.rooms == {}
    assert chat.log.kept(log) == []
    assert len(MemoryChat(log=chat.log).world.every_room) == 0
    alice.send("JOIN #a")
    assert chat.world.rooms["#a"].log != log
    assert " 331 " in alice.ask("TOPIC #a")[0]


def test_a_room_with_messages_is_remembered_with_topic_and_history() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #Tea", "TOPIC #tea :green tea", "PRIVMSG #tea :hello", "PART #tea")
    for later in (chat, MemoryChat(log=chat.log.after_a_crash())):
        bob = later.irc("bob")
        seen = bob.ask("JOIN #tEA")
        assert seen[1] == ":hubbub 332 bob #Tea :green tea"
        assert seen[2].startswith(":hubbub 333 bob #Tea alice!alice@guest ")
        assert bob.ask("CHATHISTORY LATEST #tea * 9") == [":alice!alice@guest PRIVMSG #Tea :hello"]
        bob.vanish()


def test_rooms_opened_and_left_leave_nothing_behind() -> None:
    """Row 31: a thousand of them, at most a hundred at a time."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    for number in range(1000):
        alice.send(f"JOIN #room{number}")
    assert len(chat.world.rooms) == 100
    alice.send("JOIN 0")
    for number in range(1000):
        alice.send(f"JOIN #room{number}", f"PART #room{number}")
    assert chat.world.rooms == {}
    assert chat.world.recent.bytes == 0
    assert len(MemoryChat(log=chat.log).world.every_room) == 0


def test_a_topic_that_was_taken_away_stays_away() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a", "PRIVMSG #a :x", "TOPIC #a :tea", "TOPIC #a :")
    room = MemoryChat(log=chat.log).world.room("#a")
    assert room is not None
    assert (room.topic, room.topic_by, room.topic_at) == ("", "", 0)
    before = chat.world.rooms["#a"]
    assert (before.topic, before.topic_by, before.topic_at) == ("", "", 0)


def test_the_numbers_go_on_after_a_restart() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a", "PRIVMSG #a :x")
    log = chat.world.rooms["#a"].log
    after = MemoryChat(log=chat.log)
    bob = after.irc("bob")
    bob.send("JOIN #a", "PRIVMSG #a :y", "JOIN #b")
    kept = after.log.kept(log)
    assert [entry.seq for entry in kept] == [1, 2, 3, 4]
    assert [entry.id for entry in kept] == sorted({entry.id for entry in kept})
    assert after.world.rooms["#b"].log != log


def test_the_lobby_stays() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.irc("alice")
    alice.send("JOIN #lobby")
    assert " :alice" in alice.ask("NAMES #lobby")[0]
    alice.send("PART #lobby")
    assert "#lobby" in chat.world.rooms


def test_who_makes_a_room_is_its_operator_while_there() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    assert bob.ask("NAMES #a")[0].endswith(":@alice bob")
    alice.send("PART #a", "JOIN #a")
    assert bob.ask("NAMES #a")[0].endswith(":bob alice")


def test_since_when_somebody_is_there_is_the_same_behind_a_crash() -> None:
    """Who had to leave a room that is closed is known by it (`commands/moderation/overriding`)."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", secure=True), chat.irc("bob", secure=True)
    alice.send("JOIN #a", "PRIVMSG #a :hello")
    chat.set_forward(5000)
    alice.send("NS REGISTER password1")  # who came as a guest
    chat.set_forward(-60_000)
    bob.send("NS REGISTER password1", "JOIN #a")  # the time of whose entry is not before that of the last one
    here = {user.name: member.joined_at for user, member in chat.world.rooms["#a"].members.items()}
    later = MemoryChat(log=chat.log.after_a_crash(), now=chat.now).world.rooms["#a"]
    assert {user.name: member.joined_at for user, member in later.members.items()} == here
