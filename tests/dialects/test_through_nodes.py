"""That the tests beside this one go through nodes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.memory_chat import MemoryChat

from hubbub.server.cluster.connections import Connections
from hubbub.server.cluster.messages import Item, Output


def test_people_are_at_one_node_after_the_other() -> None:
    chat = MemoryChat()
    people = [chat.irc(name) for name in ("ann", "bob", "carl")]
    assert chat.carrying is not None
    assert len(chat.carrying.nodes) in (2, 3)
    assert [len(node.connections) for node in chat.carrying.nodes] in ([2, 1], [1, 1, 1])
    for person in people:
        person.send("JOIN #tea")
    people[0].take()
    people[2].send("PRIVMSG #tea :hello")
    assert people[0].take()[-1].endswith("PRIVMSG #tea :hello")


def test_what_a_node_passes_over_is_heard_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    chat = MemoryChat()
    ann = chat.irc("ann")
    apply = Connections.apply

    def deaf(self: Connections, items: list[Item]) -> Iterator[None]:
        return apply(self, [item for item in items if not isinstance(item, Output)])

    monkeypatch.setattr(Connections, "apply", deaf)
    assert ann.ask("PING :there") == []
