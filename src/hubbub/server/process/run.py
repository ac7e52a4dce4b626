"""`hubbub serve`: the process around the server, from the settings to the exit code."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

import hubbub
from hubbub.chat import names
from hubbub.chat.ports import Log
from hubbub.copies import upgrading
from hubbub.log.sqlite import CannotOpen, open_log
from hubbub.log.sqlite.engine import DATABASE
from hubbub.log.sqlite.schema import NEWEST, version_on_disk
from hubbub.server.core.on_disk import DISK, CannotImport
from hubbub.server.entrance.listener import RESERVE, CannotListen, listen_on, stop_listening
from hubbub.server.entrance.tls import BadCertificate, Pair, Served, own_pair
from hubbub.settings import Listener, Problem, Settings, SettingsError, data_directory, listeners

from . import activation, cluster, copying, handover, later, logs, notify, taking, upgrade
from .console import ConsoleSocket
from .control import RESTART, ROLLBACK, UPGRADE, Controls, PutBack
from .early import Early, hold
from .first_operator import FirstOperator
from .handed import Handover
from .handover import CannotTakeOver
from .server import Bound, Server
from .taking import Offer
from .upgrade import Child, NotTakenOver

logger = logging.getLogger(__name__)

FAILED = 1


class CannotStart(Exception):
    """A server would not start; the text says why."""


LOG_BROKEN = 74  # EX_IOERR of sysexits.h
INTERRUPTED = 130
STOPPING = 9.5  # seconds

# For the collector: most of what a chat makes lives for a moment or for long. What is new is looked at some at a time,
# for everybody waits meanwhile; what has lived through that, as rarely as can be.
_OLD, _MIDDLE, _YOUNG = 50, 500, 5_000


class Start(msgspec.Struct, frozen=True):
    """What a start is by. `reread` reads the settings again, `config` is their file; `began`: seconds, monotonic.
    `early` has caught signals since the process began."""

    settings: Settings
    no_limits: bool
    reread: Callable[[], Settings]
    config: Path | None
    began: float
    early: Early
    not_upgraded: str = ""  # why the upgrade before came to nothing

    def again(self, why: str) -> Start:
        """The same program goes on, since the next one does not: with the settings as they are now, if they hold and
        ask for nothing that this program cannot have any more."""
        settings = self.settings
        with contextlib.suppress(SettingsError, CannotImport):
            reread = self.reread()
            later.import_for(reread)
            settings = reread
        began, early = time.monotonic(), Early()
        return msgspec.structs.replace(self, settings=settings, began=began, early=early, not_upgraded=why)

    @property
    def directory(self) -> Path:
        return data_directory(self.settings)


def run(
    settings: Settings,
    *,
    no_limits: bool,
    reread: Callable[[], Settings] | None = None,
    config: Path | None = None,
    early: Early | None = None,
) -> int:
    """Serve until SIGTERM or Ctrl-C and return the exit code.

    `reread` reads the settings, `config` is their file. Raises SettingsError.
    """
    start = Start(settings, no_limits, reread or (lambda: settings), config, time.monotonic(), early or Early())
    DISK.note()
    os.umask(0o077)
    logs.set_up(settings=settings.log)
    try:
        offer = taking.offered()
        handed = _taken(start, offer) if offer is not None else None
        if offer is not None and handed is None:
            if not offer.stands_in:  # nobody wants us any more
                return 0
            logger.error("nothing was handed over; a start like any other", extra={"event": "no_upgrade"})
            offer.close()
            offer = None
        if offer is None or offer.stands_in:
            if upgrading.pending(start.directory):
                notify.upgrading()
            if handed is None:  # else it was made when the new program looked
                copying.copy_before_upgrade(settings, config, talking=False)
        while True:
            code = _run(start, handed, offer)
            if isinstance(code, NotTakenOver):
                start, handed, offer = _goes_on(start, str(code)), code.packed, None
            elif isinstance(code, PutBack):
                if not (why := code.do()):
                    return _again()
                start, handed, offer = _goes_on(start, why), None, None
            else:
                break
    except (CannotListen, CannotOpen, CannotTakeOver, copying.UpgradeRefused) as error:
        return failed(str(error))
    except BadCertificate as error:
        if settings.listen.tls_cert:
            raise SettingsError(Problem("the settings", 0, "listen.tls_cert", str(error))) from error
        return failed(f"{error}. Without tls.crt and tls.key in the data folder, new ones are made.")
    return _again() if code == RESTART else code


def _goes_on(start: Start, why: str) -> Start:
    """With this program, since there is no other one to go on."""
    logger.error("no upgrade: %s", why, extra={"event": "no_upgrade"})
    return start.again(why)


def _taken(start: Start, offer: Offer) -> Handover | None:
    """What another process hands over to this one; None: it does not after all. Raises CannotTakeOver and what `judge`
    does."""
    if offer.stands_in:
        taking.get_ready(start.settings)
        return offer.take()
    upgrade.ignore_signals()
    handed = taking.prepare(lambda handed: judge(start.settings, start.config, handed), offer, start.settings)
    if handed is not None:
        logs.set_up(offer.log_stream(), start.settings.log)
    return handed


def _run(start: Start, handed: Handover | None, offer: Offer | None) -> int | NotTakenOver | PutBack:
    """Serve until the end; the exit code, or why another process that was to go on does not, or what is to be done
    before it does. Everything of this one is closed then, but for what it handed over or keeps for the next."""
    shared = None
    if start.settings.cluster.log and (shared := cluster.open_shared(start.settings, start.early)) is None:
        return start.early.code or 0
    bound, opened = bind(start.settings, handed)
    try:
        log = shared or open_log(start.directory, names.fold)
    except CannotOpen:
        unbind(bound)
        raise
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        end = runner.run(_serve(start, log, bound, opened, handed, offer))
        if end == RESTART or isinstance(end, PutBack):
            hold()  # before the loop listens no more
        if isinstance(end, Child):
            upgrade.become_the_next(end)
        if isinstance(end, NotTakenOver):
            upgrade.ignore_signals()  # while no loop listens to them
    return end


async def _serve(
    start: Start,
    log: Log,
    bound: list[Bound],
    opened: frozenset[Listener],
    handed: Handover | None,
    offer: Offer | None,
) -> int | Child | NotTakenOver | PutBack:
    given = given_certificate(start.settings)
    server = _put_together(start, log, bound, handed)
    server.opened = opened
    if offer is not None and not offer.here():
        return FAILED
    if handed is not None:
        await handover.adopt(server, handed, stands_in=offer is not None and not offer.stands_in)
    if offer is not None and not offer.stands_in:
        server.work()
        server.numbers.start(start.directory)
        gc.enable()
        return await upgrade.stand_in(server, offer.channel)
    server.start()
    server.numbers.start(start.directory)
    if offer is not None:
        server.engine.loop.run_in_executor(None, offer.close)
    listen_to_signals(server.controls, start.early)
    console = ConsoleSocket(server.engine, start.directory)
    await console.open()
    await _certify(server, start, given)
    server.engine.spawn(copying.keep_copying(lambda: server.settings, start.config), "copies")
    server.engine.spawn(server.health.watch(), "health")
    _say_so(server, start, goes_on=handed is not None)
    calm_the_collector()
    return await _until_asked(server, console)


def _put_together(start: Start, log: Log, bound: list[Bound], handed: Handover | None) -> Server:
    server = Server(
        start.settings,
        log,
        bound,
        most_connections(),
        start.reread,
        no_limits=start.no_limits,
        data=start.directory,
        handed=handed.world if handed else None,
    )
    server.not_upgraded = start.not_upgraded
    server.controls.config = start.config
    server.health.directory = start.directory
    return server


async def _certify(server: Server, start: Start, given: Served | None) -> None:
    """The certificate: from an authority, which is asked in time for the next one, from the settings, or our own."""
    if start.settings.acme.on:
        from .certificates import Certificates

        server.certificates = Certificates(server, start.directory)
        given = server.certificates.there_is()
    if not server.controls.asked.done():
        server.use_certificate(given or Served(await own_pair(start.directory)))
    if server.certificates is not None:
        server.engine.spawn(server.certificates.keep(), "certificates")


def _say_so(server: Server, start: Start, *, goes_on: bool) -> None:
    """On standard output, in the log, and to who started it. `goes_on`: for people it was here all along."""
    server.feed.first = first = FirstOperator(server.engine, start.directory, goes_on=goes_on)
    if not goes_on:
        _announce(server, first.code)
    logs.started(server.places, server.fingerprint, NEWEST, start.directory, time.monotonic() - start.began)
    if first.code and not goes_on:
        logs.nobody_runs_it()
    notify.ready(server.status())
    if notify.is_listened_to():
        server.engine.spawn(notify.keep_telling(server.engine, server.status), "notifications")


async def _until_asked(server: Server, console: ConsoleSocket) -> int | Child | NotTakenOver | PutBack:
    """Serve until somebody asks for the end, or another program takes over, or the log is broken."""
    ends: list[asyncio.Future[Any]] = [server.controls.asked, server.engine.broken]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    if server.controls.asked.done() and server.controls.asked.result() == UPGRADE and not server.engine.commits.dead:
        assert server.controls.child is not None
        try:
            await upgrade.go(server, console, server.controls.child)
        except NotTakenOver as kept:
            return kept
        return server.controls.child
    return await _end(server, console)


async def _end(server: Server, console: ConsoleSocket) -> int | PutBack:
    """Stop as was asked, or because there is nothing else to be done; the exit code."""
    began, engine, controls = time.monotonic(), server.engine, server.controls
    begins_anew = not engine.broken.done() and controls.asked.result() in (RESTART, ROLLBACK)
    if begins_anew:
        notify.reloading()  # whom we tell that we stop ends us when we have not soon
        activation.keep(one for one in server.bound if one[0] in server.opened)
    else:
        notify.stopping()
    logs.stopping("log_broken" if engine.broken.done() else controls.why, engine.chat.world.local.connected)
    console.close()
    if engine.broken.done():
        return LOG_BROKEN
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(server.stop(), STOPPING)
    logs.stopped(time.monotonic() - began)
    if controls.asked.result() == ROLLBACK:
        assert controls.put_back is not None
        return controls.put_back
    return controls.asked.result()


def bind(settings: Settings, handed: Handover | None = None) -> tuple[list[Bound], frozenset[Listener]]:
    """The listeners, and which of them systemd has opened: those are in the place of the one port."""
    wanted = listeners(settings.listen)
    known = handover.bound_by(handed, wanted) if handed else {}
    opened = activation.inherited()
    opened += [known[one.place] for one in (handed.listeners if handed else ()) if one.opened]
    bound: list[Bound] = list(opened)
    try:
        for listener in wanted[1:] if opened else wanted:
            bound.append(known.get(str(listener)) or (listener, listen_on(listener)))  # noqa: PERF401
    except CannotListen:
        unbind(bound)
        raise
    return bound, frozenset(listener for listener, _ in opened)


def unbind(bound: list[Bound]) -> None:
    """There will be no server here."""
    for _, sockets in bound:
        for sock in sockets:
            stop_listening(sock)


def check(settings: Settings, config: Path | None) -> str:
    """Whether a server could start with these settings on its data; which hubbub this is. Raises SettingsError, or
    CannotStart with what stands in the way. Nothing is touched."""
    try:
        judge(settings, config, None)
    except (BadCertificate, CannotOpen) as error:
        raise CannotStart(str(error)) from error
    return f"hubbub {hubbub.__version__}, schema {NEWEST}"


def judge(settings: Settings, config: Path | None, handed: Handover | None) -> None:
    """See whether a server could start, and go on with what another one hands over: then a copy is made, if it would
    change the database. Raises SettingsError, BadCertificate, CannotOpen and UpgradeRefused."""
    given_certificate(settings)
    directory = data_directory(settings)
    if version_on_disk(directory / DATABASE) > NEWEST:
        raise CannotOpen(f"{directory / DATABASE} was written by a newer hubbub; this one knows schema {NEWEST}")
    if handed is not None:
        copying.copy_before_upgrade(settings, config, talking=True)


def given_certificate(settings: Settings) -> Served | None:
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


def most_connections() -> int:
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
    activation.hand_on()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def listen_to_signals(controls: Controls, early: Early) -> None:
    loop, asked = asyncio.get_running_loop(), controls.asked

    def stop(code: int) -> None:
        if asked.done():  # asked twice: everything that was accepted is in the log
            os._exit(code)
        asked.set_result(code)

    with contextlib.suppress(NotImplementedError):  # Windows: Ctrl-C arrives as KeyboardInterrupt
        loop.add_signal_handler(signal.SIGTERM, stop, 0)
        loop.add_signal_handler(signal.SIGINT, stop, INTERRUPTED)
        loop.add_signal_handler(signal.SIGHUP, controls.reread_unasked)
        loop.add_signal_handler(signal.SIGUSR2, controls.upgrade_unasked)
    early.hand_over(stop)


def _announce(server: Server, code: str) -> None:
    """To a terminal, for people: what is written elsewhere is kept, and the code is a secret."""
    with contextlib.suppress(OSError, ValueError):
        if sys.stdout is not None and sys.stdout.isatty():
            print(server.announcement(code), flush=True)


def calm_the_collector() -> None:
    """What there is by now stays, and is not looked through: of it nearly nothing is garbage, and looking takes a
    fifteenth of a start."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def failed(sentence: str) -> int:
    print(f"Error: {sentence}", file=sys.stderr)
    return FAILED
