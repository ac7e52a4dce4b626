"""Queries for what is to be erased. Each reads few rows beyond those that it returns."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

import apsw

from hubbub.chat.events import Entry
from hubbub.chat.ports import LAST

from .places import RANGE, UP
from .runs import ALL, Damaged, all_of, row_of


def due(connection: apsw.Connection, now: int, limit: int, since: int) -> list[tuple[int, int]]:
    """Messages whose time has come, of those that were said since then: (id, log), the longest overdue first."""
    found = connection.execute(
        "select id, log from expiring where until <= ? and until - length > ? order by until limit ?",
        (now, since, limit),
    )
    return [(int(id), int(log)) for id, log in found]


def oldest(connection: apsw.Connection, id: int, limit: int, damaged: Damaged) -> list[Entry]:
    """The first entries of all logs after that id that say something, or cannot be read (`runs.all_of`). Ids rise in
    the order of their coming."""
    found = connection.execute(
        f"select {ALL} from entry where id >= coalesce({row_of('?1')}, 0)"
        " and id + further > ?1 and body is not null order by id, log limit ?2",
        (id, limit),
    )
    with closing(found):  # in runs there are more than are asked for
        return list(islice((one for one in all_of(found, damaged) if one.id > id), limit))


def oldest_of(connection: apsw.Connection, log: int, seq: int, limit: int, damaged: Damaged) -> list[Entry]:
    """The same of one log, after that number."""
    found = connection.execute(
        f"select {ALL} {RANGE} and body is not null {UP} limit :limit",
        {"log": log, "first": seq + 1, "last": LAST, "limit": max(limit, 0)},
    )
    with closing(found):
        return list(islice((one for one in all_of(found, damaged) if one.seq > seq), max(limit, 0)))
