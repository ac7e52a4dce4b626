"""Queries for entries, acts and what is to be erased. Each is one or a few seeks, and reads little else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from hubbub.chat.events import Act, AnswerKept, Entry, ReactionSent, TagsKept
from hubbub.chat.ports import Counts
from hubbub.log.changes.moderation.audit import decode
from hubbub.log.changes.tokens import answer
from hubbub.log.kinds import KINDS, MESSAGE, entry
from hubbub.log.tables import API_ANSWER

from .connection import Connection

COLUMNS = "entry.log, entry.seq, entry.id, entry.at, entry.body"
_SAYS = f"(kind = {MESSAGE} or $4) and body is not null"


async def page(connection: Connection, log: int, first: int, last: int) -> list[Entry]:
    """Entries with first <= seq <= last, ascending."""
    found = await connection.fetch(
        f"select {COLUMNS} from entry where log = $1 and seq between $2 and $3 order by seq", log, first, last
    )
    return [entry(row) for row in found]


async def messages_before(
    connection: Connection, log: int, seq: int, limit: int, first: int, *, events: bool
) -> list[Entry]:
    """The last `limit` messages with first <= entry.seq < seq, ascending."""
    found = await connection.fetch(
        f"select {COLUMNS} from entry where log = $1 and seq >= $2 and seq < $3 and {_SAYS} order by seq desc limit $5",
        log, first, seq, events, max(limit, 0),
    )  # fmt: skip
    return [entry(row) for row in found][::-1]


async def messages_after(
    connection: Connection, log: int, seq: int, limit: int, first: int, *, events: bool
) -> list[Entry]:
    """The first `limit` messages with entry.seq > seq and >= first, ascending."""
    found = await connection.fetch(
        f"select {COLUMNS} from entry where log = $1 and seq >= $2 and seq > $3 and {_SAYS} order by seq limit $5",
        log, first, seq, events, max(limit, 0),
    )  # fmt: skip
    return [entry(row) for row in found]


async def place_of(connection: Connection, log: int, id: int) -> int | None:
    """The seq of the entry with that id in that log."""
    found: int | None = await connection.fetchval("select seq from entry where id = $1 and log = $2", id, log)
    return found


async def place_at(connection: Connection, log: int, at: int) -> int:
    """The seq of the last entry before `at`; 0 when there is none.

    Times never fall within a log and numbers have no holes, so a binary search does without an index by time.
    """
    first, last = await connection.fetchrow("select min(seq), max(seq) from entry where log = $1", log)
    if first is None:
        return 0
    low, high = first, last
    while low <= high:
        middle = (low + high) // 2
        found = await connection.fetchval("select at from entry where log = $1 and seq = $2", log, middle)
        if found is not None and found < at:
            low = middle + 1
        else:
            high = middle - 1
    return high if high >= first else 0


async def entries(connection: Connection, ids: Collection[int]) -> list[Entry]:
    """The entries with these ids, by ascending id (and log, for an event of several rooms)."""
    found = await connection.fetch(f"select {COLUMNS} from entry where id = any($1) order by id, log", list(ids))
    return [entry(row) for row in found]


async def said_by(connection: Connection, party: str, after: int, limit: int) -> tuple[list[Entry], int]:
    """What the party has said among the next `limit` entries; the id of the last one looked at, 0 at the end."""
    last = await connection.fetchval(
        "select max(id) from (select id from entry where id > $1 order by id limit $2) as next", after, limit
    )
    if last is None:
        return [], 0
    found = await connection.fetch(
        f"select {COLUMNS} from entry where id > $1 and id <= $2 and kind = any($3) and position($4 in body) > 0"
        " order by id",
        after, last, [MESSAGE, KINDS[ReactionSent], KINDS[TagsKept]], f'"party":"{party}"'.encode(),
    )  # fmt: skip
    said = map(_read_or_not, found)  # some may only quote those words
    return [one for one in said if one.event is None or getattr(one.event, "party", "") == party], last


async def sent(connection: Connection, party: str, client_id: str) -> Entry | None:
    """The message that `party` sent with that client id; a tombstone, with seq 0, when the log has let go of it."""
    row = await connection.fetchrow(
        "select client_id.log, coalesce(entry.seq, 0), client_id.id, client_id.at, entry.body from client_id"
        " left join entry on entry.id = client_id.id and entry.log = client_id.log"
        " where client_id.party = $1 and client_id.client_id = $2",
        party, client_id,
    )  # fmt: skip
    return None if row is None else entry(row)


async def client_ids(connection: Connection, party: str, limit: int) -> list[str]:
    """The newest client ids of what the party has sent."""
    found = await connection.fetch(
        "select client_id from client_id where party = $1 order by id desc limit $2", party, max(limit, 0)
    )
    return [client_id for (client_id,) in found]


async def answered(connection: Connection, token: int, key: str) -> AnswerKept | None:
    """What the call with that key was answered."""
    row = await connection.fetchrow(
        f"select {', '.join(API_ANSWER.columns)} from api_answer where token = $1 and key = $2", token, key
    )
    return None if row is None else answer(tuple(row))


async def reactions(connection: Connection, messages: Collection[tuple[int, int]]) -> dict[int, Counts]:
    """How many people reacted to each of these messages, as (log, id), in which way; most first, then the oldest."""
    found: dict[int, Counts] = {}
    for message, text, count in await connection.fetch(
        "select message, text, count(*) from unnest($1::bigint[], $2::bigint[]) as asked (log, message)"
        " join reaction using (log, message) group by message, text"
        " order by message, count(*) desc, min(reaction.id)",
        *_asked(messages),
    ):
        found.setdefault(message, []).append((text, count))
    return found


async def reactions_of(
    connection: Connection, party: str, messages: Collection[tuple[int, int]]
) -> dict[int, list[str]]:
    """How this party reacted to these messages, as (log, id), the first reaction first."""
    found: dict[int, list[str]] = {}
    for message, text in await connection.fetch(
        "select message, text from unnest($1::bigint[], $2::bigint[]) as asked (log, message)"
        " join reaction using (log, message) where party = $3 order by reaction.id",
        *_asked(messages),
        party,
    ):
        found.setdefault(message, []).append(text)
    return found


async def due(connection: Connection, now: int, limit: int, since: int) -> list[tuple[int, int]]:
    """Messages whose time has come, of those that were said since then: (id, log), the longest overdue first."""
    found = await connection.fetch(
        "select id, log from expiring where until <= $1 and until - length > $3 order by until, id limit $2",
        now,
        limit,
        since,
    )
    return [(id, log) for id, log in found]


async def oldest(connection: Connection, id: int, limit: int) -> list[Entry]:
    """The first entries of all logs after that id that say something, or cannot be read (without their event). Ids rise
    in the order of their coming."""
    found = await connection.fetch(
        f"select {COLUMNS} from entry where id > $1 and body is not null order by id, log limit $2", id, limit
    )
    return [_read_or_not(row) for row in found]


async def oldest_of(connection: Connection, log: int, seq: int, limit: int) -> list[Entry]:
    """The same of one log, after that number."""
    found = await connection.fetch(
        f"select {COLUMNS} from entry where log = $1 and seq > $2 and body is not null order by seq limit $3",
        log, seq, max(limit, 0),
    )  # fmt: skip
    return [_read_or_not(row) for row in found]


def _read_or_not(row: Any) -> Entry:
    try:
        return entry(row)
    except msgspec.DecodeError:
        log, seq, id, at, _ = row
        return Entry(log, seq, id, at, None)


async def acts(connection: Connection, limit: int, since: int, logs: Collection[int] | None, folded: str) -> list[Act]:
    """The newest acts since then, newest first; see `chat.ports.Log.acts`. `folded`: the words, folded."""
    found = await connection.fetch(
        "select act, at from act where at >= $1 and ($2::bigint[] is null or log = any($2))"
        " and position($3 in words) > 0 order by number desc limit $4",
        since, None if logs is None else list(logs), folded, max(limit, 0),
    )  # fmt: skip
    return [decode(act, at) for act, at in found]


async def act(connection: Connection, number: int) -> Act | None:
    """The act of that number."""
    found = await connection.fetch("select act, at from act where number = $1", number)
    return decode(*found[0]) if found else None


def _asked(messages: Collection[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [log for log, _ in messages], [message for _, message in messages]
