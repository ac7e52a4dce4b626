"""What `hubbub cluster` says: who decides, and how far each node is."""

from __future__ import annotations

import json

import msgspec

from hubbub.chat.ports import KeptState, Standing
from hubbub.server.cluster.standing import KeptNode, in_json, lines

NODES = [
    KeptState("node", name, msgspec.msgpack.encode(KeptNode(1, "1.0", applied, 12, connections)))
    for name, applied, connections in (("one", 12, 3), ("second", 7, 14_000))
]


def standing(*, served: bool = True, decider: str = "one", nodes: list[KeptState] = NODES) -> Standing:
    return Standing(served, 17, 4_711, 12, decider, nodes)


def test_who_decides_and_how_far_all_are() -> None:
    assert list(lines(standing())) == [
        "one decides (generation 17, commit 4711).",
        "node    connections  behind  version",
        "one               3       0  1.0",
        "second        14000       5  1.0",
    ]
    assert json.loads(in_json(standing())) == {
        "decides": "one",
        "generation": 17,
        "position": 4711,
        "nodes": {
            "one": {"connections": 3, "behind": 0, "version": "1.0", "differed": 0, "silent": 0},
            "second": {"connections": 14_000, "behind": 5, "version": "1.0", "differed": 0, "silent": 0},
        },
    }


def test_a_node_that_is_silent_or_differed_is_told_of() -> None:
    nodes = [
        KeptState("node", name, msgspec.msgpack.encode(KeptNode(1, "1.0", 5, 5, 3, differed=differed, silent=silent)))
        for name, differed, silent in (("a", 0, 8), ("b", 2, 0))
    ]
    assert list(lines(standing(nodes=nodes)))[2:] == [
        "a               3       0  1.0  not heard for 8 s",
        "b               3       0  1.0  2 connections were not told what was said",
    ]


def test_what_an_older_decider_has_written_of_a_node_is_read() -> None:
    nodes = [KeptState("node", "a", msgspec.msgpack.encode([1, "0.9", 5, 6, 3]))]
    assert list(lines(standing(nodes=nodes)))[2:] == ["a               3       1  0.9"]


def test_nobody_decides() -> None:
    assert next(lines(standing(served=False))) == "Nobody decides. The last one was one (generation 17, commit 4711)."
    assert json.loads(in_json(standing(served=False)))["decides"] == ""
    assert list(lines(standing(decider=""))) == ["One server serves alone (generation 17, commit 4711)."]
    assert next(lines(None)).startswith("Nobody has served from this database yet.")
    assert in_json(None) == "{}"
