"""What nodes and the decider say survives the way, and an older program reads what a newer one says."""

from __future__ import annotations

import msgspec
import pytest

from hubbub.server.cluster.messages import (
    Call,
    Calls,
    Closed,
    DeciderBeat,
    Ended,
    Item,
    NodeBeat,
    Opened,
    Output,
    Part,
    Received,
    Taken,
    Wrote,
    beat_of,
    calls_of,
    part_of,
    to_bytes,
)

CALLS: list[Call] = [
    Opened(1, "192.0.2.7", 50_000, "any", True, True, host="chat.example.org", certificate=b"\x30\x82"),
    Received(1, 0, b"NICK ann\r\n\x00\xff"),
    Ended(1, 12, "eof"),
    Wrote(1, 1 << 40),
]
ITEMS: list[Item] = [Output([1, 2, 2], b":a PRIVMSG #b :c\r\n"), Taken(1, 12), Closed(2, "close")]


def test_calls_come_as_they_were_said() -> None:
    told = Calls("one", 1_700_000_000_000, 4, CALLS, NodeBeat(3, 7, "1.0", 2, [(1, 5)]))
    assert calls_of(to_bytes(told)) == told


def test_parts_come_as_they_were_said() -> None:
    told = Part(9, 7, 1_700_000_000_000, ITEMS)
    assert part_of(to_bytes(told)) == told


def test_beats_come_as_they_were_said() -> None:
    told = DeciderBeat(2, 9, True, "one", "1.0", {"one": (1, 3, 9)})
    assert beat_of(to_bytes(told)) == told


def test_an_older_program_passes_over_what_it_does_not_know() -> None:
    newer = msgspec.msgpack.decode(to_bytes(Part(9, 7, 1, ITEMS)))
    newer[3][1].append("new")
    newer.append({"new": True})
    assert part_of(msgspec.msgpack.encode(newer)) == Part(9, 7, 1, ITEMS)


@pytest.mark.parametrize(
    "bad", [b"", b"\xc1", to_bytes(["x"]), to_bytes([9, 7, 1, [[99, 1]]]), to_bytes({"position": 1})]
)
def test_what_is_no_message_is_refused(bad: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        part_of(bad)
