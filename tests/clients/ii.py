"""ii: each room and each person is a folder, with a FIFO to write to and a file to read."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from tests.clients.client import PLAIN, IrcClient, Way
from tests.clients.program import Program
from tests.clients.waiting import until

LINE = "^[0-9]+ "


class Ii(IrcClient):
    """It knows no capabilities at all, and only one way."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": LINE + r"<{who}> {text}",
        "private": LINE + r"<{who}> {text}",
        "joined": LINE + r"-!- {who}\(.+\) has joined #{room}",
        "left": LINE + r"-!- {who}\(.+\) has left #{room}",
        "quit": LINE + r'-!- {who}\(.+\) has quit ".+"',
        "renamed": LINE + r"-!- {who} changed nick to {new}",
        "topic": LINE + r'-!- {who} changed topic to "{text}"',
        "action": LINE + r"<{who}> \x01ACTION {text}\x01",
    }

    def __init__(self, name: str, home: Path, port: int, way: Way = PLAIN) -> None:
        super().__init__(name, home, port)
        self.folder = home / "irc" / "127.0.0.1"
        folders = str(self.folder.parent)
        self.program = Program(home, "ii", "-s", "127.0.0.1", "-p", str(port), "-n", name, "-i", folders)

    async def start(self) -> None:
        await self.program.start()
        await self.shows("", f"Welcome to the chat, {self.name}!")

    async def end(self) -> None:
        await self.program.end()

    async def type(self, place: str, text: str) -> None:
        written_to = self.folder / place / "in"
        await until(written_to.exists, lambda: f"no {written_to}")
        with written_to.open("w", encoding="utf-8") as fifo:
            fifo.write(f"{text}\n")

    def place_of(self, happening: str, who: str, room: str) -> str:
        return "" if happening in ("quit", "renamed") else super().place_of(happening, who, room)

    async def join(self, room: str) -> None:
        await self.type("", f"/j #{room}")
        await self.sees("joined", self.name, room=room)

    async def say(self, room: str, text: str) -> None:
        await self.type(f"#{room}", text)

    async def tell(self, who: str, text: str) -> None:
        await self.type("", f"/j {who} {text}")

    async def set_topic(self, room: str, text: str) -> None:
        await self.type(f"#{room}", f"/t {text}")

    async def rename(self, new: str) -> None:
        await self.type("", f"/n {new}")

    async def leave(self, room: str) -> None:
        await self.type(f"#{room}", "/l")

    async def quit(self) -> None:
        await self.type("", "/q")

    async def ask_history(self, room: str) -> None:
        await self.type("", f"/CHATHISTORY LATEST #{room} * 10")

    async def look(self, place: str) -> None:
        """All its files are written at once."""

    def text(self, place: str) -> str:
        file = self.folder / place / "out"
        return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
