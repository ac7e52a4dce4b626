"""Who is in the chat and in which rooms, of the owners of accounts, in the state tables."""

from __future__ import annotations

import apsw

from hubbub.chat.events import MembershipChanged, PresenceEnded, PresenceNoted, StayingChosen
from hubbub.chat.ports import Fields, MembershipState, PresenceState
from hubbub.log.sqlite.changes.table import Changes


def presence_noted(connection: apsw.Connection, event: PresenceNoted) -> None:
    connection.execute(
        "insert or replace into presence (account, at, username, host, realname, modes, away)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        (event.account, event.at, event.username, event.host, event.realname, event.modes, event.away),
    )


def presence_ended(connection: apsw.Connection, event: PresenceEnded) -> None:
    connection.execute("delete from presence where account = ?", (event.account,))
    connection.execute("update membership set here = 0 where account = ?", (event.account,))


def membership_changed(connection: apsw.Connection, event: MembershipChanged) -> None:
    if event.first:
        connection.execute(
            "insert or replace into membership (account, log, at, first) values (?, ?, ?, ?)",
            (event.account, event.log, event.at, event.first),
        )
    else:
        connection.execute("update membership set here = 0 where account = ? and log = ?", (event.account, event.log))


def staying_chosen(connection: apsw.Connection, event: StayingChosen) -> None:
    connection.execute("delete from leaving where account = ?", (event.account,))
    if not event.stays:
        connection.execute("insert into leaving values (?, ?)", (event.account, event.at))


def read(connection: apsw.Connection) -> Fields:
    """What `State` has of accounts that stay."""
    rows = connection.execute
    return {
        "leaving": [account for (account,) in rows("select account from leaving order by account")],
        "presences": [
            PresenceState(*row)
            for row in rows("select account, at, username, host, realname, modes, away from presence order by account")
        ],
        "memberships": [
            MembershipState(account, log, at, first, bool(here))
            for account, log, at, first, here in rows(
                "select account, log, at, first, here from membership order by account, at, log"
            )
        ],
    }


CHANGES: Changes = {
    MembershipChanged: membership_changed,
    PresenceEnded: presence_ended,
    PresenceNoted: presence_noted,
    StayingChosen: staying_chosen,
}
