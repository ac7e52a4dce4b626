"""A node's connections: when the decider hears what the kernel has taken."""

from __future__ import annotations

import pytest
from tests.support.carrying import Carrying, Place

from hubbub.server.cluster.connections import REPORT
from hubbub.server.cluster.messages import Wrote


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
