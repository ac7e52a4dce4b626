"""Queries for entries. Each is one or a few seeks, and reads no more rows than it returns where it can."""

from __future__ import annotations

import json
from collections.abc import Collection
from contextlib import closing
from itertools import islice

import apsw

from hubbub.chat.events import AnswerKept, Entry, ReactionSent, TagsKept
from hubbub.chat.ports import LAST, Counts
from hubbub.log.changes.tokens import answer
from hubbub.log.tables import API_ANSWER

from .places import DOWN, RANGE, ROW, UP
from .rows import KINDS, MESSAGE, entry
from .runs import ALL, COLUMNS, ROWS_OF, Damaged, all_of, entries_of, next_few, row_of

PLACE = f"select seq + ?1 - id from entry where id = {row_of('?1')} and log = ?2 and id + further >= ?1"
"""The seq of the entry with the id ?1 in the log ?2."""
_NEXT_FEW = next_few()
_SAYING = f"and (:events or kind = {MESSAGE}) and body is not null"


def page(connection: apsw.Connection, log: int, first: int, last: int) -> list[Entry]:
    """Entries with first <= seq <= last, ascending."""
    found = connection.execute(f"select {COLUMNS} {RANGE} {UP}", {"log": log, "first": first, "last": last})
    return [one for one in entries_of(found) if first <= one.seq <= last]


def messages_before(
    connection: apsw.Connection, log: int, seq: int, limit: int, first: int, *, events: bool = False
) -> list[Entry]:
    """The last `limit` messages with first <= entry.seq < seq, ascending."""
    found = connection.execute(
        f"select {COLUMNS} {RANGE} {_SAYING} {DOWN} limit :limit",
        {"log": log, "first": first, "last": seq - 1, "events": events, "limit": max(limit, 0)},
    )
    with closing(found):  # in runs there are more than are asked for
        said = (one for one in entries_of(found, backwards=True) if first <= one.seq < seq)
        return list(islice(said, max(limit, 0)))[::-1]


def messages_after(
    connection: apsw.Connection, log: int, seq: int, limit: int, first: int, *, events: bool = False
) -> list[Entry]:
    """The first `limit` messages with entry.seq > seq and >= first, ascending."""
    found = connection.execute(
        f"select {COLUMNS} {RANGE} {_SAYING} {UP} limit :limit",
        {"log": log, "first": max(first, seq + 1), "last": LAST, "events": events, "limit": max(limit, 0)},
    )
    with closing(found):
        return list(islice((one for one in entries_of(found) if one.seq >= max(first, seq + 1)), max(limit, 0)))


def place_of(connection: apsw.Connection, log: int, id: int) -> int | None:
    """The seq of the entry with that id in that log."""
    row = connection.execute(PLACE, (id, log)).fetchone()
    return None if row is None else row[0]


def place_at(connection: apsw.Connection, log: int, at: int) -> int:
    """The seq of the last entry before `at`; 0 when there is none.

    Times never fall within a log and numbers have no holes, so a binary search does without an index by time.
    """
    first = connection.execute("select min(first) from span where log = ?", (log,)).get
    if first is None:
        return 0
    low, high = int(first), _last(connection, {"log": log, "first": first, "last": LAST})
    while low <= high:
        middle = (low + high) // 2
        there = connection.execute(f"select at + min(:seq - seq, further) {ROW}", {"log": log, "seq": middle}).get
        if there is not None and there < at:
            low = middle + 1
        else:
            high = middle - 1
    return high if high >= int(first) else 0


def _last(connection: apsw.Connection, within: dict[str, int]) -> int:
    """The seq of the last entry of a log that has some."""
    return int(connection.execute(f"select entry.seq + entry.further {RANGE} {DOWN} limit 1", within).get)


def entries(connection: apsw.Connection, ids: Collection[int]) -> list[Entry]:
    """The entries with these ids, by ascending id (and log, for an event of several rooms)."""
    found = connection.execute(
        f"select {COLUMNS} from entry where id in {ROWS_OF} order by id, log", (json.dumps(list(ids)),)
    )
    wanted = set(ids)
    return [one for one in entries_of(found) if one.id in wanted]


def said_by(
    connection: apsw.Connection, party: str, after: int, limit: int, damaged: Damaged
) -> tuple[list[Entry], int]:
    """What the party has said among the next `limit` entries; the id of the last one looked at, 0 at the end."""
    last = connection.execute(_NEXT_FEW, (after, limit)).get
    if last is None:
        return [], 0
    found = connection.execute(
        f"select {ALL} from entry where id > ? and id <= ? and kind in (?, ?, ?) and instr(body, cast(? as blob))"
        " order by id",
        (after, last, MESSAGE, KINDS[ReactionSent], KINDS[TagsKept], f'"party":"{party}"'),
    )
    said = all_of(found, damaged)  # some may only quote those words
    return [one for one in said if one.event is None or getattr(one.event, "party", "") == party], last


def sent(connection: apsw.Connection, party: str, client_id: str) -> Entry | None:
    """The message that `party` sent with that client id; a tombstone, with seq 0, when the log has let go of it."""
    row = connection.execute(
        "select client_id.log, coalesce(entry.seq, 0), client_id.id, client_id.at, entry.body from client_id"
        " left join entry on entry.id = client_id.id and entry.log = client_id.log"
        " where client_id.party = ? and client_id.client_id = ?",
        (party, client_id),
    ).fetchone()
    return None if row is None else entry(row)


def client_ids(connection: apsw.Connection, party: str, limit: int) -> list[str]:
    """The newest client ids of what the party has sent."""
    found = connection.execute(
        "select client_id from client_id where party = ? order by id desc limit ?", (party, max(limit, 0))
    )
    return [client_id for (client_id,) in found]


def answered(connection: apsw.Connection, token: int, key: str) -> AnswerKept | None:
    """What the call with that key was answered."""
    row = connection.execute(
        f"select {', '.join(API_ANSWER.columns)} from api_answer where token = ? and key = ?", (token, key)
    ).fetchone()
    return None if row is None else answer(row)


def reactions(connection: apsw.Connection, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
    """How many people reacted to each of these messages, as (log, id), in which way; most first, then the oldest."""
    found: dict[int, Counts] = {}
    rows = connection.execute(
        "select message, text, count(*) from json_each(?) as asked join reaction"
        " on log = asked.value ->> 0 and message = asked.value ->> 1"
        " group by message, text order by message, count(*) desc, min(reaction.id)",
        (json.dumps(list(messages)),),
    )
    for message, text, count in rows:
        found.setdefault(message, []).append((text, count))
    return found


def reactions_of(
    connection: apsw.Connection, party: str, messages: Collection[tuple[int, int]]
) -> dict[int, list[str]]:
    """How this party reacted to these messages, as (log, id), the first reaction first."""
    found: dict[int, list[str]] = {}
    rows = connection.execute(
        "select message, text from json_each(?) as asked join reaction"
        " on log = asked.value ->> 0 and message = asked.value ->> 1 where party = ? order by reaction.id",
        (json.dumps(list(messages)), party),
    )
    for message, text in rows:
        found.setdefault(message, []).append(text)
    return found
