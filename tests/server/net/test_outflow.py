"""What waits for a transport."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from hubbub.chat.world.session import Slices, text_line
from hubbub.server.net.outflow import UNMADE, Outflow


def taken(outflow: Outflow) -> list[bytes | None]:
    """All that a transport takes now."""
    data = []
    while outflow.is_ready:
        data.append(outflow.take())
    return data


def test_bytes_and_replies_come_in_their_order() -> None:
    outflow = Outflow(text_line)
    reply: Slices = iter([[b"a", b"b"], [b"c"]])
    assert outflow.add([b"one", reply, b"two"]) == 1
    assert outflow.size == 6 + UNMADE
    assert taken(outflow) == [b"one", b"a\r\nb\r\n", b"c\r\n", None, b"two"]
    assert outflow.size == 0
    assert not outflow.waiting


def test_a_full_transport_is_given_nothing() -> None:
    outflow = Outflow(text_line)
    outflow.paused = True
    outflow.add([b"one"])
    assert taken(outflow) == []
    outflow.paused = False
    assert taken(outflow) == [b"one"]


def test_a_reply_is_made_no_earlier_than_it_is_taken() -> None:
    outflow, made = Outflow(text_line), []

    def slices() -> Slices:
        for number in range(3):
            made.append(number)
            yield [b"%d" % number]

    outflow.add([slices()])
    assert made == []
    outflow.take()
    assert made == [0]


def test_a_reply_may_throw_away_what_is_behind_it() -> None:
    """So does the end of the last words."""
    outflow = Outflow(text_line)
    outflow.add([iter(outflow.clear, None), b"never"])
    assert taken(outflow) == [None]


@given(some.lists(some.lists(some.binary(max_size=5), min_size=1, max_size=4), max_size=5), some.data())
def test_nothing_is_lost_or_moved_however_often_it_stops(outboxes: list[list[bytes]], data: some.DataObject) -> None:
    outflow, got, added = Outflow(text_line), b"", 0
    for outbox in outboxes:
        outflow.add(outbox)
        added += sum(map(len, outbox))
        outflow.paused = data.draw(some.booleans())
        got += b"".join(part or b"" for part in taken(outflow))
        assert outflow.size == added - len(got)
    outflow.paused = False
    got += b"".join(part or b"" for part in taken(outflow))
    assert got == b"".join(part for outbox in outboxes for part in outbox)
    assert outflow.size == 0
