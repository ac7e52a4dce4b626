"""Client libraries, each in a program of its own (programs/) that tells what the library told it, line by line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from tests.clients.client import PLAIN, IrcClient, Way
from tests.clients.program import Program

PROGRAMS = Path(__file__).parent / "programs"
NODE_MODULES = Path(sys.prefix) / "node" / "node_modules"
COMMANDS: dict[str, tuple[str, ...]] = {
    "irc": (sys.executable, str(PROGRAMS / "with_irc.py")),
    "pydle": (sys.executable, str(PROGRAMS / "with_pydle.py")),
    "irc-framework": ("env", f"NODE_PATH={NODE_MODULES}", "node", str(PROGRAMS / "with_irc_framework.cjs")),
}


class Library(IrcClient):
    """Its program reads `join #room`, `say #room TEXT` and the like, and writes `HAPPENING PLACE WHO TEXT`."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": "^message #{room} {who} {text}",
        "private": "^private {who} {who} {text}",
        "joined": "^joined #{room} {who}",
        "left": "^left #{room} {who}",
        "quit": r"^quit \* {who}",
        "renamed": r"^renamed \* {who} {new}",
        "topic": "^topic #{room} {who} {text}",
        "action": "^action #{room} {who} {text}",
    }

    def __init__(self, library: str, name: str, home: Path, port: int, way: Way = PLAIN) -> None:
        super().__init__(name, home, port)
        self.program = Program(home, *COMMANDS[library], str(port), name, "tls" if way.tls else "", way.password)

    async def start(self) -> None:
        await self.program.start()
        await self.shows("", rf"^welcome \* {self.name}")

    async def end(self) -> None:
        await self.program.end()

    async def join(self, room: str) -> None:
        self.program.type(f"join #{room}")
        await self.sees("joined", self.name, room=room)

    async def say(self, room: str, text: str) -> None:
        self.program.type(f"say #{room} {text}")

    async def tell(self, who: str, text: str) -> None:
        self.program.type(f"tell {who} {text}")

    async def set_topic(self, room: str, text: str) -> None:
        self.program.type(f"topic #{room} {text}")

    async def rename(self, new: str) -> None:
        self.program.type(f"nick {new}")

    async def leave(self, room: str) -> None:
        self.program.type(f"leave #{room}")

    async def quit(self) -> None:
        self.program.type("quit")

    async def ask_history(self, room: str) -> None:
        self.program.type(f"history #{room}")

    async def look(self, place: str) -> None:
        """It is all told in one place."""

    def text(self, place: str) -> str:
        return self.program.text()
