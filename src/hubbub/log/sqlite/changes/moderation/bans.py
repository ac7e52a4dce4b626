"""Bans from the server in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.chat.ports import BanState, Fields
from hubbub.log.sqlite.changes.table import Changes


def server_banned(connection: apsw.Connection, event: ServerBanned) -> None:
    connection.execute(
        "insert or replace into server_ban values (fold(?), ?, ?, ?, ?, ?)",
        (event.target, event.target, event.at, event.until, event.by, event.why),
    )


def server_ban_lifted(connection: apsw.Connection, event: ServerBanLifted) -> None:
    connection.execute("delete from server_ban where folded = fold(?)", (event.target,))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of bans from the server."""
    found = connection.execute("select target, at, until, set_by, why from server_ban order by at, folded")
    return {"bans": [BanState(*row) for row in found]}


CHANGES: Changes = {
    ServerBanned: server_banned,
    ServerBanLifted: server_ban_lifted,
}
