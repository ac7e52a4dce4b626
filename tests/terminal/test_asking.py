"""What a person is asked for before the first connection."""

from __future__ import annotations

import asyncio

import pytest

from hubbub.client.session import Client
from hubbub.terminal import chat
from hubbub.terminal.dialogue import Dialogue
from hubbub.terminal.lines import Line
from hubbub.uplink.addresses import Address


class Face:
    """Somebody at a terminal."""

    asks = True

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.asked = asyncio.Event()

    def show(self, lines: list[Line]) -> None:
        self.shown += [line.text for line in lines]

    def refresh(self) -> None:
        self.asked.set()

    def give_back(self, text: str) -> None:
        raise AssertionError(text)


@pytest.mark.parametrize(
    ("answers", "address"),
    [
        (["", ""], Address("localhost", 7777)),
        (["chat.example", "7000"], Address("chat.example", 7000)),
        (["chat.example:7000"], Address("chat.example", 7000)),
        (["\ufeffchat.example 7000"], Address("chat.example", 7000)),
        (["[::1]:7000"], Address("::1", 7000)),
        (["ircs://chat.example/tea"], Address("chat.example", 6697, tls=True, room="#tea")),
        (["chat.example", "port", "70000", ""], Address("chat.example", 7777)),
        (["nonsense://x", "me@h", "h:x", "h:1"], Address("h", 1)),
    ],
)
async def test_an_address_is_asked_for_until_it_is_one(answers: list[str], address: Address) -> None:
    face = Face()
    dialogue = Dialogue(Client("", "n"), face, now=lambda: 0, chance=lambda: 0.5)
    asking = asyncio.create_task(chat._ask_address(dialogue, 0))
    for answer in answers:
        while not dialogue.asking.question:
            await face.asked.wait()
            face.asked.clear()
        dialogue.line(answer)
        await asyncio.sleep(0)
    assert await asking == address
    assert len(face.shown) == sum("://x" in one or "@" in one or one in ("h:x", "port", "70000") for one in answers)
