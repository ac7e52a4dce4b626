"""A node's connections: when the decider hears what the kernel has taken."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.support.carrying import Carrying, Place

from hubbub.server.cluster.carried import Carried
from hubbub.server.cluster.connections import REPORT
from hubbub.server.cluster.messages import Wrote
from hubbub.server.net.peer import Peer


def offsets(place: Place) -> list[int]:
    return [call.offset for call in place.node.said if isinstance(call, Wrote)]


@pytest.mark.parametrize(
    ("first", "often"),
    [(b"GET / HTTP/1.1\r\n\r\n", True), (b"NICK ann\r\n", False), (b"/nick ann\r\n", False)],
)
def test_who_answers_requests_hears_often_what_was_taken(first: bytes, often: bool) -> None:
    """Of whoever speaks lines it lets much more wait: nobody is told of each bit of talk."""
    carrying = Carrying(1)
    place = carrying.come(lambda _: None)
    place.say(first)
    for _ in range(4):
        place.write(b"x" * REPORT)
        carrying.commit()
    assert offsets(place) == ([REPORT * n for n in range(1, 5)] if often else [])
    report = place.node.connections.report
    place.write(b"x" * report)
    carrying.commit()
    assert offsets(place)[-1] == 4 * REPORT + report


def test_a_websocket_is_one_that_speaks_lines() -> None:
    carrying = Carrying(1)
    place = carrying.come(lambda _: None)
    place.say(b"GET / HTTP/1.1\r\n\r\n")
    place.write(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    place.write(b"x" * REPORT)
    carrying.commit()
    assert offsets(place) == []


class Long(asyncio.Protocol):
    """Has a long reply to give, in slices, as fast as they are taken."""

    def __init__(self, carried: Carried, slices: int, size: int) -> None:
        self.carried, self.left, self.slice, self.is_paused = carried, slices, b"x" * size, False

    def pause_writing(self) -> None:
        self.is_paused = True

    def resume_writing(self) -> None:
        self.is_paused = False
        while self.left and not self.is_paused:
            self.left -= 1
            self.carried.write(self.slice)


@pytest.mark.parametrize("size", [3000, 62_006, 63_040])
def test_a_long_reply_waits_for_no_beat(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """uvloop keeps what is written in one turn, and says nothing when less than 64 KB of it was taken later."""
    carrying = Carrying(1)
    place = carrying.come(lambda _: None)
    place.say(b"NICK ann\r\n")
    node, wire, kept = place.node, cast(Any, place.connection.transport), [0]

    def write(data: bytes) -> None:
        kept[0] = 0 if kept[0] + len(data) > 65_536 else kept[0] + len(data)

    monkeypatch.setattr(wire, "write", write)
    monkeypatch.setattr(wire, "get_write_buffer_size", lambda: kept[0])
    engine = SimpleNamespace(limits=SimpleNamespace(send_queue_bytes=4 * node.connections.report), begun=True)
    entrance = SimpleNamespace(engine=engine)
    carrier = cast(Any, SimpleNamespace(pending={}, is_next=False, entrance=entrance, begin=lambda: None))
    carried = Carried(carrier, node.far, place.connection.opened, Peer("192.0.2.1", 1, True, "any"))
    carried.set_write_buffer_limits()
    long = Long(carried, 8_000_000 // size, size)
    carried.set_protocol(long)
    long.resume_writing()
    while node.far.items:
        node.said.clear()
        carrying.commit()
        kept[0] = 0  # the turn is over
        for call in node.said:
            carried.hear(cast(Wrote, call))
    assert long.left == 0
