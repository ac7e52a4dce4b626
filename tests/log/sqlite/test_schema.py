from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.log.book import fold
from tests.log.sqlite.steps import Steps

from hubbub.chat.events import Credentials, Entry, MemberJoined, MessageSent
from hubbub.chat.party import Party
from hubbub.chat.ports import (
    AccountState,
    BanState,
    CertificateState,
    ConversationState,
    DeletedState,
    FileState,
    FormerState,
    InviteState,
    LoginState,
    MembershipState,
    MetadataState,
    PinState,
    PresenceState,
    PushState,
    RetentionState,
    RoomState,
    State,
    TokenState,
    VisitState,
)
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.moderation.reports import Report
from hubbub.log.sqlite import open_log, schema
from hubbub.log.sqlite.behind import entries_behind
from hubbub.log.sqlite.files import open_owner, transaction
from hubbub.log.tables import TABLES

VERSIONS = Path(__file__).parent / "versions"
AT = 1_600_000_000_000
ID = 1_610_612_736_000


def build(path: Path, version: int) -> None:
    """A filled database as the hubbub of that schema version left it: WAL, closed cleanly."""
    path.parent.mkdir()
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("application_id", schema.APPLICATION_ID)
    schema.upgrade(connection, schema.migrations()[:version])
    connection.execute((VERSIONS / f"{version:04}.sql").read_text("utf-8"))
    connection.close()


def shape(path: Path) -> list[tuple[str, str]]:
    connection = apsw.Connection(str(path))
    rows: list[Any] = connection.execute(
        "select name, sql from sqlite_schema where sql is not null order by name"
    ).fetchall()
    connection.close()
    return rows


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS) + 1))
async def test_every_earlier_version_is_upgraded_with_all_it_holds(tmp_path: Path, version: int) -> None:
    path = tmp_path / "data" / "hubbub.db"
    build(path, version)
    log = open_log(path.parent, fold)
    state = log.load(AT + 10)
    assert len(state.salt_key) in (1, 32)
    state.salt_key = b""
    lasting = ("b", "eve!*@*", "alice!a@host", AT + 1, AT + 9000, "spam")
    modes = [("n", "", "", AT, 0, ""), lasting] if version >= 9 else None
    roles, readers = [(7, "qo")] if version >= 8 else [], [7] if version >= 6 else []
    assert state == State(
        generation=AT // 1000,
        last_log=2,
        kept_at=AT + 3,
        rooms=[RoomState(1, "#lobby", AT, "welcome", "alice!a@host", AT + 1, 3, AT + 2, True, modes, roles, readers)],
        conversations=[ConversationState(2, (Party("v1"), Party("nbob")), ("alice", "bob"), 1, AT + 3)],
        held=[("bob", 2, ID + 4)],
        seen=[("alice", "Alice", AT)],
        visits=[VisitState(1, "Alice", b"\x00\xff", AT)],
        accounts=[
            AccountState(
                7,
                "alice",
                AT,
                Credentials("$argon2id$", b"\x02", 4096, b"\x03", b"\x04"),
                version >= 5,
                b"\x05" if version >= 10 else b"",
                AT if version >= 10 else 0,
                "R" if version >= 17 else "",
                ["Eve!*@*"] if version >= 17 else [],
                "alice@example.org" if version >= 31 else "",
                version < 22,
                [(1, "qo")] if version >= 8 else [],
                [(1, AT + 2)] if version >= 6 else [],
                [(1, 1)] if version >= 14 else [],
            )
        ]
        if version >= 4
        else [],
        certificates=[CertificateState(7, "c0ffee", AT)] if version >= 12 else [],
        logins=[LoginState(7, b"\x06", AT)] if version >= 27 else [],
        pushes=[
            PushState(
                7,
                "https://push.example/1",
                AT,
                b"\x04\x01",
                b"\x07",
                ("message-tags", "server-time"),
                ("#tea", "bob"),
                True,
                b"\x06",
            )
        ]
        if version >= 33
        else [],
        deleted=[DeletedState(6, "eve", AT, True)] if version >= 16 else [],
        closing=[Closing(1, AT + 2, "console", "too loud")] if version >= 35 else [],
        former=[FormerState(7, "alicia", AT + 1)] if version >= 34 else [],
        bans=[BanState("$a:Eve", AT, 0, "alice", "spam")] if version >= 7 else [],
        tokens=[TokenState(4, 7, AT, "deploy", b"\x07", ("read", "say:#lobby"), 0, AT + 1)] if version >= 32 else [],
        last_token=6 if version >= 32 else 0,
        lockdown=2 if version >= 18 else 0,
        reports=[
            Report(
                number=3,
                at=AT,
                log=1,
                room="#lobby",
                name="bob",
                party=Party("v2"),
                about="eve",
                about_party=Party("v3"),
                why="spam",
            )
        ]
        if version >= 21
        else [],
        last_report=3 if version >= 21 else 0,
        last_act=7 if version >= 13 else 0,
        retentions=[RetentionState(1, 0, 86_400_000), RetentionState(2, 0, 5000)] if version >= 19 else [],
        pins=[PinState(1, ID + 2, AT + 5, "alice!a@host", "alice")] if version >= 28 else [],
        files=[
            FileState("f1", AT, "ab" * 32, Party("v1"), "alice", "tea.jpg", "image/jpeg", 5, 40, 30, True, True),
            FileState("f2", AT + 1, "cd" * 32, Party("a7"), "alice", "x", "text/plain", 6, 0, 0, False, False),
        ]
        if version >= 30
        else [],
        file_uses=[(ID + 2, 1, 2, ("f1",))] if version >= 30 else [],
        invites=[InviteState(3, b"\x05", AT, 4_000_000_000_000, 2, "alice!a@host", True, 1, [Party("v1")])]
        if version >= 11
        else [],
        invited=[(1, Party("v1"))] if version >= 26 else [],
        last_invite=5 if version >= 24 else 3 if version >= 11 else 0,
        presences=[PresenceState(7, AT + 2, "a", "alice.account", "Alice", "i", "at lunch" if version >= 23 else "")]
        if version >= 14
        else [],
        memberships=[MembershipState(7, 1, AT + 1, 1, version < 25)] if version >= 14 else [],
        metadata=[
            MetadataState(0, 7, "display-name", "Alice L"),
            MetadataState(1, 0, "avatar", "https://example.com/room.png"),
        ]
        if version >= 15
        else [],
    )
    said = MessageSent(
        id=ID + 2,
        at=AT + 1,
        log=1,
        target="#lobby",
        source="alice!a@host",
        text="an old message",
        party=Party("v1"),
        client_id="c1",
    )
    assert await log.page(1, 1, 9) == [
        Entry(1, 1, ID + 1, AT, MemberJoined(id=ID + 1, at=AT, log=1, room="#lobby", source="alice!a@host")),
        Entry(1, 2, ID + 2, AT + 1, said),
        Entry(1, 3, ID + 3, AT + 2, None),
    ]
    assert await log.sent("v1", "c1") == Entry(1, 2, ID + 2, AT + 1, said)
    await log.close()
    connection = apsw.Connection(str(path))
    assert connection.pragma("integrity_check") == "ok"
    assert connection.pragma("user_version") == len(schema.MIGRATIONS)
    connection.close()
    schema.prepare(tmp_path / "fresh.db")
    assert shape(path) == shape(tmp_path / "fresh.db")


async def test_the_reactions_of_before_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "data" / "hubbub.db"
    build(path, 17)
    connection = apsw.Connection(str(path))
    for seq, (party, tag, text) in enumerate(
        [
            ("v1", "react", "👍"),
            ("v2", "react", "👍"),
            ("v1", "react", "🎉"),
            ("v1", "unreact", "🎉"),
            ("v1", "react", "👍"),
        ],
        10,
    ):
        said = {"event": "ReactionSent", "message": ID + 2, "party": party, "tags": {f"+draft/{tag}": text}}
        connection.execute(
            "insert into entry values (1, ?, ?, ?, 10, ?)", (seq, ID + seq, AT, json.dumps(said).encode())
        )
    connection.close()
    log = open_log(path.parent, fold)
    log.load(AT + 10)
    assert await log.reactions([(1, ID + 2), (1, ID + 3)]) == {ID + 2: [("👍", 2)]}
    await log.close()


def test_how_far_the_index_is_behind_is_known_before_the_upgrade(tmp_path: Path) -> None:
    """The doctor of the new program asks while the old one runs."""
    folder = tmp_path / "data"
    build(folder / "hubbub.db", 36)
    index = apsw.Connection(str(folder / "search.db"))
    index.execute(f"create table position (indexed); insert into position values ({ID + 1})")
    index.close()
    assert entries_behind(folder, 100) == 3


def test_every_migration_file_is_listed() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    assert sorted(path.name for path in folder.glob("*.sql")) == list(schema.MIGRATIONS)
    assert [int(name[:4]) for name in schema.MIGRATIONS] == list(range(1, len(schema.MIGRATIONS) + 1))


def test_a_later_migration_runs_once_and_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "data" / "hubbub.db"
    build(path, 1)
    scripts = [*schema.migrations()[:1], "alter table room add column colour text not null default 'red'"]
    connection = open_owner(path, "full")
    schema.upgrade(connection, scripts)
    schema.upgrade(connection, scripts)
    assert connection.execute("select name, colour from room").fetchall() == [("#lobby", "red")]
    assert schema.version_of(connection) == 2
    connection.close()


def test_the_rows_of_runs_come_to_a_large_database_at_once(tmp_path: Path) -> None:
    """However many entries it has: none of them is looked at."""
    path = tmp_path / "data" / "hubbub.db"
    build(path, 36)
    connection = open_owner(path, "full")
    connection.execute("delete from entry")
    many = "with recursive number (n) as (select 1 union all select n + 1 from number where n < 20000)"
    connection.execute(f"{many} insert into entry select 1, n, n, n, 1, '{{}}' from number")
    hundreds = Steps(connection, 100)
    schema.upgrade(connection, schema.migrations()[:37])
    assert schema.version_of(connection) == 37
    assert hundreds.count < 100
    connection.close()


def test_a_failed_migration_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "hubbub.db"
    build(path, 1)
    connection = open_owner(path, "full")
    with pytest.raises(apsw.SQLError):
        schema.upgrade(connection, [*schema.migrations()[:1], "create table half (x); insert into nowhere values (1)"])
    assert schema.version_of(connection) == 1
    assert connection.execute("select count(*) from sqlite_schema where name = 'half'").get == 0
    connection.close()


def test_a_transaction_that_fails_changes_nothing(tmp_path: Path) -> None:
    connection = apsw.Connection(str(tmp_path / "x.db"))
    connection.execute("create table t (x unique)")
    connection.execute("insert into t values (1)")
    with pytest.raises(apsw.ConstraintError), transaction(connection):
        connection.execute("insert into t values (2); insert into t values (1)")
    assert connection.execute("select count(*) from t").get == 1
    connection.close()


def test_the_tables_are_what_the_migrations_make() -> None:
    """Those of the index and of the engine itself stand apart."""
    connection = apsw.Connection(":memory:")
    connection.execute("\n".join(schema.migrations()))
    found = {}
    for (name,) in connection.execute("select name from sqlite_master where type = 'table'"):
        found[name] = {row[1] for row in connection.execute(f"pragma table_info({name})")}
    for apart in ("entry", "span", "ended", "erased", "sqlite_sequence"):
        del found[apart]
    assert found == {table.name: set(table.columns) for table in TABLES}
