"""The law: nothing leaves before the log has it; and what happens when the log can not."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading

import pytest
from tests.support.conditions import until
from tests.support.each import each
from tests.support.faulty_log import FaultyLog
from tests.support.real_engine import NO_FLOOD, Client, Served, serving
from tests.support.told import told

from hubbub.chat.ports import LogLocked
from hubbub.server.core import commits
from hubbub.server.core.outboxes import Outboxes
from hubbub.server.core.troubles import of_log


@pytest.fixture(autouse=True)
def _retry_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = {why: outage._replace(retry=0.05) for why, outage in commits.OUTAGES.items()}
    monkeypatch.setattr(commits, "OUTAGES", soon)


async def _in_room(served: Served, *names: str) -> list:  # type: ignore[type-arg]
    clients = [await served.irc(name, "standard-replies", "echo-message") for name in names]
    for client in clients:
        client.send("JOIN #a", "PING joined")
        await client.until("PONG hubbub :joined")
    for client in clients:
        client.send("PING all")
        await client.until("PONG hubbub :all")
    return clients


async def test_output_waits_for_a_commit_in_a_thread_and_keeps_its_order() -> None:
    """G2: while the commit runs, nobody sees the message, and a PONG waits behind it."""
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        served.engine.commits.off_loop = True
        log.gate.clear()
        alice.send("PRIVMSG #a :one", "PING one")
        await until(lambda: served.engine.commits.in_flight)
        bob.send("PING bob")
        waiting = [asyncio.create_task(alice.line()), asyncio.create_task(bob.line())]
        carol = await served.connect()
        carol.send("PING carol")
        waiting.append(asyncio.create_task(carol.line()))
        done, _ = await asyncio.wait(waiting, timeout=0.2)
        assert not done
        log.gate.set()
        assert await waiting[0] == ":alice!alice@guest PRIVMSG #a :one"
        assert await alice.line() == ":hubbub PONG hubbub :one"
        assert (await waiting[1]).endswith("PRIVMSG #a :one")
        assert await bob.line() == ":hubbub PONG hubbub :bob"
        assert await waiting[2] == ":hubbub PONG hubbub :carol"
        assert threading.get_ident() in log.threads
        assert len(log.threads) == 2


async def test_a_slow_disk_moves_commits_off_the_loop_and_a_quick_one_back(monkeypatch: pytest.MonkeyPatch) -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice,) = await _in_room(served, "alice")
        monkeypatch.setattr(commits, "SLOW", -1.0)
        monkeypatch.setattr(commits, "QUICK", -1.0)
        for number in range(70):
            alice.send(f"PRIVMSG #a :{number}")
            await alice.line()
        assert served.engine.commits.off_loop
        monkeypatch.setattr(commits, "SLOW", 60.0)
        monkeypatch.setattr(commits, "QUICK", 60.0)
        for number in range(70):
            alice.send(f"PRIVMSG #a :{number}")
            assert (await alice.line()).endswith(f":{number}")
        assert not served.engine.commits.off_loop


@pytest.mark.parametrize("off_loop", [False, True])
async def test_a_full_disk_refuses_by_name_and_goes_on_by_itself(off_loop: bool) -> None:
    """G15: "sends fail with a named error, reading goes on, and sending resumes by itself"."""
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        served.engine.commits.off_loop = off_loop
        alice.send("PRIVMSG #a :before")
        await alice.line()
        await bob.line()
        log.full = True
        alice.send("PRIVMSG #a :held", "PING held")
        assert " FAIL * DISK_FULL :" in await alice.line()
        bob.send("PRIVMSG #a :refused")
        assert " FAIL PRIVMSG DISK_FULL :" in await bob.line()
        bob.send("CHATHISTORY LATEST #a * 10", "JOIN #new", "LIST")
        lines = await bob.until(" 323 ")
        assert [line for line in lines if "PRIVMSG #a" in line] == [":alice!alice@guest PRIVMSG #a :before"]
        assert any(" FAIL JOIN DISK_FULL :" in line for line in lines)
        log.full = False
        assert await bob.line() == ":alice!alice@guest PRIVMSG #a :held"
        assert await alice.line() == ":alice!alice@guest PRIVMSG #a :held"
        assert await alice.line() == ":hubbub PONG hubbub :held"
        alice.send("PRIVMSG #a :after")
        assert await bob.line() == ":alice!alice@guest PRIVMSG #a :after"


async def test_whose_command_finds_the_disk_full_is_told_that_it_waits() -> None:
    """Whatever the command was: its answer is held back, and nobody is to wait for that without a word."""
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        for command, seen in (
            ("TOPIC #a :tea", " TOPIC #a :tea"),
            ("MODE #a +m", " MODE #a +m"),
            ("NICK alicia", " NICK :alicia"),
            ("JOIN #b", " 366 "),
            ("SILENCE +eve", " SILENCE +eve"),
            ("REGISTER * * correct-horse", " REGISTER SUCCESS "),  # which goes on in a later turn
            ("MODE #a -m\r\nWHOIS bob", " 318 "),  # an answer of the same turn
        ):
            log.full = True
            alice.send(command)
            assert " FAIL * DISK_FULL :" in await alice.line()
            waiting = served.engine.commits.waiting
            assert waiting is not None
            assert waiting.asking == []  # nothing keeps who may go meanwhile
            bob.send("TIME")
            assert " 391 " in await bob.line()  # who only hears of it is told nothing
            log.full = False
            await alice.until(seen)
            alice.send("PING on")
            await alice.until("PONG hubbub :on")
            bob.send("PING on")
            await bob.until("PONG hubbub :on")


COMING_IN = {
    "irc": ("NICK bob", "USER bob 0 * :bob", "JOIN #a", "PRIVMSG #a :hello"),
    "plain": ("", "bob", "hello"),
}
HELD = {"irc": "PRIVMSG #a :held", "plain": "held"}


@each("kind", COMING_IN)
async def test_who_comes_in_while_the_disk_is_full_is_told_so_and_let_in_when_there_is_space(kind: str) -> None:
    """So is what they have said behind their names; nobody has to find out by trying again, however long it takes."""
    log = FaultyLog()
    async with serving(kind, log=log, lobby="#a") as served:
        alice, bob = await served.connect(), await served.connect()
        alice.send(*(line.replace("bob", "alice") for line in COMING_IN[kind]))
        await alice.until(" 366 " if kind == "irc" else "What you type goes to everyone")
        log.full = True
        alice.send(HELD[kind])
        await alice.until("disk is full")
        bob.send(*COMING_IN[kind])
        assert "The server's disk is full. What you sent or asked for last waits" in (await bob.until("disk is"))[-1]
        clock = asyncio.get_running_loop().time()
        for connection in served.engine.connections:
            connection.look_at_clock(clock + 1)  # which is how long it has waited
            connection.look_at_clock(clock + NO_FLOOD.registration_seconds + 1)
        log.full = False
        await bob.until("lcome to the chat, bob!")
        await alice.until("hello")
        assert not served.engine.commits.outside


async def test_who_comes_in_while_another_program_holds_the_database_is_told_that() -> None:
    log = FaultyLog()
    log.why = LogLocked
    async with serving(log=log) as served:
        (alice,) = await _in_room(served, "alice")
        log.full = True
        alice.send("PRIVMSG #a :held")
        told = (await alice.line()).rpartition(" :")[2]
        assert "Another program" in told
        assert [trouble.says for trouble in of_log(served.engine)] == ["another program holds the database"]
        alice.send("SILENCE +bob!*@*")
        assert (await alice.line()).endswith(
            " :Another program holds the server's database. Nothing was done; try again in a moment."
        )
        bob = await served.connect()
        bob.send("NICK bob", "USER bob 0 * :bob")
        assert (await bob.line()).endswith(f" :{told}")
        log.full = False
        await bob.until(" 422 ")


async def _outside(served: Served, log: FaultyLog) -> tuple[Client, Client]:
    """Alice, whose message waits for the disk, and bob, who waits to be let in."""
    (alice,) = await _in_room(served, "alice")
    log.full = True
    alice.send("PRIVMSG #a :held")
    assert " DISK_FULL :" in await alice.line()
    bob = await served.connect()
    bob.send("NICK bob", "USER bob 0 * :bob")
    assert "disk is full" in await bob.line()
    return alice, bob


async def test_who_was_closed_while_the_disk_is_full_is_kept_by_nobody() -> None:
    """Under attack there are thousands of them."""
    log = FaultyLog()
    async with serving(log=log) as served:
        _, bob = await _outside(served, log)
        (session,) = served.engine.commits.outside
        served.engine.begin()
        session.close("closed", "banned")
        assert "banned" in (await bob.rest())[-1]
        assert not served.engine.commits.outside


async def test_who_says_nothing_more_while_the_disk_is_full_is_not_waited_for() -> None:
    """They count for their address, and their names would be taken by the dead when there is space."""
    log = FaultyLog()
    async with serving(log=log) as served:
        _, bob = await _outside(served, log)
        bob.writer.write_eof()
        assert "The server's disk is full." in (await bob.rest())[-1]
        late = await served.connect()
        late.writer.write(b"NICK bob\r\nUSER bob 0 * :bob\r\n")
        late.writer.write_eof()
        assert "The server's disk is full." in (await late.rest())[-1]
        await until(lambda: len(served.engine.connections) == 1)
        assert not served.engine.commits.outside


async def test_who_gives_up_while_the_disk_is_full_goes_at_once_and_nobody_says_much_meanwhile() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        _, bob = await _outside(served, log)
        bob.send("QUIT :bye")
        bob.writer.close()
        await until(lambda: len(served.engine.connections) == 1)
        carol = await served.connect()
        carol.send("NICK carol", "USER carol 0 * :carol")
        await carol.until("disk is full")
        (connection,) = (one for one in served.engine.connections if one.session.user is None)
        for _ in range(100):
            carol.send(f"PRIVMSG #a :{'x' * 400}")
            await carol.writer.drain()
        await until(lambda: connection.held_reading)
        assert len(connection.intake.lines) <= 30
        log.full = False
        await carol.until(" 422 ")


async def test_who_is_lost_with_more_to_say_does_not_begin_to_wait_for_the_disk() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        _, bob = await _outside(served, log)
        bob.send("NICK bobby", "CAP END", "NICK robert")
        await until(lambda: any(one.intake.lines for one in served.engine.connections))
        for connection in list(served.engine.connections):
            if connection.session.user is None:
                connection.transport.abort()
        await until(lambda: len(served.engine.connections) == 1)
        assert not served.engine.commits.outside


async def test_whose_name_is_anothers_is_told_so_also_who_comes_in_when_there_is_space() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice,) = await _in_room(served, "alice")
        alice.send("NS REGISTER correct-horse-battery")
        await alice.until("The account is made")
        log.full = True
        alice.send("PRIVMSG #a :held")
        await alice.until(" DISK_FULL :")
        guest = await served.connect()
        guest.send("NICK alice", "USER bob 0 * :bob", "PING on")
        assert "disk is full" in await guest.line()
        log.full = False
        told = await guest.until("PONG hubbub :on")
        assert " here, not alice. The name alice belongs to an account" in told[-2]


async def test_who_goes_while_the_disk_is_full_was_never_there() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _outside(served, log)
        linger = struct.pack("ii", 1, 0)  # it is reset: nobody reads the answer any more
        bob.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        bob.writer.transport.abort()
        await until(lambda: len(served.engine.connections) == 1)
        log.full = False
        await alice.until("PRIVMSG #a :held")
        assert served.engine.chat.world.user("bob") is None


async def test_a_pong_never_confirms_what_a_full_disk_holds() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        (alice,) = await _in_room(served, "alice")
        log.full = True
        alice.send("PRIVMSG #a :held")
        assert "DISK_FULL" in await alice.line()
        alice.send("PING x", "TIME")
        assert " 391 " in await alice.line()
        log.full = False
        assert [await alice.line(), await alice.line()] == [
            ":alice!alice@guest PRIVMSG #a :held",
            ":hubbub PONG hubbub :x",
        ]


async def test_what_was_said_while_a_commit_failed_is_not_shown_either() -> None:
    """G2: it waits behind that one, and is shown when it is kept."""
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        served.engine.commits.off_loop = True
        log.gate.clear()
        alice.send("PRIVMSG #a :first")
        await until(lambda: served.engine.commits.in_flight)
        bob.send("PRIVMSG #a :second")
        await until(lambda: served.engine.chat.batch.entries)
        log.full = True
        log.gate.set()
        assert " FAIL * DISK_FULL :" in await alice.line()
        assert " FAIL * DISK_FULL :" in await bob.line()
        log.full = False
        for client in (alice, bob):
            assert await client.line() == ":alice!alice@guest PRIVMSG #a :first"
            assert await client.line() == ":bob!bob@guest PRIVMSG #a :second"


async def test_who_leaves_while_the_disk_is_full_is_gone_and_the_name_is_free() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        log.full = True
        bob.send("PRIVMSG #a :held")
        await bob.line()
        alice.writer.transport.abort()
        await until(lambda: not served.engine.chat.world.user("alice"))
        log.full = False
        assert (await bob.line()).endswith(":held")
        assert await bob.line() == ":alice!alice@guest QUIT :Connection lost"


async def test_a_broken_log_accepts_nothing_more(caplog: pytest.LogCaptureFixture) -> None:
    """G14: nothing is shown, and the server is told to end."""
    log = FaultyLog()
    async with serving(log=log) as served:
        alice, bob = await _in_room(served, "alice", "bob")
        log.broken = True
        alice.send("PRIVMSG #a :lost", "PING lost")
        assert str(await served.engine.broken) == "the disk caught fire"
        assert told(caplog) == ["log_broken"]
        log.broken = False
        bob.send("PRIVMSG #a :also lost", "PING also")
        done, _ = await asyncio.wait([asyncio.create_task(bob.line())], timeout=0.2)
        assert not done


async def test_what_very_many_are_told_goes_out_in_parts_and_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": a message to ten thousand took 45 to write."""
    monkeypatch.setattr(commits, "MANY", 2)
    monkeypatch.setattr(commits, "LOOK", 1)
    monkeypatch.setattr(commits, "LEAVING", 0.0)
    async with serving() as served:
        engine, written = served.engine, list[int]()
        clients = await _in_room(served, "alice", "bob", "carol", "dan")
        flush, part = engine.commits._flush, engine.commits._flush_some

        def flushed(some: Outboxes) -> None:
            written.append(len(some))
            flush(some)

        monkeypatch.setattr(engine.commits, "_flush", flushed)
        clients[0].send("PRIVMSG #a :to all", "PING one")
        assert (await clients[0].line()).endswith(" PRIVMSG #a :to all")
        assert (await clients[0].line()).endswith(" :one")
        for client in clients[1:]:
            client.send("PING two")
            assert (await client.line()).endswith(" PRIVMSG #a :to all")
            assert (await client.line()).endswith(" :two")
        assert written.count(1) >= 4
        assert max(written) <= 2
        # what is said meanwhile waits for a large turn to go out; all of it goes before another process goes on
        monkeypatch.setattr(engine.commits, "_flush_some", lambda: None)
        clients[0].send("PRIVMSG #a :to all again")
        await until(lambda: bool(engine.commits.leaving))
        clients[1].send("PING three", "PRIVMSG #a :and then")
        await until(lambda: engine.chat.batch.is_for_the_log)
        clients[2].send("PING four")
        await until(lambda: len(engine.chat.batch.talking) == 4)
        assert engine.commits.leaving
        engine.commits.flush_all()
        await until(lambda: engine.commits.is_settled)  # what so many hear is committed in a turn of its own
        engine.commits.flush_all()
        assert [(await clients[1].line()).rpartition(":")[2] for _ in range(3)] == ["to all again", "three", "and then"]
        assert [(await clients[2].line()).rpartition(":")[2] for _ in range(3)] == ["to all again", "and then", "four"]
        part()
        # and they go for as long in a row as others had since some went
        clients[0].send("PRIVMSG #a :at last")
        await until(lambda: bool(engine.commits.leaving))
        monkeypatch.setattr(commits, "LONGEST", 0.0)
        written.clear()
        part()
        assert written == [1]
        monkeypatch.setattr(commits, "LONGEST", 60.0)
        engine.commits.left_at -= 60.0
        part()
        assert sum(written) == 4
        assert not engine.commits.leaving
