"""What the operator reads: friendly lines on a terminal, JSON lines anywhere else. Never what people say."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Sequence
from typing import TextIO

from hubbub.chat.chat import Batch
from hubbub.chat.events import OperatorActed, RoomCreated, UserArrived, UserQuit, UserRenamed
from hubbub.chat.world.people.users import name_of
from hubbub.server.core.engine import Engine
from hubbub.wire.sanitize import visible

from .announce import BoundAddress

logger = logging.getLogger("hubbub.people")

_REASONS = {
    "quit": "said goodbye",
    "lost": "connection lost",
    "timeout": "timed out",
    "closed": "closed by the server",
    "killed": "removed by an operator",
    "stopped": "the server stopped",
    "left": "left",
}
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(stream: TextIO | None = None) -> None:
    """Send the log of everything to `stream` (standard error unless given)."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Friendly() if _is_terminal(stream) else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.raiseExceptions = False  # a terminal that has gone away is no reason to complain on it


class Friendly(logging.Formatter):
    """A time and a sentence; what others chose in it cannot move the cursor."""

    def format(self, record: logging.LogRecord) -> str:
        clock = time.strftime("%H:%M:%S", time.localtime(record.created))
        mark = "" if record.levelno < logging.WARNING else f"{record.levelname.lower()}: "
        lines = [f"{clock}  {mark}{visible(record.getMessage())}"]
        if record.exc_info:
            lines += map(visible, self.formatException(record.exc_info).split("\n"))
        return "\n".join(lines)


class JsonLines(logging.Formatter):
    """A JSON object in one line of ASCII: `time` (UTC), `level`, `event`, `message`, and what belongs to the event."""

    def format(self, record: logging.LogRecord) -> str:
        milliseconds = int(record.created * 1000) % 1000
        entry: dict[str, object] = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{milliseconds:03}Z",
            "level": record.levelname.lower(),
            "event": "log",
            "message": record.getMessage(),
        }
        entry.update((key, value) for key, value in vars(record).items() if key not in _OWN)
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def listening(places: Sequence[BoundAddress], fingerprint: str) -> None:
    """Say to programs where the server listens; people were told already."""
    if any(isinstance(handler.formatter, JsonLines) for handler in logging.getLogger().handlers):
        for place in places:
            fields = {"kind": place.kind, "host": place.host, "port": place.port, "fingerprint": fingerprint}
            _say("listening", f"listening on {place}", **fields)


class Watcher:
    """Logs who comes and goes, once the log has it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        engine.commits.observers.append(self.see)

    def see(self, batch: Batch) -> None:
        """A line about each event of the batch that is worth one."""
        for event in batch.events:
            if isinstance(event, UserArrived):
                self._came(event)
            elif isinstance(event, UserQuit):
                self._went(event)
            elif isinstance(event, UserRenamed):
                name = name_of(event.source)
                _say("renamed", f"{name} is now {event.name}", name=name, new_name=event.name)
            elif isinstance(event, RoomCreated) and event.name != self.engine.chat.world.lobby:
                _say("room_created", f"room {event.name} was made", room=event.name)
            elif isinstance(event, OperatorActed):
                _operator_acted(event)

    def _came(self, event: UserArrived) -> None:
        address, client = "", ""
        user = self.engine.chat.world.parties.get(event.party)
        if user is not None and user.sessions:
            session = user.sessions[-1]
            address, client = session.address, session.dialect.name
        online = self.engine.chat.world.local.connected
        sentence = f"{event.name} came from {address or 'somewhere'} ({client or 'gone already'}); {online} online"
        _say("came", sentence, name=event.name, address=address, client=client, online=online)

    def _went(self, event: UserQuit) -> None:
        name = name_of(event.source)
        # Words of goodbye are the person's own; the server's own words say why it closed a connection.
        words = event.text if event.reason in ("closed", "timeout") else ""
        why = f"{_REASONS[event.reason]}{': ' if words else ''}{words}"
        online = self.engine.chat.world.local.connected
        _say(
            "went", f"{name} went ({why}); {online} online", name=name, reason=event.reason, words=words, online=online
        )


def _operator_acted(event: OperatorActed) -> None:
    """The audit line: who did what, as which operator."""
    name = name_of(event.source)
    what = " ".join(word for word in (event.command, event.about) if word)
    sentence = f"{'refused: ' if event.refused else ''}{name}, operator {event.operator}: {what}"
    _say(
        "operator",
        f"{sentence} ({event.text})" if event.text else sentence,
        name=name,
        operator=event.operator,
        command=event.command,
        about=event.about,
        words=event.text,
        refused=event.refused,
    )


def _say(event: str, sentence: str, **fields: object) -> None:
    # `name` is taken by the record itself.
    extra = {("who" if key == "name" else key): value for key, value in fields.items()}
    logger.info("%s", sentence, extra={"event": event, **extra})


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False
