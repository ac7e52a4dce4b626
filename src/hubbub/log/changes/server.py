"""What happens to the server, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import ClockSetBack
from hubbub.chat.ports import Fields
from hubbub.log.tables import EXPIRING, INVITE, ROOM_MODE, SERVER_BAN, Fold, Reading, Tables

from .change import Changes


def clock_set_back(tables: Tables, event: ClockSetBack, _: Fold) -> None:
    last_no_longer(tables, event.at)


def last_no_longer(tables: Tables, now: int) -> None:
    """What was begun at a time that is still to come counts as begun now, and ends after as long as it was to last."""
    for table in (SERVER_BAN, ROOM_MODE, INVITE, EXPIRING):
        tables.begin_by(table, now)


def read(_: Reading) -> Fields:
    """`State` has nothing of it."""
    return {}


CHANGES: Changes = {ClockSetBack: clock_set_back}
