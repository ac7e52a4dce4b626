"""What is let go of with age."""

from __future__ import annotations

import apsw

from hubbub.chat.events import NAME_RESTS_MS
from hubbub.typed.durations import DAY

# How long rows stay, in milliseconds (guarantees: client ids 7 days, seen names 90 days and bounded).
AGES = {"client_id": 7 * DAY, "held": 90 * DAY, "reset_code": DAY, "seen": 90 * DAY, "visit": 90 * DAY}
SEEN_NAMES = 100_000

_KEYS = {
    "client_id": "party, client_id",
    "held": "name, id",
    "reset_code": "account",
    "seen": "folded",
    "visit": "visit",
}


def forget_old(connection: apsw.Connection, now: int, limit: int) -> None:
    """Let go of the oldest rows that are past their age, at most `limit` in each table."""
    for table, age in AGES.items():
        key = _KEYS[table]
        connection.execute(
            f"delete from {table} where ({key}) in (select {key} from {table} where at <= ? order by at limit ?)",
            (now - age, limit),
        )


def forget_deleted(connection: apsw.Connection, now: int) -> None:
    """Names of deleted accounts that are free again, unless something of theirs is still to be erased."""
    connection.execute("delete from deleted_account where at <= ? and not erasing", (now - NAME_RESTS_MS,))


def forget_seen(connection: apsw.Connection, keep: int = SEEN_NAMES) -> None:
    """Let go of the names seen longest ago, all but `keep`."""
    connection.execute(
        "delete from seen where folded in (select folded from seen order by at desc limit -1 offset ?)", (keep,)
    )
