"""A client program, run with a home folder of its own and ended by its process id."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path

from tests.support.ending import ended


class Program:
    """What it prints goes to the file `output`; `type` writes to its standard input."""

    def __init__(self, home: Path, *command: str) -> None:
        self.home = home
        self.command = command
        self.output = home / "output"
        self.process: Process | None = None

    async def start(self) -> None:
        with self.output.open("wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdin=PIPE, stdout=output, stderr=STDOUT, env=environment(self.home)
            )

    def type(self, line: str) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")

    def text(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    async def end(self) -> None:
        if self.process is None:
            return
        if self.process.returncode is None:
            self.process.terminate()
        await ended(self.process, self.command[0])


def environment(home: Path) -> dict[str, str]:
    """Everybody's programs and languages, nobody's settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", "TERM": "screen-256color"}
