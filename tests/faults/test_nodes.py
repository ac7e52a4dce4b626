"""Nodes and a decider as real processes, with PostgreSQL and NATS: any of these is killed with -9 while people talk.
Nothing that was accepted is lost, doubled or in another order, and nobody is disconnected but with their node."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.conditions import until
from tests.support.nats import Nats
from tests.support.postgres import Postgres, postgres
from tests.support.programs import hubbub
from tests.support.server_process import ServerProcess

PRIVMSG = re.compile(r":(t\d+)!\S+ PRIVMSG #room :(\d+)$")


class Cluster:
    """Two machines, each with a process that may decide."""

    def __init__(self, folder: Path, database: Postgres, bus: Nats) -> None:
        self.database, self.bus = database, bus
        address = database.emptied("nodes")
        self.nodes = []
        for name in ("a", "b"):
            (folder / name).mkdir(mode=0o700)
            settings = folder / name / "hubbub.toml"
            settings.write_text(
                f'[cluster]\nlog = "{address}"\nbus = "{bus.address}"\nname = "{name}"\n', encoding="utf-8"
            )
            settings.chmod(0o600)
            self.settings = str(settings)
            self.nodes.append(ServerProcess(folder / name, "--cluster", "--config", str(settings)))

    async def start(self) -> None:
        for node in self.nodes:
            await node.start()
        await until(lambda: any("standby" in node.events() for node in self.nodes))

    def decider(self) -> int:
        """The pid of the process that decides: the last one that said so."""
        said = [line for node in self.nodes for line in node.log_lines() if line["event"] == "decides"]
        return int(max(said, key=lambda line: line["time"])["pid"])

    def somebody_waits(self) -> bool:
        """Whether another process would decide at once: it has said that it waits its turn, and lives."""
        said = [line for node in self.nodes for line in node.log_lines() if line["event"] == "standby"]
        decider = self.decider()
        return any(line["pid"] != decider and Path(f"/proc/{line['pid']}").exists() for line in said)

    async def lose_the_decider(self, by: signal.Signals = signal.SIGKILL) -> None:
        """Until another one decides."""
        first = self.decider()
        os.kill(first, by)
        await until(lambda: self.decider() != first)

    async def close(self) -> None:
        for node in self.nodes:
            node.let_go()
            if node.running:
                await node.stop()


class Talker:
    """Somebody who says 1, 2, 3 ... and goes on when that is accepted; what is refused is said again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.accepted = 0
        self.heard: list[tuple[str, int]] = []
        self.silence = 0.0  # the longest between two lines, in seconds

    async def come(self, node: ServerProcess) -> None:
        self.client = await node.irc(self.name, "standard-replies")
        self.client.send("JOIN #room")
        await self.client.until(" 366 ")

    async def talk(self, until: Callable[[], bool]) -> None:
        last = time.monotonic()
        while not until():
            count = self.accepted + 1
            self.client.send(f"PRIVMSG #room :{count}", f"PING :{count}")
            told = await self.client.until(f" PONG hubbub :{count}")
            for line in told:
                self._hear(line)
            if not any(" FAIL PRIVMSG " in line for line in told):  # else it is said again
                self.accepted = count
            self.silence, last = max(self.silence, time.monotonic() - last), time.monotonic()

    async def hear_all(self, others: int) -> None:
        """Until that much was heard."""
        while len(self.heard) < others:
            self._hear(await self.client.line())

    def _hear(self, line: str) -> None:
        assert not line.startswith("ERROR"), line
        found = PRIVMSG.search(line)
        if found is not None:
            self.heard.append((found[1], int(found[2])))


async def more(talkers: list[Talker], messages: int) -> None:
    """Until each of them has said so many more."""
    before = [talker.accepted for talker in talkers]
    await until(lambda: all(now.accepted >= then + messages for now, then in zip(talkers, before, strict=True)))


@asynccontextmanager
async def talked_to(cluster: Cluster) -> AsyncIterator[list[Talker]]:
    """People on both machines talk while something happens; then all is compared."""
    talkers = [Talker(f"t{number}") for number in range(6)]
    for number, talker in enumerate(talkers):
        await talker.come(cluster.nodes[number % 2])
    over = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for talker in talkers:
            group.create_task(talker.talk(over.is_set))
        await more(talkers, 3)
        yield talkers
        await more(talkers, 3)
        over.set()
    total = sum(talker.accepted for talker in talkers)
    for talker in talkers:
        await talker.hear_all(total - talker.accepted)
    for talker in talkers:
        for other in talkers:
            counts = [count for name, count in talker.heard if name == other.name]
            assert counts == ([] if other is talker else list(range(1, other.accepted + 1)))
    everything = talkers[0].heard, talkers[1].heard
    common = [[one for one in heard if one[0] not in ("t0", "t1")] for heard in everything]
    assert common[0] == common[1]  # one order for all (G3)
    print(f"longest silence of a talker: {max(talker.silence for talker in talkers):.2f} s, {total} messages")


@pytest.fixture
def bus() -> Iterator[Nats]:
    bus = Nats()
    yield bus
    bus.remove()


@pytest.fixture
async def cluster(tmp_path: Path, bus: Nats) -> AsyncIterator[Cluster]:
    cluster = Cluster(tmp_path, postgres(), bus)
    try:
        await cluster.start()
        yield cluster
    finally:
        await cluster.close()


async def test_the_decider_is_killed(cluster: Cluster) -> None:
    async with talked_to(cluster):
        await cluster.lose_the_decider()
        await until(lambda: any("decider_ended" in node.events() for node in cluster.nodes))
    told: dict[str, int] = {}
    while told != {"a": 3, "b": 3}:  # once both have said so to the one that decides now
        _, said_of_it = await asyncio.to_thread(hubbub, "cluster", "--json", "--config", cluster.settings)
        said = json.loads(said_of_it)
        assert said["decides"] in ("a", "b")
        told = {name: node["connections"] for name, node in said["nodes"].items()}
    await until(lambda: bool(cluster.nodes[1].children))  # if it was that one, another is started after a second
    await cluster.nodes[1].kill()  # and a node: its child says so
    await until(lambda: any("node b has ended" in node.log_text() for node in cluster.nodes))


@pytest.mark.long
async def test_the_decider_is_stopped(cluster: Cluster) -> None:
    """SIGTERM hands over first."""
    async with talked_to(cluster):
        await cluster.lose_the_decider(signal.SIGTERM)


async def test_nats_is_killed(cluster: Cluster) -> None:
    async with talked_to(cluster):
        cluster.bus.stop()
        cluster.bus.start()


async def test_nats_is_gone_and_so_is_the_decider(cluster: Cluster) -> None:
    """What they say to each other goes by the database meanwhile; the next decider begins without NATS."""
    async with talked_to(cluster) as talkers:
        cluster.bus.stop()
        await more(talkers, 5)
        await cluster.lose_the_decider()
        await more(talkers, 5)
        cluster.bus.start()


async def test_nats_hangs(cluster: Cluster) -> None:
    async with talked_to(cluster) as talkers:
        cluster.bus.process.send_signal(signal.SIGSTOP)
        await more(talkers, 5)
        cluster.bus.process.send_signal(signal.SIGCONT)


async def test_postgresql_is_restarted_at_once(cluster: Cluster) -> None:
    async with talked_to(cluster):
        cluster.database.stop()
        cluster.database.start()


async def test_without_postgresql_sending_is_refused_and_reading_goes_on(cluster: Cluster) -> None:
    """G17: by name; what is said again afterwards is there once."""
    alice, bob = [await node.irc(name, "standard-replies") for node, name in zip(cluster.nodes, "ab", strict=True)]
    for client in (alice, bob):
        client.send("JOIN #room")
        await client.until(" 366 ")
    cluster.database.stop()
    began = time.monotonic()
    bob.send("PRIVMSG #room :one")
    await bob.until("database")  # it waits, or is refused
    alice.send("PRIVMSG #room :no", "NAMES #room")
    assert any(" FAIL PRIVMSG " in line and "database" in line for line in await alice.until(" 366 "))
    print(f"refused after {time.monotonic() - began:.2f} s")
    cluster.database.start()
    await until(lambda: any("disk_space" in node.events() for node in cluster.nodes))
    assert not any("log_broken" in node.events() for node in cluster.nodes)
    bob.send("PRIVMSG #room :two")
    said = [line for line in await alice.until("PRIVMSG #room :two") if "PRIVMSG #room" in line]
    assert [line.rpartition(":")[2] for line in said][-2:] in (["one", "two"], ["two"])
    assert not any(line.endswith(":no") for line in said)


@pytest.mark.long
async def test_the_decider_hangs(cluster: Cluster) -> None:
    """Another one takes over; when it wakes, it is too late for it, and it ends with one clear line."""
    async with talked_to(cluster):
        first = cluster.decider()
        os.kill(first, signal.SIGSTOP)
        await until(lambda: cluster.decider() != first)
        os.kill(first, signal.SIGCONT)
        await until(lambda: any("log_broken" in node.events() for node in cluster.nodes))


@pytest.mark.long
async def test_a_node_is_killed(cluster: Cluster) -> None:
    """With its child, as a machine is without power: its people are gone for the others after 15 seconds, not before;
    those of the other machine go on."""
    stays, goes = Talker("t0"), Talker("t1")
    await stays.come(cluster.nodes[0])
    await goes.come(cluster.nodes[1])
    for pid in (*cluster.nodes[1].children, cluster.nodes[1].pid):
        os.kill(pid, signal.SIGKILL)
    await cluster.nodes[1].ended()
    killed = time.monotonic()
    taken = await cluster.nodes[0].connect(say=b"NICK t1\r\nUSER x 0 * :x\r\n")
    await taken.until(" 433 ")
    said = await stays.client.until(" QUIT ")
    assert said[-1].startswith(":t1!")
    assert time.monotonic() - killed > 14
    taken.send("NICK t1")
    await taken.until(" 001 ")


@pytest.mark.long
async def test_everything_at_once(cluster: Cluster) -> None:
    """One decider after the other, and something else with it. Two in a row without anybody who waits would be ten
    seconds without one, on a busy machine, and then all are disconnected."""
    async with talked_to(cluster) as talkers:
        for also in ("", "bus", "database"):
            await more(talkers, 3)
            await until(cluster.somebody_waits)
            first = cluster.decider()
            os.kill(first, signal.SIGKILL)
            if also == "bus":
                cluster.bus.stop()
                cluster.bus.start()
            if also == "database":
                cluster.database.stop()
                cluster.database.start()
            await until(lambda first=first: cluster.decider() != first)  # type: ignore[misc]
