"""Searching: the words propose, the entries decide; what is not taken in yet is read word by word."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence

from hubbub.chat.events import Entry, MessageSent
from hubbub.chat.ports import SearchFilter
from hubbub.log.kinds import MESSAGE, entry
from hubbub.log.words import WordBreaker

from .connection import Connection
from .read import COLUMNS
from .words import query

_CHUNK = 64
MOST_READ = 50_000  # messages looked at for one search by sender, time or place


class Search:
    """One search after the other, on the loop in the background."""

    def __init__(self) -> None:
        self._words = WordBreaker()

    async def __call__(
        self, connection: Connection, words: str, firsts: Mapping[int, int], limit: int, only: SearchFilter | None
    ) -> list[Entry]:
        """See `hubbub.chat.ports.Log`; `firsts`: log -> first readable seq."""
        phrases = self._words.phrases(words)
        if not firsts or limit <= 0 or not (phrases or (only is not None and not words.strip())):
            return []
        most = MOST_READ if only is not None else 1 << 62
        only = only or SearchFilter()
        async with connection.transaction(isolation="repeatable_read", readonly=True):  # one moment for all of it
            if not phrases:
                return await self._chosen(_proposed(connection, "true", "", firsts, only), phrases, only, limit, most)
            indexed = await connection.fetchval("select id from indexed")
            old = _proposed(connection, "words.words @@ $7::text::tsquery", query(phrases), firsts, only)
            fresh = f"(entry.id > {int(indexed)} or entry.id in (select id from erased))"
            new = _proposed(connection, fresh, "", firsts, only)
            found = await self._chosen(new, phrases, only, limit, most)
            seen = {one.id for one in found}
            found += [one for one in await self._chosen(old, phrases, only, limit, most) if one.id not in seen]
        return sorted(found, key=lambda one: one.id, reverse=not only.oldest)[:limit]

    async def _chosen(
        self,
        candidates: AsyncIterator[Entry],
        phrases: Sequence[tuple[str, ...]],
        only: SearchFilter,
        limit: int,
        most: int,
    ) -> list[Entry]:
        found: list[Entry] = []
        async for candidate in candidates:
            message = candidate.event
            most -= 1
            if (
                isinstance(message, MessageSent)
                and only.lets(message)
                and (not phrases or self._words.hold(message.text, phrases))
            ):
                found.append(candidate)
            if len(found) == limit or most <= 0:
                break
        return found


async def _proposed(
    connection: Connection, condition: str, words: str, firsts: Mapping[int, int], only: SearchFilter
) -> AsyncIterator[Entry]:
    """Messages that may be read and fit the condition, a few at a time, in the order that is wanted."""
    source = "words join entry using (id, log)" if words else "entry"
    beyond, order = (">", "asc") if only.oldest else ("<", "desc")
    at = 0 if only.oldest else 1 << 62
    statement = (
        f"select {COLUMNS} from {source} join unnest($1::bigint[], $2::bigint[]) as readable (log, first)"
        f" on readable.log = entry.log where entry.seq >= readable.first and entry.at between $3 and $4"
        f" and entry.id {beyond} $5 and entry.kind = {MESSAGE} and entry.body is not null and {condition}"
        f" order by entry.id {order} limit $6"
    )
    given = (words,) if words else ()
    while True:
        rows = await connection.fetch(
            statement, list(firsts), list(firsts.values()), only.after, only.before, at, _CHUNK, *given
        )
        for row in rows:
            yield entry(row)
        if len(rows) < _CHUNK:
            return
        at = rows[-1][2]
