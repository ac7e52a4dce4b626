"""A room that is being closed: who was in it has to leave, of very many some in a turn."""

from __future__ import annotations

import msgspec


class Closing(msgspec.Struct, frozen=True):
    """Of the room with this log. Who joined it later than `at` stays; `source` says so, and `why`."""

    log: int
    at: int
    source: str
    why: str
