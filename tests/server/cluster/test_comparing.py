"""A node that did not do what the decider has said finds that out by the next picture, and mends it by itself; so does
a decider that has written something down wrong for the next one. None of it happens but by a fault, so each is made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

import pytest
from tests.support.told import told

from hubbub.chat.chat import Batch
from hubbub.chat.party import Party
from hubbub.chat.ports import KeptState
from hubbub.chat.restoring.keeping import Keeping, kept_world
from hubbub.server.cluster import comparing
from hubbub.server.cluster.comparing import ENDLESS, EVERY, Pictures
from hubbub.server.cluster.connections import Connections
from hubbub.server.cluster.decider import Decider
from hubbub.server.cluster.messages import Closed, Item, Output, Picture, Told

from .simulation import SimulatedClient, Simulation
from .test_simulation import build, come, everybody, live, talk

APPLY = Connections.apply
ROUND = 2 * EVERY + 2  # seconds after which everybody was compared, and told


def decider_of(world: Simulation) -> Decider:
    decider = world.deciders[-1].decider
    assert decider is not None
    return decider


def is_committing(world: Simulation) -> bool:
    return decider_of(world).turns.in_flight


def troubles(world: Simulation) -> list[str]:
    return [one.what for one in decider_of(world).server.health.troubles() if one.what == "node_differs"]


def break_once(monkeypatch: pytest.MonkeyPatch, world: Simulation, wrong: Callable[[list[Item]], list[Item]]) -> None:
    """The first part in which that changes something is applied wrongly by the second node."""
    mine = world.nodes[1].node.connections
    broken: list[bool] = []

    def apply(self: Connections, items: list[Item]) -> Iterator[None]:
        done = wrong(items) if self is mine and not broken else items
        if done != items:
            broken.append(True)
        return APPLY(self, done)

    monkeypatch.setattr(Connections, "apply", apply)


def without_what_is_said(items: list[Item]) -> list[Item]:
    return [item for item in items if not (isinstance(item, Output) and b"PRIVMSG" in item.data)]


def said_twice(items: list[Item]) -> list[Item]:
    return [item for one in items for item in [one] * (1 + (isinstance(one, Output) and b"PRIVMSG" in one.data))]


def said_to_one_alone(items: list[Item]) -> list[Item]:
    return [
        Output(item.numbers[:1], item.data) if isinstance(item, Output) and b"PRIVMSG" in item.data else item
        for item in items
    ]


def nothing_at_all(items: list[Item]) -> list[Item]:
    return [] if any(isinstance(item, Output) and b"PRIVMSG" in item.data for item in items) else items


def without_the_end(items: list[Item]) -> list[Item]:
    return [item for item in items if not (isinstance(item, Closed) and item.how != "end")]


@pytest.mark.parametrize(
    ("wrong", "closed"),
    [
        (without_what_is_said, ["c1", "c3"]),
        (said_twice, ["c1", "c3"]),
        (said_to_one_alone, ["c3"]),
        (nothing_at_all, ["c1", "c3"]),
    ],
)
def test_who_was_not_told_what_was_said_is_closed_and_nobody_else(
    wrong: Callable[[list[Item]], list[Item]],
    closed: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world = build(6, monkeypatch)
    break_once(monkeypatch, world, wrong)
    world.nodes[0].clients[0].say("PRIVMSG #room :1")
    world.run(world.now + ROUND)
    assert [client.name for client in everybody(world) if client.closed] == closed
    assert all(f"ERROR :{comparing.WORDS}".encode() in one.told for one in everybody(world) if one.closed)
    assert "node_differs" in told(caplog)
    assert [(one.name, one.differed) for one in decider_of(world).nodes()] == [("n1", 0), ("n2", len(closed))]
    assert troubles(world) == ["node_differs"]
    assert sorted(decider_of(world).engine.chat.world.users) == sorted({"c0", "c1", "c2", "c3"} - set(closed))
    again = come(world.nodes[1], closed[0])  # and all is well
    world.run(world.now + 2)
    world.nodes[0].clients[0].say("PRIVMSG #room :2")
    world.run(world.now + ROUND)
    assert (again.told.count(b"PRIVMSG #room :2\r\n"), again.closed) == (1, "")
    assert decider_of(world).nodes()[1].differed == len(closed)


def test_what_was_told_of_a_node_is_not_told_again_when_another_one_decides_or_it_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who decides next has heard of it from the one before; what happens then is told."""
    world = build(6, monkeypatch)
    with monkeypatch.context() as patch:
        break_once(patch, world, said_to_one_alone)
        talk_from_the_other_node(world)
        world.run(world.now + ROUND)
    assert troubles(world) == ["node_differs"]
    world.kill(world.deciders[-1])
    world.decide()
    world.run(world.now + ROUND)
    assert (decider_of(world).nodes()[1].differed, troubles(world)) == (1, [])
    decider_of(world).carrier.lose(decider_of(world).carrier.nodes["n2"])  # as if it was not heard for long
    world.run(world.now + ROUND)
    assert (decider_of(world).nodes()[1].differed, troubles(world)) == (1, [])
    again = come(world.nodes[1], "again")
    world.run(world.now + 2)
    break_once(monkeypatch, world, without_what_is_said)
    talk_from_the_other_node(world)
    world.run(world.now + ROUND)
    assert again.closed
    assert troubles(world) == ["node_differs"]


def test_what_the_decider_has_closed_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(7, monkeypatch)
    break_once(monkeypatch, world, without_the_end)
    goes = world.nodes[1].clients[0]
    goes.say("QUIT :tea")
    world.run(world.now + 1)
    assert b"ERROR" in goes.told
    assert len(world.nodes[1].node.connections) == 2
    for _ in range(2):  # it is asked of once more before it is believed
        talk_from_the_other_node(world)
        world.run(world.now + EVERY + 1)
    assert [node.node.connections.differed for node in world.nodes] == [0, 1]
    assert len(world.nodes[1].node.connections) == 1


def talk_from_the_other_node(world: Simulation) -> None:
    world.nodes[0].clients[0].say("PRIVMSG #room :more")


def test_what_the_node_does_not_know_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(8, monkeypatch)
    lost = world.nodes[1].clients[0]
    world.nodes[1].node.connections.forget(lost.connection)
    talk_from_the_other_node(world)
    world.run(world.now + ROUND)
    assert sorted(decider_of(world).engine.chat.world.users) == ["c0", "c2", "c3"]
    assert b":c1!c1@" in world.nodes[0].clients[0].told
    assert b" QUIT :" in world.nodes[0].clients[0].told
    assert troubles(world) == ["node_differs"]


def test_a_calm_cluster_is_not_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build(9, monkeypatch)
    world.run(world.now + ROUND)
    parts = len(world.log.shared.parts)
    world.run(world.now + 10 * EVERY)
    assert len(world.log.shared.parts) == parts


@pytest.mark.parametrize("lost", [0.0, 1.0])
def test_what_nobody_has_kept_closes_nobody(lost: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals that were told while the database was away: they come before a picture that was taken earlier and waits
    for the log, or get lost."""
    world = build(10, monkeypatch)
    world.slow = 0.3
    while is_committing(world):
        world.run(world.now + 0.001)
    talk_from_the_other_node(world)
    while not is_committing(world):
        world.run(world.now + 0.001)
    world.is_away = True
    world.run(world.now + 4)
    world.air.lost = lost
    before = len(world.nodes[1].clients[0].told)
    world.nodes[1].clients[0].say("PRIVMSG #room :refused")
    world.run(world.now + 0.5)
    assert (len(world.nodes[1].clients[0].told) == before) == bool(lost)
    world.air.lost = 0.0
    world.is_away = False
    world.run(world.now + 5)
    talk_from_the_other_node(world)
    world.run(world.now + ROUND)
    assert [client.closed for client in everybody(world)] == [""] * 4
    assert [node.node.connections.differed for node in world.nodes] == [0, 0]


def test_a_picture_that_has_waited_for_the_log_closes_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """It does not know what was told meanwhile, and kept by nobody; the next one does."""
    world = build(12, monkeypatch)
    connections = world.nodes[1].node.connections
    number, one = next(iter(connections.by_number.items()))

    def differed(*, sure: bool, before: int = 0) -> int:
        known = [Told(at, other.told - before * (other is one), sure) for at, other in connections.by_number.items()]
        comparing.compare(connections, Picture(0, ENDLESS, known), lambda _: b"")
        return connections.differed

    words = b":vm NOTICE c1 :What you sent last waits.\r\n"
    deque(connections.apply_loose([Output([number], words)]))
    assert differed(sure=True, before=len(words)) == 0
    assert differed(sure=False) == 0
    assert differed(sure=True, before=len(words)) == 1


def test_a_node_that_passes_over_something_is_found_out_by_the_cluster_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """In trouble of all kinds, and the check of the simulation is not asked. What is passed over in the last moments of
    a decider is not found out, since the next one begins to count anew: so somebody talks on."""
    found = []
    for seed in range(3):
        with monkeypatch.context() as patch:
            count = 0

            def apply(self: Connections, items: list[Item]) -> Iterator[None]:
                nonlocal count
                for item in items:
                    count += isinstance(item, Output)
                    if not isinstance(item, Output) or count % 20:
                        yield from APPLY(self, [item])

            patch.setattr(Connections, "apply", apply)
            world = live(seed, patch)
            for _ in range(20):
                talk(world)
                world.run(world.now + 0.5)
            world.run(world.now + ROUND)
            found.append(sum(node.node.connections.differed for node in world.nodes))
            assert any(bytes(client.told) != world.committed_for(client) for client in everybody(world))
    assert min(found) > 0


# what the next decider begins with


def test_what_the_next_decider_would_be_wrong_about_is_written_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """People whom an event has named are written down; here somebody is passed over."""
    world = build(11, monkeypatch)
    named = Keeping._named
    with monkeypatch.context() as patch:
        patch.setattr(Keeping, "_named", lambda self, event: [])
        world.nodes[0].clients[0].say("AWAY :tea")
        world.run(world.now + 0.5)
    assert Keeping._named is named
    world.run(world.now + 3)
    assert "state_differs" in told(caplog)
    assert "(c0)" in caplog.text
    assert decider_of(world).states.differed == 1
    states = [KeptState(kind, key, body) for (kind, key), body in world.log.shared.states.items()]
    begun = kept_world(states)
    assert begun is not None
    assert {user.source.partition("!")[0]: user.away for user in begun.users}["c0"] == "tea"


def test_a_person_whose_event_is_forgotten_is_found_out_by_the_cluster_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Keeping.of

    def forgetful(self: Keeping, batch: Batch) -> list[KeptState]:
        states = keep(self, batch)
        for state in [state for state in states if state.kind == "person" and state.body is not None][1:]:
            states.remove(state)
            self._kept.pop(Party(state.key))  # nothing was written, as far as anybody knows
        return states

    monkeypatch.setattr(Keeping, "of", forgetful)
    world = live(1, monkeypatch)
    assert sum(loop.decider.states.differed for loop in world.deciders if loop.decider is not None) > 0


# rounds


def test_a_round_has_everybody_once_and_the_next_one_begins_when_something_was_said() -> None:
    numbers = dict.fromkeys(range(1, 3 * comparing.MOST))
    pictures, clock = Pictures(), 100.0
    assert not pictures.is_due(clock)
    pictures.said()
    seen: list[int] = []
    after = 0
    for _ in range(3):
        assert pictures.is_due(clock)
        picture = pictures.take(clock, lambda number: Told(number, 0, True), numbers)
        assert picture.after == after
        assert all(after < one.number <= picture.upto for one in picture.connections)
        seen += [one.number for one in picture.connections]
        after = picture.upto
        assert not pictures.is_due(clock)
        clock += EVERY
    assert (seen, after) == (list(numbers), ENDLESS)
    assert not pictures.is_due(clock)
    pictures.said()
    assert pictures.is_due(clock)


def test_a_connection_that_has_ended_meanwhile_or_is_not_known_to_the_node_is_in_no_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = build(12, monkeypatch)
    quiet = SimulatedClient(world.nodes[1], "quiet")
    world.run(world.now + ROUND)
    assert (quiet.closed, world.nodes[1].node.connections.differed) == ("", 0)
