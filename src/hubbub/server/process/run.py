"""`hubbub serve`: the process around the server, from the settings to the exit code."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hubbub.chat import names
from hubbub.chat.ports import Log
from hubbub.log.sqlite import CannotOpen, open_log
from hubbub.server.entrance.listener import RESERVE, CannotListen, listen_on
from hubbub.server.entrance.tls import BadCertificate, Pair, Served, own_pair
from hubbub.settings import Problem, Settings, SettingsError, data_directory, listeners

from . import copying, logs
from .console import ConsoleSocket
from .control import RESTART, Controls
from .server import Bound, Server

FAILED = 1
LOG_BROKEN = 74  # EX_IOERR of sysexits.h
INTERRUPTED = 130
STOPPING = 9.5  # seconds

_OLD, _MIDDLE, _YOUNG = 50, 50, 50_000  # for the collector: most of what a chat makes lives for a moment or for long


def run(
    settings: Settings,
    *,
    no_limits: bool,
    reread: Callable[[], Settings] | None = None,
    config: Path | None = None,
) -> int:
    """Serve until SIGTERM or Ctrl-C and return the exit code.

    `reread` reads the settings, `config` is their file. Raises SettingsError.
    """
    os.umask(0o077)
    logs.set_up()
    directory = data_directory(settings)
    try:
        bound = _bind(settings)
        copying.copy_before_upgrade(settings, config)
        log = open_log(directory, names.fold)
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            code = runner.run(_serve(settings, log, bound, directory, no_limits, reread or (lambda: settings), config))
    except (CannotListen, CannotOpen, copying.UpgradeRefused) as error:
        return _failed(str(error))
    except BadCertificate as error:
        if settings.listen.tls_cert:
            raise SettingsError(Problem("the settings", 0, "listen.tls_cert", str(error))) from error
        return _failed(f"{error}. Without tls.crt and tls.key in the data folder, new ones are made.")
    return _again() if code == RESTART else code


async def _serve(
    settings: Settings,
    log: Log,
    bound: list[Bound],
    directory: Path,
    no_limits: bool,
    reread: Callable[[], Settings],
    config: Path | None,
) -> int:
    given = _given(settings)
    server = Server(settings, log, bound, _most_connections(), reread, no_limits=no_limits)
    asked = server.controls.asked
    server.start()
    _listen_to_signals(server.controls)
    console = ConsoleSocket(server.engine, directory)
    await console.open()
    server.use_certificate(given or Served(await own_pair(directory)))
    server.engine.spawn(copying.keep_copying(settings, config), "copies")
    _announce(server)
    _calm_the_collector()
    ends: list[asyncio.Future[Any]] = [asked, server.engine.broken]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    console.close()
    if server.engine.broken.done():
        return LOG_BROKEN
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(server.stop(), STOPPING)
    return asked.result()


def _bind(settings: Settings) -> list[Bound]:
    bound: list[Bound] = []
    for listener in listeners(settings.listen):
        bound.append((listener, listen_on(listener)))  # noqa: PERF401 (what was bound before an error is closed at exit)
    return bound


def _given(settings: Settings) -> Served | None:
    """The operator's own certificate, looked at before anybody is let in. Raises BadCertificate."""
    listen = settings.listen
    if not listen.tls_cert:
        return None
    return Served(Pair(Path(listen.tls_cert).expanduser(), Path(listen.tls_key).expanduser()))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the loop that the server runs on: uvloop's, where there is one."""
    try:
        import uvloop
    except ImportError:
        # 276 KB of buffer for each TLS connection otherwise; a record of TLS has no more than this.
        from asyncio import sslproto

        sslproto.SSLProtocol.max_size = 16384
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def _most_connections() -> int:
    """How many connections the limit of open files allows, after it was raised as far as it goes."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return 1_000_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return 1_000_000 if soft == resource.RLIM_INFINITY else max(soft - RESERVE, soft // 2)


def _again() -> int:
    """The same command in place of this process, with the same arguments: what watches over it sees no end."""
    logging.shutdown()
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _listen_to_signals(controls: Controls) -> None:
    loop, asked = asyncio.get_running_loop(), controls.asked

    def stop(code: int) -> None:
        if asked.done():  # asked twice: everything that was accepted is in the log
            os._exit(code)
        asked.set_result(code)

    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
        loop.add_signal_handler(signal.SIGTERM, stop, 0)
        loop.add_signal_handler(signal.SIGINT, stop, INTERRUPTED)
        loop.add_signal_handler(signal.SIGHUP, controls.reread_unasked)


def _announce(server: Server) -> None:
    """To standard output, for people; to the log, for programs."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stdout is not None:
            print(server.announcement(), flush=True)
    logs.listening(server.places, server.fingerprint)


def _calm_the_collector() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def _failed(sentence: str) -> int:
    print(f"Error: {sentence}", file=sys.stderr)
    return FAILED
