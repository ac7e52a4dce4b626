"""The decider that belongs to a node: a process of its own, started again when it ends, and ended with the node. When
the node was killed, it says so to the one that decides, who would else wait for the node."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process

import msgspec

logger = logging.getLogger(__name__)

VARIABLE = "HUBBUB_DECIDER"  # in the environment of the child, which has the command line of its parent
AGAIN = 1.0  # seconds between an end and the next start, doubled each time up to
LATER = 30.0
LONG = 5.0  # seconds; one that has lived for so long had begun, and is missed until the next one is there
ENDING = 15.0  # seconds that it may take to hand over and end


class Will(msgspec.Struct, frozen=True):
    """What the child is to say on the bus once the node is no more. A line of the pipe; the last one counts."""

    subject: str
    data: bytes

    @property
    def line(self) -> bytes:
        return msgspec.json.encode(self) + b"\n"


will_of = msgspec.json.Decoder(Will).decode


def pause(before: float, lived: float) -> float:
    """Seconds until the next start, after one that has lived for so many; `before`: those until that one."""
    return AGAIN if lived > LONG else min(2 * before, LATER)


def is_decider() -> bool:
    """Whether this process is to be the child, and not the node."""
    return bool(os.environ.get(VARIABLE))


class Child:
    """Keeps one running. It ends when the pipe ends that it has for its input, whatever becomes of this process.

    `failed` is done with its exit code when the first one ended before anybody has decided: the settings are to blame,
    and it has said how.
    """

    def __init__(self, decided: asyncio.Event) -> None:
        self.decided = decided
        self.process: Process | None = None
        self.failed: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.ending = asyncio.Event()
        self.will: Will | None = None

    def leave(self, will: Will) -> None:
        """Have that said once this process is no more."""
        if will != self.will:
            self.will = will
            self._tell_will()

    def _tell_will(self) -> None:
        pipe = self.process.stdin if self.process is not None else None
        if self.will is not None and pipe is not None and not pipe.is_closing():
            pipe.write(self.will.line)

    async def keep(self) -> None:
        """Start it, again and again."""
        wait = AGAIN / 2
        while not self.ending.is_set():
            began = time.monotonic()
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *sys.orig_argv[1:], stdin=PIPE, stdout=DEVNULL, env=_environment()
            )
            self._tell_will()
            code = await self.process.wait()
            if self.ending.is_set():
                return
            if code > 0 and not self.decided.is_set():
                self.failed.set_result(code)
                return
            logger.error("the decider of this machine has ended (%s)", code, extra={"event": "decider_ended"})
            wait = pause(wait, time.monotonic() - began)
            await asyncio.sleep(wait)

    def signal(self, number: int) -> None:
        """Pass a signal on."""
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)

    async def end(self, number: int) -> None:
        """Have it hand over, and end."""
        self.ending.set()
        self.signal(number)
        if self.process is not None and self.process.returncode is None:
            try:
                async with asyncio.timeout(ENDING):
                    await self.process.wait()
            except TimeoutError:
                self.process.kill()
                await self.process.wait()


def _environment() -> dict[str, str]:
    """Nobody who watches over the node is told anything by its child."""
    ours = {name: value for name, value in os.environ.items() if name not in ("NOTIFY_SOCKET", "WATCHDOG_USEC")}
    return {**ours, VARIABLE: "1"}
