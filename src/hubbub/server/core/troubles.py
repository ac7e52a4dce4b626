"""What is not as it should be with the server, and what of it keeps people from talking."""

from __future__ import annotations

import msgspec

from .engine import Engine


class Trouble(msgspec.Struct, frozen=True):
    """Something that is not as it should be: `what` in one word, and a sentence. `down`: people cannot talk."""

    what: str
    says: str
    down: bool = False


def of_log(engine: Engine) -> list[Trouble]:
    """What keeps the log from being written."""
    if engine.commits.dead:
        return [Trouble("log_broken", "the log is broken", down=True)]
    if engine.chat.disk_full:
        if engine.chat.away:
            return [Trouble("database_away", "the database cannot be reached", down=True)]
        return [Trouble("disk_full", "the disk is full", down=True)]
    return []
