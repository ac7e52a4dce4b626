"""Copies that the server makes by itself: before an upgrade of the database, and as often as the settings say.

Each is made by a process of its own, which takes what it reads from the file and disturbs nobody.
"""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from hubbub.copies import orders, record, upgrading
from hubbub.copies.errors import CopyError
from hubbub.copies.orders import Outcome, Plan, Store
from hubbub.settings import Settings
from hubbub.settings.model import Backup
from hubbub.settings.places import copies_directory, data_directory, server_name

from . import telling

logger = logging.getLogger(__name__)

CHILD = ("-m", "hubbub.copies.child")
LOOK = 300.0  # seconds until the settings are looked at again
AGAIN = 3600.0  # seconds until another attempt after one that failed
TELL = 86_400.0  # seconds until operators are told anew


class UpgradeRefused(Exception):
    """There is no copy of what an upgrade would change. One sentence."""


def plan_of(settings: Settings, config: Path | None, reason: str) -> Plan:
    """What a copy by these settings is; `config` is the settings file, if there is one."""
    backup = settings.backup
    return Plan(
        data_directory(settings).absolute(),
        server_name(settings),
        reason,
        settings=config,
        to=backup.encrypt_to,
        passphrase_file=Path(backup.passphrase_file) if backup.passphrase_file else None,
        store=store_of(backup),
    )


def store_of(backup: Backup) -> Store | None:
    """Where else copies go by these settings."""
    if not backup.upload:
        return None
    return Store(backup.upload, backup.upload_endpoint, backup.upload_region, backup.upload_key, backup.upload_secret)


def copy_before_upgrade(settings: Settings, config: Path | None, *, talking: bool) -> None:
    """If the database is of an earlier hubbub, make a copy of it first: while people talk, by a process that gives way
    to them. Raises UpgradeRefused when that fails."""
    schema = upgrading.pending(data_directory(settings)) if settings.backup.before_upgrade else 0
    if not schema:
        return
    plan = msgspec.structs.replace(plan_of(settings, config, ""), to="", passphrase_file=None, store=None)
    folder = copies_directory(settings)
    try:
        file = _made_beside(plan, schema, folder) if talking else str(upgrading.copy_before(plan, schema, folder).path)
    except CopyError as error:
        raise UpgradeRefused(
            f"This hubbub has to upgrade the database (to schema {schema}), and the copy that is made before failed: "
            f"{error}. Nothing was changed. To go without one: backup.before_upgrade = false"
        ) from error
    _tell_of_copy_before(schema, file, upgrading.reason(schema))


def _made_beside(plan: Plan, schema: int, folder: Path) -> str:
    """The file of a copy that another process has made meanwhile. Raises CopyError."""
    order = orders.encode(orders.Order(plan, folder, "", before=schema))
    try:
        done = subprocess.run(
            (sys.executable, *CHILD), input=order, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
    except OSError as error:
        raise _not_begun(error) from error
    outcome = _answer(done.stdout, done.returncode)
    if outcome.error:
        raise CopyError(outcome.error)
    return outcome.path


def tell_of_copy_before(settings: Settings, schema: int) -> None:
    """The same in our log, of one that the next program has made before it takes over, if it has."""
    taken = record.read(copies_directory(settings)).taken
    if taken and taken[-1].reason == upgrading.reason(schema):
        _tell_of_copy_before(schema, taken[-1].file, taken[-1].reason)


def _tell_of_copy_before(schema: int, file: str, reason: str) -> None:
    extra = {"event": "copied", "file": file, "reason": reason}
    logger.info("a copy was made before the upgrade to schema %d: %s", schema, file, extra=extra)


async def keep_copying(settings: Callable[[], Settings], config: Path | None) -> None:
    """Make copies as often as the settings say, as they are then; for ever."""
    attempts = Attempts()
    while True:
        now = settings()
        known = attempts.known(copies_directory(now))
        due = until_next(now.backup, known, datetime.now()) if now.backup.every else LOOK
        await asyncio.sleep(min(due, LOOK))
        if due <= LOOK and settings().backup == now.backup and now.backup.every:
            await attempts.make(now, config)


class Attempts:
    """How those went that come by themselves, also where that cannot be written down: on a full disk, without a folder
    for copies."""

    def __init__(self) -> None:
        self.failed_at = 0  # milliseconds since 1970; 0: the last one did not fail
        self.told_at: float | None = None  # by the clock of the loop, of the failures since a copy was made

    def known(self, folder: Path) -> record.Record:
        """What is known of the copies there."""
        known = record.read(folder)
        if self.failed_at > max([known.failed_at, *(one.at for one in known.taken)]):
            known.failures, known.failed_at = known.failures or 1, self.failed_at
        return known

    async def make(self, settings: Settings, config: Path | None) -> None:
        """Make one, or bring the last one to the store, and tell operators who are elsewhere when it fails: the first
        time, and then once a day."""
        folder = copies_directory(settings)
        known = self.known(folder)
        if not known.failures:
            self.told_at = None
        outcome = await copy_now(settings, config, "scheduled", waiting(settings.backup, known, datetime.now()))
        self.failed_at = time.time_ns() // 1_000_000 if outcome.error else 0
        now = asyncio.get_running_loop().time()
        if not outcome.error and outcome.proof is not None and settings.backup.on_success:
            await telling.tell(
                settings.backup.on_success, f"{server_name(settings)}: copy proved: {outcome.proof.told}"
            )
        if not outcome.error or not settings.backup.on_failure:
            return
        if self.told_at is None or now - self.told_at >= TELL:
            self.told_at = now
            await telling.tell(settings.backup.on_failure, f"{server_name(settings)}: a copy failed: {outcome.error}")


def waiting(backup: Backup, known: record.Record, now: datetime) -> record.Taken | None:
    """The last copy, if it is only to be brought to the store and no other one is due yet."""
    if not backup.upload or not known.waiting or next_by_rule(backup, known, now) <= now:
        return None
    return next((one for one in known.taken if one.file == known.waiting and Path(one.file).is_file()), None)


async def copy_now(
    settings: Settings, config: Path | None, reason: str, waiting: record.Taken | None = None
) -> Outcome:
    """Make a copy in a process of its own, or bring the one to the store that waits for it, and log how it went."""
    folder = copies_directory(settings)
    order = orders.Order(plan_of(settings, config, reason), folder, settings.backup.keep, waiting)
    try:
        outcome = await _carried_out(order)
    except CopyError as error:
        outcome = Outcome(str(error))
        record.note_failed(folder, time.time_ns() // 1_000_000, outcome.error)
    _tell(outcome, reason)
    return outcome


async def _carried_out(order: orders.Order) -> Outcome:
    """What the process says that does it. Raises CopyError when it cannot begin or says nothing."""
    try:
        process = await asyncio.create_subprocess_exec(sys.executable, *CHILD, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    except OSError as error:
        raise _not_begun(error) from error
    try:
        said, _ = await process.communicate(orders.encode(order))
    except asyncio.CancelledError:
        process.terminate()
        raise
    return _answer(said, process.returncode)


def _not_begun(error: OSError) -> CopyError:
    return CopyError(f"the process that makes it could not begin ({error.strerror})")


def _answer(said: bytes, code: int | None) -> Outcome:
    try:
        return orders.outcome(said)
    except msgspec.DecodeError as error:
        raise CopyError(f"the process that makes it ended with {code}") from error


def _tell(outcome: Outcome, reason: str) -> None:
    if outcome.proof is None:
        logger.error("a copy failed: %s", outcome.error, extra={"event": "copy_failed", "why": outcome.error})
        return
    proof = outcome.proof
    logger.info(
        "copy proved: %s",
        proof.told,
        extra={"event": "copied", "file": outcome.path, "bytes": outcome.size, "reason": reason},
    )


def until_next(backup: Backup, known: record.Record, now: datetime) -> float:
    """Seconds until the next copy is due: by rule, or an hour after one that failed. Never before a minute has gone, so
    that nothing turns in circles."""
    due = next_by_rule(backup, known, now)
    if known.failures:
        failed = min(now, datetime.fromtimestamp(known.failed_at / 1000))
        due = failed + timedelta(seconds=AGAIN)
    return max(60.0, (due - now).total_seconds())


def next_by_rule(backup: Backup, known: record.Record, now: datetime) -> datetime:
    """When the next copy is due: so long after the last one, or at the time of day when it is every so many days. What
    was made at a time still to come, by a clock that was wrong, counts as made now."""
    made = max((one.at for one in known.taken if one.reason == "scheduled"), default=0)
    last = min(now, datetime.fromtimestamp(made / 1000))
    due = last + timedelta(seconds=backup.every)
    if backup.every % record.DAY == 0:
        hour, minute = map(int, backup.at.split(":"))
        due = due.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if due - last > timedelta(seconds=backup.every):
            due -= timedelta(days=1)
        if not known.taken:  # the first one does not come in the middle of the day
            due = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
            due += timedelta(days=1) if due <= now else timedelta()
    return due
