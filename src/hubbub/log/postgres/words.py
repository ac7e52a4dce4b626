"""Which words stand in which messages, taken in behind the log; rooms that ended are swept out on the way.

The words are those that SQLite's index has (`log/words.py`). A tsvector is written down by us, word by word with its
place, so that PostgreSQL's own dictionaries have no say (https://www.postgresql.org/docs/current/datatype-textsearch.html).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from hubbub.chat.events import MessageSent
from hubbub.log.kinds import MESSAGE, entry
from hubbub.log.words import WordBreaker

from .connection import FULL, LOST, Address, Connection
from .read import COLUMNS
from .tables import SWEEP

_logger = logging.getLogger(__name__)

_BATCH = 1_000  # messages in one transaction
_SWEEP = 2_000  # entries of an ended room
_PACE = 0.25  # seconds between two looks for new messages: a look costs more than a commit, however few there are
_AGAIN = 5.0  # seconds, after the database was lost or full
_LONGEST = 500  # letters: a lexeme has at most 2,046 bytes


class WordIndexer:
    """Takes words in until it is cancelled; `wake` after each commit."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._breaker = WordBreaker()
        self._work = asyncio.Event()

    def wake(self) -> None:
        self._work.set()

    async def keep_taking(self) -> None:
        while True:
            try:
                connection = await self._address.connect("words", 60.0)
                try:
                    await connection.execute("set synchronous_commit = off")  # what is lost is taken in again
                    while True:
                        self._work.clear()
                        while await self.take(connection):
                            pass
                        await asyncio.sleep(_PACE)
                        await self._work.wait()
                finally:
                    connection.terminate()
            except (*LOST, *FULL) as error:
                _logger.debug("words wait: %s", error)
                await asyncio.sleep(_AGAIN)

    async def take(self, connection: Connection) -> bool:
        """Take in the next few messages, or let go of what ended; False when there was nothing to do."""
        async with connection.transaction():
            indexed = await connection.fetchval("select id from indexed for update")
            rows = await connection.fetch(
                f"select {COLUMNS} from entry where id > $1 order by id limit $2", indexed, _BATCH
            )
            if rows:
                last = rows[-1][2]
                rows += await connection.fetch(  # an event of several rooms, cut in two
                    f"select {COLUMNS} from entry where id = $1 and log <> all($2)",
                    last,
                    [row[0] for row in rows if row[2] == last],
                )
                await self._put(connection, rows)
                await connection.execute("update indexed set id = $1", last)
                return True
            edited = [id for (id,) in await connection.fetch("delete from erased returning id")]
            if edited:
                found = await connection.fetch(
                    f"select {COLUMNS} from entry where id = any($1) and kind = {MESSAGE}", edited
                )
                await self._put(connection, found)
                return True
            return await self._sweep(connection)

    async def _put(self, connection: Connection, rows: Sequence[tuple[int, int, int, int, bytes | None]]) -> None:
        messages = [one for one in map(entry, rows) if isinstance(one.event, MessageSent)]
        if messages:
            await connection.execute(
                "insert into words select * from unnest($1::bigint[], $2::bigint[], $3::text[]::tsvector[])"
                " on conflict (id, log) do update set words = excluded.words",
                [one.id for one in messages],
                [one.log for one in messages],
                [self.vector(one.event.text) for one in messages if isinstance(one.event, MessageSent)],
            )

    async def _sweep(self, connection: Connection) -> bool:
        log = await connection.fetchval("select log from ended limit 1")
        if log is None:
            return False
        await connection.execute("delete from words where log = $1", log)
        done = await connection.execute(SWEEP, log, _SWEEP)
        if done == "DELETE 0":
            await connection.execute("delete from ended where log = $1", log)
        return True

    def vector(self, text: str) -> str:
        """The words of a text with their places, as a tsvector is written."""
        return " ".join(f"{_quoted(word)}:{place}" for place, word in enumerate(self._breaker.of(text), start=1))


def query(phrases: Sequence[tuple[str, ...]]) -> str:
    """What holds all these phrases, as a tsquery is written."""
    return " & ".join(f"({' <-> '.join(map(_quoted, phrase))})" for phrase in phrases)


def _quoted(word: str) -> str:
    return "'" + word[:_LONGEST].replace("\\", "\\\\").replace("'", "''") + "'"
