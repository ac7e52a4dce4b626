"""People on two nodes, of whom one decides: every face through a node, and nothing lost, doubled or mixed up by a bus
that does all three."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec import msgpack, structs
from tests.support.real_cluster import RunningNode, clustered
from tests.support.real_engine import Client
from tests.support.real_server import trusting
from tests.support.told import told
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from hubbub.bus.both import Both
from hubbub.bus.memory import Air
from hubbub.chat.chat import Chat
from hubbub.chat.events import UserModesChanged
from hubbub.chat.ports import Begun, KeptState, Load
from hubbub.chat.refusals import DiskFull
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import CONSOLE
from hubbub.commands.moderation import bans, overriding
from hubbub.commands.sessions import entering
from hubbub.dialects.irc.people import registration
from hubbub.irc.modes import Change
from hubbub.log.errors import CannotOpen
from hubbub.log.memory.deciding import MemoryDeciderLog
from hubbub.server.cluster import node, states, turns
from hubbub.server.cluster.child import will_of
from hubbub.server.cluster.messages import Calls, Forms, NodeBeat, Received, calls_of, to_bytes
from hubbub.server.cluster.run import Rereading
from hubbub.server.cluster.states import begun_world, understood
from hubbub.server.core import engine as engines
from hubbub.server.core import in_parts
from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair, Served
from hubbub.server.net import reading
from hubbub.settings import Limits, Listen, Settings


def said(lines: list[str]) -> list[str]:
    """What was said in the room, of all that came."""
    return [line.rpartition(" :")[2] for line in lines if " PRIVMSG #tea :" in line]


async def test_people_of_all_kinds_meet_from_both_nodes() -> None:
    async with clustered() as cluster:
        one, two = cluster.nodes
        ann, bob = await one.irc("ann"), await two.irc("bob")
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        carl = await two.connect(say=b"carl\r\n/join #tea\r\n")
        await ann.until(":carl!")
        async with connect(f"ws://127.0.0.1:{one.port}/", proxy=None) as dora:
            for line in ("NICK dora", "USER dora 0 * :dora", "JOIN #tea"):
                await dora.send(line)
            await ann.until(":dora!dora")
            ann.send(*(f"PRIVMSG #tea :{number}" for number in range(300)))
            wanted = [str(number) for number in range(300)]
            assert said(await bob.until(" PRIVMSG #tea :299")) == wanted
            typed = await carl.until("[ann] (in tea): 299")
            assert [line.rpartition(" ")[2] for line in typed if "[ann] (in tea): " in line] == wanted
            heard: list[str] = []
            while not heard or heard[-1] != "299":
                heard += said([str(await dora.recv())])
            assert heard == wanted
            await dora.send("PRIVMSG #tea :from the page")
            assert "dora" in (await carl.until("from the page"))[-1]


async def test_tls_is_spoken_by_the_node_and_its_facts_reach_the_decider(pair: Pair, tmp_path: Path) -> None:
    mine = Pair(tmp_path / "ann.crt", tmp_path / "ann.key")
    selfsigned.make(mine.certificate, mine.key)
    context = trusting()
    context.load_cert_chain(mine.certificate, mine.key)
    async with clustered(pair) as cluster:
        port = cluster.nodes[1].port
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=context, server_hostname="chat.example.org"
        )
        ann = Client(reader, writer)
        ann.send("NICK ann", "USER ann 0 * :ann")
        await ann.until(" 422 ")
        (connection,) = cluster.decider.engine.connections
        assert connection.session.asked_host == "chat.example.org"
        assert connection.session.fingerprint == mine.fingerprint.replace(":", "").lower()
        assert connection.is_encrypted
        assert connection.session.secure
        writer.transport.abort()


async def test_who_is_behind_a_proxy_has_their_own_address_and_its_limit_holds_for_both_nodes() -> None:
    limits = Limits(connections_per_address=2)
    async with clustered(limits=limits, no_limits=False, proxies=("127.0.0.1",)) as cluster:
        clients = []
        for number in (0, 1, 0):
            client = await cluster.nodes[number].connect(say=b"PROXY TCP4 192.0.2.7 127.0.0.1 4444 7777\r\nNICK a\r\n")
            clients.append(client)
            if len(clients) < 3:
                await cluster.until(lambda: len(cluster.decider.engine.connections) == len(clients))
        assert {one.session.address for one in cluster.decider.engine.connections} == {"192.0.2.7"}
        assert "Too many connections from your address" in (await clients[2].rest())[0]


async def test_who_shuts_down_their_half_is_answered() -> None:
    async with clustered() as cluster:
        client = await cluster.nodes[1].connect(say=b"carl\r\n/who\r\n")
        client.writer.write_eof()
        assert any("carl" in line for line in await client.rest())
        await cluster.until(lambda: not cluster.decider.engine.connections and not cluster.decider.carrier.connections)
        await cluster.until(lambda: not len(cluster.nodes[1].node.connections))


async def test_who_vanishes_is_gone_for_the_others() -> None:
    async with clustered() as cluster:
        ann, bob = [await node.irc(name) for node, name in zip(cluster.nodes, ("ann", "bob"), strict=True)]
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        sock = ann.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        ann.writer.transport.abort()
        assert ":ann!ann" in (await bob.until(" QUIT "))[-1]


async def test_who_does_not_read_is_cut_and_nobody_else() -> None:
    limits = Limits(send_queue_bytes=200_000, flood_burst=0)
    async with clustered(limits=limits) as cluster:
        one, two = cluster.nodes
        ann, bob = await one.irc("ann"), await one.irc("bob")
        lazy = await two.connect(receive_buffer=4096, say=b"NICK lazy\r\nUSER lazy 0 * :lazy\r\nJOIN #tea\r\n")
        await lazy.until(" 366 ")
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        lazy.writer.transport.pause_reading()  # type: ignore[attr-defined]
        went = asyncio.ensure_future(bob.until("Too slow: the send queue is full"))
        number = 0
        while not went.done():
            ann.send(*(f"PRIVMSG #tea :{number} {'x' * 400}" for number in range(number, number + 200)))
            number += 200
            await ann.writer.drain()
            ann.send(f"PING :{number}")
            await ann.until(f" :{number}")
        lines = await went
        heard = [int(text.split()[0]) for text in said(lines)]
        assert heard == list(range(len(heard)))
        assert ":lazy!" in lines[-1]


async def test_a_page_comes_whole() -> None:
    async with clustered() as cluster:
        asked = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        for node in cluster.nodes:
            page = await (await node.connect(say=asked.encode())).reader.read()
            assert b"200 OK" in page.partition(b"\r\n")[0]
            assert page.rstrip().endswith(b"</html>")


@pytest.mark.parametrize("seed", range(6))
async def test_a_bus_that_loses_doubles_and_mixes_up_changes_nothing(seed: int) -> None:
    air = Air(seed, lost=0.1, doubled=0.1, delay=0.02)
    async with clustered(air=air) as cluster:
        people = [await cluster.nodes[number % 2].irc(f"p{number}") for number in range(4)]
        for client in people:
            client.send("JOIN #tea")
            await client.until(" 366 ")
        for client, name in zip(people, "abcd", strict=True):
            client.send(*(f"PRIVMSG #tea :{name}{number}" for number in range(30)), "PRIVMSG #tea :end")
        heard = [await _until_all_have_ended(client) for client in people]
        for mine, (client, name) in enumerate(zip(people, "abcd", strict=True)):
            assert client is people[mine]
            for other in range(4):
                if other != mine:
                    assert [text for text in heard[other] if text[0] == name] == [f"{name}{n}" for n in range(30)]
        orders = [[text for text in texts if text != "end" and text[0] in "cd"] for texts in heard[:2]]
        assert orders[0] == orders[1], "the two nodes saw another order"


@pytest.mark.parametrize("silent", ["node", "decider", "all", "deaf node"])
async def test_who_is_cut_off_from_the_bus_goes_on_by_the_log(silent: str) -> None:
    """Also who comes then; and by the bus again once it carries."""
    air = Air()
    async with clustered(air=air, sure=Air()) as cluster:
        one, two = cluster.nodes
        buses: list[Both] = [cluster.decider.bus, one.node.bus, two.node.bus]  # type: ignore[list-item]
        ann, bob = await one.irc("ann"), await two.irc("bob")
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        await cluster.until(lambda: all(bus.is_up for bus in buses))
        match silent:
            case "all":
                air.lost = 1.0
            case "deaf node":  # it is heard, but hears nothing
                deaf = {subject: list(ears) for subject, ears in air.listeners.items()}
                for ears in air.listeners.values():
                    ears[:] = [pair for pair in ears if pair[0] is not buses[1].quick]
            case _:
                buses[silent == "node"].quick.is_up = False  # type: ignore[union-attr,misc]
        for number in range(3):
            ann.send(f"PRIVMSG #tea :a{number}")
            bob.send(f"PRIVMSG #tea :b{number}")
            assert said(await bob.until(" PRIVMSG #tea :a"))[-1] == f"a{number}"
            assert said(await ann.until(" PRIVMSG #tea :b"))[-1] == f"b{number}"
        carl = await one.irc("carl")
        carl.send("JOIN #tea", "PRIVMSG #tea :carl")
        await bob.until(" PRIVMSG #tea :carl")
        air.lost = 0.0
        if silent == "deaf node":
            air.listeners.update(deaf)
        for bus in buses:
            bus.quick.is_up = True  # type: ignore[union-attr,misc]
        await cluster.until(lambda: all(bus.is_up for bus in buses))
        bob.send("PRIVMSG #tea :back")
        await ann.until(" PRIVMSG #tea :back")


async def _until_all_have_ended(client: Client) -> list[str]:
    texts: list[str] = []
    while texts.count("end") < 3:
        texts += said(await client.until(" PRIVMSG #tea :"))
    return texts


async def test_all_go_on_with_a_new_decider(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with clustered() as cluster:
        ann, bob = [await node.irc(name) for node, name in zip(cluster.nodes, ("ann", "bob"), strict=True)]
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        ann.send(*(f"PRIVMSG #tea :{number}" for number in range(100)))
        await cluster.decide()
        ann.send(*(f"PRIVMSG #tea :{number}" for number in range(100, 200)))
        assert said(await bob.until(" PRIVMSG #tea :199")) == [str(number) for number in range(200)]
        assert told(caplog).count("decider") == 4  # each node has turned twice


async def test_nothing_that_is_kept_for_the_next_who_decides_has_a_password_in_it() -> None:
    """A dump of the database would show it. Who is in the middle of it begins again with the next one."""
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes

        def kept() -> list[bytes]:
            """Of each connection."""
            assert cluster.log is not None
            states = [body for (kind, _), body in cluster.log.shared.states.items() if kind == "connection"]
            assert b"hunter2" not in b"".join(states)
            return states

        ann = await one.connect(say=b"PASS hunter22\r\nNICK ann\r\n")
        await cluster.until(lambda: len(kept()) == 1)
        ann.send("USER ann 0 * :ann")
        await ann.until(" 422 ")
        await cluster.until(lambda: b"told" in kept()[0])

        carol = await one.connect(say=b"carol\n")
        await carol.until("Welcome")
        for line in ("/register hunter2222", "/login carol hunter2222"):
            carol.writer.write(line[:13].encode())
            await cluster.until(lambda: [b"told" in one for one in kept()].count(True) == 1)
            carol.send(line[13:])
            await cluster.until(lambda: [b"told" in one for one in kept()].count(True) == 2)

        half = [
            b"NICK bob\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE " + b"aHVudGVy" * 50 + b"\r\n",
            b"@label=1 PASS hunter22",
            b"PRIVMSG NickServ :IDENTIFY hunter22",
            b"OPER x hunter22",
        ]
        others = [await one.connect(say=b"CAP REQ :sasl\r\n" + said) for said in half]
        await cluster.until(lambda: len(kept()) == 6 and b"aHVudGVy" not in b"".join(kept()))
        assert [b"told" in one for one in kept()].count(True) == 2
        await cluster.decide()
        for other in others:
            await other.rest()
        ann.send("PING :still")
        await ann.until(" PONG ")


async def test_who_waits_to_be_let_in_is_let_in_by_the_next_who_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their USER is being done, and is done again by the next: it is no second one."""

    async def wait(chat: Chat, session: Session) -> None:
        await asyncio.Event().wait()

    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes
        with monkeypatch.context() as patch:
            patch.setattr(entering, "enter", _full)
            patch.setattr(registration, "_register_later", wait)
            ann = await one.connect(say=b"NICK ann\r\nUSER ann 0 * :ann\r\n")
            assert cluster.log is not None
            states = cluster.log.shared.states
            await cluster.until(lambda: any(b"USER ann 0 * :ann" in body for body in states.values()))
        await cluster.decide()
        assert not any(" 462 " in line for line in await ann.until(" 422 "))


def _full(*given: object) -> None:
    raise DiskFull


async def test_what_a_decider_had_not_cut_into_lines_yet_is_said_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, go_on = count(), reading.Rest.go_on
    async with clustered() as cluster:
        ann, bob = [await node.irc(name) for node, name in zip(cluster.nodes, ("ann", "bob"), strict=True)]
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        with monkeypatch.context() as patch:
            patch.setattr(reading, "LITTLE", 100)
            patch.setattr(reading.Rest, "go_on", lambda rest: next(turns) < 5 and go_on(rest))
            ann.send(*(f"PRIVMSG #tea :{number}" for number in range(100)))
            heard = said(await bob.until(" PRIVMSG #tea :9"))
        await cluster.decide()
        heard += said(await bob.until(" PRIVMSG #tea :99"))
        assert heard == [str(number) for number in range(100)]


async def test_a_request_that_was_under_way_is_to_be_asked_again_and_a_websocket_is_closed() -> None:
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes

        def told() -> list[bool]:
            """Of each connection, whether the next decider can go on with it."""
            assert cluster.log is not None
            states = cluster.log.shared.states.items()
            return sorted(b"told" in body for (kind, _), body in states if kind == "connection")

        half = await one.connect(say=b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        async with connect(f"ws://127.0.0.1:{one.port}/", proxy=None) as dora:
            await dora.send("NICK dora")
            await cluster.until(lambda: told() == [False, True])
            dora.transport.write(b"\x81\xff")  # the beginning of a message
            await cluster.until(lambda: told() == [False, False])
            await cluster.decide()
            answer = await half.reader.read()
            assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\n")
            assert len(answer.partition(b"\r\n\r\n")[2]) == 31
            with pytest.raises(ConnectionClosed) as closed:
                await _hear_all(dora)
            assert closed.value.sent is None, "what came was no WebSocket's"


async def _hear_all(client: ClientConnection) -> None:
    while True:
        await client.recv()


async def test_a_node_that_begins_anew_has_lost_its_people() -> None:
    async with clustered() as cluster:
        one, two = cluster.nodes
        ann, bob = await one.irc("ann"), await two.irc("bob")
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        await _vanish(one)
        await cluster.add("node-0")
        assert ":ann!ann" in (await bob.until(" QUIT "))[-1]
        again = await cluster.nodes[-1].irc("ann")
        again.send("JOIN #tea", "PRIVMSG #tea :back")
        await bob.until(" PRIVMSG #tea :back")


async def test_of_a_node_whose_process_is_no_more_who_cannot_come_back_is_gone_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Its child says so in its place. Whoever has the token of a visit takes that up meanwhile, and nobody sees it.
    What is under way longer is minded no more, nor what is said of a start before this one."""
    async with clustered() as cluster:
        one, two = cluster.nodes
        ann, bob, page = await one.irc("ann"), await two.irc("bob"), await one.connect()
        page.send("CAP REQ :hubbub.chat/token", "NICK pia", "USER pia 0 * :pia", "CAP END")
        token = (await page.until(" TOKEN "))[-1].rpartition(" ")[2]
        for client in (ann, bob, page):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        will = one.node.will
        assert will_of(will.line) == will
        earlier = structs.replace(calls_of(will.data), epoch=one.node.epoch - 1)
        late = Calls("node-0", one.node.epoch, 1, [], NodeBeat(99, 0, "", 1))
        await _vanish(one)
        left = []
        for data in (to_bytes(earlier), will.data, to_bytes(late), will.data):
            cluster.decider.hear(data)
            left.append(len(cluster.decider.carrier.nodes["node-0"].connections))
        assert left == [2, 1, 1, 1]
        assert told(caplog) == ["node_lost"]
        again, back = await two.irc("ann"), await two.connect()
        back.send("CAP REQ :hubbub.chat/token", f"TOKEN {token}", "NICK pia", "USER pia 0 * :pia", "CAP END")
        await back.until(" 422 ")
        again.send("JOIN #tea", "PRIVMSG #tea :back")
        seen = [line.partition("!")[0] + line.partition(" ")[2][:5] for line in await bob.until(" PRIVMSG #tea :back")]
        assert seen[-3:] == [":annQUIT ", ":annJOIN ", ":annPRIVM"]
        assert ":piaQUIT " not in seen


@pytest.mark.parametrize("decided", ["by one", "by the next"])
async def test_of_a_node_with_very_many_all_go_and_hear_nothing_of_each_other(
    monkeypatch: pytest.MonkeyPatch, decided: str
) -> None:
    """Ten thousand in one room would hear of each of the others; and who ends them may be no more in the middle."""
    monkeypatch.setattr("hubbub.server.cluster.carrier.AT_ONCE", 1)
    monkeypatch.setattr(in_parts, "PART", 0.0)
    async with clustered() as cluster:
        one, two = cluster.nodes
        bob, crowd = await two.irc("bob"), [await one.irc(f"one{number}") for number in range(6)]
        for client in (bob, *crowd):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        engine, carrier = cluster.decider.engine, cluster.decider.carrier
        await cluster.until(lambda: engine.commits.is_settled)
        ended = tuple(carrier.nodes["node-0"].connections.values())
        will = one.node.will.data
        before = [one.sent for one in ended]
        await _vanish(one)
        cluster.decider.hear(will)
        if decided == "by the next":
            while not any(one.closing for one in ended):  # noqa: ASYNC110 (each turn of the loop ends one)
                await asyncio.sleep(0)
            assert not all(one.closing for one in ended)
            await cluster.rest()
            await cluster.decide()
            cluster.decider.hear(will)
        seen = [line for _ in crowd for line in await bob.until(" QUIT ")]
        assert sorted(line[1:5] for line in seen if " QUIT " in line) == [f"one{number}" for number in range(6)]
        assert [one.sent for one in ended] == before
        assert sorted(cluster.decider.engine.chat.world.users) == ["bob"]


async def test_what_a_node_has_said_is_dealt_with_in_parts_and_its_beats_count_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(in_parts, "PART", 0.0)
    async with clustered(nodes=1) as cluster:
        running = cluster.nodes[0]
        ann, bob = await running.irc("ann"), await running.irc("bob")
        decider, node = cluster.decider, running.node
        await cluster.until(lambda: not decider.hearing and decider.turns.is_settled)
        said = [Received(number, one.taken, b"PING :1\r\n") for number, one in node.connections.by_number.items()]
        number = node.beat + 100
        decider.hear(to_bytes(Calls(node.name, node.epoch, decider.generation, [*said])))
        assert decider.hearing
        decider.hear(to_bytes(Calls(node.name, node.epoch, decider.generation, [], NodeBeat(number, 0, "", 2))))
        assert decider.carrier.nodes[node.name].beat == number
        assert [call.offset for call in said] == [one.taken for one in node.connections.by_number.values()]
        for client in (ann, bob):
            await client.until(" PONG ")


async def _vanish(running: RunningNode) -> None:
    running.node.bus.is_up = False  # type: ignore[misc]
    await running.close()


async def test_a_node_that_stops_has_its_people_told_and_they_come_back_to_another() -> None:
    async with clustered() as cluster:
        one, two = cluster.nodes
        ann, bob = await one.irc("ann"), await two.irc("bob")
        for client in (ann, bob):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        await one.node.leave()
        assert "ERROR" in (await ann.rest())[-1]
        again = await two.irc("ann")
        again.send("JOIN #tea", "PRIVMSG #tea :back")
        assert not any(" QUIT " in line and ":bob" in line for line in await bob.until(" PRIVMSG #tea :back"))


async def test_two_nodes_of_one_name_are_seen() -> None:
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes
        await one.node.turned.wait()
        await cluster.add("node-0")
        async with asyncio.timeout(20):
            await one.node.taken
        assert not cluster.nodes[1].node.taken.done()


async def test_a_node_that_is_too_old_for_the_decider_says_so() -> None:
    async with clustered(nodes=1) as cluster:
        one = cluster.nodes[0].node
        await one.turned.wait()
        cluster.decider.forms = Forms(2, 3)
        async with asyncio.timeout(20):
            said = await one.outgrown
        assert "decider decides with hubbub" in said
        assert said.endswith("too old for: upgrade this machine.")


async def test_a_node_that_is_too_new_for_the_decider_waits_for_another(caplog: pytest.LogCaptureFixture) -> None:
    async with clustered(nodes=1) as cluster:
        await cluster.add("newer")
        (older, newer) = cluster.nodes
        newer.node.forms = Forms(2, 3)
        ann, bob = await older.irc("ann"), await newer.connect(say=b"NICK bob\r\nUSER bob 0 * :bob\r\n")
        await cluster.until(lambda: newer.node.not_understood == cluster.decider.generation)
        assert not newer.node.turned.is_set()
        newer.node.forms = Forms(1, 2)
        await bob.until(" 422 ")
        bob.send("PRIVMSG ann :hello")
        await ann.until(" PRIVMSG ann :hello")
        assert newer.node.form == 1
        assert "too_old" in told(caplog)


async def test_a_node_of_another_form_is_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async with clustered(nodes=1) as cluster:
        bus = cluster.bus()
        bus.publish("hubbub.memory.calls", to_bytes(Calls("x", 1, 1, [], NodeBeat(1, 0, "9", 0), form=9)))
        bus.publish("hubbub.memory.calls", b"nothing of ours")
        await cluster.nodes[0].irc("ann")
        assert cluster.decider.unread
        assert "not_understood" in told(caplog)
        assert list(cluster.decider.carrier.nodes) == ["node-0"]


async def test_a_decider_does_not_begin_after_a_newer_one_and_begins_anew_after_a_much_older_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with clustered(nodes=1) as cluster:
        ann = await cluster.nodes[0].irc("ann")
        assert cluster.log is not None
        begun = cluster.log.begin_deciding("other")
        assert understood(begun) is begun
        newer = [KeptState("server", "form", b"2") if one.key == "form" else one for one in begun.states]
        with pytest.raises(CannotOpen, match="A newer hubbub has decided"):
            understood(structs.replace(begun, states=newer))
        anew = understood(begun, Forms(2, 2))
        assert begun_world(anew) is None
        cluster.begun_as = lambda begun: understood(begun, Forms(2, 2))
        await cluster.decide()
        assert (await ann.rest(), cluster.decider.engine.connections) == ([], set())
        kinds = {kind for kind, _ in cluster.log.shared.states}
        assert "connection" not in kinds
        assert "begun_anew" in told(caplog)
        again = await cluster.nodes[0].irc("ann")
        again.send("PING :there")
        await again.until(" :there")


async def test_after_a_log_that_lacks_commits_a_node_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    """What its people were told is not there, so they come back, and see what is."""
    async with clustered(nodes=1) as cluster:
        one = cluster.nodes[0]
        ann = await one.irc("ann")
        epoch = one.node.epoch
        one.node.applied += 1000
        await cluster.decide()
        assert "lost the others" in (await ann.rest())[-1]
        assert one.node.epoch > epoch
        assert "log_behind" in [getattr(record, "event", "") for record in caplog.records]
        again = await one.irc("bob")
        again.send("PING :there")
        await again.until(" :there")


async def test_what_comes_late_from_a_decider_between_tells_nothing_of_the_log() -> None:
    """It was paused, and another one decides meanwhile, whose parts are here before its beat."""
    async with clustered(nodes=1) as cluster:
        one = cluster.nodes[0]
        ann = await one.irc("ann")
        first, epoch = one.node.generation, one.node.epoch
        await cluster.decide()
        late = to_bytes(cluster.decider.beat())
        await cluster.decide()
        ann.send("PING :before")
        await ann.until(" :before")
        one.node.generation = first
        one.node._hear_beat(late)
        assert one.node.epoch == epoch
        ann.send("PING :behind")
        await ann.until(" :behind")


async def test_a_node_whose_clock_was_set_back_is_taken_for_another_until_the_one_before_is_given_up() -> None:
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes
        await one.irc("ann")
        later = one.node.epoch
        await _vanish(one)
        again = await cluster.add("node-0")
        again.node.epoch = later - 3_600_000_000
        async with asyncio.timeout(20):
            await again.node.taken
        await _vanish(again)
        cluster.decider.carrier.lose(cluster.decider.carrier.nodes["node-0"])
        third = await cluster.add("node-0")
        third.node.epoch = later - 3_500_000_000
        bob = await third.irc("bob")
        bob.send("PING :there")
        await bob.until(" :there")
        assert not third.node.taken.done()
        knows = node.Node("node-0", "memory", third.node.bus, third.node.parts, Limits(), "test", third.node.epoch + 5)
        assert knows.epoch > third.node.epoch + 5


async def test_of_two_wishes_to_read_the_settings_the_last_one_holds(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two SIGHUPs: each reads in a thread, and the second may be there before the first."""
    monkeypatch.setattr("hubbub.server.process.logs.follow", lambda _: None)
    begun, go_on = asyncio.Event(), threading.Event()
    texts, read = ["192.0.2.1", "192.0.2.2"], []
    async with clustered(nodes=1) as cluster:
        loop, door = asyncio.get_running_loop(), cluster.nodes[0].node.door

        def slowly() -> Settings:
            text = texts.pop(0)
            if texts:  # the first
                loop.call_soon_threadsafe(begun.set)
                assert go_on.wait(60)
            read.append(text)
            return structs.replace(cluster.settings, listen=Listen(trusted_proxies=(text,)))

        again = Rereading(cluster.nodes[0].node, Served(pair), slowly)
        both = asyncio.gather(again.read(), again.read())
        await begun.wait()
        for _ in range(100):  # turns, in which the second could begin
            await asyncio.sleep(0)
        go_on.set()
        await both
        assert read == ["192.0.2.1", "192.0.2.2"]
        assert ["192.0.2.1" in door.proxies, "192.0.2.2" in door.proxies] == [False, True]


async def test_without_contact_a_node_gives_its_people_up(caplog: pytest.LogCaptureFixture) -> None:
    async with clustered() as cluster:
        one = cluster.nodes[0]
        ann = await one.irc("ann")
        epoch = one.node.epoch
        one.node.contact._clock = lambda: 1e12
        assert "lost the others" in (await ann.rest())[-1]
        assert one.node.epoch > epoch
        assert "alone" in told(caplog)


async def test_what_is_kept_now_and_then_is_kept_when_another_one_is_to_decide() -> None:
    async with clustered() as cluster:
        local = cluster.decider.engine.chat.world.local
        await cluster.until(lambda: cluster.decider.turns.position > 0)
        local.guesses.begin("192.0.2.1", "alice", local.clock)
        await cluster.rest()
        next_one = await cluster.decide()
        assert "192.0.2.1 alice" in next_one.engine.chat.world.local.guesses.accounts.known


@pytest.mark.parametrize("in_order", [False, True])
async def test_whom_a_ban_means_is_ended_by_the_next_who_decides(
    monkeypatch: pytest.MonkeyPatch, *, in_order: bool
) -> None:
    """G19: many are ended in turns behind that of the ban, and who decided may be no more by then; or has given its
    place up in order, while the command still went on."""
    monkeypatch.setattr(bans, "AT_ONCE", 1)
    async with clustered() as cluster:
        engine = cluster.decider.engine
        monkeypatch.setattr(engine.ending, "_do_some", lambda: None)
        ann, raid = await cluster.nodes[0].irc("ann"), [await one.irc(f"bot{one.node.name}") for one in cluster.nodes]
        for client in (ann, *raid):
            client.send("JOIN #tea")
            await client.until(" 366 ")
        session = next(one.session for one in engine.connections if one.session.me.name == "ann")
        settled = engine.settled

        async def ban() -> None:
            """As a command that waits before it does so."""
            engine.begin()
            engine.chat.emit(
                UserModesChanged(at=engine.chat.now, source=session.me.source, changes=(Change(True, "o"),))
            )
            whom = await bans.meant(engine.chat, session, "bot*!*@*")
            assert bans.add(engine.chat, session, whom, 0, "too late").ended == 2
            await settled()

        if in_order:
            monkeypatch.setattr(engine, "settled", ban)
            await cluster.rest()
        else:
            await ban()
        for client in raid:
            client.send("PRIVMSG #tea :late", "PING :late")
        monkeypatch.setattr(bans, "LOOKED_AT", 1)
        next_one = await cluster.decide()
        for client in raid:
            heard = await client.until("late")  # that of the other one, perhaps
            assert "You are banned from this server: too late" in heard[-1]
            assert "ERROR" in [*heard, *await client.rest()][-1]
        ann.send("PING :still")
        heard = await ann.until(" :still")
        assert sum(" QUIT " in line and "too late" in line for line in heard) == 2
        assert said(heard) == []
        await cluster.until(lambda: not next_one.states._ending)
        await next_one.engine.settled()
        third = await cluster.decide()
        assert (third.states._ending, len(third.engine.connections)) == (set(), 1)


@pytest.mark.parametrize("in_order", [False, True])
async def test_a_room_that_is_being_closed_is_closed_by_the_next_who_decides(
    monkeypatch: pytest.MonkeyPatch, *, in_order: bool
) -> None:
    """Nothing is half: the mode and who has to leave are one decision. Who has come since, by invitation, stays."""
    monkeypatch.setattr(overriding, "AT_ONCE", 1)
    monkeypatch.setattr(overriding, "actor", lambda *_: CONSOLE)
    async with clustered() as cluster:
        engine = cluster.decider.engine
        chat = engine.chat
        monkeypatch.setattr(engine.ending, "_do_some", lambda: None)
        people = [await cluster.nodes[number % 2].irc(f"one{number}") for number in range(3)]
        for client in people:
            client.send("JOIN #tea")
            await client.until(" 366 ")
        people[0].send("MODE #tea +I dan!*@*")
        await people[0].until(" MODE ")
        session = next(iter(engine.connections)).session
        engine.begin()
        engine.spawn(_close(chat, session), "close")
        await cluster.until(lambda: bool(chat.world.closing) and engine.commits.is_settled)
        engine.begin()
        engine.ending._step()
        await cluster.until(lambda: not engine.begun and engine.commits.is_settled)
        assert len(chat.world.rooms["#tea"].members) == 2
        dan = await cluster.nodes[0].irc("dan")
        dan.send("JOIN #tea")
        await dan.until(" 366 ")
        if in_order:
            await cluster.rest()
        next_one = await cluster.decide()
        for client in people:
            assert "too loud" in (await client.until(" KICK "))[-1]
        world = next_one.engine.chat.world
        assert [user.name for user in world.rooms["#tea"].members] == ["dan"]
        await cluster.until(lambda: not world.closing)
        await next_one.engine.settled()
        third = (await cluster.decide()).engine.chat.world
        assert (third.closing, len(third.rooms["#tea"].members)) == ({}, 1)


@pytest.mark.parametrize("killed", [False, True])
async def test_what_happens_while_very_many_are_told_something_is_of_the_next_commit(
    monkeypatch: pytest.MonkeyPatch, *, killed: bool
) -> None:
    """Each is told in the order in which it happened, and a line whose commit never comes is said to the next one who
    decides, once."""
    monkeypatch.setattr(turns, "MANY", 1)
    monkeypatch.setattr(turns, "LOOK", 1)
    async with clustered(nodes=1) as cluster:
        people = [await cluster.nodes[0].irc(name) for name in ("ann", "bob", "cyd")]
        for client in people:
            client.send("JOIN #tea", "PING :in")
            await client.until(" :in")
        decider = cluster.decider
        handing, chat, held = decider.turns.handing, decider.engine.chat, [True]
        handing.waits = lambda: bool(held)
        people[2].send("PRIVMSG #tea :one", "PING :one")
        await cluster.until(lambda: bool(handing))
        people[0].send("PRIVMSG #tea :two")
        await cluster.until(lambda: chat.batch.is_for_the_log)
        for session in chat.world.users["bob"].sessions:
            session.endpoint.transport.write(b":test NOTICE bob :beside\r\n")  # type: ignore[attr-defined]
        assert len(decider.carrier.pending) == 1
        if killed:
            monkeypatch.setattr(decider.turns, "end_turn", lambda: None)
        held.clear()
        if killed:
            await cluster.until(lambda: not decider.turns.in_flight)
            await cluster.decide()
        heard = [line.rpartition(":")[2] for line in await people[1].until(" :two") if " JOIN " not in line]
        assert heard == (["one", "two"] if killed else ["one", "beside", "two"])
        assert said(await people[2].until(" :two")) == ["two"]
        people[0].send("PING :still")
        assert said(await people[0].until(" :still")) == ["one"]


async def test_whoever_takes_a_long_reply_goes_on_with_the_next_who_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made to its end first: in the middle of it nobody could go on with the connection."""
    monkeypatch.setattr(engines, "MAKING", 0.0)
    async with clustered(nodes=1) as cluster:
        people = [await cluster.nodes[0].irc(name) for name in ("ann", "bob")]
        for client in people:
            client.send(*(f"JOIN #{number}" for number in range(90)), "PING :in")
            await client.until(" :in")
        decider = cluster.decider
        make_some, later = decider.engine._make_some, asyncio.get_running_loop().call_soon

        def once_it_rests() -> None:
            """What is made at once could be made to its end before anybody looks."""
            later(make_some if decider.resting else once_it_rests)

        monkeypatch.setattr(decider.engine, "_make_some", once_it_rests)
        for client in people:
            client.send("LIST")
        await cluster.until(lambda: len(decider.engine.making) == 2)
        await cluster.rest()
        await cluster.decide()
        for client in people:
            client.send("PING :there")
            assert sum(" 322 " in line for line in await client.until(" :there")) == 91


async def _close(chat: Chat, session: Session) -> None:
    await overriding.close(chat, session, "#tea", "too loud")


async def test_the_beginning_of_many_people_is_kept_in_several_commits(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """As when a newer hubbub writes down more of everybody: one commit has three seconds."""
    monkeypatch.setattr(states, "MOST", 2)
    kept: list[list[str]] = []
    append = MemoryDeciderLog.append_load

    def noting(log: MemoryDeciderLog, entries: Any, changes: Any, loads: Sequence[Load]) -> None:
        append(log, entries, changes, loads)
        kept.append([one.key for load in loads for one in load.states if one.kind in ("person", "server")])

    def older(begun: Begun) -> Begun:
        """The same people, and not as this program writes them down."""
        wrote = [
            structs.replace(one, body=msgpack.encode({**msgpack.decode(one.body), "more": 1}))
            if one.kind == "person" and one.body
            else one
            for one in begun.states
        ]
        return structs.replace(begun, states=wrote)

    async with clustered(nodes=1) as cluster:
        people = [await cluster.nodes[0].irc(name) for name in ("ann", "bob", "carl", "dora")]
        monkeypatch.setattr(MemoryDeciderLog, "append_load", noting)
        cluster.begun_as = older
        await cluster.decide()
        for person in people:
            person.send("PING :there")
            await person.until(" :there")
        await cluster.until(lambda: any("form" in keys for keys in kept))
        at = next(at for at, keys in enumerate(kept) if "form" in keys)
        parties = {str(user.party) for user in cluster.decider.engine.chat.world.users.values()}
        assert parties <= {key for keys in kept[: at + 1] for key in keys}
        assert at >= 2
        assert sum("form" in keys for keys in kept) == 1
        assert "state_differs" not in told(caplog)


async def test_a_node_that_hears_of_another_decider_is_heard_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contact is when that one has heard of it, and after ten seconds without it connections are closed."""
    monkeypatch.setattr(node, "NODE_BEATS", 600)
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes
        await one.node.turned.wait()
        decider = await cluster.decide()
        await cluster.until(lambda: one.node.generation == decider.generation)
        nodes = decider.carrier.nodes
        await cluster.until(lambda: "node-0" in nodes and nodes["node-0"].beat == one.node.beat)
        assert one.node.beat == 3


async def test_what_was_written_is_told_to_who_counts_it_and_to_nobody_else() -> None:
    """Between two deciders: the next one has said something already, and the node has not turned to it."""
    async with clustered(nodes=1) as cluster:
        (one,) = cluster.nodes
        await one.irc("ann")
        await cluster.until(lambda: bool(one.node.connections.unconfirmed))
        told = next(one.node.connections.wrote())
        one.node._beat()
        assert one.node.told[one.node.beat] == [told]
        one.node.counted += 1
        one.node._beat()
        assert one.node.beat not in one.node.told
        assert list(one.node.connections.wrote()) == [told]
