from __future__ import annotations

import os
import socket

import pytest

from hubbub.server.process.channel import AT_ONCE, Channel


def pair() -> tuple[Channel, Channel]:
    one, other = socket.socketpair()
    return Channel(one), Channel(other)


async def test_words_and_more_files_than_one_message_takes() -> None:
    giver, taker = pair()
    reading, writing = os.pipe()
    try:
        giver.say("take 401", [reading] * 2 * AT_ONCE + [writing])
        giver.say("go")
        assert taker.hear() == "take 401"
        numbers = taker.receive(2 * AT_ONCE + 1)
        assert not any(map(os.get_inheritable, numbers))
        assert await taker.answer() == "go"
        os.write(numbers[-1], b"x")
        assert os.read(numbers[0], 1) == b"x"
        for number in numbers:
            os.close(number)
    finally:
        os.close(reading)
        os.close(writing)
        giver.close()
        taker.close()


async def test_who_is_gone_says_nothing_and_hands_over_nothing() -> None:
    giver, taker = pair()
    giver.sock.sendall(b"half a wo")
    giver.close()
    with pytest.raises(OSError, match="not everything"):
        taker.receive(1)
    assert taker.hear() == ""
    assert await taker.answer() == ""
    with pytest.raises(BrokenPipeError):
        taker.say("ready")
    taker.close()
