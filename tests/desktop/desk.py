"""Somebody at a desk: a real `hubbub desktop` on a screen of its own, keys by xdotool, and an eye on what it shows."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path

from tests.support.ending import ended
from tests.support.screens import Screen

PATIENCE = 40.0  # seconds
VISITS = ".local/state/hubbub/visits/*/visit.json"


class Desk:
    """`home`: where the program keeps its files; a second start in it is that of the same person."""

    def __init__(
        self, home: Path, address: str = "", name: str = "", theme: str = "light", screen: Screen | None = None
    ) -> None:
        self.home, self.address, self.name, self.theme = home, address, name, theme
        self.screen = screen or Screen()
        self.process: asyncio.subprocess.Process | None = None
        self._starts = 0

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "DBUS_"))}
        return kept | {"DISPLAY": self.screen.name, "HOME": str(self.home)}

    async def start(self, *words: str) -> None:
        """Begin; `words`: another command than that of the eye."""
        self._starts += 1
        self.home.mkdir(parents=True, exist_ok=True)
        self._door = self._eye(self._starts)
        command = words or ("-m", "tests.desktop.eye", str(self._door), self.address, self.name, self.theme)
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", *command, env=self.environment, stdout=DEVNULL, stderr=PIPE
        )

    def _eye(self, start: int) -> Path:
        """Its socket, with a short name: the path of one has 107 bytes at most, and pytest's folders have long ones."""
        return self.home / f"{id(self) % 10_007:x}.{start}"

    async def console(self, *words: str) -> None:
        """Begin with the server console: `words` as behind `hubbub`."""
        await self.start("-m", "tests.desktop.console_eye", str(self._eye(self._starts + 1)), *words)

    async def sees(self, what: str, pattern: str = "") -> str:
        """Wait until that shows, and return all of it. AssertionError, with what shows instead, when it does not."""
        try:
            async with asyncio.timeout(PATIENCE):
                shown = await self._ask(what, pattern)
        except TimeoutError:
            raise AssertionError(f"{what} has no {pattern!r}:\n{await self._instead(what)}") from None
        assert re.search(pattern, shown, re.DOTALL), f"{what}: {shown}"
        return shown

    async def _instead(self, what: str) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(what, "")
        except TimeoutError:
            return "the window does not answer"

    async def _ask(self, what: str, pattern: str) -> str:
        while not self._door.exists():
            assert self.process is not None
            if self.process.returncode is not None:
                raise AssertionError(await self.errors())
            await _a_moment()
        reader, writer = await asyncio.open_unix_connection(str(self._door))
        try:
            writer.write(json.dumps({"what": what, "for": pattern}).encode() + b"\n")
            return (await reader.read()).decode(errors="surrogatepass")
        finally:
            writer.close()

    async def errors(self) -> str:
        assert self.process is not None
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()

    async def keeps(self, *patterns: str) -> None:
        """Wait until all of that is in the file that survives a kill."""
        async with asyncio.timeout(PATIENCE):
            while not any(_has(file.read_text(), patterns) for file in self.home.glob(VISITS)):
                await _a_moment()

    async def has_file(self, name: str, text: str) -> None:
        """Wait until that file of theirs has that in it."""
        async with asyncio.timeout(PATIENCE):
            while not (self.home / name).exists() or (self.home / name).read_text() != text:
                await _a_moment()

    # Keys

    async def type(self, text: str) -> None:
        await self._xdotool("type", "--delay", "4", "--", text)

    async def press(self, *keys: str) -> None:
        await self._xdotool("key", "--delay", "12", "--", *keys)

    async def say(self, text: str) -> None:
        await self.sees("focus", "field")
        await self.type(text)
        await self.sees("field", "^(?!\\|)")
        await self.press("Return")
        await self.sees("field", "^\\|$")

    async def says_in_vain(self, text: str) -> None:
        """What cannot be done stays in the field, and is deleted here."""
        await self.sees("focus", "field")
        await self.type(text)
        await self.sees("field", "^(?!\\|)")
        await self.press("Return")
        await self.sees("talk", "Only you see this[^\n]*$")
        assert (await self.sees("field")) == f"{text}|"
        await self.press(*["BackSpace"] * len(text))
        await self.sees("field", "^\\|$")

    async def says_goodbye(self, words: str = "/quit") -> None:
        """Type that. After Return there is no window left to look into."""
        await self.sees("focus", "field")
        await self.type(words)
        await self.sees("field", f"^{words}")
        await self.press("Return")

    async def click(self, x: int, y: int) -> None:
        await self._xdotool("mousemove", str(x), str(y), "click", "1")

    async def looks_away(self) -> None:
        """The window loses the focus: the screen itself has it."""
        around = await asyncio.create_subprocess_exec(
            "xdotool", "mousemove", "2", "2", "getmouselocation", "--shell", env=self.environment, stdout=PIPE
        )
        told = await ended(around, "xdotool", PATIENCE)
        await self._xdotool("windowfocus", told.decode().split("WINDOW=")[1].strip())
        await self.sees("focus", "^$")

    async def looks_back(self) -> None:
        await self._xdotool("search", "--name", "hubbub$", "windowfocus")
        await self.sees("focus", ".")

    async def _xdotool(self, *words: str) -> None:
        process = await asyncio.create_subprocess_exec("xdotool", *words, env=self.environment, stderr=DEVNULL)
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 0

    # The end

    async def ends(self) -> None:
        """It ends by itself, and well."""
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
        assert code == 0, await self.errors()

    async def kill(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await ended(self.process, "the window")

    async def close(self) -> None:
        await self.kill()
        self.screen.close()
        faults = self.home / ".local/state/hubbub/faults.log"
        assert not faults.exists(), faults.read_text()


async def _a_moment() -> None:
    await asyncio.sleep(0.02)


def _has(text: str, patterns: tuple[str, ...]) -> bool:
    return all(re.search(pattern, text) for pattern in patterns)
