"""An upgrade that nobody sees: the program on disk takes this process over, and all connections with it.

| step      | what happens                                                                   | chat        |
|-----------|--------------------------------------------------------------------------------|-------------|
| beside    | a child runs the new program, which judges settings, database, what is handed  | goes on     |
| send away | TLS, which cannot be handed over: told to come back, and still here meanwhile  | goes on     |
| hand over | nothing is read, the log is closed; the child opens it, and has everybody      | stands still|
| exec      | this process becomes the new program, while the child stands in                | goes on     |
| hand back | the same from the child to this process, which lets people in again            | stands still|

So what takes the longest, that a program starts, nobody waits for. When the child would not start, nothing has
happened; when it starts and cannot go on, this process does so with what it has handed over, on the database as it
was before the child changed it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from hubbub.copies.aside import Aside
from hubbub.log.sqlite.engine import DATABASE
from hubbub.log.sqlite.schema import NEWEST
from hubbub.server.net import phases
from hubbub.server.net.connection import Connection
from hubbub.server.net.reading import finish

from . import copying, handover, logs, notify, taking
from .channel import Channel
from .console import ConsoleSocket
from .early import hold
from .handed import Handover

if TYPE_CHECKING:
    from .server import Server

logger = logging.getLogger(__name__)

START = 120.0  # seconds that the new program may take to say that it could take over
COPYING = 2_000_000  # bytes a second of the database, of which it may have to make a copy before
GOING_ON = 10.0  # and to go on with what it was handed, if no database has to be changed
FAREWELL = 2.0  # seconds that those with TLS have to take their last words
COMMANDS = 0.5  # seconds in which commands end
DRAIN = 0.1  # and in which clients take what is on its way to them
AWAY = 2  # seconds after which they are told to come back, and up to as many more


class CannotUpgrade(Exception):
    """The new program would not start, or not go on, and why."""


def command() -> list[str]:
    """What has started this process."""
    return [sys.executable, *sys.orig_argv[1:]]


class Child:
    """The new program, beside this process and ready to take over. `schema`: of the database, as it wants it."""

    def __init__(self, process: Process, channel: Channel, schema: int, version: str) -> None:
        self.process = process
        self.channel = channel
        self.schema = schema
        self.version = version

    async def end(self) -> str:
        """It is not wanted, or good for nothing; its last words."""
        self.channel.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        _, complaint = await self.process.communicate()
        return last_line(complaint, self.process)


def last_line(complaint: bytes, process: Process) -> str:
    lines = complaint.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"the new program ended with {process.returncode}"


async def start_child(server: Server) -> Child:
    """Start the new program, and let it look at what it would be handed. Raises CannotUpgrade."""
    ours, theirs = socket.socketpair()
    channel = Channel(ours)
    try:
        process = await asyncio.create_subprocess_exec(
            *command(),
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=PIPE,
            env={**_environment(), taking.VARIABLE: str(theirs.fileno())},
            pass_fds=(theirs.fileno(),),
        )
    except OSError as error:
        channel.close()
        raise CannotUpgrade(f"the new program cannot be run: {error.strerror}") from error
    finally:
        theirs.close()
    child = Child(process, channel, 0, "")
    patience = START + _size(server) / COPYING
    number = handover.write(handover.Packer(server, rehearsal=True).pack())
    try:
        channel.say("look", [number])
        async with asyncio.timeout(patience):
            word, _, told = (await channel.answer()).partition(" ")
        schema, _, child.version = told.partition(" ")
        if word == "ready":
            child.schema = int(schema)
            if child.schema != NEWEST:
                copying.tell_of_copy_before(server.settings, child.schema)
            return child
    except TimeoutError:
        await child.end()
        raise CannotUpgrade(f"the new program has not answered for {patience:.0f} seconds") from None
    except (OSError, ValueError):
        pass  # it has ended, and says why
    finally:
        os.close(number)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 1)
    raise CannotUpgrade(await child.end())


def _size(server: Server) -> int:
    """Of the database, in bytes; 0: there is none on this disk."""
    directory = server.health.directory
    try:
        return (directory / DATABASE).stat().st_size if directory is not None else 0
    except OSError:
        return 0


def _environment() -> dict[str, str]:
    """Of the child: the supervisor hears this process alone."""
    return {name: value for name, value in os.environ.items() if name != "NOTIFY_SOCKET"}


async def rest(server: Server, console: ConsoleSocket | None) -> None:
    """Come to a stand: nobody is accepted or read any more, everything that was begun is done."""
    engine = server.engine
    for acceptor in server.acceptors:
        await acceptor.rest()
    if console is not None:
        console.close()
    for connection in list(engine.connections):
        if not handover.is_plain(connection):
            engine.begin()
            seconds = AWAY + secrets.randbelow(AWAY + 1)
            phases.send_away(connection, f"The server is being upgraded. Come back in {seconds} seconds.")
    await _until(lambda: all(one.peer.is_trusted or handover.is_plain(one) for one in engine.connections), FAREWELL)
    engine.chores.stop()
    for connection in list(engine.connections):
        _read_no_more(connection)
    await engine.settled()
    await _until(lambda: not any(connection.working for connection in engine.connections), COMMANDS)
    engine.ending.do_all()  # a ban of many may have been among the commands
    engine.commits.flush_all()
    await _until(lambda: not any(map(_is_full, engine.connections)), DRAIN)
    engine.begin()
    for connection in list(engine.connections):
        connection.intake.hold()
        _read_no_more(connection)  # once more: who was held up has been read on
        if not handover.can_be_handed(connection):
            phases.send_away(connection, "The server is being upgraded. Come back in 2 seconds.")
    while engine.begun or engine.making or not engine.commits.is_settled:
        await engine.settled()
        await asyncio.sleep(0)
    engine.commits.flush_all()


def _read_no_more(connection: Connection) -> None:
    if not connection.held_reading and not connection.transport.is_closing():
        with contextlib.suppress(RuntimeError):
            connection.transport.pause_reading()
    finish(connection.below)


def _is_full(connection: Connection) -> bool:
    """Whether something is on its way that another moment would bring there."""
    return bool(connection.transport.get_write_buffer_size())


async def _until(true: Callable[[], bool], seconds: float) -> None:
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not true() and loop.time() < until:  # noqa: ASYNC110 (transports tell nobody)
        await asyncio.sleep(0.005)


class NotTakenOver(Exception):
    """The other process does not go on. `packed`: what it was to be handed, with the sockets by their numbers here."""

    def __init__(self, packed: Handover, why: str) -> None:
        super().__init__(why)
        self.packed = packed


async def hand_over(
    server: Server, channel: Channel, console: ConsoleSocket | None, patience: float, aside: Aside | None = None
) -> None:
    """Come to a stand, and let the other process go on. `aside` keeps the database as it is now. Raises
    NotTakenOver when it does not."""
    await rest(server, console)
    packer = handover.Packer(server)
    packed = packer.pack()
    server.engine.resting = True
    server.numbers.stop()
    if server.pusher is not None:
        server.pusher.stop()
    await server.engine.rest()
    if aside is not None:
        try:
            await asyncio.get_running_loop().run_in_executor(None, aside.put)
        except OSError as error:
            raise NotTakenOver(
                packer.keep(packed), f"the database cannot be kept as it is: {error.strerror}"
            ) from error
    number = handover.write(packed)
    try:
        channel.say(f"take {len(packer.sockets) + 3}", [number, 1, 2, *packer.sockets])
        async with asyncio.timeout(patience):
            said = await channel.answer()
        if said != "here":
            raise CannotUpgrade("")
        channel.say("go")
    except TimeoutError:
        raise NotTakenOver(packer.keep(packed), f"it did not go on for {patience:.0f} seconds") from None
    except (OSError, CannotUpgrade):
        raise NotTakenOver(packer.keep(packed), "") from None
    finally:
        os.close(number)


async def go(server: Server, console: ConsoleSocket, child: Child) -> None:
    """Let the child stand in. Raises NotTakenOver when it does not."""
    migrates = child.schema != NEWEST
    notify.reloading()
    logs.stopping("upgrade", server.engine.chat.world.local.connected)
    if migrates:
        notify.upgrading()
    telling = asyncio.ensure_future(notify.keep_alive())
    directory = server.health.directory
    aside = Aside(directory) if migrates and directory is not None and not server.settings.cluster.log else None
    try:
        await hand_over(server, child.channel, console, notify.UPGRADE / 1e6 if migrates else GOING_ON, aside)
    except NotTakenOver as kept:
        words = await child.end()  # it lets go of the database
        if aside is not None and aside.folder.is_dir():
            aside.back()
        raise NotTakenOver(kept.packed, str(kept) or words) from None
    else:
        if aside is not None:
            aside.drop()
    finally:
        telling.cancel()


async def stand_in(server: Server, channel: Channel) -> int:
    """The child: serve those who are here, until our parent has become the new program and takes them back."""
    heard = asyncio.ensure_future(channel.answer())
    ends: list[asyncio.Future[Any]] = [heard, server.engine.broken]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if not heard.done() or not heard.result().startswith("ready "):  # there is nobody to whom we could hand over
        await server.stop()
        return 0
    try:
        await hand_over(server, channel, None, START)
    except NotTakenOver:
        logger.critical("nobody goes on after the upgrade", extra={"event": "no_upgrade"})
        return 1
    return 0


def become_the_next(child: Child) -> NoReturn:
    """The program on disk in place of this one, while the child stands in."""
    hold()
    _ignore("SIGUSR2", "SIGHUP")  # which would end the next one before it listens to them
    logging.shutdown()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    number = child.channel.sock.fileno()
    os.set_inheritable(number, True)
    told = {taking.VARIABLE: str(number), taking.STANDS_IN: str(child.process.pid)}
    os.execve(sys.executable, command(), {**os.environ, **told})


def ignore_signals() -> None:
    """Who stands in ends with its parent, or after it."""
    _ignore("SIGUSR2", "SIGHUP", "SIGTERM", "SIGINT")


def _ignore(*names: str) -> None:
    for name in names:
        signal.signal(getattr(signal, name), signal.SIG_IGN)
