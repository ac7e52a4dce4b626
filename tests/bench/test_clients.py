"""The load generator's clients: what they send, and that no cut through the bytes loses a message."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import SERVER, Protocol

from hubbub.bench.clients import Listener, Witness, coming_in, frame, text, wrapped

MESSAGES = [b":a!u@h PRIVMSG #bench0 :" + text(talker, 100) + b"\r\n" for talker in (0, 1, 1, 0, 2)]
STREAM = b":s PONG s :x\r\n".join(MESSAGES)


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_messages_are_counted_however_the_bytes_are_cut(cuts: list[int]) -> None:
    seen: list[tuple[int, int]] = []
    listener, witness = Listener(), Witness(lambda talker, count: seen.append((talker, count)))
    places = [0, *sorted(cuts), len(STREAM)]
    for start, end in pairwise(places):
        listener.data_received(STREAM[start:end])
        witness.data_received(STREAM[start:end])
    assert listener.got == witness.got == 5
    assert {talker: sum(count for whose, count in seen if whose == talker) for talker in range(3)} == {0: 2, 1: 2, 2: 1}
    assert len(witness.took) == 5
    assert min(witness.took) >= 0


def test_a_message_has_the_size_it_is_asked_to_have() -> None:
    assert len(text(7, 100)) == 100
    assert text(7, 100).startswith(b"{7 ")


@given(st.binary(min_size=1, max_size=300))
def test_a_websocket_server_understands_our_frames(line: bytes) -> None:
    server = Protocol(SERVER)
    server.receive_data(frame(line))
    (event,) = server.events_received()
    assert isinstance(event, Frame)
    assert (event.opcode, event.data) == (Opcode.TEXT, line)


def test_how_one_comes_in() -> None:
    steps = coming_in("tcp", "localhost:1", "ann", "#room", ["echo-message"])
    assert [step.until for step in steps] == [b" 001 ", b" 366 "]
    assert steps[0].say == b"CAP REQ :echo-message\r\nNICK ann\r\nUSER ann 0 * :ann\r\nCAP END\r\n"
    assert steps[1].say == b"JOIN #room\r\n"


def test_without_a_room_one_is_in_with_a_name() -> None:
    assert [step.until for step in coming_in("tls", "localhost:1", "ann", "")] == [b" 001 "]


def test_people_without_a_protocol_say_their_name() -> None:
    assert [step.say for step in coming_in("plain", "localhost:1", "ann", "#room")] == [b"ann\r\n"]


def test_a_browser_shakes_hands_first() -> None:
    handshake, *others = coming_in("ws", "localhost:1", "ann", "#room")
    assert handshake.say.startswith(b"GET / HTTP/1.1\r\nHost: localhost:1\r\n")
    assert others[-1].say == wrapped("ws", b"JOIN #room") == frame(b"JOIN #room")
