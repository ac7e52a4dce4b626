"""What is let go of with age."""

from __future__ import annotations

from hubbub.chat.events import NAME_RESTS_MS
from hubbub.log.tables import (
    API_ANSWER,
    CLIENT_ID,
    DELETED_ACCOUNT,
    FORMER_NAME,
    HELD,
    RESET_CODE,
    SEEN,
    SERVER_BAN,
    VISIT,
    Between,
    Tables,
    where,
)
from hubbub.typed.durations import DAY

from .moderation import invites

# How long rows stay, in milliseconds (guarantees: client ids 7 days, seen names 90 days and bounded; those are noted
# once a day, so they stay for one more).
AGES = (
    (API_ANSWER, DAY), (CLIENT_ID, 7 * DAY), (HELD, 90 * DAY), (RESET_CODE, DAY), (SEEN, 91 * DAY), (VISIT, 90 * DAY),
)  # fmt: skip
SEEN_NAMES = 100_000

_AT_START = 10_000  # old rows of each table at a start, which must not take long; batches go on with it


def forget_at_start(tables: Tables, now: int) -> None:
    """Let go of what is over when a server starts."""
    forget_old(tables, now, _AT_START)
    rested = Between("at", 0, now - NAME_RESTS_MS)  # names of accounts that are free again
    tables.drop(FORMER_NAME, where(rested))
    tables.drop(DELETED_ACCOUNT, where(rested, erasing=0))  # unless something of theirs is still to be erased
    tables.drop(SERVER_BAN, where(Between("until", 1, now)))
    invites.forget(tables, where(Between("until", 0, now)))
    forget_seen(tables)


def forget_old(tables: Tables, now: int, most: int) -> None:
    """Let go of the oldest rows that are past their age, at most so many in each table."""
    for table, age in AGES:
        tables.drop_oldest(table, now - age, most)


def forget_seen(tables: Tables, keep: int = SEEN_NAMES) -> None:
    """Let go of the names seen longest ago, all but `keep`."""
    tables.keep(SEEN, "at", keep, where())
