"""What a change of the state tables is: a function for each kind of event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import apsw

from hubbub.chat.events import Event

Change = Callable[[apsw.Connection, Any], None]
Changes = dict[type[Event], Change]


def raise_last_log(connection: apsw.Connection, log: int) -> None:
    """No log gets a number that another one had."""
    connection.execute("update last_log set log = max(log, ?)", (log,))


def highest(connection: apsw.Connection, table: str) -> int:
    """The highest number that a row of this table ever had."""
    found = connection.execute("select coalesce((select seq from sqlite_sequence where name = ?), 0)", (table,))
    return int(found.get)


# The number and the time of the last entry of `place.log`: each a seek in the primary key, however many there are.
LAST_ENTRY = """
    coalesce((select seq from entry where entry.log = place.log order by seq desc limit 1), 0),
    coalesce((select at from entry where entry.log = place.log order by seq desc limit 1), 0)
"""
