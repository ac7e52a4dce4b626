"""The schema of hubbub.db: created whole or not at all, upgraded by numbered migrations, never guessed at."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import apsw

from .errors import CannotOpen
from .files import create_private, open_owner, open_reader, read_header, sync_directory, transaction

_logger = logging.getLogger(__name__)

APPLICATION_ID = 0x68756262  # "hubb"

# The n-th takes version n - 1 to version n. What was released is never edited.
MIGRATIONS = (
    "0001_log_and_state.sql",
    "0002_modes.sql",
    "0003_erased.sql",
    "0004_accounts.sql",
    "0005_operators.sql",
    "0006_read_markers.sql",
    "0007_server_bans.sql",
    "0008_standing.sql",
    "0009_timed_masks.sql",
    "0010_reset_codes.sql",
    "0011_invites.sql",
    "0012_certificates.sql",
    "0013_acts.sql",
    "0014_presence.sql",
    "0015_metadata.sql",
    "0016_deleted_accounts.sql",
    "0017_silence.sql",
    "0018_lockdown.sql",
    "0019_keeping.sql",
    "0020_reactions.sql",
    "0021_reports.sql",
    "0022_leaving.sql",
    "0023_away.sql",
    "0024_invite_numbers.sql",
    "0025_first_joined.sql",
    "0026_pending_invites.sql",
    "0027_kept_logins.sql",
    "0028_pins.sql",
    "0029_lengths.sql",
    "0030_files.sql",
    "0031_emails.sql",
    "0032_api_tokens.sql",
    "0033_push.sql",
    "0034_former_names.sql",
    "0035_closing.sql",
    "0036_spans.sql",
    "0037_runs.sql",
)


NEWEST = len(MIGRATIONS)


def migrations() -> list[str]:
    """The SQL of all migrations, oldest first."""
    folder = Path(__file__).parent / "migrations"
    return [(folder / name).read_text(encoding="utf-8") for name in MIGRATIONS]


def upgrade(
    connection: apsw.Connection, scripts: Sequence[str], told: Callable[[int, float], None] | None = None
) -> None:
    """Run the scripts that this database has not seen yet, each in a transaction of its own.

    `told` hears of each: the version it made, and the seconds that took.
    """
    for version, script in enumerate(scripts, start=1):
        if version <= version_of(connection):
            continue
        began = time.monotonic()
        with transaction(connection):
            connection.execute(script)
            connection.pragma("user_version", version)
        if told:
            told(version, time.monotonic() - began)


def version_of(connection: apsw.Connection) -> int:
    """How many migrations the database has seen."""
    return int(connection.pragma("user_version"))


def version_on_disk(path: Path) -> int:
    """The schema of hubbub's database at `path`; 0 when there is none, or something else is there."""
    if not path.is_file():
        return 0
    header = read_header(path)
    if header is None or header.application_id != APPLICATION_ID:
        return 0
    try:
        return _version(path)
    except apsw.Error:  # such as on a full disk: who opens it to write will say so
        return header.version


def _version(path: Path) -> int:
    connection = open_reader(path)  # the newest header may still stand in the WAL
    try:
        return version_of(connection)
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        connection.close()


def prepare(path: Path) -> None:
    """See to it that hubbub's database of the newest version is at `path`.

    Raises CannotOpen, and touches nothing, when something else is there or a newer hubbub wrote it.
    """
    scripts = migrations()
    if not path.exists():
        _create(path, scripts)
    elif _check(path, len(scripts)) < len(scripts):
        connection = open_owner(path, "full")
        try:
            upgrade(connection, scripts, _migrated)
            connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        finally:
            connection.close()


def _migrated(version: int, seconds: float) -> None:
    _logger.info(
        "the database was brought to schema %d in %.1f s",
        version,
        seconds,
        extra={"event": "migrated", "schema": version, "seconds": round(seconds, 3)},
    )


def _create(path: Path, scripts: Sequence[str]) -> None:
    """Build the database under another name, so that nobody ever finds half of one."""
    wal = path.with_name(path.name + "-wal")
    if wal.exists():
        raise CannotOpen(
            f"{path} is missing, but {wal.name} beside it may hold messages. "
            f"Put {path.name} back, or move {wal.name} away to begin anew."
        )
    draft = path.with_name(path.name + ".new")
    for name in (draft.name, draft.name + "-wal", draft.name + "-shm", draft.name + "-journal"):
        path.with_name(name).unlink(missing_ok=True)
    create_private(draft)
    connection = open_owner(draft, "full")
    try:
        connection.pragma("application_id", APPLICATION_ID)
        upgrade(connection, scripts)
    finally:
        connection.close()  # the last connection checkpoints, so that all is in the one file
    draft.replace(path)
    sync_directory(path.parent)


def _check(path: Path, newest: int) -> int:
    """The version of the database at `path`, which must be ours and not newer than `newest`."""
    header = read_header(path)
    if header is None or header.application_id != APPLICATION_ID:
        raise CannotOpen(
            f"{path} is not a hubbub database, so it was left alone. "
            "Move it away, or choose another folder with --data."
        )
    version = header.version
    if version <= newest:
        version = _version(path)
    if version < 1:  # a draft is put in place when all was done
        raise CannotOpen(
            f"{path} says that its schema is {version}, which no hubbub has made, so it was left alone. "
            "Put back a copy: hubbub restore COPY"
        )
    if version > newest:
        raise CannotOpen(
            f"{path} was written by a newer hubbub (schema {version}, this one knows {newest}), so it was left alone. "
            "Start the newer hubbub, or put back the copy from before the upgrade: hubbub rollback"
        )
    return version
