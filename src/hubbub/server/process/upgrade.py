"""An upgrade that nobody sees: the program on disk takes this process over, and all connections with it.

| step     | what happens                                                                 | chat               |
|----------|------------------------------------------------------------------------------|--------------------|
| rehearse | a child runs the new program, which judges settings, database, what is handed | goes on            |
| send away| TLS, which cannot be handed over: told to come back, and still here meanwhile | goes on            |
| rest     | nothing is read, what was begun is finished, the log is closed                | stands still       |
| exec     | the new program, in this process, with the sockets; it takes them up          | stands still       |

When the rehearsal fails, nothing has happened.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from hubbub.server.net.connection import Connection

from . import handover, logs, notify
from .console import ConsoleSocket

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

REHEARSAL = 120.0  # seconds that the new program may take to say that it could start
FAREWELL = 2.0  # seconds that those with TLS have to take their last words
DRAIN = 0.5  # seconds in which commands end, and clients take what is on its way to them
AWAY = 2  # seconds after which they are told to come back, and up to as many more


class CannotUpgrade(Exception):
    """The new program would not start, and why."""


def command() -> list[str]:
    """What has started this process."""
    return [sys.executable, *sys.orig_argv[1:]]


async def rehearse(server: Server) -> str:
    """Let the new program say whether it could take over, and which it is. Raises CannotUpgrade."""
    number = handover.write(handover.Packer(server, rehearsal=True).pack())
    try:
        process = await asyncio.create_subprocess_exec(
            *(*command(), "--check"),
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, handover.VARIABLE: str(number)},
            pass_fds=(number,),
        )
        try:
            async with asyncio.timeout(REHEARSAL):
                said, complaint = await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()
            raise CannotUpgrade(f"the new program has not answered for {REHEARSAL:.0f} seconds") from None
    except OSError as error:
        raise CannotUpgrade(f"the new program cannot be run: {error.strerror}") from error
    finally:
        os.close(number)
    if process.returncode:
        lines = complaint.decode(errors="replace").strip().splitlines()
        raise CannotUpgrade(lines[-1] if lines else f"the new program ended with {process.returncode}")
    return said.decode(errors="replace").strip()


async def rest(server: Server, console: ConsoleSocket) -> None:
    """Come to a stand: nobody is accepted or read any more, everything that was begun is done."""
    engine = server.engine
    for acceptor in server.acceptors:
        await acceptor.rest()
    console.close()
    for connection in list(engine.connections):
        if not handover.is_plain(connection):
            engine.begin()
            seconds = AWAY + secrets.randbelow(AWAY + 1)
            connection.send_away(f"The server is being upgraded. Come back in {seconds} seconds.")
    await _until(lambda: all(one.peer.is_trusted or handover.is_plain(one) for one in engine.connections), FAREWELL)
    engine.chores.stop()
    for connection in list(engine.connections):
        if not connection.held_reading and not connection.transport.is_closing():
            with contextlib.suppress(RuntimeError):
                connection.transport.pause_reading()
    await engine.settled()
    await _until(lambda: all(map(_is_ready, engine.connections)), DRAIN)
    engine.begin()
    for connection in list(engine.connections):
        if not handover.can_be_handed(connection):
            connection.send_away("The server is being upgraded. Come back in 2 seconds.")
    await engine.settled()
    await asyncio.sleep(0)


def _is_ready(connection: Connection) -> bool:
    """Whether nothing is going on for it that another moment would end."""
    return not connection.working and not connection.transport.get_write_buffer_size()


async def _until(true: Callable[[], bool], seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not true() and loop.time() < until:  # noqa: ASYNC110 (transports tell nobody)
        await asyncio.sleep(0.005)


async def go(server: Server, console: ConsoleSocket) -> int:
    """Rest, and pack everything; the number of the file that the next process reads."""
    notify.reloading()
    logs.stopping("upgrade", server.engine.chat.world.local.connected)
    await rest(server, console)
    packed = handover.Packer(server).pack()
    server.numbers.stop()
    await server.engine.rest()
    return handover.write(packed)


def become_the_next(number: int) -> NoReturn:
    """The program on disk in place of this one."""
    logging.shutdown()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    for name in ("SIGUSR2", "SIGHUP"):  # would end the next one before it listens to them
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    os.execve(sys.executable, command(), {**os.environ, handover.VARIABLE: str(number)})
