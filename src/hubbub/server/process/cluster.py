"""A server whose log is in PostgreSQL: it serves when nobody else does, and waits its turn while somebody does."""

from __future__ import annotations

import logging

from hubbub.chat import names
from hubbub.chat.ports import Log
from hubbub.log.errors import CannotOpen
from hubbub.log.sqlite.lock import DirectoryLock, make_directory
from hubbub.settings import Settings, data_directory

from . import later, notify
from .early import Early

logger = logging.getLogger(__name__)

WAITS = "another server writes to the database; this one takes over when it is gone"


def open_shared(settings: Settings, early: Early) -> Log | None:
    """The log, once it is this server's turn; None when SIGTERM came before. Raises CannotOpen.

    The data folder has all else, and is this process's as long as it has the log."""
    from hubbub.log.postgres import how_it_stands, open_in_turn

    standing = how_it_stands(settings.cluster.log, kind="")
    if standing is not None and standing.served and standing.decider:
        raise CannotOpen(
            f"Several machines serve from this database, and {standing.decider} decides for them: give this one their "
            "[cluster] bus as well."
        )
    directory = data_directory(settings).absolute()
    make_directory(directory)
    later.import_all(settings)
    lock = DirectoryLock(directory)
    try:
        log = open_in_turn(settings.cluster.log, names.fold, _say_so, lambda: early.code is not None)
    except BaseException:
        lock.release()
        raise
    if log is None:
        lock.release()
    else:
        log.closed.append(lock.release)
    return log


def _say_so() -> None:
    logger.warning(WAITS, extra={"event": "standby"})
    notify.ready("standby")
