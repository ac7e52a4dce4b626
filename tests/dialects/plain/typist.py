"""Somebody with a terminal on a chat in memory."""

from __future__ import annotations

import re

from tests.support.memory_chat import MemoryChat, Person

from hubbub.wire.lines import BadLine

TIME = re.compile(r"^(> \r?|\r)*(\[(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\] )?")


def join(chat: MemoryChat, name: str) -> Person:
    """Somebody who gave that name; the welcome is read already."""
    person = chat.connect("plain")
    person.send(name)
    screen(person)
    return person


def screen(person: Person) -> str:
    """All that was written since the last time, as it was written."""
    written, person.written = person.written, b""
    return written.decode()


def typed(person: Person, *lines: str | BadLine) -> str:
    """What comes back to these lines, as it is written."""
    screen(person)
    person.send(*lines)
    return screen(person)


def told(person: Person, *lines: str | BadLine) -> list[str]:
    """What comes back to these lines, without times and prompts."""
    return heard_in(typed(person, *lines))


def heard(person: Person) -> list[str]:
    """What came from others, without times and prompts."""
    return heard_in(screen(person))


def heard_in(written: str) -> list[str]:
    return [TIME.sub("", line) for line in written.removesuffix("> ").split("\r\n") if line]
