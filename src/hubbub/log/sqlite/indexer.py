"""The thread that fills the search index behind the log and calls for a checkpoint when it is calm."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import apsw

from .fresh import Fresh
from .index import BATCH, Index

_logger = logging.getLogger(__name__)

_GATHER = 1.0  # seconds; what comes in the meantime is indexed in one go, and searched in the log until then
_CALM = 1.0
_WATCH = 5.0  # `on_calm` is called so often while nothing comes
_RETRY = 10.0


class Indexer:
    """Started once the log has been; `wake` after every commit; `stop` waits for the batch in hand."""

    def __init__(self, path: Path, log: Path, fresh: Fresh, on_calm: Callable[[], None]) -> None:
        self._path = path
        self._log = log
        self._fresh = fresh
        self._on_calm = on_calm
        self._ready = False
        self._damaged = False
        self._something = threading.Event()
        self._soon = threading.Event()  # rather than gathering more
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-index", daemon=True)
        self._something.set()
        self._thread.start()

    def wake(self) -> None:
        """There are new entries. Costs next to nothing, and does not wait."""
        if not self._something.is_set():
            self._something.set()
        if self._fresh.count >= BATCH:
            self.hurry()

    def hurry(self) -> None:
        """Somebody searches, who has to read what is not indexed yet: there should be little of it."""
        if not self._soon.is_set():
            self._soon.set()

    def path(self) -> Path | None:
        """Where the index is; None until it is known to fit this log."""
        return self._path if self._ready else None

    def rebuild(self) -> None:
        """A reader found the index damaged."""
        self._damaged = True
        self._something.set()
        self._soon.set()

    def stop(self) -> None:
        """Return when the batch in hand is done and the index is closed."""
        self._stopping.set()
        self._something.set()
        self._soon.set()
        self._thread.join()

    def _run(self) -> None:
        anew = False
        while not self._stopping.is_set():
            try:
                index = Index(self._path, self._log, self._fresh)
            except (apsw.Error, OSError) as error:
                _logger.warning("the search index cannot be opened, searching takes longer: %s", error)
                self._stopping.wait(_RETRY)
                continue
            try:
                self._ready = True
                self._something.set()
                self._follow(index)
            except (apsw.CorruptError, apsw.NotADBError) as error:
                self._ready = self._damaged = False
                index.discard()
                if anew:  # it is not the index that is damaged, but what it is made from
                    _logger.warning("the search index cannot be made, searching takes longer: %s", error)
                    self._stopping.wait(_RETRY)
                else:
                    _logger.warning("the search index is damaged and made anew: %s", error)
                anew = True
            except apsw.Error as error:
                _logger.warning("the search index cannot be written, searching takes longer: %s", error)
                index.close()
                self._stopping.wait(_RETRY)
            else:
                index.close()

    def _follow(self, index: Index) -> None:
        """Fill until told to stop."""
        calm = False
        while not self._stopping.is_set():
            if self._something.wait(_WATCH if calm else _CALM):
                self._something.clear()
                calm = False
                if self._damaged:
                    raise apsw.CorruptError("found by a search")
                while not self._stopping.is_set() and index.fill():
                    pass
                self._soon.wait(_GATHER)
                self._soon.clear()
            else:
                self._on_calm()
                if not calm:
                    index.tidy()
                calm = True
