"""Whatever part is killed, paused or cut off, and whatever the bus loses: each client is told what was committed, once
and in order, nothing that was accepted is lost or done twice, and nobody is disconnected."""

from __future__ import annotations

import re

import pytest

from .simulation import SimulatedClient, SimulatedNode, Simulation

PRIVMSG = re.compile(rb":(c\d+)!\S+ PRIVMSG #room :(\d+)\r\n")


def build(seed: int, monkeypatch: pytest.MonkeyPatch) -> Simulation:
    world = Simulation(seed, monkeypatch.setattr)
    world.decide()
    world.nodes = [SimulatedNode(world, name) for name in ("n1", "n2")]
    for number in range(4):
        client = SimulatedClient(number)
        client.say(f"NICK {client.name}", f"USER {client.name} 0 * :x", "JOIN #room")
        world.nodes[number % 2].clients[number] = client
    world.run(5)
    return world


def everybody(world: Simulation) -> list[tuple[SimulatedNode, SimulatedClient]]:
    return [(node, client) for node in world.nodes for client in node.clients.values()]


def talk(world: Simulation) -> None:
    """Somebody says something."""
    _, client = world.random.choice(everybody(world))
    client.count += 1
    client.say(f"PRIVMSG #room :{client.count}", f"PING {client.count}")


def check(world: Simulation) -> None:
    """After a while of calm."""
    assert world.faults == []
    said = [(entry.source.partition("!")[0], int(entry.text)) for entry in world.entries()]
    for node, client in everybody(world):
        assert client.closed == ""
        assert bytes(client.told) == world.committed_for(node.name, client.number)
        mine = [count for name, count in said if name == client.name]
        assert mine == list(range(1, client.count + 1))
        heard = [(name.decode(), int(count)) for name, count in PRIVMSG.findall(bytes(client.told))]
        assert heard == [one for one in said if one[0] != client.name]
        assert client.told.count(b"PONG") == client.count


def test_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(1, monkeypatch)
    for _ in range(30):
        talk(world)
        world.run(world.now + world.random.random())
    world.run(world.now + 5)
    check(world)


def test_a_decider_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(2, monkeypatch)
    for _ in range(10):
        talk(world)
        world.run(world.now + world.random.random() / 10)
    world.kill(world.deciders[-1])
    world.decide()
    for _ in range(10):
        talk(world)
        world.run(world.now + world.random.random() / 10)
    world.run(world.now + 5)
    check(world)
