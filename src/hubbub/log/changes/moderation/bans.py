"""Bans from the server in the state tables."""

from __future__ import annotations

from hubbub.chat.events import ServerBanLifted, ServerBanned
from hubbub.chat.ports import BanState, Fields
from hubbub.log.changes.change import Changes
from hubbub.log.tables import SERVER_BAN, Fold, Reading, Tables, where


def server_banned(tables: Tables, event: ServerBanned, fold: Fold) -> None:
    tables.put(SERVER_BAN, fold(event.target), event.target, event.at, event.until, event.by, event.why)


def server_ban_lifted(tables: Tables, event: ServerBanLifted, fold: Fold) -> None:
    tables.drop(SERVER_BAN, where(folded=fold(event.target)))


def read(tables: Reading) -> Fields:
    """What `State` has of bans from the server."""
    return {"bans": [BanState(*ban) for _, *ban in tables.rows(SERVER_BAN)]}


CHANGES: Changes = {
    ServerBanned: server_banned,
    ServerBanLifted: server_ban_lifted,
}
