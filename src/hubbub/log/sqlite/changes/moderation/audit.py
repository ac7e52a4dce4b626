"""The audit log in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ActNoted, ActsForgotten
from hubbub.chat.ports import Fields
from hubbub.log.sqlite.audit import encode
from hubbub.log.sqlite.changes.table import Changes, highest

MOST_OF_ROOM = 1000  # acts; of more the oldest go, whatever their age


def act_noted(connection: apsw.Connection, event: ActNoted) -> None:
    act = event.act
    words = " ".join((act.name, act.account, act.room, act.about))
    connection.execute(
        "insert into act (number, at, log, words, act) values (?, ?, ?, fold(?), ?)",
        (act.number, act.at, act.log, words, encode(act)),
    )
    if act.log:  # so that nobody pushes out of the audit log what was done elsewhere
        connection.execute(
            "delete from act where log = ?1 and number <="
            " (select number from act where log = ?1 order by number desc limit 1 offset ?2)",
            (act.log, MOST_OF_ROOM),
        )


def acts_forgotten(connection: apsw.Connection, event: ActsForgotten) -> None:
    connection.execute("delete from act where at < ?", (event.before,))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of the audit log: its acts are read when somebody asks."""
    return {"last_act": highest(connection, "act")}


CHANGES: Changes = {
    ActNoted: act_noted,
    ActsForgotten: acts_forgotten,
}
