"""`hubbub chat` on a terminal: a real one, made by tmux."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from pathlib import Path
from sys import executable

from tests.support.ending import ended
from tests.support.server_process import ROOT

PATIENCE = 30.0  # seconds; a test that needs them has failed

GREEN, BLUE, PLAIN = "32", "34", "39"  # as a terminal numbers its colours


class Terminal:
    """A terminal of so many columns and lines with `hubbub chat` in it, with its files in `folder`.

    `given` stands before all other arguments; `environ` is set besides.
    """

    def __init__(self, folder: Path, *given: str, size: tuple[int, int] = (100, 30), **environ: str) -> None:
        self.folder, self.given, self.size, self.environ = folder, given, size, environ
        self._watch: asyncio.subprocess.Process | None = None

    async def tmux(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(*self._tmux, *arguments, stdout=PIPE)
        written = await ended(process, f"tmux {' '.join(arguments)}", PATIENCE)
        if arguments == ("kill-server",) and self._watch is not None:
            await ended(self._watch, "the tmux that watches")
        return written.decode()

    @property
    def _tmux(self) -> tuple[str, ...]:
        return ("tmux", "-S", str(self.folder / "tmux"), "-f", "/dev/null")

    async def _watching(self) -> asyncio.subprocess.Process:
        """A second tmux that looks at the first one, as programs do: it tells when something is written."""
        if self._watch is None:
            words = ("-C", "attach-session", "-t", "t", "-f", "ignore-size")
            self._watch = await asyncio.create_subprocess_exec(
                *self._tmux, *words, stdin=PIPE, stdout=PIPE, limit=1 << 24
            )
        return self._watch

    async def _line(self) -> str:
        """The next line of it; '' at its end."""
        watch = await self._watching()
        assert watch.stdout is not None
        return (await watch.stdout.readline()).decode(errors="replace")  # what is written may come in halves

    async def start(self, *arguments: str) -> None:
        """Chat, and say with which code it ended."""
        await self.run(f"{self.chat(*arguments)}; echo ended with $?; exec cat")

    async def start_again(self, *arguments: str) -> None:
        """The same terminal, whatever runs in it."""
        command = f"{self.chat(*arguments)}; echo ended with $?; exec cat"
        await self.tmux("respawn-pane", "-k", "-t", "t", command)

    async def run(self, command: str) -> None:
        wide, tall = map(str, self.size)
        await self.tmux("new-session", "-d", "-s", "t", "-x", wide, "-y", tall, command)

    def chat(self, *arguments: str) -> str:
        folders = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"), self.folder)
        environment: dict[str, object] = {"PYTHONPATH": ROOT / "src", **folders, **self.environ}
        settings = " ".join(f"{name}={shlex.quote(str(value))}" for name, value in environment.items())
        command = shlex.join([executable, "-m", "hubbub", "chat", *self.given, *arguments])
        return f"env {settings} LANG=C.UTF-8 {command}"

    async def type(self, text: str, *keys: str) -> None:
        if text:
            await self.tmux("send-keys", "-t", "t", "-l", text)
        await self.tmux("send-keys", "-t", "t", *(keys or ("Enter",)))

    async def told(self, what: str) -> str:
        """One of tmux's words about the terminal, such as pane_title."""
        return (await self.tmux("display-message", "-p", "-t", "t", f"#{{{what}}}")).strip()

    async def kill(self, number: int = signal.SIGKILL) -> None:
        """Send what runs in it a signal."""
        shell = await self.told("pane_pid")
        found = await asyncio.create_subprocess_exec("pgrep", "-P", shell, stdout=PIPE)
        written, _ = await found.communicate()
        for pid in written.split():
            os.kill(int(pid), number)

    async def screen(self) -> list[str]:
        watch = await self._watching()
        assert watch.stdin is not None
        watch.stdin.write(b"capture-pane -p -t t\n")
        line, written = "", ""
        while not (line.startswith("%begin ") and line.endswith(" 1\n")):  # 1: what was asked here
            line = await self._line()
            if not line:
                return []
        while not (line := await self._line()).startswith(("%end ", "%error ")) and line:
            written += line
        return lines_of(written)

    async def colours(self) -> dict[str, str]:
        """Each line without its time, with the number of the colour it begins in."""
        found, colour = {}, PLAIN
        for line in lines_of(await self.tmux("capture-pane", "-p", "-e", "-t", "t")):
            colour = (re.findall(r"^(?:\x1b\[1m)?\x1b\[([0-9]+)m", line) or [colour])[0]
            text = re.sub(r"\x1b\[[0-9;]*m", "", line)
            found[re.sub(r"^\[[0-9:]{8}\] ", "", text)] = colour
        return found

    async def until(self, *patterns: str) -> list[str]:
        """The screen, once each pattern is found in one of its lines: it is painted in pieces, so what stands beside
        what was waited for may not be there yet."""
        shown: list[str] = []
        try:
            async with asyncio.timeout(PATIENCE):
                shown = await self.screen()
                while missing(patterns, shown):
                    while not (line := await self._line()).startswith("%output "):
                        assert line, f"the terminal ended before {missing(patterns, shown)}"
                    shown = await self.screen()
        except TimeoutError:
            raise AssertionError(f"{missing(patterns, shown)} never showed:\n" + "\n".join(shown)) from None
        return shown


def missing(patterns: Sequence[str], shown: list[str]) -> list[str]:
    """Those that are in no line; the marks that keep right-to-left text in its column are nothing to look for."""
    lines = [line.replace("\u200e", "") for line in shown]
    return [pattern for pattern in patterns if not any(re.search(pattern, line) for line in lines)]


def lines_of(written: str) -> list[str]:
    return [line.rstrip() for line in written.splitlines() if line.strip()]
