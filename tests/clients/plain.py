"""People on programs that only carry lines: nc, and ncat and openssl over TLS."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from tests.clients.client import Client
from tests.clients.program import Program

COMMANDS: dict[str, tuple[str, ...]] = {
    "nc": ("nc", "127.0.0.1", "{port}"),
    "ncat": ("ncat", "--ssl", "127.0.0.1", "{port}"),
    "openssl": ("openssl", "s_client", "-quiet", "-connect", "127.0.0.1:{port}"),
}
TIME = r"^\[[0-9:]{{8}}\] "


class Person(Client):
    """Somebody who types lines. All there is to see is in one place."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": TIME + r"\[{who}\](?: \(in {room}\))?: {text}",
        "private": TIME + "Private message from {who}: {text}",
        "delivered": TIME + "Private message to {who} delivered: {text}",
        "joined": TIME + r"\* {who} has joined (?:{room}|the chat)\.",
        "left": TIME + r"\* {who} has left {room}(?: \(.+\))?\.",
        "quit": TIME + r"\* {who} has left the chat \(.+\)\.",
        "renamed": TIME + r"\* {who} is now known as {new}\.",
        "topic": TIME + r"\* {who} changed the topic of {room} to: {text}",
        "action": TIME + r"\* {who}(?: \(in {room}\))? {text}",
    }

    def __init__(self, name: str, home: Path, port: int, program: str = "nc") -> None:
        super().__init__(name, home, port)
        self.program = Program(home, *(word.format(port=port) for word in COMMANDS[program]))

    async def start(self) -> None:
        """Enter brings the question at once, also where a browser was before."""
        await self.connect()
        self.type("")
        await self.shows("", r"What is your name\?\n> ")
        self.type(self.name)
        await self.shows("", f"Welcome to the chat, {self.name}!")

    async def connect(self) -> None:
        """Start the program, and type nothing."""
        await self.program.start()

    async def end(self) -> None:
        await self.program.end()

    def type(self, line: str) -> None:
        self.program.type(line)

    async def join(self, room: str) -> None:
        self.type(f"/join {room}")
        await self.shows("", f"You are in (?:{room}|the {room}) now.*")

    async def say(self, room: str, text: str) -> None:
        self.type(text)

    async def tell(self, who: str, text: str) -> None:
        self.type(f"@{who} {text}")

    async def set_topic(self, room: str, text: str) -> None:
        self.type(f"/topic {text}")

    async def rename(self, new: str) -> None:
        self.type(f"/nick {new}")

    async def leave(self, room: str) -> None:
        self.type(f"/leave {room}")

    async def quit(self) -> None:
        self.type("/quit")

    async def look(self, place: str) -> None:
        """It all scrolls by."""

    def text(self, place: str) -> str:
        return self.program.text()
