"""Invitations in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import InviteMade, InviteRevoked, InviteSpent, InviteUsed
from hubbub.chat.ports import Fields, InviteState
from hubbub.log.sqlite.changes.table import Changes, highest


def invite_made(connection: apsw.Connection, event: InviteMade) -> None:
    connection.execute(
        "insert into invite (number, code_hash, at, until, uses, set_by, admits, log) values (?, ?, ?, ?, ?, ?, ?, ?)",
        (event.number, event.code_hash, event.at, event.until, event.uses, event.source, event.admits, event.log),
    )


def invite_used(connection: apsw.Connection, event: InviteUsed) -> None:
    connection.execute("insert or replace into invite_use values (?, ?, 1)", (event.number, event.party))


def invite_spent(connection: apsw.Connection, event: InviteSpent) -> None:
    connection.execute(
        "update invite_use set pending = 0 where party = ? and number in (select number from invite where log = ?)",
        (event.party, event.log),
    )


def invite_revoked(connection: apsw.Connection, event: InviteRevoked) -> None:
    forget(connection, "number = ?", event.number)


def forget(connection: apsw.Connection, where: str, value: int) -> None:
    """Let go of the invitations of which that is true, and of who used them."""
    connection.execute(f"delete from invite_use where number in (select number from invite where {where})", (value,))
    connection.execute(f"delete from invite where {where}", (value,))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of invitations."""
    rows = connection.execute
    used: dict[int, list[str]] = {}
    for number, party in rows("select number, party from invite_use"):
        used.setdefault(number, []).append(party)
    return {
        "invites": [
            InviteState(number, code_hash, at, until, uses, by, bool(admits), log, used.get(number, []))
            for number, code_hash, at, until, uses, by, admits, log in rows(
                "select number, code_hash, at, until, uses, set_by, admits, log from invite order by number"
            )
        ],
        "invited": list(
            rows("select log, party from invite_use join invite using (number) where pending and log order by number")
        ),
        "last_invite": highest(connection, "invite"),
    }


CHANGES: Changes = {
    InviteMade: invite_made,
    InviteRevoked: invite_revoked,
    InviteSpent: invite_spent,
    InviteUsed: invite_used,
}
