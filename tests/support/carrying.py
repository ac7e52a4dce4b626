"""What people of a chat in memory say and are told, by way of nodes: as bytes of the messages of a cluster, put into
order, grouped and taken apart by the code of the nodes and of the one that decides. Without sockets, and at once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, cast

from hubbub.server.cluster.connections import Connections, NodeConnection
from hubbub.server.cluster.far import Far
from hubbub.server.cluster.messages import Call, Calls, Part, Received, Taken, calls_of, part_of, to_bytes
from hubbub.server.net.peer import Peer


class _Wire(asyncio.Transport):
    """The socket of a client, which takes all at once."""

    def __init__(self, told: Callable[[bytes], object]) -> None:
        super().__init__()
        self.told = told

    def write(self, data: Any) -> None:
        self.told(bytes(data))

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def get_write_buffer_size(self) -> int:
        return 0


class _Node:
    """One node, and the decider's end of it."""

    def __init__(self, name: str) -> None:
        self.said: list[Call] = []
        self.far = Far(name, 1)
        self.connections = Connections(cast(Any, None), 1 << 20, 1 << 18, self.said.append, lambda _: None)

    def tell(self, position: int) -> None:
        """The node does what the decider has said in this commit."""
        previous, self.far.last = self.far.last, position
        part = part_of(to_bytes(Part(position, previous, 1, self.far.take(), 1)))
        deque(self.connections.apply(part.items))


class Carrying:
    """So many nodes; people come to one after the other."""

    def __init__(self, many: int) -> None:
        self.nodes = [_Node(f"node-{number}") for number in range(many)]
        self.came = 0
        self.position = 0

    def come(self, told: Callable[[bytes], object]) -> Place:
        node = self.nodes[self.came % len(self.nodes)]
        self.came += 1
        return Place(node, told)

    def commit(self) -> None:
        """All nodes are told what was said in this turn."""
        self.position += 1
        for node in self.nodes:
            if node.far.items:
                node.tell(self.position)


class Place:
    """A connection of somebody to a node."""

    def __init__(self, node: _Node, told: Callable[[bytes], object]) -> None:
        self.node = node
        self.connection: NodeConnection = node.connections.add(Peer("192.0.2.1", 1, True, "any"), silent=False)
        self.connection.connection_made(_Wire(told))
        self.number = self.connection.number

    def write(self, data: bytes) -> None:
        """The decider says that with the next commit."""
        self.node.far.write(self.number, data)

    def say(self, data: bytes) -> bytes:
        """The client says that; what reaches the decider of it, which has dealt with it by the next commit."""
        self.node.said.clear()
        self.connection.data_received(data)
        calls = calls_of(to_bytes(Calls("node", 1, 1, self.node.said)))
        (received,) = (call for call in calls.calls if isinstance(call, Received))
        self.node.far.say(Taken(self.number, received.offset + len(received.data)))
        return received.data
