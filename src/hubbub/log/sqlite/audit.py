"""Queries for acts of power."""

from __future__ import annotations

import json
from collections.abc import Collection

import apsw

from hubbub.chat.events import Act
from hubbub.log.changes.moderation.audit import decode


def newest(connection: apsw.Connection, limit: int, since: int, logs: Collection[int] | None, folded: str) -> list[Act]:
    """The newest acts since then, newest first; see `chat.ports.Log.acts`. `folded`: the words, folded."""
    found = connection.execute(
        "select act, at from act where at >= ? and (? is null or log in (select value from json_each(?)))"
        " and instr(words, ?) order by number desc limit ?",
        (since, *[None if logs is None else json.dumps(list(logs))] * 2, folded, max(limit, 0)),
    )
    return [decode(act, at) for act, at in found]


def numbered(connection: apsw.Connection, number: int) -> Act | None:
    """The act of that number."""
    row = connection.execute("select act, at from act where number = ?", (number,)).fetchone()
    return None if row is None else decode(*row)
