"""WeeChat without a screen: driven through its FIFO, read in the files of its logger."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from tests.clients.client import PLAIN, IrcClient, Way
from tests.clients.program import Program
from tests.clients.waiting import until

LINE = "^[-0-9]+ [:0-9]+\t"
SETTINGS = {
    "fifo.file.path": "${weechat_runtime_dir}/fifo",
    "irc.server_default.anti_flood_prio_high": "0",
    "irc.server_default.anti_flood_prio_low": "0",
    "irc.server_default.autoreconnect_delay": "1",
    "irc.server_default.capabilities": "*",
    "logger.file.flush_delay": "0",
}


class WeeChat(IrcClient):
    """It asks for every capability that it knows."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": LINE + r"[@]?{who}\t{text}",
        "private": LINE + r"{who}\t{text}",
        "joined": LINE + r"-->\t{who} (?:\[.+\] )?\(.+\) \(.+\) has joined #{room}",
        "left": LINE + r"<--\t{who} \(.+\) has left #{room}",
        "quit": LINE + r"<--\t{who} \(.+\) has quit \(.+\)",
        "renamed": LINE + r"--\t{who} is now known as {new}",
        "topic": LINE + r'--\t{who} has changed topic for #{room} (?:from ".*" )?to "{text}"',
        "action": LINE + r" \*\t{who} {text}",
    }

    def __init__(self, name: str, home: Path, port: int, way: Way = PLAIN) -> None:
        super().__init__(name, home, port)
        settings = [f"/set {key} {value}" for key, value in SETTINGS.items()]
        server = [f"/server add h 127.0.0.1/{port} -nicks={name}", *_reaching(name, way), "/connect h"]
        commands = [word for command in (*settings, *server) for word in ("-r", command)]
        self.program = Program(home, "weechat-headless", "-d", str(home / "weechat"), *commands)
        self.welcomed = 0

    async def start(self) -> None:
        await self.program.start()
        await until(self._is_welcome, lambda: f"no welcome in {self.text('')}")

    async def comes_back(self) -> None:
        """Return when the client has connected again by itself."""
        await until(self._is_welcome, lambda: f"no second welcome in {self.text('')}")

    def _is_welcome(self) -> bool:
        welcomed = self.text("").count(f"Welcome to the chat, {self.name}!")
        if welcomed == self.welcomed:
            return False
        self.welcomed = welcomed
        return True

    async def end(self) -> None:
        await self.program.end()

    async def type(self, place: str, text: str) -> None:
        buffer = f"irc.h.{place}" if place else "irc.server.h"
        with (self.home / "weechat" / "fifo").open("w", encoding="utf-8") as fifo:
            fifo.write(f"{buffer} *{text}\n")

    async def join(self, room: str) -> None:
        await self.type("", f"/join #{room}")
        await self.sees("joined", self.name, room=room)

    async def say(self, room: str, text: str) -> None:
        await self.type(f"#{room}", text)

    async def tell(self, who: str, text: str) -> None:
        await self.type("", f"/msg {who} {text}")

    async def set_topic(self, room: str, text: str) -> None:
        await self.type(f"#{room}", f"/topic {text}")

    async def rename(self, new: str) -> None:
        await self.type("", f"/nick {new}")

    async def leave(self, room: str) -> None:
        await self.type(f"#{room}", "/part")

    async def quit(self) -> None:
        await self.type("", "/quit")

    async def ask_history(self, room: str) -> None:
        await self.type("", f"/quote CHATHISTORY LATEST #{room} * 10")

    async def look(self, place: str) -> None:
        """The logger writes every place's file."""

    def text(self, place: str) -> str:
        name = f"irc.h.{place}" if place else "irc.server.h"
        file = self.home / "weechat" / "logs" / f"{name}.weechatlog"
        return file.read_text(encoding="utf-8") if file.exists() else ""


def _reaching(name: str, way: Way) -> list[str]:
    """Commands that say how to connect: since WeeChat 4.0 what was `ssl` is called `tls`; the other one is ignored."""
    tls = "on" if way.tls else "off"
    settings = {"ssl": tls, "ssl_verify": "off", "tls": tls, "tls_verify": "off"}
    if way.password:
        settings |= {"sasl_mechanism": "plain", "sasl_username": name, "sasl_password": way.password}
    if way.certificate:
        settings |= {"sasl_mechanism": "external", "ssl_cert": way.certificate, "tls_cert": way.certificate}
    return [f"/set irc.server.h.{key} {value}" for key, value in settings.items()]
