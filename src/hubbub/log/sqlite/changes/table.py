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
