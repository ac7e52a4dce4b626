"""The law: the world changes at once, and nobody hears of it before the log has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import pytest
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.apply import RULES
from hubbub.chat.chat import Ended
from hubbub.chat.events import Entry, Event, Kept, KeptEvent, KeptInOneLog, UserQuit
from hubbub.chat.names import fold
from hubbub.commands.messages import sending
from hubbub.commands.rooms import joining
from hubbub.commands.sessions import entering
from hubbub.log.memory import MemoryLog


class WatchedLog(MemoryLog):
    """Asks, at every commit, what has been written to people so far."""

    def __init__(self) -> None:
        super().__init__(fold)
        self.people: list[Person] = []
        self.written_before: list[int] = []

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        self.written_before.append(sum(len(person.written) for person in self.people))
        super().append(entries, changes)


def test_nothing_is_written_before_the_log_has_it() -> None:
    log = WatchedLog()
    chat = MemoryChat(log=log)
    alice, bob = chat.irc("alice", "echo-message"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.take()
    log.people += [alice, bob]
    log.written_before.clear()
    sending.send(chat.core, alice.session, "#a", "one")
    sending.send(chat.core, bob.session, "#a", "two")
    assert alice.written == bob.written == b""
    chat.commit()
    assert log.written_before == [0]
    assert alice.take() == [":alice!alice@guest PRIVMSG #a :one", ":bob!bob@guest PRIVMSG #a :two"]
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :one"]


def test_output_keeps_the_order_of_what_happened() -> None:
    """All output of a turn waits for the same commit, replies and PONG included."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    alice.session.dialect.handle(chat.core, alice.session, "PRIVMSG #a :one")
    bob.session.dialect.handle(chat.core, bob.session, "PING :x")
    alice.session.dialect.handle(chat.core, alice.session, "PRIVMSG #a :two")
    assert bob.written == b""
    chat.commit()
    assert [line.rpartition(":")[2] for line in bob.take()] == ["one", "x", "two"]


def test_times_never_go_back_in_a_room_and_numbers_have_no_hole() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a", "PRIVMSG #a :one")
    chat.now -= 3_600_000
    alice.send("PRIVMSG #a :two", "TOPIC #a :three")
    chat.now += 7_200_000
    alice.send("PRIVMSG #a :four")
    kept = chat.log.kept(chat.world.rooms["#a"].log)
    assert [entry.seq for entry in kept] == [1, 2, 3, 4, 5]
    assert [entry.at for entry in kept] == sorted(entry.at for entry in kept)
    assert kept[4].at > kept[3].at


def test_who_leaves_or_quits_is_heard_once_by_everybody_who_could_see_them() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")
    for person in (alice, bob):
        person.send("JOIN #a,#b,#c")
    bob.take()
    alice.vanish()
    assert bob.take() == [":alice!alice@guest QUIT :Connection lost"]
    assert carol.take() == []


def test_without_a_lobby_people_hear_of_strangers_and_irc_clients_do_not() -> None:
    chat = MemoryChat()
    alice, carol, person = chat.irc("alice"), chat.irc("carol"), chat.connect("plain")
    person.send("bob")
    carol.take()
    person.written = b""
    alice.vanish()
    assert carol.take() == []
    assert b"alice has left the chat (connection lost)" in person.written


def test_a_quit_is_an_entry_in_each_room() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a,#b")
    alice.vanish()
    assert bob.session.user is not None
    assert all(isinstance(chat.log.kept(room.log)[-1].event, UserQuit) for room in bob.session.user.rooms)


async def test_who_is_gone_does_not_go_on() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    joining.join(chat.core, alice.session, "#a")
    begun = []
    chat.begin = lambda: begun.append(1)  # type: ignore[method-assign]

    async def leaving() -> str:
        entering.leave(chat.core, alice.session, "lost")
        return "found"

    with pytest.raises(Ended):
        await chat.core.after(alice.session, leaving())
    assert begun == [1]


async def test_what_happened_before_is_in_the_log_when_the_waiting_begins() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    order: list[str] = []

    async def settled() -> None:
        order.append("settled")

    async def looking() -> None:
        order.append("looked")

    chat.settled = settled  # type: ignore[method-assign]
    await chat.core.after(alice.session, looking())
    chat.core.disk_full = True
    await chat.core.after(alice.session, looking())
    assert order == ["settled", "looked", "looked"]


def test_a_full_disk_refuses_what_would_be_kept_and_nothing_else() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "standard-replies"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    chat.core.disk_full = True
    for line in ("PRIVMSG #a :x", "TOPIC #a :x", "PART #a", "JOIN #b", "NICK zoe"):
        (answer,) = alice.ask(line)
        assert answer.startswith(f":hubbub FAIL {line.split(' ')[0]} DISK_FULL ")
    assert bob.take() == []
    assert " 353 " in alice.ask("NAMES #a")[0]
    chat.core.disk_full = False
    alice.send("PRIVMSG #a :x")
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :x"]


def test_each_kind_of_event_has_a_rule_and_what_is_kept_can_be_read_again() -> None:
    kinds = {kind for kind in _all(Event) if kind not in (KeptEvent, KeptInOneLog)}
    assert kinds == RULES.keys()
    assert {kind for kind in kinds if issubclass(kind, KeptEvent)} == set(get_args(Kept))


def _all(kind: type[Event]) -> set[type[Event]]:
    return {found for below in kind.__subclasses__() for found in {below, *_all(below)}}


def test_those_who_were_told_the_same_until_now_share_one_outbox() -> None:
    """In a turn many come into a room, and each of a hundred had a list of his own for that."""
    chat = MemoryChat()
    bob, carol, dan, eve = (chat.irc(name) for name in ("bob", "carol", "dan", "eve"))
    for person in (bob, carol, dan):
        person.send("JOIN #a")
    for person in (bob, carol, dan):
        person.take()
    fay = chat.irc("fay")
    for person, line in ((dan, "PING 1"), (eve, "JOIN #a"), (fay, "JOIN #a"), (eve, "PRIVMSG #a :hello")):
        run(person.session.dialect.handle(chat.core, person.session, line))
    assert bob.session.outbox is carol.session.outbox
    assert len(bob.session.outbox) == 3
    run(carol.session.dialect.handle(chat.core, carol.session, "PING 2"))
    run(fay.session.dialect.handle(chat.core, fay.session, "PRIVMSG #a :hi"))
    chat.commit()
    told = [":eve!eve@guest JOIN #a", ":fay!fay@guest JOIN #a", ":eve!eve@guest PRIVMSG #a :hello"]
    said = ":fay!fay@guest PRIVMSG #a :hi"
    assert bob.take() == [*told, said]
    assert carol.take() == [*told, ":hubbub PONG hubbub :2", said]
    assert dan.take() == [":hubbub PONG hubbub :1", *told, said]


def test_of_very_much_in_a_turn_nothing_is_lost_or_told_twice() -> None:
    """What is shared is written down anew with each thing more, so a long outbox is not."""
    chat = MemoryChat()
    alice, bob, carol = (chat.irc(name) for name in ("alice", "bob", "carol"))
    for person in (alice, bob, carol):
        person.send("JOIN #a", "JOIN #b")
    for person in (bob, carol):
        person.take()
    for number in range(250):
        run(alice.session.dialect.handle(chat.core, alice.session, f"PRIVMSG #a :{number}"))
    assert bob.session.outbox is not carol.session.outbox
    run(alice.session.dialect.handle(chat.core, alice.session, "NICK anna"))  # both rooms name them
    chat.commit()
    told = [f":alice!alice@guest PRIVMSG #a :{number}" for number in range(250)]
    for person in (bob, carol):
        assert person.take() == [*told, ":alice!alice@guest NICK :anna"]
