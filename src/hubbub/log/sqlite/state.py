"""The start: a new generation, and the state tables read whole."""

from __future__ import annotations

import apsw
import msgspec

from hubbub.chat.events import Credentials, Report
from hubbub.chat.ports import (
    AccountState,
    BanState,
    CertificateState,
    ConversationState,
    DeletedState,
    InviteState,
    LoginState,
    MarkerState,
    MembershipState,
    MetadataState,
    PresenceState,
    RetentionState,
    RoleState,
    RoomState,
    State,
    VisitState,
)

from .changes.ageing import SEEN_NAMES, forget_deleted, forget_old, forget_seen
from .changes.moderation.invites import forget as forget_invites
from .files import transaction

_COUNTER_BITS = 30  # a message id is (generation << 30) + counter
_FORGET = 10_000  # old rows of each table at a start, which must not take long; batches go on with it
_LAST_SECOND = 1 << 32  # a clock gone wild must not use up the generations (year 2106)

# Each a seek in the primary key, whatever the number of entries.
_LAST = """
    coalesce((select seq from entry where entry.log = place.log order by seq desc limit 1), 0),
    coalesce((select at from entry where entry.log = place.log order by seq desc limit 1), 0)
"""


def open_generation(connection: apsw.Connection, now: int) -> int:
    """Write the start at `now` (milliseconds) under a generation greater than that of every id and start before."""
    with transaction(connection):
        known, highest_id = _row(
            connection,
            "select coalesce((select max(generation) from start), 0), coalesce((select max(id) from entry), 0)",
        )
        generation = max(known + 1, (highest_id >> _COUNTER_BITS) + 1, min(now // 1000, _LAST_SECOND))
        connection.execute("insert into start values (?, ?)", (generation, now))
        forget_old(connection, now, _FORGET)
        forget_deleted(connection, now)
        connection.execute("delete from server_ban where until between 1 and ?", (now,))
        forget_invites(connection, "until <= ?", now)
        forget_seen(connection, SEEN_NAMES)
    return generation


def read_state(connection: apsw.Connection, generation: int) -> State:
    """All that a server needs to go on."""
    rows = connection.execute
    modes: dict[int, list[tuple[str, str, str, int, int, str]]] = {}
    for log, *mode in rows("select log, letter, argument, set_by, at, until, why from room_mode order by log, at"):
        modes.setdefault(log, []).append(tuple(mode))
    used: dict[int, list[str]] = {}
    for number, party in rows("select number, party from invite_use"):
        used.setdefault(number, []).append(party)
    silenced: dict[int, list[str]] = {}
    for account, mask in rows("select account, mask from silence order by at, folded"):
        silenced.setdefault(account, []).append(mask)
    return State(
        generation=generation,
        last_log=_row(connection, "select log from last_log")[0],
        rooms=[
            RoomState(
                log, name, created, topic, topic_by, topic_at, last_seq, last_at, bool(talked), modes.get(log, [])
            )
            for log, name, created, topic, topic_by, topic_at, last_seq, last_at, talked in rows(
                f"select log, name, at, topic, topic_by, topic_at, {_LAST}, has_messages"
                " from room as place order by log"
            )
        ],
        conversations=[
            ConversationState(log, (first, second), (first_name, second_name), last_seq, last_at)
            for log, first, second, first_name, second_name, last_seq, last_at in rows(
                "select log, first_party, second_party, first_name, second_name,"
                f" {_LAST} from conversation as place order by log"
            )
        ],
        held=list(rows("select name, log, id from held order by id")),
        seen=list(rows("select folded, name, at from seen order by at")),
        visits=[VisitState(*row) for row in rows("select visit, name, token_hash, at from visit order by visit")],
        accounts=[
            AccountState(
                account,
                name,
                at,
                Credentials(*credentials),
                bool(operator),
                code,
                code_at,
                privacy,
                silenced.get(account, []),
            )
            for account, name, at, operator, code, code_at, privacy, *credentials in rows(
                "select account, name, account.at, operator, coalesce(code_hash, x''), coalesce(reset_code.at, 0),"
                " privacy, password_hash, salt, iterations, stored_key, server_key"
                " from account left join reset_code using (account) order by account"
            )
        ],
        deleted=[
            DeletedState(account, name, at, bool(erasing))
            for account, name, at, erasing in rows("select account, name, at, erasing from deleted_account order by at")
        ],
        certificates=[
            CertificateState(*row) for row in rows("select account, fingerprint, at from certificate order by at")
        ],
        logins=[
            LoginState(*row) for row in rows("select account, token_hash, at from kept_login order by at, token_hash")
        ],
        markers=[
            MarkerState(*row) for row in rows("select account, log, until from read_marker order by at, account, log")
        ],
        bans=[
            BanState(*row) for row in rows("select target, at, until, set_by, why from server_ban order by at, folded")
        ],
        invites=[
            InviteState(number, code_hash, at, until, uses, by, bool(admits), log, used.get(number, []))
            for number, code_hash, at, until, uses, by, admits, log in rows(
                "select number, code_hash, at, until, uses, set_by, admits, log from invite order by number"
            )
        ],
        invited=list(
            rows("select log, party from invite_use join invite using (number) where pending and log order by number")
        ),
        roles=[RoleState(*row) for row in rows("select log, account, prefixes from standing order by log, account")],
        reports=[
            msgspec.json.decode(report, type=Report) for (report,) in rows("select report from report order by number")
        ],
        last_report=rows("select coalesce((select seq from sqlite_sequence where name = 'report'), 0)").get,
        last_invite=rows("select coalesce((select seq from sqlite_sequence where name = 'invite'), 0)").get,
        last_act=rows("select coalesce((select seq from sqlite_sequence where name = 'act'), 0)").get,
        leaving=[account for (account,) in rows("select account from leaving order by account")],
        presences=[
            PresenceState(*row)
            for row in rows("select account, at, username, host, realname, modes, away from presence order by account")
        ],
        memberships=[
            MembershipState(account, log, at, first, bool(here))
            for account, log, at, first, here in rows(
                "select account, log, at, first, here from membership order by account, at, log"
            )
        ],
        metadata=[MetadataState(*row) for row in rows("select * from metadata order by log, account, key")],
        lockdown=_row(connection, "select level from lockdown")[0],
        retentions=[RetentionState(*row) for row in rows("select log, retention, expiry from keeping order by log")],
        salt_key=rows("select key from salt_key").get,
    )


def ending_logs(connection: apsw.Connection) -> list[int]:
    """Ended logs whose entries are not all deleted yet."""
    found = connection.execute("select log from ended where exists (select 1 from entry where entry.log = ended.log)")
    return [log for (log,) in found]


def _row(connection: apsw.Connection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return tuple(row)
