"""The start: a new generation, and the state tables read whole."""

from __future__ import annotations

import apsw

from hubbub.chat.ports import Fields, State

from .changes import NOUNS
from .changes.ageing import SEEN_NAMES, forget_deleted, forget_old, forget_seen
from .changes.moderation.invites import forget as forget_invites
from .changes.server import last_no_longer
from .files import transaction

_COUNTER_BITS = 30  # a message id is (generation << 30) + counter
_FORGET = 10_000  # old rows of each table at a start, which must not take long; batches go on with it
_LAST_SECOND = 1 << 32  # a clock gone wild must not use up the generations (year 2106)


def open_generation(connection: apsw.Connection, now: int) -> int:
    """Write the start at `now` (milliseconds) under a generation greater than that of every id and start before."""
    with transaction(connection):
        known, highest_id = _row(
            connection,
            "select coalesce((select max(generation) from start), 0), coalesce((select max(id) from entry), 0)",
        )
        generation = max(known + 1, (highest_id >> _COUNTER_BITS) + 1, min(now // 1000, _LAST_SECOND))
        connection.execute("insert into start values (?, ?)", (generation, now))
        last_no_longer(connection, now)
        forget_old(connection, now, _FORGET)
        forget_deleted(connection, now)
        connection.execute("delete from server_ban where until between 1 and ?", (now,))
        forget_invites(connection, "until <= ?", now)
        forget_seen(connection, SEEN_NAMES)
    return generation


def read_state(connection: apsw.Connection, generation: int) -> State:
    """All that a server needs to go on: what each noun has."""
    fields: Fields = {}
    for noun in NOUNS:
        fields |= noun.read(connection)
    return State(generation=generation, **fields)


def ending_logs(connection: apsw.Connection) -> list[int]:
    """Ended logs whose entries are not all deleted yet."""
    found = connection.execute("select log from ended where exists (select 1 from entry where entry.log = ended.log)")
    return [log for (log,) in found]


def _row(connection: apsw.Connection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
