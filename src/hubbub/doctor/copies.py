"""Copies: whether there are some, how old they are, and who may read them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from hubbub.copies import encryption, record
from hubbub.copies.errors import CopyError
from hubbub.settings.places import copies_directory

from .files import OTHERS
from .finding import Case, Finding, bad, warn

UNASKED = 15 * record.DAY  # seconds between copies that somebody makes by hand


def look(case: Case) -> Iterator[Finding]:
    """All that is wrong with them."""
    backup, folder = case.settings.backup, copies_directory(case.settings)
    if (backup.encrypt_to or backup.passphrase_file) and find_spec("pyrage") is None:
        yield bad("no_age", "copies are to be encrypted, and its library is missing", "pip install 'hubbub[age]'")
    elif backup.encrypt_to:
        try:
            encryption.check_recipient(backup.encrypt_to)
        except CopyError as error:
            yield bad("no_recipient", f"{error} (backup.encrypt_to)", "age-keygen makes a key, and says its recipient")
    elif backup.passphrase_file:
        try:
            encryption.read_passphrase(Path(backup.passphrase_file))
        except CopyError as error:
            yield bad(
                "no_passphrase", f"{error} (backup.passphrase_file)", "mend that file: no copy is made without it"
            )
    for name, command in (("on_failure", backup.on_failure), ("on_success", backup.on_success)):
        if command and shutil.which(command[0]) is None:
            yield bad("no_command", f"there is no program {command[0]} (backup.{name})", "install it")
    if not case.folder.is_dir() or case.settings.cluster.log:  # PostgreSQL's own means copy that
        return
    if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        yield bad("copies_closed", f"no copy can be written in {folder}", "name another folder: backup.directory")
    if os.name == "posix" and folder.is_dir() and folder.stat().st_mode & OTHERS:
        yield bad(
            "copies_open", f"others on this machine can read the copies in {folder}", f"chmod 700 {folder}",
            partial(folder.chmod, 0o700),
        )  # fmt: skip
    known = record.read(folder)
    if known.failures:
        yield bad("copy_failed", f"the last copy failed: {known.error}", "mend that, then: hubbub backup")
    if not known.taken:
        if not known.failures:
            helps = "hubbub backup" if backup.every else "hubbub backup; and by itself: [backup] every"
            yield warn("no_copies", "there is no copy of anything", helps)
        return
    last = known.taken[-1]
    if last.is_late(backup.every or UNASKED, case.now):
        yield bad("copy_old", f"the last copy is {int(last.age(case.now)) // record.DAY} days old", "hubbub backup")
    if not Path(last.file).exists():
        yield bad("copy_gone", f"the last copy, {last.file}, is not there any more", "hubbub backup")
