"""What the operator reads: friendly lines on a terminal, JSON lines anywhere else. Never what people say."""

from __future__ import annotations

import json
import logging
import os
import platform
import sys
import time
import traceback
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TextIO

import msgspec

import hubbub
from hubbub.chat.chat import Batch
from hubbub.chat.events import (
    AccountEntered,
    ClockLeapt,
    ConnectionEnded,
    Event,
    LoggedOut,
    LoginRefused,
    OperatorActed,
    RoomCreated,
    UserArrived,
    UserDisconnected,
    UserQuit,
    UserRenamed,
)
from hubbub.chat.names import cloaks
from hubbub.chat.world.people.users import name_of
from hubbub.server.core.engine import Engine
from hubbub.settings import Log
from hubbub.typed.durations import spelt
from hubbub.typed.sentences import WHY_LEFT
from hubbub.wire.sanitize import visible

from .announce import BoundAddress

logger = logging.getLogger("hubbub.people")

_WHY = {**WHY_LEFT, "quit": "said goodbye"}
PLACES = 8  # of a fault that are told
REFUSED_AGAIN, REFUSED_KEPT = 60.0, 1000  # seconds until an address that was refused is told of again; such addresses
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


_PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))  # syslog(3)


def set_up(stream: TextIO | None = None, settings: Log | None = None) -> None:
    """Send the log of everything to `stream` (standard error unless given)."""
    stream = stream or sys.stderr
    settings = settings or Log()
    handler = Lines(stream)
    text = settings.format == "text" or (settings.format == "auto" and _is_terminal(stream))
    formatter: logging.Formatter = Friendly(colours=_shows_colours(stream)) if text else JsonLines()
    handler.setFormatter(Prioritized(formatter) if _is_journal(stream) else formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    logging.getLogger("asyncio").addFilter(_is_news)
    follow(settings)
    # "Optimization" in the documentation of logging: nothing of ours says where in the code a line was written.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    sys.unraisablehook = _note_unraisable
    logging.raiseExceptions = False  # a terminal that has gone away is no reason to complain on it


_GONE = {"SSL connection is closed", "socket.send() raised exception."}
"""What asyncio says of each write to who has gone while we could not read that they had."""


def _is_news(record: logging.LogRecord) -> bool:
    """Whether it is more than a client that has gone, which is no fault of ours and stands in the log anyway."""
    return record.msg not in _GONE


def follow(settings: Log) -> None:
    """Tell as much as these settings want from now on."""
    logging.getLogger().setLevel(settings.level.upper())


class ManyAtOnce(logging.Handler, ABC):
    """Takes the lines about what happened in one batch in one go, of level INFO all of them."""

    @abstractmethod
    def emit_all(self, records: Sequence[logging.LogRecord]) -> None:
        """As `handle` of each."""


class Lines(logging.StreamHandler[TextIO], ManyAtOnce):
    """Writes them in one write."""

    def emit_all(self, records: Sequence[logging.LogRecord]) -> None:
        try:
            lines = [f"{self.format(record)}\n" for record in records]
        except Exception:  # of one of them: the others are told all the same
            for record in records:
                self.handle(record)
            return
        self.acquire()
        try:
            self.stream.write("".join(lines))
            self.flush()
        except Exception:
            self.handleError(records[0])
        finally:
            self.release()


class Prioritized(logging.Formatter):
    """What another formatter makes, with how bad it is in front of each line, as journald wants it (sd-daemon(3))."""

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.inner = formatter

    def format(self, record: logging.LogRecord) -> str:
        number = next((number for level, number in _PRIORITIES if record.levelno >= level), 7)
        return "\n".join(f"<{number}>{line}" for line in self.inner.format(record).split("\n"))


class Friendly(logging.Formatter):
    """A time and a sentence; what others chose in it cannot move the cursor."""

    def __init__(self, *, colours: bool = False) -> None:
        super().__init__()
        self.colours = colours

    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        mark = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        fault = _fault(record)
        told = f": {fault.what} ({' < '.join(reversed(fault.where))})" if fault else ""
        line = f"{mark}{visible(record.getMessage() + told)}"
        ink = _ink(record) if self.colours else ""
        return f"{clock}  {ink}{line}{_PLAIN if ink else ''}"


_GREEN, _YELLOW, _RED, _PLAIN = "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[m"


def _ink(record: logging.LogRecord) -> str:
    """What a line is written in: a copy that was proved in green, the bad in red."""
    if record.levelno >= logging.ERROR or getattr(record, "what", "") == "copy_failed":
        return _RED
    if record.levelno >= logging.WARNING:
        return _YELLOW
    return _GREEN if getattr(record, "event", "") == "copied" else ""


_as_json = json.JSONEncoder(default=str).encode
_quickly = msgspec.json.Encoder(enc_hook=str).encode


class JsonLines(logging.Formatter):
    """A JSON object in one line of ASCII: `time` (UTC), `level`, `event`, `message`, and what belongs to the event."""

    def format(self, record: logging.LogRecord) -> str:
        milliseconds = int(record.created * 1000)
        entry: dict[str, object] = {
            "time": f"{_second(milliseconds // 1000)}.{milliseconds % 1000:03}Z",
            "level": record.levelname.lower(),
            "event": "log",
            "message": record.getMessage(),
        }
        entry |= _belonging(record)
        fault = _fault(record)
        if fault:
            entry["error"], entry["where"] = fault.what, fault.where
        return _plainly(entry) if isinstance(record, Happened) else _as_json(entry)


def _plainly(entry: dict[str, object]) -> str:
    """The same as `_as_json`, of texts, numbers and truths: sooner, where all is printable ASCII."""
    with suppress(UnicodeEncodeError):  # the name of a folder may be no text
        line = msgspec.json.format(_quickly(entry), indent=0).decode()
        if line.isascii() and line.isprintable():
            return line
    return _as_json(entry)


@lru_cache(maxsize=4)
def _second(since: int) -> str:
    """A second since 1970, as all lines in it have it."""
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(since))


class Happened(logging.LogRecord):
    """A line about an event of the chat. Thousands come at once, and of what else a record says, such as where in the
    code it was made, nothing is known here. `fields`: what belongs to the event."""

    def __init__(self, sentence: str, fields: dict[str, object]) -> None:
        self.__dict__ = _BLANK | fields
        self.created = time.time()
        self.msg = sentence
        self.fields = fields


_BLANK = vars(logging.LogRecord(logger.name, logging.INFO, "", 0, "", None, None))


def _belonging(record: logging.LogRecord) -> dict[str, Any]:
    """What belongs to the event that it tells of."""
    if isinstance(record, Happened):
        return record.fields
    return {key: value for key, value in vars(record).items() if key not in _OWN}


class Fault(NamedTuple):
    """An exception in one line, and the places that led to it, the last one last."""

    what: str
    where: list[str]


def _fault(record: logging.LogRecord) -> Fault | None:
    """What went wrong, if the record has it. Not as Python writes it down: a line is a line."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return None
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    return Fault(" ".join(f"{type(error).__name__}: {error}".split()), places[-PLACES:])


def _note_unraisable(found: sys.UnraisableHookArgs) -> None:
    """Python could tell nobody, as where OpenSSL calls it; it would write to standard error."""
    error = found.exc_value
    if isinstance(error, UnicodeError):  # a client's name for us in TLS
        logger.debug("what a client sent could not be read: %s", error)
    elif error is not None:
        info = (type(error), error, error.__traceback__)
        logger.error("a bug in hubbub that nobody was told of", exc_info=info, extra={"event": "bug"})


def listening(places: Sequence[BoundAddress], fingerprint: str) -> None:
    """Say to programs where people are let in."""
    for place in places:
        fields = {"kind": place.kind, "host": place.host, "port": place.port, "fingerprint": fingerprint}
        _say("listening", f"listening on {place}", **fields)


def started(places: Sequence[BoundAddress], fingerprint: str, schema: int, folder: Path, seconds: float) -> None:
    """Say to programs where the server listens, and what it is; people on a terminal were told already."""
    if all(isinstance(handler.formatter, Friendly) for handler in logging.getLogger().handlers):
        return
    listening(places, fingerprint)
    _say(
        "started",
        f"hubbub {hubbub.__version__} has started in {seconds:.1f} s on {folder}, schema {schema}",
        version=hubbub.__version__,
        python=platform.python_version(),
        schema=schema,
        folder=str(folder),
        seconds=round(seconds, 3),
    )


def nobody_runs_it() -> None:
    """There is no operator; the code that makes one is in no log."""
    _say("first_operator", "nobody runs this server yet; how to: hubbub operator-code")


def stopping(why: str, online: int) -> None:
    _say("stopping", f"stopping ({why}); {online} online", why=why, online=online)


def stopped(seconds: float) -> None:
    _say("stopped", f"stopped, after {seconds:.1f} s", seconds=round(seconds, 3))


class Watcher:
    """Logs who comes and goes, once the log has it. `addresses` as in the settings."""

    def __init__(self, engine: Engine, addresses: str = "full") -> None:
        self.engine = engine
        self.addresses = addresses
        self.refused: OrderedDict[str, float] = OrderedDict()  # address -> when it was told of
        self.is_ahead = False  # the time of day, as far as was told
        self.told: list[Happened] = []  # of the batch
        engine.commits.observers.append(self.see)
        engine.turned_away.observers.append(self.turned_away)

    def see(self, batch: Batch) -> None:
        """A line about each event of the batch that is worth one."""
        for event in batch.of(LINES):
            LINES[event.__class__](self, event)
        self._let_out()

    def _say(self, event: str, sentence: str, **fields: object) -> None:
        """A line of a batch; thousands come at once, and go in one go."""
        if logger.isEnabledFor(logging.INFO):
            self.told.append(Happened(sentence, {"event": event, **fields}))

    def _let_out(self) -> None:
        told, self.told = self.told, []
        for handler in logging.getLogger().handlers if told else ():
            if isinstance(handler, ManyAtOnce):
                handler.emit_all(told)
            elif handler.level <= logging.INFO:
                for record in told:
                    handler.handle(record)

    def address(self, address: str) -> str:
        """The address as the log may have it."""
        if self.addresses == "none" or not address:
            return ""
        return address if self.addresses == "full" else cloaks.of_address(self.engine.chat.world.cloak_key, address)

    def turned_away(self, why: str, address: str) -> None:
        """A connection was not let in; of each address that is told once in a while."""
        now = time.monotonic()
        if now - self.refused.get(address, -REFUSED_AGAIN) < REFUSED_AGAIN:
            return
        self.refused[address] = now
        self.refused.move_to_end(address)
        if len(self.refused) > REFUSED_KEPT:
            self.refused.popitem(last=False)
        shown = self.address(address)
        _say("refused", f"{shown or 'somebody'} was not let in ({why})", address=shown, why=why)

    def came(self, event: UserArrived) -> None:
        address, client = self.address(event.address), event.client
        online = self.engine.chat.world.local.connected
        sentence = f"{event.name} came from {address or 'somewhere'} ({client}); {online} online"
        self._say("came", sentence, who=event.name, address=address, client=client, online=online)

    def went(self, event: UserQuit) -> None:
        name = name_of(event.source)
        # Words of goodbye are the person's own; the server's own words say why it closed a connection.
        words = event.text if event.reason in ("closed", "timeout") else ""
        why = f"{_WHY[event.reason]}{': ' if words else ''}{words}"
        online = self.engine.chat.world.local.connected
        self._say(
            "went", f"{name} went ({why}); {online} online", who=name, reason=event.reason, words=words, online=online
        )

    def renamed(self, event: UserRenamed) -> None:
        name = name_of(event.source)
        self._say("renamed", f"{name} is now {event.name}", who=name, new_name=event.name)

    def room_created(self, event: RoomCreated) -> None:
        if event.name != self.engine.chat.world.lobby:
            self._say("room_created", f"room {event.name} was made", room=event.name)

    def operator_acted(self, event: OperatorActed) -> None:
        """The audit line: who did what, as which operator."""
        name = name_of(event.source)
        what = " ".join(word for word in (event.command, event.about) if word)
        sentence = f"{'refused: ' if event.refused else ''}{name}, operator {event.operator}: {what}"
        self._say(
            "operator",
            f"{sentence} ({event.text})" if event.text else sentence,
            who=name,
            operator=event.operator,
            command=event.command,
            about=event.about,
            words=event.text,
            refused=event.refused,
        )

    def logged_in(self, event: AccountEntered) -> None:
        address = self.address(event.address)
        self._say("login", f"{address or 'somebody'} logged in as {event.name}", account=event.name, address=address)

    def login_refused(self, event: LoginRefused) -> None:
        address = self.address(event.address)
        whose = f" for {event.name}" if event.name else ""
        sentence = f"wrong {event.way}{whose} from {address or 'somewhere'}"
        self._say("login_failed", sentence, account=event.name, address=address, way=event.way)

    def logged_out(self, event: LoggedOut) -> None:
        name = name_of(event.source)
        self._say("logout", f"{name} is logged out", who=name, account=event.login)

    def disconnected(self, event: UserDisconnected) -> None:
        name = name_of(event.source)
        self._say("away", f"{name} is not connected any more, and stays", who=name)

    def device_gone(self, event: ConnectionEnded) -> None:
        user = self.engine.chat.world.parties.get(event.party)
        if user is not None and user.sessions:
            self._say("device_gone", f"a device of {user.name} is gone", who=user.name)

    def clock_leapt(self, event: ClockLeapt) -> None:
        was_ahead, self.is_ahead = self.is_ahead, bool(event.known)
        if event.known:
            length = spelt(event.known // 60_000 * 60_000)
            sentence = f"the time of day is {length} ahead of what has passed: for a day nothing ends by that"
            self._let_out()
            logger.warning("%s", sentence, extra={"event": "clock_ahead", "seconds": event.known // 1000})
        elif was_ahead:
            self._say("clock_believed", "the time of day is what everything ends by")


LINES: dict[type[Event], Callable[[Watcher, Any], None]] = {
    UserArrived: Watcher.came,
    UserQuit: Watcher.went,
    UserRenamed: Watcher.renamed,
    RoomCreated: Watcher.room_created,
    OperatorActed: Watcher.operator_acted,
    AccountEntered: Watcher.logged_in,
    LoginRefused: Watcher.login_refused,
    LoggedOut: Watcher.logged_out,
    UserDisconnected: Watcher.disconnected,
    ConnectionEnded: Watcher.device_gone,
    ClockLeapt: Watcher.clock_leapt,
}
"""What is said of each kind of event that is worth a line."""


def _say(event: str, sentence: str, **fields: object) -> None:
    if logger.isEnabledFor(logging.INFO):
        logger.handle(Happened(sentence, {"event": event, **fields}))


def _is_journal(stream: TextIO) -> bool:
    """Whether what is written there goes to journald: it says which file that is (systemd.exec(5))."""
    given = os.environ.get("JOURNAL_STREAM", "")
    with suppress(OSError, ValueError):
        status = os.fstat(stream.fileno())
        return given == f"{status.st_dev}:{status.st_ino}"
    return False


def _shows_colours(stream: TextIO) -> bool:
    """Whether it is a terminal that has some, and nobody wants none (https://no-color.org)."""
    wanted = os.environ.get("TERM", "dumb") != "dumb" and not os.environ.get("NO_COLOR")
    return wanted and _is_terminal(stream)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False
