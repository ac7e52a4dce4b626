"""The owner connection: batches in one transaction, checkpoints, and what a failed write means."""

from __future__ import annotations

import errno
import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import apsw
import msgspec

from hubbub.chat.events import Entry, Event
from hubbub.chat.ports import LogBroken, LogFull, LogLocked, State
from hubbub.log.changes import Changing, begin, read_state
from hubbub.log.tables import Fold

from . import mark
from .errors import damage
from .files import lengthen, transaction
from .places import Places
from .rows import INTO, WIDTH, Value, entry_values, insert
from .tables import SqliteTables
from .watch import Watch, rescue

_logger = logging.getLogger(__name__)

_BUSY = 2 << 20  # bytes of WAL: past this it is checkpointed even when there is no calm moment, which takes 5 ms
_WAL = 16 << 20  # bytes, which it has from the beginning
WATCH = 1.0  # seconds between two looks whether the files are still there
_SWEEP_ENTRIES = 2_000  # of an ended room that one batch deletes: about ten milliseconds

_PATIENCE = 20  # milliseconds for another process that writes; longer, and the batch is held like on a full disk

_NO_SPACE = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)


class Writer:
    """Appends batches and checkpoints. Its methods may be called from any thread; they take turns."""

    def __init__(self, connection: apsw.Connection, fold: Fold) -> None:
        self._connection = connection
        self._path = Path(connection.filename)
        self._guard = threading.Lock()
        self._broken = ""  # why, once something failed that must not be tried again
        self._wal_pages = 0
        self._busy_pages = _BUSY // int(connection.pragma("page_size"))
        self._checkpoint_at = self._busy_pages
        self._watch: Watch | None = None
        self._look_at = 0.0
        self._places = Places(connection, self._name)
        self._named = False
        self._is_marked = mark.read(self._path) != ""  # damaged: what can wait is not written
        self._tables = SqliteTables(connection, self._places)
        self._changing = Changing(fold)
        connection.set_busy_timeout(_PATIENCE)
        connection.set_wal_hook(self._note_wal)

    def load(self, now: int) -> State:
        """Open a new generation at time `now`, and read what there is. Raises apsw.Error."""
        tables = self._tables
        with self._guard:
            with transaction(self._connection):
                last = tables.last_kept()
                generation = begin(tables, now, last)
            state = read_state(tables, generation, last)
            tables.ended = tables.ending()
            self._watch = Watch(self._path)
            with suppress(OSError):  # it grows by itself, only more slowly
                lengthen(self._path.with_name(f"{self._path.name}-wal"), _WAL)
        return state

    def append(self, entries: Sequence[Entry], changes: Sequence[Event]) -> None:
        """Commit all of it or nothing. Raises LogFull (append it again later) or LogBroken (end the process)."""
        values = entry_values(entries)
        with self._guard:
            self._look()
            self._check()
            tables, ended = self._tables, list(self._tables.ended)
            try:
                begun = self._places.begun(values)
                if len(entries) == 1 and not (begun or ended or self._changing.is_needed(entries, changes)):
                    self._insert(values)  # a statement alone is a transaction of its own, and costs a lone message less
                else:
                    self._connection.execute("begin immediate")
                    self._insert(values)
                    insert(self._connection, "insert or rollback into span (log, first, span)", 3, begun)
                    self._changing.write(tables, entries, changes)
                    if not self._is_marked:
                        tables.sweep(_SWEEP_ENTRIES)
                    self._connection.execute("commit")
                    self._changing.committed()
                    self._places.committed()
            except Exception as error:
                tables.ended = ended
                self._places.forget()
                raise self._undo(error) from error
            self._checkpoint_if_large()
            self._check()

    def _name(self, error: Exception) -> None:
        """Say it once: a row cannot be read. It stays as it is, and all else is done."""
        if not self._named:
            self._named = True
            _logger.critical(damage(self._path, error), extra={"event": "database_damaged"})

    def _insert(self, values: Sequence[Value]) -> None:
        # What fails here rolls back all of it, so that SQLite need not keep each page as it was before the statement.
        insert(self._connection, f"insert or rollback {INTO}", WIDTH, values)

    def checkpoint(self) -> None:
        """Move the WAL into the database file, for a calm moment. Never raises: what fails is in the WAL still."""
        with self._guard:
            self._look()
            if self._wal_pages and not self._broken:
                self._checkpoint()

    def close(self) -> None:
        """Checkpoint into the one file and let go of it. After a failed write nothing more is written."""
        with self._guard:
            if self._broken:
                self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            else:
                self._checkpoint(apsw.SQLITE_CHECKPOINT_TRUNCATE)
            self._broken = self._broken or "the log is closed"
            self._connection.close()

    def _look(self) -> None:
        """Now and then: whether somebody has deleted or replaced the files. Those take nothing more."""
        if self._watch is None or self._broken or time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + WATCH
        lost = self._watch.lost()
        if lost:
            self._broken = f"Somebody deleted or replaced {', '.join(lost)} in {self._path.parent} under the server. "
            try:
                self._broken += rescue(self._connection, self._path, lost)
            except (apsw.Error, OSError) as error:
                self._broken += f"What they held could not be saved: {error}"
            _logger.critical(self._broken, extra={"event": "database_lost"})

    def _check(self) -> None:
        if self._broken:
            raise LogBroken(self._broken)

    def _undo(self, error: Exception) -> LogFull | LogBroken:
        """Roll back; LogFull only when the disk was full and nothing of the batch can be left."""
        locked = isinstance(error, apsw.BusyError)
        full = locked or self._is_full(error)
        try:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
        except apsw.Error:
            full = False
        if full and not locked:
            self._checkpoint()  # it may let the WAL start over in the space it has
        elif not full:
            damaged = isinstance(error, apsw.CorruptError | apsw.NotADBError | msgspec.DecodeError)
            if isinstance(error, apsw.CorruptError | apsw.NotADBError):
                mark.make(self._path, str(error))
            self._broken = damage(self._path, error) if damaged else f"writing to the log failed: {error!r}"
        if self._broken:
            return LogBroken(self._broken)
        return LogLocked(str(error)) if locked else LogFull(str(error))

    def _is_full(self, error: Exception) -> bool:
        if isinstance(error, apsw.FullError):
            return True
        return isinstance(error, apsw.IOError) and self._connection.system_errno in _NO_SPACE

    def _note_wal(self, connection: apsw.Connection, name: str, pages: int) -> int:
        self._wal_pages = pages
        return apsw.SQLITE_OK

    def _checkpoint_if_large(self) -> None:
        if self._wal_pages < self._busy_pages:
            self._checkpoint_at = self._busy_pages
        elif self._wal_pages >= self._checkpoint_at:
            self._checkpoint()
            self._checkpoint_at = self._wal_pages + self._busy_pages  # while readers keep the WAL from starting over

    def _checkpoint(self, mode: int = apsw.SQLITE_CHECKPOINT_PASSIVE) -> None:
        """A full disk or a reader leaves the rest for later; another fault must not be tried again (G14)."""
        try:
            self._connection.wal_checkpoint(mode=mode)
        except (apsw.BusyError, apsw.LockedError):
            return
        except apsw.Error as error:
            if not self._is_full(error):
                self._broken = f"a checkpoint of the log failed: {error!r}"
