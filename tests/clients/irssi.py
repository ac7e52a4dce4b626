"""irssi on a terminal of tmux: typed into and looked at as a person does."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from tests.clients.client import PLAIN, IrcClient, Way
from tests.clients.program import environment
from tests.clients.waiting import until

WIDE, HIGH = "1000", "60"  # no line of the protocol needs a second row
SETTINGS = """
servers = (
  {{ address = "127.0.0.1"; port = {port}; chatnet = "h"; autoconnect = "yes";
     use_tls = "{tls}"; tls_verify = "no"; {shown} }}
);
chatnets = {{ h = {{ type = "IRC"; {sasl} }}; }};
settings = {{
  core = {{ server_reconnect_time = "1s"; }};
  "irc/core" = {{ cmd_queue_speed = "0msec"; cmds_max_at_once = "1000"; }};
}};
"""
SASL = 'sasl_mechanism = "PLAIN"; sasl_username = "{name}"; sasl_password = "{password}";'
LINE = "^[:0-9]{{5}} +"


class Irssi(IrcClient):
    """Every room and every person has a window; only the one that was turned to last is on the screen."""

    SHOWN: ClassVar[dict[str, str]] = {
        "message": LINE + r"<[ @]?{who}> {text}",
        "private": LINE + r"<{who}> {text}",
        "joined": LINE + r"-!- {who} \[.+\] has joined #{room}",
        "left": LINE + r"-!- {who} \[.+\] has left #{room} \[.*\]",
        "quit": LINE + r"-!- {who} \[.+\] has quit \[.+\]",
        "renamed": LINE + r"-!- {who} is now known as {new}",
        "topic": LINE + r"-!- {who} changed the topic of #{room} to: {text}",
        "action": LINE + r"\* {who} {text}",
    }

    def __init__(self, name: str, home: Path, port: int, way: Way = PLAIN) -> None:
        super().__init__(name, home, port)
        self.way = way
        self.socket = f"hubbub-{os.getpid()}-{name}"
        self.started = False

    async def start(self) -> None:
        sasl = SASL.format(name=self.name, password=self.way.password) if self.way.password else ""
        shown = f'tls_cert = "{self.way.certificate}";' if self.way.certificate else ""
        sasl = 'sasl_mechanism = "EXTERNAL";' if shown else sasl
        settings = SETTINGS.format(port=self.port, tls="yes" if self.way.tls else "no", sasl=sasl, shown=shown)
        (self.home / "config").write_text(settings, encoding="utf-8")
        irssi = ("irssi", f"--home={self.home}", "-n", self.name)
        self.started = True
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", WIDE, "-y", HIGH, *irssi)
        await self.shows("", f"Welcome to the chat, {self.name}!")

    async def comes_back(self) -> None:
        """Return when the client has connected again by itself."""
        await self.look("")
        await until(
            lambda: self.text("").count(f"Welcome to the chat, {self.name}!") == 2,
            lambda: f"no second welcome in {self.text('')}",
        )

    async def end(self) -> None:
        if self.started:  # after /quit, tmux has ended with its only session
            with suppress(subprocess.CalledProcessError):
                self._tmux("kill-server")

    async def type(self, place: str, text: str) -> None:
        await self.look(place)
        self._type(text)

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
        self._type("/quit")

    async def ask_history(self, room: str) -> None:
        await self.type("", f"/quote CHATHISTORY LATEST #{room} * 10")

    async def look(self, place: str) -> None:
        """The window of a person opens with their first message, so this may have to wait for it."""
        await until(lambda: self._is_at(place), lambda: f"no window {place!r} in irssi, but:\n{self.text(place)}")

    def text(self, place: str) -> str:
        return self._tmux("capture-pane", "-p", "-J")

    def _is_at(self, place: str) -> bool:
        prompt = f"[{place or '(status)'}]"
        if self.text(place).rstrip().rpartition("\n")[2].rstrip() == prompt:
            return True
        self._type(f"/window goto {place or 1}")
        return False

    def _type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)
        self._tmux("send-keys", "Enter")

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-L", self.socket, *words]
        return subprocess.run(command, env=environment(self.home), check=True, capture_output=True).stdout.decode()
