"""A connection over real sockets: slow readers, long replies, floods, silence, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import methodcaller
from types import FrameType
from typing import Any

import msgspec
import pytest
from tests.support.conditions import until
from tests.support.memory_chat import MemoryChat
from tests.support.real_engine import serving

from hubbub.chat.events import AccountCreated, Attachment, Credentials, LoggedIn, MessageSent
from hubbub.commands.messages import files
from hubbub.dialects.handed import HandedIrc, hand_state
from hubbub.dialects.irc.dialect import IRC
from hubbub.server.core import engine as engines
from hubbub.server.core.rate_limit import TokenBucket
from hubbub.server.net import connection as connections
from hubbub.server.net.line_protocol import AT_ONCE, LineProtocol
from hubbub.server.net.reading import LITTLE
from hubbub.settings import Limits
from hubbub.wire.lines import BadLine, LineReader

SMALL = Limits(flood_burst=0, send_queue_bytes=200_000)


async def test_a_line_without_an_end_closes_at_nine_kilobytes() -> None:
    async with serving() as served:
        client = await served.connect()
        client.writer.write(b"x" * 10_000)
        assert await client.rest() == ["ERROR :The line is too long"]


async def test_more_than_256_lines_before_registration_close() -> None:
    async with serving() as served:
        client = await served.connect()
        client.send(*["CAP LIST"] * 300)
        lines = await client.rest()
        assert lines[-1] == "ERROR :Too many lines before registration"
        assert sum(" CAP " in line for line in lines) == 256


async def test_of_many_that_are_ended_nothing_more_is_done_and_others_have_their_turn() -> None:
    """A ban of thousands ends them a few in a turn; G11: "what a ban forbids does not come after it"."""
    async with serving() as served:
        witness = await served.irc("witness")
        raid = [await served.irc(f"bot{number}") for number in range(12)]
        for client in (witness, *raid):
            client.send("JOIN #a")
            await client.until(" 366 ")
        engine = served.engine
        engine.begin()
        banned = [one for one in engine.connections if one.session.me.name != "witness"]
        engine.in_turns(map(methodcaller("close", "closed", "You are banned"), banned))
        for connection in banned:
            connection.hold()
            connection.hear(["PRIVMSG #a :late"])
        assert all(connection.is_open for connection in engine.connections)
        for client in raid:
            assert "You are banned" in (await client.rest())[-1]
        witness.send("PING still")
        heard = await witness.until("PONG")
        assert sum(" QUIT " in line for line in heard) == 12
        assert not any("late" in line for line in heard)


async def test_very_many_lines_are_handled_some_at_a_time_and_in_their_order() -> None:
    """Rule: "no command holds the loop longer than 10 ms"; lines of two bytes, 2,048 in one go, held it 140 ms."""
    async with serving() as served:
        alice = await served.irc("alice")
        (connection,) = served.engine.connections
        at_once = connections.TOGETHER // connections.SHORTEST
        for many, length, left in ((at_once * 2 + 3, 0, at_once + 3), (20, 490, 16)):  # of long ones fewer
            served.engine.begin()
            connection.hear([f"PING {number}-{'x' * length}" for number in range(many)])
            assert len(connection.unhandled) == left
            answers = [await alice.line() for _ in range(many)]
            assert [int(answer.rsplit(":", 1)[1].partition("-")[0]) for answer in answers] == list(range(many))
        assert connection.is_handled
        assert not connection.intake.holds


async def test_a_long_reply_that_is_still_being_made_is_not_taken_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MAKING", 0.0)  # one slice in a row
    async with serving() as served:
        alice, done = await served.irc("alice"), list[str]()

        def slices() -> Iterator[list[bytes]]:
            for number in range(3):
                done.append("made")
                yield [b"%d" % number]

        served.engine.begin()
        (connection,) = served.engine.connections
        connection.session.send(slices())
        connection.session.acknowledged += (partial(done.append, "taken"),)
        assert [await alice.line() for _ in range(3)] == ["0", "1", "2"]
        await until(lambda: len(done) == 4)
        assert done == ["made", "made", "made", "taken"]


async def test_long_replies_are_made_in_turn_a_slice_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": nor do many, whose answers are made at the same time."""
    monkeypatch.setattr(engines, "MAKING", 0.0)  # one slice in a row
    async with serving() as served:
        clients, made = [await served.irc(name) for name in ("alice", "bob", "carol")], list[str]()
        steps = list[int]()
        pump = served.engine._make_some

        def pumped() -> None:
            before = len(made)
            pump()
            steps.append(len(made) - before)

        monkeypatch.setattr(served.engine, "_make_some", pumped)

        def slices(name: str) -> Iterator[list[bytes]]:
            for number in range(3):
                made.append(name)
                yield [b"%d" % number]

        served.engine.begin()
        for connection in sorted(served.engine.connections, key=lambda one: one.session.me.name):
            connection.session.send(slices(connection.session.me.name))
            connection.session.send(b"behind it\r\n")
        for client in clients:
            assert [await client.line() for _ in range(4)] == ["0", "1", "2", "behind it"]
        assert made == ["alice", "bob", "carol"] * 3
        assert max(steps) == 1


async def test_who_ends_while_others_wait_for_long_replies_keeps_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "MAKING", 0.0)
    async with serving() as served:
        alice, bob = await served.irc("alice"), await served.irc("bob")
        ended = list[object]()

        def endless() -> Iterator[list[bytes]]:
            while not ended:
                yield [b"on"]

        served.engine.begin()
        for connection in served.engine.connections:
            connection.session.send(endless() if connection.session.me.name == "alice" else iter([[b"whole"]]))
        assert await bob.line() == "whole"
        assert await alice.line() == "on"
        alice.writer.transport.abort()
        await until(lambda: len(served.engine.connections) == 1)
        await until(lambda: not served.engine.making and not served.engine.making_until)
        ended.append(True)
        bob.send("LIST", "PING still")
        await bob.until("PONG")


async def test_what_waits_behind_a_long_reply_that_has_not_its_turn_is_no_more_than_the_queue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """G13, where very many wait for long replies: their reader is not slow, but what it is told meanwhile is kept."""
    async with serving(limits=SMALL) as served:
        alice = await served.irc("alice")
        (connection,) = served.engine.connections
        monkeypatch.setattr(served.engine, "may_make", lambda *_, **__: not connection.is_open)
        served.engine.begin()
        connection.session.send(iter([[b"later"]]))
        connection.session.send(bytes(SMALL.send_queue_bytes + 1))
        assert (await alice.rest())[-1] == "ERROR :Too slow: the send queue is full"


async def test_a_slow_reader_is_cut_off_with_a_reason_and_delays_nobody() -> None:
    """G12, G13: closed with a reason past its send queue; the others get everything."""
    async with serving(limits=SMALL) as served:
        talker, listener = await served.irc("talker"), await served.irc("listener")
        slow = await served.connect(receive_buffer=4096)
        slow.send("NICK slow", "USER s 0 * :s", "JOIN #a")
        await slow.until(" 366 ")
        for client in (talker, listener):
            client.send("JOIN #a")
            await client.until(" 366 ")
        slow.writer.transport.pause_reading()  # type: ignore[attr-defined]
        rounds = 0
        while all(connection.is_open for connection in served.engine.connections):
            talker.send(*[f"PRIVMSG #a :{rounds}.{part} {'x' * 400}" for part in range(10)], f"PING {rounds}")
            await talker.until(f"PONG hubbub :{rounds}")
            rounds += 1
        heard = await listener.until(" QUIT :Connection closed: Too slow")
        expected = [f"{round}.{part}" for round in range(rounds) for part in range(10)]
        assert [line.split(":")[2].split(" ")[0] for line in heard if " PRIVMSG " in line] == expected[: len(heard) - 1]
        slow.writer.transport.resume_reading()  # type: ignore[attr-defined]
        assert (await slow.rest())[-1] == "ERROR :Too slow: the send queue is full"


async def test_a_long_reply_comes_in_slices_and_in_order() -> None:
    """A page of history for a slow reader waits unrendered; what comes later stays behind it."""
    async with serving(limits=SMALL) as served:
        talker = await served.irc("talker")
        talker.send("JOIN #a")
        for number in range(1000):
            talker.send(f"PRIVMSG #a :{number} {'x' * 400}")
        talker.send("PING done")
        await talker.until("PONG hubbub :done")
        slow = await served.connect(receive_buffer=4096)
        slow.send("CAP REQ :batch draft/chathistory server-time message-tags", "NICK slow", "USER s 0 * :s", "CAP END")
        slow.send("JOIN #a", "CHATHISTORY LATEST #a * 1000", "PING after")
        lines = await slow.until("PONG hubbub :after")
        numbers = [int(line.split(" PRIVMSG #a :")[1].split(" ")[0]) for line in lines if " PRIVMSG " in line]
        assert numbers == list(range(1000))
        assert lines[-2].startswith(":hubbub BATCH -")


@pytest.mark.parametrize(
    "lines",
    [
        ["PING {}"],
        ["PRIVMSG bob :\1VERSION\1"],
        ["@+typing=active TAGMSG #a"],
        ["JOIN #b", "PART #b"],
        ["NICK alice{}"],
    ],
    ids=["ping", "ctcp", "tagmsg", "join", "nick"],
)
async def test_a_flood_is_slowed_down_and_then_closed(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 27."""
    monkeypatch.setattr(connections, "FLOOD_SECONDS", 0.2)
    async with serving(limits=Limits(flood_burst=5, flood_rate=50)) as served:
        client = await served.irc("alice")
        client.send(*[line.format(number) for number in range(1000) for line in lines])
        answers = await client.rest()
        assert answers[-1] == "ERROR :Too many messages too fast"
        assert len(answers) < 200


def test_a_list_of_rooms_costs_by_its_length() -> None:
    """Row 27: joins cannot be packed into one line to get round the flood control."""
    rooms = ",".join(f"#{number}" for number in range(60))
    session = MemoryChat().irc("alice").session
    assert [
        IRC.cost(session, line)
        for line in (f"JOIN {rooms}", f"@a=b PART {rooms} :x,y", "JOIN #a,#b", "PART #a :1,2,3,4,5")
    ] == [
        15,
        15,
        1,
        1,
    ]


async def test_all_connections_of_an_account_share_one_allowance() -> None:
    """Row 27: "counts by connection and account"."""
    limits = Limits(flood_burst=2, flood_rate=0.001, flood_connections=1)
    async with serving(limits=limits) as served:
        alice, other = await served.irc("alice"), await served.irc("other")
        chat = served.engine.chat
        served.engine.begin()
        user, device = chat.world.users["alice"], chat.world.users["other"].sessions[0]
        chat.emit(
            AccountCreated(account=7, at=chat.now, name="alice", credentials=Credentials("", b"", 4096, b"", b""))
        )
        chat.emit(LoggedIn(at=chat.now, source=user.source, account=7, name="alice"))
        chat.world.local.detach(device)
        chat.world.local.attach(device, user)
        alice.send("PING 0", "PING 1", "PING 2")  # the first is for nothing
        await alice.until("PONG hubbub :2")
        other.send("PING 0", "PING 3")
        connection = next(one for one in served.engine.connections if one.session is device)
        await until(lambda: connection.intake.holds)
        assert connection.intake.allowance is not None
        assert connection.intake.allowance.left == 2


async def test_what_a_client_asks_when_it_comes_in_costs_nothing_once() -> None:
    async with serving(limits=Limits(flood_burst=2, flood_rate=0.001)) as served:
        alice = await served.irc("alice")
        alice.send("METADATA * SUB avatar", "UNREAD", "SESSION KEEP", "JOIN #tea", "PING 1", "PING 2")
        await alice.until("PONG hubbub :2")
        alice.send("PING 3")
        connection = next(iter(served.engine.connections))
        await until(lambda: connection.intake.holds)


async def test_and_its_price_is_the_same_until_it_is_handled() -> None:
    """It is asked again when the line has to wait. One that is too long costs nothing once, too, and no more."""
    async with serving() as served:
        alice = await served.irc("alice")
        session = next(iter(served.engine.connections)).session
        dialect = session.dialect
        assert [dialect.cost(session, "UNREAD") for _ in range(2)] == [0, 0]
        alice.send("UNREAD", "PING 1")
        await alice.until("PONG hubbub :1")
        assert [dialect.cost(session, line) for line in ("UNREAD", "SESSION KEEP")] == [5, 0]
        alice.send(f"SESSION {'x' * 600}", "PING 2")
        await alice.until("PONG hubbub :2")
        assert dialect.cost(session, "SESSION KEEP") == 1
        handed = hand_state(session)
        assert isinstance(handed, HandedIrc)
        assert handed.once == {"UNREAD", "SESSION", "PING"}


def test_an_allowance_that_is_full_again_need_not_be_remembered() -> None:
    allowance = TokenBucket(2, 1)
    assert allowance.take(10, 2) == 0
    assert not allowance.is_full(11)
    assert allowance.is_full(12)
    allowance.give_back(1.5)
    assert allowance.is_full(10.5)


async def test_a_flood_within_its_time_loses_nothing() -> None:
    async with serving(limits=Limits(flood_burst=5, flood_rate=200)) as served:
        client = await served.irc("alice")
        client.send(*[f"PING {number}" for number in range(40)])
        assert [line.split(":")[2] for line in await client.until("PONG hubbub :39")] == [str(n) for n in range(40)]


SAID = [
    "PRIVMSG {} :one", "PRIVMSG {} :two", "PRIVMSG {} :grüße :-) ", "privmsg {} :small letters", "PRIVMSG {} :again",
    "NOTICE {} :noted", "NOTICE {} :noted, too", "PRIVMSG {} word", "PRIVMSG {}  :two spaces", "PRIVMSG {} :",
    "PRIVMSG {} :\1VERSION\1", "PRIVMSG {} :behind it", "PRIVMSG {} :" + "long " * 80, "PRIVMSG {} :" + "x" * 510,
    "PRIVMSG {} :\0", "PRIVMSG #else :where", "PRIVMSG {},{} :twice", "@+a=b PRIVMSG {} :with a tag", "PRIVMSG {} :end",
]  # fmt: skip


@pytest.mark.parametrize("caps", [[], ["echo-message"]])
@pytest.mark.parametrize("burst", [0, 4])
async def test_what_is_said_in_one_go_is_heard_and_answered_as_if_it_came_alone(burst: int, caps: list[str]) -> None:
    limits = Limits(flood_burst=burst, flood_rate=1000)
    async with serving(limits=limits) as served:
        alice = await served.irc("alice", "message-tags", *caps)
        bob = await served.irc("bob", "message-tags", "server-time")
        alice.send("JOIN #together,#alone!!", "MODE #together +C", "MODE #alone!! +C", "PING joined")
        await alice.until("PONG hubbub :joined")
        bob.send("JOIN #together,#alone!!", "PING joined")
        await bob.until("PONG hubbub :joined")
        await alice.until(" JOIN #alone!!")
        alice.send(*[line.format("#together", "#together") for line in SAID], "PING done")
        answered = (await alice.until("PONG hubbub :done"))[:-1]
        heard = await bob.until(":end")
        for line in SAID:
            alice.send(line.format("#alone!!", "#alone!!"), "PING done")
            answers = await alice.until("PONG hubbub :done")
            assert [untagged(one) for one in answers[:-1]] == [
                untagged(answered.pop(0)).replace("#together", "#alone!!") for _ in answers[:-1]
            ]
        assert not answered
        alone = await bob.until(":end")
        assert [untagged(one) for one in alone] == [untagged(one).replace("#together", "#alone!!") for one in heard]
        tags = [line.split(" ")[0] for line in heard]
        assert sorted(set(tags)) == tags, "each has a time and an id of its own, later than the one before"


def untagged(line: str) -> str:
    return line.partition(" ")[2] if line[:1] == "@" else line


async def test_what_is_said_in_one_go_takes_from_the_allowance_line_by_line() -> None:
    async with serving(limits=Limits(flood_burst=4, flood_rate=0.001)) as served:
        alice = await served.irc("alice")
        alice.send("JOIN #a", *[f"PRIVMSG #a :{number}" for number in range(9)])
        connection = next(iter(served.engine.connections))
        await until(lambda: connection.intake.holds)
        said = [entry.event for entry in served.engine.chat.world.rooms["#a"].recent]
        assert [event.text for event in said if isinstance(event, MessageSent)] == ["0", "1", "2"]
        assert len(connection.intake.lines) == 6


@pytest.mark.parametrize("place", [0, 1, 3])
async def test_a_link_among_what_is_said_in_one_go_makes_the_file_that_of_its_message(place: int) -> None:
    async with serving() as served:
        alice = await served.irc("alice")
        alice.send("JOIN #a", "PING joined")
        await alice.until("PONG")
        chat, user = served.engine.chat, served.engine.chat.world.users["alice"]
        file = Attachment(id="a" * 24, name="tea.png", type="image/png", size=5, width=40, height=30)
        served.engine.begin()
        files.upload(chat, user.party, user.name, user, file, "ab" * 32)
        texts = ["one", "two", "three"]
        texts.insert(place, f"http://localhost:7777/files/{file.id}/tea.png")
        alice.send(*[f"PRIVMSG #a :{text}" for text in texts], "PING said")
        await alice.until("PONG hubbub :said")
        said = {entry.seq: entry.event for entry in chat.world.rooms["#a"].recent}
        messages = [(seq, event) for seq, event in said.items() if isinstance(event, MessageSent)]
        assert [event.files for _, event in messages] == [(file,) if at == place else () for at in range(4)]
        seq, event = messages[place]
        assert [(id, use.seq) for id, use in chat.world.files.ids[file.id].uses.items()] == [(event.id, seq)]


async def test_in_slow_mode_what_is_said_in_one_go_is_several_messages() -> None:
    async with serving() as served:
        founder, bob = await served.irc("founder"), await served.irc("bob")
        founder.send("JOIN #a", "MODE #a +W 60", "PING x")
        await founder.until("PONG")
        bob.send("JOIN #a", "PRIVMSG #a :one", "PRIVMSG #a :two", "PRIVMSG #a :three", "PING x")
        assert [line.split(" ")[1] for line in await bob.until("PONG")][-3:] == ["404", "404", "PONG"]
        assert (await founder.until(" PRIVMSG "))[-1].endswith(":one")


async def test_who_never_registers_is_closed() -> None:
    async with serving(limits=Limits(registration_seconds=0)) as served:
        client = await served.connect()
        client.send("CAP LIST")
        await client.line()
        served.engine.begin()
        for connection in tuple(served.engine.connections):
            connection.look_at_clock(served.engine.loop.time() + 1)
        assert await client.rest() == ["ERROR :Registration timed out"]


def _is_open_after(connection: connections.Connection, silence: float) -> bool:
    """Whether so many seconds of silence have not ended it."""
    connection.look_at_clock(connection.keepalive.heard + silence)
    return connection.is_open


@pytest.mark.parametrize("ends", [True, False])
async def test_who_never_reads_does_not_stay_for_ever(ends: bool) -> None:
    """Of people no sign of life is asked: who has closed their half, or said more than is done, and takes no answers,
    was here for as long as they liked."""
    async with serving("plain") as served:
        client = await served.connect(receive_buffer=4096)
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await until(lambda: served.engine.connections)
        (connection,) = served.engine.connections
        connection.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        client.send("alice", *["/help"] * 250)
        await until(lambda: connection.outflow.paused and connection.intake.holds)
        if ends:
            client.writer.write_eof()
        else:
            client.send("hello")
        await until(lambda: connection.intake.ended or connection.held_reading)
        served.engine.begin()
        assert [_is_open_after(connection, seconds) for seconds in (149, 151)] == [True, False]
        connection.abort()
        await until(lambda: not served.engine.connections)


async def test_silence_is_asked_about_and_then_closed() -> None:
    async with serving() as served:
        client = await served.irc("alice")
        (connection,) = served.engine.connections
        served.engine.begin()
        connection.look_at_clock(connection.keepalive.heard + 91)
        assert await client.line() == ":hubbub PING hubbub"
        served.engine.begin()
        connection.look_at_clock(connection.keepalive.heard + 151)
        assert await client.rest() == ["ERROR :No answer for 151 seconds"]


async def test_an_answer_keeps_the_connection() -> None:
    async with serving() as served:
        client = await served.irc("alice")
        (connection,) = served.engine.connections
        served.engine.begin()
        connection.look_at_clock(connection.keepalive.heard + 91)
        await client.line()
        client.send("PONG :hubbub", "PING x")
        await client.line()
        served.engine.begin()
        connection.look_at_clock(connection.keepalive.heard + 89)
        client.send("PING y")
        assert await client.line() == ":hubbub PONG hubbub :y"


async def test_what_was_sent_before_the_end_of_input_is_done() -> None:
    async with serving() as served:
        bob = await served.irc("bob")
        alice = await served.connect()
        alice.send("NICK alice", "USER a 0 * :a", "PRIVMSG bob :one", "PRIVMSG bob :two")
        alice.writer.write_eof()
        assert [line.split(":")[2] for line in await bob.until("two")] == ["one", "two"]
        assert (await alice.rest())[-1].startswith("ERROR :")


async def test_a_bug_closes_one_connection_and_shows_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as served:
        alice, bob = await served.irc("alice"), await served.irc("bob")
        next(
            c for c in served.engine.connections if c.session.user and c.session.user.name == "alice"
        ).session.state = None
        alice.send("PRIVMSG bob :x")
        assert await alice.rest() == ["ERROR :The server made a mistake and has to end this connection"]
        bob.send("PING x")
        assert (await bob.until("PONG"))[-1] == ":hubbub PONG hubbub :x"
        assert [connection.is_open for connection in served.engine.connections].count(True) == 1
    assert "a bug in hubbub" in caplog.text


async def test_stopping_tells_everybody_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """G18. Some in each turn, and nobody is shown leaving."""
    monkeypatch.setattr(engines, "PARTED", 1)
    async with serving() as served:
        people = [await served.irc(name) for name in ("alice", "bob", "carol")]
        for one in people:
            one.send("JOIN #a", "PING in")
        for one in people:
            await one.until("PONG hubbub :in")
        stopping = asyncio.create_task(served.engine.stop())
        for one in people:
            *_, line = told = await one.rest()
            assert line.startswith("ERROR :The server is stopping. Come back in ")
            assert not any(" QUIT " in line for line in told)
        await stopping
        served.engine.connections.clear()


async def test_last_words_reach_who_is_still_talking() -> None:
    """To close while the client's bytes are unread would be a reset, which takes the last words along."""
    async with serving() as served:
        client = await served.irc("alice")
        client.send("QUIT :bye", *[f"PRIVMSG alice :{'x' * 400}"] * 10_000)
        assert await client.rest() == ["ERROR :bye"]


async def test_nothing_is_done_after_the_last_words() -> None:
    async with serving() as served:
        bob, alice = await served.irc("bob"), await served.irc("alice")
        alice.send("QUIT", "PRIVMSG bob :in the same breath")
        await alice.until("ERROR :")
        alice.send("PRIVMSG bob :after that")
        assert await alice.rest() == []
        bob.send("PING :end")
        assert await bob.until(" PONG hubbub :end") == [":hubbub PONG hubbub :end"]


async def test_nothing_comes_behind_the_last_words(caplog: pytest.LogCaptureFixture) -> None:
    """An answer made in the same turn as the goodbye, as when an operator stops the server in the middle of it."""
    async with serving() as served:
        alice = await served.irc("alice")
        (connection,) = served.engine.connections
        served.engine.begin()
        connection.close("closed", "Enough")
        connection.session.answer(b"behind it")
        connection.session.answer_slowly(iter([[b"and behind that"]]))
        assert await alice.rest() == ["ERROR :Enough"]
    assert caplog.text == ""


class Breaking:
    """A transport of a client that cuts the connection when it is first written to."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.writes = 0

    def write(self, data: bytes) -> None:
        self.writes += 1
        self.transport.abort()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.transport, name)


async def test_a_connection_that_breaks_takes_no_more_of_a_long_reply() -> None:
    """More writes would each be a warning in the log: "SSL connection is closed"."""
    async with serving() as served:
        await served.irc("alice")
        (connection,) = served.engine.connections
        breaking = Breaking(connection.transport)
        connection.transport = breaking  # type: ignore[assignment]
        served.engine.begin()
        connection.session.answer_slowly(iter([[b"a part"]] * 20))
        await until(lambda: not served.engine.connections)
        assert breaking.writes == 1


async def test_nothing_keeps_a_connection_that_is_gone() -> None:
    """Under attack thousands come and go; they are not to wait for the garbage collector, or for a timer."""
    async with serving() as served:
        client = await served.irc("bob")
        (connection,) = served.engine.connections
        gone = weakref.ref(connection)
        del connection
        gc.collect()
        gc.disable()
        try:
            client.send("QUIT")
            await client.rest()
            client.writer.close()
            await until(lambda: gone() is None)
        finally:
            gc.enable()


def _calls(act: Callable[[], object]) -> int:
    """How many functions of Python are called, none of them by a collection of garbage that may come in between."""
    calls = 0

    def count(frame: FrameType, event: str, what: object) -> None:
        nonlocal calls
        calls += event == "call"

    gc.disable()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


@pytest.mark.parametrize("text", ["hello", "{1 2}", "100 %", '"so"', "(ha)", "\u00fcber"])
async def test_what_is_said_in_one_go_stays_cheap(text: str) -> None:
    """Counted, not timed: what a message runs through from the bytes to the outbox of a room of two, with the like
    behind it in the same read. A look taken at each text once made it 199."""
    async with serving() as served:
        ann, ben = await served.irc("ann"), await served.irc("ben")
        for client in (ann, ben):
            client.send("JOIN #a")
            await client.until(" 366 ")
        (said,) = [one for one in served.engine.connections if one.session.me.name == "ann"]
        line = f"PRIVMSG #a :{text}"
        for lines, most in ((1, 41), (1, 27), (8, 51)):  # the first is parsed; the most are of letters beyond ASCII
            served.engine.begin()
            assert _calls(partial(said.hear, [line] * lines)) <= most
            for _ in range(lines):
                await ben.until(text)


async def test_to_come_in_stays_cheap() -> None:
    """Counted, too: from the lines to the outboxes. To come in took 208, to make a room and join it 189; then 197 and
    168."""
    async with serving() as served:
        await served.irc("ann")
        client = await served.connect()
        await until(lambda: len(served.engine.connections) == 2)
        (coming,) = [one for one in served.engine.connections if one.session.user is None]
        served.engine.begin()
        assert _calls(partial(coming.hear, ["NICK ben", "USER ben 0 * :ben"])) <= 203
        await client.until(" 422 ")
        served.engine.begin()
        assert _calls(partial(coming.hear, ["JOIN #a"])) <= 178
        await client.until(" 366 ")


async def test_a_long_reply_that_fails_ends_its_connection_alone(caplog: pytest.LogCaptureFixture) -> None:
    async with serving() as served:
        alice, bob = await served.irc("alice"), await served.irc("bob")

        def broken() -> Iterator[list[bytes]]:
            yield [b"begun"]
            raise RuntimeError("a bug")

        served.engine.begin()
        for connection in served.engine.connections:
            connection.session.send(broken() if connection.session.me.name == "alice" else iter([[b"whole"]]))
        assert (await alice.rest())[0] == "begun"
        assert await bob.line() == "whole"
        bob.send("PING still")
        await bob.until("PONG")
        assert "a bug in hubbub" in caplog.text


async def test_what_is_cut_into_lines_is_taken_little_by_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": a loop reads 256 KB, which may be 131,072 lines that are none."""
    taken = list[int]()
    feed = LineReader.feed

    def fed(reader: LineReader, data: bytes) -> Sequence[str | BadLine]:
        taken.append(len(data))
        return feed(reader, data)

    monkeypatch.setattr(LineReader, "feed", fed)
    async with serving() as served:
        client = await served.connect()
        client.writer.write(b"\xff\n" * 100_000)
        assert (await client.rest())[-1] == "ERROR :Too many lines before registration"
        assert 0 < max(taken) <= LITTLE


@pytest.mark.parametrize("ends", ["", "in halves", "whole"])
async def test_all_of_a_long_read_is_heard_in_order_and_what_comes_behind_it_too(
    ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing received is lost: not what is taken later, nor what is read meanwhile, nor before the end, be it that of
    one half or, as TLS has it, of both. And all of it is taken little by little."""
    feed, taken = LineReader.feed, list[int]()

    def fed(reader: LineReader, data: bytes) -> Sequence[str | BadLine]:
        taken.append(len(data))
        return feed(reader, data)

    monkeypatch.setattr(LineReader, "feed", fed)
    async with serving() as served:
        ann, ben = await served.irc("ann"), await served.irc("ben")
        for client in (ann, ben):
            client.send("JOIN #a")
            await client.until(" 366 ")
        (said,) = [one for one in served.engine.connections if one.session.me.name == "ann"]
        below = said.below
        assert isinstance(below, LineProtocol)
        lines = [f"PRIVMSG #a :{number} {'x' * 90}" for number in range(400)]
        whole = "".join(f"{line}\r\n" for line in lines).encode()
        below.data_received(whole[:30_000])
        assert below.rest is not None
        below.data_received(whole[30_000:30_001])  # as if somebody had let reading go on
        if ends == "whole":
            below.peer = msgspec.structs.replace(below.peer, carrier="tls")
        if ends:
            below.data_received(whole[30_001:])
            assert below.eof_received() is (ends == "in halves")
        if ends == "whole":
            said.transport.set_protocol(asyncio.Protocol())
            below.connection_lost(None)
            said.transport.abort()
        if not ends:
            ann.writer.write(whole[30_001:])
        heard = [line.split(":")[2].split()[0] for line in await ben.until(":399 ") if " PRIVMSG " in line]
        assert heard == [str(number) for number in range(400)]
        assert max(taken) <= AT_ONCE
        if ends:
            await ben.until(" QUIT :")
            assert said not in served.engine.connections
