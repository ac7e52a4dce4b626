"""The data folder and what is in it: whose it is, who may read it, whether it is whole."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import apsw

from hubbub.authority import record
from hubbub.copies import record as copies
from hubbub.files.inventory import missing
from hubbub.log.space import LEFT, NONE, space
from hubbub.log.sqlite import mark
from hubbub.log.sqlite.behind import entries_behind
from hubbub.log.sqlite.engine import DATABASE, INDEX
from hubbub.log.sqlite.files import open_reader, read_header
from hubbub.log.sqlite.runs import MOST_UNREAD, unreadable
from hubbub.log.sqlite.schema import APPLICATION_ID, NEWEST, version_on_disk
from hubbub.settings import SettingsError, server_password
from hubbub.settings.check import EXAMPLE_SECRETS, secrets_of
from hubbub.settings.places import CODE_FILE, CONSOLE_FILE, copies_directory
from hubbub.wire.sanitize import visible

from .finding import SET_CLOCK, Case, Finding, bad, warn

LONGEST_SOCKET = 100  # bytes of the console's path
SCRATCH = ".hubbub-copy-*"
SCRATCH_SECONDS = 86_400  # after which nobody works there any more
BEHIND = 50_000  # entries that the search index should not lack
HASHED = "choose another one, and put there what `hubbub hash` prints"
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong there."""
    folder = case.folder
    if folder.exists() and not folder.is_dir():
        yield bad("folder_is_file", f"the data folder {folder} is a file", "name another folder: --data DIR")
        return
    yield from _settings_file(case)
    if not folder.exists():
        yield warn("no_folder", f"there is no data folder {folder} yet", "start the server: hubbub serve")
        return
    yield from _rights(folder)
    yield from _kinds(folder)
    yield from _room(case)
    yield from _database(case)
    yield from _search(folder)
    yield from _contents(folder)
    yield from _leftovers(case)
    if len(os.fsencode(folder / CONSOLE_FILE)) > LONGEST_SOCKET:
        yield warn("console_path", f"the path of {folder} is too long for a console", "choose a shorter one")
    if (folder / CODE_FILE).exists() and not case.settings.operators:
        yield warn("no_operator", "nobody runs this server yet", "hubbub operator-code says how to")


def _settings_file(case: Case) -> Iterator[Finding]:
    settings, file = case.settings, case.file
    if file is not None and any(secrets_of(settings).values()) and file.exists() and _open_bits(file):
        yield bad(
            "settings_open", f"others on this machine can read the passwords in {file}", f"chmod 600 {file}",
            partial(file.chmod, 0o600),
        )  # fmt: skip
    for operator in settings.operators:
        if operator.password and not operator.password.startswith("$argon2"):
            yield warn(
                "operator_plain",
                f"the password of operator {operator.name} stands in the settings as it is",
                "put in its place what `hubbub hash` prints",
            )
        if operator.password.lower() in EXAMPLE_SECRETS:
            yield bad("operator_guess", f"operator {operator.name} has a password of examples", HASHED)
    given = settings.server.password_file
    if given and Path(given).exists() and _open_bits(Path(given)):
        yield bad("password_open", f"others can read {given}", f"chmod 600 {given}", partial(Path(given).chmod, 0o600))
    try:
        server_password(settings)
    except SettingsError as error:
        yield bad(
            "password_unread", str(error.problems[0]), "no server starts with it: mend that file, or name another"
        )


def _rights(folder: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    status = folder.stat()
    if status.st_uid != os.geteuid():
        yield bad(
            "folder_of_another",
            f"the data folder {folder} belongs to user {status.st_uid}, and this is user {os.geteuid()}",
            "run hubbub as that user, or give the folder to this one with chown",
        )
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield bad("folder_not_writable", f"nothing can be written in {folder}", f"chmod 700 {folder}")
    others = next((file for file in _within(folder) if file.lstat().st_uid != status.st_uid), None)
    if others is not None:
        yield bad(
            "file_of_another",
            f"{others} belongs to user {others.lstat().st_uid}, and cannot be written by the owner of the folder, user "
            f"{status.st_uid}",
            f"as root: chown -R --reference={folder} {folder}",
        )
    if _open_bits(folder):
        yield bad(
            "folder_open", f"others on this machine can look into {folder}", f"chmod 700 {folder}",
            partial(folder.chmod, 0o700),
        )  # fmt: skip
    secrets = {DATABASE: "database_open", CODE_FILE: "code_open"}
    for name, what in {**secrets, **dict.fromkeys(("tls.key", record.CERTIFICATE, record.ACCOUNT), "key_open")}.items():
        file = folder / name
        if file.is_file() and _open_bits(file):
            yield bad(what, f"others on this machine can read {file}", f"chmod 600 {file}", partial(file.chmod, 0o600))


def _within(folder: Path) -> Iterator[Path]:
    """What the server itself makes there and writes on."""
    yield from (folder / name for name in sorted(KINDS) if (folder / name).exists())
    for name in ("copies", "files"):
        yield from (folder / name).iterdir() if (folder / name).is_dir() else ()


KINDS = {
    **dict.fromkeys((DATABASE, INDEX, "lock", "tls.crt", "tls.key", "numbers.json"), stat.S_ISREG),
    **dict.fromkeys((f"{name}{ending}" for name in (DATABASE, INDEX) for ending in ("-wal", "-shm")), stat.S_ISREG),
    **dict.fromkeys(("copies", "files"), stat.S_ISDIR),
    CONSOLE_FILE: stat.S_ISSOCK,
}
SHOULD_BE = {stat.S_ISREG: "a file", stat.S_ISDIR: "a folder", stat.S_ISSOCK: "a socket"}


def _kinds(folder: Path) -> Iterator[Finding]:
    for name, fits in KINDS.items():
        place = folder / name
        if place.exists() and not fits(place.stat().st_mode):
            yield bad("wrong_kind", f"{place} should be {SHOULD_BE[fits]}, and is something else", "move it away")


def _contents(folder: Path) -> Iterator[Finding]:
    """Whether what people have shared is there; `hubbub files check` also reads it."""
    try:
        gone = [one.name for one in missing(folder)]
    except (apsw.Error, OSError):
        return  # the database is a finding already
    if gone:
        says = f"shared files have lost their content: {len(gone)}, such as {visible(gone[0])}"
        yield bad("content_gone", says, f"put the folder {folder / 'files'} of a copy back; which: hubbub files check")


def _room(case: Case) -> Iterator[Finding]:
    disk = space(case.folder)
    if disk.free < NONE:
        yield bad("disk_full", f"the disk of {case.folder} is full", "make room: messages wait until there is some")
    elif disk.free < LEFT:
        yield warn(
            "disk_low",
            disk.says,
            f"make room, or take a larger disk: {LEFT >> 20} MiB are left to the chat, and no files shared",
        )
    elif disk.is_low:
        yield warn("disk_low", disk.says, "make room")
    if hasattr(os, "statvfs") and (found := os.statvfs(case.folder)).f_files and not found.f_favail:
        yield bad("disk_no_files", f"the disk of {case.folder} can hold no more files (df -i)", "remove some")


def _database(case: Case) -> Iterator[Finding]:
    path = case.folder / DATABASE
    if not path.exists():
        if path.is_symlink():
            yield bad("database_gone", f"{path} leads to {path.readlink()}, where nothing is", _put_back(case))
        elif (case.folder / f"{DATABASE}-wal").exists():
            yield bad("database_gone", f"{path} is missing, but a part of it is there", _put_back(case))
        return
    if not path.is_file():
        return
    header = read_header(path)
    if header is None or header.application_id != APPLICATION_ID:
        yield bad("database_foreign", f"{path} is no database of hubbub's", f"move it away; {_put_back(case)}")
        return
    schema = version_on_disk(path)
    if schema < 1:
        says = f"{path} says that its schema is {schema}, which no hubbub has made"
        yield bad("database_foreign", says, _put_back(case))
        return
    if schema > NEWEST:
        yield bad(
            "database_newer",
            f"{path} is of a newer hubbub (schema {schema}; this one knows {NEWEST})",
            "install that hubbub again, or: hubbub rollback",
        )
        return
    if schema < NEWEST:
        helps = "the next start does it, after a copy (backup.before_upgrade)"
        yield warn("upgrade_pending", f"{path} will be brought to schema {NEWEST}", helps)
    yield from _rows(case, path)


def _rows(case: Case, path: Path) -> Iterator[Finding]:
    """What stands in the database, which is one of ours."""
    try:
        connection = open_reader(path)
        try:
            wrong = [str(row[0]) for row in connection.execute("pragma quick_check(1)")]
            newest, unread = 0, list[str]()
            if wrong == ["ok"]:
                unread = unreadable(connection)
                newest = int(next(iter(connection.execute("select coalesce(max(at), 0) from start")))[0])
        finally:
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            connection.close()
    except apsw.Error as error:
        wrong, newest, unread = [str(error)], 0, []
    if wrong != ["ok"]:
        told = wrong[0].strip().split("\n")[-1]  # behind a line that says in which database
        yield bad("database_damaged", f"{path} is damaged: {told}", f"stop the server; {_put_back(case)}")
    if unread:
        many = "" if len(unread) < MOST_UNREAD else " and more"
        yield bad(
            "rows_damaged",
            f"in {path} cannot be read: {'; '.join(unread)}{many}",
            f"look after the disk; all else is read, and that goes once it is too old. To have it: {_put_back(case)}",
        )
    if why := mark.read(path):
        yield bad(
            "erasing_held",
            f"nothing is erased by itself, for a server has ended because {path} is damaged where it wrote ({why})",
            f"look after the disk; {_put_back(case)}; who has mended the file itself: rm {mark.place(path)}",
        )
    if newest / 1000 > case.now + 60:
        when = time.strftime("%Y-%m-%d %H:%M", time.gmtime(newest / 1000))
        yield bad("clock_behind", f"the clock of this machine is behind: a server started at {when} UTC", SET_CLOCK)


def _put_back(case: Case) -> str:
    """How to go on with the last copy that is still there."""
    taken = copies.read(copies_directory(case.settings)).taken
    last = next((one.file for one in reversed(taken) if Path(one.file).is_file()), "COPY")
    new = f"{case.folder}-restored"
    return f"put back a copy: hubbub restore {last} --data {new}, then: hubbub serve --data {new}"


def _search(folder: Path) -> Iterator[Finding]:
    path = folder / INDEX
    if not path.is_file() or not (folder / DATABASE).is_file():
        return
    try:
        connection = open_reader(path)
        try:
            fine = [row[0] for row in connection.execute("pragma quick_check(1)")] == ["ok"]
        finally:
            connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
            connection.close()
        behind = entries_behind(folder, BEHIND) if fine else 0
    except (apsw.Error, StopIteration) as error:
        if isinstance(error, apsw.IOError | apsw.FullError | apsw.CantOpenError) and _is_full(folder):
            return  # to be read it needs some room, too
        fine, behind = False, 0
    if behind > BEHIND:
        yield warn(
            "search_behind",
            f"the last {BEHIND:,} messages and more are not in the search index yet",
            "let the server run: it catches up by itself",
        )
    if not fine:
        yield warn(
            "search_damaged",
            f"the search index {path} is damaged",
            f"stop the server, then: rm {path}*",
        )


def _is_full(folder: Path) -> bool:
    return space(folder).free < NONE


def _leftovers(case: Case) -> Iterator[Finding]:
    for folder in {case.folder, copies_directory(case.settings)}:
        for left in sorted(folder.glob(SCRATCH)) if folder.is_dir() else ():
            if case.now - left.stat().st_mtime > SCRATCH_SECONDS:
                yield warn(
                    "leftovers", f"{left} was left by a copy that was interrupted", f"rm -r {left}",
                    partial(shutil.rmtree, left, ignore_errors=True),
                )  # fmt: skip


def _open_bits(path: Path) -> bool:
    """Whether others than its owner may do something with it."""
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS)
