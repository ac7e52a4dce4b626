"""What happens to the server, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ClockSetBack
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.changes.table import Changes


def clock_set_back(connection: apsw.Connection, event: ClockSetBack) -> None:
    last_no_longer(connection, event.at)


def last_no_longer(connection: apsw.Connection, now: int) -> None:
    """What was begun at a time that is still to come counts as begun now, and ends after as long as it was to last."""
    for table in ("server_ban", "room_mode", "invite"):
        connection.execute(
            f"update {table} set at = ?1, until = until - (at - ?1) where at > ?1 and until > 0",
            (now,),
        )
    connection.execute("update expiring set until = ?1 + length where length > 0 and until > ?1 + length", (now,))


def read(connection: apsw.Connection) -> Fields:
    """`State` has nothing of it."""
    return {}


CHANGES: Changes = {ClockSetBack: clock_set_back}
