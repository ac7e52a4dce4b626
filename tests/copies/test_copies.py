"""Copies of a real server: made while it talks, proved, restored, damaged on purpose, encrypted, kept by rule."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gzip
import io
import os
import random
import re
import shutil
import socket
import sqlite3
import sys
import tarfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import msgspec
import pyrage
import pytest
from tests.faults.small_disk import small_disk
from tests.log.book import Book, fold
from tests.log.sqlite.test_schema import build
from tests.support.conditions import until
from tests.support.server_process import ServerProcess, server_process

from hubbub.chat.events import MessageSent
from hubbub.cli.rollback import _came
from hubbub.copies import archive, making, manifest, record, upgrading
from hubbub.copies.errors import BadCopy, CopyError
from hubbub.copies.keep import kept
from hubbub.copies.making import make, make_and_note, prune, scratch
from hubbub.copies.orders import Plan
from hubbub.copies.proof import prove
from hubbub.copies.putting_back import make_aside, put_back
from hubbub.copies.record import Proof
from hubbub.copies.restoring import (
    RESTORED,
    Keys,
    Since,
    before_upgrade,
    lost_since,
    restore,
    roll_back,
    unpack_proved,
    verify,
)
from hubbub.log.sqlite import open_log
from hubbub.log.sqlite.runs import entries_of, names
from hubbub.log.sqlite.schema import migrations, version_on_disk
from hubbub.server.process import copying
from hubbub.server.process.copying import AGAIN, until_next
from hubbub.settings import Data, Settings
from hubbub.settings.model import Backup

OLD = 20  # a schema of some time ago


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a server that has an account and messages, and was stopped."""
    folder = tmp_path_factory.mktemp("server")
    asyncio.run(_fill(folder))
    return folder / "data"


async def _fill(folder: Path) -> None:
    async with server_process(folder) as server:
        alice = await server.irc("alice")
        alice.send("NICKSERV REGISTER correct-horse-battery", "JOIN #tea", "PRIVMSG #tea :earl grey", "PING :done")
        await alice.until(" PONG hubbub :done")
        await server.stop()


def plan_of(data: Path, **more: object) -> Plan:
    return msgspec.structs.replace(Plan(data, "club", "asked", prove_whole=False), **more)


@pytest.fixture(scope="module")
def good(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it."""
    return make(plan_of(data), None, tmp_path_factory.mktemp("copies")).path


async def test_a_copy_made_while_people_talk_is_whole_and_served_again(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        alice = await server.irc("alice")
        alice.send("JOIN #tea", *(f"PRIVMSG #tea :number{n}" for n in range(200)), "PING :half")
        await alice.until(" PONG hubbub :half")
        backup = asyncio.create_task(_hubbub("backup", str(tmp_path / "one.tar.gz"), "--data", str(server.data)))
        for n in range(200, 400):
            alice.send(f"PRIVMSG #tea :number{n}", f"PING :{n}")
            await alice.until(f" PONG hubbub :{n}")
        code, said = await backup
    assert code == 0, said
    assert "restored and searched" in said
    held = archive.read_manifest(tmp_path / "one.tar.gz").contents
    assert held.messages >= 200
    await asyncio.to_thread(restore, tmp_path / "one.tar.gz", tmp_path / "again", Keys())
    async with server_process(tmp_path, data=tmp_path / "again") as second:
        reader = await second.irc("bob", "batch", "message-tags", "draft/chathistory")
        reader.send("JOIN #tea", "CHATHISTORY LATEST #tea * 1000", "PING :read")
        lines = await reader.until(" PONG hubbub :read")
    assert sum(" PRIVMSG #tea :number" in line for line in lines) == held.messages


async def _hubbub(*words: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "hubbub", *words, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


def test_a_copy_is_tried_whatever_surrounds_the_server_that_makes_it(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server by environment variables, as in a container, could not prove its copies; systemd heard of both."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, socket.socket(socket.AF_UNIX) as taken:
        systemd.bind(str(tmp_path / "n"))
        systemd.setblocking(False)
        taken.bind(str(tmp_path / "chat.sock"))
        taken.listen()
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "n"))
        monkeypatch.setenv("HUBBUB_LOG_LEVEL", "error")
        monkeypatch.setenv("HUBBUB_LISTEN_ADDRESSES", f"unix:{tmp_path}/chat.sock")
        assert verify(good, Keys(), tmp_path)[1].found
        with pytest.raises(BlockingIOError):
            systemd.recv(4096)


def test_a_copy_is_readable_by_its_owner_alone_and_leaves_nothing_behind(data: Path, tmp_path: Path) -> None:
    copy = make(plan_of(data), tmp_path / "one.tar.gz", tmp_path)
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["one.tar.gz"]
    with tarfile.open(copy.path) as tar:
        assert tar.getnames() == ["manifest.json", "hubbub.db", "tls.crt", "tls.key"]
    assert copy.proof.found
    assert copy.manifest.contents.accounts == 1


def test_uploaded_files_and_settings_go_along(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    (tmp_path / "data/files/ab").mkdir(parents=True)
    (tmp_path / "data/files/ab/abcdef").write_bytes(b"picture")
    (tmp_path / "data/files/ab/new.part").write_bytes(b"half of one")
    (tmp_path / "club.toml").write_text('[server]\nname = "club"\n')
    copy = make(plan_of(tmp_path / "data", settings=tmp_path / "club.toml"), None, tmp_path / "copies")
    restore(copy.path, tmp_path / "new", Keys())
    assert (tmp_path / "new/files/ab/abcdef").read_bytes() == b"picture"
    assert (tmp_path / "new/hubbub.toml").read_text() == '[server]\nname = "club"\n'
    assert not (tmp_path / "new/files/ab/new.part").exists()


# Damaged copies: each is refused, with its reason

Members = dict[str, bytes]


def _flip(members: Members) -> None:
    middle = len(members["hubbub.db"]) // 2
    members["hubbub.db"] = members["hubbub.db"][:middle] + b"\xff" + members["hubbub.db"][middle + 1 :]


def _sql(statement: str, schema: int = 0) -> Callable[[Members], None]:
    """The database changed by a statement, and its sum in the manifest made to fit."""

    def change(members: Members) -> None:
        path = Path(f"/tmp/hubbub-copies-test-{id(members)}.db")
        path.write_bytes(members["hubbub.db"])
        connection = sqlite3.connect(path)
        connection.execute(statement)
        connection.commit()
        connection.close()
        members["hubbub.db"] = path.read_bytes()
        path.unlink()
        _sign(members, schema)

    return change


def _sign(members: Members, schema: int = 0) -> None:
    import hashlib

    held = manifest.decode(members["manifest.json"])
    again = tuple(
        manifest.Member(one.name, len(members[one.name]), hashlib.sha256(members[one.name]).hexdigest())
        for one in held.members
        if one.name in members
    )
    members["manifest.json"] = manifest.encode(
        msgspec.structs.replace(held, members=again, schema=schema or held.schema)
    )


def _counts(members: Members) -> None:
    held = manifest.decode(members["manifest.json"])
    fewer = msgspec.structs.replace(held.contents, accounts=held.contents.accounts + 1)
    members["manifest.json"] = manifest.encode(msgspec.structs.replace(held, contents=fewer))


def _more(name: str) -> Callable[[Members], None]:
    return lambda members: members.update({name: b"x"})


DAMAGES: dict[str, tuple[Callable[[Members], object], str]] = {
    "a flipped bit": (_flip, "not as it was"),
    "a member left out": (lambda members: members.pop("tls.key"), "tls.key is missing"),
    "no database": (lambda members: members.pop("hubbub.db"), "hubbub.db is missing"),
    "no manifest": (lambda members: members.pop("manifest.json"), "no manifest"),
    "a broken manifest": (lambda members: members.update({"manifest.json": b"[" * 100_000}), "manifest cannot be read"),
    "an entry dropped": (_sql("delete from entry where seq = 1 and log = 2"), "not those that its manifest"),
    "an entry changed": (_sql("update entry set body = replace(body, 'grey', 'pink')"), "not those that its"),
    "counts edited": (_counts, "does not hold what its manifest"),
    "a newer schema": (_sql("pragma user_version = 9999", 9999), "newer hubbub"),
    "another program's database": (_sql("pragma application_id = 7"), "none of hubbub's"),
    "a way out of the folder": (_more("../evil"), "does not belong"),
    "an absolute path": (_more("/etc/evil"), "does not belong"),
    "a name twice": (_more("hubbub.db "), "does not belong"),
}


def _members(path: Path) -> Members:
    with tarfile.open(path) as tar:
        return {info.name: tar.extractfile(info).read() for info in tar}  # type: ignore[union-attr]


def _pack(members: Members, path: Path) -> None:
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_refused_with_the_reason(damage: str, good: Path, tmp_path: Path) -> None:
    change, reason = DAMAGES[damage]
    members = _members(good)
    change(members)
    _pack(members, tmp_path / "bad.tar.gz")
    with pytest.raises(BadCopy, match=reason):
        restore(tmp_path / "bad.tar.gz", tmp_path / "new", Keys())
    assert [path.name for path in tmp_path.iterdir()] == ["bad.tar.gz"]


def test_what_is_damaged_takes_the_place_of_no_copy_before(data: Path, tmp_path: Path) -> None:
    """Of which the next ones would take away the last that has it whole. Why there is no copy is said."""
    damaged = tmp_path / "data"
    shutil.copytree(data, damaged, ignore=shutil.ignore_patterns("*.sock", "copies"))
    connection = apsw.Connection(str(damaged / "hubbub.db"))
    connection.execute("update entry set body = substr(body, 2) where id = (select max(id) from entry where kind = 1)")
    connection.close()
    with pytest.raises(BadCopy, match=r"its database is damaged \(what is from number \d+ of log \d+ on: "):
        make_and_note(plan_of(damaged), None, tmp_path / "copies", "1 newest")
    assert "its database is damaged" in record.read(tmp_path / "copies").error
    assert not list((tmp_path / "copies").glob("*.tar.gz"))


@pytest.mark.parametrize("left", [0, 20, 1000, -1])
def test_a_cut_copy_is_refused(left: int, good: Path, tmp_path: Path) -> None:
    (tmp_path / "cut").write_bytes(good.read_bytes()[:left])
    with pytest.raises(BadCopy):
        verify(tmp_path / "cut", Keys(), serve=False)


def test_links_are_refused(good: Path, tmp_path: Path) -> None:
    members = _members(good)
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as tar:
        for name in ("manifest.json", "hubbub.db"):
            info = tarfile.TarInfo(name)
            if name == "hubbub.db":
                info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(info)
            else:
                info.size = len(members[name])
                tar.addfile(info, io.BytesIO(members[name]))
    with pytest.raises(BadCopy, match="does not belong"):
        verify(tmp_path / "bad.tar.gz", Keys(), serve=False)


def test_what_unpacks_to_more_than_it_says_is_not_written_out(good: Path, tmp_path: Path) -> None:
    members = _members(good)
    members["tls.key"] = bytes(200 << 20)
    _pack(members, tmp_path / "bomb.tar.gz")
    with pytest.raises(BadCopy, match="another size"):
        prove(tmp_path / "bomb.tar.gz", _empty(tmp_path / "scratch"), serve=False)
    assert not (tmp_path / "scratch/tls.key").exists()


def _empty(path: Path) -> Path:
    path.mkdir()
    return path


def test_nothing_is_written_over(good: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter").write_text("dear")
    with pytest.raises(CopyError, match="not empty"):
        restore(good, tmp_path / "mine", Keys())
    with pytest.raises(CopyError, match="there already"):
        make(plan_of(tmp_path / "mine"), good, tmp_path)
    with pytest.raises(CopyError, match=r"no hubbub\.db"):
        make(plan_of(tmp_path / "mine"), None, tmp_path / "copies")


# Encrypted


def test_of_two_copies_of_one_name_the_first_stays(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two in the same second have one name: the second was put in place of the first."""

    def other_was_faster(*given: Any, **more: Any) -> Any:
        target.write_bytes(b"the other")
        return prove(*given, **more)

    target = tmp_path / "copy"
    monkeypatch.setattr(making, "prove", other_was_faster)
    with pytest.raises(CopyError, match="copy is there already: name another file"):
        make(plan_of(data), target, tmp_path)
    assert target.read_bytes() == b"the other"


def test_an_encrypted_copy_is_read_with_its_key_alone(data: Path, tmp_path: Path) -> None:
    key = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# made today\n{key}\n")
    (tmp_path / "other").write_text(f"{pyrage.x25519.Identity.generate()}\n")
    copy = make(plan_of(data, to=str(key.to_public())), None, tmp_path / "copies")
    assert copy.path.name.endswith(".age")
    assert b"manifest" not in copy.path.read_bytes()
    assert verify(copy.path, Keys(tmp_path / "key"), serve=False)[1].found
    with pytest.raises(BadCopy, match="cannot be decrypted"):
        verify(copy.path, Keys(tmp_path / "other"), serve=False)
    with pytest.raises(CopyError, match="--identity"):
        verify(copy.path, Keys(), serve=False)


def test_an_encrypted_copy_is_read_with_its_passphrase(data: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("tea for two\n")
    copy = make(plan_of(data, passphrase_file=tmp_path / "words"), None, tmp_path / "copies")
    assert verify(copy.path, Keys(passphrase_file=tmp_path / "words"), serve=False)[1].found


# Before an upgrade, and back


def test_an_upgrade_is_undone_by_the_copy_made_before(tmp_path: Path) -> None:
    build(tmp_path / "data/hubbub.db", OLD)
    before = _rows(tmp_path / "data/hubbub.db")
    assert upgrading.pending(tmp_path / "data") == len(migrations())
    upgrading.copy_before(plan_of(tmp_path / "data"), len(migrations()), tmp_path / "copies")
    from hubbub.log.sqlite import schema

    schema.prepare(tmp_path / "data/hubbub.db")
    assert upgrading.pending(tmp_path / "data") == 0
    copy = before_upgrade(tmp_path / "copies", len(migrations()), len(migrations()))
    assert copy is not None
    for present, known in ((OLD, len(migrations())), (len(migrations()), OLD - 1)):  # there already; too old for that
        assert before_upgrade(tmp_path / "copies", present, known) is None
    held, aside = roll_back(tmp_path / "data", copy)
    assert held.schema == OLD
    assert _rows(tmp_path / "data/hubbub.db") == before
    assert (aside / "hubbub.db").exists()


def _rows(path: Path) -> list[object]:
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    tables = [row[0] for row in connection.execute("select name from sqlite_schema where type = 'table' order by 1")]
    rows: list[object] = [connection.execute(f"select * from {table}").fetchall() for table in tables]
    connection.close()
    return rows


async def test_a_server_makes_the_copy_before_it_upgrades(tmp_path: Path) -> None:
    build(tmp_path / "data/hubbub.db", OLD)
    async with server_process(tmp_path) as server:
        told = [line["event"] for line in server.log_lines() if line["event"] in ("copied", "migrated")]
        # Nothing of the copy that was opened to prove it.
        assert told == ["copied", *["migrated"] * (len(migrations()) - OLD)]
        code, said = await _hubbub("rollback", "--data", str(server.data), "--yes")
        assert code == 1
        assert "Install the one that ran until" in said
        await server.stop()
    code, said = await _hubbub("rollback", "--data", str(tmp_path / "data"), "--yes")
    assert code == 0, said
    assert upgrading.pending(tmp_path / "data") == len(migrations())
    code, said = await _hubbub("rollback", "--data", str(tmp_path / "data"), "--yes")
    assert code == 1
    assert "no copy" in said


async def test_a_step_back_says_what_came_since_and_keeps_it_aside(data: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    (folder / "files").mkdir()
    (folder / "files" / "ab").write_text("shared")
    await asyncio.to_thread(upgrading.copy_before, plan_of(folder), 99, folder / "copies")
    _upgraded(folder)
    code, said = await _hubbub("rollback", "--data", str(folder), "--yes")
    assert (code, "Nothing was said since" in said) == (0, True), said
    assert (folder / "rolled-back-1" / "files" / "ab").read_text() == "shared"
    async with server_process(tmp_path, data=folder) as server:
        late = await server.irc("late")
        late.send("JOIN #since", "PRIVMSG #since :one", "PRIVMSG #tea :no member", "PRIVMSG #since :two", "PING :said")
        await late.until(" PONG hubbub :said")
        await server.stop()
    _upgraded(folder)
    code, said = await _hubbub("rollback", "--data", str(folder), "--yes")
    assert code == 0, said
    assert "Since then came 2 messages (the last one 20" in said
    assert re.search(
        r"\) and \d other entr(y|ies) \(joins, .*\): they will not be there any more, but kept aside\.", said
    )
    assert "There again" not in said
    assert str(folder / "rolled-back-2") in said
    assert (_texts(folder), _texts(folder / "rolled-back-2")) == (["earl grey"], ["earl grey", "one", "two"])


def _upgraded(folder: Path) -> None:
    """By a hubbub that knows one more change of the database."""
    connection = apsw.Connection(str(folder / "hubbub.db"))
    connection.pragma("user_version", len(migrations()) + 1)
    connection.close()


class Killed(BaseException):
    """The process is no more."""


@pytest.mark.parametrize("left", range(7))
def test_a_kill_while_a_copy_is_put_back_leaves_one_of_the_two_whole(
    left: int, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    copy = upgrading.copy_before(plan_of(folder), 99, folder / "copies")
    _upgraded(folder)
    steps = iter(range(left))

    def until_killed(does: Callable[..., object]) -> Callable[..., object]:
        def step(*given: object, **named: object) -> object:
            if next(steps, None) is None:
                raise Killed
            return does(*given, **named)

        return step

    workshop = folder / ".hubbub-copy-x"
    workshop.mkdir()
    unpack_proved(copy.path, workshop)
    for name in ("rename", "replace", "hardlink_to", "mkdir"):
        monkeypatch.setattr(Path, name, until_killed(getattr(Path, name)))
    with contextlib.suppress(Killed):
        put_back(folder, workshop / RESTORED / "hubbub.db", make_aside(folder))
    monkeypatch.undo()
    assert version_on_disk(folder / "hubbub.db") in (len(migrations()), len(migrations()) + 1)
    assert _texts(folder) == ["earl grey"]
    if version_on_disk(folder / "hubbub.db") == len(migrations()):
        assert version_on_disk(folder / "rolled-back-1" / "hubbub.db") == len(migrations()) + 1


def test_what_cannot_be_put_back_leaves_all_as_it_was(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    copy = upgrading.copy_before(plan_of(folder), 99, folder / "copies")
    _upgraded(folder)
    before = sorted(path.name for path in folder.iterdir())

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(CopyError, match="Input/output error"):
        roll_back(folder, copy.path)
    assert sorted(path.name for path in folder.iterdir()) == before
    assert version_on_disk(folder / "hubbub.db") == len(migrations()) + 1


def test_a_step_back_counts_all_that_came_and_what_it_brings_back(data: Path, tmp_path: Path) -> None:
    """Only new messages were counted, and accounts by how many there are: "nothing is lost" when much was."""
    folder = shutil.copytree(data, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    copy = upgrading.copy_before(plan_of(folder), 99, folder / "copies")
    nothing = Since(0, 0, 0, 0, 0, 0)
    assert lost_since(folder, copy.manifest) == nothing
    assert "nothing is lost" not in _came(nothing)
    connection = apsw.Connection(str(folder / "hubbub.db"))
    connection.execute(CHANGED, {"later": copy.manifest.at + 1})
    connection.close()
    since = lost_since(folder, copy.manifest)
    assert since == Since(messages=0, last_at=0, others=1, accounts=1, erased=1, deleted=1)
    assert _came(since).splitlines()[:2] == [
        "Since then came 1 other entry (joins, edits, reactions and the like) and 1 account: they will not be there "
        "any more, but kept aside.",
        "There again will be 1 message and 1 account, erased or deleted since.",
    ]


# A reaction, the message erased, and another account in the place of one that was deleted.
CHANGED = """
    insert into entry (log, seq, id, at, kind, body)
        select log, seq + 1, id + 1, :later, 10, '{}' from entry order by id desc limit 1;
    update entry set body = null, kind = 0 where kind = 1;
    insert into account (account, at, name, password_hash, salt, iterations, stored_key, server_key)
        select account + 1, :later, 'bob', password_hash, salt, iterations, stored_key, server_key from account;
    delete from account where name = 'alice';
"""


def _texts(folder: Path) -> list[str]:
    connection = apsw.Connection(str(folder / "hubbub.db"), flags=apsw.SQLITE_OPEN_READONLY)
    rows = connection.execute(
        f"select log, seq, id, at, body, {names(connection)['texts']} from entry where kind = 1 and body is not null"
        " order by id"
    )
    return [entry.event.text for entry in entries_of(rows) if isinstance(entry.event, MessageSent)]


async def test_no_upgrade_without_a_copy(tmp_path: Path) -> None:
    build(tmp_path / "data/hubbub.db", OLD)
    (tmp_path / "data/copies").write_text("a file where the folder should be")
    server = ServerProcess(tmp_path)
    await server.launch()
    assert await server.ended() == 1
    assert "before_upgrade = false" in server.log_text()
    assert upgrading.pending(tmp_path / "data") == len(migrations())


def test_what_was_erased_later_is_erased_again(data: Path, good: Path, tmp_path: Path) -> None:
    later = shutil.copytree(data, tmp_path / "later", ignore=shutil.ignore_patterns("*.sock"))
    connection = sqlite3.connect(later / "hubbub.db")
    connection.execute("update entry set body = null, kind = 0 where cast(body as text) like '%earl grey%'")
    connection.commit()
    connection.close()
    restore(good, tmp_path / "new", Keys(), erasures=later)
    assert b"earl grey" not in (tmp_path / "new/hubbub.db").read_bytes()


# By rule


def test_old_copies_stay_by_days_weeks_and_months() -> None:
    noon = datetime(2026, 11, 29, 12)
    daily = [noon - timedelta(days=days) for days in range(400)]
    stay = kept(daily, "7 d, 4 w, 6 m", noon)
    assert set(daily[:7]) <= stay
    assert len(stay) == 7 + 3 + 5  # the newest of a week or a month may be one of the seven days already
    assert noon in kept(daily, "1 m", noon)


@pytest.mark.parametrize("wrong", [datetime(1970, 1, 1, 3, 30), datetime(2027, 11, 29, 3, 30)])
def test_copies_of_a_clock_that_was_wrong_push_out_none_of_the_others(wrong: datetime) -> None:
    """ "What is stored is judged by the present clock": of a time still to come, or made while all others are."""
    noon, rule = datetime(2026, 11, 29, 12), "7 d, 4 w, 6 m"
    right = [noon - timedelta(days=days) for days in range(400)]
    while_wrong = [wrong - timedelta(days=days) for days in range(9)]
    stay = kept(right, rule, noon)
    while_it_is = kept([*right, *while_wrong], rule, wrong)
    put_right = kept([*right, *while_wrong], rule, noon)
    assert while_wrong[0] in while_it_is
    assert stay <= (while_it_is if wrong < noon else put_right)


def test_only_our_own_copies_go(tmp_path: Path) -> None:
    names = [f"club-2026-11-{day:02}T033000.hubbub.tar.gz" for day in range(1, 11)]
    others = ["other-2026-11-01T033000.hubbub.tar.gz", "letter.txt", "club.tar.gz"]
    for name in (*names, *others):
        (tmp_path / name).touch()
    prune(tmp_path, "club", "2 d", datetime(2026, 11, 11))
    assert {path.name for path in tmp_path.iterdir()} == {*names[-2:], *others}


def test_the_next_copy_comes_at_its_time() -> None:
    daily = Backup(every=86_400, at="03:30")
    now = datetime(2026, 11, 29, 12)

    def known(at: datetime, **more: object) -> record.Record:
        taken = record.Taken("x", int(at.timestamp() * 1000), 1, "scheduled", Proof(1, 1, 1, "", 1.0))
        return msgspec.structs.replace(record.Record([taken]), **more)

    assert until_next(daily, record.Record(), now) == 15.5 * 3600
    assert until_next(daily, known(datetime(2026, 11, 29, 3, 30, 20)), now) == 15.5 * 3600
    assert until_next(daily, known(datetime(2026, 11, 27, 3, 30)), now) == 60
    failed = known(datetime(2026, 11, 27, 3, 30), failures=1, failed_at=int(now.timestamp() * 1000))
    assert until_next(daily, failed, now) == AGAIN
    assert until_next(Backup(every=3600), known(now - timedelta(minutes=50)), now) == 600
    ahead = now + timedelta(days=1)  # made by a clock that was wrong
    assert until_next(Backup(every=3600), known(ahead), now) == 3600
    failed = known(ahead, failures=1, failed_at=int(ahead.timestamp() * 1000))
    assert until_next(Backup(every=3600), failed, now) <= AGAIN


def test_what_went_wrong_is_remembered(data: Path, tmp_path: Path) -> None:
    with pytest.raises(CopyError):
        make_and_note(plan_of(tmp_path / "nowhere"), None, tmp_path / "copies")
    assert record.read(tmp_path / "copies").failures == 1
    make_and_note(plan_of(data), None, tmp_path / "copies")
    assert record.read(tmp_path / "copies").failures == 0
    (tmp_path / "copies/copies.json").write_bytes(gzip.compress(b"?"))
    assert record.read(tmp_path / "copies") == record.Record()


async def test_a_copy_that_is_killed_in_the_middle_leaves_no_half_of_one(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        alice = await server.irc("alice")
        alice.send("JOIN #tea", *(f"PRIVMSG #tea :number{n}" for n in range(200)), "PING :said")
        await alice.until(" PONG hubbub :said")
        folder = server.data / "copies"
        for _ in range(4):
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "hubbub", "backup", "--data", str(server.data)),
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            async with asyncio.timeout(60):
                while not list(server.data.rglob(".hubbub-copy-*")):  # noqa: ASYNC110 (a folder tells nobody)
                    await asyncio.sleep(0.001)
            await asyncio.sleep(random.uniform(0, 0.3))  # somewhere in the middle
            process.kill()
            await process.wait()
            for copy in folder.glob("*.tar.gz*"):
                await asyncio.to_thread(verify, copy, Keys())
        code, said = await _hubbub("backup", "--data", str(server.data))
        assert code == 0, said
        alice.send("PRIVMSG #tea :and on", "PING :on")
        await alice.until(" PONG hubbub :on")


async def test_a_copy_that_is_killed_while_it_is_tried_leaves_no_server(tmp_path: Path) -> None:
    async with server_process(tmp_path) as server:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "hubbub", "backup", "--data", str(server.data)),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        await until(lambda: bool(_serving(server.data / "copies")))
        process.kill()
        await process.wait()
        await until(lambda: not _serving(server.data / "copies"))


def _serving(folder: Path) -> list[int]:
    """The processes that were started on what is in it."""
    found = []
    for known in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"--data\0{folder}/".encode() in known.read_bytes():
                found.append(int(known.parent.name))
    return found


async def test_a_server_makes_them_as_often_as_the_settings_say_then(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "LOOK", 0.02)
    monkeypatch.setattr(copying, "until_next", lambda _, known, __: 1e6 if known.taken else 0.01)
    now = [Settings(data=Data(directory=str(data)), backup=Backup(every=0, directory=str(tmp_path / "copies")))]
    looks: list[Settings] = []

    def settings() -> Settings:
        looks.append(now[0])
        return now[0]

    keeping = asyncio.create_task(copying.keep_copying(settings, None))
    while len(looks) < 5:  # noqa: ASYNC110 (it tells nobody)
        await asyncio.sleep(0.01)
    assert not (tmp_path / "copies").exists()
    now[0] = msgspec.structs.replace(now[0], backup=msgspec.structs.replace(now[0].backup, every=3600))
    async with asyncio.timeout(60):
        while not record.read(tmp_path / "copies").taken:  # noqa: ASYNC110 (a file)
            await asyncio.sleep(0.02)
    seen = len(looks)
    while len(looks) < seen + 2:  # noqa: ASYNC110 (until the process that made it has ended)
        await asyncio.sleep(0.01)
    keeping.cancel()
    await asyncio.wait([keeping])
    (taken,) = record.read(tmp_path / "copies").taken
    assert (taken.reason, taken.proof.messages) == ("scheduled", 1)


def test_a_copy_that_cannot_be_written_down_says_that_it_is_there(data: Path, tmp_path: Path) -> None:
    (tmp_path / f"{record.NAME}.new").mkdir()
    with pytest.raises(
        CopyError, match=r"club-.*\.hubbub\.tar\.gz is made and proved, but .*copies\.json\.new: Is a dir"
    ):
        make_and_note(plan_of(data), None, tmp_path)
    (copy,) = tmp_path.glob("club-*")
    assert verify(copy, Keys(), tmp_path, serve=False)[1].found


def test_a_disk_that_gets_full_while_a_copy_is_proved_is_an_answer(tmp_path: Path) -> None:
    with pytest.raises(CopyError, match="disk is full"), scratch(tmp_path):
        raise apsw.FullError("database or disk is full")
    with pytest.raises(CopyError, match="No space left on device"), scratch(tmp_path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert not list(tmp_path.iterdir())


async def test_a_folder_that_nothing_can_be_written_in_is_named(good: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", 64 << 10) as disk:
        disk.fill()
        code, said = await _hubbub("restore", str(good), "--data", str(disk.folder / "new"))
        assert (code, "No space left on device" in said, "Traceback" in said) == (1, True, False)
        assert said.startswith(f"Error: {disk.folder}/")  # what has no room, not the copy
        with pytest.raises(OSError, match="No space left"):
            record.write(disk.folder, record.Record(failures=1, error="why"))
        code, said = await _hubbub("config", "--save", str(disk.folder / "all.toml"))
        assert (code, said) == (1, f"Error: {disk.folder / 'all.toml'}: No space left on device\n")
        code, said = await _hubbub("manual", str(disk.folder / "man"))
        assert (code, said) == (1, f"Error: {disk.folder / 'man' / 'hubbub.1'}: No space left on device\n")
        assert {path.name for path in disk.folder.iterdir()} == {"filler", "man"}


async def test_what_was_said_by_turns_in_several_rooms_is_counted_by_room(tmp_path: Path) -> None:
    log = open_log(tmp_path, fold)
    book = Book(log)
    for number in range(6):
        book.say(1 + number % 3, f"word {number}")
    await log.close()
    counted = manifest.contents(tmp_path / archive.DATABASE)
    assert [(one.log, one.first, one.last, one.entries) for one in counted.logs] == [(n, 1, 2, 2) for n in (1, 2, 3)]
