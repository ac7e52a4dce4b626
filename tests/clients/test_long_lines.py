"""Lines as long as the protocol allows arrive whole, and longer ones in pieces that lose nothing."""

from __future__ import annotations

import re

import pytest
from tests.clients.conftest import Arrive, Make
from tests.clients.plain import Person

WHOLE = 510 - len(":zoe!z@0123456789abcdef.ip ")  # bytes of a line that fits, without its end, with its sender in front


def line_of(command: str, size: int) -> str:
    """A command whose text fills the line: words of several scripts, and a word that only the end has."""
    line, word = f"{command} :", "tea 茶 чай "
    line += word * ((size - len(line.encode())) // len(word.encode()))
    return line + "e" * (size - len(line.encode()))


@pytest.mark.parametrize("kind", ["weechat", "irssi", "nc", "websocket"])
async def test_a_full_line_is_shown_whole(kind: str, arrive: Arrive, make: Make) -> None:
    zoe = make("nc", "zoe")
    assert isinstance(zoe, Person)
    ivy = await arrive(kind, "ivy")
    await ivy.join("tea")
    await zoe.connect()
    for line in ("NICK zoe", "USER z 0 * :Z", "JOIN #tea"):
        zoe.type(line)
    line = line_of("PRIVMSG #tea", WHOLE)
    zoe.type(line)
    await ivy.sees("message", "zoe", room="tea", text=line.partition(":")[2])


@pytest.mark.parametrize("kind", ["weechat", "irssi", "ii", "nc"])
async def test_what_is_longer_arrives_in_pieces(kind: str, arrive: Arrive) -> None:
    bob = await arrive("nc", "bob")
    await bob.join("tea")
    ivy = await arrive(kind, "ivy")
    await ivy.join("tea")
    words = " ".join(f"word{number}" for number in range(200))
    await bob.say("tea", words)
    line = ivy.SHOWN["message"].format(who="bob", room="tea", text="(.*)")
    await ivy.shows("#tea", line.replace("(.*)", ".* word199"))
    pieces = re.findall(line, ivy.text("#tea"), re.MULTILINE)
    assert len(pieces) > 1
    assert " ".join(piece.rstrip() for piece in pieces) == words
