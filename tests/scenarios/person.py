"""Somebody at the other end of a connection, who types lines and looks at what comes."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from typing import Protocol

PROMPT = "> "
PATIENCE = 20.0  # seconds until a line that has to come counts as missing; nothing waits that long when all is well


class Wire(Protocol):
    """A connection as its far end has it. `receive` gives b"" at the end."""

    async def send(self, data: bytes) -> None: ...

    async def receive(self) -> bytes: ...

    async def cut(self) -> None: ...


class Person:
    """`seen` holds the lines not looked at yet, without prompts; `prompts` tells for each whether one preceded it."""

    def __init__(self, name: str, wire: Wire) -> None:
        self.name = name
        self.wire = wire
        self.seen: deque[str] = deque()
        self.prompts: deque[bool] = deque()
        self.rest = b""
        self.ended = False
        self.fences = 0

    async def type(self, line: str) -> None:
        await self.wire.send(line.encode() + b"\r\n")

    async def next_line(self) -> str:
        """The next line; AssertionError when the connection ends or nothing comes."""
        while not self.seen:
            assert await self._more(), f"{self.name}'s connection ended"
        self.prompts.popleft()
        return self.seen.popleft()

    async def later_line(self, wanted: re.Pattern[str]) -> str:
        """The next line that matches; those before it are dropped."""
        dropped: list[str] = []
        while True:
            try:
                line = await self.next_line()
            except AssertionError as error:
                raise AssertionError(f"{error}; before that came:\n" + "\n".join(dropped)) from None
            if wanted.fullmatch(line):
                return line
            dropped.append(line)

    async def connect(self) -> None:
        """Do what comes before the first line of the transcript."""

    async def fence(self) -> bool:
        """Go on when the server has handled all that was typed, and all it caused has come.

        Whether a prompt showed before that. What is seen stays to be looked at.
        """
        raise NotImplementedError

    async def _answer_to(self, question: str, answer: re.Pattern[str]) -> bool:
        """Type a question, wait for its answer, and take that out of what is seen."""
        await self.type(question)
        while not any(map(answer.match, self.seen)):
            assert await self._more(), f"{self.name}'s connection ended"
        place = next(place for place, line in enumerate(self.seen) if answer.match(line))
        del self.seen[place]
        prompted = self.prompts[place]
        del self.prompts[place]
        return prompted

    async def is_asked(self) -> None:
        """Wait for the prompt."""
        while self.seen or self.rest != PROMPT.encode():
            assert not self.seen, f"{self.name} has not looked at: {self.seen[0]}"
            assert await self._more(), f"{self.name}'s connection ended"

    async def disconnected(self) -> None:
        """Wait for the end of the connection."""
        while not self.ended:
            await self._more()

    async def _more(self) -> bool:
        """Take what comes next. False at the end of the connection."""
        if self.ended:
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                data = await self.wire.receive()
        except TimeoutError:
            raise AssertionError(f"{self.name} waits in vain; unfinished line: {self.rest!r}") from None
        self.ended = not data
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self._take(line.decode().removesuffix("\r"))
        return not self.ended

    def _take(self, line: str) -> None:
        prompted = line.startswith(PROMPT)
        while line.startswith((PROMPT, "\r")):
            line = line.removeprefix(PROMPT).lstrip("\r")
        self.seen.append(line)
        self.prompts.append(prompted)


class PlainPerson(Person):
    """Somebody with `nc`."""

    async def connect(self) -> None:
        """Press Enter, which brings the greeting at once."""
        await self.type("")

    async def fence(self) -> bool:
        return await self._answer_to("/help topic", re.compile(r"/topic \[text\]  "))


class IrcPerson(Person):
    """An IRC client without its screen: the lines of the protocol."""

    async def connect(self) -> None:
        for line in (f"NICK {self.name}", f"USER {self.name} 0 * :{self.name.capitalize()}"):
            await self.type(line)
        await self.later_line(re.compile(r"\S+ (376|422) .*"))

    async def fence(self) -> bool:
        self.fences += 1
        return await self._answer_to(f"PING fence-{self.fences}", re.compile(f".*PONG .*fence-{self.fences}$"))


class ChatPerson(Person):
    """Somebody with `hubbub chat`, whose help comes from the client itself: who is online does not."""

    async def fence(self) -> bool:
        return await self._answer_to("/who", re.compile("Online now "))


KINDS: dict[str, type[Person]] = {"nc": PlainPerson, "irc": IrcPerson, "hubbub chat": ChatPerson}
