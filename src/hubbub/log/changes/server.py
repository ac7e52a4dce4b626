"""What happens to the server, in the state tables."""

from __future__ import annotations

from hubbub.chat.events import ClockSetBack
from hubbub.chat.ports import Fields
from hubbub.log.tables import (
    ACT,
    API_ANSWER,
    API_TOKEN,
    DELETED_ACCOUNT,
    EXPIRING,
    FILE,
    FORMER_NAME,
    HELD,
    INVITE,
    KEPT_LOGIN,
    PRESENCE,
    PUSH,
    RESET_CODE,
    ROOM_MODE,
    SEEN,
    SERVER_BAN,
    VISIT,
    Fold,
    Reading,
    Tables,
)

from .change import Changes

LASTING = (
    SERVER_BAN, ROOM_MODE, INVITE, EXPIRING, API_ANSWER, API_TOKEN, DELETED_ACCOUNT, FORMER_NAME, HELD, KEPT_LOGIN,
    PRESENCE, RESET_CODE, SEEN, VISIT, PUSH, FILE, ACT,
)  # fmt: skip
"""Tables of what ends by itself, at a time of its own or after as long as all of its kind last."""


HERE = (PRESENCE, SEEN)
"""Of them when somebody was here, which is now at the latest: nothing that came since is left out of what is shown."""


def clock_set_back(tables: Tables, event: ClockSetBack, _: Fold) -> None:
    last_no_longer(tables, event.at, event.after, event.by)


def last_no_longer(tables: Tables, now: int, after: int, by: int = 0) -> None:
    """What was begun later than `after` counts as begun by so much before that, and now at the latest; it ends after as
    long as it was to last."""
    for table in LASTING:
        if table in HERE:
            tables.begin_by(table, now, now, 0)
        else:
            tables.begin_by(table, now, after, by)


def read(_: Reading) -> Fields:
    """`State` has nothing of it."""
    return {}


CHANGES: Changes = {ClockSetBack: clock_set_back}
