"""The face for pipes, scripts and screen readers: lines in, lines out, no prompt and no colour."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import CancelledError
from typing import TextIO

from .decoding import Decoder
from .dialogue import Dialogue
from .lines import Line

_AHEAD = 100  # lines read ahead


class Pipe:
    """Writes lines to `out`; nobody is there to answer questions."""

    asks = False

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def show(self, lines: list[Line]) -> None:
        self.out.writelines(f"{line.text}\n" for line in lines)
        self.out.flush()

    def refresh(self) -> None:
        """There is no prompt."""

    def give_back(self, text: str) -> None:
        """There is nobody."""


async def read_lines(dialogue: Dialogue, source: int) -> None:
    """Do what the lines of a file descriptor say, once the chat is entered; at the end, leave when all is accepted."""
    await dialogue.visit.ready.wait()
    lines: asyncio.Queue[str | None] = asyncio.Queue(_AHEAD)
    loop = asyncio.get_running_loop()
    threading.Thread(target=_feed, args=(source, lines, loop), daemon=True).start()
    while (line := await lines.get()) is not None:
        if dialogue.line(line):
            await dialogue.answered(line)  # what comes next is said nowhere if nothing came of it
        await dialogue.visit.room_for_more()
        await asyncio.sleep(0)  # questions are asked before their answers are read
    if not dialogue.client.quitting:
        await dialogue.visit.finish()


def _feed(source: int, lines: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
    """In a thread of its own, because nothing else reads every kind of standard input on every system.

    From the descriptor, because a thread that is inside sys.stdin when the program ends takes the interpreter down.
    """
    decoder = Decoder()

    def put(some: Iterable[str | None]) -> None:
        for line in some:
            asyncio.run_coroutine_threadsafe(lines.put(line), loop).result()

    with contextlib.suppress(RuntimeError, CancelledError):  # the loop ends, or has: nobody wants the lines any more
        while data := _read(source):
            put(decoder.feed(data))
        put([*decoder.end(), None])


def _read(source: int) -> bytes:
    try:
        return os.read(source, 65536)
    except OSError:  # it cannot be read (any more), so it is at its end
        return b""


def standard_output() -> TextIO:
    """Standard output, which can write whatever letters come."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return sys.stdout
