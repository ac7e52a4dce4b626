"""People in the state tables: the names that were seen, and the visits that can be taken up again."""

from __future__ import annotations

import apsw

from hubbub.chat.events import UserArrived, UserQuit, UserRenamed, VisitOpened, VisitSeen
from hubbub.chat.ports import Fields, VisitState
from hubbub.log.sqlite.changes.table import Changes


def name_seen(connection: apsw.Connection, event: UserArrived | UserRenamed) -> None:
    connection.execute(
        "insert or replace into seen (folded, name, at) values (fold(?1), ?1, ?2)", (event.name, event.at)
    )


def name_left(connection: apsw.Connection, event: UserQuit) -> None:
    name = event.source.partition("!")[0]
    connection.execute("insert or replace into seen (folded, name, at) values (fold(?1), ?1, ?2)", (name, event.at))


def visit_opened(connection: apsw.Connection, event: VisitOpened) -> None:
    connection.execute(
        "insert or replace into visit (visit, name, token_hash, at) values (?, ?, ?, ?)",
        (event.visit, event.name, event.token_hash, event.at),
    )


def visit_seen(connection: apsw.Connection, event: VisitSeen) -> None:
    connection.execute("update visit set name = ?, at = ? where visit = ?", (event.name, event.at, event.visit))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of people who were here."""
    rows = connection.execute
    return {
        "seen": list(rows("select folded, name, at from seen order by at")),
        "visits": [VisitState(*row) for row in rows("select visit, name, token_hash, at from visit order by visit")],
    }


CHANGES: Changes = {
    UserArrived: name_seen,
    UserQuit: name_left,
    UserRenamed: name_seen,
    VisitOpened: visit_opened,
    VisitSeen: visit_seen,
}
